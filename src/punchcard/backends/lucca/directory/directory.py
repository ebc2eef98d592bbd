"""People, time types, units and what time can be booked on, as far as the service tells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from punchcard.backends.lucca.directory.axes import LuccaAxes
from punchcard.backends.lucca.directory.people import LuccaPeople
from punchcard.backends.lucca.directory.targets import LuccaTargets
from punchcard.backends.lucca.entries.habits import LuccaHabits
from punchcard.core.assignments import Dimension, Reference
from punchcard.core.edit_lock import EditLock
from punchcard.core.entries import Unit
from punchcard.core.people import Person
from punchcard.core.targets import DayTarget
from punchcard.core.time_types import TimeType

if TYPE_CHECKING:
    from punchcard.core.groups import Period


class LuccaDirectory:
    """Names for everything."""

    def __init__(
        self, people: LuccaPeople, axes: LuccaAxes, habits: LuccaHabits, targets: LuccaTargets
    ) -> None:
        self._people, self._axes, self._habits, self._targets = people, axes, habits, targets

    async def whoami(self) -> Person:
        """Return the one person with the account's email or login; a key itself stands for nobody.

        Raises:
            BackendError: There is nobody like that, or not one alone.
        """
        return await self._people.whoami()

    async def people(self) -> Sequence[Person]:
        """Return oneself and whoever one manages."""
        return await self._people.people()

    async def time_types(self) -> Sequence[TimeType]:
        """Return the time types that are set or in use; plain work where none is."""
        return await self._habits.types()

    async def dimensions(self, person: str | None = None) -> Sequence[Dimension]:
        """Return the axes from parent to child; nothing where the person's time is booked on nothing."""
        is_booked = (await self._habits.of(person or await self._me())).is_booked
        return [] if is_booked is False else await self._axes.dimensions(required=bool(is_booked))

    async def choices(self, dimension: str, parents: Sequence[Reference]) -> Sequence[Reference]:
        """Return the active sections of an axis below the chosen ones."""
        return await self._axes.choices(dimension, parents)

    async def units(self, person: str) -> Sequence[Unit]:
        """Return the unit of the person's recent entries, or what is set; all where neither tells."""
        unit = (await self._habits.of(person)).unit
        return tuple(Unit) if unit is None else (unit,)

    async def edit_lock(self, person: str) -> EditLock:
        """Return none: what a timesheet that was handed in locks has nothing to do with its age."""
        del person
        return EditLock()

    async def targets(self, person: str, period: Period) -> Sequence[DayTarget] | None:
        """Return what is expected on each day."""
        return await self._targets.of(person, period)

    async def _me(self) -> str:
        return str((await self._people.me()).id)
