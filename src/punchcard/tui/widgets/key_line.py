"""The line of keys at the bottom: what can be done now, each to be pressed or clicked.

Textual's own footer is a widget for every key and is composed anew whenever a key is greyed; this is one
widget that draws one line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from rich.cells import cell_len
from textual import events, getters
from textual.content import Content
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget

from punchcard.tui.host import HostApp


class KeyHint(NamedTuple):
    """One key: how it is shown, what it does, and whether that is possible now."""

    key: str
    shown: str
    what: str
    tooltip: str
    enabled: bool

    @property
    def width(self) -> int:
        """Cells that it takes."""
        return cell_len(self.shown) + 1 + cell_len(self.what)


class KeyLine(Widget):
    """One line of keys; the command palette at the right where there is room for it."""

    DEFAULT_CSS = """
    KeyLine { height: 1; padding: 0 1; background: $surface; }
    """

    app = getters.app(HostApp)

    hints: reactive[tuple[KeyHint, ...]] = reactive(())
    """The keys of the screen, in their order; the palette last."""

    def render(self) -> Content:
        """Draw as many keys as fit."""
        parts: list[Content] = []
        column = 0
        for start, hint in self._places():
            key, what = ("bold $primary", "") if hint.enabled else ("$foreground-disabled",) * 2
            parts += [
                Content(" " * (start - column)),
                Content.styled(hint.shown, key),
                Content.styled(f" {hint.what}", what),
            ]
            column = start + hint.width
        return Content("").join(parts)

    def on_click(self, event: events.Click) -> None:
        """Do what the key under the pointer does."""
        offset = event.get_content_offset(self)
        hint = self._hint_at(offset.x) if offset else None
        if hint is not None and hint.enabled:
            self.app.simulate_key(hint.key)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Explain the key under the pointer."""
        offset = event.get_content_offset(self)
        hint = self._hint_at(offset.x) if offset else None
        self.tooltip = Content(hint.tooltip) if hint is not None else None

    def _hint_at(self, column: int) -> KeyHint | None:
        return next((h for start, h in self._places() if start <= column < start + h.width), None)

    def _places(self) -> Iterator[tuple[int, KeyHint]]:
        """Where each key begins: apart as far as there is room, the palette at the right."""
        width, column = self.content_size.width, 0
        hints, palette = self._fitting(width)
        shown = [*hints, *palette]
        gap = next((gap for gap in (3, 2) if _needed(shown, gap) <= width), 1)
        for hint in hints:
            if column + hint.width > width:
                return
            yield column, hint
            column += hint.width + gap
        for hint in palette:
            yield width - hint.width, hint

    def _fitting(self, width: int) -> tuple[list[KeyHint], list[KeyHint]]:
        """The keys that fit, and the palette: it goes first, then what is grey, then the last."""
        keys, palette = list(self.hints[:-1]), list(self.hints[-1:])
        enabled = [hint for hint in keys if hint.enabled]
        for hints, last in ((keys, palette), (keys, []), (enabled, palette), (enabled, [])):
            if _needed([*hints, *last], 1) <= width:
                return hints, last
        while len(enabled) > 1 and _needed(enabled, 1) > width:
            # The last one is help, which says what else there is.
            del enabled[-2]
        return enabled, []

    def read(self, screen: Screen[Any], why_not: Callable[[str], str]) -> None:
        """Take over what can be done on `screen` now; `why_not` says why an action cannot."""
        hints: dict[str, KeyHint] = {}
        palette: list[KeyHint] = []
        for active in screen.active_bindings.values():
            binding = active.binding
            shown = self.app.get_key_display(binding)
            explained = binding.tooltip or binding.description
            if not active.enabled:
                explained = why_not(binding.action) or explained
            hint = KeyHint(binding.key, shown, binding.description, explained, active.enabled)
            if binding.key == self.app.COMMAND_PALETTE_BINDING:
                palette = [KeyHint(binding.key, shown, "All", explained, active.enabled)]
            elif binding.show:
                hints.setdefault(binding.action, hint)
        self.hints = (*hints.values(), *palette)


def _needed(hints: Sequence[KeyHint], gap: int) -> int:
    return sum(hint.width for hint in hints) + gap * max(0, len(hints) - 1)
