"""What workers tell the panel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from textual.message import Message

from punchcard.core.clock import ClockState
from punchcard.core.people import Person
from punchcard.core.refusals import Refusal
from punchcard.services.presence import Drive, OnItsWay, WhoIsIn


@dataclass
class WhoRead(Message):
    """The backend has said who is clocked in."""

    who: WhoIsIn


@dataclass
class ReadingFailed(Message):
    """It could not be read."""

    refusal: Refusal


@dataclass
class Looked(Message):
    """What is on its way is known again."""

    asked: Mapping[str, OnItsWay]


@dataclass
class ClockRead(Message):
    """The clock that is to be driven is known."""

    person: Person
    what: Drive
    state: ClockState


@dataclass
class Driven(Message):
    """It was asked for."""

    person: Person
    sentence: str


@dataclass
class NotDriven(Message):
    """It was refused; nothing was asked for."""

    refusal: Refusal
