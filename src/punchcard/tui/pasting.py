"""What is pasted stays one paste: never keys, whatever stands in it."""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterable

from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.message import Message

from punchcard.core.text import cleaned

_READERS = tuple(f"textual.drivers.{name}" for name in ("linux_driver", "web_driver", "win32"))
"""Modules that read a terminal, each with a parser under the same name."""


class PasteParser(XTermParser):
    """Reads a terminal; Textual's own parser takes an escape inside a paste for a key."""

    def __init__(self, debug: bool = False) -> None:
        """Begin outside of a paste."""
        super().__init__(debug)
        self._read = ""
        """The end of what was read, where the beginning of a paste may be cut in two."""
        self._pasted: str | None = None
        """What has arrived of a paste; None outside of one."""

    def feed(self, data: str) -> Iterable[Message]:
        """Read `data`, and hand on a paste once all of it is here, without what is no text."""
        if not data:
            yield from super().feed(data)
        while data:
            if self._pasted is None:
                data = yield from self._up_to_paste(data)
            else:
                data = yield from self._rest_of_paste(data)

    def _up_to_paste(self, data: str) -> Generator[Message, None, str]:
        """Read on up to where a paste begins, and return what is left."""
        read = self._read + data
        at = read.find(BRACKETED_PASTE_START)
        if at < 0:
            self._read = read[1 - len(BRACKETED_PASTE_START) :]
            yield from super().feed(data)
            return ""
        begins = at + len(BRACKETED_PASTE_START) - len(self._read)
        self._read, self._pasted = "", ""
        yield from super().feed(data[:begins])
        return data[begins:]

    def _rest_of_paste(self, data: str) -> Generator[Message, None, str]:
        """Keep what is pasted until it ends, and return what is left."""
        pasted, end, rest = f"{self._pasted}{data}".partition(BRACKETED_PASTE_END)
        self._pasted = None if end else pasted
        if end:
            yield from super().feed(cleaned(pasted) + end)
        return rest


def keep_pastes_whole() -> None:
    """Have the drivers of Textual that are loaded read with `PasteParser`."""
    for name in _READERS:
        if name in sys.modules:
            vars(sys.modules[name])[XTermParser.__name__] = PasteParser
