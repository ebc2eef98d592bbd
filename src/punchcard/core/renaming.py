"""Changes and clocks under the ids that a backend has given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from punchcard.core.changes import Change, DeleteEntry, EntryChange, SaveEntry, is_approval
from punchcard.core.clock import ClockState, Idle
from punchcard.core.entries import Entry
from punchcard.core.punches import Restore
from punchcard.core.same_entry import content_of


def ids_in(change: Change, before: ClockState) -> set[str]:
    """Return the ids of entries, clocks and requests that a change, asked for upon `before`, is about."""
    ids = set[str]() if isinstance(before, Idle) else {before.entry_id}
    if is_approval(change):
        from punchcard.core.approval_changes import Decide

        item = change.item if isinstance(change, Decide) else change.request
        return ids | ({item.id} if item.id else set())
    match change:
        case SaveEntry() | DeleteEntry():
            ids.add(change.entry.id)
        case Restore():
            ids |= {change.state.entry_id, change.instead_of} - {""}
        case _:
            pass
    return ids


def renamed(change: Change, names: Mapping[str, str]) -> Change:
    """Return `change` about the same things under their new ids, by the old ones."""
    if is_approval(change):
        from punchcard.core.approval_changes import Decide, WithdrawRequest

        match change:
            case Decide(item=item) if item.id is not None and item.id in names:
                return replace(change, item=replace(item, id=names[item.id]))
            case WithdrawRequest(request=request) if request.id in names:
                return replace(change, request=replace(request, id=names[request.id]))
            case _:
                return change
    match change:
        case SaveEntry() | DeleteEntry():
            return entry_change_renamed(change, names)
        case Restore(state=state, instead_of=other) if not names.keys().isdisjoint((state.entry_id, other)):
            state = replace(state, entry_id=names.get(state.entry_id, state.entry_id))
            return replace(change, state=state, instead_of=names.get(other, other))
        case _:
            return change


def entry_change_renamed(change: EntryChange, names: Mapping[str, str]) -> EntryChange:
    """Return `change` about the same entry under its new id, by the old ones."""
    if change.entry.id not in names:
        return change
    entry = replace(change.entry, id=names[change.entry.id])
    if isinstance(change, DeleteEntry) or change.before is None:
        return replace(change, entry=entry)
    return replace(change, entry=entry, before=replace(change.before, id=entry.id))


def state_renamed(state: ClockState, names: Mapping[str, str]) -> ClockState:
    """Return `state` with the new id of its clock."""
    if isinstance(state, Idle) or state.entry_id not in names:
        return state
    return replace(state, entry_id=names[state.entry_id])


def rebased(change: Change, asked: Entry, kept: Entry) -> Change:
    """Return a change that was asked for upon an entry as it was asked for, upon that entry as it is kept."""
    match change:
        case SaveEntry(before=Entry() as before) if _is(before, asked, kept):
            return replace(change, before=kept)
        case DeleteEntry(entry=entry) if _is(entry, asked, kept):
            return replace(change, entry=kept)
        case _:
            return change


def _is(entry: Entry, asked: Entry, kept: Entry) -> bool:
    return entry.id == kept.id and content_of(entry) == content_of(asked)
