"""The breaks of an entry as they are typed: "12:00-12:30, 15m"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from whenever import ZonedDateTime

from punchcard.core.durations import MINUTE, duration_in_words, parse_duration
from punchcard.core.entries import Break
from punchcard.core.intervals import Interval
from punchcard.core.refusals import UsageError
from punchcard.core.spans import parse_break

STEP_SECONDS = 5 * MINUTE
"""A break that is known by its length alone begins at a time that divides by this, where it can."""


def read_breaks(texts: Iterable[str], span: Interval, now: ZonedDateTime) -> tuple[Break, ...]:
    """Read the breaks of an entry.

    Args:
        texts: Each a stretch ("12:00-12:30") or a length ("30m", "30", "0:30"). A length is put into the
            middle of the longest work that the others leave.
        span: From the start to the end of the entry.
        now: The current moment; its zone is the one of wall-clock times.

    Returns:
        The breaks in order of time. Nothing says yet that they lie inside of the entry.

    Raises:
        UsageError: One of them cannot be read, or there is no room for one.
    """
    placed: list[Break] = []
    lengths: list[int] = []
    for text in texts:
        length = _length(text)
        if length is None:
            placed.append(_read_within(text, span, now))
        else:
            lengths.append(length)
    for length in sorted(lengths, reverse=True):
        placed.append(_in_the_middle(span, placed, length))
    return tuple(sorted(placed, key=lambda pause: pause.start))


def _read_within(text: str, span: Interval, now: ZonedDateTime) -> Break:
    """Read a stretch after the start; one that begins beyond the end is one of the day of the start."""
    pause = parse_break(text, span.start, now)
    return pause if pause.start < span.end else parse_break(text, span.start.start_of("day"), now)


def _length(text: str) -> int | None:
    """Seconds; None where it is no length. A bare number is one of minutes: nobody pauses for 30 hours."""
    words = text.strip()
    if re.fullmatch("[0-9]{1,3}", words):
        return int(words) * MINUTE
    try:
        return parse_duration(words)
    except UsageError:
        return None


def _in_the_middle(span: Interval, others: Iterable[Break], seconds: int) -> Break:
    free = span.without(pause.interval for pause in others)
    longest = max(free, key=lambda piece: piece.seconds, default=None)
    if seconds <= 0:
        raise UsageError("A break of no length is none.", "Say 30m, or 12:00-12:30.")
    if longest is None or longest.seconds <= seconds:
        raise UsageError(
            f"A break of {duration_in_words(seconds)} does not fit in.",
            "Make it shorter, or say when it was.",
        )
    begins = longest.start.add(seconds=(longest.seconds - seconds) // 2)
    on_the_step = begins.subtract(seconds=begins.timestamp() % STEP_SECONDS)
    start = on_the_step if on_the_step > longest.start else begins
    return Break(start, start.add(seconds=seconds))
