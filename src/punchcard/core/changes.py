"""What a person asks for besides punches: entries saved and entries deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from punchcard.core.codec import Json, entry_from_json, entry_to_json
from punchcard.core.entries import Entry
from punchcard.core.punch_codec import punch_from_json, punch_to_json
from punchcard.core.punches import AnyPunch


@dataclass(frozen=True, slots=True)
class SaveEntry:
    """Create an entry, or change one."""

    kind: ClassVar[str] = "save_entry"

    id: str
    """A UUIDv7 that names this request."""
    entry: Entry
    """The complete entry as it should be; a new one takes the request's own id."""
    before: Entry | None = None
    """The entry as it was; None for a new one."""


@dataclass(frozen=True, slots=True)
class DeleteEntry:
    """Delete an entry."""

    kind: ClassVar[str] = "delete_entry"

    id: str
    """A UUIDv7 that names this request."""
    entry: Entry
    """The entry as it was."""


Change = AnyPunch | SaveEntry | DeleteEntry
"""Anything that goes through the outbox."""


def change_to_json(change: Change) -> Json:
    """Return `change` as a JSON object with its `kind`."""
    match change:
        case SaveEntry():
            before = None if change.before is None else entry_to_json(change.before)
            return {
                "kind": change.kind, "id": change.id,
                "entry": entry_to_json(change.entry), "before": before,
            }  # fmt: skip
        case DeleteEntry():
            return {"kind": change.kind, "id": change.id, "entry": entry_to_json(change.entry)}
        case _:
            return punch_to_json(change)


def change_from_json(data: Mapping[str, Any]) -> Change:
    """Read what `change_to_json` wrote."""
    if data["kind"] == "save_entry":
        before = None if data["before"] is None else entry_from_json(data["before"])
        return SaveEntry(data["id"], entry_from_json(data["entry"]), before)
    if data["kind"] == "delete_entry":
        return DeleteEntry(data["id"], entry_from_json(data["entry"]))
    return punch_from_json(data)
