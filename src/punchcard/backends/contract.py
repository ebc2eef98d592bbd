"""The adapter contract: what every backend offers, whatever vendor stands behind it.

A backend is one connected account, found through the entry-point group `punchcard.backends` and
loaded only when its account is used. Adapters translate: they keep no state of their own, never
sleep, never touch the store, and never log a header or a body. A port that a vendor lacks is None;
finer differences stand in `abilities`.

Writes return an outcome (`punchcard.backends.outcomes`); exceptions (`punchcard.backends.errors`)
are for what is not the outcome of a write. Reads raise them only. Every write carries the UUIDv7 of
the thing that was asked for (`punch.id`, `change.id`): a backend that can remember ids uses it to
tell a repeated write from a new one, any other settles by reading back and comparing.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, TypeAlias

from punchcard.backends.team_contract import ApprovalsPort as ApprovalsPort
from punchcard.backends.team_contract import BalancesPort as BalancesPort
from punchcard.backends.team_contract import PresencePort as PresencePort
from punchcard.backends.team_contract import Scope as Scope
from punchcard.backends.team_contract import TeamPort as TeamPort
from punchcard.backends.team_contract import WeeksPort as WeeksPort
from punchcard.config.installed import ENTRY_POINT_GROUP as ENTRY_POINT_GROUP
from punchcard.core.clock import IDLE, ClockState

if TYPE_CHECKING:
    from httpx import AsyncBaseTransport
    from pydantic import SecretStr
    from whenever import Date, Instant

    from punchcard.backends.abilities import Abilities, Ability
    from punchcard.backends.directory_contract import DaysPort, DirectoryPort, NodesPort, TreePort
    from punchcard.backends.groups_contract import GroupsPort
    from punchcard.backends.kept_clock import KeptClock
    from punchcard.backends.meter import Meter
    from punchcard.backends.outcomes import Outcome, Refused, Settled
    from punchcard.core.assignments import Dimension
    from punchcard.core.changes import DeleteEntry, SaveEntry
    from punchcard.core.entries import Entry
    from punchcard.core.groups import Filters, Period
    from punchcard.core.punches import AnyPunch


class AccountField(NamedTuple):
    """One value that an account of this backend needs, for forms, prompts and `config.toml`."""

    name: str
    label: str
    help: str = ""
    link: str = ""
    """Where the vendor shows the value, as a URL."""
    required: bool = True
    secret: bool = False
    """Kept in the OS keyring and nowhere else; a backend has one such field at most."""
    default: str = ""
    """What is taken where nothing is given; never for a secret."""
    plain: Callable[[str], str] | None = None
    """Returns what was typed as it is kept, or raises `UsageError`; None where any text will do."""


OverlapPolicy: TypeAlias = Literal["kept", "overwrites"]
"""What becomes of an entry that another one is saved over: it is kept, or the vendor removes it.

