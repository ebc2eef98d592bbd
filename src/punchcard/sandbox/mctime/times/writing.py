"""Entries are made, edited and deleted (McTime API, POST /times, DELETE /times)."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from punchcard.sandbox.mctime.records import Break, TimeEntry, User
from punchcard.sandbox.mctime.rights import acts_for
from punchcard.sandbox.mctime.times.booking import home_of, named_organization
from punchcard.sandbox.mctime.times.listing import entry_named
from punchcard.sandbox.mctime.times.saving import save
from punchcard.sandbox.mctime.wire.answers import (
    Json,
    Problem,
    Refused,
    Reply,
    done,
    failed,
    foreign,
    malformed,
    not_found,
    several,
)
from punchcard.sandbox.mctime.wire.calls import Call
from punchcard.sandbox.mctime.wire.given import Given
from punchcard.sandbox.mctime.wire.shapes import saved_json

_FINAL = "Time entry could not be saved, it is approved already"
_INVALID = "An invalid clocking time entry can only be deleted"
_FINAL_STAYS = "Time entry could not be deleted, it is approved already"


class Sent(NamedTuple):
    """One entry of a call, as far as it can be read by itself."""

    id: str | None
    entry: TimeEntry
    """With an id of its own, and where its user is employed."""
    organization_id: str | None
    organization_name: str | None


class Outcome(NamedTuple):
    """What became of one entry of a call."""

    item: Json
    status: int


def save_times(call: Call) -> Reply:
    """Make and edit entries; what cannot be read refuses all of them, what is refused only itself."""
    sent = call.given.children("times")
    if not sent:
        raise malformed("times is missing")
    user = call.sent_user()
    read = [_read(call, user, each) for each in sent]
    outcomes = [_saved(call, user, each) for each in read]
    good = [each.status for each in outcomes if each.status < 400]
    status = max(good, default=200)
    if not good and call.state.manners.failure == "status":
        status = outcomes[0].status
    return several([each.item for each in outcomes], status, valid=len(good) == len(outcomes))


def delete_by_path(call: Call) -> Reply:
    """Delete the entry that the path names."""
    _check_form(call, "path")
    return _deleted(call, call.path_id)


def delete_by_query(call: Call) -> Reply:
    """Delete the entry that `id` names."""
    _check_form(call, "query")
    wanted = call.query.one("id")
    if wanted is None:
        raise malformed("id is missing")
    return _deleted(call, wanted)


def _read(call: Call, user: User, given: Given) -> Sent:
    since, until, time_type = given.moment("from"), given.moment("to"), given.time_type()
    if time_type is None:
        raise malformed("timeType is missing")
    if until <= since:
        raise malformed("to lies before from")
    breaks = [
        Break(call.state.new_id(), each.moment("from"), each.moment("to"))
        for each in given.children("breaks")
    ]
    if any(each.until is None or each.until <= each.since for each in breaks):
        raise malformed("A break ends before it begins")
    entry = TimeEntry(
        call.state.new_id(), user.id, since, until, time_type, home_of(user), given.text("comment") or "",
        tuple(sorted(breaks, key=lambda each: each.since)),
    )  # fmt: skip
    organization = given.child("organization")
    return Sent(given.text("id"), entry, organization.text("id"), organization.text("name"))


def _saved(call: Call, user: User, sent: Sent) -> Outcome:
    try:
        named = named_organization(call, user, sent.organization_id, sent.organization_name)
        entry = replace(sent.entry, organization=named or sent.entry.organization)
        saved = save(call.state, entry if sent.id is None else _edited(call, user, sent.id, entry))
    except Problem as problem:
        return Outcome(failed(problem.message), problem.status)
    return Outcome({"message": "success", "data": saved_json(call.state, saved.entry)}, saved.status)


def _edited(call: Call, user: User, entry_id: str, sent: TimeEntry) -> TimeEntry:
    """What takes the place of an entry: all of it, whatever was left out."""
    before = call.state.entries.get(entry_id)
    if before is None or before.user != user.id:
        raise not_found()
    if before.is_invalid:
        raise Refused(400, _INVALID)
    if before.status.is_final:
        raise Refused(400, _FINAL)
    return replace(sent, id=before.id, creation=None)


def _deleted(call: Call, entry_id: str) -> Reply:
    entry = entry_named(call, entry_id)
    if not acts_for(call.state, call.caller, call.state.users[entry.user]):
        raise foreign()
    if entry.status.is_final:
        raise Refused(400, _FINAL_STAYS)
    del call.state.entries[entry.id]
    return done({"id": entry.id}, "Success!")


def _check_form(call: Call, form: str) -> None:
    manners = call.state.manners
    if manners.delete != form:
        raise Problem(manners.no_such_method, "This method is not there")
