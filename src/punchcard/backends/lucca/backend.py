"""Lucca Timesheet as one connected account."""

from __future__ import annotations

from punchcard.backends.abilities import Abilities, Ability, No, Partly, Yes
from punchcard.backends.contract import AccountField, BackendInfo, ClockPort, Connection
from punchcard.backends.http import HttpClient, OpensHttp, VendorBackend, checked_address
from punchcard.backends.lucca.approvals.approvals import APPROVAL_ABILITIES, NOT_LISTED, LuccaApprovals
from punchcard.backends.lucca.client import LuccaClient
from punchcard.backends.lucca.clock.clock import KEPT_HERE, LUCCA_CLOCK
from punchcard.backends.lucca.directory.axes import LuccaAxes
from punchcard.backends.lucca.directory.directory import LuccaDirectory
from punchcard.backends.lucca.directory.people import LuccaPeople
from punchcard.backends.lucca.directory.targets import LuccaTargets
from punchcard.backends.lucca.entries.batch import LuccaBatch
from punchcard.backends.lucca.entries.checks import LuccaChecks
from punchcard.backends.lucca.entries.entries import LuccaEntries
from punchcard.backends.lucca.entries.habits import LuccaHabits
from punchcard.backends.lucca.settings import checked_mode, checked_types, checked_unit
from punchcard.backends.lucca.signing_in import TITLE, WEBSITE, checked_name
from punchcard.backends.lucca.weeks.glances import LuccaGlances
from punchcard.backends.lucca.weeks.sheets import LuccaSheets
from punchcard.backends.lucca.weeks.weeks import LuccaWeeks

BASE_URL = AccountField(
    "base_url",
    "Address",
    "Where the Lucca of your company is, as the browser shows it: https://acme.ilucca.net.",
    plain=checked_address,
)
EMAIL = AccountField(
    "email",
    "Email or login",
    "Yours at Lucca: a key there stands for an application, so it does not say who you are.",
    plain=checked_name,
)
UNIT = AccountField(
    "unit",
    "Unit",
    "What your time is written down in: times, hours or days. Left empty, your recent entries tell.",
    required=False,
    plain=checked_unit,
)
MODE = AccountField(
    "mode",
    "Mode",
    "“activity” where your time is booked on projects and the like, “attendance” where it is not. Left "
    "empty, your recent entries tell.",
    required=False,
    plain=checked_mode,
)
TIME_TYPES = AccountField(
    "time_types",
    "Time types",
    "Their numbers and names, such as “1 Attendance, 2 Travel”, or “none”. Left empty, recent entries tell "
    "the numbers; no call tells the names.",
    required=False,
    plain=checked_types,
)
KEY = AccountField(
    "key",
    "API key",
    "Made in the account settings of Lucca by whoever may do that; it has a role of its own there.",
    secret=True,
)

_AS_FAR_AS_THE_KEY = "As far as the role of the key at Lucca reaches."
_NOT_IN_TIMESHEETS = "Not in a timesheet that was handed in, and never over midnight."

ABILITIES: Abilities = {
    **dict.fromkeys(Ability, Yes()),
    **APPROVAL_ABILITIES,
    Ability.CLOCK: Partly(KEPT_HERE),
    Ability.ADD_ENTRY: Partly(_NOT_IN_TIMESHEETS),
    Ability.CHANGE_ENTRY: Partly(_NOT_IN_TIMESHEETS),
    Ability.DELETE_ENTRY: Partly("Not in a timesheet that was handed in."),
    Ability.ENTRY_BREAKS: No("Lucca keeps no breaks inside of entries; they are parted instead."),
    Ability.OTHER_PEOPLE: Partly(f"Whom you manage there. {_AS_FAR_AS_THE_KEY}"),
    Ability.PRESENCE: No("Lucca has no call that tells who is at work."),
    Ability.CLOCK_OTHERS: No("Lucca has no clock; everybody’s is kept on their own machine."),
    Ability.GROUPS: Partly("Worked out here from the entries."),
    Ability.BULK_EDIT: Partly("Made here entry by entry, as one action."),
    Ability.TARGETS: Partly("Where the role of the key shows them; holidays are not named."),
    Ability.WORK_TIMES: No("Lucca keeps no work times beside its entries."),
    Ability.BALANCE: Partly(
        "Worked out here from the entries, once `from` in [schedule.balance] names the first day that counts."
    ),
    Ability.EDIT_TREE: No("Axes and their sections are kept at Lucca."),
}


LATE_SECONDS = 10
"""Lucca keeps equal entries, and cuts off what takes it longer than 5 seconds (section 7)."""


class LuccaBackend(VendorBackend):
    """An account at Lucca. Holds no state but the open connection."""

    info = BackendInfo(
        "lucca",
        TITLE,
        WEBSITE,
        fields=(BASE_URL, EMAIL, UNIT, MODE, TIME_TYPES, KEY),
        calls_per_minute=50,
        writes_entries=frozenset({Ability.UNDO_PUNCH}),
        not_listed=NOT_LISTED,
        approves_in_steps=True,
        reopens_with_reason=True,
        is_floating=True,
        halves_of_days=True,
        asks_who=True,
        late_seconds=LATE_SECONDS,
        kept_clock=LUCCA_CLOCK,
    )
    abilities = ABILITIES
    clock: ClockPort | None = None

    def __init__(self, connection: Connection, http: OpensHttp = HttpClient) -> None:
        """Open the account over what `http` opens; does not touch the network.

        Raises:
            UsageError: The address, the person or what is set of their entries cannot be used.
        """
        client = LuccaClient(connection, http)
        super().__init__(client)
        people, axes = LuccaPeople(client), LuccaAxes(client)
        habits = LuccaHabits(client, people)
        glances = LuccaGlances(client)
        sheets = LuccaSheets(client, glances)
        self.entries = LuccaEntries(client, axes, habits, glances)
        self.batch = LuccaBatch(client, self.entries.facts, self.entries.saving, self.entries.settling)
        self.checks = LuccaChecks(client, self.entries.facts, self.entries.saving)
        self.weeks = LuccaWeeks(client, sheets)
        self.approvals = LuccaApprovals(client, sheets)
        self.directory = LuccaDirectory(people, axes, habits, LuccaTargets(client, habits))
