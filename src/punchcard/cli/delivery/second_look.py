"""A punch that does not fit what is known here: another device may have punched since that was read."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from whenever import Date

from punchcard.backends.errors import BackendError
from punchcard.core.clock_rules import AlreadyOnBreak, AlreadyRunning, NotOnBreak, NotRunning, TooEarly
from punchcard.core.entries import Entry
from punchcard.core.overlaps import Overlap
from punchcard.services.session import Session

AskedT = TypeVar("AskedT")

_MAY_BE_OLD = (AlreadyRunning, AlreadyOnBreak, NotRunning, NotOnBreak, TooEarly, Overlap)
"""What a person is refused with because of the clock, or of the entries, as they are known."""


async def with_second_look(session: Session, wait: float, ask: Callable[[], Awaitable[AskedT]]) -> AskedT:
    """Ask for a punch; where it does not fit what is known, read that again and ask once more.

    Args:
        session: The account.
        wait: For how many seconds the service may be read; 0 for not at all.
        ask: Checks the punch and writes it down, or refuses and changes nothing.

    Raises:
        Refusal: It does not fit what there is either.
    """
    try:
        return await ask()
    except _MAY_BE_OLD as refusal:
        # What other commands have punched on a clock that is kept here is known at once.
        if session.backend.info.kept_clock is not None and not isinstance(refusal, Overlap):
            raise
        if session.backend.info.immediate or wait <= 0 or not await _looked(session, wait):
            raise
    return await ask()


async def look_first(session: Session, wait: float, looking: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Read what may be saved over; where that cannot be done, what is known has to do.

    Args:
        session: The account.
        wait: For how many seconds the service may be read; 0 for not at all.
        looking: Reads it.
    """
    if wait <= 0:
        return
    from contextlib import suppress

    from punchcard.cli.delivery.patience import Patience

    # It is looked at once more before it is sent: what cannot be read now is waited for then.
    with suppress(BackendError):
        await Patience(session, wait).read(looking())


async def look_around(session: Session, wait: float, *days: Date) -> None:
    """Read the days around an entry that is to be saved, where the vendor removes what it overlaps."""
    if not session.backend.info.overwrites:
        return
    from punchcard.services.entries import overwriting

    await look_first(session, wait, lambda: overwriting.look_around(session, *days))


async def look_at_the_rules(session: Session, wait: float, entry: Entry, *, cut: bool = False) -> None:
    """Say what the service would refuse an entry for, before it is asked for.

    Raises:
        WouldBeRefused: A rule is against it; nothing was asked for.
    """
    if session.backend.checks is None:
        return
    from punchcard.services.entries.objections import refuse_by_the_rules

    await look_first(session, wait, lambda: refuse_by_the_rules(session, entry, cut=cut))


async def _looked(session: Session, wait: float) -> bool:
    """Read the clock and this week; False where the service cannot be read."""
    from punchcard.cli.delivery.patience import Patience
    from punchcard.services.reading.refresh import refresh

    try:
        session.news.extend(await Patience(session, wait).read(refresh(session)))
    except BackendError:
        return False
    return True
