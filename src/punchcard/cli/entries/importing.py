"""`import`: the entries of a CSV file, saved after a look at what would become of each line."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from punchcard.cli.context import Context, Result
from punchcard.cli.delivery.delivering import deliver_all, told_of, what_waits
from punchcard.cli.delivery.sessions import get_ready, in_session
from punchcard.cli.options import add_wait
from punchcard.cli.tables import table
from punchcard.core.durations import format_duration
from punchcard.core.entries import Entry
from punchcard.core.moments import clock_time, day_in_words
from punchcard.core.refusals import Refusal, UsageError
from punchcard.core.text import one_line
from punchcard.services.imports.carrying_out import Fate, fate_of, rows_of, write_all_down
from punchcard.services.imports.planning import Planned, Wishes, plan
from punchcard.services.imports.table import COLUMNS, MOST_CHARACTERS
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxRow

STANDARD_INPUT = "-"
NOT_CONFIRMED = 3

_EPILOG = """\
Without --yes nothing is saved: every line is looked at, and said what would
become of it. With --yes all lines that can be saved are, and the others are
named with the reason.

A line that was saved before is never saved twice: the same file may be
imported again, once what was refused is mended, or after an interruption.

The first line names the columns, in any order; those that are not needed may
be left out. What `punch export --as csv` writes can be read back.
{columns}

example:
  person,day,start,end,on,note
  Ann Berger,2026-03-09,08:00,12:00,Northwind/Portal/Development,
  Ben Okafor,2026-03-09,08:30,12:15,Northwind/Portal/Testing,release

examples:
  punch import csv march.csv           (what would be saved)
  punch import csv march.csv --yes
  punch export --month last | punch import csv - --account practice --yes"""

_WORDS = {
    Fate.NEW: "would be saved",
    Fate.SAVED: "saved",
    Fate.ON_ITS_WAY: "on its way",
    Fate.NEEDS_YOU: "needs you",
    Fate.DONE_BEFORE: "saved before",
    Fate.REFUSED: "refused",
}


class SomeRefused(Refusal):
    """Lines that were not saved; the others were."""

    code = "some_refused"


class _Line(NamedTuple):
    """A line with what became of it."""

    planned: Planned
    fate: Fate
    rows: Sequence[OutboxRow]

    @property
    def why(self) -> str:
        """Why it is not saved, in sentences; empty where it is."""
        answers = (row.answer for row in self.rows if row.answer)
        wants_reason = self.fate in (Fate.REFUSED, Fate.NEEDS_YOU)
        return self.planned.problem or (next(answers, "") if wants_reason else "")

    @property
    def remarks(self) -> list[str]:
        """What the backend has said of what it has saved."""
        return [row.answer for row in self.rows if self.fate is Fate.SAVED and row.answer]


def configure(name: str, parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `import`."""
    del name
    width = max(map(len, COLUMNS)) + 2
    columns = "\n".join(f"  {column:{width}}{about}".rstrip() for column, about in COLUMNS.items())
    parser.epilog = _EPILOG.format(columns=columns)
    parser.add_argument("form", choices=("csv",), metavar="csv", help="what the file is")
    parser.add_argument("file", metavar="FILE", help="the file; - for standard input")
    parser.add_argument("--yes", action="store_true", help="save what can be saved")
    parser.add_argument(
        "--cut-at-midnight", action="store_true", help="save an entry over midnight as one for each day"
    )
    parser.add_argument("--again", action="store_true", help="save once more what was saved before")
    add_wait(parser)


def run(arguments: argparse.Namespace, context: Context) -> Result:
    """Say what would be saved, or save it and say what came of it."""
    body = _read(arguments.file)
    wishes = Wishes(arguments.cut_at_midnight, arguments.again)

    async def work(session: Session) -> Result:
        warnings = await get_ready(session, arguments.wait)
        found = await plan(session, body, wishes)
        if not arguments.yes:
            return _preview(session, found, warnings)
        write_all_down(session, found)
        context.kept.append(_counted(_lines(session, found)))
        return await _delivered(session, found, arguments.wait, warnings)

    return in_session(context, work, arguments)


async def _delivered(
    session: Session, found: Sequence[Planned], wait: float, warnings: tuple[str, ...]
) -> Result:
    delivered = await deliver_all(session, wait)
    mine = {change.id for planned in found for change in planned.changes}
    warnings += told_of(session, [row for row in delivered.rows if row.id not in mine])
    lines = _lines(session, found)
    is_open = any(line.fate in (Fate.ON_ITS_WAY, Fate.NEEDS_YOU) for line in lines)
    left = what_waits(session, delivered) if any(line.fate is Fate.ON_ITS_WAY for line in lines) else []
    if any(line.fate is Fate.NEEDS_YOU for line in lines):
        left.append("`punch outbox` shows what can be done about what needs you.")
    remarks = [f"Line {line.planned.line}: {remark}" for line in lines for remark in line.remarks]
    text = "\n".join([*_table(session, lines), "", _counted(lines), *remarks, *left])
    problem = _problem(lines)
    code = problem.exit_code if problem else NOT_CONFIRMED if is_open else 0
    return Result(text, _data(lines, [*warnings, *remarks]), code, warnings, problem)


