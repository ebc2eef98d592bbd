"""Periods as people type, read and turn them: weeks, months, quarters, years, and from one day to another."""

from __future__ import annotations

import re
from contextlib import suppress

from whenever import Date, Weekday

from punchcard.core.groups import Period
from punchcard.core.moments import FIRST_YEAR, LAST_YEAR, month_name, span_of_days
from punchcard.core.refusals import UsageError
from punchcard.core.text import one_line
from punchcard.core.weeks import UnreadableWeek, Week, parse_week, week_at
from punchcard.core.when import UnreadableTime, parse_day

PERIOD_FORMS = "Say 2026-W11, last month, march, 2026-03, 2026-Q1, this year, 2025, or 1.3. to 15.3."
"""The forms that `parse_period` reads, as a hint."""

_QUARTER, _YEAR = 3, 12
"""In months."""

_WORDS = {"this": 0, "last": -1, "previous": -1, "next": 1}
_LENGTHS = {"month": 1, "quarter": _QUARTER, "year": _YEAR}
_BETWEEN = re.compile(r"\.\.\.?| to |[\N{EN DASH}\N{EM DASH}]| - |/")
_WEEK = re.compile(r"w(?:eek)? ?[0-9]")
_MONTHS = tuple(month_name(Date(2000, month, 1)).casefold() for month in range(1, 13))


def parse_period(text: str, today: Date, week_starts: Weekday) -> Period:
    """Read a period.

    Understood are a week as `parse_week` reads it (`2026-W11`, `last week`), a month (`2026-03`, `march`,
    `march 2025`, `last month`), a quarter (`2026-Q1`, `Q1`, `this quarter`), a year (`2026`, `last year`),
    two days with `to`, `..` or a dash between them (`1.3. to 15.3.`), and a single day. A month or a quarter
    without a year is the latest that has begun.

    Args:
        text: What was typed; anything at all.
        today: The person's current day.
        week_starts: The weekday on which weeks begin.

    Raises:
        UsageError: It is none of these, ends before it begins, or lies outside the years 1900 to 2999.
    """
    words = " ".join(text.split()).casefold()
    try:
        period = _months(words, today) or _span(words, today) or _week_or_day(words, today, week_starts)
    except (ValueError, OverflowError, UnreadableTime):
        period = None
    if period is None:
        raise UsageError(f"“{one_line(text, 40)}” is no period.", PERIOD_FORMS)
    if period.last < period.first:
        raise UsageError("The period would end before it begins.", "Turn the two days around.")
    if period.first.year < FIRST_YEAR or period.last.year > LAST_YEAR:
        raise UsageError(f"Time is kept from {FIRST_YEAR} to {LAST_YEAR}.", "Look at the year.")
    return period


def stepped(period: Period, by: int) -> Period:
    """Return the period so many lengths later, or earlier; whole months are counted in months."""
    if months := whole_months(period):
        return _from(period.first.add(months=by * months), months)
    days = by * length(period)
    return Period(period.first.add(days=days), period.last.add(days=days))


def current(period: Period, today: Date, week_starts: Weekday) -> Period:
    """Return the period of the same length that holds `today`; one without a frame ends today."""
    months = whole_months(period)
    if months in (1, _QUARTER, _YEAR) and (period.first.month - 1) % months == 0:
        return _from(today.replace(day=1).subtract(months=(today.month - 1) % months), months)
    if months:
        return _from(today.replace(day=1).subtract(months=months - 1), months)
    if is_week(period, week_starts):
        week = week_at(today, week_starts)
        return Period(week.first, week.last)
    return Period(today.subtract(days=length(period) - 1), today)


def length(period: Period) -> int:
    """How many days it has."""
    return int(period.last.since(period.first, total="days")) + 1


def is_week(period: Period, week_starts: Weekday) -> bool:
    """Whether it is a week, beginning where weeks begin."""
    return week_at(period.first, week_starts) == Week(period.first, period.last)


def whole_months(period: Period) -> int:
    """How many months it has; 0 where it is not made of whole ones."""
    after = period.last.add(days=1)
    if period.first.day != 1 or after.day != 1:
        return 0
    return (after.year - period.first.year) * 12 + after.month - period.first.month


