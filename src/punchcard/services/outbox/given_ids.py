"""What a backend keeps under an id of its own, or otherwise than it was asked for: taken over in one place.

When a row is confirmed, everything that waits behind it is written down under the new id, in the same
transaction. What is looked at later, by an id of before, is found through `current_id`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from punchcard.backends.contract import Punched
from punchcard.core.changes import Change, EntryChange, SaveEntry, is_approval
from punchcard.core.clock import Idle, Running
from punchcard.core.clock_rules import entry_after
from punchcard.core.codec import Json, entry_from_json, entry_to_json
from punchcard.core.entries import Entry
from punchcard.core.punches import AnyPunch, Restore, Resume, Start, Stop, TakeBreak
from punchcard.core.refusals import Refusal
from punchcard.core.renaming import entry_change_renamed, ids_in, rebased, renamed, state_renamed
from punchcard.core.same_clock import is_near
from punchcard.core.same_entry import the_same_among
from punchcard.services.outbox.fingerprints import fingerprint
from punchcard.services.outbox.ports import Result
from punchcard.store.outbox import OutboxRow
from punchcard.store.store import Transaction


class Became(NamedTuple):
    """What came of a row."""

    was: str
    """The id that its thing had here."""
    id: str
    """The id that it has there."""
    asked: Entry | None = None
    kept: Entry | None = None
    """The entry as it was asked for, and as it is kept; None where it is none."""
    body: Json | None = None
    """What the ledger remembers of it; None where it is kept as it was asked for."""


def what_became_of(row: OutboxRow, result: Result) -> Became | None:
    """Return what came of a confirmed row; None where nothing of it has an id or contents of its own."""
    if is_approval(row.change):
        return _request(row.change, result)
    match row.change:
        case SaveEntry(entry=entry) if isinstance(result, Entry):
            body = None if result == entry else entry_to_json(result)
            return Became(entry.id, result.id, entry, result, body)
        case Stop() if isinstance(result, Punched):
            return _stopped(row, row.change, result.saved)
        case change if isinstance(change, AnyPunch) and isinstance(result, Punched):
            return _clock(row, change, result)
        case _:
            return None


def with_saved(row: OutboxRow, result: Result, entries: Sequence[Entry] | None) -> Result:
    """Return what a row has brought, as its days have it since: a stop with the entry that it made.

    Args:
        row: The row.
        result: What the backend said.
        entries: What is on its days; None where they could not be read, so that it stays as it was asked for
            until they are.
    """
    if isinstance(result, Entry):
        # An answer may tell less of an entry than a list does.
        return next((entry for entry in entries or () if entry.id == result.id), result)
    if not isinstance(row.change, Stop) or not isinstance(result, Punched) or result.saved:
        return result
    asked = _asked(row, row.change)
    if asked is None:
        return result
    same = [entry for entry in entries or () if entry.id == asked.id]
    found = asked if entries is None else same[0] if same else the_same_among(asked, entries)
    return result if found is None else result._replace(saved=(found,))


def take_over(transaction: Transaction, account: str, became: Became) -> None:
    """Give everything that waits the id, and the entry, that came of what it waits for."""
    kept = became.kept
    if became.was != became.id:
        transaction.given_ids(account).keep(became.was, became.id)
    elif kept is None or became.body is None:
        return
    names = {became.was: became.id}
    for waiting in transaction.outbox.mentioning(account, became.was):
        change = renamed(waiting.change, names)
        if became.asked is not None and kept is not None:
            change = rebased(change, replace(became.asked, id=kept.id), kept)
        before = state_renamed(waiting.before, names)
        if (change, before) != (waiting.change, waiting.before):
            mark = fingerprint(change, waiting.person)
            transaction.outbox.rewrite(waiting._replace(change=change, before=before, fingerprint=mark))


def current_id(transaction: Transaction, account: str, item_id: str) -> str:
    """Return the id that an entry, a clock or a request has now."""
    return transaction.given_ids(account).of(item_id)


def under_current_id(transaction: Transaction, account: str, change: EntryChange) -> EntryChange:
    """Return a change about the same entry, by the id that it has now."""
    now = current_id(transaction, account, change.entry.id)
    return entry_change_renamed(change, {change.entry.id: now}) if now != change.entry.id else change


def as_it_became(transaction: Transaction, row: OutboxRow) -> OutboxRow:
    """Return a row as if the person had asked for what came of it, under the ids that things have now."""
    change = row.change if row.became is None else _with_body(row.change, json.loads(row.became))
    names = transaction.given_ids(row.account).of_all(ids_in(change, row.before))
    return row._replace(change=renamed(change, names), before=state_renamed(row.before, names))


def _with_body(change: Change, body: Json) -> Change:
    if isinstance(change, SaveEntry):
        return replace(change, entry=entry_from_json(body))
    if change.kind == "request_change":
        from punchcard.core.approval_changes import RequestChange
        from punchcard.core.approval_codec import request_from_json

        if isinstance(change, RequestChange):
            return replace(change, request=request_from_json(body))
    return change


def _request(change: Change, result: Result) -> Became | None:
    if change.kind != "request_change" or not isinstance(result, Sequence) or not result:
        return None
    from punchcard.core.approval_changes import RequestChange
    from punchcard.core.approval_codec import request_to_json
    from punchcard.core.change_requests import ChangeRequest

    kept = result[0]
    if not isinstance(change, RequestChange) or not isinstance(kept, ChangeRequest):
        return None
    is_as_asked = kept.id == change.request.id and kept.changes == change.request.changes
    return Became(change.request.id, kept.id, body=None if is_as_asked else request_to_json(kept))


def _stopped(row: OutboxRow, stop: Stop, saved: Sequence[Entry]) -> Became | None:
    if isinstance(row.before, Idle):
        return None
    asked = _asked(row, stop)
    own = [entry for entry in saved if entry.id == row.before.entry_id]
    kept = own[0] if own else saved[0] if len(saved) == 1 else asked and the_same_among(asked, saved)
    if kept is None or not _is_whole(row.before, kept):
        return None
    return Became(row.before.entry_id, kept.id, asked, kept, None if kept == asked else entry_to_json(kept))


def _is_whole(clock: Running, kept: Entry) -> bool:
    """Whether an entry is all of a clock, and not what was worked since its last break alone."""
    return kept.id == clock.entry_id or kept.start is None or is_near(kept.start, clock.since)


def _asked(row: OutboxRow, stop: Stop) -> Entry | None:
    try:
        return entry_after(row.before, stop, row.person)
    except Refusal:
        # The clock had gone on elsewhere before it was stopped.
        return None


def _clock(row: OutboxRow, punch: AnyPunch, result: Punched) -> Became | None:
    state = result.reading.state
    match punch:
        case Start():
            was, since = punch.id, punch.at
        case Restore(state=wanted):
            was, since = wanted.entry_id, wanted.since
        case _ if isinstance(row.before, Running):
            was, since = row.before.entry_id, row.before.since
        case _:
            return None
    if isinstance(state, Running) and _is_made_by(punch, state, was):
        return Became(punch.id, state.entry_id)
    booked = result.saved
    if (
        isinstance(punch, Start)
        and booked
        and not (isinstance(state, Running) and is_near(state.since, since))
    ):
        # What was started has been stopped since, before anybody could read that it ran.
        return Became(was, booked[0].id) if len(booked) == 1 else None
    is_it = isinstance(punch, Start | Restore) or (isinstance(state, Running) and is_near(state.since, since))
    if isinstance(state, Idle) or not is_it or any(entry.id == was for entry in booked):
        return None
    return Became(was, state.entry_id)


def _is_made_by(punch: AnyPunch, state: Running, was: str) -> bool:
    """Whether a break, or its end, has made another clock, which began with it."""
    if not isinstance(punch, TakeBreak | Resume) or state.entry_id == was:
        return False
    return state.since == state.last_moment() and is_near(state.since, punch.at)
