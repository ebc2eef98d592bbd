"""Entries of the service as the domain has them."""

from __future__ import annotations

from types import MappingProxyType

from punchcard.backends.http.moments import local
from punchcard.backends.mctime import wire
from punchcard.backends.mctime.directory.organizations import ORGANIZATION, organization
from punchcard.backends.mctime.pauses import finished_breaks
from punchcard.backends.mctime.signing_in import TITLE
from punchcard.backends.mctime.time_types import CLOCKING, time_type_of
from punchcard.core.assignments import NOTHING, Assignment, Reference
from punchcard.core.entries import Entry, EntryStatus, Source
from punchcard.core.text import one_line

STATUSES = MappingProxyType(
    {
        "disapproved": EntryStatus.DECLINED,
        "not_approved_yet": EntryStatus.OPEN,
        "under_approval": EntryStatus.SUBMITTED,
        "approved": EntryStatus.APPROVED,
        "exported": EntryStatus.EXPORTED,
    }
)
"""What is on the wire, and what it means here."""

SOURCES = MappingProxyType(
    {"times": Source.TYPED, "clock": Source.CLOCK, "wtm": Source.MODEL, None: Source.EDITED}
)

_LOCKED = MappingProxyType(
    {
        EntryStatus.SUBMITTED: f"It is under approval at {TITLE}: it is changed there.",
        EntryStatus.APPROVED: f"It is approved at {TITLE}: it is changed there.",
        EntryStatus.EXPORTED: f"It was exported from {TITLE}: it is changed there.",
        EntryStatus.INVALID: f"{TITLE} could not save this clock: remove it, and add the entry again.",
    }
)


def shaped(entry: wire.Entry, person: str, zone: str, known: Assignment = NOTHING) -> Entry:
    """Return an entry as the domain has it; one that runs has no end.

    Args:
        entry: As it was answered.
        person: Whose it is, where the entry itself does not say so.
        zone: The person's, an IANA name.
        known: What it may be booked on: some calls tell the name alone.
    """
    start, status = local(entry.start, zone), _status(entry)
    return Entry(
        id=entry.id,
        person=entry.user_id or person,
        day=start.date(),
        start=start,
        end=None if entry.end is None else local(entry.end, zone),
        breaks=finished_breaks(entry.breaks, zone),
        time_type=time_type_of(entry.type, entry.category),
        assignment=_assignment(entry, known),
        note=entry.comment,
        status=status,
        source=_source(entry),
        locked=_LOCKED.get(status) or _unknown_status(entry),
    )


def _status(entry: wire.Entry) -> EntryStatus:
    # Nothing says it outright: what was typed in with this type is an entry like others (section 2.3).
    if entry.type == CLOCKING and entry.creation_type != "times":
        return EntryStatus.INVALID
    return STATUSES.get(entry.approval_status or "", EntryStatus.OPEN)


def _unknown_status(entry: wire.Entry) -> str | None:
    word = entry.approval_status
    if word is None or word in STATUSES:
        return None
    return f"{TITLE} says that it is “{one_line(word, 40)}”, which is not known here: it is changed there."


def _source(entry: wire.Entry) -> Source:
    # Null means that it was edited; not told at all means nothing.
    is_told = "creation_type" in entry.model_fields_set
    return SOURCES.get(entry.creation_type, Source.UNKNOWN) if is_told else Source.UNKNOWN


def _assignment(entry: wire.Entry, known: Assignment) -> Assignment:
    name, an_id = one_line(entry.organization_name), entry.organization_id
    if an_id is not None:
        return Assignment((organization(an_id, name),))
    if not name or (known and name == one_line(known.references[-1].name)):
        return known if name else NOTHING
    return Assignment((Reference(ORGANIZATION.id, "", name),))
