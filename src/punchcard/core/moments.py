"""Moments and days in words."""

from __future__ import annotations

from collections.abc import Iterable

from whenever import Date, ZonedDateTime

from punchcard.core.refusals import UsageError

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


FIRST_YEAR, LAST_YEAR = 1900, 2999
"""Outside of these years a moment is a mistake, and reckoning with days would run out of the calendar."""


class UnlikelyMoment(UsageError):
    """A moment that nobody works at."""

    code = "unlikely_moment"


def whole_second(moment: ZonedDateTime) -> ZonedDateTime:
    """Return `moment` without its fraction of a second; every vendor keeps whole seconds."""
    return moment.round("second", mode="floor")


def checked_moment(moment: ZonedDateTime) -> ZonedDateTime:
    """Return `moment` as it is kept, in whole seconds.

    Raises:
        UnlikelyMoment: It lies outside the years 1900 to 2999.
    """
    checked_day(moment.date())
    return whole_second(moment)


def checked_day(day: Date) -> Date:
    """Return `day`.

    Raises:
        UnlikelyMoment: It lies outside the years 1900 to 2999.
    """
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise UnlikelyMoment(
            f"{day_in_words(day)} is too far away: time is kept from {FIRST_YEAR} to {LAST_YEAR}.",
            "Nothing was changed. Look at the year.",
        )
    return day


def clock_time(moment: ZonedDateTime) -> str:
    """The wall-clock time to the minute: "08:02"."""
    return f"{moment.hour:02}:{moment.minute:02}"


def weekday_name(day: Date, *, short: bool = False) -> str:
    """The name of the weekday: "Tuesday", or "Tue"."""
    name = _WEEKDAYS[day.day_of_week().value - 1]
    return name[:3] if short else name


def month_name(day: Date) -> str:
    """The name of the month: "March"."""
    return _MONTHS[day.month - 1]


def day_in_words(day: Date, *, short: bool = False, today: Date | None = None) -> str:
    """The day: "Tuesday 10 March 2026", or "Tue 10 Mar"; "Thu 4 Mar 2027" in another year than `today`."""
    month = month_name(day)
    if short:
        year = "" if today is None or today.year == day.year else f" {day.year}"
        return f"{weekday_name(day, short=True)} {day.day} {month[:3]}{year}"
    return f"{weekday_name(day)} {day.day} {month} {day.year}"


def span_of_days(first: Date, last: Date, joint: str = " – ") -> str:
    """Several days: "9 – 15 March 2026", "30 March – 5 April 2026"."""
    start = f"{first.day}"
    if (first.year, first.month) != (last.year, last.month):
        start += f" {month_name(first)}"
    if first.year != last.year:
        start += f" {first.year}"
    return f"{start}{joint}{last.day} {month_name(last)} {last.year}"


def day_and_month(day: Date, today: Date) -> str:
    """The day without its weekday: "10 March", or "10 March 2025" where that is another year than today's."""
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day.day} {month_name(day)}{year}"


def spoken(moment: ZonedDateTime, today: Date) -> str:
    """A moment as a person says it: "08:02" today, otherwise "17:30 on Tuesday 10 March 2026"."""
    if moment.date() == today:
        return clock_time(moment)
    if moment.date() == today.subtract(days=1):
        return f"{clock_time(moment)} yesterday"
    return f"{clock_time(moment)} on {day_in_words(moment.date())}"


def each_day(first: Date, last: Date) -> list[Date]:
    """Return the days from `first` to `last`, both included; none where the last one comes before."""
    return [first.add(days=number) for number in range(int(last.since(first, total="days")) + 1)]


def days_in_words(days: Iterable[Date], today: Date) -> str:
    """Return one day or several: "Mon 9 Mar", "Mon 9 Mar and Wed 11 Mar", "Mon 9 Mar to Fri 13 Mar"."""
    found = sorted(set(days))
    first, last = (day_in_words(day, short=True, today=today) for day in (found[0], found[-1]))
    if len(found) == 1:
        return first
    return f"{first} {'and' if len(found) == 2 else 'to'} {last}"
