"""Every rule of the service about entries, checked before anything is sent ("Validation rules" of its page).

Pure: it judges what would be sent by what is known of the day and of the sections. What is not known is not
objected to; the service has the last word.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from whenever import PlainDateTime

from punchcard.backends.lucca.durations import DAY_SECONDS, format_timespan, parse_timespan
from punchcard.backends.lucca.entries.booking_rules import booking_objection
from punchcard.backends.lucca.entries.drafts import Draft
from punchcard.backends.lucca.entries.habits import UNITS, UNKNOWN, Habits
from punchcard.backends.lucca.entries.words import cut_in_words, day_of
from punchcard.backends.lucca.moments import told, wall_end
from punchcard.backends.lucca.signing_in import TITLE
from punchcard.backends.lucca.wire import entries as wire
from punchcard.backends.outcomes import Refused
from punchcard.core.durations import format_duration
from punchcard.core.text import one_line

if TYPE_CHECKING:
    from whenever import Date

    from punchcard.backends.lucca.entries.booking_rules import Tree
    from punchcard.backends.lucca.wire.axes import AxisSection

_NOON = 12
_OTHERWISE = "Where that has changed, set `{}` of the account, or make the first such entry at Lucca."
_HOW = {wire.DAYS: "in days", wire.HOURS: "in hours", wire.TIMES: "with start and end"}


@dataclass(frozen=True, slots=True)
class Known:
    """What is known before something is sent."""

    today: Date
    """The day that it is."""
    habits: Habits = UNKNOWN
    """How the owner writes down their time on that day."""
    is_in_timesheet: bool = False
    """Whether the day is in a timesheet that was handed in."""
    tree: Tree = field(default_factory=dict[int, "AxisSection | None"])
    """The sections that are named, by their ids."""
    parent_axes: Mapping[int, int] = field(default_factory=dict[int, int])
    """The parent of each axis that has one."""
    kept_times: tuple[str, str] | None = None
    """`startsAt` and `duration` of the entry that is changed: what stays need not be in whole minutes."""


class Times(NamedTuple):
    """When a draft is, read from its texts."""

    start: PlainDateTime
    seconds: int


def objection(draft: Draft, known: Known) -> Refused | None:
    """Return why a draft is not sent, in a sentence; None where no rule is against it.

    Args:
        draft: What would be sent.
        known: What is known of its day and its sections.
    """
    times = _read(draft)
    if isinstance(times, Refused):
        return times
    rules: tuple[Callable[[], Refused | None], ...] = (
        lambda: _locked(times, known),
        lambda: _length(draft, times, known),
        lambda: _part_of_day(draft, times),
        lambda: _midnight(draft, times, known),
        lambda: _unit(draft, known),
        lambda: _booking(draft, known),
        lambda: _time_type(draft, known),
    )
    return next((found for rule in rules if (found := rule()) is not None), None)


def _read(draft: Draft) -> Times | Refused:
    """Read a draft; a start with an offset, and `24:00:00`, are nothing that the service takes."""
    try:
        start = told(draft.starts_at)
    except ValueError:
        return Refused(
            f"“{one_line(draft.starts_at, 40)}” cannot be sent to {TITLE}: it takes the time that the clock "
            "on the wall shows, such as 2026-03-09T09:40:00, without any zone or offset.",
            "start",
        )
    try:
        return Times(start, parse_timespan(draft.duration))
    except ValueError:
        return Refused(
            f"“{one_line(draft.duration, 40)}” is no duration for {TITLE}: 1 h 20 min is 01:20:00, and a "
            "whole day 1.00:00:00.",
            "duration",
        )


def _locked(times: Times, known: Known) -> Refused | None:
    if not known.is_in_timesheet:
        return None
    day = day_of(times.start, known.today)
    return Refused(
        f"{day} is in a timesheet that was handed in at {TITLE}: nothing in it can be added or changed. "
        "Take the timesheet back first, or have it rejected.",
        "start",
    )


def _length(draft: Draft, times: Times, known: Known) -> Refused | None:
    if times.seconds <= 0:
        return Refused("An entry needs a length: its end lies after its start.", "duration")
    if times.seconds > DAY_SECONDS:
        length = format_duration(times.seconds)
        cut = cut_in_words(times.start, times.seconds, known.today) if draft.unit == wire.TIMES else ""
        how = f" Save it as {cut}." if cut else " Save it day by day."
        return Refused(f"{TITLE} takes entries of at most 24 hours, and this has {length}.{how}", "duration")
    is_kept = known.kept_times == (draft.starts_at, draft.duration)
    if not is_kept and (times.seconds % 60 or times.start.second):
        return Refused(f"{TITLE} keeps whole minutes: leave out the seconds.", "duration")
    return None


def _part_of_day(draft: Draft, times: Times) -> Refused | None:
    start = times.start
    if draft.unit == wire.TIMES or (start.hour in (0, _NOON) and not start.minute and not start.second):
        return None
    return Refused(
        f"Time {_HOW.get(draft.unit, 'without a start')} begins in the morning (00:00) or in the afternoon "
        f"(12:00) at {TITLE}, not at {start.hour:02}:{start.minute:02}.",
        "start",
    )


def _midnight(draft: Draft, times: Times, known: Known) -> Refused | None:
    start = times.start
    next_midnight = PlainDateTime(start.year, start.month, start.day).add(days=1)
    if wall_end(start, times.seconds) <= next_midnight:
        return None
    if draft.unit != wire.TIMES:
        length = format_timespan(times.seconds)
        return Refused(
            f"An afternoon has at most 12 hours at {TITLE}, and this has {length}: begin it in the morning.",
            "duration",
        )
    cut = cut_in_words(start, times.seconds, known.today)
    return Refused(f"{TITLE} takes no entry over midnight. Save it as {cut}.", "end")


def _unit(draft: Draft, known: Known) -> Refused | None:
    habits = known.habits
    unit = UNITS.get(draft.unit)
    if habits.unit is None or unit is habits.unit:
        return None
    usual = next(_HOW[number] for number, each in UNITS.items() if each is habits.unit)
    asked = _HOW.get(draft.unit, f"in a unit {draft.unit}")
    why = "as `unit` of the account says" if habits.is_set else _as_seen(habits, known)
    return Refused(
        f"This time is kept {usual} at {TITLE}, {why}, and not {asked}. {_OTHERWISE.format('unit')}",
        "unit",
    )


def _booking(draft: Draft, known: Known) -> Refused | None:
    habits = known.habits
    is_shown = habits.seen_on is not None and not habits.is_mode_set
    return booking_objection(
        draft.sections, habits.is_booked, known.tree, known.parent_axes, is_shown=is_shown
    )


def _time_type(draft: Draft, known: Known) -> Refused | None:
    types = known.habits.types
    if draft.time_type is None or types is None or types:
        return None
    return Refused(
        f"{TITLE} keeps no time types for this person: leave out time type {draft.time_type}. "
        + _OTHERWISE.format("time_types"),
        "type",
    )


def _as_seen(habits: Habits, known: Known) -> str:
    if habits.seen_on is None:
        return "as recent entries show"
    day = habits.seen_on
    return f"as the entry of {day_of(PlainDateTime(day.year, day.month, day.day), known.today)} shows"
