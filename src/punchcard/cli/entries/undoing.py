"""`undo` and `redo`: taking back the last thing that was asked for, and doing it again."""

from __future__ import annotations

import argparse
from dataclasses import dataclass

from punchcard.cli.context import Context, Result
from punchcard.cli.delivery.delivering import deliver_asked
from punchcard.cli.delivery.sessions import get_ready, in_session
from punchcard.cli.options import add_wait
from punchcard.services.session import Session
from punchcard.services.undo import redo, undo


@dataclass(frozen=True, slots=True)
class Undone:
    """What takes something back, or does it again, safely in the outbox."""

    row_id: str
    message: str


def configure(name: str, parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command `name`."""
    parser.epilog = f"example: punch {name}"
    add_wait(parser)


def run(arguments: argparse.Namespace, context: Context) -> Result:
    """Take back the last thing or do it again, deliver that, and say what came of it."""
    does = {"undo": undo, "redo": redo}[arguments.command]

    async def work(session: Session) -> Result:
        warnings = await get_ready(session, arguments.wait)
        undone = Undone(*does(session))
        return await deliver_asked(session, context, [undone], arguments.wait, warnings)

    return in_session(context, work, arguments)
