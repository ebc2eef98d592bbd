"""What the Timesheet screen is told. Every message names a fact; the screen renders the values in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from whenever import Date

    from punchcard.core.change_requests import ChangeRequest
    from punchcard.core.people import Person
    from punchcard.core.refusals import Refusal
    from punchcard.core.weeks import Week
    from punchcard.services.timesheet.week_view import WeekView


@dataclass
class TimesheetRead(Message):
    """A week is known."""

    wanted: Wanted
    view: WeekView


@dataclass
class TimesheetFailed(Message):
    """A week cannot be read now."""

    wanted: Wanted
    refusal: Refusal


@dataclass
class BalanceRead(Message):
    """The balance at the end of a week is known."""

    wanted: Wanted
    words: str
    """Empty where none is kept."""


@dataclass
class RequestsRead(Message):
    """What the person has asked for in a week, and nobody has decided, is known."""

    wanted: Wanted
    requests: Mapping[Date, ChangeRequest]


class SelectionChanged(Message):
    """Another day or another entry is selected, or the selected one has changed."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose week is to be shown."""

    week: Week
    person: Person | None = None
    """None for the account's own person."""
