from __future__ import annotations

from collections.abc import Generator

import pytest
from tests.faults.lab import Lab, laboratory


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Generator[Lab]:
    """One server for all tests of this process; each has a vendor of its own."""
    with laboratory(tmp_path_factory.mktemp("lucca")) as opened:
        yield opened
