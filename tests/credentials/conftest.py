from __future__ import annotations

from collections.abc import Generator

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring
from tests.secret_service import SecretService, secret_service


@pytest.fixture
def service() -> Generator[SecretService]:
    """A real keyring, unlocked and empty, for programs that are started with its environment."""
    with secret_service() as running:
        yield running


@pytest.fixture
def service_here(service: SecretService, monkeypatch: pytest.MonkeyPatch) -> Generator[SecretService]:
    """The same for this very process."""
    for name in ("DBUS_SESSION_BUS_ADDRESS", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR"):
        monkeypatch.setenv(name, service.environment[name])
    keyring.set_keyring(NoKeyring())
    yield service
    keyring.set_keyring(NoKeyring())