def _preview(session: Session, found: Sequence[Planned], warnings: tuple[str, ...]) -> Result:
    lines = _lines(session, found)
    new = sum(line.fate is Fate.NEW for line in lines)
    how = f"Nothing was saved yet: add --yes to save {_entries(new)}." if new else "There is nothing to save."
    problem = _problem(lines)
    text = "\n".join([*_table(session, lines), "", _counted(lines), how])
    return Result(text, _data(lines, warnings), problem.exit_code if problem else 0, warnings, problem)


def _lines(session: Session, found: Sequence[Planned]) -> list[_Line]:
    lines: list[_Line] = []
    for planned in found:
        rows = [*planned.rows, *rows_of(session, planned)]
        lines.append(_Line(planned, fate_of(planned, rows), rows))
    return lines


def _table(session: Session, lines: Sequence[_Line]) -> list[str]:
    return table([_cells(session, line) for line in lines], right=frozenset({1, 5}))


def _cells(session: Session, line: _Line) -> list[str]:
    entry, person = line.planned.entry, line.planned.person
    count = len(line.planned.changes) + len(line.planned.rows)
    cut = f" as {count} entries" if count > 1 else ""
    why = f": {one_line(line.why)}" if line.why else ""
    return [
        "Line", str(line.planned.line), one_line(person.name, 30) if person else "",
        *(_when(entry, session) if entry else ("", "", "")),
        one_line(entry.assignment.label, 40) if entry else "", f"{_WORDS[line.fate]}{cut}{why}",
    ]  # fmt: skip


def _when(entry: Entry, session: Session) -> tuple[str, str, str]:
    """Day, times and length of an entry, as narrow as they can be."""
    day = day_in_words(entry.day, short=True, today=session.today())
    if entry.start is not None and entry.end is not None:
        times = f"{clock_time(entry.start)} – {clock_time(entry.end)}"
    else:
        times = "afternoon" if entry.afternoon else ""
    halves = {1: "½ day", 2: "1 day"}
    length = halves.get(entry.half_days or 0) or format_duration(entry.worked_seconds)
    return day, times, length


def _counted(lines: Sequence[_Line]) -> str:
    counts = Counter(line.fate for line in lines)
    said = [f"{counts[fate]:,} {_WORDS[fate]}" for fate in Fate if counts[fate]]
    total = "1 line" if len(lines) == 1 else f"{len(lines):,} lines"
    return f"{total}: {', '.join(said)}."


def _problem(lines: Sequence[_Line]) -> Refusal | None:
    refused = [line for line in lines if line.fate is Fate.REFUSED]
    if not refused:
        return None
    named = ", ".join(str(line.planned.line) for line in refused[:12])
    more = " and more" if len(refused) > 12 else ""
    which = f"Line {named} is" if len(refused) == 1 else f"Lines {named}{more} are"
    return SomeRefused(
        f"{which} refused. {_counted(lines)}",
        "Mend what is wrong in the file and import it again: what is saved already is not saved twice.",
    )


def _data(lines: Sequence[_Line], warnings: Sequence[str]) -> dict[str, Any]:
    counts = Counter(line.fate.value for line in lines)
    return {
        "lines": [_shape(line) for line in lines],
        "counts": {fate.value: counts[fate.value] for fate in Fate},
        "warnings": list(warnings),
    }


def _shape(line: _Line) -> dict[str, Any]:
    entry, person = line.planned.entry, line.planned.person
    ids = [change.id for change in line.planned.changes] or [row.id for row in line.rows]
    return {
        "line": line.planned.line,
        "person": person.name if person else None,
        "date": entry.day.format_iso() if entry else None,
        "duration": format_duration(entry.worked_seconds) if entry else None,
        "outcome": line.fate.value,
        "message": line.why or None,
        "items": ids,
    }


def _entries(count: int) -> str:
    return "1 line" if count == 1 else f"{count:,} lines"


def _read(name: str) -> bytes:
    """Read the file, or standard input."""
    if name != STANDARD_INPUT:
        try:
            with open(name, "rb") as file:
                return file.read(MOST_CHARACTERS * 4 + 1)
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            raise UsageError(
                f"{one_line(name, 200)} cannot be read: {reason}. Nothing was saved.", "Name a CSV file."
            ) from error
    if sys.stdin.isatty():
        raise UsageError("Nothing is piped in. Nothing was saved.", "`punch import csv - < FILE`.")
    return sys.stdin.buffer.read(MOST_CHARACTERS * 4 + 1)
