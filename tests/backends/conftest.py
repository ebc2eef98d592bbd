from __future__ import annotations

from collections.abc import Generator
from typing import Any

import pytest
from tests.backends.offices import Place


@pytest.fixture
def place(server: Place[Any, Any]) -> Generator[Place[Any, Any]]:
    """The server, where nothing may be sent that is in no table."""
    server.watch.wrong.clear()
    server.watch.sent.clear()
    yield server
    assert server.watch.wrong == []
