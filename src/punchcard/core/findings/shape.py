"""How entries lie: gaps between them, time they share, and midnights they run over."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate

from whenever import Date

from punchcard.core.days import DaySheet
from punchcard.core.durations import HOUR, MINUTE, duration_in_words
from punchcard.core.entries import Entry, Unit
from punchcard.core.findings.finding import Finding, Rule, Severity
from punchcard.core.findings.view import Booked, View
from punchcard.core.findings.words import amount, day_and_time, span
from punchcard.core.intervals import Interval, day_interval

GAP_TOLERANCE_S = 5 * MINUTE
"""Nobody books to the minute: a gap up to this long is not worth a word."""

ORDINARY_BREAK_S = 90 * MINUTE
"""The longest gap that looks like a break for which somebody stopped the clock."""


def gaps(view: View) -> Iterator[Finding]:
    """Stretches of a day on which nothing is booked, between what is.

    By law a gap inside a shift is a break: work was interrupted. So a gap that counts as one and lasts up to
    90 minutes is not worth a word. What is noted is a longer gap, and one of more than five minutes that is
    still too short to count: it is neither work nor break. Where hours are booked without clock times on the
    same day, they may lie in the gap, and nothing is noted.
    """
    explained = {entry.day for entry in view.untimed}
    spans = [item.span for item in view.booked]
    reached = accumulate((span.end for span in spans), max)
    for until, after in zip(reached, spans[1:], strict=False):
        gap = Interval(until, after.start)
        if _is_odd(view, gap) and _is_in_a_shift(view, gap):
            day = view.day_of(until)
            if day not in explained:
                yield _gap(day, gap)


def overlaps(view: View) -> Iterator[Finding]:
    """Time that is booked twice, and days with more on them than a day can hold.

    That is time shared by entries and the running clock, more than the hours of a day, work on a whole day of
    absence, and absences that are more than the day.

    Each entry is compared with the one before it that ends last, and so is named once.
    """
    last: Booked | None = None
    for item in view.booked:
        if last is not None and item.span.start < last.span.end and item.span.seconds:
            yield _overlap(view, last, item)
        if last is None or item.span.end > last.span.end:
            last = item
    for sheet in view.sheets:
        away = [entry for entry in sheet.entries if entry.is_absence and entry.half_days]
        if sum(entry.half_days or 0 for entry in away) >= 2 and sheet.worked_seconds > 0:
            yield _worked_while_away(sheet.day, away, sheet.worked_seconds)
        if sum(entry.half_days or 0 for entry in away) > 2:
            message = f"{_each_named(away)}: together more than the day."
            yield Finding(Rule.OVERLAP, Severity.WARNING, sheet.day, message, entry_id=away[0].id)
        if (seconds := _booked_seconds(sheet)) > sheet.frame.seconds:
            message = f"{amount(seconds)} booked on one day, which has {sheet.frame.seconds // HOUR} h."
            yield Finding(Rule.OVERLAP, Severity.SERIOUS, sheet.day, message)


def over_midnight(view: View) -> Iterator[Finding]:
    """Finished entries that run over midnight, on the day that they begin."""
    for item in view.booked:
        day = view.day_of(item.span.start)
        if item.entry is None or view.day_of(item.span.end) == day:
            continue
        after = item.span.clipped(Interval(day_interval(day, view.zone).end, item.span.end))
        if after is None:
            continue
        pieces = (piece.clipped(after) for piece in item.entry.worked_pieces())
        late = amount(sum(piece.seconds for piece in pieces if piece))
        is_one = after.end <= day_interval(day.add(days=1), view.zone).end
        days = "the next day" if is_one else "the next days"
        message = f"{span(item.span)} runs over midnight; {late} of it count on {days}."
        where = item.span
        yield Finding(Rule.OVER_MIDNIGHT, Severity.NOTE, day, message, "", where.start, where.end, item.id)


def _is_in_a_shift(view: View, gap: Interval) -> bool:
    shifts = view.shifts
    number = bisect_right(shifts, gap.start, key=lambda shift: shift.pieces[0].start) - 1
    return number >= 0 and gap.end <= shifts[number].pieces[-1].end


def _is_odd(view: View, gap: Interval) -> bool:
    too_short = GAP_TOLERANCE_S < gap.seconds < view.given.rules.shortest_piece_s
    return too_short or gap.seconds > ORDINARY_BREAK_S


def _gap(day: Date, gap: Interval) -> Finding:
    too_short = gap.seconds <= ORDINARY_BREAK_S
    why = "; too short to count as a break" if too_short else ""
    message = f"Nothing is booked for {duration_in_words(gap.seconds)}, {span(gap)}{why}."
    return Finding(Rule.GAP, Severity.NOTE, day, message, start=gap.start, end=gap.end)


def _overlap(view: View, first: Booked, second: Booked) -> Finding:
    shared = Interval(second.span.start, min(first.span.end, second.span.end))
    return Finding(
        Rule.OVERLAP,
        Severity.SERIOUS,
        view.day_of(shared.start),
        f"{duration_in_words(shared.seconds)} booked twice: {_name(first)} and {_name(second)}.",
        start=shared.start,
        end=shared.end,
        entry_id=second.id,
    )


def _name(item: Booked) -> str:
    return f"the clock running since {day_and_time(item.span.start)}" if item.runs else span(item.span)


def _booked_seconds(sheet: DaySheet) -> int:
    away = (entry for entry in sheet.entries if entry.is_absence and entry.unit is Unit.HOURS)
    return sheet.worked_seconds + sum(entry.worked_seconds for entry in away)


def _each_named(away: Sequence[Entry]) -> str:
    counts = Counter(entry.time_type.name for entry in away if entry.time_type)
    times = {1: "", 2: " twice"}
    return " and ".join(f"{name}{times.get(count, f' {count} times')}" for name, count in counts.items())


def _worked_while_away(day: Date, away: list[Entry], worked_s: int) -> Finding:
    names = " and ".join(dict.fromkeys(e.time_type.name for e in away if e.time_type))
    message = f"{names} for the whole day, and {amount(worked_s)} worked on it."
    return Finding(Rule.OVERLAP, Severity.WARNING, day, message, entry_id=away[0].id)
