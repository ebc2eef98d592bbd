"""`split`, `move` and `duplicate`: time entries cut in two, moved, and booked once more."""

from __future__ import annotations

import argparse

from punchcard.cli.context import Context, Result
from punchcard.cli.delivery.delivering import deliver_asked
from punchcard.cli.delivery.second_look import look_around
from punchcard.cli.delivery.sessions import get_ready, in_session
from punchcard.cli.options import add_overlap, add_wait, identifier
from punchcard.core.editing.room import OverlapChoice
from punchcard.core.entries import Entry
from punchcard.core.spans import moment_after
from punchcard.core.when import parse_day_near
from punchcard.services.entries import by_hand as entries
from punchcard.services.entries.by_hand import EntryAsked
from punchcard.services.entries.seen_entries import find
from punchcard.services.session import Session

_EXAMPLES = {
    "split": "example: punch split 3fa9c1 12:00",
    "move": "examples:\n  punch move 3fa9c1 +1\n  punch move 3fa9c1 2026-03-12 --overlap trim",
    "duplicate": "examples:\n  punch duplicate 3fa9c1          (today)\n  punch duplicate 3fa9c1 fri",
}


def configure(name: str, parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command `name`."""
    parser.epilog = f"{_EXAMPLES[name]}\n\n`punch today` shows the ids."
    parser.add_argument("id", metavar="ID", type=identifier, help="the entry's id, or the end of it")
    if name == "split":
        parser.add_argument("at", metavar="AT", help="where to cut; by the clock after its start")
    else:
        parser.add_argument(
            "day",
            metavar="DAY",
            nargs="?" if name == "duplicate" else None,
            help="+1, -1, fri for the one of its week, today, 2026-03-11 …",
        )
        add_overlap(parser)
    add_wait(parser)


def run(arguments: argparse.Namespace, context: Context) -> Result:
    """Ask for it, deliver it, and say what came of it."""

    async def work(session: Session) -> Result:
        warnings = await get_ready(session, arguments.wait)
        asked = await _ask(session, arguments)
        return await deliver_asked(session, context, [asked], arguments.wait, warnings)

    return in_session(context, work, arguments)


async def _ask(session: Session, arguments: argparse.Namespace) -> EntryAsked:
    with session.store.read() as transaction:
        entry = find(session, transaction, arguments.id)
    if arguments.command == "split":
        await look_around(session, arguments.wait, entry.day, entry.last_day)
        return _split(session, entry, arguments.at)
    choice: OverlapChoice | None = arguments.overlap
    today = session.today()
    day = today
    if arguments.day is not None:
        day = parse_day_near(arguments.day, today, entry.day, session.week(entry.day))
    await look_around(session, arguments.wait, day)
    does = entries.move if arguments.command == "move" else entries.duplicate
    return does(session, entry.id, day, choice)


def _split(session: Session, entry: Entry, at: str) -> EntryAsked:
    now = session.now()
    # An entry without a start has no times to be read after; splitting it is refused with the reason.
    return entries.split(session, entry.id, moment_after(at, entry.start, now) if entry.start else now)
