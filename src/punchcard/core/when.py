"""Moments and days as people type them.

A wall-clock time that a change of the clocks skips or repeats is refused with both readings, never guessed.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Never, Self

from whenever import Date, Instant, OffsetDateTime, PlainDateTime, Time, ZonedDateTime

from punchcard.core.durations import parse_duration
from punchcard.core.moments import checked_day, day_in_words, month_name, weekday_name, whole_second
from punchcard.core.refusals import UsageError
from punchcard.core.text import one_line

TIME_FORMS = (
    "Say 08:15, 0815, -15m, now, yesterday 17:30, mon 8:00, 2026-03-11 08:00 or 2026-03-11T08:00+01:00."
)
"""The forms that `parse_when` reads, as a hint."""

DAY_FORMS = "Say today, yesterday, tomorrow, a weekday, next mon, 2026-03-11, 11.3., 11.03.2026 or 11 mar."
"""The forms that `parse_day` reads, as a hint."""

_DAYS_AWAY = {"yesterday": -1, "today": 0, "tomorrow": 1}

_CLOCK = r"([0-9]{1,2})(?:([0-9]{2})|[:.]([0-9]{2})(?:[:.]([0-9]{2}))?)?"
_DAY_AND_NAME = r"([0-9]{1,2})\.? ([a-z]{3,9})\.?(?: ([0-9]{4}))?"
_DAY_AND_MONTH = r"([0-9]{1,2})\. ?([0-9]{1,2})(?:\.(?: ?([0-9]{4}))?)?"


class UnreadableTime(UsageError):
    """What was typed is not a time, or not a day."""

    code = "unreadable_time"


class UnclearTime(UsageError):
    """A wall-clock time that can be read in two ways; the hint holds both, ready to be typed back.

    Attributes:
        earlier: The reading that comes first.
        later: The reading that comes second.
    """

    code = "unclear_time"

    def __init__(self, message: str, earlier: ZonedDateTime, later: ZonedDateTime) -> None:
        super().__init__(message, f"Say {_typed(earlier)} or {_typed(later)}.")
        self.earlier = earlier
        self.later = later

    def while_moving(self) -> Self:
        """Return the same for an entry that was to get this time by itself, where nobody can choose."""
        refusal = type(self)(f"{self.message} Nothing was changed.", self.earlier, self.later)
        either = f"{_typed(self.earlier)} or {_typed(self.later)}"
        refusal.hint = f"Add it by hand with `punch add START END`; for that time say {either}."
        return refusal


class SkippedTime(UnclearTime):
    """A wall-clock time that does not exist, because the clocks go forward over it.

    `earlier` is what the offset after the change makes of it, `later` what the offset before it does.
    """

    code = "skipped_time"


class AmbiguousTime(UnclearTime):
    """A wall-clock time that happens twice, because the clocks go back over it."""

    code = "ambiguous_time"


def parse_when(text: str, now: ZonedDateTime, *, day: Date | None = None) -> ZonedDateTime:
    """Read a moment.

    Understood are a clock time (`08:15`, `8`, `0815`, `8.15`, `8:15:30`), the same after a day that
    `parse_day` reads (`yesterday 17:30`, `mon 8:00`, `2026-03-11 08:00`), a shift from now that names its
    unit (`-15m`, `+5m`, `-1h30`), `now`, and ISO 8601 with or without an offset or a [zone]. A day ends
    before 24:00, which is refused.

    Args:
        text: What was typed; anything at all.
        now: The current moment; its zone is the one that wall-clock times are in.
        day: The local day of a bare clock time; by default the day of `now`.

    Returns:
        The moment in the zone of `now`, cut to whole seconds. It may lie in the future.

    Raises:
        UnreadableTime: `text` is none of these, or outside the years 1 to 9999.
        SkippedTime: The wall-clock time does not exist on that day.
        AmbiguousTime: The wall-clock time happens twice on that day.
    """
    words = " ".join(text.split())
    try:
        return whole_second(_moment(words, now, day or now.date()))
    except (ValueError, OverflowError, UnreadableTime):
        hint = "A day ends at 00:00 of the next one." if re.search(r"\b24[:.]?00", words) else TIME_FORMS
        _refuse(text, "a time", hint)


def parse_day(text: str, today: Date) -> Date:
    """Read a day: `today`, a weekday, `next mon`, `2026-03-11`, `11.3.`, `11.03.2026` or `11 mar`.

    A weekday is the latest one that is not in the future, so on a Monday `mon` is today, and `next mon` is in
    a week. A date without a year is the one nearest to `today`: on 5 January, `28.12.` is in the year before.

    Raises:
        UnreadableTime: For anything else.
    """
    words = " ".join(text.split()).casefold()
    try:
        if words in _DAYS_AWAY:
            return today.add(days=_DAYS_AWAY[words])
        if day := _last_weekday(words, today):
            return day
        if day := _last_weekday(words.removeprefix("next "), today.add(days=7)):
            return day
        if found := re.fullmatch(_DAY_AND_MONTH, words):
            day, month = int(found[1]), int(found[2])
            return Date(int(found[3]), month, day) if found[3] else _nearest(day, month, today)
        if found := re.fullmatch(_DAY_AND_NAME, words):
            day, month = int(found[1]), month_named(found[2])
            return Date(int(found[3]), month, day) if found[3] else _nearest(day, month, today)
        return Date.parse_iso(words)
    except (ValueError, OverflowError):
        _refuse(text, "a day", DAY_FORMS)


def parse_day_near(text: str, today: Date, base: Date, week: tuple[Date, ...]) -> Date:
    """Read a day of an entry that is moved, or of a form.

    Args:
        text: What was typed: what `parse_day` reads, or "+1" and "-1" for days after and before `base`.
        today: The current day.
        base: The day that it is about.
        week: The seven days among which a weekday is looked for.

    Raises:
        UsageError: It cannot be read, or is too far away.
    """
    words = "".join(text.split()).casefold()
    if found := re.fullmatch("([+\N{MINUS SIGN}-])([0-9]{1,3})", words):
        days = int(found[2])
        return checked_day(base.add(days=days if found[1] == "+" else -days))
    if len(words) >= 2 and words.isalpha():
        for day in week:
            if weekday_name(day).casefold().startswith(words):
                return day
    return checked_day(parse_day(text, today))


def month_named(word: str) -> int:
    """Return the number of the month that `word` is, or begins with three letters or more.

    Raises:
        ValueError: It is none.
    """
    names = (month_name(Date(2000, month, 1)).casefold() for month in range(1, 13))
    for number, name in enumerate(names, 1):
        if len(word) >= 3 and name.startswith(word.casefold()):
            return number
    raise ValueError(word)


def _nearest(day: int, month: int, today: Date) -> Date:
    found: list[Date] = []
    for year in range(today.year - 1, today.year + 2):
        # Not in the calendar: 29 February of most years.
        with suppress(ValueError):
            found.append(Date(year, month, day))
    return min(found, key=lambda date: abs(date.since(today, total="days")))


def _last_weekday(name: str, today: Date) -> Date | None:
    if len(name) < 3:
        return None
    days = (today.subtract(days=back) for back in range(7))
    return next((day for day in days if weekday_name(day).casefold().startswith(name)), None)


def _moment(words: str, now: ZonedDateTime, day: Date) -> ZonedDateTime:
    if words.casefold() == "now":
        return now
    if words.startswith(("+", "-", "\N{MINUS SIGN}")):
        return now.add(seconds=_shift(words))
    if re.fullmatch(_DAY_AND_NAME, words.casefold()):
        # Its year could be a time of day as well.
        raise ValueError
    head, _, tail = words.rpartition(" ")
    if clock := _clock_time(tail):
        return on_the_wall((parse_day(head, now.date()) if head else day).at(clock), now)
    return _in_zone_of(now, _iso_moment(words, now))


def _shift(words: str) -> int:
    # "-15" could mean minutes as well as the hours that a bare number means elsewhere.
    if not re.search("[a-z:]", words.casefold()):
        raise ValueError
    try:
        size = parse_duration(words[1:])
    except UsageError:
        raise ValueError from None
    return size if words[0] == "+" else -size


def _clock_time(word: str) -> Time | None:
    found = re.fullmatch(_CLOCK, word)
    return found and Time(int(found[1]), int(found[2] or found[3] or 0), int(found[4] or 0))


def _iso_moment(words: str, now: ZonedDateTime) -> ZonedDateTime | Instant:
    wall, bracket, zone = words.partition("[")
    try:
        plain = PlainDateTime.parse_iso(wall)
    except ValueError:
        return ZonedDateTime.parse_iso(words) if bracket else Instant.parse_iso(words)
    return on_the_wall(plain, ZonedDateTime.parse_iso(f"2000-01-01T12:00[{zone}") if bracket else now)


def on_the_wall(plain: PlainDateTime, there: ZonedDateTime) -> ZonedDateTime:
    """Return a wall-clock time as a moment in the zone of `there`.

    Raises:
        SkippedTime: It does not exist on that day.
        AmbiguousTime: It happens twice on that day.
    """
    earlier, later = _readings(plain, there)
    if earlier == later:
        return earlier
    fitting = [reading for reading in (earlier, later) if reading.to_plain() == plain]
    if len(fitting) == 1:
        return fitting[0]
    where = f"on {day_in_words(plain.date())} in {there.tz_id or 'your time zone'}"
    what = _short(plain.time())
    if fitting:
        raise AmbiguousTime(f"{what} happens twice {where}: the clocks go back.", earlier, later)
    raise SkippedTime(f"{what} does not exist {where}: {_jump(earlier)}.", earlier, later)


def _readings(plain: PlainDateTime, there: ZonedDateTime) -> list[ZonedDateTime]:
    """What the offsets of the day before and the day after make of `plain`, in order of time."""
    near = _in_zone_of(there, plain.assume_utc())
    offsets = (near.subtract(hours=24).offset, near.add(hours=24).offset)
    return sorted(_in_zone_of(there, plain.assume_fixed_offset(offset)) for offset in offsets)


def _in_zone_of(there: ZonedDateTime, moment: Instant | OffsetDateTime | ZonedDateTime) -> ZonedDateTime:
    # Adding a difference keeps the zone also where it has no name, as on systems without an IANA one.
    return there + (moment - there)


def _jump(before: ZonedDateTime) -> str:
    change = before.next_transition()
    if change is None:
        return "the clocks skip it"
    old = change.to_fixed_offset(before.offset)
    if old.date() != change.date():
        return f"the clocks go on to {_short(change.time())} on {day_in_words(change.date())}"
    return f"the clocks go from {_short(old.time())} to {_short(change.time())}"


def _typed(moment: ZonedDateTime) -> str:
    return moment.to_fixed_offset().format_iso(unit="second" if moment.second else "minute")


def _short(time: Time) -> str:
    return time.format_iso(unit="second" if time.second else "minute")


def _refuse(text: str, what: str, hint: str) -> Never:
    shown = one_line(text, 40)
    raise UnreadableTime(
        f"“{shown}” is not {what}." if shown else f"An empty text is not {what}.", hint
    ) from None
