"""Entries are read: `GET /times` and `GET /times/{id}` (McTime API, GET /times)."""

from __future__ import annotations

from collections.abc import Callable

from whenever import Instant

from punchcard.sandbox.mctime.records import ApprovalStatus, TimeEntry, User
from punchcard.sandbox.mctime.rights import sees_entry, sees_organization
from punchcard.sandbox.mctime.time_types import CATEGORY_OF
from punchcard.sandbox.mctime.wire.answers import Json, Reply, done, foreign, malformed, not_found
from punchcard.sandbox.mctime.wire.calls import USERS_PER_PAGE, Call, page_of
from punchcard.sandbox.mctime.wire.shapes import listed_json, single_json

LONGEST_SPAN_DAYS = 366


def list_times(call: Call) -> Reply:
    """Return entries that began in a stretch, by their users, 20 of these on a page."""
    since, until = _span(call)
    passes = _filter(call)

    def times_of(user: User) -> list[TimeEntry]:
        return [
            each for each in call.state.entries_of(user.id) if since < each.since < until and passes(each)
        ]

    people = [(user, times_of(user)) for user in call.wanted_users()]
    if not call.state.manners.lists_idle:
        people = [(user, entries) for user, entries in people if entries]
    page, count = call.query.page(), -(-len(people) // USERS_PER_PAGE)
    shown = [_person_json(call, *each) for each in page_of(people, page, USERS_PER_PAGE)]
    return done({"timeEntries": shown, "page": str(page), "pageSize": str(count)})


def show_time(call: Call) -> Reply:
    """Return one entry."""
    return done(single_json(call.state, entry_named(call, call.path_id)), "Time entry found")


def entry_named(call: Call, entry_id: str) -> TimeEntry:
    """Return an entry by its id.

    Raises:
        Problem: There is none, or the caller does not see it.
    """
    entry = call.state.entries.get(entry_id)
    if entry is None:
        raise not_found()
    if not sees_entry(call.state, call.caller, entry):
        raise foreign()
    return entry


def _span(call: Call) -> tuple[Instant, Instant]:
    since, until = call.query.moment("from"), call.query.moment("to")
    if until < since:
        raise malformed("to lies before from")
    if since.add(hours=24 * LONGEST_SPAN_DAYS) < until:
        raise malformed(f"The maximum allowed timespan are {LONGEST_SPAN_DAYS} days")
    return since, until


def _filter(call: Call) -> Callable[[TimeEntry], bool]:
    types = call.query.many("timeTypes", CATEGORY_OF)
    statuses = call.query.many("approvalStatuses", tuple(ApprovalStatus))
    organizations = _organizations(call)

    def passes(entry: TimeEntry) -> bool:
        return (
            sees_entry(call.state, call.caller, entry)
            and (not types or entry.type in types)
            and (not statuses or entry.status in statuses)
            and (organizations is None or entry.organization in organizations)
        )

    return passes


def _organizations(call: Call) -> frozenset[str] | None:
    """The organizations that are asked for; None for all."""
    if wanted := call.query.many("organizationIds"):
        return frozenset(call.visible_organization(each) for each in wanted)
    names = call.query.many("organizationNames")
    if not names:
        return None
    visible = [
        each
        for each in call.state.organizations.values()
        if each.name in names and sees_organization(call.state, call.caller, each)
    ]
    if {each.name for each in visible} != set(names):
        raise foreign()
    return frozenset(each.id for each in visible)


def _person_json(call: Call, user: User, entries: list[TimeEntry]) -> Json:
    return {
        "userId": user.id, "userName": user.name, "userFirstName": user.first_name,
        "userLastName": user.last_name, "times": [listed_json(call.state, each) for each in entries],
    }  # fmt: skip
