from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.program import Program


@pytest.fixture
def punch(tmp_path: Path) -> Program:
    """The program in an empty home, on Wednesday 11 March 2026 at 17:00 in Berlin."""
    return Program(tmp_path / "home")
