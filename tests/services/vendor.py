"""A vendor to order: it says of each call what a test wants it to say, and remembers what it really did."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from whenever import Date, Instant

from punchcard.backends.abilities import Abilities, Ability, Yes
from punchcard.backends.contract import BackendInfo, ClockReading, Punched, Scope, Totals
from punchcard.backends.outcomes import (
    Absent,
    Confirmed,
    NotSent,
    Outcome,
    Refused,
    Settled,
    Unanswered,
    Unsure,
)  # fmt: skip
from punchcard.core.approval_changes import ApprovalChange, Decide, RequestChange, WithdrawRequest
from punchcard.core.approval_items import decided, item_key
from punchcard.core.assignments import Dimension, Reference
from punchcard.core.change_requests import ApprovalItem, ChangeRequest, Decidable, Verdict
from punchcard.core.changes import Change, DeleteEntry, SaveEntry, SubmitWeeks, WithdrawWeeks
from punchcard.core.clock import IDLE, ClockState, Running
from punchcard.core.clock_rules import apply, entry_after
from punchcard.core.edit_lock import EditLock
from punchcard.core.entries import Entry, EntryStatus, Unit
from punchcard.core.groups import Filters, Period
from punchcard.core.intervals import Interval, day_interval
from punchcard.core.people import Person, Role
from punchcard.core.punches import AnyPunch, Restore, Start, Stop
from punchcard.core.refusals import Refusal
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.core.targets import DayTarget
from punchcard.core.time_types import TimeType

ANN = Person("ann", "Ann")
BEN = Person("ben", "Ben Okafor")
LEA = Person("lea", "Lea Lead", role=Role.LEAD)


class Answer(Enum):
    """What the vendor says to a write."""

    CONFIRM = auto()
    REFUSE = auto()
    NOT_SENT = auto()
    LOST_AFTER = auto()
    """It happens, and the answer is lost."""
    LOST_BEFORE = auto()
    """The request is lost on its way."""
    HANG_AFTER = auto()
    HANG_BEFORE = auto()


@dataclass
class Vendor:
    """What the vendor has, whoever is connected. It does not recognise a repeated request."""

    now: Callable[[], Instant]
    gives_ids: bool = False
    """Whether it gives ids of its own, and an entry another one than the clock that it was made of."""
    keeps: Callable[[Entry], Entry] | None = None
    """How it keeps an entry that is saved: rounded, trimmed."""
    numbers: int = 0
    """The last number that was given out as an id."""
    made: dict[str, str] = field(default_factory=dict[str, str])
    """The id of the entry that each change has made, by the change's."""
    state: ClockState = IDLE
    entries: dict[str, Entry] = field(default_factory=dict[str, Entry])
    weeks: dict[Date, SubmittedWeek] = field(default_factory=dict[Date, SubmittedWeek])
    """What was handed in, by the week's first day."""
    people: list[Person] = field(default_factory=lambda: [ANN])
    items: dict[str, Decidable] = field(default_factory=dict[str, Decidable])
    """Requests and weeks of the team that were ever asked for, by key, oldest first."""
    brought: dict[str, list[Decidable]] = field(default_factory=dict[str, list[Decidable]])
    """The items that each change of requests and decisions has changed, by its id."""
    open_days: set[Date] = field(default_factory=set[Date])
    """Days that everybody may change without asking."""
    due_fails: Exception | None = None
    """What the question for the weeks that are due raises."""
    sent: list[str] = field(default_factory=list[str])
    """Ids of every write that was tried, in order."""
    done: list[str] = field(default_factory=list[str])
    """Ids of every write that happened, in order."""
    lists: int = 0
    """How often entries were listed."""
    answers: deque[Answer | Exception] = field(default_factory=deque[Answer | Exception])
    """What it says to the next writes; then it confirms."""
    readings: deque[Exception] = field(default_factory=deque[Exception])
    """What the next readings of the clock raise; then it reads."""
    settling: deque[Settled[Punched] | Exception] = field(default_factory=deque[Settled[Punched] | Exception])
    """What it says to the next questions whether something happened; then the truth."""
    listing: deque[Exception | list[Entry]] = field(default_factory=deque[Exception | list[Entry]])
    """What it says to the next lists; then the truth."""
    targets: Callable[[Date], DayTarget] | Exception | None = None
    """What it says of the target of a day; None where it keeps no targets."""
    targets_asked: list[tuple[str, Date, Date]] = field(default_factory=list[tuple[str, Date, Date]])
    """Of whom and of which days it was asked for targets."""
    during: Callable[[], None] | None = None
    """Called in the midst of each call: what other people do meanwhile."""

    async def write(self, change: Change, do: Callable[[], None]) -> Outcome[None]:
        self.sent.append(change.id)
        answer = self.answers.popleft() if self.answers else Answer.CONFIRM
        await self.meanwhile()
        if isinstance(answer, Exception):
            raise answer
        if answer in (Answer.CONFIRM, Answer.LOST_AFTER, Answer.HANG_AFTER):
            try:
                do()
            except Refusal as refusal:
                return Refused(refusal.message)
            self.done.append(change.id)
        match answer:
            case Answer.CONFIRM:
                return Confirmed(None)
            case Answer.REFUSE:
                return Refused("The vendor does not like it.")
            case Answer.NOT_SENT:
                return NotSent("No connection.")
            case Answer.LOST_AFTER | Answer.LOST_BEFORE:
                return Unanswered("The connection was cut.")
            case Answer.HANG_AFTER | Answer.HANG_BEFORE:
                await asyncio.sleep(3600)
                return Unanswered("It took too long.")

    async def meanwhile(self) -> None:
        if self.during is not None:
            self.during()
        await asyncio.sleep(0)

    async def is_done(self, change: Change) -> Settled[Punched]:
        said = self.settling.popleft() if self.settling else None
        await self.meanwhile()
        if isinstance(said, Exception):
            raise said
        if said is not None:
            return said
        if change.id not in self.done:
            return Absent()
        return Confirmed(Punched(self.reading()))

    def new_id(self, letter: str, asked: str) -> str:
        if not self.gives_ids:
            return asked
        self.numbers += 1
        return f"{letter}{self.numbers}"

    def kept(self, entry: Entry) -> Entry:
        return self.keeps(entry) if self.keeps else entry

    def locked(self, entry: Entry) -> Entry:
        for week in self.weeks.values():
            if week.first <= entry.day <= week.last:
                return replace(entry, status=EntryStatus.SUBMITTED, locked="Handed in.")
        return entry

    def reading(self) -> ClockReading:
        return ClockReading(ANN.id, self.state, self.now())


