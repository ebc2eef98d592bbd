"""The line from one engine to the app: cut once another account is gone over to."""

from __future__ import annotations

from collections.abc import Callable

from textual.message import Message

from punchcard.tui.messages import EngineBroke


class EngineLine:
    """Hands on what an engine says, until it is cut. May be called from any thread."""

    def __init__(self, post: Callable[[Message], object]) -> None:
        """Begin to hand on to `post`."""
        self._post = post
        self._is_cut = False

    def __call__(self, message: Message) -> None:
        """Hand on `message`; on a cut line only a mistake of this program is still heard."""
        if not self._is_cut or isinstance(message, EngineBroke):
            self._post(message)

    def cut(self) -> None:
        """Hear no more of this engine."""
        self._is_cut = True
