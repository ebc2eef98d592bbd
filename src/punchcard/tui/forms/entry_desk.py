"""What the forms of the timesheet ask of the world around them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from whenever import Date, ZonedDateTime

from punchcard.core.editing.room import OverlapChoice
from punchcard.core.entries import Entry
from punchcard.core.time_types import TimeType
from punchcard.services.timesheet.week import Timesheet
from punchcard.tui.forms.picker_model import Choices


class Desk(Protocol):
    """The clock, what is known, and where a change is asked for.

    Every method that is awaited may raise a refusal. Those that change something return what was done, in a
    sentence; `seen` is the entry as the person has seen it.
    """

    @property
    def choices(self) -> Choices:
        """Where the picker asks for what can be chosen."""
        ...

    def now(self) -> ZonedDateTime:
        """The current moment in the person's zone."""
        ...

    async def time_types(self) -> Sequence[TimeType]:
        """Return the time types, the usual one first."""
        ...

    async def week_of(self, day: Date) -> Timesheet:
        """Return the week that holds `day`, as it is known now."""
        ...

    async def save(self, entry: Entry, seen: Entry | None, choice: OverlapChoice | None) -> str:
        """Save a complete entry; `seen` is None for a new one."""
        ...

    async def split(self, seen: Entry, at: ZonedDateTime) -> str:
        """Split an entry in two."""
        ...

    async def move(self, seen: Entry, day: Date, choice: OverlapChoice | None) -> str:
        """Move an entry to another day."""
        ...
