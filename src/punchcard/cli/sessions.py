"""Commands that work on an account: opening it, and getting it ready."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, cast

from punchcard.backends.errors import BackendError
from punchcard.cli.context import Context, Result
from punchcard.config import Config
from punchcard.core.refusals import Refusal
from punchcard.services.adoption import take_news
from punchcard.services.event_loop import finish
from punchcard.services.holding import abandoned_holds
from punchcard.services.installed_backends import backend_factory
from punchcard.services.refresh import ensure_known
from punchcard.services.session import Session, chosen_account, open_session

Work = Callable[[Session], Awaitable[Result]]
"""What a command does with an open account."""


def in_session(context: Context, work: Work) -> Result:
    """Open the account, do `work`, and close it again.

    Raises:
        Refusal: The account cannot be opened, or `work` refuses.
    """
    config = context.config()
    account = chosen_account(config, context.account)
    immediate = backend_factory(account.backend).info.immediate
    return finish(_work(context, config, work), immediate=immediate)


async def get_ready(session: Session) -> tuple[str, ...]:
    """Read what has never been read.

    Returns:
        Warnings: a backend that cannot be reached is no reason to refuse a punch.
    """
    try:
        session.news.extend(await ensure_known(session))
    except BackendError as error:
        return (f"{error.message} Going on with what was known before.",)
    return ()


async def _work(context: Context, config: Config, work: Work) -> Result:
    session = await open_session(context.folders, config, context.clock(), context.account, context.acting_as)
    try:
        not_sent = abandoned_holds(session)
        result = await _said_too(work(session), session, not_sent)
        return _with_news(_with_warnings(result, not_sent), take_news(session))
    finally:
        await session.aclose()


async def _said_too(work: Awaitable[Result], session: Session, sentences: tuple[str, ...]) -> Result:
    """Do the work; where it is refused, what was not sent, or done elsewhere, is said with that, once."""
    try:
        return await work
    except Refusal as refusal:
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
