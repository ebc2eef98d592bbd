"""McTime as one connected account."""

from __future__ import annotations

from punchcard.backends.abilities import Abilities, Ability, No, Partly, Yes
from punchcard.backends.contract import AccountField, BackendInfo, Connection
from punchcard.backends.http import HttpClient, OpensHttp, VendorBackend, checked_address
from punchcard.backends.mctime.approvals.approvals import (
    APPROVAL_ABILITIES,
    NOT_LISTED,
    WEBSITE,
    McTimeApprovals,
)
from punchcard.backends.mctime.balances import McTimeBalances
from punchcard.backends.mctime.client import McTimeClient
from punchcard.backends.mctime.clock.clock import CLOCK_ABILITIES, McTimeClock
from punchcard.backends.mctime.directory.directory import McTimeDirectory
from punchcard.backends.mctime.directory.organizations import McTimeOrganizations
from punchcard.backends.mctime.entries.entries import McTimeEntries
from punchcard.backends.mctime.presence import McTimePresence
from punchcard.backends.mctime.signing_in import DEFAULT_URL, TITLE

PERSON = AccountField(
    "person",
    "Person",
    "Your id or your email at McTime; not needed where the key shows you alone.",
    required=False,
)
BASE_URL = AccountField(
    "base_url",
    "Address",
    "Where the API is.",
    required=False,
    default=DEFAULT_URL,
    plain=checked_address,
)
KEY = AccountField(
    "key",
    "API key",
    "The key of your user at McTime. Whoever has it can do there whatever you can.",
    secret=True,
)

_AS_FAR_AS_RIGHTS = "As far as your rights at McTime reach."
_APPROVED_THERE = "Neither what is approved, under approval or exported, nor over it."

ABILITIES: Abilities = {
    **dict.fromkeys(Ability, Yes()),
    **CLOCK_ABILITIES,
    **APPROVAL_ABILITIES,
    Ability.ADD_ENTRY: Partly(_APPROVED_THERE),
    Ability.CHANGE_ENTRY: Partly(_APPROVED_THERE),
    Ability.DELETE_ENTRY: Partly("Not what is approved, under approval or exported."),
    Ability.OTHER_PEOPLE: Partly(_AS_FAR_AS_RIGHTS),
    Ability.PRESENCE: Partly(_AS_FAR_AS_RIGHTS),
    Ability.CLOCK_OTHERS: Partly(_AS_FAR_AS_RIGHTS),
    Ability.GROUPS: Partly("Worked out here from the entries."),
    Ability.BULK_EDIT: Partly("Made here entry by entry, as one action."),
    Ability.TARGETS: No("McTime does not tell what is expected; the hours of the configuration count."),
    Ability.WORK_TIMES: No("McTime keeps no work times beside its entries."),
    Ability.BALANCE: Partly("As McTime has it, at the end of a day; by itself it tells that of last month."),
    Ability.EDIT_TREE: No("Organizations are kept at McTime."),
}


class McTimeBackend(VendorBackend):
    """An account at McTime. Holds no state but the open connection."""

    info = BackendInfo(
        "mctime",
        TITLE,
        WEBSITE,
        fields=(PERSON, BASE_URL, KEY),
        calls_per_minute=60,
        writes_entries=frozenset({Ability.UNDO_PUNCH}),
        overlap="overwrites",
        needs_times=True,
        approves_entries=True,
        not_listed=NOT_LISTED,
        selects_by=frozenset({"type", "status", "organization"}),
    )
    abilities = ABILITIES

    def __init__(self, connection: Connection, http: OpensHttp = HttpClient) -> None:
        """Open the account over what `http` opens; does not touch the network.

        Raises:
            UsageError: The address cannot be used.
        """
        client = McTimeClient(connection, http)
        super().__init__(client)
        self.clock = McTimeClock(client)
        self.entries = McTimeEntries(client)
        self.approvals = McTimeApprovals(client)
        self.nodes = McTimeOrganizations(client)
        self.directory = McTimeDirectory(client, self.nodes)
        self.presence = McTimePresence(client)
        self.balances = McTimeBalances(client)
