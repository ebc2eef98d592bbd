"""Who is clocked in (McTime API, GET /clock)."""

from __future__ import annotations

from punchcard.sandbox.mctime.rights import manages
from punchcard.sandbox.mctime.time_types import CATEGORY_OF
from punchcard.sandbox.mctime.wire.answers import Json, Reply, own_failure, several
from punchcard.sandbox.mctime.wire.calls import USERS_PER_PAGE, Call, page_of
from punchcard.sandbox.mctime.wire.shapes import clocked_in_json


def list_clocks(call: Call) -> Reply:
    """Return the people who are clocked in, 20 on a page, and an item for each that may not be asked for."""
    visible = {each.id for each in call.visible_users()}
    wanted, types = call.query.many("userIds"), call.query.many("timeTypes", CATEGORY_OF)
    errors = [own_failure(f"User {each} was not found") for each in wanted if each not in visible]
    organizations = _organizations(call, errors)
    running = [
        clock
        for user, clock in sorted(call.state.clocks.items())
        if user in visible
        and (not wanted or user in wanted)
        and (not types or clock.type in types)
        and (organizations is None or clock.organization in organizations)
    ]
    page = call.query.page()
    shown = [clocked_in_json(call.state, each) for each in page_of(running, page, USERS_PER_PAGE)]
    return several([*(errors if page == 1 else []), *shown])


def _organizations(call: Call, errors: list[Json]) -> set[str] | None:
    """The organizations that are asked for, among those that the caller is responsible for; None for all."""
    ids, names = call.query.many("organizationIds"), call.query.many("organizationNames")
    if not ids and not names:
        return None
    managed = [
        each for each in call.state.organizations.values() if manages(call.state, call.caller, each.id)
    ]
    found = {each.id for each in managed if each.id in ids or (not ids and each.name in names)}
    known = {each.id for each in managed} | {each.name for each in managed}
    errors += [
        own_failure(f"Organization {each} was not found") for each in ids or names if each not in known
    ]
    return found
