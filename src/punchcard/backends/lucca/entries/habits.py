"""How somebody writes down their time, learned from recent entries: no call tells it (section 10.2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from whenever import Date

from punchcard.backends.lucca.client import LuccaClient
from punchcard.backends.lucca.directory.people import LuccaPeople
from punchcard.backends.lucca.entries.reading import of_person, rows
from punchcard.backends.lucca.settings import Chosen, chosen
from punchcard.backends.lucca.wire.entries import DAYS, HOURS, TIMES, Entry
from punchcard.backends.remembering import Remembered
from punchcard.core.entries import Unit
from punchcard.core.time_types import Category, TimeType

if TYPE_CHECKING:
    from collections.abc import Iterable

RECENT_DAYS = 35
"""How far back one looks."""

MOST_ALONG = 9
"""How many others one question is about as well: with so many its answer still has one page."""

UNITS: Mapping[int, Unit] = {DAYS: Unit.DAYS, HOURS: Unit.HOURS, TIMES: Unit.TIMES}
WORK = TimeType("work", "Work", Category.PRODUCTIVE)
"""What all time is where no time types are used."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How somebody writes down their time. None is what is not known."""

    unit: Unit | None = None
    is_booked: bool | None = None
    """Whether time is booked on sections (activity mode) or on nothing (attendance mode)."""
    types: tuple[int, ...] | None = None
    """Time types in use, the usual one first; empty without any."""
    seen_on: Date | None = None
    """The day of the entry that showed it; None where nothing did."""
    is_set: bool = False
    """Whether any of it was set in the account."""
    is_mode_set: bool = False
    """Whether `is_booked` was set there: it may then be otherwise than entries show."""
    is_typed: bool = False
    """Whether time has a time type of late, or is to have one by what was set."""

    @property
    def usual_type(self) -> int | None:
        """The time type of what names none."""
        return self.types[0] if self.is_typed and self.types else None


UNKNOWN = Habits()


class LuccaHabits:
    """Looks at the entries of the last weeks and remembers what they show; settings of the account win."""

    def __init__(self, client: LuccaClient, people: LuccaPeople) -> None:
        """Take what was set in the account; does not touch the network.

        Raises:
            UsageError: A setting cannot be used.
        """
        self._client, self._people = client, people
        self._chosen = chosen(client.settings)
        self._known = Remembered[Habits](client.now)

    async def of(self, person: str) -> Habits:
        """Return how somebody writes down their time now.

        Raises:
            BackendError: Their entries cannot be read.
        """
        return (await self.of_all([person]))[person]

    async def of_all(self, people: Sequence[str]) -> Mapping[str, Habits]:
        """Return how each of several people writes down their time now, with one look at what is not known.

        Raises:
            BackendError: Their entries cannot be read.
        """
        known = {each: await self._known_of(each) for each in people}
        missing = [each for each, habits in known.items() if habits is None]
        if missing:
            known |= await self._learned([*missing, *await self._colleagues(missing)])
        return {each: await self._as_set(each, known[each] or UNKNOWN) for each in people}

    async def on(self, person: str, day: Date, around: Sequence[Entry]) -> Habits:
        """Return how somebody wrote down their time on a day: it may have been otherwise than now.

        Args:
            person: Whose.
            day: The day.
            around: Rows of that time that are known already.

        Raises:
            BackendError: Their entries cannot be read.
        """
        habits = learned(of_person(around, person), day)
        if habits == UNKNOWN:
            return await self.of(person)
        return await self._as_set(person, habits)

    async def types(self) -> Sequence[TimeType]:
        """Return the time types that are set, else those in use by the person and whom they manage.

        Raises:
            BackendError: The entries cannot be read.
        """
        if self._chosen.types is not None:
            return [type_of(number, name) for number, name in self._chosen.types.items()] or [WORK]
        people = [str(user.id) for user in (await self._people.me(), *await self._people.managed())]
        found = await self.of_all(people)
        numbers = dict.fromkeys(number for person in people for number in found[person].types or ())
        is_typed = bool(found[people[0]].types)
        plain = [] if is_typed or not numbers else [WORK]
        return [*plain, *map(self.named, numbers)] or [WORK]

    def named(self, number: int | None) -> TimeType:
        """Return a time type by its number, with the name that the account gives it."""
        if number is None:
            return WORK
        return type_of(number, (self._chosen.types or {}).get(number, ""))

    async def _known_of(self, person: str) -> Habits | None:
        """What was asked for lately, by this process or an earlier one."""
        return self._known.known(person) or _recalled(await self._client.recalled(_key(person)))

    async def _learned(self, people: Sequence[str]) -> Mapping[str, Habits]:
        today = self._client.today()
        found = await rows(self._client, people, today.subtract(days=RECENT_DAYS), today)
        shown = {person: learned(of_person(found, person), today) for person in people}
        for person, habits in shown.items():
            self._known.keep(person, habits)
            if habits != UNKNOWN:
                await self._client.remember(_key(person), _kept(habits))
        return shown

    async def _colleagues(self, asked: Sequence[str]) -> Sequence[str]:
        """Whoever is looked at next: whose week comes after another one's costs no call more then."""
        managed = [str(user.id) for user in self._people.known_managed()]
        if set(managed).isdisjoint(asked):
            return ()
        others = [each for each in managed if each not in asked and await self._known_of(each) is None]
        return others[:MOST_ALONG]

    async def _as_set(self, person: str, habits: Habits) -> Habits:
        if self._chosen == Chosen() or person != str((await self._people.me()).id):
            return habits
        unit, is_booked, types = self._chosen
        return replace(
            habits,
            unit=unit or habits.unit,
            is_booked=habits.is_booked if is_booked is None else is_booked,
            types=habits.types if types is None else tuple(types),
            is_set=True,
            is_mode_set=is_booked is not None,
            is_typed=habits.is_typed if types is None else bool(types),
        )


def learned(found: Iterable[Entry], day: Date) -> Habits:
    """Return what somebody's rows show for a day: the last one up to it tells, else the first one after it.

    Rows without length stand for empty days and show nothing.
    """
    shown = [row for row in found if row.duration > 0 and row.unit in UNITS]
    if not shown:
        return UNKNOWN
    before = [row for row in shown if row.starts_at.date() <= day]
    row = before[-1] if before else shown[0]
    used = Counter(each.time_type_id for each in reversed(shown) if each.time_type_id is not None)
    return Habits(
        UNITS[row.unit], bool(row.axis_sections), tuple(number for number, _ in used.most_common()),
        row.starts_at.date(), is_typed=row.time_type_id is not None,
    )  # fmt: skip


def _key(person: str) -> str:
    return f"habits of {person}"


def _kept(habits: Habits) -> list[object]:
    unit, day = habits.unit, habits.seen_on
    return [unit and unit.value, habits.is_booked, habits.types, day and day.format_iso(), habits.is_typed]


def _recalled(kept: object) -> Habits | None:
    """What was remembered; None where it cannot be read."""
    try:
        unit, is_booked, types, day, is_typed = cast("tuple[str, bool, list[int], str, bool]", kept)
        seen_on = Date.parse_iso(day)
        return Habits(
            Unit(unit), is_booked is True, tuple(map(int, types)), seen_on, is_typed=is_typed is True
        )
    except (TypeError, ValueError):
        return None


def type_of(number: int, name: str) -> TimeType:
    """Return a time type of the service; one without a name is called by its number."""
    return TimeType(str(number), name or f"Time type {number}", Category.PRODUCTIVE)
