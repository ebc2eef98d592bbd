"""Grouped time as people read it in a terminal, and as programs do."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import Any

from rich.cells import cell_len, set_cell_size

from punchcard.cli.tables import table
from punchcard.core.durations import duration_in_words, format_duration
from punchcard.core.groups import Group, Period
from punchcard.core.moments import day_in_words
from punchcard.services.groups.details import details_in_words, has_revenue, money, told_shape
from punchcard.services.groups.grouping import GroupedReport

WIDEST_BAR = 24
NARROWEST_BAR = 4
NARROWEST_LABEL = 12
_STEPS = " ▏▎▍▌▋▊▉"
_FULL = "█"


def report_text(
    report: GroupedReport, top: Group, label: str, depth: int | None = None, *, details: bool = False
) -> str:
    """Return the tree below `top`, itself as the last line.

    Bars stand for the share of the group above. They are drawn in a terminal alone, as wide as it has room.
    """
    title = _period_in_words(report.period) + (f" · {report.words}" if report.words else "")
    others = [person.name for person in report.people]
    if len(others) > 1 and not report.is_of_team:
        title += f" · {len(others)} people"
    notes = _notes(report)
    if top.is_empty:
        return "\n".join([title, "", "Nothing was booked in this period.", *notes])
    nodes = [*_below(top, 0, depth), (top, top, -1)]
    rows = [_header(report, top)]
    for node, above, level in nodes:
        name = label if level < 0 else "  " * level + node.label
        rows.append([name, *_figures(report, top, node), _percent(node, above)])
    lines = _with_bars(rows, [_share(node, above) for node, above, _ in nodes])
    if details:
        told = ["", *(_indented(details_in_words(node), level + 2) for node, _, level in nodes)]
        lines = [each for pair in zip(lines, told, strict=True) for each in pair if each]
    return "\n".join([title, "", *lines, *([""] if notes else []), *notes])


def report_shape(report: GroupedReport, top: Group, label: str, depth: int | None = None) -> dict[str, Any]:
    """The tree as JSON: durations in seconds, `share` of the group above from 0 to 1.

    `rounded_seconds` is null where nothing is rounded, `billable_seconds` where no entry says whether it is.
    """
    told = {} if report.is_computed_here else {"revenue": top.revenue}
    whole = {**group_shape(top, top, depth), "label": label, **told}
    return {
        "from": report.period.first.format_iso(),
        "to": report.period.last.format_iso(),
        "by": list(report.by),
        "filters": report.words or None,
        "people": [{"id": person.id, "name": person.name} for person in report.people],
        "round_minutes": report.rounding or None,
        "groups": whole.pop("children"),
        "total": whole,
        "absences_left_out_seconds": report.absences_left_out,
        "running_seconds": report.running_seconds,
    }


def group_shape(group: Group, above: Group, depth: int | None = None) -> dict[str, Any]:
    """One node with what is below it."""
    below = () if depth == 0 else group.children
    return {
        "by": group.by or None,
        "key": group.key,
        "label": group.label,
        "seconds": group.seconds,
        "rounded_seconds": group.rounded_seconds,
        "worked_seconds": group.worked_seconds,
        "absence_seconds": group.absence_seconds,
        "billable_seconds": group.billable_seconds,
        "count": group.count,
        "share": round(_share(group, above), 6),
        **told_shape(group),
        "children": [group_shape(child, group, None if depth is None else depth - 1) for child in below],
    }


def _indented(text: str, level: int) -> str:
    return f"{'  ' * level}{text}" if text else ""


def bar(share: float, width: int) -> str:
    """Return a bar of `width` columns, in eighths of one."""
    eighths = round(min(max(share, 0.0), 1.0) * width * len(_STEPS))
    if share > 0:
        eighths = max(eighths, 1)
    full, rest = divmod(eighths, len(_STEPS))
    return _FULL * full + _STEPS[rest].strip()


def _below(group: Group, level: int, depth: int | None) -> Iterator[tuple[Group, Group, int]]:
    if depth is not None and level >= depth:
        return
    for child in group.children:
        yield child, group, level
        yield from _below(child, level + 1, depth)


def _header(report: GroupedReport, top: Group) -> list[str]:
    rounded = ["rounded", "exact"] if report.rounding else ["time"]
    billable = ["billable"] if top.billable_seconds is not None else []
    entries = ["entries"] if top.count is not None else []
    revenue = ["revenue"] if has_revenue(top) else []
    return [" › ".join(report.levels), *rounded, *billable, *revenue, *entries, "share"]


def _figures(report: GroupedReport, top: Group, node: Group) -> list[str]:
    figures = [format_duration(node.rounded_seconds or 0)] if report.rounding else []
    figures.append(format_duration(node.seconds))
    if top.billable_seconds is not None:
        figures.append("" if node.billable_seconds is None else format_duration(node.billable_seconds))
    if has_revenue(top):
        figures.append(money(node.revenue))
    return figures if top.count is None else [*figures, f"{node.count or 0:,}"]


def _with_bars(rows: list[list[str]], shares: list[float]) -> list[str]:
    right = frozenset(range(1, len(rows[0])))
    if not sys.stdout.isatty():
        return table(rows, right=right)
    columns = _terminal_columns()
    figures = max(map(cell_len, table([row[1:] for row in rows], right=frozenset(range(len(rows[0]) - 1)))))
    labels = max(NARROWEST_LABEL, columns - figures - 2)
    for row in rows:
        row[0] = row[0] if cell_len(row[0]) <= labels else set_cell_size(row[0], labels - 1) + "…"
    lines = table(rows, right=right)
    room = min(WIDEST_BAR, columns - max(map(cell_len, lines)) - 2)
    if room < NARROWEST_BAR:
        return lines
    bars = ["", *(bar(share, room) for share in shares)]
    bars[-1] = ""
    return [f"{line}  {drawn}".rstrip() for line, drawn in zip(lines, bars, strict=True)]


def _notes(report: GroupedReport) -> list[str]:
    notes: list[str] = []
    if report.absences_left_out:
        words = duration_in_words(report.absences_left_out)
        notes.append(f"Not counted: {words} of absences; --absences counts them.")
    if report.running_seconds is not None:
        notes.append(
            f"Not counted yet: the running clock, {duration_in_words(report.running_seconds)} so far."
        )
    if report.remark:
        notes.append(report.remark)
    return notes


def _period_in_words(period: Period) -> str:
    if period.first == period.last:
        return day_in_words(period.first)
    return f"{day_in_words(period.first)} – {day_in_words(period.last)}"


def _share(node: Group, above: Group) -> float:
    return node.seconds / above.seconds if above.seconds else 0.0


def _percent(node: Group, above: Group) -> str:
    return f"{_share(node, above):.0%}" if above.seconds else ""


def _terminal_columns() -> int:
    try:
        return int(os.environ.get("COLUMNS", "")) or os.get_terminal_size().columns
    except (ValueError, OSError):
        return 80
