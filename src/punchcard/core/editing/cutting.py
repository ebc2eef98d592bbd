"""Entries cut into several, where one cannot be kept whole: at midnight, and at breaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from punchcard.core.entries import Break, Entry
from punchcard.core.intervals import Interval, day_interval


def cut_at_midnight(stretch: Interval) -> list[Interval]:
    """Return a stretch day by day; what ends at midnight is of the day before it."""
    found: list[Interval] = []
    start = stretch.start
    while (midnight := day_interval(start.date(), start.tz_id or "UTC").end) < stretch.end:
        found.append(Interval(start, midnight))
        start = midnight
    return [*found, Interval(start, stretch.end)]


def shown_end(stretch: Interval) -> str:
    """Return until when a stretch is shown where times have no zone: its start and its length, added up.

    Empty where that is the end that it has; it is another one where the clocks are changed in between.
    """
    start, end = stretch.start.to_plain(), stretch.end.to_plain()
    told = start.add(seconds=stretch.seconds, naive_arithmetic_ok=True)
    return "" if told == end else f"{told.hour:02}:{told.minute:02}"


def is_over_midnight(entry: Entry) -> bool:
    """Whether an entry lies on several days; its end at midnight is of the day before."""
    return entry.interval is not None and len(cut_at_midnight(entry.interval)) > 1


def cut_entry(entry: Entry, ids: Sequence[str] = (), *, at_breaks: bool = False) -> list[Entry]:
    """Return an entry day by day, and where wished without its breaks; what has no clock times stays whole.

    Args:
        entry: The entry; its breaks may lie over midnight.
        ids: Those of the pieces, as many as there are; none to leave the one that it has.
        at_breaks: Whether the breaks become gaps.
    """
    if entry.interval is None:
        return [entry]
    stretches = entry.worked_pieces() if at_breaks else [entry.interval]
    pieces = [piece for stretch in stretches for piece in cut_at_midnight(stretch)]
    return [
        replace(
            entry,
            id=ids[number] if ids else entry.id,
            day=piece.start.date(),
            start=piece.start,
            end=piece.end,
            breaks=() if at_breaks else _within(entry, piece),
        )
        for number, piece in enumerate(pieces)
    ]


def _within(entry: Entry, piece: Interval) -> tuple[Break, ...]:
    clipped = ((pause, pause.interval.clipped(piece)) for pause in entry.breaks)
    return tuple(replace(pause, start=part.start, end=part.end) for pause, part in clipped if part)
