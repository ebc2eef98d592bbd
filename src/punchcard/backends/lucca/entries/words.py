"""Days and pieces of time in the sentences of refusals and warnings."""

from __future__ import annotations

from collections.abc import Iterator

from whenever import Date, PlainDateTime

from punchcard.backends.lucca.moments import wall_end
from punchcard.core.moments import day_in_words

_MOST_PIECES = 3


def day_of(moment: PlainDateTime, today: Date) -> str:
    """Return the day of a moment: "Mon 9 Mar"."""
    return day_in_words(moment.date(), short=True, today=today)


def wall(moment: PlainDateTime) -> str:
    """Return what the clock on the wall shows: "09:40"."""
    return f"{moment.hour:02}:{moment.minute:02}"


def span(start: PlainDateTime, seconds: int) -> str:
    """Return from when to when something is on the wall; midnight as an end is 24:00: "18:00 – 24:00"."""
    end = wall_end(start, seconds)
    is_midnight = wall(end) == "00:00" and end > start
    return f"{wall(start)} – {'24:00' if is_midnight else wall(end)}"


def cut_in_words(start: PlainDateTime, seconds: int, today: Date) -> str:
    """Return how something is cut at midnight: "18:00 – 24:00 on Mon 9 Mar and 00:00 – 04:00 on …"."""
    pieces = [f"{span(*piece)} on {day_of(piece[0], today)}" for piece in _pieces(start, seconds)]
    if len(pieces) > _MOST_PIECES:
        return f"one entry a day: {pieces[0]}, and so on until {pieces[-1]}"
    return f"{', '.join(pieces[:-1])} and {pieces[-1]}" if len(pieces) > 1 else pieces[0]


def _pieces(start: PlainDateTime, seconds: int) -> Iterator[tuple[PlainDateTime, int]]:
    end = wall_end(start, seconds)
    while start < end:
        midnight = PlainDateTime(start.year, start.month, start.day).add(days=1)
        until = min(midnight, end)
        yield start, round(until.since(start, total="seconds", naive_arithmetic_ok=True))
        start = until
