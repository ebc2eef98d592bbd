"""A backend whose every write goes through the outbox and sync, so that the contract suite can drive both."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from tests.faults.agreement import picture, rows_of
from tests.faults.for_the_person import answer_for_the_person
from tests.faults.kinds import kind_of
from tests.faults.lab import Vendor, acting_as, again, deliver_all
from whenever import Date

from punchcard.backends.contract import (
    ApprovalsPort,
    Backend,
    BalancesPort,
    ClockPort,
    ClockReading,
    EntriesPort,
    PresencePort,
    Punched,
    Scope,
    TeamPort,
    Totals,
    WeeksPort,
)
from punchcard.backends.directory_contract import DaysPort, NodesPort, TreePort
from punchcard.backends.errors import NotAllowed
from punchcard.backends.groups_contract import GroupsPort
from punchcard.backends.outcomes import Confirmed, Outcome, Refused, Settled
from punchcard.core.approval_changes import ApprovalChange, Decide, RequestChange, WithdrawRequest
from punchcard.core.assignments import Dimension, Reference
from punchcard.core.change_requests import ApprovalItem, Decidable
from punchcard.core.changes import Change, DeleteEntry, SaveEntry, SubmitWeeks, WeeksChange, WithdrawWeeks
from punchcard.core.clock import IDLE, ClockState, OnBreak
from punchcard.core.edit_lock import EditLock
from punchcard.core.entries import Entry, Unit
from punchcard.core.groups import Filters, Period
from punchcard.core.kept_balance import KeptBalance
from punchcard.core.people import Person
from punchcard.core.presence import Attendance
from punchcard.core.punches import AnyPunch
from punchcard.core.refusals import Refusal
from punchcard.core.submitted_weeks import SubmittedWeek
from punchcard.core.targets import DayTarget
from punchcard.core.time_types import TimeType
from punchcard.core.work_times import WorkTimeDay
from punchcard.services.allowed import NotBooked
from punchcard.services.outbox import choices as outbox_choices
from punchcard.services.outbox.items import write_down
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxRow, OutboxState
from punchcard.testing.checks import as_seen

ResultT = TypeVar("ResultT")


@dataclass
class Results:
    """What the vendor has answered to each write that it has confirmed, by the write's id."""

    of: dict[str, Confirmed[Any]] = field(default_factory=dict[str, Confirmed[Any]])
    settled: set[str] = field(default_factory=set[str])
    """What was not answered, and found by reading."""

    def note(self, change: Change, outcome: ResultT) -> ResultT:
        said: object = outcome
        if isinstance(said, Confirmed):
            self.of[change.id] = cast("Confirmed[Any]", said)
        return outcome

    def note_settled(self, change: Change, outcome: ResultT) -> ResultT:
        self.settled.add(change.id)
        return self.note(change, outcome)


class Watched:
    """The vendor's backend, with a note of what it has confirmed; what a session is given."""

    groups: GroupsPort | None = None
    team: TeamPort | None = None
    tree: TreePort | None = None

    def __init__(self, backend: Backend, results: Results) -> None:
        self.info, self.abilities, self.directory = backend.info, backend.abilities, backend.directory
        self.clock = backend.clock and _WatchedClock(backend.clock, results)
        self.entries = backend.entries and _WatchedEntries(backend.entries, results)
        self.weeks = backend.weeks and _WatchedWeeks(backend.weeks, results)
        self.approvals = backend.approvals and _WatchedApprovals(backend.approvals, results)
        self.days, self.aclose = backend.days, backend.aclose
        self.presence, self.balances, self.nodes = backend.presence, backend.balances, backend.nodes
        self.batch, self.checks = backend.batch, backend.checks


class _WatchedClock:
    def __init__(self, port: ClockPort, results: Results) -> None:
        self._port, self._results = port, results
        self.reading = self._port.reading

    async def punch(self, punch: AnyPunch, reading: ClockReading) -> Outcome[Punched]:
        return self._results.note(punch, await self._port.punch(punch, reading))

    async def settle(self, person: str, punch: AnyPunch, before: ClockState) -> Settled[Punched]:
        return self._results.note_settled(punch, await self._port.settle(person, punch, before))


class _WatchedEntries:
    def __init__(self, port: EntriesPort, results: Results) -> None:
        self._port, self._results = port, results
        self.list, self.totals = self._port.list, self._port.totals

    async def save(self, change: SaveEntry) -> Outcome[Entry]:
        return self._results.note(change, await self._port.save(change))

    async def delete(self, change: DeleteEntry) -> Outcome[None]:
        return self._results.note(change, await self._port.delete(change))

    async def settle(self, change: SaveEntry | DeleteEntry) -> Settled[Entry | None]:
        return self._results.note_settled(change, await self._port.settle(change))


