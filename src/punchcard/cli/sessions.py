"""Commands that work on an account: opening it, and getting it ready."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from punchcard.backends.errors import BackendError
from punchcard.cli.context import Context, Result
from punchcard.config import Config
from punchcard.services.event_loop import finish
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
        await ensure_known(session)
    except BackendError as error:
        return (f"{error.message} Going on with what was known before.",)
    return ()


async def _work(context: Context, config: Config, work: Work) -> Result:
    session = await open_session(context.folders, config, context.clock(), context.account, context.acting_as)
    try:
        return await work(session)
    finally:
        await session.aclose()