def period_name(period: Period, week_starts: Weekday) -> str:
    """What it is called: "Week 11", "March 2026", "Q1 2026", "2026"; empty where it has no name."""
    first, months = period.first, whole_months(period)
    if months == 1:
        return f"{month_name(first)} {first.year}"
    if months == _QUARTER and (first.month - 1) % _QUARTER == 0:
        return f"Q{first.month // _QUARTER + 1} {first.year}"
    if months == _YEAR and first.month == 1:
        return f"{first.year}"
    if is_week(period, week_starts):
        return f"Week {first.add(days=3).iso_week_date().week}"
    return ""


def days_in_words(period: Period) -> str:
    """Its days: "9 – 15 March 2026", "30 March – 5 April 2026", "11 March 2026"."""
    first, last = period.first, period.last
    if first == last:
        return f"{last.day} {month_name(last)} {last.year}"
    return span_of_days(first, last)


def file_name(period: Period, week_starts: Weekday) -> str:
    """A name for files: "2026-W11", "2026-03", "2026-Q1", "2026", "2026-03-01-2026-03-15"."""
    first, months = period.first, whole_months(period)
    if is_week(period, week_starts):
        return Week(period.first, period.last).name
    if months == 1:
        return first.format_iso()[:7]
    if months == _QUARTER and (first.month - 1) % _QUARTER == 0:
        return f"{first.year:04}-Q{first.month // _QUARTER + 1}"
    if months == _YEAR and first.month == 1:
        return f"{first.year:04}"
    return f"{first.format_iso()}-{period.last.format_iso()}"


def _from(first: Date, months: int) -> Period:
    return Period(first, first.add(months=months).subtract(days=1))


def _months(words: str, today: Date) -> Period | None:
    """Months, quarters and years."""
    this = today.replace(day=1)
    if found := re.fullmatch(f"({'|'.join(_WORDS)}) ({'|'.join(_LENGTHS)})", words):
        months = _LENGTHS[found[2]]
        begins = this.subtract(months=(today.month - 1) % months)
        return _from(begins.add(months=_WORDS[found[1]] * months), months)
    if found := re.fullmatch(r"([0-9]{4})", words):
        return _from(Date(int(found[1]), 1, 1), _YEAR)
    if found := re.fullmatch(r"([0-9]{4})-([0-9]{1,2})", words):
        return _from(Date(int(found[1]), int(found[2]), 1), 1)
    if found := re.fullmatch(r"(?:([0-9]{4})[- ]?)?q([1-4])(?: ([0-9]{4}))?", words):
        month = int(found[2]) * _QUARTER - 2
        return _from(_begun(found[1] or found[3], month, today), _QUARTER)
    if found := re.fullmatch(r"([a-z]{3,})(?: ([0-9]{4}))?", words):
        month = next((n for n, name in enumerate(_MONTHS, 1) if name.startswith(found[1])), None)
        return _from(_begun(found[2], month, today), 1) if month else None
    return None


def _begun(year: str | None, month: int, today: Date) -> Date:
    if year:
        return Date(int(year), month, 1)
    return Date(today.year - (month > today.month), month, 1)


def _span(words: str, today: Date) -> Period | None:
    """Two days; a date holds dashes and slashes too, so the first place where both halves can be read."""
    words = words.removeprefix("from ")
    for between in _BETWEEN.finditer(words):
        with suppress(UnreadableTime):
            first = parse_day(words[: between.start()].strip(), today)
            return Period(first, parse_day(words[between.end() :].strip(), today))
    return None


def _week_or_day(words: str, today: Date, week_starts: Weekday) -> Period | None:
    with suppress(UnreadableTime):
        day = parse_day(words, today)
        return Period(day, day)
    try:
        week = parse_week(words, today, week_starts)
    except UnreadableWeek:
        # A week that the year does not have is worth more words than one that nobody meant.
        if _WEEK.search(words):
            raise
        return None
    return Period(week.first, week.last)
