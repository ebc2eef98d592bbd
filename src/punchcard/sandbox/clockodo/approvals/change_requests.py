"""Change requests: list, ask, withdraw (Clockodo API, work time change requests)."""

from __future__ import annotations

from punchcard.core.intervals import day_interval
from punchcard.sandbox.clockodo.approvals.day_changes import carry_out, covers_clock
from punchcard.sandbox.clockodo.entries.locks import is_work_time_locked
from punchcard.sandbox.clockodo.records import Change, ChangeRequest, ChangeType, RequestStatus, User
from punchcard.sandbox.clockodo.rights import decides, manages
from punchcard.sandbox.clockodo.wire import messages
from punchcard.sandbox.clockodo.wire.answers import Json, conflict, forbidden, malformed, not_found
from punchcard.sandbox.clockodo.wire.calls import Call, known, sorted_by
from punchcard.sandbox.clockodo.wire.given import Given
from punchcard.sandbox.clockodo.wire.shapes import utc, utc_or_none

MOST = 1000
_MOST_CHANGES = 100
_LONGEST_SECONDS = 24 * 3600


def list_requests(call: Call) -> Json:
    """The change requests that the caller may see, filtered and in order."""
    given, state = call.given, call.state
    found = [each for each in state.requests.values() if manages(call.caller, state.users[each.users_id])]
    first, last = given.day("date_since"), given.day("date_until")
    users_id, status = given.integer("users_id", 1), given.integer("status", among=tuple(RequestStatus))
    found = [
        each
        for each in found
        if (first is None or each.date >= first)
        and (last is None or each.date <= last)
        and (users_id is None or each.users_id == users_id)
        and (status is None or each.status == status)
    ]
    if not call.is_classic:
        found = _newer_filters(call, found)
    return call.paged("change_requests", found, lambda each: request_json(call, each), MOST)


def request_json(call: Call, request: ChangeRequest) -> Json:
    """Return a request as it is sent; the classic generation does not tell when it was made."""
    told: Json = {
        "id": request.id, "date": request.date.format_iso(), "users_id": request.users_id,
        "status": int(request.status), "created_at": utc(request.created_at),
        "declined_at": utc_or_none(request.declined_at), "declined_by": request.declined_by,
        "changes": [
            {"type": int(each.type), "time_since": utc(each.time_since), "time_until": utc(each.time_until)}
            for each in request.changes
        ],
    }  # fmt: skip
    if call.is_classic:
        del told["created_at"]
    return told


def create(call: Call) -> Json:
    """Ask for a change; it is made at once where the user may edit that day, else it waits."""
    state, given = call.state, call.given
    user = known(state.users, given.needed_integer("users_id"), "users_id")
    if not manages(call.caller, user):
        raise forbidden(path="users_id")
    request = ChangeRequest(0, given.needed_day("date"), user.id, _changes(given), state.now())
    _check_day(user, request)
    if state.company.work_times_have_to_match_entries:
        raise conflict(messages.MATCH_ENTRIES, "changes")
    if covers_clock(state, request):
        raise conflict(messages.CLOCK_RUNS, "changes")
    waiting = (request.date, request.users_id, RequestStatus.REQUESTED)
    old = [e for e in state.requests.values() if (e.date, e.users_id, e.status) == waiting]
    for each in old:
        del state.requests[each.id]
    request = ChangeRequest(state.new_id(), request.date, user.id, request.changes, request.created_at)
    is_open = not is_work_time_locked(user, state.today(user), request.date)
    if is_open:
        carry_out(state, request)
    else:
        state.requests[request.id] = request
    # Approved at once, the current generation names no request any more; the classic one always does.
    named = call.is_classic or not is_open
    return {
        "change_request": request_json(call, request) if named else None,
        "replaced_change_request": request_json(call, old[0]) if named and old else None,
        "approved_immediately": is_open,
    }


def withdraw(call: Call) -> Json:
    """Take back a request, one's own or that of somebody whom one decides for; a declined one stays."""
    request = request_named(call)
    if request.status is RequestStatus.DECLINED:
        raise conflict(messages.DECLINED_ALREADY)
    del call.state.requests[request.id]
    return {"change_request": None}


def request_named(call: Call) -> ChangeRequest:
    """Return the request that the path names.

    Raises:
        Problem: There is none for the caller to see.
    """
    request = call.state.requests.get(call.path_id)
    if request is None or not manages(call.caller, call.state.users[request.users_id]):
        raise not_found()
    return request


def _newer_filters(call: Call, found: list[ChangeRequest]) -> list[ChangeRequest]:
    """What the current generation knows besides: scope, teams, and an order."""
    state, given = call.state, call.given
    scope, teams = given.text("scope"), given.integers("teams_id")
    if scope not in (None, "approve"):
        raise malformed(messages.UNKNOWN_VALUE, "scope")
    if scope is not None:
        found = [each for each in found if decides(call.caller, state.users[each.users_id])]
    if teams is not None:
        found = [each for each in found if state.users[each.users_id].teams_id in teams]
    return sorted_by(
        found,
        given.texts("sort"),
        {"date": lambda each: each.date.format_iso(), "id": lambda each: each.id},
    )


def _changes(given: Given) -> tuple[Change, ...]:
    several = given.children("changes")
    if not several:
        raise given.missing("changes")
    if len(several) > _MOST_CHANGES:
        raise malformed(messages.TOO_LARGE, "changes")
    found = list[Change]()
    for each in several:
        kind = ChangeType(each.needed_integer("type", among=tuple(ChangeType)))
        change = Change(kind, each.needed_moment("time_since"), each.needed_moment("time_until"))
        seconds = change.time_until.timestamp() - change.time_since.timestamp()
        if seconds <= 0:
            raise malformed(messages.BACKWARDS, each.path("time_until"))
        if seconds > _LONGEST_SECONDS:
            raise malformed(messages.TOO_LARGE, each.path("time_until"))
        found.append(change)
    return tuple(found)


def _check_day(user: User, request: ChangeRequest) -> None:
    """Every change has to share time with the day, where its user is."""
    day = day_interval(request.date, user.timezone)
    since, until = day.start.to_instant(), day.end.to_instant()
    for change in request.changes:
        if not (change.time_since < until and since < change.time_until):
            raise malformed(messages.NOT_THAT_DAY, "changes")
