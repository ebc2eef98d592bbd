"""Clockodo as one connected account."""

from __future__ import annotations

from punchcard.backends.abilities import Abilities, Ability, No, Partly, Yes
from punchcard.backends.clockodo.approvals.approvals import (
    APPROVAL_ABILITIES,
    WITHOUT_APPROVED,
    ClockodoApprovals,
)
from punchcard.backends.clockodo.client import ClockodoClient
from punchcard.backends.clockodo.clock.clock import ClockodoClock
from punchcard.backends.clockodo.complaints import TITLE
from punchcard.backends.clockodo.days.days import ClockodoDays
from punchcard.backends.clockodo.directory.directory import ClockodoDirectory
from punchcard.backends.clockodo.entries.booking import dimensions
from punchcard.backends.clockodo.entries.entries import ClockodoEntries
from punchcard.backends.clockodo.groups.groups import GROUP_ABILITIES, ClockodoGroups
from punchcard.backends.clockodo.signing_in import (
    DEFAULT_URL,
    LONGEST_CONTACT,
    checked_base,
    checked_contact,
    checked_email,
)
from punchcard.backends.contract import AccountField, BackendInfo, Connection
from punchcard.backends.http import HttpClient, OpensHttp, VendorBackend

EMAIL = AccountField("email", "Email", "The address that you sign in with at Clockodo.", plain=checked_email)
CONTACT = AccountField(
    "contact",
    "Contact",
    f"An address for questions about this program, at most {LONGEST_CONTACT} characters; it is sent along "
    "with every call. Without one it is your email.",
    required=False,
    plain=checked_contact,
)
BASE_URL = AccountField(
    "base_url",
    "Address",
    "Where the API of your company is, with or without /api.",
    required=False,
    default=DEFAULT_URL,
    plain=checked_base,
)
KEY = AccountField(
    "key",
    "API key",
    "In Clockodo: your name at the top, Personal data, API key. It is no password, goes with your email, and "
    "ends when your password changes.",
    link="https://my.clockodo.com/en/users/editself",
    secret=True,
)

ABILITIES: Abilities = {
    **dict.fromkeys(Ability, Yes()),
    **APPROVAL_ABILITIES,
    **GROUP_ABILITIES,
    Ability.BREAK: Partly(
        "A break stops the clock there and its end starts it again: each stretch is an entry."
    ),
    Ability.CANCEL: Partly("What was worked before a break stays booked."),
    Ability.ADJUST: Partly("Not during a break."),
    Ability.ENTRY_BREAKS: No("Clockodo keeps no breaks inside of entries; they are parted instead."),
    Ability.OTHER_PEOPLE: Partly("As far as your rights there reach."),
    Ability.TARGETS: Partly("Where your rights there show the report of the person."),
    Ability.WORK_TIMES: Partly("To be looked at: they follow from the entries and from change requests."),
    Ability.BALANCE: Partly(
        "Worked out here from the entries, once `from` in [schedule.balance] names the first day that counts."
    ),
    Ability.PRESENCE: No("Clockodo tells of your own clock alone."),
    Ability.CLOCK_OTHERS: No("Clockodo has the clock driven by its own person alone."),
    Ability.EDIT_TREE: No("Customers, projects and services are kept at Clockodo."),
}


class ClockodoBackend(VendorBackend):
    """An account at Clockodo. Holds no state but the open connection."""

    info = BackendInfo(
        "clockodo",
        TITLE,
        "https://www.clockodo.com",
        fields=(EMAIL, CONTACT, BASE_URL, KEY),
        calls_per_minute=900,
        booked_on=tuple(level for level in dimensions(needs_project=False) if level.required),
        writes_entries=frozenset({Ability.CANCEL, Ability.UPDATE, Ability.NOTE, Ability.UNDO_PUNCH}),
        not_listed=WITHOUT_APPROVED,
    )
    abilities = ABILITIES

    def __init__(self, connection: Connection, http: OpensHttp = HttpClient) -> None:
        """Open the account over what `http` opens; does not touch the network.

        Raises:
            UsageError: The address, the email or the contact cannot be used.
        """
        client = ClockodoClient(connection, http)
        super().__init__(client)
        self.clock = ClockodoClock(client)
        self.entries = ClockodoEntries(client)
        self.approvals = ClockodoApprovals(client)
        self.groups = ClockodoGroups(client)
        self.days = ClockodoDays(client)
        self.directory = ClockodoDirectory(client)
