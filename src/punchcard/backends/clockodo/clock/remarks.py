"""What the service did besides a punch, or said of it: sentences that tell what it was done to (section 3).

They may be told long after the punch was asked for: each names the moments that it is about, as they are
spoken of on the day on which it is told.
"""

from __future__ import annotations

from whenever import Date, ZonedDateTime

from punchcard.backends.http.moments import NEAR_SECONDS
from punchcard.core.clock import Working
from punchcard.core.entries import LONGEST_ENTRY_SECONDS, Entry
from punchcard.core.moments import spoken
from punchcard.core.text import one_line

_LONGEST_REMARK = 200

_CUT_SECONDS = LONGEST_ENTRY_SECONDS - 1 - NEAR_SECONDS
"""What is cut has a whole day, or a second less: accounts differ in this."""


def was_cut(entry: Entry, asked: ZonedDateTime) -> bool:
    """Whether an entry ends before the moment that was `asked` for, because it is a day long by then."""
    if entry.start is None or entry.end is None:
        return False
    length = entry.end.timestamp() - entry.start.timestamp()
    return length >= _CUT_SECONDS and asked.timestamp() - entry.end.timestamp() > NEAR_SECONDS


def cut(entry: Entry, asked: ZonedDateTime, today: Date) -> str:
    """Say that an entry ends before the moment that was `asked` for."""
    if entry.start is None or entry.end is None:
        return "Clockodo keeps at most 24 hours in one entry, and has cut the clock that ended."
    return (
        f"Clockodo keeps at most 24 hours in one entry: the clock since {spoken(entry.start, today)} is "
        f"booked until {spoken(entry.end, today)}, and nothing from then to {spoken(asked, today)}. "
        "Add what you have worked of that yourself."
    )


def stopped_by(clock: Working, ended: Entry, today: Date, *, is_named: bool) -> str:
    """Say what else ran, and was ended by the start of `clock`."""
    on = f" on {ended.assignment.label}" if is_named and ended.assignment else ""
    if ended.start is None or ended.end is None:
        return f"The start at {spoken(clock.since, today)} has stopped another clock at Clockodo{on}."
    span = f"since {spoken(ended.start, today)}{on}, and is booked until {spoken(ended.end, today)}"
    return f"The start at {spoken(clock.since, today)} has stopped another clock at Clockodo: it ran {span}."


def started_too(clock: Working, ended: Entry, today: Date) -> str:
    """Say that something runs although a clock was stopped."""
    end = f" at {spoken(ended.end, today)}" if ended.end else ""
    return f"Clockodo stopped the clock{end} and started another one at {spoken(clock.since, today)}."


def started_otherwise(since: ZonedDateTime, asked: ZonedDateTime, today: Date) -> str:
    """Say that a clock does not run since the moment that was `asked` for."""
    return (
        f"Clockodo has started the clock at {spoken(since, today)}, and not at {spoken(asked, today)} as you "
        "asked: move its start, or change the entry afterwards."
    )


def stopped_otherwise(end: ZonedDateTime, asked: ZonedDateTime, today: Date) -> str:
    """Say that a clock was not stopped at the moment that was `asked` for."""
    return (
        f"Clockodo has stopped the clock at {spoken(end, today)}, and not at {spoken(asked, today)} as you "
        "asked: change the end of its entry."
    )


def said_of_start(clock: Working, text: str, today: Date) -> str:
    """Say in the service's own words what it has remarked on a start: a free day, other time there."""
    words = one_line(text, _LONGEST_REMARK).rstrip(".")
    return f"Clockodo says of the start at {spoken(clock.since, today)}: “{words}”."


def moved(asked: ZonedDateTime, since: ZonedDateTime, today: Date) -> str:
    """Say that the start is not where it was asked for."""
    return (
        f"The start could not move to {spoken(asked, today)}, as other time is booked there: "
        f"Clockodo has put it at {spoken(since, today)}."
    )


def overlaps(since: ZonedDateTime, today: Date) -> str:
    """Say that the start is where it was asked for, over other time."""
    return f"From {spoken(since, today)} on, the clock overlaps other time that is booked at Clockodo."
