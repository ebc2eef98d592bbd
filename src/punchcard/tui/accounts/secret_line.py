"""A line for a key or a password: what is typed is never shown, kept by no message, and copied nowhere."""

from __future__ import annotations

from typing import cast

from textual import events, getters
from textual.app import App
from textual.content import Content
from textual.geometry import Offset
from textual.message import Message
from textual.widget import Widget

_ANY_APP = cast("type[App[object]]", App)

DOT = "•"

MOST_CHARACTERS = 4000
"""What is typed or pasted beyond that is no key; it is not taken in at all."""


class Typed:
    """Characters that nothing but `reveal` gives away."""

    __slots__ = ("_characters",)

    def __init__(self, characters: str = "") -> None:
        self._characters = characters

    def __repr__(self) -> str:
        return "Typed(…)"

    def __len__(self) -> int:
        return len(self._characters)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Typed) and self._characters == other._characters

    def __hash__(self) -> int:
        return hash(self._characters)

    def reveal(self) -> str:
        """The characters, for whoever keeps or checks the secret."""
        return self._characters

    def more(self, text: str) -> Typed:
        """These, and `text` after them."""
        return Typed(self._characters + text)

    def fewer(self) -> Typed:
        """These without the last one."""
        return Typed(self._characters[:-1])


class SecretLine(Widget, can_focus=True):
    """Typed into like a line of text, at its end only; a dot stands for each character.

    Not Textual's own masked input: that one hands its value on in messages, which show it in a traceback.
    """

    app = getters.app(_ANY_APP)

    ALLOW_SELECT = False

    HELP = """
    ## The key

    What you type or paste is not shown, and goes nowhere but to the keyring of your system, and to the
    service. Backspace deletes a character, `ctrl+u` all of them.
    """

    DEFAULT_CSS = """
    SecretLine { text-wrap: nowrap; }
    """

    class Changed(Message):
        """Something was typed; what, the line alone knows."""

    class Submitted(Message):
        """Enter was pressed."""

    def __init__(self, placeholder: str = "", *, name: str) -> None:
        """Make an empty line; `name` is its id."""
        super().__init__(id=name, classes="control")
        self._placeholder = placeholder
        self._typed = Typed()

    @property
    def typed(self) -> Typed:
        """What was typed."""
        return self._typed

    def clear(self) -> None:
        """Forget what was typed."""
        self._take(Typed())

    def render(self) -> Content:
        """Dots, and a place for the next one."""
        cursor = Content.styled(" ", "reverse") if self.has_focus else Content("")
        if not self._typed:
            if not self.has_focus or not self._placeholder:
                return Content.assemble(cursor, (self._placeholder, "dim"))
            return Content.assemble((self._placeholder[:1], "reverse"), (self._placeholder[1:], "dim"))
        dots = DOT * min(len(self._typed), max(1, self.content_size.width - 1))
        return Content.assemble(dots, cursor)

    def on_focus(self) -> None:
        """Show where the next character goes."""
        self.app.cursor_position = Offset(self.content_region.x, self.content_region.y)

    def on_key(self, event: events.Key) -> None:
        """Take in a character, or delete.

        Not by bindings: those are looked up after the keys that were typed meanwhile, and a key would be
        cleared by what was meant for the field before it.
        """
        if event.key == "backspace":
            self._take(self._typed.fewer())
        elif event.key == "ctrl+u":
            self.clear()
        elif event.key == "enter":
            self.post_message(self.Submitted())
        elif event.is_printable and event.character is not None:
            self._take(self._typed.more(event.character))
        else:
            return
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        """Take in all of a paste; a line break at its end belongs to how it was copied."""
        event.prevent_default()
        event.stop()
        self._take(self._typed.more(event.text.strip()))

    def on_unmount(self) -> None:
        """Nothing is left behind."""
        self._typed = Typed()

    def _take(self, typed: Typed) -> None:
        if len(typed) > MOST_CHARACTERS:
            self.app.bell()
        elif typed != self._typed:
            self._typed = typed
            self.refresh()
            self.post_message(self.Changed())
