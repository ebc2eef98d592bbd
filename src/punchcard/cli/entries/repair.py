"""`repair`: clocks that could not be saved."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Iterator
from typing import Any

from punchcard.backends.errors import BackendError
from punchcard.cli.asking import confirm
from punchcard.cli.context import Context, Result
from punchcard.cli.delivery.delivering import deliver_asked, deliver_rest
from punchcard.cli.delivery.patience import Patience
from punchcard.cli.delivery.sessions import in_session
from punchcard.cli.options import add_wait, identifier
from punchcard.cli.shapes import moment_shape
from punchcard.core.refusals import UsageError
from punchcard.core.text import one_line
from punchcard.services.entries.add_command import add_command
from punchcard.services.invalid_entries import (
    InvalidClock,
    book_again,
    invalid_clock,
    invalid_clocks,
    remove,
)
from punchcard.services.reading.refresh import refresh
from punchcard.services.session import Session

_ACTIONS = ("list", "again", "remove")


def configure(name: str, parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `repair`."""
    parser.epilog = (
        f"examples:\n"
        f"  punch {name}                  what could not be saved, and why\n"
        f"  punch {name} again 3fa9c1     remove it, and book what is free of what you worked\n"
        f"  punch {name} remove 3fa9c1    only remove it\n\n"
        f"McTime keeps a clock that it could not save, mostly over approved time, as an invalid entry that\n"
        f"counts nowhere; no other service does that. The id may be left out where there is one alone."
    )
    parser.add_argument("action", nargs="?", default="list", choices=_ACTIONS, metavar="ACTION",
                        help=f"one of {', '.join(_ACTIONS)} (default: list)")  # fmt: skip
    parser.add_argument(
        "id", nargs="?", type=identifier, metavar="ID", help="the clock, or the end of its id"
    )
    parser.add_argument("--yes", action="store_true", help="remove without asking")
    add_wait(parser)


def run(arguments: argparse.Namespace, context: Context) -> Result:
    """List what could not be saved, or mend it."""
    if arguments.action == "list" and arguments.id:
        raise UsageError("`punch repair list` takes no id.", f"Say `punch repair again {arguments.id}`.")

    async def work(session: Session) -> Result:
        warnings = await _read_anew(session, arguments.wait)
        if arguments.action == "list":
            return _list(session, warnings)
        broken = invalid_clock(session, arguments.id or "")
        if arguments.action == "again":
            mended = book_again(session, broken)
        else:
            what = f"Remove the clock of {broken.span(session.now())} for good, and book nothing?"
            confirm(context, what, yes=arguments.yes)
            mended = remove(session, broken)
        return await deliver_asked(session, context, [mended], arguments.wait, warnings)

    return in_session(context, work, arguments)


async def _read_anew(session: Session, wait: float) -> tuple[str, ...]:
    """Read this week again, however fresh it is: what was not saved has just been made of a clock."""
    warnings = await deliver_rest(session)
    if session.backend.info.immediate:
        return warnings
    try:
        session.news.extend(await Patience(session, wait).read(refresh(session)))
    except BackendError as error:
        return (*warnings, f"{error.message} Going on with what was known before.")
    return warnings


def _list(session: Session, warnings: tuple[str, ...]) -> Result:
    found = invalid_clocks(session)
    lines = [line for broken in found for line in _lines(session, broken)]
    data = {"items": [_shape(session, broken) for broken in found], "warnings": list(warnings)}
    return Result("\n".join(lines) or "There is nothing to repair.", data, warnings=warnings)


def _lines(session: Session, broken: InvalidClock) -> Iterator[str]:
    yield f"{broken.entry.id[-6:]}  {broken.explained(session.now())}"
    short = broken.entry.id[-6:]
    whose = f" --as {shlex.quote(one_line(session.person.name))}" if session.asked_by else ""
    if broken.free:
        spans = " and ".join(add_command(piece, session.now()) for piece in broken.free)
        yield f"        punch repair again {short}{whose}    removes it, and does: {spans}"
    yield f"        punch repair remove {short}{whose}   only removes it"


def _shape(session: Session, broken: InvalidClock) -> dict[str, Any]:
    """One of them as JSON; `free` is what `punch repair again` would book."""
    now = session.now()
    return {
        "id": broken.entry.id,
        "start": moment_shape(broken.meant.start),
        "end": moment_shape(broken.meant.end),
        "message": broken.explained(now),
        "in_ledger": broken.is_kept,
        "in_the_way": [
            {
                "id": one.id,
                "start": moment_shape(one.start),
                "end": moment_shape(one.end),
                "assignment": one.assignment.label or None,
                "status": one.status.value,
            }
            for one in broken.in_the_way
        ],
        "free": [
            {
                "start": moment_shape(piece.start),
                "end": moment_shape(piece.end),
                "duration_seconds": piece.worked_seconds,
                "command": add_command(piece, now),
            }
            for piece in broken.free
        ],
    }
