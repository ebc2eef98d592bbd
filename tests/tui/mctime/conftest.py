from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest
from tests.tui.mctime.office import Office, office_at


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Office]:
    with office_at(tmp_path, monkeypatch) as opened:
        yield opened
