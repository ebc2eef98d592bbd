"""What a person asks for besides punches: entries saved and deleted, weeks handed in and taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from whenever import Date

from punchcard.core.codec import Json, entry_from_json, entry_to_json
from punchcard.core.entries import Entry
from punchcard.core.punch_codec import punch_from_json, punch_to_json
from punchcard.core.punches import AnyPunch
from punchcard.core.weeks import Week

if TYPE_CHECKING:
    from typing_extensions import TypeIs

    from punchcard.core.approval_changes import ApprovalChange


@dataclass(frozen=True, slots=True)
class SaveEntry:
    """Create an entry, or change one."""

    kind: ClassVar[str] = "save_entry"

    id: str
    """A UUIDv7 that names this."""
    entry: Entry
    """The complete entry as it should be; a new one takes this change's own id."""
    before: Entry | None = None
    """The entry as it was; None for a new one."""


@dataclass(frozen=True, slots=True)
class DeleteEntry:
    """Delete an entry."""

    kind: ClassVar[str] = "delete_entry"

    id: str
    """A UUIDv7 that names this."""
    entry: Entry
    """The entry as it was."""


@dataclass(frozen=True, slots=True)
class SubmitWeeks:
    """Hand in weeks, in order and without a gap."""

    kind: ClassVar[str] = "submit_weeks"

    id: str
    """A UUIDv7 that names this."""
    person: str
    weeks: tuple[Week, ...]
    """Oldest first."""


@dataclass(frozen=True, slots=True)
class WithdrawWeeks:
    """Take back weeks that were handed in and are not decided."""

    kind: ClassVar[str] = "withdraw_weeks"

    id: str
    """A UUIDv7 that names this."""
    person: str
    weeks: tuple[Week, ...]
    """Oldest first."""


EntryChange = SaveEntry | DeleteEntry
"""A change of one entry."""

WeeksChange = SubmitWeeks | WithdrawWeeks
"""A change of how far weeks have come."""

Change: TypeAlias = "AnyPunch | EntryChange | WeeksChange | ApprovalChange"
"""Anything that goes through the outbox."""

APPROVAL_KINDS = ("request_change", "withdraw_request", "decide")
"""Kinds that stand in `core.approval_changes`, which a punch need not load."""


def is_approval(change: Change) -> TypeIs[ApprovalChange]:
    """Whether it is one of `core.approval_changes`, told without loading them."""
    return change.kind in APPROVAL_KINDS


def change_to_json(change: Change) -> Json:
    """Return `change` as a JSON object with its `kind`."""
    if is_approval(change):
        from punchcard.core.approval_changes import approval_change_to_json

        return approval_change_to_json(change)
    match change:
        case SaveEntry():
            before = None if change.before is None else entry_to_json(change.before)
            return {
                "kind": change.kind, "id": change.id,
                "entry": entry_to_json(change.entry), "before": before,
            }  # fmt: skip
        case DeleteEntry():
            return {"kind": change.kind, "id": change.id, "entry": entry_to_json(change.entry)}
        case SubmitWeeks() | WithdrawWeeks():
            weeks = [[week.first.format_iso(), week.last.format_iso()] for week in change.weeks]
            return {"kind": change.kind, "id": change.id, "person": change.person, "weeks": weeks}
        case _:
            return punch_to_json(change)


def change_from_json(data: Mapping[str, Any]) -> Change:
    """Read what `change_to_json` wrote."""
    if data["kind"] == "save_entry":
        before = None if data["before"] is None else entry_from_json(data["before"])
        return SaveEntry(data["id"], entry_from_json(data["entry"]), before)
    if data["kind"] == "delete_entry":
        return DeleteEntry(data["id"], entry_from_json(data["entry"]))
    if data["kind"] in (SubmitWeeks.kind, WithdrawWeeks.kind):
        kind = SubmitWeeks if data["kind"] == SubmitWeeks.kind else WithdrawWeeks
        weeks = tuple(Week(Date.parse_iso(first), Date.parse_iso(last)) for first, last in data["weeks"])
        return kind(data["id"], data["person"], weeks)
    if data["kind"] in APPROVAL_KINDS:
        from punchcard.core.approval_changes import approval_change_from_json

        return approval_change_from_json(data)
    return punch_from_json(data)
