"""Ann's hand: writes down what she worked, as if it were then."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from whenever import Date, Instant

from punchcard.core.assignments import NOTHING, Assignment
from punchcard.core.changes import SaveEntry
from punchcard.core.identifiers import new_id
from punchcard.core.time_types import TimeType
from punchcard.core.weeks import Week
from punchcard.sandbox.company import work
from punchcard.sandbox.company.books import Books, moment_of
from punchcard.sandbox.company.month import Planned
from punchcard.sandbox.company.today import Today
from punchcard.services import clocking
from punchcard.services.choices import assignment_named
from punchcard.services.entries import edits
from punchcard.services.outbox import sync
from punchcard.services.session import Session
from punchcard.services.timesheet.preflight import preflight, submit


class MovableClock:
    """A clock that shows what it was last set to."""

    def __init__(self, moment: Instant) -> None:
        """Begin at `moment`."""
        self.moment = moment

    def __call__(self) -> Instant:
        """Return the moment that it was set to."""
        return self.moment


class Diary:
    """Moves the clock along and asks the services for what Ann did then."""

    def __init__(self, session: Session, clock: MovableClock, books: Books) -> None:
        """Write for the person of `session`, which reads its time from `clock`."""
        self.books = books
        self._session = session
        self._clock = clock

    async def write_day(self, day: Date, planned: Iterable[Planned]) -> None:
        """Add a day's entries, all at once and in the evening, as people without a clock do."""
        self._clock.moment = moment_of(day, work.EVENING).to_instant()
        with self._session.change() as transaction:
            new = [self.books.entry(self._session.person.id, day, each) for each in planned]
            edits.carry_out(
                self._session, transaction, [SaveEntry(entry.id, entry) for entry in new], in_order=False
            )
        await sync.deliver(self._session)

    async def hand_in(self, week: Week) -> None:
        """Hand in a week on the Monday after it, and every week before it."""
        self._clock.moment = moment_of(week.last.add(days=1), work.MONDAY_MORNING).to_instant()
        checked = await preflight(self._session, week)
        submit(self._session, checked)
        await sync.deliver(self._session)

    async def punch(self, today: Today) -> None:
        """Start the clock and take the break, each at its own moment."""
        path, _ = work.RUNNING
        punch_shift(
            self._session, self._clock, today, self.books.branches[path], self.books.types[work.OFFICE]
        )
        await sync.deliver(self._session)


def punch_shift(
    session: Session,
    clock: MovableClock,
    today: Today,
    assignment: Assignment,
    time_type: TimeType | None = None,
) -> None:
    """Start the clock of the shift in progress and take its break, each at its own moment.

    Args:
        session: Whose clock; it reads its time from `clock`.
        clock: Is left at the last of these moments.
        today: The moments.
        assignment: What the time is booked on.
        time_type: What kind of time it is; the backend's usual one by default.
    """
    clock.moment = today.start.to_instant()
    clocking.start(session, today.start, assignment, time_type, work.RUNNING[1])
    if today.break_start is not None:
        clock.moment = today.break_start.to_instant()
        clocking.take_break(session)
    if today.break_end is not None:
        clock.moment = today.break_end.to_instant()
        clocking.resume(session)


async def open_diary(session: Session, clock: MovableClock, paths: Iterable[str]) -> Diary:
    """Return a diary for a session of its own, with everything in the tree that `paths` names."""
    branches = {path: await _branch(session, path) for path in paths}
    types = {each.name: each for each in await session.backend.directory.time_types()}
    return Diary(session, clock, Books(branches, types, session.schedule, new_id))


async def _branch(session: Session, path: str) -> Assignment:
    """Return the branch that a path names; what is done for clients is billed to them."""
    branch = await assignment_named(session, path, create=True)
    return replace(branch, billable=work.is_billable(path)) if branch else NOTHING
