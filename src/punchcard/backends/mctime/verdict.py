"""Whether a call has succeeded: the status alone does not say so (sections 1.6 to 1.8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from punchcard.backends.http import Answer
from punchcard.core.text import one_line

_GOOD = (200, 201)
_ALTERED = 201
_LONGEST_SAID = 300


@dataclass(frozen=True, slots=True)
class Item:
    """One item of an answer: wrapped into `message` and `data`, or the object itself."""

    data: Mapping[str, Any] | None
    """The object; None where there is none, which means that the item has failed."""
    message: str = ""
    """The service's own words, on one line; never branched upon."""
    valid: bool | None = None

    @property
    def is_good(self) -> bool:
        """Whether it brings an object, and is not said to be wrong."""
        return self.data is not None and self.valid is not False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the service says to a call."""

    status: int
    items: tuple[Item, ...] = ()
    valid: bool | None = None
    text: str = ""
    """What is said beside the items, on one line."""
    is_readable: bool = True
    """Whether it is an answer of the service at all; a refusal always is."""

    @property
    def is_good(self) -> bool:
        """Whether the call has succeeded, for whom it was about a single thing."""
        return self.is_accepted and bool(self.items) and self.items[0].is_good

    @property
    def is_accepted(self) -> bool:
        """Whether the call as a whole has succeeded; each item has a verdict of its own."""
        return self.is_readable and self.status in _GOOD and self.valid is not False

    @property
    def is_in_part(self) -> bool:
        """Whether there are items to be judged by themselves, whatever is said of the whole."""
        return self.status in _GOOD and bool(self.items)

    @property
    def is_altered(self) -> bool:
        """Whether something was overwritten, trimmed or else changed: 201 means that, never "created"."""
        return self.status == _ALTERED

    @property
    def data(self) -> Mapping[str, Any]:
        """The object of the first item; empty where there is none."""
        return (self.items[0].data or {}) if self.items else {}

    @property
    def said(self) -> str:
        """All that is said, on one line; empty for nothing."""
        words = [
            self.text,
            *(item.message for item in self.items if not item.is_good or not self.is_accepted),
        ]
        return one_line(" ".join(dict.fromkeys(_sentence(each) for each in words if each)), _LONGEST_SAID)


def verdict_of(answer: Answer) -> Verdict:
    """Return what an answer says, in whatever shape of section 1.6 it comes."""
    data = answer.data
    if isinstance(data, list):
        return Verdict(answer.status, _items(cast("list[object]", data)))
    found = _object(data)
    if found is None:
        return Verdict(answer.status, text=answer.text, is_readable=not answer.is_good)
    valid = _flag(found.get("valid"))
    if "items" in found:
        items = found["items"]
        listed = _items(cast("list[object]", items)) if isinstance(items, list) else ()
        return Verdict(answer.status, listed, valid, _words(found))
    if not answer.is_good or valid is False:
        return Verdict(answer.status, (), valid, _words(found) or answer.text)
    return Verdict(answer.status, (_item(found),), valid)


def _items(items: list[object]) -> tuple[Item, ...]:
    return tuple(_item(found) if (found := _object(each)) is not None else Item(None) for each in items)


def _item(found: Mapping[str, Any]) -> Item:
    valid = _flag(found.get("valid"))
    if "data" in found or "message" in found:
        return Item(_object(found.get("data")), _words(found), valid)
    return Item(found, valid=valid)


def _words(found: Mapping[str, Any]) -> str:
    said = next((found[each] for each in ("message", "error") if isinstance(found.get(each), str)), "")
    return one_line(said, _LONGEST_SAID)


def _sentence(message: str) -> str:
    return message if message.endswith((".", "!", "?")) else f"{message}."


def _flag(value: object) -> bool | None:
    match value:
        case bool():
            return value
        case "true" | "True":
            return True
        case "false" | "False":
            return False
        case _:
            return None


def _object(value: object) -> Mapping[str, Any] | None:
    return cast("Mapping[str, Any]", value) if isinstance(value, dict) else None
