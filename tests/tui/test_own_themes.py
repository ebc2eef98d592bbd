"""A person's own themes."""

from __future__ import annotations

from pathlib import Path

import pytest

from punchcard.config.errors import ConfigError
from punchcard.tui.own_themes import own_themes


def write(home: Path, text: str, name: str = "dusk.toml") -> str:
    (home / "themes").mkdir(exist_ok=True)
    (home / "themes" / name).write_text(text, encoding="utf-8")
    return str(home)


def test_a_file_is_a_theme_named_like_it(tmp_path: Path):
    folder = write(tmp_path, 'primary = "#c3a6ff"\ndark = false\n')

    (theme,) = own_themes(folder)

    assert (theme.name, theme.primary, theme.dark) == ("dusk", "#c3a6ff", False)


def test_no_folder_is_no_theme(tmp_path: Path):
    assert list(own_themes(str(tmp_path))) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('primry = "#c3a6ff"', "`primary`"),
        ("primary = 3", "`primary` is no colour"),
        ('primary = "no such colour"', "`primary` is no colour"),
        ('secondary = "red"', "at least `primary`"),
        ("dark = 'yes'", "`dark` cannot stand here so"),
        ("primary =", "not TOML"),
    ],
)
def test_what_is_no_theme_is_refused_by_file(tmp_path: Path, text: str, said: str):
    folder = write(tmp_path, text)

    with pytest.raises(ConfigError) as refused:
        list(own_themes(folder))

    assert "dusk.toml" in refused.value.message
    assert said in refused.value.message
