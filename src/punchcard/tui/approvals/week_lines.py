"""The week around an item as lines: seven small rows, the totals, and what was found in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from punchcard.core.change_requests import ChangeRequest
from punchcard.core.durations import format_duration
from punchcard.core.findings import Finding, Severity
from punchcard.core.hours_scale import Cell, HoursScale
from punchcard.core.moments import weekday_name
from punchcard.core.pending_weeks import PendingWeek
from punchcard.services.timesheet.week_view import SIGNS, DayView, WeekView
from punchcard.tui.approvals.detail_view import DetailView
from punchcard.tui.approvals.entry_lines import entry_lines
from punchcard.tui.text import fitted
from punchcard.tui.timesheet.day_rows import SEVERITY_STYLES, hours_of, marks_of
from punchcard.tui.timesheet.findings_list import sentence
from punchcard.tui.timesheet.heading import week_number

NAME_WIDTH, WORKED_WIDTH, TARGET_WIDTH, DIFFERENCE_WIDTH, GAP = 9, 6, 10, 9, 3
MARKS_WIDTH = 15
LONGEST_BAR = 36
HERE = "◂"
"""Stands behind the day that a request is about."""

_CELL_STYLES = {Cell.GAP: "$foreground-disabled", Cell.WORK: "$primary", Cell.BREAK: "$warning"}
_COUNTS = {Severity.SERIOUS: "serious", Severity.WARNING: "likely wrong", Severity.NOTE: "worth a look"}


def week_lines(view: DetailView, width: int) -> Iterator[Content]:
    """The seven days with their bars, and what they add up to."""
    week, item = view.week, view.item
    here = item.day if isinstance(item, ChangeRequest) else None
    if isinstance(item, ChangeRequest):
        yield Content.styled(week_number(week.sheet.week), "$foreground-muted")
    for day in week.days:
        yield _day(view, day, width, is_here=day.day == here)
        if isinstance(item, PendingWeek):
            yield from entry_lines(item.entries, day, week.usual_type, width)
    worked, target = week.worked_seconds, week.target_seconds
    yield Content.assemble(
        " " * NAME_WIDTH,
        (format_duration(worked).rjust(WORKED_WIDTH), "bold"),
        (
            (f"of {format_duration(target)}".rjust(TARGET_WIDTH) if target is not None else ""),
            "$foreground-muted",
        ),
        (
            (
                format_duration(worked - target, sign=True).rjust(DIFFERENCE_WIDTH)
                if target is not None
                else ""
            ),
            "bold",
        ),
        " " * GAP,
        findings_in_words(week.counted, width - _numbers_width(week)) if here is None else "",
    ).truncate(width, ellipsis=True)


def findings_in_words(findings: Sequence[Finding], width: int) -> Content:
    """How many findings of each severity there are, each with its sign, and in words where there is room."""
    if not findings:
        return Content.styled("✓ nothing odd"[: None if width >= 13 else 1], "$foreground-muted")
    counts = [(severity, sum(found.severity is severity for found in findings)) for severity in _COUNTS]
    for has_words in (True, False):
        parts = [
            Content.styled(
                f"{SIGNS[severity]} {count} {_COUNTS[severity] if has_words else ''}".rstrip(),
                SEVERITY_STYLES[severity],
            )
            for severity, count in counts
            if count
        ]
        text = Content("  ").join(parts)
        if text.cell_length <= width:
            break
    return text


def finding_lines(findings: Sequence[Finding], width: int) -> Iterator[Content]:
    """The findings in sentences."""
    if findings:
        yield Content("")
    for finding in findings:
        day = f"{weekday_name(finding.day, short=True)} {finding.day.day:>2}".ljust(NAME_WIDTH - 2)
        for at, line in enumerate(Content(sentence(finding)).wrap(max(10, width - NAME_WIDTH))):
            first = at == 0
            yield Content.assemble(
                (day if first else " " * (NAME_WIDTH - 2), "$foreground-muted"),
                (f"{SIGNS[finding.severity]} " if first else "  ", SEVERITY_STYLES[finding.severity]),
                line.rstrip().stylize("$foreground-muted"),
            )


def _day(view: DetailView, day: DayView, width: int, *, is_here: bool) -> Content:
    name = f"{weekday_name(day.day, short=True)} {day.day.day:>2} {HERE if is_here else ''}"
    worked = format_duration(day.worked_seconds) if day.worked_seconds else "–"
    target = f"of {format_duration(day.target_seconds)}" if day.target_seconds else ""
    difference = "" if day.difference_seconds is None else format_duration(day.difference_seconds, sign=True)
    is_compared = view.week.target_seconds is not None
    return Content.assemble(
        (name.ljust(NAME_WIDTH), "bold" if is_here else ""),
        (worked.rjust(WORKED_WIDTH), "" if day.worked_seconds else "$foreground-muted"),
        (target.rjust(TARGET_WIDTH * is_compared), "$foreground-muted"),
        (difference.rjust(DIFFERENCE_WIDTH * is_compared), "$foreground-muted"),
        " " * GAP,
        _bar(view, day, width),
    ).truncate(width, ellipsis=True)


def _numbers_width(week: WeekView) -> int:
    """Cells before the bars: without targets there is nothing to compare with."""
    against = TARGET_WIDTH + DIFFERENCE_WIDTH if week.target_seconds is not None else 0
    return NAME_WIDTH + WORKED_WIDTH + against + GAP


def _bar(view: DetailView, day: DayView, width: int) -> Content:
    """The bar and the marks; a day without work says in their place why."""
    room = width - _numbers_width(view.week)
    bar = min(LONGEST_BAR, room - MARKS_WIDTH)
    if not day.work:
        return Content.styled(fitted(day.words, max(1, room)).rstrip(), "$foreground-muted")
    marks = marks_of(day.findings)
    if bar < 8:
        return marks
    first, last = hours_of(view.week.days)
    scale = HoursScale(day.noon - (12 - first) * 3600, (last - first) * 3600, bar)
    cells = ((text, _CELL_STYLES[kind]) for kind, text in scale.cells(day.work, day.breaks))
    return Content.assemble(*cells, "  ", marks)
