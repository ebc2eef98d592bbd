"""A week in memory, and a desk that keeps what was asked for instead of asking an engine."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tests.tui.forms.host import FakeChoices, branch, northwind
from whenever import Date, Weekday, ZonedDateTime

from punchcard.backends.errors import BackendError
from punchcard.core.clock import IDLE, ClockState
from punchcard.core.days import week_of
from punchcard.core.editing.room import OverlapChoice
from punchcard.core.entries import Break, Entry, Unit
from punchcard.core.people import Person
from punchcard.core.refusals import Refusal
from punchcard.core.schedule import Schedule
from punchcard.core.targets import targets_of
from punchcard.core.time_types import Category, TimeType
from punchcard.core.weeks import Week
from punchcard.core.when import parse_when
from punchcard.services.fold import KnownEntry
from punchcard.services.timesheet.week import Timesheet
from punchcard.services.timesheet.weeks import WeekStanding

BERLIN = "Europe/Berlin"
NOW = ZonedDateTime(2026, 3, 13, 17, 5, 30, tz=BERLIN)
"""Friday 13 March 2026, 17:05:30 in Berlin."""
TUESDAY = Date(2026, 3, 10)
WORK = TimeType("work", "Work", Category.PRODUCTIVE)
VACATION = TimeType("vacation", "Vacation", Category.VACATION)
PORTAL = branch("Northwind", "Portal", "Development")
SUPPORT = branch("Northwind", "Support")
SCHEDULE = Schedule(BERLIN, hours=tuple((Weekday(day), 8 * 3600) for day in range(1, 6)), rules="DE")
ANN = Person("p1", "Ann Berger")


def at(text: str, day: Date = TUESDAY) -> ZonedDateTime:
    """A moment of a day of that week."""
    return parse_when(text, NOW, day=day)


def entry(
    name: str, start: str, end: str, *breaks: tuple[str, str], day: Date = TUESDAY, **more: object
) -> Entry:
    """An entry of Ann's."""
    begin, stop = at(start, day), at(end, day)
    if stop <= begin:
        stop = at(end, day.add(days=1))
    pauses = tuple(Break(at(a, day), at(b, day)) for a, b in breaks)
    made = Entry(name, ANN.id, day, begin, stop, pauses, WORK, PORTAL)
    return replace(made, **more)  # pyright: ignore[reportArgumentType]


def sheet(
    *entries: Entry,
    day: Date = TUESDAY,
    units: tuple[Unit, ...] = (Unit.TIMES,),
    standing: WeekStanding | None = None,
    state: ClockState = IDLE,
    is_own: bool = True,
) -> Timesheet:
    """The week of `day`."""
    days = week_of(day, Weekday.MONDAY)
    known = tuple(KnownEntry(item) for item in sorted(entries, key=lambda item: (item.day, item.id)))
    return Timesheet(
        account="local", backend="Local", person=ANN, is_own=is_own, schedule=SCHEDULE, as_of=NOW,
        week=Week(days[0], days[-1]), standing=standing or WeekStanding(), state=state, clock_pending=None,
        entries=known, targets=targets_of(SCHEDULE, days, {}, entries), told={}, units=units,
        silenced={}, pending=0, attention=0,
    )  # fmt: skip


@dataclass
class FakeDesk:
    """Keeps what was asked for."""

    weeks: Sequence[Timesheet]
    asked: list[tuple[object, ...]] = field(default_factory=list[tuple[object, ...]])
    refusals: list[Refusal] = field(default_factory=list[Refusal])
    """What the next requests are refused with."""
    at: ZonedDateTime = NOW
    gate: asyncio.Event | None = None
    """What every request waits for."""
    unreachable: str = ""
    """Why no week can be read."""
    choices: FakeChoices = field(default_factory=northwind)

    def now(self) -> ZonedDateTime:
        return self.at

    async def time_types(self) -> Sequence[TimeType]:
        return [WORK, VACATION]

    async def week_of(self, day: Date) -> Timesheet:
        await asyncio.sleep(0)
        if self.unreachable:
            raise BackendError(self.unreachable)
        for week in self.weeks:
            if week.week.first <= day <= week.week.last:
                return week
        return sheet(day=day)

    async def save(self, entry: Entry, seen: Entry | None, choice: OverlapChoice | None) -> str:
        return await self._ask("save", entry, seen, choice)

    async def split(self, seen: Entry, at: ZonedDateTime) -> str:
        return await self._ask("split", seen, at)

    async def move(self, seen: Entry, day: Date, choice: OverlapChoice | None) -> str:
        return await self._ask("move", seen, day, choice)

    @property
    def saved(self) -> Entry:
        """The one entry that was saved."""
        ((verb, found, _, _),) = self.asked
        assert verb == "save"
        assert isinstance(found, Entry)
        return found

    async def _ask(self, *what: object) -> str:
        if self.gate:
            await self.gate.wait()
        if self.refusals:
            raise self.refusals.pop(0)
        self.asked.append(what)
        return "Done."