class _WatchedWeeks:
    def __init__(self, port: WeeksPort, results: Results) -> None:
        self._port, self._results = port, results
        self.list, self.due = self._port.list, self._port.due

    async def submit(self, change: SubmitWeeks) -> Outcome[Sequence[SubmittedWeek]]:
        return self._results.note(change, await self._port.submit(change))

    async def withdraw(self, change: WithdrawWeeks) -> Outcome[Sequence[SubmittedWeek]]:
        return self._results.note(change, await self._port.withdraw(change))

    async def settle(self, change: WeeksChange) -> Settled[Sequence[SubmittedWeek]]:
        return self._results.note_settled(change, await self._port.settle(change))


class _WatchedApprovals:
    def __init__(self, port: ApprovalsPort, results: Results) -> None:
        self._port, self._results = port, results
        self.list, self.find, self.affected = self._port.list, self._port.find, self._port.affected

    async def decide(self, change: Decide) -> Outcome[Sequence[Decidable]]:
        return self._results.note(change, await self._port.decide(change))

    async def request(self, change: RequestChange) -> Outcome[Sequence[Decidable]]:
        return self._results.note(change, await self._port.request(change))

    async def withdraw(self, change: WithdrawRequest) -> Outcome[Sequence[Decidable]]:
        return self._results.note(change, await self._port.withdraw(change))

    async def settle(self, change: ApprovalChange) -> Settled[Sequence[Decidable]]:
        return self._results.note_settled(change, await self._port.settle(change))


class Road:
    """From a write of the suite to its outcome: into the outbox, delivered, and settled."""

    def __init__(self, session: Session, results: Results, vendor: Vendor) -> None:
        self.session = session
        self._results = results
        self._vendor = vendor
        self.rows: list[str] = []
        """Ids of everything that was written down, in order."""
        self.outcomes: list[tuple[str, str]] = []
        """Kind and outcome of everything that was asked for, in order."""
        self.asks_the_person = False
        """Whether what needs the person is answered for them; otherwise they let it go."""

    async def read(self, read: Callable[[], Awaitable[ResultT]]) -> ResultT:
        return await again(self.session, read)

    async def write(self, change: Change, person: str, before: ClockState = IDLE) -> Outcome[Any]:
        session = acting_as(self.session, kind_of(self._vendor).people(self._vendor)[person])
        there, before_it = self._all_that_counts(session), picture(self._vendor)
        if change.id not in self.rows:
            try:
                with session.change() as transaction:
                    write_down(session, transaction, change, before)
            except (NotAllowed, NotBooked) as refusal:
                return Refused(refusal.message)
            except Refusal as refusal:
                # A clock that is kept here refuses what does not fit at once.
                if session.backend.info.kept_clock is None:
                    raise
                return Refused(refusal.message)
            self.rows = [row.id for row in rows_of(session)]
        await deliver_all(session)
        if self.asks_the_person and self.row(change.id).state is OutboxState.NEEDS_YOU:
            await answer_for_the_person(session, self._vendor, before_it)
            self._results.of.setdefault(change.id, Confirmed(()))
        outcome = self._outcome(change)
        is_found = isinstance(outcome, Confirmed) and change.id in self._results.settled
        if is_found and self._all_that_counts(session) == there:
            # Its answer was lost, and it is as it should be: nobody can tell that it was so before.
            outcome = Refused("It was so already.")
        self.outcomes.append((change.kind, type(outcome).__name__))
        return outcome

    def _all_that_counts(self, session: Session) -> tuple[object, ...]:
        """What the vendor has, and the break that it may know nothing of."""
        with session.store.read() as transaction:
            clock = transaction.cache(session.account.name).clock(session.person.id)
        return picture(self._vendor), isinstance(clock, OnBreak) and as_seen(clock)

    def _outcome(self, change: Change) -> Outcome[Any]:
        row = self.row(change.id)
        match row.state:
            case OutboxState.CONFIRMED if isinstance(change, AnyPunch) and self.keeps_clock:
                return self._all_done(change, row.person)
            case OutboxState.CONFIRMED:
                return self._results.of[change.id]
            case OutboxState.REFUSED:
                return Refused(row.answer or "")
            case OutboxState.NEEDS_YOU:
                # Whoever asked is told, and lets it go.
                outbox_choices.drop(self.session, row)
                return Refused(row.answer or "")
            case _:
                raise AssertionError(f"{change.kind} is still {row.state}: {row.answer}")

    @property
    def keeps_clock(self) -> bool:
        """Whether the clock is kept in the store."""
        return self.session.backend.info.kept_clock is not None

    def kept_clock(self, person: str) -> ClockReading:
        """The clock that is kept in the store."""
        with self.session.store.read() as transaction:
            state = transaction.cache(self.session.account.name).clock(person)
        return ClockReading(person, state, self.session.instant())

    def _all_done(self, punch: AnyPunch, person: str) -> Confirmed[Punched]:
        """A punch on a clock that is kept here is done once all that comes of it is."""
        with self.session.store.read() as transaction:
            made = transaction.outbox.of_action(self.session.account.name, punch.id)
        for row in made:
            assert row.state in (OutboxState.CONFIRMED, OutboxState.DROPPED), row
        return Confirmed(Punched(self.kept_clock(person)))

    def row(self, row_id: str) -> OutboxRow:
        with self.session.store.read() as transaction:
            found = transaction.outbox.find(row_id)
        assert found, "a row of the ledger is gone"
        return found


