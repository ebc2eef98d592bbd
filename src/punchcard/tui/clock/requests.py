"""What the Clock screen asks of the engine: each returns what was done in a sentence, or refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from whenever import ZonedDateTime

from punchcard.services import clocking
from punchcard.services.overview import overview
from punchcard.services.session import Session

if TYPE_CHECKING:
    from punchcard.core.editing.room import OverlapChoice

Request = Callable[[Session], str]
"""Run on the engine's thread."""


def start(session: Session) -> str:
    """Clock in on what was worked on last."""
    last = overview(session).last_used
    return clocking.start(session, None, last.assignment, last.time_type).message


def take_break(session: Session) -> str:
    """Begin a break."""
    return clocking.take_break(session).message


def resume(session: Session) -> str:
    """End the break."""
    return clocking.resume(session).message


def stop_at(at: ZonedDateTime | None, of: str | None = None, choice: OverlapChoice | None = None) -> Request:
    """Clock out.

    Args:
        at: When; now by default.
        of: The entry id of the clock that is meant.
        choice: What becomes of the entries whose time it would take.
    """
    return lambda session: clocking.stop(session, at, of, choice).message


def stop_beside(at: ZonedDateTime, of: str) -> Request:
    """Clock out beside the entries whose time it would take.

    Args:
        at: When the work has ended.
        of: The entry id of the clock.
    """

    def request(session: Session) -> str:
        from punchcard.services.stopping_beside import stop_beside as does

        return does(session, at, of)

    return request


def sleep_was_break(since: ZonedDateTime, until: ZonedDateTime) -> Request:
    """Make a break of the time in which the machine slept."""

    def request(session: Session) -> str:
        clocking.take_break(session, since)
        return clocking.resume(session, until).message

    return request