Where it is removed, the days are read again before anything is saved, what would go is shown and agreed to,
and changes of their own make room for the new entry. An adapter refuses what would overlap all the same.
"""


class BackendInfo(NamedTuple):
    """What a backend is called and what an account of it needs."""

    name: str
    title: str
    website: str = ""
    fields: tuple[AccountField, ...] = ()
    calls_per_minute: int | None = None
    """The budget that sync stays below; None for no limit."""
    immediate: bool = False
    """Whether no call ever waits for anything, so that it can be driven without an event loop."""
    not_listed: str = ""
    """What is never among what was decided, in a sentence; empty where everything is."""
    booked_on: tuple[Dimension, ...] = ()
    """Levels that all time has to be booked on, as is known without asking; a company may need more."""
    writes_entries: frozenset[Ability] = frozenset()
    """What is done with the clock by writing entries, so that `write = "clock"` does not allow it."""
    overlap: OverlapPolicy = "kept"
    """What becomes of an entry that another one is saved over."""
    needs_times: bool = False
    """Whether every entry has a start and an end, time off as well: no duration alone can be booked."""
    approves_entries: bool = False
    """Whether every entry is approved for itself, and not with its week."""
    approves_in_steps: bool = False
    """Whether an approval of a week is one step of perhaps several, and takes the earlier ones along."""
    reopens_with_reason: bool = False
    """Whether an approval is taken back with a reason; the week then has to be handed in anew."""
    selects_by: frozenset[str] = frozenset()
    """What the service itself selects entries by, so that it is asked for those alone: "type", "status", and
    ids of dimensions; what is named of such a dimension may then be known to the service alone."""
    is_floating: bool = False
    """Whether times are those of a clock on the wall, without a zone, and an entry lies on one day alone."""
    halves_of_days: bool = False
    """Whether entries without clock times are of the morning or of the afternoon."""
    asks_who: bool = False
    """Whether the account says who the person is, and not its secret: who was found is then confirmed by them
    before anything is saved."""
    late_seconds: int = 0
    """For how long a new entry whose answer is missing may still arrive, where it would be there twice if it
    was sent again meanwhile; 0 where the second one is refused, or known again."""
    kept_clock: KeptClock | None = None
    """What becomes of a clock that is kept on this machine, as the vendor has none; the port `clock` is None
    then. None where the vendor has it, or there is no clock at all."""

    @property
    def overwrites(self) -> bool:
        """Whether the vendor removes what an entry is saved over."""
        return self.overlap == "overwrites"


WritePolicy: TypeAlias = Literal["full", "clock", "read-only"]
"""What an account may write: everything, punches alone, or nothing."""


@dataclass(frozen=True, slots=True)
class Connection:
    """What a backend is opened with."""

    account: str
    """The account's name, letters, digits, `-` and `_`."""
    folder: str
    """A private folder of this account's own, for backends that keep files."""
    zone: str
    """IANA name of the person's zone."""
    now: Callable[[], Instant]
    """The clock; injected, so that a demo and a test can stand still."""
    settings: Mapping[str, str] = field(default_factory=dict[str, str])
    secret: Callable[[], Awaitable[SecretStr]] | None = None
    """Fetches the secret when a call needs it, without blocking the event loop.

    Raises `BadCredentials`, or another `BackendError` where the service does not say whose a new one is.
    """
    write: WritePolicy = "full"
    """What may be written; kept by the HTTP layer, by method and path."""
    meter: Meter | None = None
    """Where the HTTP layer writes down how the service answers; None where nobody asks."""
    transport: AsyncBaseTransport | None = None
    """What requests go over instead of the network: a simulated vendor in this very process."""
    is_rationed: bool = True
    """Whether calls are counted; those to a service that is simulated in this process are not."""
    hosts: str = ""
    """The private folder in which what all accounts at one host share is kept; empty where none do."""


class ClockReading(NamedTuple):
    """What the backend says of one person's clock."""

    person: str
    state: ClockState
    read_at: Instant
    """When it was true, by the vendor's own clock where it tells."""
    invalid_entry: str | None = None
    """Id of a broken clocking entry that waits to be repaired (McTime)."""


class Punched(NamedTuple):
    """What a punch led to.

    `settle` may leave `saved` and `removed` empty: the days are read again after it.
    """

    reading: ClockReading
    saved: tuple[Entry, ...] = ()
    """Finished entries that it made or changed."""
    removed: tuple[str, ...] = ()
    """Ids of entries that are gone because of it."""


class ClockPort(Protocol):
    """A person's running clock."""

    async def reading(self, person: str, known: ClockState = IDLE) -> ClockReading:
        """Return what runs now.

        Args:
            person: Whose clock it is.
            known: The clock as it is known here. A vendor that has only a part of it (a break is a stop
                there), or none, leaves the rest as it is known.
        """
        ...

    async def punch(self, punch: AnyPunch, reading: ClockReading) -> Outcome[Punched]:
        """Do one punch, given a fresh reading of the clock."""
        ...

    async def settle(self, person: str, punch: AnyPunch, before: ClockState) -> Settled[Punched]:
        """Find out by reading whether a punch whose answer was lost has happened.

        Args:
            person: Whose clock it is.
            punch: What was sent.
            before: The clock as it was known when the punch was asked for.
        """
        ...


class Totals(NamedTuple):
    """What a person's entries of a period come to."""

    worked_seconds: int
    """Work inside the period, absences left out; an entry over its edge counts with the part inside."""
    absences: Sequence[Entry]
    """Every entry of vacation, sick leave and other leave that touches the period."""
    first_day: Date | None
    """The day of the person's first entry ever; None without any."""


