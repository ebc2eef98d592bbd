"""Every key of the app in one place: what it does, under a stable id that the configuration can remap."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from textual.binding import Binding
from textual.keys import key_to_character

EVERYWHERE = [
    Binding("1", "switch_mode('clock')", "Clock", show=False, id="screen.clock", tooltip="The clock"),
    Binding(
        "2", "switch_mode('timesheet')", "Timesheet", show=False, id="screen.timesheet", tooltip="The week"
    ),
    Binding(
        "3",
        "switch_mode('approvals')",
        "Approvals",
        show=False,
        id="screen.approvals",
        tooltip="What waits for a lead",
    ),
    Binding("u", "undo", "Undo", id="app.undo", tooltip="Take back the last thing you did"),
    Binding("r", "refresh", "Refresh", show=False, id="app.refresh", tooltip="Ask the backend again"),
    Binding("o", "outbox", "Outbox", show=False, id="app.outbox", tooltip="What is on its way"),
    Binding("question_mark", "help", "Help", key_display="?", id="app.help", tooltip="What this screen does"),
    Binding(
        "f1",
        "help",
        "Help",
        show=False,
        id="app.help_anywhere",
        tooltip="What this screen or form does",
        priority=True,
    ),
    Binding("q,escape", "leave", "Leave", show=False, id="app.leave", tooltip="Back, then quit"),
    Binding("ctrl+q", "quit", "Quit", show=False, id="app.quit", tooltip="Leave Punchcard", priority=True),
]

CLOCK = [
    Binding("s", "start", "Start", id="clock.start", tooltip="Clock in, on what you worked on last"),
    Binding(
        "S",
        "start_with",
        "Start on …",
        show=False,
        id="clock.start_with",
        tooltip="Clock in on something else, or at another time",
    ),
    Binding("b", "take_break", "Break", id="clock.break", tooltip="Begin a break"),
    Binding("b", "resume", "Resume", id="clock.resume", tooltip="End the break and work on"),
    Binding("x", "stop", "Stop", id="clock.stop", tooltip="Clock out"),
    Binding("c", "cancel", "Cancel", id="clock.cancel", tooltip="Throw the running clock away; asks first"),
    Binding("e", "edit", "Edit", id="clock.edit", tooltip="Change start, assignment, type or note"),
    Binding("n", "note", "Note", id="clock.note", tooltip="Write what you are doing"),
]

_ALL = (*EVERYWHERE, *CLOCK)


def binding_ids() -> frozenset[str]:
    """The ids that `[keys]` in the configuration may remap."""
    return frozenset(binding.id for binding in _ALL if binding.id)


def keys_in_use(keys: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the ids that answer to each key of the Clock screen, given the remapped ones."""
    found: dict[str, list[str]] = {}
    for binding in _ALL:
        for key in split_keys(keys.get(binding.id or "", binding.key)):
            found.setdefault(named(key), []).append(binding.id or "")
    return found


def complete(keys: Mapping[str, str]) -> dict[str, str]:
    """Return `keys` with the bindings that stay where they are, as far as they share a key with a moved one.

    Textual takes a key from all bindings on it when one of them moves away.
    """
    left = {key for binding in _ALL if binding.id in keys for key in split_keys(binding.key)}
    staying = {b.id: b.key for b in _ALL if b.id and left.intersection(split_keys(b.key))}
    return {**staying, **keys}


def split_keys(keys: str) -> Iterable[str]:
    """Return the keys of a comma-separated list."""
    return [key.strip() for key in keys.split(",")]


def named(key: str) -> str:
    """Return one name for a key, however it was written: `?` and `question_mark` are the same."""
    character = key_to_character(key)
    return character if character and character.isprintable() and not character.isspace() else key


def with_keys(text: str, keys: Mapping[str, str]) -> str:
    """Return `text` with the key of each binding named in it, such as `{clock.start}`."""
    defaults = {binding.id: binding.key for binding in _ALL}

    def shown(match: re.Match[str]) -> str:
        return named(next(iter(split_keys(keys.get(match[1], defaults[match[1]])))))

    return re.sub(r"\{([a-z_.]+)\}", shown, text)
