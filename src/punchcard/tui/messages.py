"""What the engine tells the app. Every message names a fact; screens render the values in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from whenever import ZonedDateTime

    from punchcard.core.refusals import Refusal
    from punchcard.services.invalid_entries import InvalidClock
    from punchcard.services.overview import Overview
    from punchcard.services.reading.connection_state import ConnectionState
    from punchcard.services.repair import Proposal


@dataclass
class EngineFailed(Message):
    """The account could not be opened; the app cannot go on."""

    refusal: Refusal


@dataclass
class EngineBroke(Message):
    """The engine met a mistake of this program; the app cannot go on."""

    error: BaseException


@dataclass
class OverviewChanged(Message):
    """What is known of the clock, the day and the week has changed."""

    overview: Overview
    proposals: tuple[Proposal, ...] = ()
    """Likely ends of a clock that was never stopped; empty where there is none."""
    invalid: tuple[InvalidClock, ...] = ()
    """Clocks that could not be saved, the oldest first."""

    def can_replace(self, message: Message) -> bool:
        """Only the newest overview is worth showing."""
        return isinstance(message, OverviewChanged)


@dataclass
class RequestAccepted(Message):
    """What was asked for is safely on disk."""

    sentence: str


@dataclass
class RequestRefused(Message):
    """What was asked for is not done; nothing was changed."""

    refusal: Refusal


@dataclass
class ConnectionChanged(Message):
    """How the account's service answers has changed."""

    state: ConnectionState

    def can_replace(self, message: Message) -> bool:
        """Only the newest state is worth showing."""
        return isinstance(message, ConnectionChanged)


@dataclass
class Told(Message):
    """Something has happened that nobody has asked for here: said once."""

    sentence: str
    is_problem: bool = False


@dataclass
class MachineSlept(Message):
    """The machine was asleep while the clock ran."""

    since: ZonedDateTime
    until: ZonedDateTime
