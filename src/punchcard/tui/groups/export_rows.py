"""The groups, and the entries behind them, as files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from enum import Enum
from typing import Any, NamedTuple

from punchcard.core.assignments import Dimension
from punchcard.core.codec import entry_to_json
from punchcard.core.csv_safety import neutralised
from punchcard.core.durations import format_duration
from punchcard.core.entries import Entry
from punchcard.core.groups import Group
from punchcard.core.text import one_line
from punchcard.services.fold import KnownEntry
from punchcard.services.groups.bulk_plan import counted
from punchcard.services.groups.details import told_shape
from punchcard.services.groups.export import Export, ExportRow, csv_text
from punchcard.services.groups.export_file import write_new_file
from punchcard.services.groups.grouping import GroupedReport
from punchcard.services.session import Session
from punchcard.tui.groups.reading import read_kept
from punchcard.tui.groups.tree_model import walk

_SUMS = ("time", "seconds", "rounded_seconds", "billable_seconds", "entries")


class What(Enum):
    """What is written."""

    GROUPS = "groups"
    """In CSV a row for each innermost group, so that they add up; in JSON the whole tree."""
    ENTRIES = "entries"
    """The entries that the groups count."""


class Target(NamedTuple):
    """Where to write, and what."""

    what: What
    path: str
    """As it was typed; ends in .csv or .json."""

    @property
    def is_json(self) -> bool:
        """Whether JSON is written, not CSV."""
        return self.path.casefold().endswith(".json")


async def write(
    session: Session, report: GroupedReport, total: Group, target: Target, *, replace: bool
) -> str:
    """Write the file, and say so in a sentence. Runs on the engine's thread.

    Raises:
        FileIsThere: There is such a file, and it was not to be replaced.
        CannotWrite: It cannot be written.
        BackendError: The entries cannot be read.
    """
    if target.what is What.ENTRIES:
        entries = await read_kept(session, report)
        dimensions = tuple(await session.backend.directory.dimensions())
        text = entries_json(report, entries) if target.is_json else entries_csv(report, entries, dimensions)
        wrote = counted(len(entries))
    else:
        text = groups_json(report, total) if target.is_json else groups_csv(report, total)
        count = len(leaves(total))
        wrote = "1 group" if count == 1 else f"{count:,} groups"
    path = write_new_file(target.path, text.encode(), replace=replace)
    return f"Wrote {wrote} to {one_line(path)}."


def leaves(total: Group) -> list[tuple[Group, list[str]]]:
    """Return the innermost groups, each with the labels from the top down."""
    found: list[tuple[Group, list[str]]] = []
    labels: list[str] = []
    for group, depth in walk(total):
        labels[depth:] = [group.label]
        if not group.children:
            found.append((group, labels.copy()))
    return found


def groups_csv(report: GroupedReport, total: Group) -> str:
    """Return CSV (RFC 4180) with a row for each innermost group; every cell is neutralised."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow([neutralised(name) for name in (*report.by, *_SUMS)])
    for group, labels in leaves(total):
        missing = [""] * (len(report.by) - len(labels))
        writer.writerow([neutralised(cell) for cell in (*labels, *missing, *_sums(group))])
    return lines.getvalue()


def groups_json(report: GroupedReport, total: Group) -> str:
    """Return the tree as JSON; durations in seconds."""
    return _json(report, {"by": list(report.by), "total": _node(total)})


def entries_csv(report: GroupedReport, entries: Sequence[Entry], dimensions: Sequence[Dimension]) -> str:
    """Return the entries as `punch export` writes them."""
    names = {person.id: person.name for person in report.people}
    rows = tuple(ExportRow(names.get(entry.person, entry.person), KnownEntry(entry)) for entry in entries)
    return csv_text(Export(report.period, tuple(dimensions), rows))


def entries_json(report: GroupedReport, entries: Sequence[Entry]) -> str:
    """Return the entries as JSON, complete."""
    return _json(report, {"entries": [entry_to_json(entry) for entry in entries]})


def _json(report: GroupedReport, body: dict[str, Any]) -> str:
    frame = {"from": report.period.first.format_iso(), "to": report.period.last.format_iso()}
    return json.dumps({**frame, **body}, ensure_ascii=False, indent=2) + "\n"


def _node(group: Group) -> dict[str, Any]:
    return {
        "by": group.by or None,
        "key": group.key,
        "label": group.label,
        "seconds": group.seconds,
        "rounded_seconds": group.rounded_seconds,
        "billable_seconds": group.billable_seconds,
        "count": group.count,
        **told_shape(group),
        "children": [_node(child) for child in group.children],
    }


def _sums(group: Group) -> list[str]:
    optional = ("" if n is None else str(n) for n in (group.rounded_seconds, group.billable_seconds))
    return [
        format_duration(group.seconds),
        str(group.seconds),
        *optional,
        "" if group.count is None else str(group.count),
    ]
