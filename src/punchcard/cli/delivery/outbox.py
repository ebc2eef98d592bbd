"""`outbox`: what is on its way, what needs you, and the ledger of everything."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from whenever import Instant, ZonedDateTime

from punchcard.cli.asking import confirm
from punchcard.cli.context import Context, Result
from punchcard.cli.delivery.delivering import NOT_CONFIRMED, deliver_all, deliver_rest
from punchcard.cli.delivery.sessions import in_session
from punchcard.cli.options import identifier
from punchcard.cli.shapes import row_shape
from punchcard.cli.tables import table
from punchcard.core.changes import is_approval
from punchcard.core.moments import spoken
from punchcard.core.refusals import UsageError
from punchcard.core.text import one_line
from punchcard.core.zones import in_zone
from punchcard.services.entries.unsent_work import is_unsent_work
from punchcard.services.outbox.choices import drop, find_row, it_happened, send_again
from punchcard.services.outbox.knowledge import (
    asked_in_full,
    choices_in_words,
    there_now,
    why_hard,
)
from punchcard.services.outbox.unbooked import book_it_yourself
from punchcard.services.outbox.words import STATE_WORDS, row_in_words
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxRow

LIMIT = 50
"""How many rows `--all` shows where nothing else is said."""

MOST_ROWS = 100_000

_ACTIONS = ("list", "show", "retry", "confirm", "drop")


def configure(name: str, parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `outbox`."""
    parser.epilog = (
        f"examples:\n"
        f"  punch {name}                 what is not settled yet\n"
        f"  punch {name} list --all      everything you ever asked for\n"
        f"  punch {name} retry 3fa9c1    send it again\n"
        f"  punch {name} confirm 3fa9c1  you know that it happened\n"
        f"  punch {name} drop 3fa9c1     you do not want it any more"
    )
    parser.add_argument("action", nargs="?", default="list", choices=_ACTIONS, metavar="ACTION",
                        help=f"one of {', '.join(_ACTIONS)} (default: list)")  # fmt: skip
    parser.add_argument("id", nargs="?", type=identifier, metavar="ID", help="the item, or the end of its id")
    parser.add_argument("--all", action="store_true", help="list settled items too")
    parser.add_argument(
        "--limit", type=_limit, default=LIMIT, metavar="N", help="list at most N (default: 50)"
    )
    parser.add_argument("--yes", action="store_true", help="drop without asking")


def run(arguments: argparse.Namespace, context: Context) -> Result:
    """List or show items, or decide about one."""
    listing = arguments.action == "list"
    if listing and arguments.id:
        raise UsageError("`punch outbox list` takes no id.", f"Say `punch outbox show {arguments.id}`.")
    if not listing and not arguments.id:
        raise UsageError(f"`punch outbox {arguments.action}` needs an ID.", "`punch outbox` lists them.")

    async def work(session: Session) -> Result:
        if listing:
            return await _list(session, arguments)
        row = find_row(session, arguments.id)
        if arguments.action == "show":
            return _show(session, row)
        return await _decide(session, row, arguments, context)

    return in_session(context, work)


async def _list(session: Session, arguments: argparse.Namespace) -> Result:
    warnings = await deliver_rest(session)
    with session.store.read() as transaction:
        if arguments.all:
            rows = transaction.outbox.latest(session.account.name, arguments.limit)
        else:
            rows = transaction.outbox.unsettled(session.account.name)[: arguments.limit]
    shapes = [row_shape(row, _what(session, row)) for row in rows]
    nothing = (
        "Nothing was ever asked for." if arguments.all else "Nothing is on its way; everything is settled."
    )
    return Result("\n".join(_lines(session, rows)) or nothing, {"items": shapes}, warnings=warnings)


def _lines(session: Session, rows: Sequence[OutboxRow]) -> list[str]:
    return table([_cells(session, row) for row in rows])


def _cells(session: Session, row: OutboxRow) -> list[str]:
    made, what = _made(session, row), _what(session, row)
    return [row.id[-6:], made, what, STATE_WORDS[row.state], one_line(row.answer or "")]


def _show(session: Session, row: OutboxRow) -> Result:
    what, values = _what(session, row), asked_in_full(row)
    pairs = [
        ["id", row.id],
        ["asked for", f"{what}: {values}" if values else what],
        ["at", _made(session, row)],
        ["state", STATE_WORDS[row.state]],
        ["sent", {0: "not yet", 1: "once"}.get(row.attempts, f"{row.attempts} times")],
        ["answer", one_line(row.answer or "none")],
    ]
    shape = row_shape(row, what)
    if unbooked := book_it_yourself(session, row):
        pairs.append(["not booked", unbooked])
    if row.is_settled:
        return Result("\n".join(table(pairs)), shape)
    there, choices, short = there_now(session, row), choices_in_words(row), row.id[-6:]
    ways = [
        f"punch outbox retry {short}    {choices.send_again}",
        f"punch outbox confirm {short}  {choices.it_happened}",
        f"punch outbox drop {short}     {choices.drop}",
    ]
    if is_unsent_work(session, row):
        ways.insert(0, f"punch change {short} …        change it; it is sent as it is then")
    pairs += [["there now", one_line(there)], *zip(["you can", *[""] * len(ways)], ways, strict=False)]
    warnings = (hard,) if (hard := why_hard(row)) else ()
    return Result(
        "\n".join(table(pairs)), {**shape, "there": there, "choices": choices._asdict()}, warnings=warnings
    )


async def _decide(
    session: Session, row: OutboxRow, arguments: argparse.Namespace, context: Context
) -> Result:
    what = _what(session, row)
    if arguments.action == "drop":
        confirm(context, f"Drop the outbox item “{what}”?", yes=arguments.yes)
        drop(session, row)
    elif arguments.action == "confirm":
        it_happened(session, row)
    else:
        send_again(session, row)
    delivered = await deliver_all(session)
    with session.store.read() as transaction:
        now = transaction.outbox.find(row.id) or row
    # What the person has said themselves is not told to them again.
    says_more = now.answer and (not now.is_settled or arguments.action == "retry")
    answer = f" ({one_line(now.answer or '')})" if says_more else ""
    text = f"{what[:1].upper()}{what[1:]}: {STATE_WORDS[now.state]}{answer}."
    problem = f"\n{delivered.problem.message}" if delivered.problem and not now.is_settled else ""
    return Result(text + problem, row_shape(now, what), 0 if now.is_settled else NOT_CONFIRMED)


def _what(session: Session, row: OutboxRow) -> str:
    is_of_others = row.asked_by is not None or is_approval(row.change)
    return row_in_words(row, session.now(), _names(session) if is_of_others else None)


def _names(session: Session) -> dict[str, str]:
    from punchcard.services.approvals.inbox import known_people

    with session.store.read() as transaction:
        return {person.id: person.name for person in known_people(session, transaction).values()}


def _made(session: Session, row: OutboxRow) -> str:
    made: ZonedDateTime = in_zone(Instant.from_timestamp(row.made_at, unit="millisecond"), session.zone)
    return spoken(made, session.today())


def _limit(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text[:9]) <= MOST_ROWS:
        raise argparse.ArgumentTypeError(f"“{one_line(text, 40)}” is no number from 1 to 100000.")
    return int(text)
