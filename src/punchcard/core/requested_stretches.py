"""Stretches of work as a person types them who asks for a change of a day."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Never

from whenever import Date, ZonedDateTime

from punchcard.core.change_requests import ChangeRequest, IntervalChange
from punchcard.core.entries import LONGEST_ENTRY_SECONDS
from punchcard.core.interval_sets import Stretches, together
from punchcard.core.intervals import Interval, day_interval
from punchcard.core.moments import clock_time, day_in_words
from punchcard.core.refusals import UsageError
from punchcard.core.spans import parse_break
from punchcard.core.text import one_line
from punchcard.core.when import UnclearTime

STRETCH_FORMS = "Say 08:00-12:00; 22:00-06:00 ends on the next day."
"""What `read_stretch` reads, as a hint."""


SIGNS = {IntervalChange.ADD: "+", IntervalChange.REMOVE: "\N{MINUS SIGN}"}
"""What is added and what is removed, without colour."""


_MIDNIGHT = re.compile(r"(?<=[-\N{EN DASH}/ .])24(?:[:.]?00)?$")
"""The end of a day, as many write it."""

_EMPTY = re.compile(r"([0-9:]+) ?(?:/|[-\N{EN DASH}]|\.\.) ?\1")


class UnfitStretch(UsageError):
    """A stretch of work that cannot stand on its day."""

    code = "unfit_stretch"


def read_stretch(text: str, day: Date, now: ZonedDateTime) -> Interval:
    """Read one stretch of a day, such as "08:00-12:00".

    Args:
        text: What was typed.
        day: The day that it begins on.
        now: The current moment; its zone is the one of wall-clock times.

    Raises:
        UsageError: It cannot be read, does not begin on `day`, or is longer than 24 hours.
    """
    midnight = day_interval(day, now.tz_id or "UTC").start
    text = _MIDNIGHT.sub("00:00", text)
    if _EMPTY.fullmatch(text.strip()):
        raise UnfitStretch(f"“{one_line(text, 40)}” has no length.", "Give an end after the start.")
    try:
        found = parse_break(text, midnight, now)
    except UnclearTime:
        raise
    except UsageError:
        _refuse(text)
    stretch = Interval(found.start, found.end)
    check_stretch(stretch, day)
    return stretch


def read_day(text: str, day: Date, now: ZonedDateTime) -> Stretches:
    """Read a whole day as it should be: "08:00-12:00, 12:30-17:00"; "none" for a day without work.

    Raises:
        UsageError: It cannot be read, or two of its stretches share time.
    """
    if text.strip().casefold() in ("none", "nothing"):
        return ()
    parts = [part for part in text.replace(";", ",").split(",") if part.strip()]
    if not parts:
        _refuse(text)
    stretches = [read_stretch(part, day, now) for part in parts]
    check_apart(stretches)
    return together(stretches)


def check_stretch(stretch: Interval, day: Date) -> None:
    """Let a stretch pass that begins on `day`.

    Raises:
        UnfitStretch: It begins on another day, ends before it begins, or is longer than 24 hours.
    """
    words = stretch_in_words(stretch)
    if stretch.start.date() != day:
        begins = day_in_words(stretch.start.date(), short=True)
        raise UnfitStretch(
            f"{words} begins on {begins}, not on {day_in_words(day, short=True)}.",
            "A request is about one day; ask for the other one by itself.",
        )
    if stretch.end <= stretch.start:
        raise UnfitStretch(f"{words} has no length.", "Give an end after the start.")
    if stretch.seconds > LONGEST_ENTRY_SECONDS:
        raise UnfitStretch(f"{words} is longer than 24 hours.", "Look at its end.")


def check_apart(stretches: Iterable[Interval]) -> None:
    """Let stretches pass that share no time.

    Raises:
        UnfitStretch: Two of them do.
    """
    in_order = sorted(stretches, key=lambda stretch: (stretch.start, stretch.end))
    for one, other in pairwise(in_order):
        if one.overlaps(other):
            raise UnfitStretch(
                f"{stretch_in_words(one)} and {stretch_in_words(other)} share time.", "Change one of them."
            )


def stretch_in_words(stretch: Interval) -> str:
    """A stretch without its day: "08:00 – 12:00", "22:00 – 06:00 on Wed 11 Mar"."""
    words = f"{clock_time(stretch.start)} – {clock_time(stretch.end)}"
    first, last = stretch.start.date(), stretch.end.date()
    ends_at_midnight = last == first.add(days=1) and stretch.end == stretch.end.start_of("day")
    return words if last == first or ends_at_midnight else f"{words} on {day_in_words(last, short=True)}"


def request_in_words(request: ChangeRequest) -> str:
    """What is asked for: "\N{MINUS SIGN} 08:00 – 09:00, + 17:00 – 18:00"."""
    return ", ".join(f"{SIGNS[each.change]} {stretch_in_words(each.interval)}" for each in request.changes)


def _refuse(text: str) -> Never:
    raise UsageError(f"“{one_line(text, 40)}” is not a stretch of time.", STRETCH_FORMS) from None
