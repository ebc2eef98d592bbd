"""The parameters of a query: bare names, repeated for lists (McTime API, repeated query parameters)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from urllib.parse import parse_qsl

from whenever import Instant

from punchcard.sandbox.mctime.wire.answers import malformed
from punchcard.sandbox.mctime.wire.moments import read_milliseconds, read_moment

_MOST_DIGITS = 6


class Query:
    """What a query says. What is empty is as good as left out, and other names are of no interest."""

    def __init__(self, query: bytes) -> None:
        self._pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=False, errors="replace")

    def many(self, name: str, among: Collection[str] | None = None) -> Sequence[str]:
        """Return every value of a name once, in order.

        Raises:
            Problem: One is not among those that there are.
        """
        found = tuple(dict.fromkeys(value for key, value in self._pairs if key == name))
        for value in found:
            if among is not None and value not in among:
                raise malformed(f"{name} has an unknown value")
        return found

    def one(self, name: str) -> str | None:
        """Return the value of a name; the last one where it is repeated."""
        found = self.many(name)
        return found[-1] if found else None

    def number(self, name: str, default: int, least: int = 1) -> int:
        """Return a whole number.

        Raises:
            Problem: It is none, or below `least`.
        """
        text = self.one(name)
        if text is None:
            return default
        if not (text.isascii() and text.isdecimal()) or len(text) > _MOST_DIGITS or int(text) < least:
            raise malformed(f"{name} is no number from {least} on")
        return int(text)

    def page(self) -> int:
        """Return the page that is asked for, the first one being 1."""
        return self.number("page", 1)

    def boolean(self, name: str) -> bool:
        """Return whether something is meant; false where it is left out.

        Raises:
            Problem: It is neither true nor false.
        """
        text = (self.one(name) or "false").casefold()
        if text not in ("true", "false"):
            raise malformed(f"{name} is neither true nor false")
        return text == "true"

    def moment(self, name: str) -> Instant:
        """Return a moment that may not be left out.

        Raises:
            Problem: It is, or cannot be read.
        """
        return read_moment(self.one(name), name)

    def milliseconds(self, name: str) -> Instant | None:
        """Return a moment that is told in milliseconds since 1970.

        Raises:
            Problem: It cannot be read.
        """
        text = self.one(name)
        return None if text is None else read_milliseconds(text, name)
