"""What Ann's last weeks looked like, day by day, always the same for the same day.

Wall-clock times are minutes since midnight of the day, in Berlin.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from whenever import Date, Weekday

from punchcard.core.days import week_of
from punchcard.sandbox.company import work
from punchcard.sandbox.company.team import ANN

WEEKS = 4
"""Whole weeks before the current one."""

HANDED_IN = 2
"""How many of them Ann has handed in."""

WORKING_MINUTES = 8 * 60
HOLIDAYS = {
    (1, 1): "Neujahr",
    (3, 8): "Frauentag",
    (5, 1): "Erster Mai",
    (10, 3): "Tag der Deutschen Einheit",
    (12, 25): "Erster Weihnachtstag",
    (12, 26): "Zweiter Weihnachtstag",
}
"""Berlin's holidays that have a fixed date, by month and day."""


@dataclass(frozen=True, slots=True)
class Worked:
    """An entry with clock times."""

    start: int
    end: int
    path: str
    note: str = ""
    breaks: tuple[tuple[int, int], ...] = ()
    time_type: str = work.OFFICE


@dataclass(frozen=True, slots=True)
class Absent:
    """Half a day (1) or a whole one (2) away."""

    half_days: int
    time_type: str


Planned = Worked | Absent
"""Any entry to be made."""


def drawn_from(who: str, seed: int) -> str:
    """Return what, with the date, every arbitrary number about somebody is drawn from."""
    return who if seed == 1 else f"{who}, seed {seed}"


def month_before(today: Date, seed: int = 1) -> Iterator[tuple[Date, tuple[Planned, ...]]]:
    """Yield every working day of Ann's weeks before `today`, oldest first, with its entries."""
    days = working_days(week_of(today, Weekday.MONDAY)[0].subtract(weeks=WEEKS), today)
    for number, day in enumerate(days):
        yield day, _SPECIAL.get(len(days) - number) or ordinary(day, drawn_from(ANN, seed))


def working_days(first: Date, until: Date) -> list[Date]:
    """Return the days from `first` to the one before `until` on which anybody works."""
    days: list[Date] = []
    day = first
    while day < until:
        if day.day_of_week().value <= Weekday.FRIDAY.value and (day.month, day.day) not in HOLIDAYS:
            days.append(day)
        day = day.add(days=1)
    return days


def ordinary(day: Date, drawn: str, shift_minutes: int = 0) -> tuple[Planned, ...]:
    """Return a morning and an afternoon, longer than due on most days, shorter on Fridays.

    Args:
        day: The day.
        drawn: What is drawn from, as `drawn_from` says it.
        shift_minutes: How much later they come than Ann.
    """
    random = Random(f"{drawn} {day}")
    friday = day.day_of_week() is Weekday.FRIDAY
    place = work.HOME_OFFICE if day.day_of_week() is Weekday.THURSDAY else work.OFFICE
    start = _at(8) + shift_minutes + random.randint(-9, 14)
    lunch = _at(12) + shift_minutes // 2 + random.randint(-18, 27)
    back = lunch + random.choice((30, 30, 34, 45))
    extra = -random.randint(75, 110) if friday else random.randint(-8, 46)
    end = start + WORKING_MINUTES + (back - lunch) + extra
    if random.random() < 0.4:
        return (Worked(start, end, *random.choice(work.LONG), breaks=((lunch, back),), time_type=place),)
    morning, afternoon = random.sample(work.LONG + work.SHORT, 2)
    return Worked(start, lunch, *morning, time_type=place), Worked(back, end, *afternoon, time_type=place)


def _at(hour: int, minute: int = 0) -> int:
    return hour * 60 + minute


_SPECIAL: dict[int, tuple[Planned, ...]] = {
    1: (
        Worked(_at(8), _at(13, 10), "Northwind/Warehouse/Migration", "stock tables, second run"),
        Worked(_at(13, 25), _at(17, 55), "Northwind/Portal/Support", "call with supplier"),
    ),
    4: (Worked(_at(8, 4), _at(16, 31), "", breaks=((_at(12), _at(12, 30)),)),),
    6: (Absent(2, work.VACATION),),
    9: (
        Worked(_at(7, 5), _at(9, 10), "Contoso/Audit", "train to Hamburg", time_type=work.TRAVEL),
        Worked(
            _at(9, 25), _at(15, 40), "Contoso/Audit/Interviews", "warehouse staff",
            breaks=((_at(12, 15), _at(13)),),
        ),
        Worked(_at(15, 55), _at(18, 10), "Contoso/Audit", "train home", time_type=work.TRAVEL),
    ),
    12: (
        Worked(_at(8, 6), _at(11, 52), "Northwind/Portal/Development", "order filter"),
        Absent(1, work.SICK),
    ),
}  # fmt: skip
"""Days that stand out, by how many working days ago: long with too short a break, booked on nothing,
vacation, on the road, and half a day sick."""
