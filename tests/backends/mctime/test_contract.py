"""The McTime adapter passes the contract suite over a real socket, however entries are deleted there."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from tests.backends.mctime.office import NOW, Office
from tests.domain import berlin
from whenever import ZonedDateTime

from punchcard.backends.contract import Backend
from punchcard.sandbox.mctime.server import Generation
from punchcard.testing import BackendContract


class McTimeContract(BackendContract):
    """What of the suite is McTime's own."""

    generation: Generation
    remembers_ids = False
    tells_breaks_absent = False

    @pytest.fixture
    async def backend(self, place: Office) -> AsyncIterator[Backend]:
        backend = place.backend(place.vendor(generation=self.generation))
        yield backend
        await backend.aclose()

    def now(self) -> ZonedDateTime:
        return berlin(NOW)


class TestDeleteByPath(McTimeContract):
    generation = "delete-by-path"


class TestDeleteByQuery(McTimeContract):
    generation = "delete-by-query"