class Backend:
    """A connection to the vendor; there may be several."""

    info = BackendInfo("vendor", "The vendor")
    abilities: Abilities = dict.fromkeys(Ability, Yes())
    groups = None
    days = None
    tree = None
    nodes = None
    batch = checks = None
    team = None
    presence = None
    balances = None

    def __init__(self, vendor: Vendor) -> None:
        self.clock = Clock(vendor)
        self.entries = Entries(vendor)
        self.weeks = Weeks(vendor)
        self.approvals = Approvals(vendor)
        self.directory = Directory(vendor)

    async def aclose(self) -> None:
        """Nothing to give back."""


class Clock:
    def __init__(self, vendor: Vendor) -> None:
        self._vendor = vendor

    async def reading(self, person: str, known: ClockState = IDLE) -> ClockReading:
        reading = self._vendor.reading()
        await self._vendor.meanwhile()
        if self._vendor.readings:
            raise self._vendor.readings.popleft()
        return reading

    async def punch(self, punch: AnyPunch, reading: ClockReading) -> Outcome[Punched]:
        saved: list[Entry] = []
        vendor = self._vendor

        def do() -> None:
            if isinstance(punch, Stop):
                entry = vendor.kept(entry_after(vendor.state, punch, ANN.id))
                saved.append(replace(entry, id=vendor.new_id("E", entry.id)))
            if isinstance(punch, Restore) and vendor.gives_ids:
                is_running = getattr(vendor.state, "entry_id", None) == punch.state.entry_id
                if not is_running and punch.state.entry_id in vendor.made.values():
                    assert vendor.entries.pop(punch.state.entry_id)
            vendor.state = apply(vendor.state, punch)
            if isinstance(vendor.state, Running) and isinstance(punch, Start | Restore):
                vendor.state = replace(vendor.state, entry_id=vendor.new_id("R", vendor.state.entry_id))
            for entry in saved:
                vendor.entries[entry.id], vendor.made[punch.id] = entry, entry.id
            if isinstance(punch, Restore) and not vendor.gives_ids:
                vendor.entries.pop(punch.state.entry_id, None)

        outcome = await vendor.write(punch, do)
        removed = (punch.state.entry_id,) if isinstance(punch, Restore) else ()
        if isinstance(outcome, Confirmed):
            return Confirmed(Punched(vendor.reading(), tuple(saved), removed))
        return outcome

    async def settle(self, person: str, punch: AnyPunch, before: ClockState) -> Settled[Punched]:
        return await self._vendor.is_done(punch)


