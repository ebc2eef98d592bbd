"""Requests and weeks by the end of their ids, typed or read from standard input."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any, TypeVar, cast

from punchcard.core.change_requests import ApprovalItem, PendingEntry
from punchcard.core.refusals import NotFound, UsageError
from punchcard.core.text import one_line

STDIN = "-"
"""Stands for ids from standard input."""

MOST_BYTES = 16 * 1024 * 1024
"""What is read of standard input at most; hundred thousand whole items are less."""

ID_LIMIT = 80

UNCHANGED = "Nothing was changed."
"""How a sentence ends where one wrong id stops everything."""


class Ambiguous(NotFound):
    """An ending that several ids have."""


ItemT = TypeVar("ItemT", bound=ApprovalItem)


def item_named(wanted: str, items: Sequence[ItemT], *, where: str) -> ItemT:
    """Return the item whose id is `wanted`, or ends with it.

    Args:
        wanted: What was typed.
        items: What there is.
        where: A command that lists them, for the hint.

    Raises:
        NotFound: There is none, or several.
    """
    key = one_line(wanted, ID_LIMIT).casefold()
    exact = [item for item in items if id_of(item).casefold() == key]
    found = exact or [item for item in items if key and id_of(item).casefold().endswith(key)]
    if len(found) == 1:
        return found[0]
    if found:
        raise Ambiguous(
            f"{len(found)} of them have an id that ends in “{key}”. {UNCHANGED}",
            "Give more of the id.",
        )
    raise NotFound(
        f"There is nothing with the id “{key}”. {UNCHANGED}", f"`{where}` lists them with their ids."
    )


def id_of(item: ApprovalItem) -> str:
    """The id; empty for a week that a vendor has given none."""
    return item.entry.id if isinstance(item, PendingEntry) else item.id or ""


def ids_from(typed: Sequence[str]) -> list[str]:
    """Return the ids that were typed, each once; `-` stands for those on standard input.

    Raises:
        UsageError: A line of standard input holds no id.
    """
    found: list[str] = []
    for word in typed:
        found += _read_ids() if word == STDIN else [one_line(word, ID_LIMIT)]
    return list(dict.fromkeys(found))


def _read_ids() -> list[str]:
    text = sys.stdin.buffer.read(MOST_BYTES).decode("utf-8-sig", "replace")
    lines = ((number, line.strip()) for number, line in enumerate(text.splitlines(), 1))
    return [_id_in(line, number) for number, line in lines if line]


def _id_in(line: str, number: int) -> str:
    """An id as it is, as a JSON text, or as the `id` of a JSON object."""
    if not line.startswith(("{", "[", '"')):
        return one_line(line, ID_LIMIT)
    found: Any
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        found = None
    if isinstance(found, dict):
        found = cast("dict[str, Any]", found).get("id")
    if isinstance(found, str) and found.strip():
        return one_line(found, ID_LIMIT)
    raise UsageError(
        f"Line {number} of standard input holds no id: “{one_line(line, 40)}”. Nothing was changed.",
        "One id a line, or one JSON object with an `id` a line: `… --json | jq -c '.data.items[]'`.",
    )
