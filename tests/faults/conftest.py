from __future__ import annotations

import os
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest
from tests.faults.lab import Lab, laboratory, open_store

from punchcard.store.store import Store

IN_MEMORY = Path("/dev") / "shm"
"""Where there is no disk to wait for: what is killed here is processes, not machines."""


@pytest.fixture(scope="session")
def quick_folder() -> Generator[Path]:
    """A folder in memory, where there is such a place."""
    above = IN_MEMORY if os.access(IN_MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="punchcard-test-", dir=above) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def lab(quick_folder: Path) -> Generator[Lab]:
    """The one laboratory of this process."""
    with laboratory(quick_folder / "lab") as lab:
        yield lab


@pytest.fixture(scope="session")
def store(lab: Lab) -> Generator[Store]:
    """The store of the laboratory."""
    store = open_store(lab.folder)
    yield store
    store.close()