class Entries:
    def __init__(self, vendor: Vendor) -> None:
        self._vendor = vendor

    async def list(self, people: Sequence[str], period: Period, filters: Filters) -> Sequence[Entry]:
        self._vendor.lists += 1
        said = self._vendor.listing.popleft() if self._vendor.listing else None
        truth = list(self._vendor.entries.values())
        await self._vendor.meanwhile()
        if isinstance(said, Exception):
            raise said
        zone = "Europe/Berlin"
        frame = Interval(day_interval(period.first, zone).start, day_interval(period.last, zone).end)
        found = truth if said is None else said
        touching = [entry for entry in found if entry.interval and entry.interval.overlaps(frame)]
        return [self._vendor.locked(entry) for entry in touching]

    async def save(self, change: SaveEntry) -> Outcome[Entry]:
        vendor = self._vendor

        def do() -> None:
            is_there = change.before is not None or not vendor.gives_ids
            if vendor.gives_ids and is_there and change.entry.id not in vendor.entries:
                raise Refusal(f"There is no entry {change.entry.id}.")
            entry_id = change.entry.id if is_there else vendor.new_id("E", change.entry.id)
            vendor.entries[entry_id] = replace(vendor.kept(change.entry), id=entry_id)
            vendor.made[change.id] = entry_id

        outcome = await vendor.write(change, do)
        return (
            Confirmed(vendor.entries[vendor.made[change.id]]) if isinstance(outcome, Confirmed) else outcome
        )

    async def delete(self, change: DeleteEntry) -> Outcome[None]:
        def do() -> None:
            if self._vendor.gives_ids and change.entry.id not in self._vendor.entries:
                raise Refusal(f"There is no entry {change.entry.id}.")
            self._vendor.entries.pop(change.entry.id, None)

        return await self._vendor.write(change, do)

    async def settle(self, change: SaveEntry | DeleteEntry) -> Settled[Entry | None]:
        match await self._vendor.is_done(change):
            case Confirmed():
                return Confirmed(self._vendor.entries.get(self._vendor.made.get(change.id, "")))
            case Refused() | Absent() | Unsure() as said:
                return said

    async def totals(self, person: str, period: Period) -> Totals | None:
        return None


class Weeks:
    def __init__(self, vendor: Vendor) -> None:
        self._vendor = vendor

    async def list(self, person: str, period: Period) -> Sequence[SubmittedWeek]:
        weeks = sorted(self._vendor.weeks.values(), key=lambda week: week.first)
        return [week for week in weeks if week.first <= period.last and week.last >= period.first]

    async def due(self, person: str, until: Date) -> Sequence[SubmittedWeek]:
        if self._vendor.due_fails is not None:
            raise self._vendor.due_fails
        began = min((entry.day for entry in self._vendor.entries.values()), default=until.add(days=1))
        due: list[SubmittedWeek] = []
        while until >= began:
            if until.subtract(days=6) not in self._vendor.weeks:
                due.insert(0, SubmittedWeek(None, ANN.id, until.subtract(days=6), until))
            until = until.subtract(days=7)
        return due

    async def submit(self, change: SubmitWeeks) -> Outcome[Sequence[SubmittedWeek]]:
        weeks = [SubmittedWeek(week.name, ANN.id, week.first, week.last) for week in change.weeks]

        def do() -> None:
            if any(week.first in self._vendor.weeks for week in weeks):
                raise Refusal("The vendor has that week already.")
            self._vendor.weeks.update({week.first: week for week in weeks})

        outcome = await self._vendor.write(change, do)
        return Confirmed(weeks) if isinstance(outcome, Confirmed) else outcome

    async def withdraw(self, change: WithdrawWeeks) -> Outcome[Sequence[SubmittedWeek]]:
        def do() -> None:
            if any(week.first not in self._vendor.weeks for week in change.weeks):
                raise Refusal("The vendor does not have that week.")
            for week in change.weeks:
                del self._vendor.weeks[week.first]

        outcome = await self._vendor.write(change, do)
        return Confirmed([]) if isinstance(outcome, Confirmed) else outcome

    async def settle(self, change: SubmitWeeks | WithdrawWeeks) -> Settled[Sequence[SubmittedWeek]]:
        match await self._vendor.is_done(change):
            case Confirmed():
                found = (self._vendor.weeks.get(week.first) for week in change.weeks)
                return Confirmed([week for week in found if week is not None])
            case Refused() | Absent() | Unsure() as said:
                return said


