"""`sync`: delivering what is on its way, and reading what is new."""

from __future__ import annotations

import argparse
from typing import Any

from punchcard.backends.errors import BackendError
from punchcard.cli.context import Context, Result
from punchcard.cli.delivery.delivering import (
    CREDENTIALS,
    NOT_CONFIRMED,
    Delivered,
    deliver_all,
    told_of,
)
from punchcard.cli.delivery.patience import Patience
from punchcard.cli.delivery.sessions import in_session
from punchcard.cli.options import add_wait
from punchcard.cli.shapes import row_shape
from punchcard.core.refusals import Refusal
from punchcard.services.outbox.row_names import named_row
from punchcard.services.outbox.trying_again import try_again_now
from punchcard.services.outbox.waiting import why_waiting
from punchcard.services.reading.refresh import refresh
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxState


def configure(name: str, parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `sync`."""
    parser.epilog = f"example: punch {name}"
    add_wait(parser)


def run(arguments: argparse.Namespace, context: Context) -> Result:
    """Deliver, then read the clock and this week anew."""

    async def work(session: Session) -> Result:
        patience = Patience(session, arguments.wait)
        try_again_now(session)
        delivered = await deliver_all(session, arguments.wait)
        problem = delivered.problem
        try:
            session.news.extend(await patience.read(refresh(session, everything=True)))
        except BackendError as error:
            problem = problem or error
        why = why_waiting(session, delivered.open_rows, with_reason=problem is None)
        return _result(session, delivered, problem, why)

    return in_session(context, work)


def _result(session: Session, delivered: Delivered, problem: Refusal | None, why: str) -> Result:
    done, refused = delivered.of(OutboxState.CONFIRMED), delivered.of(OutboxState.REFUSED)
    needs_you = len(delivered.of(OutboxState.NEEDS_YOU))
    left = len(delivered.open_rows)
    sentences = [_counted(len(done), "delivered") if done else "Nothing was waiting to be delivered."]
    if left:
        sentences = [_counted(len(done), "delivered")] if done else []
    if left > needs_you:
        sentences.append(_counted(left - needs_you, "still on its way", "still on their way"))
    if needs_you:
        several = "items need" if needs_you > 1 else "item needs"
        sentences.append(f"{needs_you} outbox {several} you: see `punch outbox`.")
    sentences += told_of(session, delivered.rows)
    said = [*([problem.message] if problem else []), *([why] if why else [])]
    if left and not said and needs_you < left:
        said = ["The rest waits behind that." if needs_you else "There was no time left; sync again."]
    sentences += said
    if problem is None:
        sentences.append("The clock and this week were read anew.")
    data: dict[str, Any] = {
        "delivered": [row_shape(row, named_row(session, row)) for row in done],
        "refused": [row_shape(row, named_row(session, row)) for row in refused],
        "open": [row_shape(row, named_row(session, row)) for row in delivered.open_rows],
        "problem": problem.message if problem else None,
        "adopted": [],
    }
    return Result(" ".join(sentences), data, _exit_code(left, len(refused), problem))


def _exit_code(left: int, refused: int, problem: Refusal | None) -> int:
    if problem is not None and problem.exit_code == CREDENTIALS:
        return CREDENTIALS
    if left:
        return NOT_CONFIRMED
    return 1 if refused or problem else 0


def _counted(number: int, what: str, several: str | None = None) -> str:
    if number == 1:
        return f"1 outbox item is {what}."
    return f"{number} outbox items are {several or what}."
