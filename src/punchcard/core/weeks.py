"""Weeks: their days, their names, and how far they have come."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from whenever import Date, IsoWeekDate, Weekday

from punchcard.core.moments import FIRST_YEAR, LAST_YEAR, each_day, month_name
from punchcard.core.refusals import UsageError
from punchcard.core.text import one_line

WEEK_FORMS = (
    "Say 2026-W11, W11, this, last, -2, a day in the week such as 2026-03-11, last month or march 2025."
)
"""The forms that `parse_week` reads, as a hint."""

_WORDS = {"this": 0, "now": 0, "last": -1, "previous": -1, "next": 1}
_NAME = r"(?:([0-9]{4})-?)?(?:w|week) ?([0-9]{1,2})"
_NAME_AND_YEAR = "(?:w|week) ?([0-9]{1,2})[ /]([0-9]{4})"
_YEAR_AND_MONTH = "([0-9]{4})-([0-9]{1,2})"
_SHIFT = "([-+\N{MINUS SIGN}])([0-9]{1,4})"


class WeekStatus(StrEnum):
    """How far a week has come on its way to whoever decides it."""

    OPEN = "open"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    DECLINED = "declined"
    REJECTED = "rejected"
    """Declined, taken back or opened again: which of these, the vendor does not tell (Lucca)."""


class UnreadableWeek(UsageError):
    """What was typed is not a week."""

    code = "unreadable_week"


class Week(NamedTuple):
    """Seven days in a row: from `first` to `last`, both included.

    Where time is handed in by the month (Lucca, section 9.1), what is handed in is a month, or what a
    contract leaves of one.
    """

    first: Date
    last: Date

    @property
    def days(self) -> tuple[Date, ...]:
        """The days, seven of a week."""
        return tuple(each_day(self.first, self.last))

    @property
    def is_week(self) -> bool:
        """Whether these are seven days."""
        return self.last == self.first.add(days=6)

    @property
    def is_month(self) -> bool:
        """Whether this is a whole month of the calendar."""
        return self.first.day == 1 and self.last == self.first.add(months=1).subtract(days=1)

    @property
    def name(self) -> str:
        """The week's name, "2026-W11": that of the ISO week (ISO 8601, 5.3) which holds its fourth day.

        For weeks that begin on a Monday that is the ISO week itself. A month is "2026-03" (4.1.2.3), another
        period "2026-03-16/2026-03-31" (5.5).
        """
        if self.is_week:
            iso = self.first.add(days=3).iso_week_date()
            return f"{iso.year:04}-W{iso.week:02}"
        if self.is_month:
            return self.first.format_iso()[:7]
        return f"{self.first.format_iso()}/{self.last.format_iso()}"

    def holds(self, day: Date) -> bool:
        """Whether `day` is one of its days."""
        return self.first <= day <= self.last

    def after(self) -> Week:
        """The next one of its kind."""
        first = self.last.add(days=1)
        return Week(first, first.add(months=1).subtract(days=1) if self.is_month else first.add(days=6))


def week_at(day: Date, week_starts: Weekday) -> Week:
    """Return the week that holds `day`, beginning on the weekday `week_starts`."""
    first = day.subtract(days=(day.day_of_week().value - week_starts.value) % 7)
    return Week(first, first.add(days=6))


def parse_week(text: str, today: Date, week_starts: Weekday) -> Week:
    """Read a week.

    Understood are its name (`2026-W11`, `2026W11`, `w11 2026`; `W11` is one of this ISO year), `this`,
    `last`, `next`, a number of weeks from this one (`-1`), a day in it that `parse_day` reads, `last month`
    (the week that holds its first day), and a month (`2025-03`, `march 2025`; without a year the latest that
    has begun).

    Args:
        text: What was typed; anything at all.
        today: The person's current day.
        week_starts: The weekday on which weeks begin.

    Raises:
        UnreadableWeek: `text` is none of these, or outside the years 1900 to 2999.
    """
    from punchcard.core.when import UnreadableTime

    words = " ".join(text.split()).casefold()
    try:
        week = week_at(_day_in(words, today, week_starts), week_starts)
    except (ValueError, OverflowError, UnreadableTime):
        shown = one_line(text, 40)
        message = f"“{shown}” is not a week." if shown else "An empty text is not a week."
        raise UnreadableWeek(message, WEEK_FORMS) from None
    if not FIRST_YEAR <= week.first.add(days=3).year <= LAST_YEAR:
        raise UnreadableWeek(f"{week.name} is too far away: time is kept from {FIRST_YEAR} to {LAST_YEAR}.")
    return week


def _day_in(words: str, today: Date, week_starts: Weekday) -> Date:
    """A day of the week that is meant; `ValueError` for what is none."""
    shift = _WORDS.get(words.removesuffix(" week"))
    if shift is not None:
        return today.add(days=7 * shift)
    if found := re.fullmatch(_SHIFT, words):
        return today.add(days=7 * int(found[2]) * (1 if found[1] == "+" else -1))
    if found := re.fullmatch(_NAME, words):
        return _named(int(found[1] or today.iso_week_date().year), int(found[2]), week_starts)
    if found := re.fullmatch(_NAME_AND_YEAR, words):
        return _named(int(found[2]), int(found[1]), week_starts)
    if found := re.fullmatch(_YEAR_AND_MONTH, words):
        return Date(int(found[1]), int(found[2]), 1)
    if found := re.fullmatch("(this|last|next) month", words):
        return today.replace(day=1).add(months=_WORDS[found[1]])
    return _month(words, today) or _typed_day(words, today)


def _named(year: int, number: int, week_starts: Weekday) -> Date:
    """The fourth day of a week that begins on `week_starts`."""
    weeks = IsoWeekDate(year, 1, Weekday.MONDAY).weeks_in_year()
    if not 1 <= number <= weeks:
        raise UnreadableWeek(
            f"{year} has no week {number}; its weeks are {year:04}-W01 to {year:04}-W{weeks}.",
            f"The week after that is {year + 1:04}-W01." if number == weeks + 1 else WEEK_FORMS,
        )
    return IsoWeekDate(year, number, Weekday((week_starts.value + 2) % 7 + 1)).date()


def _month(words: str, today: Date) -> Date | None:
    """The first day of a month that is named, or begun to be."""
    name, _, year = words.partition(" ")
    months = (today.replace(day=1).subtract(months=back) for back in range(12))
    found = next((first for first in months if month_name(first).casefold().startswith(name)), None)
    if found is None or len(name) < 3 or not re.fullmatch("([0-9]{4})?", year):
        return None
    return found.replace(year=int(year)) if year else found


def _typed_day(words: str, today: Date) -> Date:
    from punchcard.core.when import parse_day

    return parse_day(words, today)
