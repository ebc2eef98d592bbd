"""Commands that work on an account: opening it, and getting it ready."""

from __future__ import annotations

import argparse
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar, cast

from punchcard.backends.errors import SHOWN_IS_OLD, BackendError, NotAllowed, Unreachable
from punchcard.cli.context import Context, Result
from punchcard.cli.options import WAIT_SECONDS
from punchcard.config import Config
from punchcard.core.refusals import Refusal
from punchcard.core.text import one_line
from punchcard.services.event_loop import at_most, finish
from punchcard.services.installed_backends import backend_factory
from punchcard.services.outbox.holding import abandoned_holds
from punchcard.services.reading.adoption import take_news
from punchcard.services.reading.refresh import ensure_known
from punchcard.services.session import Session, chosen_account, open_session

DoneT = TypeVar("DoneT")

Work = Callable[[Session], Awaitable[Result]]
"""What a command does with an open account."""


def in_session(context: Context, work: Work, arguments: argparse.Namespace | None = None) -> Result:
    """Open the account, do `work`, and close it again.

    Args:
        context: Where the command works.
        work: What it does.
        arguments: What was typed, for a command that writes something down.

    Raises:
        Refusal: The account cannot be opened, or `work` refuses.
    """
    config = context.config()
    account = chosen_account(config, context.account)
    immediate = backend_factory(account.backend).info.immediate
    return finish(_work(context, config, work, arguments), immediate=immediate)


async def get_ready(session: Session, wait: float = WAIT_SECONDS) -> tuple[str, ...]:
    """Read what has never been read, for at most `wait` seconds; 0 asks nobody but this machine.

    Returns:
        Warnings: a backend that cannot be reached is no reason to refuse a punch.
    """
    if session.backend.info.immediate:
        session.news.extend(await ensure_known(session))
        return ()
    from punchcard.cli.delivery.patience import NotAsked, Patience

    try:
        session.news.extend(await Patience(session, wait).read(ensure_known(session)))
    except NotAsked:
        return ()
    except NotAllowed as error:
        # Whose time may not even be seen has nothing that is known, and nothing to go on with.
        if session.asked_by is not None:
            raise
        return (_going_on(error),)
    except BackendError as error:
        return (_going_on(error),)
    return ()


def _going_on(error: BackendError) -> str:
    return f"{error.message} Going on with what was known before."


async def _work(context: Context, config: Config, work: Work, arguments: argparse.Namespace | None) -> Result:
    session = await _told(_opened(context, config), context, arguments)
    try:
        not_sent = abandoned_holds(session)
        result = await _said_too(_told(work(session), context, arguments), session, not_sent)
        return _with_news(_with_warnings(result, not_sent), take_news(session))
    finally:
        await session.aclose()


async def _told(done: Awaitable[DoneT], context: Context, arguments: argparse.Namespace | None) -> DoneT:
    """Wait for something; where the service cannot be read for it, say what became of what was asked for.

    A command that ends so shows nothing, and asks for nothing by itself.
    """
    try:
        return await done
    except BackendError as problem:
        problem.hint = problem.hint.replace(SHOWN_IS_OLD, "Say it again when that is over.")
        if arguments is not None:
            from punchcard.cli.delivery.unread import say_what_became

            say_what_became(problem, arguments, context)
        raise


async def _opened(context: Context, config: Config) -> Session:
    """Open the account; one that was never connected asks its service who the person is, for so long."""
    try:
        async with at_most(WAIT_SECONDS):
            return await open_session(
                context.folders, config, context.clock(), context.account, context.acting_as
            )
    except TimeoutError:
        account = chosen_account(config, context.account)
        title = backend_factory(account.backend).info.title
        raise Unreachable(
            f"{title} has not answered within {WAIT_SECONDS:g} seconds. The account {account.name} was never "
            "connected, so there is nothing to go on with; nothing was changed.",
            "Try again later; `punch doctor` shows what is wrong.",
        ) from None


async def _said_too(work: Awaitable[Result], session: Session, sentences: tuple[str, ...]) -> Result:
    """Do the work; where it is refused, what was not sent, or done elsewhere, is said with that, once."""
    try:
        return await work
    except Refusal as refusal:
        if session.asked_by is not None:
            # It is the account's own person who reads it.
            refusal.message = f"As {one_line(session.person.name, 60)}: {refusal.message}"
        said = (refusal.hint, *sentences, *take_news(session))
        refusal.hint = " ".join(part for part in said if part)
        raise


def _with_news(result: Result, adopted: tuple[str, ...]) -> Result:
    """Say what other devices did: as warnings, and for programs as `adopted`."""
    if not adopted:
        return result
    data = result.data
    if isinstance(data, dict):
        data = {**cast("dict[str, Any]", data), "adopted": list(adopted)}
    return _with_warnings(result._replace(data=data), adopted)


def _with_warnings(result: Result, sentences: tuple[str, ...]) -> Result:
    if not sentences:
        return result
    data = result.data
    if isinstance(data, dict):
        shape = cast("dict[str, Any]", data)
        data = {**shape, "warnings": [*sentences, *shape.get("warnings", [])]}
    return result._replace(data=data, warnings=(*sentences, *result.warnings))
