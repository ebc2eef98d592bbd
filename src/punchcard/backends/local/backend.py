"""The local backend as one connected account."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from whenever import Instant

from punchcard.backends.abilities import Abilities, Ability, No, Partly, Yes
from punchcard.backends.contract import AccountField, BackendInfo, Connection
from punchcard.backends.local.clock import LocalClock
from punchcard.backends.local.directory import LocalDirectory, LocalTree
from punchcard.backends.local.entries import LocalEntries
from punchcard.backends.local.storage import LocalStorage
from punchcard.backends.local.weeks import LocalWeeks
from punchcard.core.zones import in_zone

OWN_NAME = AccountField(
    "name", "Your name", "What you are called on sheets; your login name by default.", required=False
)
UNITS = AccountField(
    "units",
    "Units",
    "What entries are written down in: times, hours, days; the usual one first.",
    required=False,
)

if TYPE_CHECKING:
    from punchcard.backends.contract import ApprovalsPort, GroupsPort

_LATER = "Comes with the timesheet and the approvals screens."
_BY_SCHEDULE = "By the schedule in the configuration."

LOCAL_ABILITIES: Abilities = {
    Ability.CLOCK: Yes(),
    Ability.BREAK: Yes(),
    Ability.CANCEL: Yes(),
    Ability.UPDATE: Yes(),
    Ability.ADJUST: Yes(),
    Ability.UNDO_PUNCH: Yes(),
    Ability.BACKDATE: Yes(),
    Ability.ADD_ENTRY: Yes(),
    Ability.CHANGE_ENTRY: Yes(),
    Ability.DELETE_ENTRY: Yes(),
    Ability.ENTRY_BREAKS: Yes(),
    Ability.OTHER_PEOPLE: No("There is nobody else in this home."),
    Ability.GROUPS: Partly("Computed here from the entries."),
    Ability.BULK_EDIT: Partly("Made here entry by entry, as one action."),
    Ability.SUBMIT_WEEK: Partly("Weeks wait for the team's lead; deciding comes with the approvals screen."),
    Ability.REQUEST_CHANGE: No(_LATER),
    Ability.WITHDRAW_REQUEST: No(_LATER),
    Ability.APPROVE: No(_LATER),
    Ability.DECLINE: No(_LATER),
    Ability.DECLINE_REASON: No(_LATER),
    Ability.TARGETS: Partly(_BY_SCHEDULE),
    Ability.BALANCE: Partly(_BY_SCHEDULE),
    Ability.EDIT_TREE: Yes(),
}


class LocalBackend:
    """Time kept in a file of this home, `local.db`. Holds no state but the open file."""

    info = BackendInfo(name="local", title="This machine", fields=(OWN_NAME, UNITS), immediate=True)
    abilities = LOCAL_ABILITIES
    approvals: ApprovalsPort | None = None
    groups: GroupsPort | None = None

    def __init__(self, connection: Connection) -> None:
        """Open or create the account's file.

        Raises:
            Refusal: The file is damaged, newer than this program, or cannot be opened.
        """
        now: Callable[[], Instant] = connection.now
        today = in_zone(now(), connection.zone).date().format_iso()
        self._storage = LocalStorage(connection.folder, today)
        self.clock = LocalClock(self._storage, connection.zone, now)
        self.entries = LocalEntries(self._storage, connection.zone, now)
        settings = connection.settings
        self.weeks = LocalWeeks(self._storage, connection.zone, now)
        self.directory = LocalDirectory(
            self._storage, settings.get(OWN_NAME.name, ""), settings.get(UNITS.name, "")
        )
        self.tree = LocalTree(self._storage)

    async def aclose(self) -> None:
        """Close the file."""
        self._storage.close()
