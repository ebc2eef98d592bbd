from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.services.desk import Desk
from tests.services.overwriting import OverwritingBackend


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "home")
    yield desk
    desk.close()


@pytest.fixture
def mown(tmp_path: Path) -> Desk:
    """At ten past twelve, where entries give way to others."""
    desk = Desk(tmp_path / "home", "11 12:10")
    desk.session = desk.open(OverwritingBackend(desk.vendor))
    return desk
