"""The seven days of a week: a row each, with numbers, a bar to scale, and marks for what was found."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import ceil

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from whenever import Date

from punchcard.core.durations import format_duration
from punchcard.core.findings import Finding, Severity
from punchcard.core.hours_scale import Cell, HoursScale
from punchcard.core.moments import weekday_name
from punchcard.services.timesheet.week_view import SIGNS, WORDS, DayView, WeekView
from punchcard.tui.text import fitted
from punchcard.tui.timesheet.columns import Columns
from punchcard.tui.widgets.row_list import CURSOR_WIDTH, RowList

FIRST_HOUR, LAST_HOUR = 7, 19
"""The bars show at least these hours, and more where a day is longer."""

CELLS_A_LABEL = 4
"""Room that a labelled hour needs."""

SHORTEST_WORDS = 6
"""Cells below which words beside a bar say nothing."""

TODAY, RUNNING = "◂", "●"
"""Signs behind the day: it is today, and the clock runs."""

REQUESTED = "? request"
"""Stands on days that a change is asked for."""

SEVERITY_STYLES = {
    Severity.SERIOUS: "bold $error",
    Severity.WARNING: "$warning",
    Severity.NOTE: "$foreground-muted",
}
_WORDS_STYLE = "italic $foreground-muted"
_CELL_STYLES = {Cell.GAP: "$foreground-disabled", Cell.WORK: "$primary", Cell.BREAK: "$warning"}


class DayRows(RowList):
    """A row a day; the selected day is the one whose entries are shown."""

    DEFAULT_CSS = """
    DayRows { height: 7; }
    """

    HELP = """
    The days of the week. `█` is worked time and `░` a break, on one scale for all days; at the right stands
    what is odd about a day: `!` serious, `▴` likely wrong, `·` worth a look; and `? request` where a change
    is asked for. Enter goes to its entries.
    """

    view: WeekView | None = None
    requested: Collection[Date] = ()
    """Days that a change is asked for and nobody has decided."""
    dimmed: Collection[Date] = ()
    """Days in which nothing fits the filter."""

    def lay_out(self, width: int) -> Sequence[Content]:
        """Draw the rows."""
        if self.view is None:
            return ()
        columns = Columns.of(width, has_breaks=have_breaks(self.view.days))
        first, last = hours_of(self.view.days)
        return [
            _row(day, columns, (first, last), _marks(day, self.requested), is_dim=day.day in self.dimmed)
            for day in self.view.days
        ]


class HoursAxis(Widget):
    """The hours above the bars of the days, as wide as they are."""

    DEFAULT_CSS = """
    HoursAxis { height: 1; }
    """

    view: reactive[WeekView | None] = reactive(None, always_update=True)
    """The week; None before one is known."""

    def render(self) -> Content:
        """Draw the hours."""
        width = self.content_size.width - CURSOR_WIDTH
        if self.view is None or width <= 0:
            return Content("")
        return Content.assemble(" " * CURSOR_WIDTH, axis(self.view.days, width))


def have_breaks(days: Sequence[DayView]) -> bool:
    """Whether a break is booked on any of them."""
    return any(day.break_seconds for day in days)


def hours_of(days: Sequence[DayView]) -> tuple[int, int]:
    """The hours that the bars of a week begin and end with, the same for every day."""
    first, last = FIRST_HOUR, LAST_HOUR
    for day in days:
        start = day.noon - 12 * 3600
        for piece in (*day.work, *day.breaks):
            first = min(first, (piece.start.timestamp() - start) // 3600)
            last = max(last, ceil((piece.end.timestamp() - start) / 3600))
    return max(0, first), min(24, last)


def axis(days: Sequence[DayView], width: int) -> Content:
    """The hours above the bars; nothing where there is none, as time is written down without clock times."""
    columns = Columns.of(width, has_breaks=have_breaks(days))
    first, last = hours_of(days)
    breaks = "break".rjust(columns.numbers - columns.gap) if columns.breaks else ""
    if any(day.worked_seconds for day in days) and not any(day.work or day.breaks for day in days):
        return Content.styled(breaks, "$foreground-disabled")
    line = [" "] * columns.bar
    cells_an_hour = columns.bar / (last - first)
    step = next((step for step in (1, 2, 3, 4, 6) if cells_an_hour * step >= CELLS_A_LABEL), 12)
    for hour in range(first + -first % step, last, step):
        column = round((hour - first) * cells_an_hour)
        if column + 2 <= columns.bar:
            line[column : column + 2] = f"{hour:02}"
    return Content.styled(breaks.ljust(columns.numbers) + "".join(line), "$foreground-disabled")


def marks_of(findings: Sequence[Finding]) -> Content:
    """The worst finding with its sign and word, and how many more there are."""
    if not findings:
        return Content("")
    worst = findings[0]
    more = f" +{len(findings) - 1}" if len(findings) > 1 else ""
    return Content.styled(
        f"{SIGNS[worst.severity]} {WORDS[worst.rule]}{more}", SEVERITY_STYLES[worst.severity]
    )


def _marks(day: DayView, requested: Collection[Date]) -> Content:
    """What was found; of a day that a change is asked for only how bad the worst of it is."""
    if day.day not in requested:
        return marks_of(day.findings)
    worst = day.findings[0].severity if day.findings else None
    found = Content.styled(f" {SIGNS[worst]}", SEVERITY_STYLES[worst]) if worst else Content("")
    return Content.assemble((REQUESTED, "$accent"), found)


def _row(day: DayView, columns: Columns, hours: tuple[int, int], marks: Content, *, is_dim: bool) -> Content:
    sign = RUNNING if day.is_running else TODAY if day.is_today else ""
    name = f"{weekday_name(day.day, short=True)} {day.day.day:>2} {sign}".ljust(columns.name)
    worked = format_duration(day.worked_seconds) if day.worked_seconds or day.is_running else "–"
    text = Content.assemble(
        (name, "bold" if day.is_today else ""),
        (
            worked.rjust(columns.worked),
            "bold $success" if day.is_running else "" if day.worked_seconds else "$foreground-muted",
        ),
        (columns.target_text(day.target_seconds), "$foreground-muted"),
        (columns.difference_text(day.difference_seconds), _difference_style(day)),
        (columns.breaks_text(day.break_seconds), "$foreground-muted"),
        " " * columns.gap,
        _bar(day, columns, hours, marks),
    )
    return text.stylize("$foreground-disabled") if is_dim else text


def _difference_style(day: DayView) -> str:
    if day.is_today or not day.difference_seconds:
        return "$foreground-muted"
    return "$warning" if day.difference_seconds < 0 else "$success"


def _bar(day: DayView, columns: Columns, hours: tuple[int, int], marks: Content) -> Content:
    """The bar and the marks; a day without work says in their place why, one with some of it beside it."""
    if not day.work and not day.breaks:
        room = columns.bar + (0 if marks else columns.marks)
        words = fitted(day.words, room)
        return Content.assemble((words, _WORDS_STYLE), "  " if marks else "", marks)
    first, last = hours
    # Reckoned from noon: where the clocks change in the night, the hours of work still stand in line.
    scale = HoursScale(day.noon + (first - 12) * 3600, (last - first) * 3600, columns.bar)
    work = "$success" if day.is_running else _CELL_STYLES[Cell.WORK]
    cells = scale.cells(day.work, day.breaks)
    runs = [Content.styled(glyph, work if cell is Cell.WORK else _CELL_STYLES[cell]) for cell, glyph in cells]
    if not day.words:
        return Content("").join([*runs, Content("  "), marks])
    return _with_words(runs, _free(cells), day.words, columns, marks)


def _free(cells: Sequence[tuple[Cell, str]]) -> tuple[int, int]:
    """Where the longer empty end of a bar begins and ends."""
    busy = [at for at, (cell, _) in enumerate(cells) if cell is not Cell.GAP] or [0]
    before, after = busy[0], len(cells) - busy[-1] - 1
    return (0, before) if before > after else (len(cells) - after, len(cells))


def _with_words(
    runs: list[Content], free: tuple[int, int], words: str, columns: Columns, marks: Content
) -> Content:
    """Write into the empty end of a bar what the day has beside work; on into the column of no `marks`."""
    begins, ends = free
    goes_on = ends == columns.bar and not marks
    room = ends - begins - 2 + (columns.marks if goes_on else 0)
    if room < SHORTEST_WORDS:
        said = Content.styled(fitted(words, columns.marks - 2).rstrip(), _WORDS_STYLE)
        return Content("").join([*runs, Content("  "), marks or said])
    said = Content.styled(fitted(words, room), _WORDS_STYLE)
    if begins == 0:
        return Content("").join([said, Content("  "), *runs[ends:], Content("  "), marks])
    return Content("").join([*runs[:begins], Content("  "), said, Content("" if goes_on else "  "), marks])
