"""Export: the entries of a period, each once, as rows and as CSV that opens safely."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from whenever import ZonedDateTime

from punchcard.core.assignments import Dimension
from punchcard.core.csv_safety import neutralised
from punchcard.core.durations import format_duration
from punchcard.core.filters import matches
from punchcard.core.groups import Filters, Period
from punchcard.core.people import Person
from punchcard.services.fold import KnownEntry
from punchcard.services.reading.period_entries import period_entries
from punchcard.services.session import Session

_BEFORE = (
    "id", "person", "date", "start", "end", "duration", "duration_seconds", "break_seconds", "unit", "type",
    "category",
)  # fmt: skip
_AFTER = ("billable", "note", "status", "source")


class ExportRow(NamedTuple):
    """One entry."""

    person: str
    """Name of whoever's time it is."""
    known: KnownEntry


@dataclass(frozen=True, slots=True)
class Export:
    """Entries in order of people and time."""

    period: Period
    dimensions: tuple[Dimension, ...]
    """The backend's dimensions, and any others that an entry is booked on."""
    rows: tuple[ExportRow, ...]


async def read_export(session: Session, period: Period, people: Sequence[Person], filters: Filters) -> Export:
    """Read every entry that begins on a day of `period`, absences included.

    Raises:
        BackendError: The backend cannot be read.
    """
    names = {person.id: person.name for person in people}
    known = await period_entries(session, list(names), period, filters)
    filters = replace(filters, names=())
    rows = tuple(
        ExportRow(names[item.entry.person], item)
        for item in known
        if period.first <= item.entry.day <= period.last and matches(item.entry, filters)
    )
    dimensions = {d.id: d for d in await session.backend.directory.dimensions()}
    for row in rows:
        for reference in row.known.entry.assignment.references:
            dimensions.setdefault(reference.dimension, Dimension(reference.dimension, reference.dimension))
    return Export(period, tuple(dimensions.values()), rows)


def csv_text(export: Export) -> str:
    """Return CSV (RFC 4180) with a header; every cell is neutralised, see `punchcard.core.csv_safety`."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, lineterminator="\r\n")
    header = [*_BEFORE, *(d.name.casefold() for d in export.dimensions), *_AFTER]
    writer.writerow([neutralised(name) for name in header])
    for row in export.rows:
        writer.writerow([neutralised(cell) for cell in _cells(row, export.dimensions)])
    return lines.getvalue()


def _cells(row: ExportRow, dimensions: Sequence[Dimension]) -> list[str]:
    entry = row.known.entry
    kind = entry.time_type
    booked = {reference.dimension: reference.name for reference in entry.assignment.references}
    billable = entry.assignment.billable
    return [
        entry.id,
        row.person,
        entry.day.format_iso(),
        _moment(entry.start),
        _moment(entry.end),
        format_duration(entry.worked_seconds),
        str(entry.worked_seconds),
        str(entry.break_seconds),
        entry.unit.value,
        entry.lump_sum or (kind.name if kind else ""),
        kind.category.value if kind else "",
        *(booked.get(dimension.id, "") for dimension in dimensions),
        "" if billable is None else "yes" if billable else "no",
        entry.note,
        entry.status.value,
        entry.source.value,
    ]


def _moment(moment: ZonedDateTime | None) -> str:
    return "" if moment is None else moment.to_fixed_offset().format_iso(unit="second")
