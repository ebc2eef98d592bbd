"""The command line: from the arguments to one command, and from what it says to an exit code."""

from __future__ import annotations

import argparse
import os
import sqlite3
import sys
from collections.abc import Sequence

from punchcard import __version__
from punchcard.cli import output
from punchcard.cli.context import Context, Result
from punchcard.cli.parsing import module_of, parse
from punchcard.core.refusals import Refusal, UsageError
from punchcard.paths import ACCOUNT_VARIABLE, DEBUG_VARIABLE, folders

_DELIVER = "`punch sync` delivers it."

INTERRUPTED = 130
"""What to exit with after Ctrl-C, as shells expect it."""


NOT_CONFIRMED = 3
"""What to exit with when something is written down and not confirmed yet."""


class NotDelivered(Refusal):
    """What was asked for is written down; then the machine failed."""

    code = "not_delivered"
    exit_code = NOT_CONFIRMED


class Interrupted(Refusal):
    """Somebody pressed Ctrl-C."""

    code = "interrupted"
    exit_code = INTERRUPTED


def main(argv: Sequence[str]) -> int:
    """Run the command that `argv` (without the program's name) asks for, or the app where there is none.

    Returns:
        0 done, 1 refused, 2 usage, 3 accepted but not confirmed yet, 4 credentials, 5 not found or
        ambiguous, 130 interrupted.
    """
    output.prepare()
    as_json = "--json" in argv
    kept: list[str] = []
    arguments = argparse.Namespace(home=None, debug="--debug" in argv)
    try:
        arguments = parse(argv)
        as_json = arguments.json
        return output.show(_run(arguments, kept), as_json=as_json, kept=kept)
    except (Refusal, OSError, sqlite3.Error) as error:
        return output.show_refusal(_refusal(error, kept), as_json=as_json)
    except KeyboardInterrupt:
        return output.show_refusal(_interrupted(kept), as_json=as_json)
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else 0
    except Exception as error:
        # No traceback for a person; it stands in the log, and is printed for who has asked for it.
        from punchcard.cli.crashing import own_mistake

        mistake, traceback = own_mistake(folders(arguments.home), error, kept)
        if arguments.debug:
            output.show_warning(traceback)
        return output.show_refusal(mistake, as_json=as_json)


def _run(arguments: argparse.Namespace, kept: list[str]) -> Result:
    account = arguments.account or os.environ.get(ACCOUNT_VARIABLE) or None
    context = Context(folders(arguments.home), account, arguments.json, kept, arguments.acting_as)
    if arguments.debug or os.environ.get(DEBUG_VARIABLE):
        from punchcard.logs import start_logging

        start_logging(context.folders, debug=arguments.debug)
    if arguments.version:
        return Result(f"punchcard {__version__}", {"version": __version__})
    if arguments.command is None:
        return open_app(context)
    return module_of(arguments.command).run(arguments, context)


def open_app(context: Context, mode: str = "clock") -> Result:
    """Open the app on one of its screens: clock, timesheet or approvals.

    Raises:
        Refusal: There is no terminal, or the account cannot be opened.
    """
    if context.as_json:
        raise UsageError("`--json` goes with a command.", "`punch --help` lists all commands.")
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "The app needs a terminal, and there is none here.",
            "Give a command, such as `punch today`; `punch --help` lists all.",
        )
    from punchcard.tui.app import run_app

    return Result(
        exit_code=run_app(
            context.folders, context.config(), context.clock(), context.account, context.acting_as, mode
        )
    )


def _refusal(error: Refusal | OSError | sqlite3.Error, kept: Sequence[str]) -> Refusal:
    from punchcard.database.failures import StorageFailed, storage_failure

    refusal = error if isinstance(error, Refusal) else storage_failure(_place(error), error)
    if not (kept and isinstance(refusal, StorageFailed)):
        return refusal
    return NotDelivered(f"Written down and kept: {' '.join(kept)} {refusal.reason}", _DELIVER)


def _interrupted(kept: Sequence[str]) -> Interrupted:
    if not kept:
        return Interrupted(
            "Interrupted. What was stored before is kept.", "`punch today` shows what there is."
        )
    done = " ".join(kept)
    return Interrupted(f"Interrupted. Written down and kept: {done}", _DELIVER)


def _place(error: OSError | sqlite3.Error) -> str:
    name = error.filename if isinstance(error, OSError) else None
    return str(name) if name else "its files"
