"""Entries at the simulated Lucca, and drafts of what is to be saved there."""

from __future__ import annotations

from typing import Any

from tests.backends.lucca.office import ANN, Vendor
from tests.domain import berlin
from whenever import PlainDateTime, ZonedDateTime

from punchcard.backends.lucca.entries.habits import WORK
from punchcard.core.assignments import Assignment, Reference
from punchcard.core.changes import SaveEntry
from punchcard.core.entries import Entry, Source
from punchcard.core.identifiers import new_id
from punchcard.sandbox.lucca import records

BRANCH = "Northwind/Portal/Development"


def sections(vendor: Vendor, path: str = BRANCH) -> tuple[int, ...]:
    """The ids of what a path names; nothing for an empty one."""
    found = list[records.Section]()
    for name in path.split("/") if path else ():
        named = (each for each in vendor.state.sections.values() if each.name == name)
        below = (
            each for each in named if not found or not each.parent_ids or found[-1].id in each.parent_ids
        )
        found.append(next(below))
    return tuple(each.id for each in found)


def booked_on(vendor: Vendor, path: str = BRANCH) -> Assignment:
    """What time is booked on."""
    chosen = (vendor.state.sections[number] for number in sections(vendor, path))
    return Assignment(tuple(Reference(f"axis-{each.axis_id}", str(each.id), each.name) for each in chosen))


def person(vendor: Vendor, name: str = ANN) -> str:
    """Somebody's id."""
    return str(vendor.state.person_named(name).id)


def put(vendor: Vendor, at: str, length: str, who: str = ANN, on: str | None = BRANCH, **more: Any) -> int:
    """Let somebody have an entry in March 2026: `put(vendor, "10T09:40", "1:20")`; returns its id."""
    state = vendor.state
    hours, minutes = length.split(":")
    owner, number = state.person_named(who).id, state.new_id()
    starts_at = PlainDateTime.parse_iso(f"2026-03-{at}:00" if len(at) < 12 else at)
    state.entries[number] = records.Entry(
        number, owner, starts_at, int(hours) * 3600 + int(minutes) * 60,
        more.pop("unit", records.Unit.TIME), owner, state.now(), owner, state.now(),
        section_ids=sections(vendor, on) if on else (), **more,
    )  # fmt: skip
    return number


def moment(text: str) -> ZonedDateTime:
    """A moment of March 2026 in Berlin, or any other one in ISO 8601: "11 08:00", "2026-10-25T08:00"."""
    return berlin(text) if len(text) < 12 else ZonedDateTime.parse_iso(f"{text}[Europe/Berlin]")


def draft(
    vendor: Vendor, since: str, until: str, who: str = ANN, on: str | None = BRANCH, **more: Any
) -> Entry:
    """An entry that is not saved yet."""
    start, end = moment(since), moment(until)
    assignment = booked_on(vendor, on) if on else Assignment()
    more = {"time_type": WORK, "source": Source.TYPED, **more}
    return Entry(new_id(), person(vendor, who), start.date(), start, end, assignment=assignment, **more)


def untimed(vendor: Vendor, day: str, who: str = ANN, on: str | None = BRANCH, **more: Any) -> Entry:
    """An entry without clock times that is not saved yet."""
    assignment = booked_on(vendor, on) if on else Assignment()
    on_day = moment(f"{day} 00:00").date()
    more = {"time_type": WORK, "source": Source.TYPED, **more}
    return Entry(new_id(), person(vendor, who), on_day, None, None, assignment=assignment, **more)


def new(entry: Entry) -> SaveEntry:
    """Ask for a new entry."""
    return SaveEntry(entry.id, entry)
