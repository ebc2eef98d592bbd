"""What is wrong or odd in the week, with the rule it goes by."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from whenever import Date

from punchcard.core.findings import Finding
from punchcard.core.moments import weekday_name
from punchcard.core.text import one_line
from punchcard.services.timesheet.week_view import SIGNS
from punchcard.tui.timesheet.day_rows import SEVERITY_STYLES
from punchcard.tui.widgets.row_list import RowList

SILENT = "–"
DAY_WIDTH = 7


class FindingsList(RowList):
    """One row for each finding; enter jumps to its day and its entry."""

    DEFAULT_CSS = """
    FindingsList { height: auto; max-height: 1fr; scrollbar-gutter: stable; }
    """

    HELP = """
    What is wrong or odd in this week: `!` serious, `▴` most likely wrong, `·` worth a look, `–` silenced in
    the configuration. Enter jumps to the day and the entry; `{timesheet.findings}` goes on to the next one.
    """

    findings: Sequence[Finding] = ()
    day: Date | None = None
    """The selected day; what was found in it stands out."""

    def lay_out(self, width: int) -> Sequence[Content]:
        """Draw the rows, each on as many lines as it needs."""
        return [_row(finding, width, is_here=finding.day == self.day) for finding in self.findings]


def sentence(finding: Finding) -> str:
    """The finding in words, with its paragraph."""
    text = one_line(finding.message)
    if finding.source and finding.source not in text:
        text += f" ({one_line(finding.source)})"
    if finding.silenced is not None:
        text += f" Silenced: {one_line(finding.silenced)}"
    return text


def _row(finding: Finding, width: int, *, is_here: bool) -> Content:
    day = f"{weekday_name(finding.day, short=True)} {finding.day.day:>2}".ljust(DAY_WIDTH)
    silent = finding.silenced is not None
    sign = SILENT if silent else SIGNS[finding.severity]
    style = "$foreground-disabled" if silent else SEVERITY_STYLES[finding.severity]
    words = Content(sentence(finding)).wrap(max(10, width - DAY_WIDTH - 2))
    text = "" if is_here and not silent else "$foreground-muted"
    lines = [
        Content.assemble(
            (day if at == 0 else " " * DAY_WIDTH, text),
            (f"{sign} " if at == 0 else "  ", style),
            line.rstrip().stylize(text) if text else line.rstrip(),
        )
        for at, line in enumerate(words)
    ]
    return Content("\n").join(lines)
