"""Days away, to be read (Clockodo API, absences v4)."""

from __future__ import annotations

from punchcard.sandbox.clockodo.records import Absence
from punchcard.sandbox.clockodo.rights import manages
from punchcard.sandbox.clockodo.wire import messages
from punchcard.sandbox.clockodo.wire.answers import Json, malformed
from punchcard.sandbox.clockodo.wire.calls import Call, named

APPROVED = 1
HOLIDAY, SPECIAL_LEAVE, OVERTIME, SICK = 1, 2, 3, 4
_SCOPES = ("viewableAbsences", "manageableAbsences")


def list_absences(call: Call) -> Json:
    """The absences of everybody, with what the caller may know of each; not paged."""
    state, inner, scope = call.state, call.given.child("filter"), call.given.text("scope")
    if scope is not None and scope not in _SCOPES:
        raise malformed(messages.UNKNOWN_VALUE, "scope")
    years, users, teams = inner.integers("year"), inner.integers("users_id"), inner.integers("teams_id")
    statuses, types = inner.integers("status"), inner.integers("type")
    active = inner.choice("users_active")
    found = [
        each
        for each in state.absences.values()
        if (years is None or {each.date_since.year, each.date_until.year} & set(years))
        and (users is None or each.users_id in users)
        and (teams is None or state.users[each.users_id].teams_id in teams)
        and (statuses is None or each.status in statuses)
        and (types is None or (_may_know(call, each) and each.type in types))
        and (active is None or state.users[each.users_id].active == active)
        and (scope != "manageableAbsences" or _may_know(call, each))
    ]
    return {"data": [_shape(call, each) for each in found]}


def show_absence(call: Call) -> Json:
    """One absence."""
    return {"data": _shape(call, named(call.state.absences, call.path_id))}


def _may_know(call: Call, each: Absence) -> bool:
    return manages(call.caller, call.state.users[each.users_id])


def _shape(call: Call, each: Absence) -> Json:
    told: Json = {
        "id": each.id, "users_id": each.users_id, "date_since": each.date_since.format_iso(),
        "date_until": each.date_until.format_iso(), "status": each.status, "count_days": each.count_days,
        "public_note": each.public_note,
    }  # fmt: skip
    if not _may_know(call, each):
        return told
    return told | {
        "type": each.type, "note": each.note, "sick_note": each.sick_note,
        "count_hours": each.count_hours if each.type == OVERTIME else None,
        "date_enquired": None if each.date_enquired is None else each.date_enquired.format_iso(),
        "date_approved": None if each.date_approved is None else each.date_approved.format_iso(),
        "approved_by": each.approved_by,
    }  # fmt: skip
