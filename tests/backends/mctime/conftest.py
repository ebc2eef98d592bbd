from __future__ import annotations

from collections.abc import Generator

import pytest
from tests.backends.mctime.office import Office, office


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Generator[Office]:
    """One server for all tests of this process."""
    with office(tmp_path_factory.mktemp("mctime")) as opened:
        yield opened
