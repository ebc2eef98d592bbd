"""Stretches of time as they are typed: a start and an end, and the breaks in between."""

from __future__ import annotations

import re

from whenever import ZonedDateTime

from punchcard.core.entries import Break
from punchcard.core.refusals import UsageError
from punchcard.core.text import one_line
from punchcard.core.when import UnclearTime, UnreadableTime, parse_when

_BETWEEN = re.compile("/|[-\N{EN DASH}]|\\.\\.")


def moment_after(text: str, start: ZonedDateTime, now: ZonedDateTime) -> ZonedDateTime:
    """Read a moment; a bare clock time that does not lie after `start` is one of the next day.

    Raises:
        UsageError: It cannot be read, or can be read in two ways.
    """
    day = start.date()
    try:
        same_day = parse_when(text, now, day=day)
    except UnclearTime as unclear:
        if unclear.later > start:
            raise
        return parse_when(text, now, day=day.add(days=1))
    return same_day if same_day > start else parse_when(text, now, day=day.add(days=1))


def parse_break(text: str, start: ZonedDateTime, now: ZonedDateTime) -> Break:
    """Read one break such as "12:00-12:30" inside an entry that begins at `start`.

    Raises:
        UsageError: It cannot be read.
    """
    # A date holds hyphens too, so the first place where both halves can be read is the one.
    just_before = start.subtract(seconds=1)
    for between in _BETWEEN.finditer(text):
        try:
            begins = moment_after(text[: between.start()], just_before, now)
            return Break(begins, moment_after(text[between.end() :], begins, now))
        except UnreadableTime:
            continue
    raise UsageError(f"“{one_line(text, 40)}” is not a break.", "Say 12:00-12:30.")
