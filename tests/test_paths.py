from __future__ import annotations

import os
from pathlib import Path

import pytest
from platformdirs import PlatformDirs

from punchcard.paths import folders


def test_one_home_holds_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PUNCHCARD_HOME", str(tmp_path / "variable"))

    assert folders().config_file == str(tmp_path / "variable" / "config" / "config.toml")
    assert folders(str(tmp_path)).status_file == str(tmp_path / "runtime" / "status.json")
    assert folders(str(tmp_path)).account("acme") == str(tmp_path / "data" / "accounts" / "acme")


@pytest.mark.parametrize("chosen", ["", "relative", "/chosen/folder", "/with/slash/"])
def test_the_quick_answer_is_that_of_platformdirs(
    chosen: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv("PUNCHCARD_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", chosen)
    os.chmod(tmp_path, 0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))

    found, places = folders(), PlatformDirs("punchcard", appauthor=False)

    assert [found.config, found.data, found.state, found.runtime] == [
        places.user_config_dir,
        places.user_data_dir,
        places.user_state_dir,
        places.user_runtime_dir,
    ]


@pytest.mark.parametrize("session", ["", "link", "missing"])
@pytest.mark.parametrize("person", ["person", ""])
def test_without_a_session_folder_of_ones_own_it_lies_below_the_state(
    session: str, person: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv("PUNCHCARD_HOME", raising=False)
    monkeypatch.setenv("HOME", person and str(tmp_path / person))
    (tmp_path / "link").symlink_to(tmp_path)
    monkeypatch.setenv("XDG_RUNTIME_DIR", session and str(tmp_path / session))

    found = folders()

    assert found.runtime == os.path.join(found.state, "run")
