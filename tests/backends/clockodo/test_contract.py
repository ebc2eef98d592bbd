"""The Clockodo adapter passes the contract suite against both generations, over a real socket."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from tests.backends.clockodo.office import NOW, Office
from tests.domain import berlin
from whenever import ZonedDateTime

from punchcard.backends.contract import Backend
from punchcard.sandbox.clockodo.state import Generation
from punchcard.testing import BackendContract


class ClockodoContract(BackendContract):
    """What of the suite is Clockodo's own."""

    generation: Generation
    remembers_ids = False
    lists_approved = False

    @pytest.fixture
    async def backend(self, place: Office) -> AsyncIterator[Backend]:
        backend = place.backend(place.vendor(self.generation))
        yield backend
        await backend.aclose()

    def now(self) -> ZonedDateTime:
        return berlin(NOW)

    async def worker(self, backend: Backend) -> str | None:
        return await self._named(backend, "Ben")

    async def second_lead(self, backend: Backend) -> str | None:
        return await self._named(backend, "Lea")

    async def _named(self, backend: Backend, name: str) -> str:
        people = await backend.directory.people()
        return next(person.id for person in people if person.name == name)


class TestCurrent(ClockodoContract):
    generation = "current"


class TestClassic(ClockodoContract):
    generation = "classic"
