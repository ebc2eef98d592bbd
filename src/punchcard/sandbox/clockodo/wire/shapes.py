"""Entries as the simulated Clockodo sends them (Clockodo API, entries)."""

from __future__ import annotations

from enum import Enum, auto

from whenever import Instant

from punchcard.sandbox.clockodo.groups.worth import hourly_rate, revenue
from punchcard.sandbox.clockodo.records import Entry, EntryType
from punchcard.sandbox.clockodo.rights import sees_revenue
from punchcard.sandbox.clockodo.wire.answers import Json
from punchcard.sandbox.clockodo.wire.calls import Call

NOT_AVAILABLE = -1
"""What an entry says of `billable` to whoever may not know it."""


class Form(Enum):
    """How much of an entry is told."""

    SINGLE = auto()
    """An entry by itself: with its text."""
    LISTED = auto()
    """In a list: without."""
    ENHANCED = auto()
    """In a list with names and revenues."""


def utc(moment: Instant) -> str:
    """Return a moment as it is sent: ISO, UTC, whole seconds."""
    return moment.format_iso(unit="second")


def utc_or_none(moment: Instant | None) -> str | None:
    """Return a moment as it is sent, where there is one."""
    return None if moment is None else utc(moment)


def entry_json(call: Call, entry: Entry, form: Form = Form.SINGLE, *, hard: bool = False) -> Json:
    """Return an entry as it is sent.

    Args:
        call: The request.
        entry: The entry.
        form: How much of it is told.
        hard: Whether revenues are also told for projects with a hard budget.
    """
    may_know = entry.users_id == call.caller.id or sees_revenue(call.caller, entry)
    told: Json = {
        "id": entry.id, "type": int(entry.type), "users_id": entry.users_id,
        "customers_id": entry.customers_id, "projects_id": entry.projects_id,
        "subprojects_id": entry.subprojects_id, "billable": entry.billable if may_know else NOT_AVAILABLE,
        "texts_id": None if entry.text is None else call.state.texts[entry.text],
        "text": None if form is Form.LISTED else entry.text,
        "time_since": utc(entry.time_since), "time_until": utc_or_none(entry.time_until),
        "time_insert": utc(entry.time_insert), "time_last_change": utc(entry.time_last_change),
        "test_data": False, **_special(entry),
    }  # fmt: skip
    if call.is_classic and form is Form.LISTED:
        del told["text"]
    if call.is_classic and entry.type is EntryType.TIME:
        told["offset"] = 0
    if form is Form.ENHANCED:
        told |= _names(call, entry)
        if sees_revenue(call.caller, entry):
            told |= _money(call, entry, hard)
    return told


def _special(entry: Entry) -> Json:
    match entry.type:
        case EntryType.TIME:
            return {
                "services_id": entry.services_id, "duration": entry.duration,
                "time_last_change_work_time": utc(entry.time_last_change_work_time),
                "time_clocked_since": utc_or_none(entry.time_clocked_since),
                "clocked": entry.clocked, "clocked_offline": entry.clocked_offline,
            }  # fmt: skip
        case EntryType.LUMPSUM:
            return {"services_id": entry.services_id, "lumpsum": entry.lumpsum}
        case EntryType.LUMPSUM_SERVICE:
            return {
                "lumpsum_services_id": entry.lumpsum_services_id,
                "lumpsum_services_amount": entry.lumpsum_services_amount,
            }


def _names(call: Call, entry: Entry) -> Json:
    state = call.state
    project = state.projects.get(entry.projects_id or 0)
    subproject = state.subprojects.get(entry.subprojects_id or 0)
    service = state.services.get(entry.services_id or 0)
    lumpsum = state.lumpsum_services.get(entry.lumpsum_services_id or 0)
    return {
        "customers_name": state.customers[entry.customers_id].name,
        "projects_name": project.name if project else None,
        "subprojects_name": subproject.name if subproject else None,
        "users_name": state.users[entry.users_id].name,
        "services_name": service.name if service else None,
        "lumpsum_services_price": lumpsum.price if lumpsum else None,
    }


def _money(call: Call, entry: Entry, hard: bool) -> Json:
    return {"revenue": revenue(call.state, entry, hard), "hourly_rate": hourly_rate(call.state, entry)}
