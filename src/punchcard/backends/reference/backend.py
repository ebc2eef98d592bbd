"""The reference vendor as one connected account."""

from __future__ import annotations

from punchcard.backends.abilities import Abilities, Ability, No, Partly, Yes
from punchcard.backends.contract import AccountField, BackendInfo, Connection
from punchcard.backends.http import HttpClient, OpensHttp, VendorBackend
from punchcard.backends.reference.approvals import ReferenceApprovals
from punchcard.backends.reference.client import DEFAULT_URL, TITLE, ReferenceClient
from punchcard.backends.reference.clock import ReferenceClock
from punchcard.backends.reference.directory import ReferenceDirectory
from punchcard.backends.reference.entries import ReferenceEntries
from punchcard.backends.reference.weeks import ReferenceWeeks

BASE_URL = AccountField(
    "base_url",
    "Address",
    "What `punch sandbox reference` prints when it starts.",
    required=False,
    default=DEFAULT_URL,
)
EMAIL = AccountField("email", "Email", "For your own information; it is not sent.", required=False)
KEY = AccountField(
    "key", "Reference-Key", "What `punch sandbox reference` prints beside your name.", secret=True
)

_FROM_ENTRIES = (
    "Worked out here from the entries, once `from` in [schedule.balance] names the first day that counts."
)
_BY_LEADS = "A lead decides what others have asked for, never their own."

ABILITIES: Abilities = {
    **dict.fromkeys(Ability, Yes()),
    Ability.GROUPS: Partly("Computed here from the entries."),
    Ability.BULK_EDIT: Partly("Made here entry by entry, as one action."),
    Ability.APPROVE: Partly(_BY_LEADS),
    Ability.DECLINE: Partly(_BY_LEADS),
    Ability.BALANCE: Partly(_FROM_ENTRIES),
    Ability.WORK_TIMES: No("Work is kept as entries alone."),
    Ability.PRESENCE: No("The service does not tell who is clocked in."),
    Ability.CLOCK_OTHERS: No("The service lets everybody drive their own clock alone."),
    Ability.EDIT_TREE: No("Clients, projects and tasks are kept by the service."),
}


class ReferenceBackend(VendorBackend):
    """An account at the simulated service. Holds no state but the open connection."""

    info = BackendInfo("reference", TITLE, fields=(BASE_URL, EMAIL, KEY))
    abilities = ABILITIES

    def __init__(self, connection: Connection, http: OpensHttp = HttpClient) -> None:
        """Open the account over what `http` opens; does not touch the network.

        Raises:
            UsageError: The address cannot be used.
        """
        client = ReferenceClient(connection, http)
        super().__init__(client)
        self.clock = ReferenceClock(client)
        self.entries = ReferenceEntries(client)
        self.weeks = ReferenceWeeks(client)
        self.approvals = ReferenceApprovals(client)
        self.directory = ReferenceDirectory(client)
