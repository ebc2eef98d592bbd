"""Help: what the focused widget and the screen do, and all keys that work there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from inspect import cleandoc
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Markdown, Static


class HelpScreen(ModalScreen[None]):
    """Explains what is below it."""

    DEFAULT_CSS = """
    HelpScreen {
        align: center middle;
        & #help {
            width: 72;
            max-width: 100%;
            height: auto;
            max-height: 90%;
            background: $surface;
            border: round $primary;
            border-title-style: bold;
            padding: 1 2;
            scrollbar-size-vertical: 1;
        }
        & Markdown { background: transparent; margin: 0; padding: 0; }
        & #keys { margin-top: 1; height: auto; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark", "dismiss", "Close", id="help.close", tooltip="Back to work"),
    ]

    def __init__(
        self,
        screen: Screen[Any],
        focused: Widget | None,
        get_key_display: Callable[[Binding], str],
        with_keys: Callable[[str], str],
    ) -> None:
        """Explain `focused` on `screen`; `with_keys` puts the person's keys into a text."""
        super().__init__()
        self._texts = [with_keys(text) for text in _texts(screen, focused)]
        self._keys = _keys(screen, get_key_display)

    def compose(self) -> ComposeResult:
        """The texts, then the keys."""
        with VerticalScroll(id="help") as frame:
            frame.border_title = "Help"
            frame.border_subtitle = "esc closes"
            yield Markdown("\n\n".join(self._texts))
            yield Static(self._keys, id="keys")


def _texts(screen: Screen[Any], focused: Widget | None) -> Iterable[str]:
    """Help texts from the focused widget outwards, each once."""
    nodes = [*focused.ancestors_with_self] if focused is not None else [*screen.ancestors_with_self]
    for node in nodes:
        text = getattr(node, "HELP", None)
        if text and type(node).__module__.startswith("punchcard."):
            yield cleandoc(text)


def _keys(screen: Screen[Any], get_key_display: Callable[[Binding], str]) -> Content:
    """Every key that does something here, the greyed ones too; those of scrolling and the like last."""
    shown: dict[str, tuple[str, str, bool]] = {}
    for active in sorted(screen.active_bindings.values(), key=_is_plain):
        binding = active.binding
        if binding.system or not (binding.tooltip or binding.description):
            continue
        key = get_key_display(binding)
        what = binding.tooltip or binding.description
        known = shown.get(binding.action)
        keys = f"{known[0]} {key}" if known else key
        shown[binding.action] = (keys, what, active.enabled)
    rows = [
        Content.assemble(
            (f"{keys:>12}  ", "bold $primary"), (what, "" if enabled else "$foreground-disabled")
        )
        for keys, what, enabled in shown.values()
    ]
    return Content("\n").join(rows)


def _is_plain(active: ActiveBinding) -> bool:
    """Whether a key is one of Textual's own."""
    return active.binding.id is None
