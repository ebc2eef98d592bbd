"""The local backend as one connected account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from punchcard.backends.abilities import Abilities, Ability, No, Partly, Yes
from punchcard.backends.contract import AccountField, BackendInfo, Connection
from punchcard.backends.local.clock import LocalClock
from punchcard.backends.local.directory import LocalDirectory, LocalTree
from punchcard.backends.local.edit_lock import DayLocks
from punchcard.backends.local.entries import LocalEntries
from punchcard.backends.local.storage import LocalStorage
from punchcard.backends.local.team_table import TeamTable
from punchcard.backends.local.week_table import WeekTable
from punchcard.backends.local.weeks import LocalWeeks
from punchcard.core.edit_lock import EditLock
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

EDIT_LOCK_DAYS = AccountField(
    "edit_lock_days",
    "Edit lock",
    "For how many days back entries may be changed; older days need a change request. Nothing for no lock.",
    required=False,
)

if TYPE_CHECKING:
    from punchcard.backends.contract import BalancesPort, BatchPort, ChecksPort
    from punchcard.backends.directory_contract import DaysPort, NodesPort
    from punchcard.backends.groups_contract import GroupsPort
    from punchcard.backends.local.approvals import LocalApprovals
    from punchcard.backends.local.presence import LocalPresence
    from punchcard.backends.local.team import LocalTeam

_BY_LEADS = "A lead decides what others have asked for, never their own."
_BY_SCHEDULE = "By the schedule in the configuration."

LOCAL_ABILITIES: Abilities = {
    Ability.CLOCK: Yes(),
    Ability.BREAK: Yes(),
    Ability.CANCEL: Yes(),
    Ability.UPDATE: Yes(),
    Ability.NOTE: Yes(),
    Ability.ADJUST: Yes(),
    Ability.UNDO_PUNCH: Yes(),
    Ability.BACKDATE: Yes(),
    Ability.ADD_ENTRY: Yes(),
    Ability.CHANGE_ENTRY: Yes(),
    Ability.DELETE_ENTRY: Yes(),
    Ability.ENTRY_BREAKS: Yes(),
    Ability.OTHER_PEOPLE: Yes(),
    Ability.PRESENCE: Yes(),
    Ability.CLOCK_OTHERS: Partly("As one of the team on this machine, with `--as NAME`."),
    Ability.GROUPS: Partly("Computed here from the entries."),
    Ability.BULK_EDIT: Partly("Made here entry by entry, as one action."),
    Ability.SUBMIT_WEEK: Yes(),
    Ability.REQUEST_CHANGE: Yes(),
    Ability.WITHDRAW_REQUEST: Yes(),
    Ability.APPROVE: Partly(_BY_LEADS),
    Ability.DECLINE: Partly(_BY_LEADS),
    Ability.DECLINE_REASON: Yes(),
    Ability.TARGETS: Partly(_BY_SCHEDULE),
    Ability.BALANCE: Partly(_BY_SCHEDULE),
    Ability.WORK_TIMES: No("Work is kept as entries alone."),
    Ability.EDIT_TREE: Yes(),
}


class LocalBackend:
    """Time kept in a file of this home, `local.db`. Holds no state but the open file."""

    info = BackendInfo(
        name="local", title="This machine", fields=(OWN_NAME, UNITS, EDIT_LOCK_DAYS), immediate=True
    )
    abilities = LOCAL_ABILITIES
    groups: GroupsPort | None = None
    days: DaysPort | None = None
    balances: BalancesPort | None = None
    nodes: NodesPort | None = None
    batch: BatchPort | None = None
    checks: ChecksPort | None = None

    def __init__(self, connection: Connection) -> None:
        """Open or create the account's file.

        Raises:
            Refusal: The file is damaged, newer than this program, or cannot be opened.
        """
        now, zone, settings = connection.now, connection.zone, connection.settings
        self._now, self._zone = now, zone
        self._storage = LocalStorage(connection.folder, in_zone(now(), zone).date().format_iso())
        lock_days = settings.get(EDIT_LOCK_DAYS.name)
        lock = EditLock(int(lock_days) if lock_days else None)
        self._week_table, self._people = WeekTable(self._storage, zone, now), TeamTable(self._storage)
        self._locks = DayLocks(self._week_table, lock)
        self.clock = LocalClock(self._storage, zone, now, self._locks)
        self.entries = LocalEntries(self._storage, zone, now, self._locks)
        self.weeks = LocalWeeks(self._storage, zone, now, self._week_table)
        self.directory = LocalDirectory(
            self._storage,
            self._people,
            lock,
            settings.get(OWN_NAME.name, ""),
            settings.get(UNITS.name, ""),
        )
        self.tree = LocalTree(self._storage)

    @property
    def approvals(self) -> LocalApprovals:
        """Change requests and submitted weeks; loaded when they are asked for."""
        from punchcard.backends.local.approvals import LocalApprovals

        return LocalApprovals(
            self._storage, self._zone, self._now, self._people, self._week_table, self._locks
        )

    @property
    def presence(self) -> LocalPresence:
        """Whose clock runs in this home; loaded when it is asked for."""
        from punchcard.backends.local.presence import LocalPresence

        return LocalPresence(self._storage, self._zone, self._now, self._people)

    @property
    def team(self) -> LocalTeam:
        """The people of this home; loaded when they are changed."""
        from punchcard.backends.local.team import LocalTeam

        return LocalTeam(self._storage, self._zone, self._now, self._people)

    async def aclose(self) -> None:
        """Close the file."""
        self._storage.close()