class ThroughTheOutbox:
    """What the contract suite is given."""

    groups: GroupsPort | None = None
    team: TeamPort | None = None
    tree: TreePort | None = None

    def __init__(self, road: Road, backend: Backend) -> None:
        self.info, self.abilities, self.aclose = backend.info, backend.abilities, backend.aclose
        self.directory, self.days = _Directory(road, backend), backend.days and _Days(road, backend.days)
        self.nodes = backend.nodes and _Nodes(road, backend.nodes)
        self.presence = backend.presence and _Presence(road, backend.presence)
        self.balances = backend.balances and _Balances(road, backend.balances)
        self.clock = _clock(road, backend)
        self.entries = backend.entries and _Entries(road, backend.entries)
        self.weeks = backend.weeks and _Weeks(road, backend.weeks)
        self.approvals = backend.approvals and _Approvals(road, backend.approvals)


def _clock(road: Road, backend: Backend) -> ClockPort | None:
    if backend.info.kept_clock is not None:
        return _KeptClock(road)
    return backend.clock and _Clock(road, backend.clock)


class _KeptClock:
    """A clock that is kept in the store, and what comes of it."""

    def __init__(self, road: Road) -> None:
        self._road = road

    async def reading(self, person: str, known: ClockState = IDLE) -> ClockReading:
        del known
        return self._road.kept_clock(person)

    async def punch(self, punch: AnyPunch, reading: ClockReading) -> Outcome[Punched]:
        return await self._road.write(punch, reading.person, reading.state)

    async def settle(self, person: str, punch: AnyPunch, before: ClockState) -> Settled[Punched]:
        raise AssertionError("nothing is lost on its way that goes nowhere")


class _Clock:
    def __init__(self, road: Road, port: ClockPort) -> None:
        self._road, self._port = road, port

    async def reading(self, person: str, known: ClockState = IDLE) -> ClockReading:
        return await self._road.read(lambda: self._port.reading(person, known))

    async def punch(self, punch: AnyPunch, reading: ClockReading) -> Outcome[Punched]:
        return await self._road.write(punch, reading.person, reading.state)

    async def settle(self, person: str, punch: AnyPunch, before: ClockState) -> Settled[Punched]:
        return await self._road.read(lambda: self._port.settle(person, punch, before))


class _Entries:
    def __init__(self, road: Road, port: EntriesPort) -> None:
        self._road, self._port = road, port

    async def list(self, people: Sequence[str], period: Period, filters: Filters) -> Sequence[Entry]:
        return await self._road.read(lambda: self._port.list(people, period, filters))

    async def save(self, change: SaveEntry) -> Outcome[Entry]:
        return await self._road.write(change, change.entry.person)

    async def delete(self, change: DeleteEntry) -> Outcome[None]:
        return await self._road.write(change, change.entry.person)

    async def settle(self, change: SaveEntry | DeleteEntry) -> Settled[Entry | None]:
        return await self._road.read(lambda: self._port.settle(change))

    async def totals(self, person: str, period: Period) -> Totals | None:
        return await self._road.read(lambda: self._port.totals(person, period))


