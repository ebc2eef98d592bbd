"""Entries and clocks as they are sent (McTime API, time-entry fields by endpoint)."""

from __future__ import annotations

from collections.abc import Iterable

from punchcard.sandbox.mctime.records import Break, Clock, Creation, TimeEntry, User
from punchcard.sandbox.mctime.state import McTimeState
from punchcard.sandbox.mctime.time_types import CATEGORY_OF
from punchcard.sandbox.mctime.wire.answers import Json
from punchcard.sandbox.mctime.wire.moments import local_text, utc_text


def saved_json(state: McTimeState, entry: TimeEntry) -> Json:
    """Return an entry as a write answers it: with its category, without status and organization's id."""
    user = state.users[entry.user]
    return {
        **_common(state, user, entry), "to": local_text(state, user, entry.until), "userId": user.id,
        "category": CATEGORY_OF[entry.type], "creationType": entry.creation,
    }  # fmt: skip


def running_json(state: McTimeState, clock: Clock) -> Json:
    """Return a running clock as `POST /clock` answers it: without an end."""
    user = state.users[clock.user]
    return {
        **_common(state, user, clock), "to": None, "userId": user.id,
        "category": CATEGORY_OF[clock.type], "creationType": Creation.CLOCK,
    }  # fmt: skip


def listed_json(state: McTimeState, entry: TimeEntry) -> Json:
    """Return an entry as `GET /times` lists it; what was edited is of creation "null", as a text."""
    user = state.users[entry.user]
    return {
        **_common(state, user, entry), "to": local_text(state, user, entry.until),
        "organizationId": entry.organization, "approvalStatus": entry.status,
        "creationType": entry.creation or "null",
        **_nothing_for_no_breaks(entry, is_null=entry.creation is Creation.CLOCK),
    }  # fmt: skip


def single_json(state: McTimeState, entry: TimeEntry) -> Json:
    """Return an entry as `GET /times/{id}` has it: with category and status, without organization's id."""
    return {
        **saved_json(state, entry), "userName": state.users[entry.user].name, "approvalStatus": entry.status,
        **_nothing_for_no_breaks(entry, is_null=True),
    }  # fmt: skip


def clocked_in_json(state: McTimeState, clock: Clock) -> Json:
    """Return somebody's running clock as `GET /clock` lists it, bare, its start in UTC."""
    user = state.users[clock.user]
    told: Json = {
        "userId": user.id, "userFirstName": user.first_name, "userLastName": user.last_name,
        "clockedIn": True, "onBreak": clock.open_break is not None, "from": utc_text(clock.since),
    }  # fmt: skip
    if state.manners.sparse_clock:
        return told
    more = _common(state, user, clock) | {"organizationId": clock.organization}
    return more | told


def _common(state: McTimeState, user: User, item: TimeEntry | Clock) -> Json:
    return {
        "id": item.id, "from": local_text(state, user, item.since),
        "breaks": _breaks_json(state, user, item.breaks), "comment": item.comment, "type": item.type,
        "organizationName": state.organizations[item.organization].name,
    }  # fmt: skip


def _breaks_json(state: McTimeState, user: User, breaks: Iterable[Break]) -> list[Json]:
    return [
        {
            "id": each.id, "from": local_text(state, user, each.since),
            "to": None if each.until is None else local_text(state, user, each.until),
            "automatic": each.automatic,
        }
        for each in breaks
    ]  # fmt: skip


def _nothing_for_no_breaks(entry: TimeEntry, *, is_null: bool) -> Json:
    return {"breaks": None} if is_null and not entry.breaks else {}
