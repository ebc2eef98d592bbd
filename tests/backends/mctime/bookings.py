"""Entries at the simulated McTime, and drafts of what is to be saved there."""

from __future__ import annotations

from typing import Any

from tests.backends.mctime.office import ANN, Vendor
from tests.domain import berlin
from whenever import ZonedDateTime

from punchcard.backends.mctime.directory.organizations import organization
from punchcard.backends.mctime.time_types import time_type_of
from punchcard.core.assignments import NOTHING, Assignment
from punchcard.core.entries import Break, Entry
from punchcard.core.identifiers import new_id
from punchcard.sandbox.mctime import records

WORKS, PORTAL = "Berger Works", "Berger Works/Northwind/Portal"


def moment(text: str) -> ZonedDateTime:
    """A moment of March 2026 in Berlin, or any other one in ISO 8601: "11 08:00", "2024-03-11T08:00"."""
    return berlin(text) if len(text) < 12 else ZonedDateTime.parse_iso(f"{text}[Europe/Berlin]")


def put(vendor: Vendor, since: str, until: str, who: str = ANN, at: str = WORKS, **more: Any) -> str:
    """Let somebody have an entry there, and return its id."""
    state = vendor.state
    entry = records.TimeEntry(
        state.new_id(),
        state.person_named(who).id,
        moment(since).to_instant(),
        moment(until).to_instant(),
        more.pop("type", "work"),
        state.organization_at(at).id,
        **more,
    )
    return state.keep(entry).id


def draft(
    vendor: Vendor, since: str, until: str, who: str = ANN, at: str | None = WORKS, **more: Any
) -> Entry:
    """An entry that is not saved yet."""
    start, end = moment(since), moment(until)
    breaks = tuple(Break(berlin(a), berlin(b)) for a, b in more.pop("breaks", ()))
    return Entry(
        new_id(),
        vendor.state.person_named(who).id,
        start.date(),
        start,
        end,
        breaks,
        time_type_of(more.pop("type", "work")),
        booked_on(vendor, at) if at else NOTHING,
        **more,
    )


def booked_on(vendor: Vendor, path: str) -> Assignment:
    """What time is booked on."""
    node = vendor.state.organization_at(path)
    return Assignment((organization(node.id, node.name),))


def kept(vendor: Vendor, entry_id: str) -> records.TimeEntry:
    """An entry as the vendor keeps it."""
    return vendor.state.entries[entry_id]


def times(vendor: Vendor, who: str = ANN) -> list[str]:
    """What somebody has there: "08:00-12:00"."""
    state = vendor.state
    user = state.person_named(who)
    return [
        "-".join(state.local(user, each).time().format_iso()[:5] for each in (entry.since, entry.until))
        for entry in state.entries_of(user.id)
    ]
