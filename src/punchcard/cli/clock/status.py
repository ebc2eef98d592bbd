"""`status`, the thorough way: for help, and for whatever the fast way leaves to it."""

from __future__ import annotations

import argparse
import json
import os
from typing import TYPE_CHECKING

from punchcard.cli.context import Context, Result
from punchcard.core.refusals import UsageError
from punchcard.core.zones import in_zone
from punchcard.services.session import chosen_account
from punchcard.status.row import idle_row, seconds_since, status_at
from punchcard.status.text import UnknownPlaceholder, filled, line, prompt
from punchcard.store.store import Store

if TYPE_CHECKING:
    from punchcard.status.row import StatusRow


def configure(name: str, parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `status`."""
    parser.epilog = (
        f"examples:\n  punch {name} --prompt\n  punch {name} --format '{{state}} {{elapsed}} {{assignment}}'"
    )
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--format", metavar="TEXT", help="your own line, with {state}, {elapsed}, {today} …")
    group.add_argument("--prompt", action="store_true", help="a short segment for a shell prompt")


def run(arguments: argparse.Namespace, context: Context) -> Result:
    """Say what the store knows; never asks the backend."""
    if context.acting_as is not None:
        raise UsageError(
            "The status is that of your own clock, whoever is acted as.",
            "`punch today --as NAME` shows the clock of somebody else.",
        )
    now = context.clock()().timestamp()
    row = _row(context, now)
    status, pause = status_at(row, now), seconds_since(row["break_from"], now)
    if arguments.format is not None:
        try:
            return Result(filled(arguments.format, status), status)
        except UnknownPlaceholder as error:
            raise UsageError(str(error)) from error
    return Result(prompt(status, pause) if arguments.prompt else line(status, pause), status)


def _row(context: Context, now: int) -> StatusRow:
    config = context.config()
    account = chosen_account(config, context.account)
    if not os.path.exists(context.folders.data):
        return idle_row(account.name, account.backend, now)
    store = Store(context.folders.data, in_zone(context.clock()(), config.schedule.zone).date().format_iso())
    try:
        with store.read() as transaction:
            query = "SELECT body FROM status WHERE account = ?"
            found = transaction.connection.execute(query, (account.name,)).fetchone()
    finally:
        store.close()
    return json.loads(found["body"]) if found else idle_row(account.name, account.backend, now)
