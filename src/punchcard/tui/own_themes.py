"""A person's own themes: one TOML file each, in the folder `themes` beside `config.toml`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from textual.color import Color, ColorParseError
from textual.theme import Theme

from punchcard.config.errors import ConfigError, misread, nearest, unreadable
from punchcard.core.text import one_line

FOLDER = "themes"

COLOURS = (
    "primary", "secondary", "accent", "success", "warning", "error",
    "foreground", "background", "surface", "panel",
)  # fmt: skip
"""What a file may say besides `dark = true`; only `primary` is needed. Colours as "#8ab4f8" or by name."""

_KEYS = (*COLOURS, "dark")


def own_themes(config_folder: str) -> Iterator[Theme]:
    """Yield the themes below `config_folder`, each named like its file.

    Raises:
        ConfigError: A file cannot be read as a theme; it says which, and why.
    """
    folder = os.path.join(config_folder, FOLDER)
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(".toml"))
    except FileNotFoundError:
        return
    except OSError as error:
        raise unreadable(folder, error) from error
    for name in names:
        path = os.path.join(folder, name)
        yield _theme(path, one_line(name.removesuffix(".toml")), _read(path))


def _read(path: str) -> dict[str, Any]:
    import tomllib

    try:
        with open(path, "rb") as file:
            return tomllib.load(file)
    except (OSError, UnicodeDecodeError) as error:
        raise unreadable(path, error) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise misread(path, None, f"this is not TOML: {one_line(str(error))}.") from error


def _theme(path: str, name: str, said: dict[str, Any]) -> Theme:
    for key, value in said.items():
        if key == "dark" and isinstance(value, bool):
            continue
        if key not in COLOURS:
            raise misread(path, None, f"`{one_line(key)}` cannot stand here so; {nearest(key, _KEYS)}")
        _check_colour(path, key, value)
    if "primary" not in said:
        raise misread(path, None, "a theme needs at least `primary`.")
    theme = Theme(name, primary=said["primary"], dark=said.get("dark", True))
    colours: dict[str, Any] = {key: value for key, value in said.items() if key in COLOURS}
    return replace(theme, **colours)


def _check_colour(path: str, key: str, value: object) -> None:
    try:
        Color.parse(value if isinstance(value, str) else "")
    except ColorParseError:
        problem: ConfigError = misread(path, None, f'`{key}` is no colour; say it like "#8ab4f8".')
        raise problem from None
