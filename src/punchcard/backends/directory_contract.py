"""The part of the adapter contract that is about people, their days, and what time can be booked on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from whenever import Date

    from punchcard.core.assignments import Dimension, Reference
    from punchcard.core.edit_lock import EditLock
    from punchcard.core.entries import Unit
    from punchcard.core.groups import Period
    from punchcard.core.people import Person
    from punchcard.core.targets import DayTarget
    from punchcard.core.time_types import TimeType
    from punchcard.core.work_times import WorkTimeDay


class DirectoryPort(Protocol):
    """People, time types, and what time can be booked on."""

    async def whoami(self) -> Person:
        """Return the person that the account belongs to."""
        ...

    async def people(self) -> Sequence[Person]:
        """Return everybody whose time the account may see, oneself included."""
        ...

    async def time_types(self) -> Sequence[TimeType]:
        """Return the time types that can be booked, the usual one first."""
        ...

    async def dimensions(self, person: str | None = None) -> Sequence[Dimension]:
        """Return the levels of the tree that time is booked on, from the top down.

        Args:
            person: Whose time; None for that of the account's own person. Most services book everybody's
                on the same levels.
        """
        ...

    async def choices(self, dimension: str, parents: Sequence[Reference]) -> Sequence[Reference]:
        """Return what can be chosen on one level below the chosen parents."""
        ...

    async def units(self, person: str) -> Sequence[Unit]:
        """Return what the person's entries may be written down in, the usual one first."""
        ...

    async def edit_lock(self, person: str) -> EditLock:
        """Return for how many days back the person may change entries without asking."""
        ...

    async def targets(self, person: str, period: Period) -> Sequence[DayTarget] | None:
        """Return what is expected on each day of `period`, in their order, in seconds of work.

        Holidays and absences are taken off already, and named where they are: a holiday at least as
        `UNNAMED_HOLIDAY`, where `DaysPort` tells its name. None where the vendor keeps no
        targets, and a day without seconds where it keeps none for that: then the configuration says them.
        What is not known is never zero.
        """
        ...


class DaysPort(Protocol):
    """What a vendor keeps of people's days beside their entries and targets."""

    async def work_times(self, person: str, period: Period) -> Sequence[WorkTimeDay]:
        """Return the days of `period` on which somebody was at work, in order.

        They are told as they are kept: no work of their own, as the entries say what the time was worked on.
        """
        ...

    async def holidays(self, person: str, year: int) -> Mapping[Date, str]:
        """Return the names of the person's public holidays of a year; half ones say so."""
        ...


class TreePort(Protocol):
    """The tree that time is booked on, where it is kept here and may be changed."""

    async def add(self, dimension: str, parents: Sequence[Reference], name: str) -> Reference:
        """Add a node below the chosen parents, or return the one that already has this name."""
        ...

    async def rename(self, reference: Reference, name: str) -> Reference:
        """Give a node another name."""
        ...

    async def archive(self, reference: Reference) -> None:
        """Offer a node and all below it no more; what was booked on it stays."""
        ...


class NodesPort(Protocol):
    """Nodes of a level that nests (`Dimension.nests`), found without walking down to them."""

    async def called(self, dimension: str, text: str) -> Sequence[Reference]:
        """Return every node that may be seen whose name holds `text`, capitals aside, or whose id it is.

        Args:
            dimension: Id of the level.
            text: What was typed.
        """
        ...

    async def branches(self, nodes: Sequence[Reference]) -> Sequence[Sequence[Reference]]:
        """Return for each of `nodes` those from the top down to it, itself last, as far up as one may see."""
        ...
