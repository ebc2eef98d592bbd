from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest
from tests.tui.engine.away import ACCOUNT, Away, Keyring

from punchcard.credentials import variable_of
from punchcard.services.secrets import forget_secret


@pytest.fixture
def away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Away]:
    """An account at a vendor that nobody serves yet; its key is in the environment."""
    found = Away(tmp_path)
    monkeypatch.setenv(variable_of(ACCOUNT), found.key)
    forget_secret(ACCOUNT)
    yield found
    found.close()
    forget_secret(ACCOUNT)


@pytest.fixture
def keyring(away: Away, monkeypatch: pytest.MonkeyPatch) -> Keyring:
    """The key is in a keyring that does as the test says."""
    return Keyring(away.key, monkeypatch)
