"""The finished entries of the reference vendor."""

from __future__ import annotations

from dataclasses import replace

from punchcard.core.entries import Entry, EntryStatus, Source
from punchcard.core.people import Person
from punchcard.core.zoned_time import entry_in_zone
from punchcard.sandbox.reference.answers import conflict, missing, not_yours
from punchcard.sandbox.reference.rules import booked, check_open, visible
from punchcard.sandbox.reference.state import ZONE, ReferenceState

LONG_SECONDS = 10 * 3600
"""Longer work than this is kept and warned about (ArbZG §3)."""


def entry_named(state: ReferenceState, caller: Person, entry_id: str) -> Entry:
    """Return one entry.

    Raises:
        Problem: There is none, it is the running clock, or it is not for `caller` to see.
    """
    if any(running.entry_id == entry_id for running in state.running.values()):
        raise conflict("This entry is a running clock; stop it first.")
    entry = state.entries.get(entry_id)
    if entry is None or (entry.person != caller.id and not state.is_lead(caller.id)):
        raise missing("There is no such entry; perhaps it was deleted.")
    return entry


def create(state: ReferenceState, caller: Person, sent: Entry) -> Entry:
    """Keep a new entry under an id of its own.

    Raises:
        Problem: It cannot be.
    """
    visible(state, caller, [sent.person])
    entry = entry_in_zone(sent, ZONE)
    check_open(state, entry.person, [entry.day])
    kept = replace(booked(state, entry), id=state.new_id("E"), source=Source.TYPED)
    state.entries[kept.id] = kept
    return kept


def change(state: ReferenceState, caller: Person, entry_id: str, sent: Entry) -> Entry:
    """Give an entry other values.

    Raises:
        Problem: It is gone, or cannot be like that.
    """
    before = entry_named(state, caller, entry_id)
    if sent.person != before.person:
        raise not_yours("An entry stays with its person.")
    entry = replace(entry_in_zone(sent, ZONE), id=before.id, source=before.source, status=EntryStatus.OPEN)
    check_open(state, before.person, [before.day, entry.day])
    state.entries[before.id] = booked(state, entry)
    return state.entries[before.id]


def delete(state: ReferenceState, caller: Person, entry_id: str) -> None:
    """Delete an entry.

    Raises:
        Problem: It is gone already, or locked.
    """
    entry = entry_named(state, caller, entry_id)
    check_open(state, entry.person, [entry.day])
    del state.entries[entry.id]


def warnings(entry: Entry) -> list[str]:
    """Return what is odd about an entry that was kept, in sentences."""
    if entry.worked_seconds > LONG_SECONDS and not entry.is_absence:
        return ["The entry has more than 10 hours of work."]
    return []