class _Weeks:
    def __init__(self, road: Road, port: WeeksPort) -> None:
        self._road, self._port = road, port

    async def list(self, person: str, period: Period) -> Sequence[SubmittedWeek]:
        return await self._road.read(lambda: self._port.list(person, period))

    async def due(self, person: str, until: Date) -> Sequence[SubmittedWeek]:
        return await self._road.read(lambda: self._port.due(person, until))

    async def submit(self, change: SubmitWeeks) -> Outcome[Sequence[SubmittedWeek]]:
        return await self._road.write(change, change.person)

    async def withdraw(self, change: WithdrawWeeks) -> Outcome[Sequence[SubmittedWeek]]:
        return await self._road.write(change, change.person)

    async def settle(self, change: WeeksChange) -> Settled[Sequence[SubmittedWeek]]:
        return await self._road.read(lambda: self._port.settle(change))


class _Approvals:
    def __init__(self, road: Road, port: ApprovalsPort) -> None:
        self._road, self._port = road, port

    async def list(self, person: str, scope: Scope) -> Sequence[ApprovalItem]:
        return await self._road.read(lambda: self._port.list(person, scope))

    async def find(self, person: str, ending: str) -> Sequence[Decidable]:
        return await self._road.read(lambda: self._port.find(person, ending))

    async def affected(self, change: Decide) -> Sequence[Decidable]:
        return await self._road.read(lambda: self._port.affected(change))

    async def decide(self, change: Decide) -> Outcome[Sequence[Decidable]]:
        return await self._road.write(change, change.person)

    async def request(self, change: RequestChange) -> Outcome[Sequence[Decidable]]:
        return await self._road.write(change, change.person)

    async def withdraw(self, change: WithdrawRequest) -> Outcome[Sequence[Decidable]]:
        return await self._road.write(change, change.person)

    async def settle(self, change: ApprovalChange) -> Settled[Sequence[Decidable]]:
        return await self._road.read(lambda: self._port.settle(change))


class _Days:
    def __init__(self, road: Road, port: DaysPort) -> None:
        self._road, self._port = road, port

    async def work_times(self, person: str, period: Period) -> Sequence[WorkTimeDay]:
        return await self._road.read(lambda: self._port.work_times(person, period))

    async def holidays(self, person: str, year: int) -> Mapping[Date, str]:
        return await self._road.read(lambda: self._port.holidays(person, year))


class _Presence:
    def __init__(self, road: Road, port: PresencePort) -> None:
        self._road, self._port = road, port

    async def clocked_in(self, people: Sequence[str], filters: Filters) -> Attendance:
        return await self._road.read(lambda: self._port.clocked_in(people, filters))


class _Balances:
    def __init__(self, road: Road, port: BalancesPort) -> None:
        self._road, self._port = road, port

    async def balances(
        self, people: Sequence[str], time_until: Date | None, vacation_until: Date | None
    ) -> Sequence[KeptBalance]:
        return await self._road.read(lambda: self._port.balances(people, time_until, vacation_until))


class _Nodes:
    def __init__(self, road: Road, port: NodesPort) -> None:
        self._road, self._port = road, port

    async def called(self, dimension: str, text: str) -> Sequence[Reference]:
        return await self._road.read(lambda: self._port.called(dimension, text))

    async def branches(self, nodes: Sequence[Reference]) -> Sequence[Sequence[Reference]]:
        return await self._road.read(lambda: self._port.branches(nodes))


class _Directory:
    """What never changes is read once."""

    def __init__(self, road: Road, backend: Backend) -> None:
        self._road, self._port = road, backend.directory
        self._known: dict[object, Any] = {}

    async def whoami(self) -> Person:
        return await self._once("whoami", self._port.whoami)

    async def people(self) -> Sequence[Person]:
        return await self._once("people", self._port.people)

    async def time_types(self) -> Sequence[TimeType]:
        return await self._once("time types", self._port.time_types)

    async def dimensions(self, person: str | None = None) -> Sequence[Dimension]:
        return await self._once(f"dimensions {person}", lambda: self._port.dimensions(person))

    async def choices(self, dimension: str, parents: Sequence[Reference]) -> Sequence[Reference]:
        return await self._once((dimension, *parents), lambda: self._port.choices(dimension, parents))

    async def units(self, person: str) -> Sequence[Unit]:
        return await self._road.read(lambda: self._port.units(person))

    async def edit_lock(self, person: str) -> EditLock:
        return await self._road.read(lambda: self._port.edit_lock(person))

    async def targets(self, person: str, period: Period) -> Sequence[DayTarget] | None:
        return await self._road.read(lambda: self._port.targets(person, period))

    async def _once(self, what: object, read: Callable[[], Awaitable[ResultT]]) -> ResultT:
        if what not in self._known:
            self._known[what] = await self._road.read(read)
        return self._known[what]
