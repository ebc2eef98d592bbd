from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest
from tests.tui.lucca.place import Place, at_lucca


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Place]:
    """Ann's account; nothing is handed in yet, and weeks 9 to 11 are there to be."""
    with at_lucca(tmp_path, monkeypatch) as place:
        yield place
