"""`in`, `break`, `resume`, `out` and `cancel`: driving the clock."""

from __future__ import annotations

import argparse

from punchcard.cli.context import Context, Result
from punchcard.cli.delivery.delivering import deliver_asked
from punchcard.cli.delivery.second_look import with_second_look
from punchcard.cli.delivery.sessions import get_ready, in_session
from punchcard.cli.options import (
    add_at,
    add_booking,
    add_overlap,
    add_wait,
    ask_or_take_back,
    chosen_assignment,
    chosen_type,
    moment,
    note_warnings,
)
from punchcard.core.assignments import NOTHING
from punchcard.core.text import one_line
from punchcard.services import clocking
from punchcard.services.session import Session

_EXAMPLES = {
    "in": "punch in --at 08:15 --on Northwind/Portal --note 'on the train'",
    "break": "punch break --at 12:00",
    "resume": "punch resume --at -5m",
    "out": "punch out --at 'yesterday 17:30'",
    "cancel": "punch cancel --yes",
}

_TIMED = {"break": clocking.take_break, "resume": clocking.resume}


def configure(name: str, parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command `name`."""
    parser.epilog = f"example: {_EXAMPLES[name]}"
    if name == "cancel":
        parser.add_argument("--yes", action="store_true", help="do not ask")
    else:
        add_at(parser, "when")
    if name == "out":
        add_overlap(parser)
    if name == "in":
        add_booking(parser)
        parser.add_argument("--again", action="store_true", help="take over what was booked on last")
    add_wait(parser)


def run(arguments: argparse.Namespace, context: Context) -> Result:
    """Punch, deliver it, and say what came of it."""

    async def work(session: Session) -> Result:
        warnings = () if _asks_nobody(session, arguments) else await get_ready(session, arguments.wait)
        if arguments.command == "in":
            warnings += note_warnings(arguments.note)
        if arguments.command == "out":
            await _look_at_what_would_go(session, arguments)
        asked = await with_second_look(session, arguments.wait, lambda: _asked(session, context, arguments))
        return await deliver_asked(session, context, [asked], arguments.wait, warnings)

    return in_session(context, work, arguments)


def _asks_nobody(session: Session, arguments: argparse.Namespace) -> bool:
    """Whether nobody need be asked for anything: the clock is kept here, and nothing of it is booked yet.

    Before the very first start it is: whether a clock is of any use goes by how time is written down.
    """
    if session.backend.info.kept_clock is None or arguments.command == "out":
        return False
    if arguments.command != "in":
        return True
    from punchcard.services.reading.person_terms import known_terms

    return known_terms(session, session.person.id) is not None


async def _asked(session: Session, context: Context, arguments: argparse.Namespace) -> clocking.Asked:
    if arguments.command == "in":
        return await _start(session, arguments)
    if arguments.command == "cancel":
        _confirm_cancel(session, context, yes=arguments.yes)
        return clocking.cancel(session)
    if arguments.command == "out":
        return clocking.stop(session, moment(session, arguments.at), choice=arguments.overlap)
    return _TIMED[arguments.command](session, moment(session, arguments.at))


async def _look_at_what_would_go(session: Session, arguments: argparse.Namespace) -> None:
    """Know the days that a stop lies in, where it may remove something."""
    if not session.backend.info.overwrites:
        return
    from punchcard.cli.delivery.second_look import look_first
    from punchcard.services.stopping import look_before_stop

    at = moment(session, arguments.at)
    await look_first(session, arguments.wait, lambda: look_before_stop(session, at))


async def _start(session: Session, arguments: argparse.Namespace) -> clocking.Asked:
    at = moment(session, arguments.at)
    time_type = await chosen_type(session, arguments)
    before = NOTHING
    if arguments.again:
        from punchcard.services.overview import overview

        last = overview(session).last_used
        before, time_type = last.assignment, time_type or last.time_type
    assignment = await chosen_assignment(session, arguments, before)
    assignment = before if assignment is None else assignment
    return await ask_or_take_back(
        session,
        arguments,
        lambda: clocking.start(session, at, assignment, time_type, arguments.note or ""),
    )


def _confirm_cancel(session: Session, context: Context, *, yes: bool) -> None:
    from punchcard.cli.asking import confirm
    from punchcard.core.clock import Running
    from punchcard.core.durations import duration_in_words
    from punchcard.core.moments import spoken
    from punchcard.services.overview import overview

    state, now = overview(session).state, session.now()
    if isinstance(state, Running):
        worked = duration_in_words(state.worked_seconds(now))
        note = f" (“{one_line(state.note, 40)}”)" if state.note else ""
        since = spoken(state.since, now.date())
        confirm(context, f"Throw away the clock since {since}{note} with {worked} of work?", yes=yes)
