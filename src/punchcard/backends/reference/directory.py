"""People, time types and the tree, as the service names them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from punchcard.backends.reference import bodies
from punchcard.backends.reference.client import ReferenceClient
from punchcard.core.assignments import Dimension, Reference
from punchcard.core.edit_lock import EditLock
from punchcard.core.entries import Unit
from punchcard.core.people import Person
from punchcard.core.targets import DayTarget
from punchcard.core.time_types import TimeType

if TYPE_CHECKING:
    from punchcard.core.groups import Period


class ReferenceDirectory:
    """Names for everything, with one call each."""

    def __init__(self, client: ReferenceClient) -> None:
        self._client = client

    async def whoami(self) -> Person:
        """Return whose key it is."""
        return (await self._client.read(bodies.Me, "me")).person.domain()

    async def people(self) -> Sequence[Person]:
        """Return oneself, for a lead everybody."""
        body = await self._client.read(bodies.People, "people")
        return [person.domain() for person in body.people]

    async def time_types(self) -> Sequence[TimeType]:
        """Return the time types, the usual one first."""
        body = await self._client.read(bodies.TimeTypes, "time-types")
        return [each.domain() for each in body.time_types]

    async def dimensions(self, person: str | None = None) -> Sequence[Dimension]:
        """Return the levels of the tree, from the top down."""
        del person
        body = await self._client.read(bodies.Dimensions, "dimensions")
        return [each.domain() for each in body.dimensions]

    async def choices(self, dimension: str, parents: Sequence[Reference]) -> Sequence[Reference]:
        """Return what can be chosen on one level below the chosen parents."""
        above = [("parent", parent.id) for parent in parents]
        body = await self._client.read(bodies.Choices, "choices", ("dimension", dimension), *above)
        return [choice.domain() for choice in body.choices]

    async def units(self, person: str) -> Sequence[Unit]:
        """Return what the person's entries may be written down in, the usual one first."""
        return (await self._rights(person)).units

    async def edit_lock(self, person: str) -> EditLock:
        """Return for how many days back the person may change entries without asking."""
        return EditLock((await self._rights(person)).edit_lock_days)

    async def targets(self, person: str, period: Period) -> Sequence[DayTarget] | None:
        """Return what is expected on each day."""
        days = ("from", period.first.format_iso()), ("to", period.last.format_iso())
        body = await self._client.read(bodies.Targets, "targets", ("person", person), *days)
        return [target.domain() for target in body.targets]

    async def _rights(self, person: str) -> bodies.Rights:
        return await self._client.read(bodies.Rights, "rights", ("person", person))