class Approvals:
    """One request waits for a person and day; a decision stands; an approved week can be reopened."""

    def __init__(self, vendor: Vendor) -> None:
        self._vendor = vendor

    async def list(self, person: str, scope: Scope) -> Sequence[ApprovalItem]:
        items = list(self._vendor.items.values())
        await self._vendor.meanwhile()
        is_lead = any(one.id == person and one.role is Role.LEAD for one in self._vendor.people)
        others = [item for item in items if item.person != person and is_lead]
        match scope:
            case "mine":
                return [item for item in items if item.person == person]
            case "waiting":
                return [item for item in others if item.status is RequestStatus.PENDING]
            case "decided":
                closed = (RequestStatus.APPROVED, RequestStatus.DECLINED)
                return [item for item in reversed(others) if item.status in closed]

    async def find(self, person: str, ending: str) -> Sequence[Decidable]:
        return [item for item in self._vendor.items.values() if (item.id or "").endswith(ending)]

    async def affected(self, change: Decide) -> Sequence[Decidable]:
        return ()

    async def decide(self, change: Decide) -> Outcome[Sequence[Decidable]]:
        def do() -> None:
            now = self._vendor.items[item_key(change.item)]
            is_reopened = change.decision.verdict is Verdict.REOPEN
            if now.status is not (RequestStatus.APPROVED if is_reopened else RequestStatus.PENDING):
                raise Refusal(f"It was {now.status.value} by {now.decided_by} already.")
            by = next(one.name for one in self._vendor.people if one.id == change.person)
            self._set(change, decided(now, change.decision.verdict, change.decision.reason, by, None))

        return self._answered(change, await self._vendor.write(change, do))

    async def request(self, change: RequestChange) -> Outcome[Sequence[Decidable]]:
        def do() -> None:
            replaced = [
                replace(item, status=RequestStatus.REPLACED)
                for item in self._vendor.items.values()
                if isinstance(item, ChangeRequest)
                and (item.person, item.day) == (change.person, change.request.day)
                and item.status is RequestStatus.PENDING
            ]
            may_edit = change.request.day in self._vendor.open_days
            status = RequestStatus.APPROVED if may_edit else RequestStatus.PENDING
            kept_id = self._vendor.new_id("Q", change.request.id)
            self._set(change, replace(change.request, id=kept_id, status=status), *replaced)

        return self._answered(change, await self._vendor.write(change, do))

    async def withdraw(self, change: WithdrawRequest) -> Outcome[Sequence[Decidable]]:
        def do() -> None:
            now = self._vendor.items[item_key(change.request)]
            if now.status is not RequestStatus.PENDING:
                raise Refusal(f"It was {now.status.value} by {now.decided_by} already.")
            self._set(change, replace(now, status=RequestStatus.WITHDRAWN))

        return self._answered(change, await self._vendor.write(change, do))

    async def settle(self, change: ApprovalChange) -> Settled[Sequence[Decidable]]:
        match await self._vendor.is_done(change):
            case Confirmed():
                return Confirmed(self._vendor.brought[change.id])
            case Refused() | Absent() | Unsure() as said:
                return said

    def _set(self, change: ApprovalChange, *items: Decidable) -> None:
        self._vendor.items.update({item_key(item): item for item in items})
        self._vendor.brought[change.id] = list(items)

    def _answered(self, change: ApprovalChange, outcome: Outcome[None]) -> Outcome[Sequence[Decidable]]:
        return Confirmed(self._vendor.brought[change.id]) if isinstance(outcome, Confirmed) else outcome


class Directory:
    def __init__(self, vendor: Vendor) -> None:
        self._vendor = vendor
        self.edit_lock_of: dict[str, EditLock] = {}

    async def whoami(self) -> Person:
        return ANN

    async def people(self) -> Sequence[Person]:
        return self._vendor.people

    async def time_types(self) -> Sequence[TimeType]:
        return [TimeType("work", "Work")]

    async def dimensions(self, person: str | None = None) -> Sequence[Dimension]:
        return []

    async def choices(self, dimension: str, parents: Sequence[Reference]) -> Sequence[Reference]:
        return []

    async def units(self, person: str) -> Sequence[Unit]:
        return [Unit.TIMES]

    async def edit_lock(self, person: str) -> EditLock:
        return self.edit_lock_of.get(person, EditLock())

    async def targets(self, person: str, period: Period) -> Sequence[DayTarget] | None:
        vendor = self._vendor
        vendor.targets_asked.append((person, period.first, period.last))
        await vendor.meanwhile()
        if isinstance(vendor.targets, Exception):
            raise vendor.targets
        if vendor.targets is None:
            return None
        count = int(period.last.since(period.first, total="days")) + 1
        return [vendor.targets(period.first.add(days=number)) for number in range(count)]
