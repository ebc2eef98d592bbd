"""What the configuration says about the app alone, checked before the app opens: keys and theme."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from contextlib import suppress

from textual.keys import Keys
from textual.theme import BUILTIN_THEMES

from punchcard.config import Config
from punchcard.config.errors import ConfigError, dotted, line_of, misread, nearest
from punchcard.core.text import one_line
from punchcard.tui import keymap
from punchcard.tui.dialog_bindings import dialog_binding_ids
from punchcard.tui.own_themes import own_themes
from punchcard.tui.themes import THEMES

_MODIFIERS = {"ctrl", "alt", "shift", "super", "hyper", "meta"}
_SHARING = (
    {"clock.break", "clock.resume"},
    {"timesheet.hand_in", "timesheet.take_back"},
    {"groups.back", "app.leave", "app.back"},
    {"approvals.back", "app.leave", "app.back"},
    {"approvals.decided", "approvals.inbox"},
    {"approvals.mine", "approvals.from_mine"},
)
"""Never possible at the same time, or one does what the other one means there, so one key serves both."""


def check(config: Config, themes: Mapping[str, object]) -> None:
    """See that every key and the theme exist.

    Args:
        config: The configuration.
        themes: The themes there are, by name.

    Raises:
        ConfigError: With file, line and the nearest right name.
    """
    for name, keys in config.keys.items():
        _check_binding(config, name, keys)
    _check_doubles(config)
    if config.theme is not None and config.theme not in themes:
        what = f"there is no theme “{one_line(config.theme, 40)}”; {nearest(config.theme, sorted(themes))}"
        raise _misread(config, ("theme",), what)


def check_for(config: Config, config_folder: str) -> None:
    """See what `check` sees, without an app: for `punch doctor`.

    Raises:
        ConfigError: A key or a theme does not exist, or one of the person's own themes is none.
    """
    own = {theme.name: theme for theme in (*THEMES, *own_themes(config_folder))}
    check(config, {**BUILTIN_THEMES, **own})


def _check_binding(config: Config, name: str, keys: str) -> None:
    known = keymap.binding_ids()
    if name not in known and name not in dialog_binding_ids():
        what = f"there is nothing to bind called “{one_line(name, 40)}”; {nearest(name, sorted(known))}"
        raise _misread(config, ("keys", name), what)
    for key in keymap.split_keys(keys):
        if not _is_key(key, {each.value for each in Keys}):
            what = f"cannot be “{one_line(key, 40)}”; take a key such as s, S, f2 or ctrl+s."
            raise _misread(config, ("keys", name), f"{dotted(('keys', name))} {what}")


def _check_doubles(config: Config) -> None:
    in_use = [item for screen in keymap.SCREENS for item in keymap.keys_in_use(config.keys, screen).items()]
    for key, names in in_use:
        if len(names) > 1 and not any(sharing.issuperset(names) for sharing in _SHARING):
            moved = next(name for name in names if name in config.keys)
            others = ", ".join(f"`{name}`" for name in names if name != moved)
            what = f"{dotted(('keys', moved))} cannot be “{key}”: that key is taken by {others}."
            raise _misread(config, ("keys", moved), what)


def _is_key(key: str, known: Container[str]) -> bool:
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    if not _MODIFIERS.issuperset(modifiers):
        return False
    return (len(last) == 1 and last.isprintable() and not last.isspace()) or (
        len(last) > 1 and (last in known or keymap.named(last) != last)
    )


def _misread(config: Config, names: Iterable[str], what: str) -> ConfigError:
    text = ""
    # The line helps to find the place; the sentence is right without it.
    with suppress(OSError, UnicodeDecodeError), open(config.path, encoding="utf-8-sig") as file:
        text = file.read()
    return misread(config.path, line_of(text, tuple(names)), what)
