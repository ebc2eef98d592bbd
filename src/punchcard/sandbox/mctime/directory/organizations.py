"""Organizations, a tree below each company (McTime API, GET /organizations)."""

from __future__ import annotations

from punchcard.sandbox.mctime.records import Organization, OrganizationType, Role, Rounding, TimeTracking
from punchcard.sandbox.mctime.rights import HIGHER, sees_organization
from punchcard.sandbox.mctime.state import McTimeState
from punchcard.sandbox.mctime.wire.answers import Json, Reply, done, foreign, not_found
from punchcard.sandbox.mctime.wire.calls import Call, page_of
from punchcard.sandbox.mctime.wire.moments import utc_text

ORGANIZATIONS_PER_PAGE = 50


def list_organizations(call: Call) -> Reply:
    """Return organizations, 50 on a page.

    One with its first-level children where its id is named; what has a text in its name where one is
    named, within that one where both are; else the companies, or with types everything of these.
    """
    types = call.query.many("types", tuple(OrganizationType))
    wants_active, now = not call.query.boolean("inactive"), call.state.now()
    found = [
        each
        for each in _within(call, is_search=bool(types))
        if sees_organization(call.state, call.caller, each)
        and each.is_active(now) == wants_active
        and (not types or (each.parent is not None and each.type in types))
    ]
    shown = page_of(found, call.query.page(), ORGANIZATIONS_PER_PAGE)
    listed = [{"id": each.id, "organizationName": each.name} for each in shown]
    return done({"organizations": listed}, "Success!")


def show_organization(call: Call) -> Reply:
    """Return one organization, bare or in an envelope."""
    organization = call.state.organizations.get(call.path_id)
    if organization is None:
        raise not_found()
    if not sees_organization(call.state, call.caller, organization):
        raise foreign()
    told = _whole(call.state, organization)
    return Reply(200, told) if "organizations" in call.state.manners.bare else done(told, "Success!")


def _within(call: Call, *, is_search: bool) -> list[Organization]:
    state, wanted, name = call.state, call.query.one("organizationId"), call.query.one("organizationName")
    everything = list(state.organizations.values())
    if wanted is not None:
        root = state.organizations[call.visible_organization(wanted)]
        if name is None:
            return [root, *state.children(root.id)]
        everything = [each for each in everything if root in state.upwards(each.id)]
    if name is not None:
        return [each for each in everything if name.casefold() in each.name.casefold()]
    return everything if is_search else [each for each in everything if each.parent is None]


def _whole(state: McTimeState, organization: Organization) -> Json:
    return {
        "id": organization.id, "validFrom": utc_text(organization.valid_from),
        "validTo": utc_text(organization.valid_to),
        "name": {"organizationName": organization.name, "description": organization.description},
        "organizationType": {
            "type": organization.type if organization.parent else "company",
            "parentOrganizationUnitId": organization.parent,
        },
        "address": {
            "relId": 0, "id": organization.id, "street": "", "city": "Berlin", "state": "", "postalCode": "",
            "country": "DE",
        },
        "contactInformation": {"organizationEmail": "", "phoneNumber": ""},
        "assignUsers": {
            "administrators": _holders(state, organization, HIGHER - {Role.APPROVER}),
            "approvers": _holders(state, organization, frozenset({Role.APPROVER})),
            "employees": _holders(state, organization, frozenset({Role.EMPLOYEE})),
        },
        "timeTrackingSettings": _settings_json(organization.settings),
    }  # fmt: skip


def _holders(state: McTimeState, organization: Organization, roles: frozenset[Role]) -> list[Json]:
    return [
        {"userId": user.id}
        for user in state.users.values()
        if any(each.role in roles and each.organization == organization.id for each in user.grants)
    ]


def _settings_json(settings: TimeTracking) -> Json:
    return {
        "maxTimeEntryLength": settings.max_entry_minutes,
        "allowTimeEntriesFromTime": _wall_time(settings.earliest_minute),
        "allowTimeEntriesToTime": _wall_time(settings.latest_minute),
        "minTimeEntryBreakLength": settings.min_break_minutes,
        "maxTimeEntryBreakLength": settings.max_break_minutes,
        **_rounding_json("Start", settings.start), **_rounding_json("End", settings.end),
    }  # fmt: skip


def _rounding_json(end: str, rounding: Rounding) -> Json:
    return {
        f"roundingTypeTimeEntry{end}Time": rounding.type,
        f"roundingAmountTimeEntry{end}Time": rounding.minutes,
    }


def _wall_time(minute: int) -> str:
    return "{:02}:{:02}".format(*divmod(minute, 60))