class EntriesPort(Protocol):
    """Finished time entries; a running clock is never among them."""

    async def list(self, people: Sequence[str], period: Period, filters: Filters) -> Sequence[Entry]:
        """Return every entry that touches a day of `period`, over midnight included.

        Those alone that `punchcard.core.filters.matches` leaves in; where a name of `filters.names` is the
        service's to find, those that it finds.
        """
        ...

    async def save(self, change: SaveEntry) -> Outcome[Entry]:
        """Create or change an entry and return it as the backend keeps it."""
        ...

    async def delete(self, change: DeleteEntry) -> Outcome[None]:
        """Delete an entry."""
        ...

    async def settle(self, change: SaveEntry | DeleteEntry) -> Settled[Entry | None]:
        """Find out by reading whether a change whose answer was lost has happened."""
        ...

    async def totals(self, person: str, period: Period) -> Totals | None:
        """Return the sums of a period of any length; None where the backend cannot sum cheaply."""
        ...


class BatchPort(Protocol):
    """Many new entries at once, of several people perhaps."""

    async def save_all(self, changes: Sequence[SaveEntry]) -> Sequence[Outcome[Entry]]:
        """Create entries with as few calls as can be, and return what became of each, in their order.

        Each stands for itself: where one is refused, it is read and said what became of the others. Of one
        that is `Unanswered` the answer was lost, and `EntriesPort.settle` finds it.

        Raises:
            BackendError: Nothing was done at all.
        """
        ...

    async def settle_all(self, changes: Sequence[SaveEntry]) -> Sequence[Settled[Entry | None]]:
        """Find out by reading which of several new entries are there, with as few calls as can be.

        Raises:
            BackendError: It cannot be read.
        """
        ...


class ChecksPort(Protocol):
    """What the vendor would refuse, found out before anything is asked for."""

    async def objections(self, changes: Sequence[SaveEntry]) -> Sequence[Refused | None]:
        """Return for each change, in their order, why it would be refused; None where nothing is known.

        Nothing is written. Several new entries are looked at together, so that few calls are made.

        Raises:
            BackendError: What is to be known cannot be read.
        """
        ...


class Backend(Protocol):
    """One connected account."""

    @property
    def info(self) -> BackendInfo:
        """What the backend is called and what an account of it needs."""
        ...

    @property
    def abilities(self) -> Abilities:
        """An answer for every ability."""
        ...

    @property
    def clock(self) -> ClockPort | None:
        """The running clock; None where it is kept on this machine (`BackendInfo.kept_clock`)."""
        ...

    @property
    def entries(self) -> EntriesPort | None:
        """The finished time entries."""
        ...

    @property
    def batch(self) -> BatchPort | None:
        """Many new entries at once; None where they are saved one by one."""
        ...

    @property
    def checks(self) -> ChecksPort | None:
        """What would be refused; None where only asking tells."""
        ...

    @property
    def weeks(self) -> WeeksPort | None:
        """Weeks that are handed in."""
        ...

    @property
    def approvals(self) -> ApprovalsPort | None:
        """Change requests and submitted weeks."""
        ...

    @property
    def groups(self) -> GroupsPort | None:
        """Grouped time that the vendor computes itself."""
        ...

    @property
    def directory(self) -> DirectoryPort:
        """People, time types, and what time can be booked on."""
        ...

    @property
    def days(self) -> DaysPort | None:
        """Work times and the names of holidays, where the vendor keeps them beside everything else."""
        ...

    @property
    def presence(self) -> PresencePort | None:
        """Who is at work right now."""
        ...

    @property
    def balances(self) -> BalancesPort | None:
        """Balances that the vendor keeps itself."""
        ...

    @property
    def team(self) -> TeamPort | None:
        """The people of the team, where they are kept here."""
        ...

    @property
    def tree(self) -> TreePort | None:
        """The tree that time is booked on, where it may be changed."""
        ...

    @property
    def nodes(self) -> NodesPort | None:
        """Nodes of a level that nests, by their names; None where no level does."""
        ...

    async def aclose(self) -> None:
        """Give back connections and files."""
        ...


class BackendFactory(Protocol):
    """What an entry point of the group names: a callable that opens an account."""

    @property
    def info(self) -> BackendInfo:
        """What the backend is called and what an account of it needs."""
        ...

    @property
    def abilities(self) -> Abilities:
        """An answer for every ability, before any account is open."""
        ...

    def __call__(self, connection: Connection) -> Backend:
        """Open the account; does not touch the network."""
        ...
