"""What a request does that was given up, and arrives after all.

Where what was asked for is not there yet, it is thought of so:

- A start may be sent again: one clock runs at a time, so that the second of the two is refused.
- A stop of a clock at work may be sent again: the second of the two finds no clock, and is refused.
- An update may be sent again: both ask for the same.
- A toggle of a break is left to the person, also before a stop, and in an undo: the late one would turn the
  other round, and begin a break that nobody took.
- A cancel is left to the person: it names no moment, and throws away whatever is clocked by then.
"""

from __future__ import annotations

from whenever import Date

from punchcard.backends.mctime.clock.remarks import in_words
from punchcard.core.clock import ClockState, OnBreak
from punchcard.core.moments import spoken
from punchcard.core.punches import AnyPunch, Cancel, Resume, Stop, TakeBreak


def must_not_come_twice(punch: AnyPunch, state: ClockState) -> bool:
    """Whether a punch upon `state` does harm where another one like it comes late."""
    if isinstance(punch, Stop):
        return isinstance(state, OnBreak)
    return isinstance(punch, TakeBreak | Resume | Cancel)


def may_still_arrive(punch: AnyPunch, found: ClockState, today: Date) -> str:
    """Say that a punch without an answer is not there, and what to do, as it may come late."""
    match punch:
        case TakeBreak():
            what = f"the beginning of a break at {spoken(punch.at, today)}"
        case Resume():
            what = f"the end of the break at {spoken(punch.at, today)}"
        case Stop():
            what = f"the end of the break for the stop at {spoken(punch.at, today)}"
        case Cancel():
            what = "that the clock is thrown away"
        case _:
            what = "all that the undo asks for"
    return (
        f"McTime has not answered, and does not show {what}; it may still arrive there. "
        f"{in_words(found, today)} "
        "Wait a minute or look at McTime: then send it again, say that it happened, or drop it."
    )
