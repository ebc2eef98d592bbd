"""Programs and tests that have the backend of `third_party` installed, and a keyring that is a file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

THIRD_PARTY = Path(__file__).parent / "third_party"


def surroundings(folder: Path) -> dict[str, str]:
    """The environment of a program that finds both; the keyring is a file in `folder`."""
    return {
        "PYTHONPATH": str(THIRD_PARTY),
        "PYTHON_KEYRING_BACKEND": "harbour.FileKeyring",
        "HARBOUR_KEYRING": str(folder / "keyring.json"),
    }


def kept_secrets(folder: Path) -> Mapping[str, str]:
    """What the keyring keeps."""
    path = folder / "keyring.json"
    return json.loads(path.read_text()) if path.exists() else {}
