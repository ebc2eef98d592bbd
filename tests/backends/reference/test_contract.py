"""The reference adapter passes the contract suite against the reference vendor, over a real socket."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from tests.domain import berlin
from tests.faults.lab import NOW, Lab
from whenever import ZonedDateTime

from punchcard.backends.contract import Backend
from punchcard.testing import BackendContract


class ReferenceContract(BackendContract):
    """What of the suite is the reference vendor's own."""

    remembers_ids = False

    def now(self) -> ZonedDateTime:
        return berlin(NOW)

    async def worker(self, backend: Backend) -> str | None:
        return await self._named(backend, "Ben")

    async def second_lead(self, backend: Backend) -> str | None:
        return await self._named(backend, "Lea")

    async def _named(self, backend: Backend, name: str) -> str:
        people = await backend.directory.people()
        return next(person.id for person in people if person.name == name)


class TestContract(ReferenceContract):
    @pytest.fixture
    async def backend(self, lab: Lab) -> AsyncIterator[Backend]:
        backend = lab.desk(lab.vendor(), f"contract{next(lab.numbers)}").backend()
        yield backend
        await backend.aclose()
