"""The Lucca adapter passes the contract suite over a real socket; its clock is kept by the suite."""

from __future__ import annotations

from collections.abc import AsyncIterator, Generator

import pytest
from tests.domain import berlin
from tests.faults.kinds import LUCCA
from tests.faults.lab import NOW, Lab, laboratory
from whenever import ZonedDateTime

from punchcard.backends.contract import Backend
from punchcard.core.assignments import Assignment
from punchcard.testing import BackendContract


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Generator[Lab]:
    """A server for one vendor after the other."""
    with laboratory(tmp_path_factory.mktemp("lucca")) as lab:
        yield lab


class LuccaContract(BackendContract):
    """What of the suite is Lucca's own."""

    remembers_ids = False
    tells_taken_back = False
    cuts_at_midnight = True

    async def needed(self, backend: Backend) -> Assignment:
        # Nothing that is booked shows yet that time is booked on something.
        return await self.assignment(backend)

    def now(self) -> ZonedDateTime:
        return berlin(NOW)


class TestLucca(LuccaContract):
    @pytest.fixture
    async def backend(self, place: Lab) -> AsyncIterator[Backend]:
        backend = place.desk(place.vendor(LUCCA), f"run{next(place.numbers)}").backend()
        yield backend
        await backend.aclose()
