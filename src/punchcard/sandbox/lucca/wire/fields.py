"""What `fields` asks for: names with commas between them, and in brackets those of what they lead to."""

from __future__ import annotations

from typing import NamedTuple

from punchcard.sandbox.lucca.wire.answers import invalid
from punchcard.sandbox.lucca.wire.resources import Fields

COUNT = "collection.count"
"""What asks how many there are in all."""

_DEEPEST, _LONGEST = 6, 4000


class Selection(NamedTuple):
    """What is to be told of the objects, and whether of their number."""

    fields: Fields
    with_count: bool


def selection(text: str) -> Selection:
    """Return what `fields` asks for; an empty text asks for nothing in particular.

    Raises:
        Problem: The brackets do not match, or a name is missing.
    """
    if len(text) > _LONGEST:
        raise invalid("'fields' is too long.")
    names, place = _names(text, 0, 0)
    if place != len(text):
        raise invalid(f"'fields' cannot be read: unexpected ']' at {place}.")
    with_count = False
    for name in list(names):
        if name.casefold() == "collection":
            inner = names.pop(name)
            if [each.casefold() for each in inner] != ["count"]:
                raise invalid("'fields' cannot be read: of a collection there is only its count.")
            with_count = True
    return Selection(names, with_count)


def _names(text: str, place: int, depth: int) -> tuple[dict[str, Fields], int]:
    """The names from a place on, and where they end: at a closing bracket, or with the text."""
    if depth > _DEEPEST:
        raise invalid("'fields' goes too deep.")
    found: dict[str, Fields] = {}
    word = ""
    while place < len(text) and text[place] != "]":
        char = text[place]
        place += 1
        if char == "[":
            inner, place = _names(text, place, depth + 1)
            if place == len(text):
                raise invalid("'fields' cannot be read: a ']' is missing.")
            _put(found, word, inner)
            word, place = "", place + 1
        elif char == ",":
            _put(found, word, {})
            word = ""
        else:
            word += char
    _put(found, word, {})
    return found, place


def _put(found: dict[str, Fields], word: str, inner: Fields) -> None:
    name, _, rest = word.strip().partition(".")
    if not name:
        if inner:
            raise invalid("'fields' cannot be read: there is no name before '['.")
        return
    if rest:
        deeper: dict[str, Fields] = {}
        _put(deeper, rest, inner)
        inner = deeper
    found[name] = {**found.get(name, {}), **inner}
