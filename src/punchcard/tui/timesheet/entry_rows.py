"""The entries of a day, or those of a week that fit a filter, as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from whenever import Date, ZonedDateTime

from punchcard.core.clock import Idle, OnBreak
from punchcard.core.entries import Break, Entry, EntryStatus
from punchcard.core.entry_words import APPROVAL_STATUSES, NOT_SAVED, without_times
from punchcard.core.filters import Query
from punchcard.core.intervals import Interval, day_interval
from punchcard.core.moments import clock_time, weekday_name
from punchcard.services.fold import KnownEntry
from punchcard.services.timesheet.week_view import WeekView, type_name
from punchcard.tui.clock.entry_lines import MARKS, mark_of


class EntryRow(NamedTuple):
    """One entry, or the running clock."""

    day: Date
    """The day below which it is shown."""
    known: KnownEntry | None
    """None for the running clock."""
    times: str
    """"08:00 – 12:00"; "whole day", "half a day", "hours" or "no time" for entries without clock times."""
    comes_from_yesterday: bool
    goes_on_tomorrow: bool
    worked_seconds: int
    """Work on `day` alone."""
    break_seconds: int
    """Breaks on `day` alone."""
    kind: str
    """The time type, where it is not the usual one; what a lump sum is, or that it was not saved."""
    assignment: str
    note: str
    mark: str
    mark_style: str
    is_locked: bool
    status: str = ""
    """Where it stands on its way through an approval of its own; empty where that goes without saying."""

    @property
    def weekday(self) -> str:
        """The day, in short."""
        return f"{weekday_name(self.day, short=True)} {self.day.day:>2}"


def rows_of(view: WeekView, day: Date, now: ZonedDateTime) -> list[EntryRow]:
    """Return the rows of one day in order of time, the running clock last."""
    frame = day_interval(day, view.sheet.schedule.zone)
    is_locked = view.sheet.standing.locked is not None
    rows = [
        _row(item, day, frame, type_name(item.entry, view.usual_type), is_locked=is_locked)._replace(
            status=_status(item.entry) if view.sheet.approves_entries else ""
        )
        for item in view.sheet.entries_of(day)
    ]
    return [*rows, *_running(view, day, frame, now)]


def rows_that_fit(view: WeekView, query: Query, now: ZonedDateTime) -> list[EntryRow]:
    """Return the rows of the whole week that a query leaves in."""
    return [
        row
        for day in view.sheet.week.days
        for row in rows_of(view, day, now)
        if row.known is not None and query.matches(row.known.entry)
    ]


def count_of(view: WeekView) -> int:
    """How many entries the week has; one over midnight is one."""
    return len({item.entry.id for day in view.sheet.week.days for item in view.sheet.entries_of(day)})


def _row(item: KnownEntry, day: Date, frame: Interval, kind: str, *, is_locked: bool) -> EntryRow:
    entry, (mark, style) = item.entry, mark_of(item)
    worked, paused = _on(frame, entry)
    return EntryRow(
        day=day,
        known=item,
        times=_times(entry),
        comes_from_yesterday=entry.start is not None and entry.start < frame.start,
        goes_on_tomorrow=entry.end is not None and entry.end > frame.end,
        worked_seconds=worked,
        break_seconds=paused,
        kind=NOT_SAVED if entry.is_invalid else entry.lump_sum or kind,
        assignment=entry.assignment.label,
        note=entry.note,
        mark=mark,
        mark_style=style,
        is_locked=is_locked or entry.locked is not None,
    )


def _status(entry: Entry) -> str:
    goes_without_saying = entry.status is EntryStatus.OPEN or entry.is_invalid
    return "" if goes_without_saying else APPROVAL_STATUSES[entry.status]


def _times(entry: Entry) -> str:
    if entry.start is not None and entry.end is not None:
        return f"{clock_time(entry.start)} – {clock_time(entry.end)}"
    return without_times(entry)


def _on(frame: Interval, entry: Entry) -> tuple[int, int]:
    if entry.interval is None or entry.is_invalid:
        return entry.worked_seconds, 0
    return _seconds(frame, entry.worked_pieces()), _break_seconds(frame, entry.breaks)


def _running(view: WeekView, day: Date, frame: Interval, now: ZonedDateTime) -> Iterator[EntryRow]:
    state = view.sheet.state
    if isinstance(state, Idle) or not state.since < frame.end or not frame.start <= now:
        return
    mark, style = MARKS[view.sheet.clock_pending]
    on_break = "on a break" if isinstance(state, OnBreak) else ""
    kind = state.time_type.name if state.time_type and state.time_type.id != view.usual_type else ""
    yield EntryRow(
        day=day,
        known=None,
        times=f"{clock_time(state.since)} –      ",
        comes_from_yesterday=state.since < frame.start,
        goes_on_tomorrow=now >= frame.end,
        worked_seconds=_seconds(frame, state.worked_pieces(now)),
        break_seconds=_break_seconds(frame, state.all_breaks(now)),
        kind=" · ".join(part for part in (on_break, kind) if part),
        assignment=state.assignment.label,
        note=state.note,
        mark=mark,
        mark_style=style,
        is_locked=False,
    )


def _break_seconds(frame: Interval, breaks: Sequence[Break]) -> int:
    return _seconds(frame, [pause.interval for pause in breaks])


def _seconds(frame: Interval, pieces: Sequence[Interval]) -> int:
    clipped = (piece.clipped(frame) for piece in pieces)
    return sum(piece.seconds for piece in clipped if piece)
