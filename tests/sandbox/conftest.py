from __future__ import annotations

import pytest
from tests.sandbox.asking import Hand


@pytest.fixture
def hand() -> Hand:
    """A clock that stands still until it is moved."""
    return Hand()
