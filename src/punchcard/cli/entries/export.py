"""`export`: the entries of a period as CSV or JSON."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Any

from punchcard.cli.context import Context, Result
from punchcard.cli.delivery.delivering import deliver_rest
from punchcard.cli.delivery.sessions import get_ready, in_session
from punchcard.cli.groups.command import add_filters
from punchcard.cli.periods import add_period, chosen_period
from punchcard.core.filters import parse_terms
from punchcard.core.refusals import Refusal, UsageError
from punchcard.core.text import one_line
from punchcard.services.groups.entry_filters import resolve_filters
from punchcard.services.groups.export import Export, read_export
from punchcard.services.groups.export_file import write_new_file
from punchcard.services.session import Session

STANDARD_OUTPUT = "-"

_EPILOG = """\
CSV: one row an entry, RFC 4180, UTF-8, lines end in CR LF. The columns:
  id, person, date (the day it begins on), start and end (ISO 8601 with offset,
  empty without clock times), duration (h:mm, breaks left out),
  duration_seconds, break_seconds, unit (times, hours, days), type, category,
  one column for each level that time is booked on (client, project, task),
  billable (yes, no or empty), note, status, source

  A cell that a spreadsheet could take for a formula, because it begins with
  = + - @, a tab or a line break, also behind white space or quotes, gets an
  apostrophe before it; so does a cell that begins with an apostrophe, and what
  stands like that behind a semicolon, a tab or a line break inside of a cell.
  Take one apostrophe away from the beginning of any cell, and one from behind
  each of these, and you have the original text.

JSON: {"ok": true, "data": {…, "entries": […]}}, with the text as it is.

An entry belongs to the day it begins on, so that the periods of several
exports never hold it twice. The running clock is not among them.

examples:
  punch export --month last > march.csv
  punch export --from 2026-01-01 --to 2026-03-31 --as json --output q1.json
  punch export --last year --filter client=Northwind --output northwind.csv"""


class OutputFailed(Refusal):
    """What was exported cannot be written."""

    code = "output_failed"


def configure(name: str, parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `export`."""
    del name
    parser.epilog = _EPILOG
    add_period(parser, "month")
    parser.add_argument("--as", dest="form", choices=("csv", "json"), metavar="FORM", help="csv or json")
    parser.add_argument("--output", metavar="FILE", help="write into this file (default: print it)")
    parser.add_argument("--force", action="store_true", help="replace FILE if it is there")
    add_filters(parser)


def run(arguments: argparse.Namespace, context: Context) -> Result:
    """Read the entries and write them."""
    to_file = arguments.output not in (None, STANDARD_OUTPUT)
    if context.as_json and not to_file and arguments.form == "csv":
        raise UsageError(
            "`--json` and `--as csv` contradict each other.", "Give --output FILE, or one of them."
        )
    if arguments.output == "":
        raise UsageError("An empty text is no file.", "Say --output FILE.")
    form = arguments.form or ("json" if context.as_json and not to_file else "csv")

    async def work(session: Session) -> Result:
        warnings = await get_ready(session)
        warnings += await deliver_rest(session)
        found = await _read(session, arguments)
        if not to_file and context.as_json:
            return Result(data=_data(found, warnings), warnings=warnings)
        body = _csv(found) if form == "csv" else _json(_data(found, warnings))
        if not to_file:
            _print(body)
            return Result(warnings=warnings)
        path = write_new_file(arguments.output, body, replace=arguments.force)
        words = f"Wrote {_counted(len(found.rows))} to {one_line(path)}."
        data = {"file": path, "form": form, "count": len(found.rows), "warnings": list(warnings)}
        return Result(words, data, warnings=warnings)

    return in_session(context, work)


async def _read(session: Session, arguments: argparse.Namespace) -> Export:
    period = chosen_period(session, arguments, "month")
    dimensions = await session.backend.directory.dimensions()
    terms = parse_terms(arguments.filters, dimensions)
    found = await resolve_filters(session, terms, period, arguments.people)
    return await read_export(session, period, found.people, found.filters)


def _data(found: Export, warnings: Sequence[str]) -> dict[str, Any]:
    from punchcard.cli.shapes import entry_shape

    entries: list[dict[str, Any]] = []
    for row in found.rows:
        entry = row.known.entry
        references = [
            {"dimension": r.dimension, "id": r.id, "name": r.name} for r in entry.assignment.references
        ]
        entries.append(
            {
                **entry_shape(row.known),
                "person": row.person,
                "date": entry.day.format_iso(),
                "unit": entry.unit.value,
                "half_days": entry.half_days,
                "category": entry.time_type.category.value if entry.time_type else None,
                "references": references,
                "billable": entry.assignment.billable,
                "source": entry.source.value,
            }
        )
    return {
        "from": found.period.first.format_iso(),
        "to": found.period.last.format_iso(),
        "entries": entries,
        "warnings": list(warnings),
    }


def _csv(found: Export) -> bytes:
    from punchcard.services.groups.export import csv_text

    return csv_text(found).encode("utf-8", "replace")


def _json(data: dict[str, Any]) -> bytes:
    import json

    # Half of a surrogate pair becomes the escape that JSON has for it.
    text = json.dumps({"ok": True, "data": data}, ensure_ascii=False) + "\n"
    return text.encode("utf-8", "backslashreplace")


def _print(body: bytes) -> None:
    """Print for a program, byte for byte; for a person without what would steer the terminal."""
    if sys.stdout.isatty():
        from punchcard.core.text import cleaned

        print(cleaned(body.decode()), end="")
        return
    try:
        sys.stdout.buffer.write(body)
        sys.stdout.flush()
    except OSError as error:
        # What is still to be flushed when the interpreter ends needs a place to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise OutputFailed(f"The output could not be written: {error.strerror}.") from error


def _counted(count: int) -> str:
    return "1 entry" if count == 1 else f"{count:,} entries"
