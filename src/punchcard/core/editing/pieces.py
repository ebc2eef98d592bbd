"""Parts of a time entry: what is left of it when something is cut out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from punchcard.core.entries import Break, Entry
from punchcard.core.intervals import Interval


def pieces_without(entry: Entry, *holes: Interval) -> list[Entry]:
    """Return what is left of `entry` outside of `holes`, with the same id: of one, at most two entries.

    A break at the edge of a piece is not part of it, so that no piece begins or ends with one. Their work is
    what was worked in `entry` outside of the holes.
    """
    if entry.interval is None:
        return [entry]
    found = (piece_of(entry, rest) for rest in entry.interval.without(holes))
    return [piece for piece in found if piece is not None]


def piece_of(entry: Entry, frame: Interval) -> Entry | None:
    """Return the part of `entry` inside `frame`, from its first to its last work; None without any."""
    work = [piece.clipped(frame) for piece in entry.worked_pieces()]
    worked = [piece for piece in work if piece is not None and piece.seconds > 0]
    if not worked:
        return None
    inside = Interval(worked[0].start, worked[-1].end)
    breaks = tuple(_clipped(entry.breaks, inside))
    return replace(entry, day=inside.start.date(), start=inside.start, end=inside.end, breaks=breaks)


def _clipped(breaks: Iterable[Break], frame: Interval) -> Iterable[Break]:
    for pause in sorted(breaks, key=lambda pause: pause.start):
        inside = pause.interval.clipped(frame)
        if inside is not None:
            yield replace(pause, start=inside.start, end=inside.end)
