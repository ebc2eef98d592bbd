"""A change request as lines: the day before and after on one scale, what changes, and what rules say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from punchcard.core.change_requests import ChangeRequest, IntervalChange
from punchcard.core.change_scale import Cells, ChangeCell, ChangeScale
from punchcard.core.durations import format_duration
from punchcard.core.findings import Finding, Severity
from punchcard.core.interval_sets import seconds_of
from punchcard.core.intervals import Interval
from punchcard.core.moments import clock_time, weekday_name
from punchcard.core.requested_days import DayPreview
from punchcard.core.requested_stretches import stretch_in_words
from punchcard.core.text import one_line
from punchcard.services.timesheet.week_view import SIGNS
from punchcard.tui.approvals.detail_view import DetailView
from punchcard.tui.timesheet.day_rows import SEVERITY_STYLES
from punchcard.tui.timesheet.findings_list import sentence

LABEL_WIDTH = 9
NUMBER_WIDTH = 8
VERB_WIDTH = 9
LONGEST_SCALE = 60
"""Cells; a longer line would only be harder to read."""

NOTE_LIMIT = 1000

_STYLES = {
    ChangeCell.GAP: "$foreground-disabled",
    ChangeCell.WORK: "$primary",
    ChangeCell.ADDED: "bold $success",
    ChangeCell.REMOVED: "bold $error",
}
PLUS, MINUS = "+", "\N{MINUS SIGN}"


def day_lines(view: DetailView, width: int) -> Iterator[Content]:
    """Return the lines of a change request for `width` cells."""
    request, preview = view.item, view.preview
    if not isinstance(request, ChangeRequest):
        return
    if preview is None:
        yield from _asked(request, width)
        yield from _note(request, width)
        return
    yield from _scale(view, request, preview, width)
    yield from _totals(view, preview, width)
    yield from _stretches(preview, width)
    yield from _note(request, width)
    yield from _rules(preview, width)
    yield from _rest(view, width)


def labelled(label: str, text: str, width: int, *, indent: int = LABEL_WIDTH) -> Iterator[Content]:
    """A muted label and a text that goes on below itself; nothing where there is no text."""
    if not text:
        return
    for at, line in enumerate(Content(text).wrap(max(10, width - indent))):
        yield Content.assemble(((label if at == 0 else "").ljust(indent), "$foreground-muted"), line.rstrip())


def _scale(view: DetailView, request: ChangeRequest, preview: DayPreview, width: int) -> Iterator[Content]:
    cells = max(12, min(LONGEST_SCALE, width - LABEL_WIDTH - NUMBER_WIDTH))
    scale = ChangeScale.of(preview, request.day, view.week.sheet.schedule.zone, cells)
    yield Content.styled(" " * LABEL_WIDTH + scale.hours, "$foreground-disabled")
    for label, line, stretches in (
        ("before", scale.before, preview.before), ("after", scale.after, preview.after),
    ):  # fmt: skip
        worked = format_duration(seconds_of(stretches)).rjust(NUMBER_WIDTH)
        yield Content.assemble(
            (label.ljust(LABEL_WIDTH), "$foreground-muted"),
            _cells(line),
            (worked, "bold" if label == "after" else ""),
        )


def _cells(line: Cells) -> Content:
    return Content.assemble(*((text, _STYLES[kind]) for kind, text in line))


def _totals(view: DetailView, preview: DayPreview, width: int) -> Iterator[Content]:
    """The difference below the two totals, and what is expected of the day."""
    cells = max(12, min(LONGEST_SCALE, width - LABEL_WIDTH - NUMBER_WIDTH))
    day = view.week.days[view.week.index_of(view.item.day)] if isinstance(view.item, ChangeRequest) else None
    target = f"of {format_duration(day.target_seconds)}" if day is not None and day.target_seconds else ""
    difference = format_duration(preview.difference_seconds, sign=True)
    style = "$success" if preview.difference_seconds > 0 else "$error" if preview.difference_seconds else ""
    yield Content.assemble(
        " " * LABEL_WIDTH,
        (target.rjust(cells), "$foreground-muted"),
        (difference.rjust(NUMBER_WIDTH), f"bold {style}".strip()),
    )


def _note(request: ChangeRequest, width: int) -> Iterator[Content]:
    if request.note:
        yield from labelled("Note", f"“{one_line(request.note, NOTE_LIMIT)}”", width)


def _asked(request: ChangeRequest, width: int) -> Iterator[Content]:
    """What was asked for, where it is decided already: the day has changed since."""
    yield from _signed(
        [(each.interval, each.change is IntervalChange.ADD) for each in request.changes], "Asked to", width
    )


def _stretches(preview: DayPreview, width: int) -> Iterator[Content]:
    """What would be added and what removed, in words, in order of time."""
    changes = [(piece, True) for piece in preview.added] + [(piece, False) for piece in preview.removed]
    if not changes:
        yield from labelled("", "This changes nothing: the day is like that already.", width)
    yield from _signed(sorted(changes, key=_begins), "Asks to", width)


def _begins(change: tuple[Interval, bool]) -> int:
    return change[0].start.timestamp()


def _signed(changes: Sequence[tuple[Interval, bool]], label: str, width: int) -> Iterator[Content]:
    """A line for each stretch, with its sign and its length."""
    for at, (piece, is_added) in enumerate(changes):
        sign, verb, style = (PLUS, "add", "$success") if is_added else (MINUS, "remove", "$error")
        yield Content.assemble(
            ((label if at == 0 else "").ljust(LABEL_WIDTH), "$foreground-muted"),
            (f"{sign} ", f"bold {style}"),
            f"{verb.ljust(6)} {stretch_in_words(piece)}",
            (f"   {format_duration(piece.seconds)}", "bold"),
        ).truncate(width, ellipsis=True)


def _rules(preview: DayPreview, width: int) -> Iterator[Content]:
    """What would be wrong then and is not now, what stays wrong with other numbers, and what is mended."""
    appearing = [finding for finding in preview.appearing if finding.silenced is None]
    vanishing = [finding for finding in preview.vanishing if finding.silenced is None]
    before, after = ({(found.rule, found.day) for found in some} for some in (vanishing, appearing))
    lines = [("still" if (found.rule, found.day) in before else "breaks", found) for found in appearing]
    lines += [("mends", found) for found in vanishing if (found.rule, found.day) not in after]
    if not lines:
        yield Content.assemble(
            ("Rules".ljust(LABEL_WIDTH), "$foreground-muted"), ("✓ ", "$success"), "nothing changes"
        )
    for at, (what, finding) in enumerate(sorted(lines, key=_worst_first)):
        yield from _rule("Rules" if at == 0 else "", what, finding, width)


def _worst_first(line: tuple[str, Finding]) -> int:
    return ("breaks", "still", "mends").index(line[0])


def _rule(label: str, what: str, finding: Finding, width: int) -> Iterator[Content]:
    is_mended = what == "mends"
    sign, style = "✓", "$success"
    if not is_mended:
        sign, style = SIGNS[finding.severity], SEVERITY_STYLES[finding.severity]
    if what == "breaks" and finding.severity is Severity.NOTE:
        what = "brings"
    indent = LABEL_WIDTH + VERB_WIDTH
    for at, line in enumerate(Content(sentence(finding)).wrap(max(10, width - indent))):
        lead = (f"{sign} {what}".ljust(VERB_WIDTH), style) if at == 0 else (" " * VERB_WIDTH, "")
        yield Content.assemble(
            ((label if at == 0 else "").ljust(LABEL_WIDTH), "$foreground-muted"),
            lead,
            line.rstrip().stylize("$foreground-muted" if is_mended else ""),
        )


def _rest(view: DetailView, width: int) -> Iterator[Content]:
    if view.rest is not None:
        until = f"{weekday_name(view.rest.until.date(), short=True)} {clock_time(view.rest.until)}"
        yield from labelled(
            "Rest", f"{format_duration(view.rest.seconds)} until the next start, {until}", width
        )
