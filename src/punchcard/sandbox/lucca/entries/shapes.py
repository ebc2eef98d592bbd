"""Time entries as they are told (Lucca API, time entries)."""

from __future__ import annotations

from punchcard.sandbox.lucca.directory.axes import SECTIONS
from punchcard.sandbox.lucca.directory.people import OWNERS
from punchcard.sandbox.lucca.records import Comment, Entry
from punchcard.sandbox.lucca.state import LuccaState
from punchcard.sandbox.lucca.wire.resources import Kind, Property, Resource, moment, number, text, url


def _sheet_id(state: LuccaState, entry: Entry) -> int | None:
    if entry.layer or entry.archived_at is not None:
        return None
    sheet = state.lock_on(entry.owner_id, entry.day)
    return None if sheet is None else sheet.id


def _name(state: LuccaState, entry: Entry) -> str:
    return f"{entry.starts_at.format_iso()} - {state.users[entry.owner_id].name}"


COMMENTS: Resource[Comment] = Resource(
    "comments",
    {
        "id": number(lambda comment: comment.id),
        "content": text(lambda comment: comment.content),
        "authorId": number(lambda comment: comment.author_id),
        "createdAt": moment(lambda comment: comment.created_at),
    },
    short=("id", "content", "authorId", "createdAt"),
)
"""What is said of entries."""


ENTRIES: Resource[Entry] = Resource(
    "timeentries",
    {
        "id": number(lambda entry: entry.id),
        "name": Property(Kind.TEXT, _name),
        "url": url("timeentries"),
        "ownerId": number(lambda entry: entry.owner_id),
        "owner": Property(Kind.LINK, lambda state, entry: state.users[entry.owner_id], lambda: OWNERS),
        "startsAt": moment(lambda entry: entry.starts_at),
        "endsAt": moment(lambda entry: entry.ends_at),
        "duration": Property(Kind.DURATION, lambda _, entry: entry.seconds),
        "unit": number(lambda entry: int(entry.unit)),
        "creationSource": number(lambda entry: int(entry.creation_source)),
        "axisSections": Property(
            Kind.LINKS,
            lambda state, entry: [state.sections[section] for section in entry.section_ids],
            lambda: SECTIONS,
        ),
        "comment": Property(Kind.LINK, lambda _, entry: entry.comment, lambda: COMMENTS),
        "timeTypeId": number(lambda entry: entry.time_type_id),
        "timesheetId": Property(Kind.NUMBER, _sheet_id),
        "authorId": number(lambda entry: entry.author_id),
        "createdAt": moment(lambda entry: entry.created_at),
        "modifierId": number(lambda entry: entry.modifier_id),
        "modifiedAt": moment(lambda entry: entry.modified_at),
        "archivedAt": moment(lambda entry: entry.archived_at),
        "layer": number(lambda entry: int(entry.layer)),
    },
)
"""Time entries."""
