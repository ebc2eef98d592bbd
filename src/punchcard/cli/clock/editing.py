"""`edit`: changing the running clock."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from punchcard.cli.context import Context, Result
from punchcard.cli.delivery.delivering import deliver_asked
from punchcard.cli.delivery.second_look import with_second_look
from punchcard.cli.delivery.sessions import get_ready, in_session
from punchcard.cli.options import (
    add_at,
    add_booking,
    add_wait,
    ask_or_take_back,
    chosen_assignment,
    chosen_type,
    moment,
    note_warnings,
)
from punchcard.core.assignments import NOTHING, Assignment
from punchcard.core.clock import Idle
from punchcard.core.notes import checked_note
from punchcard.core.refusals import UsageError
from punchcard.services import clocking
from punchcard.services.session import Session


def configure(name: str, parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `edit`."""
    parser.epilog = f"example: punch {name} --at 07:55 --on Northwind/Portal"
    add_at(parser, "move the start to")
    add_booking(parser)
    add_wait(parser)


def run(arguments: argparse.Namespace, context: Context) -> Result:
    """Change the running clock, deliver that, and say what came of it."""
    booking = (arguments.type, arguments.on, arguments.billable, arguments.note)
    if arguments.at is None and not any(value is not None for value in booking):
        raise UsageError(
            "There is nothing to change.", "Give at least one of --at, --type, --on, --billable and --note."
        )

    async def work(session: Session) -> Result:
        warnings = await get_ready(session, arguments.wait) + note_warnings(arguments.note)
        # Before the start is moved, so that a note that is too long changes nothing at all.
        checked_note(arguments.note or "")
        time_type = await chosen_type(session, arguments)
        named = await chosen_assignment(session, arguments)

        def ask() -> list[clocking.Asked]:
            since, assignment = moment(session, arguments.at), named
            if arguments.on is None and named is not None:
                assignment = replace(_booked_on(session), billable=named.billable)
            steps: list[Callable[[], clocking.Asked]] = []
            if since is not None:
                steps.append(partial(clocking.adjust, session, since))
            if any(value is not None for value in booking):
                steps.append(lambda: clocking.update(session, assignment, time_type, arguments.note))
            return _what_changes(steps)

        asked = await with_second_look(
            session, arguments.wait, lambda: ask_or_take_back(session, arguments, ask)
        )
        return await deliver_asked(session, context, asked, arguments.wait, warnings)

    return in_session(context, work, arguments)


def _booked_on(session: Session) -> Assignment:
    """What the running clock is booked on."""
    from punchcard.services.overview import overview

    state = overview(session).state
    return NOTHING if isinstance(state, Idle) else state.assignment


def _what_changes(steps: Sequence[Callable[[], clocking.Asked]]) -> list[clocking.Asked]:
    """Ask for each step; one that changes nothing is only refused where none does."""
    asked: list[clocking.Asked] = []
    for number, step in enumerate(steps, start=1):
        try:
            asked.append(step())
        except clocking.SameAgain:
            if number == len(steps) and not asked:
                raise
    return asked
