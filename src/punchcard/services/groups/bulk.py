"""Bulk changes in two steps: first how many entries and how much time, then the change, as one action.

Between the two steps other things may happen. The second step reads everything again: where the set of
entries or any of their values is another one than was shown, it changes nothing and shows the new count.
Where a vendor offers the same two steps, it counts and changes; everything else goes entry by entry.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from punchcard.core.changes import DeleteEntry, EntryChange, SaveEntry
from punchcard.core.codec import assignment_to_json, entry_to_json, time_type_to_json
from punchcard.core.entries import Entry, Unit
from punchcard.core.grouping import parts_at
from punchcard.core.identifiers import new_id
from punchcard.core.notes import checked_note
from punchcard.core.refusals import UsageError
from punchcard.core.week_words import why_locked
from punchcard.services.entries.edits import carry_out
from punchcard.services.entries.untimed_entries import check_unit
from punchcard.services.groups.bulk_plan import BulkPlan, NewValues, Selection
from punchcard.services.groups.grouping import kept_entries
from punchcard.services.groups.vendor_bulk import BulkDone as BulkDone
from punchcard.services.groups.vendor_bulk import done_in_words, run_there
from punchcard.services.groups.vendor_change import Found, only_there, vendor_plan
from punchcard.services.reading.period_entries import period_entries
from punchcard.services.reading.refresh import MOST_READINGS, OutOfDate
from punchcard.services.session import Session
from punchcard.services.timesheet.edit_locks import known_edit_lock
from punchcard.services.timesheet.weeks import known_weeks, may_ask, refresh_weeks


async def plan(
    session: Session, selection: Selection, values: NewValues | None, *, only_look: bool = False
) -> BulkPlan:
    """Work out what a bulk change would do.

    Args:
        session: The account in use.
        selection: Which entries; those of other people are never among them.
        values: What they get; None to delete them.
        only_look: Which entries there are, before it is known what they get; a vendor is asked for nothing.

    Raises:
        UsageError: There are no values, the note is too long, or the entries are other people's.
        BackendError: The backend cannot be read.
    """
    values = _checked(session, selection, values)
    look = await _look(session, selection, values)
    if only_look:
        return look
    found = Found(look.entries, not (look.partly or look.same), bool(look.locked))
    step = await vendor_plan(session, selection, values, found)
    return replace(look, vendor=step)


async def run(session: Session, shown: BulkPlan) -> BulkDone | BulkPlan:
    """Do what was shown, as one action; or change nothing and return a new plan, because it has changed.

    Raises:
        OutOfDate: So much is settled meanwhile that what was read is old each time; nothing was changed.
        Throttled: The vendor takes no more calls now; nothing was changed.
        Refusal: One of the changes cannot be done; nothing was changed.
    """
    for _ in range(MOST_READINGS):
        now = await _look(session, shown.selection, shown.values)
        if now.key != shown.key:
            return await plan(session, shown.selection, shown.values)
        changes = [_change_of(entry, now.values) for entry in now.entries]
        if shown.vendor is not None:
            return await run_there(session, replace(now, vendor=shown.vendor), changes)
        with session.change() as transaction:
            # Otherwise something was asked for or settled just now.
            if transaction.outbox.progress(session.account.name) == now.progress:
                rows = carry_out(session, transaction, changes, in_order=False)
                return BulkDone(rows, done_in_words(now))
    raise OutOfDate


def _checked(session: Session, selection: Selection, values: NewValues | None) -> NewValues | None:
    if values is not None:
        if not values.words:
            raise UsageError("There is nothing to change.", "Give at least one new value.")
        if values.is_billed and values.billable is False:
            raise UsageError(
                "What is not billable is never billed.", "Nothing was changed. Say one of the two."
            )
        values = values._replace(note=None if values.note is None else checked_note(values.note))
    whose = selection.kept.filters.people
    if whose and set(whose) != {session.person.id}:
        raise UsageError("Only your own entries can be changed.", "Nothing was changed. Leave out who.")
    return values


async def _look(session: Session, selection: Selection, values: NewValues | None) -> BulkPlan:
    """Which entries a change is about, as far as they are known here."""
    own, period = session.person.id, selection.period
    await refresh_weeks(session, own, period.first.subtract(days=1), period.last.add(days=1))
    with session.store.read() as transaction:
        progress = transaction.outbox.progress(session.account.name)
    nothing = BulkPlan(
        selection, values, (), (), 0, 0, "", progress,
        title=session.backend.info.title, is_counted_there=only_there(session, selection, values),
    )  # fmt: skip
    if nothing.is_counted_there:
        return nothing
    known = kept_entries(await period_entries(session, [own], period, selection.kept.filters), selection.kept)
    parts = parts_at(
        (item.entry for item in known), selection.path, period=period, zone=session.zone,
        week_starts=session.schedule.week_starts,
    )  # fmt: skip
    found = [part.entry for part in parts]
    cut = {part.entry.id for part in parts if part.seconds != part.entry.worked_seconds}
    reasons = _reasons(session, found)
    free = [entry for entry in found if entry.id not in reasons]
    changed = [entry for entry in free if values is None or values.of(entry) != entry]
    if values is not None and values.time_type is not None:
        for unit in sorted({entry.unit for entry in changed} - {Unit.TIMES}):
            await check_unit(session, unit, values.time_type, "nothing was changed")
    return replace(
        nothing,
        entries=tuple(changed),
        locked=tuple((entry, reasons[entry.id]) for entry in found if entry.id in reasons),
        same=len(free) - len(changed),
        partly=sum(entry.id in cut for entry in changed),
        key=_key(found, reasons, values),
    )


def _change_of(entry: Entry, values: NewValues | None) -> EntryChange:
    if values is None:
        return DeleteEntry(new_id(), entry)
    return SaveEntry(new_id(), values.of(entry), entry)


def _reasons(session: Session, entries: Sequence[Entry]) -> dict[str, str]:
    """Why entries cannot be edited, by their ids: the entry is locked itself, or its week is on its way."""
    if not entries:
        return {}
    first = min(entry.day for entry in entries)
    last = max(entry.last_day for entry in entries)
    with session.store.read() as transaction:
        weeks = known_weeks(session, transaction, session.person.id, first, last)
        lock = known_edit_lock(session, transaction, session.person.id)
    today = session.today()
    locked = [
        (w.submitted, reason)
        for w in weeks
        if (reason := why_locked(w.submitted, today, may_ask=may_ask(session)))
    ]
    reasons: dict[str, str] = {}
    for entry in entries:
        of_week = (why for week, why in locked if week.first <= entry.last_day and entry.day <= week.last)
        reason = entry.locked or lock.why_locked(entry.day, today) or next(of_week, None)
        if reason:
            reasons[entry.id] = reason
    return reasons


def _key(entries: Sequence[Entry], reasons: dict[str, str], values: NewValues | None) -> str:
    wanted = None
    if values is not None:
        branch = None if values.assignment is None else assignment_to_json(values.assignment)
        wanted = [time_type_to_json(values.time_type), branch, values.note, values.billable]
    bodies = sorted(json.dumps(entry_to_json(entry), sort_keys=True) for entry in entries)
    return sha256(json.dumps([wanted, reasons, bodies], sort_keys=True).encode()).hexdigest()
