"""Days that are longer than the law allows."""

from __future__ import annotations

from collections.abc import Iterator

from whenever import Date

from punchcard.core.days import Shift
from punchcard.core.durations import duration_in_words
from punchcard.core.findings.finding import Finding, Rule, Severity
from punchcard.core.findings.view import View
from punchcard.core.findings.words import amount, span
from punchcard.core.intervals import Interval


def long_days(view: View) -> Iterator[Finding]:
    """Shifts with more work, or further from beginning to end, than the rule set allows.

    Work in hours and days counts to the longest shift that begins on its day, and as a day of its own where
    none does.
    """
    untimed = _untimed(view)
    longest = {day: max(shifts, key=_worked) for day, shifts in _by_day(view).items()}
    for shift in view.shifts:
        day = view.day_of(shift.pieces[0].start)
        extra = untimed.get(day, 0) if longest[day] is shift else 0
        found = _too_much_work(view, day, shift, extra) or _too_far_apart(view, day, shift)
        if found is not None:
            yield found
    for day, seconds in untimed.items():
        if day not in longest and (found := _too_much_work(view, day, None, seconds)):
            yield found


def _too_much_work(view: View, day: Date, shift: Shift | None, extra: int) -> Finding | None:
    limit, worked = view.given.rules.longest_day, extra + (shift.worked_seconds if shift else 0)
    if limit is None or worked <= limit.seconds:
        return None
    whole = _whole(shift) if shift else None
    over_midnight = whole is not None and view.day_of(whole.end.subtract(seconds=1)) != day
    one_shift = f" in one shift over midnight, {span(whole)}" if whole and over_midnight else ""
    allowed = duration_in_words(limit.seconds)
    message = f"{amount(worked)} worked{one_shift}; at most {allowed} a day are allowed."
    return _long_day(day, shift, message, limit.source)


def _too_far_apart(view: View, day: Date, shift: Shift) -> Finding | None:
    limit, whole = view.given.rules.longest_span, _whole(shift)
    if limit is None or whole.seconds <= limit.seconds:
        return None
    message = (
        f"{amount(whole.seconds)} from beginning to end, {span(whole)}, breaks included;"
        f" at most {duration_in_words(limit.seconds)} are allowed."
    )
    return _long_day(day, shift, message, limit.source)


def _long_day(day: Date, shift: Shift | None, message: str, source: str) -> Finding:
    where = _whole(shift) if shift else None
    start, end = (where.start, where.end) if where else (None, None)
    return Finding(Rule.LONG_DAY, Severity.SERIOUS, day, message, source, start, end)


def _untimed(view: View) -> dict[Date, int]:
    seconds: dict[Date, int] = {}
    for entry in view.untimed:
        if not entry.is_absence:
            seconds[entry.day] = seconds.get(entry.day, 0) + entry.worked_seconds
    return seconds


def _by_day(view: View) -> dict[Date, list[Shift]]:
    days: dict[Date, list[Shift]] = {}
    for shift in view.shifts:
        days.setdefault(view.day_of(shift.pieces[0].start), []).append(shift)
    return days


def _worked(shift: Shift) -> int:
    return shift.worked_seconds


def _whole(shift: Shift) -> Interval:
    return Interval(shift.pieces[0].start, shift.pieces[-1].end)
