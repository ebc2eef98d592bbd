"""Ann's hand: writes down what she worked, as if it were then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from whenever import Date, Instant, ZonedDateTime

from punchcard.core.assignments import Assignment
from punchcard.core.changes import SaveEntry
from punchcard.core.entries import Break, Entry, Source
from punchcard.core.identifiers import new_id
from punchcard.core.time_types import TimeType
from punchcard.core.weeks import Week
from punchcard.services import clocking, edits, sync
from punchcard.services.choices import assignment_named
from punchcard.services.demo import work
from punchcard.services.demo.month import Absent, Planned, Worked
from punchcard.services.demo.today import Today
from punchcard.services.preflight import preflight, submit
from punchcard.services.session import Session

ZONE = "Europe/Berlin"
"""Where Ann lives, and everybody who works with her."""


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

    def __init__(
        self,
        session: Session,
        clock: MovableClock,
        branches: Mapping[str, Assignment],
        types: Sequence[TimeType],
    ) -> None:
        """Write for the person of `session`, which reads its time from `clock`."""
        self._session = session
        self._clock = clock
        self._branches = branches
        self._types = {each.name: each for each in types}

    async def write_day(self, day: Date, planned: Iterable[Planned]) -> None:
        """Add a day's entries, all at once and in the evening, as people without a clock do."""
        self._clock.moment = moment_of(day, work.EVENING).to_instant()
        with self._session.change() as transaction:
            new = [self.entry(self._session.person.id, day, each) for each in planned]
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
        path, note = work.RUNNING
        office = self._types[work.OFFICE]
        self._clock.moment = today.start.to_instant()
        clocking.start(self._session, today.start, self._branches[path], office, note)
        if today.break_start is not None:
            self._clock.moment = today.break_start.to_instant()
            clocking.take_break(self._session)
        if today.break_end is not None:
            self._clock.moment = today.break_end.to_instant()
            clocking.resume(self._session)
        await sync.deliver(self._session)

    def entry(self, person: str, day: Date, planned: Planned) -> Entry:
        """Return what `person` (an id) has planned for a day as an entry."""
        time_type = self._types[planned.time_type]
        if isinstance(planned, Absent):
            worth = self._session.schedule.worth_seconds(day, planned.half_days)
            return Entry(
                new_id(), person, day, None, None, time_type=time_type, duration_seconds=worth,
                half_days=planned.half_days, source=Source.TYPED,
            )  # fmt: skip
        return Entry(
            new_id(),
            person,
            day,
            moment_of(day, planned.start),
            moment_of(day, planned.end),
            breaks=tuple(Break(moment_of(day, a), moment_of(day, b)) for a, b in planned.breaks),
            time_type=time_type,
            assignment=self._branches[planned.path],
            note=planned.note,
            source=Source.CLOCK,
        )


def moment_of(day: Date, minutes: int) -> ZonedDateTime:
    """Return the moment so many minutes after midnight, by the clocks of Berlin."""
    hour, minute = divmod(minutes, 60)
    return ZonedDateTime(day.year, day.month, day.day, hour, minute, tz=ZONE)


async def open_diary(session: Session, clock: MovableClock, planned: Iterable[Planned]) -> Diary:
    """Return a diary for a session of its own, with everything in the tree that `planned` is booked on."""
    paths = {each.path for each in planned if isinstance(each, Worked)} | {work.RUNNING[0]}
    paths |= {path for path, _ in work.LONG + work.SHORT}
    branches = {path: await _branch(session, path) for path in sorted(paths)}
    return Diary(session, clock, branches, await session.backend.directory.time_types())


async def _branch(session: Session, path: str) -> Assignment:
    """Return the branch that a path names; what is done for clients is billed to them."""
    branch = await assignment_named(session, path, create=True)
    return replace(branch, billable=not path.startswith(work.INTERNAL)) if branch else branch
