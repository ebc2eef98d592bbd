"""People (McTime API, GET /users)."""

from __future__ import annotations

from itertools import groupby

from punchcard.sandbox.mctime.records import Grant, Role, User
from punchcard.sandbox.mctime.rights import sees_organization
from punchcard.sandbox.mctime.state import McTimeState
from punchcard.sandbox.mctime.wire.answers import Json, Reply, done, foreign
from punchcard.sandbox.mctime.wire.calls import USERS_PER_PAGE, Call, page_of
from punchcard.sandbox.mctime.wire.moments import utc_text


def list_users(call: Call) -> Reply:
    """Return people, 20 on a page."""
    organizations, roles = _organizations(call), call.query.many("roles", tuple(Role))
    wants_active, now = not call.query.boolean("inactive"), call.state.now()
    found = [
        user
        for user in call.wanted_users()
        if user.is_active(now) == wants_active
        and (organizations is None or any(each.organization in organizations for each in user.grants))
        and (not roles or any(each.role in roles for each in user.grants))
    ]
    shown = page_of(found, call.query.page(), USERS_PER_PAGE)
    return done({"users": [_listed(each) for each in shown]}, "success")


def show_user(call: Call) -> Reply:
    """Return one person, bare or in an envelope."""
    user = call.user_in_path()
    told = _whole(call.state, user)
    return Reply(200, told) if "users" in call.state.manners.bare else done(told, "success")


def _organizations(call: Call) -> set[str] | None:
    """The organization that is asked for with everything below it, or those of its name; None for all."""
    wanted, name = call.query.one("organizationId"), call.query.one("organizationName")
    if wanted is None and name is None:
        return None
    roots = {
        each.id
        for each in call.state.organizations.values()
        if (each.id == wanted if wanted is not None else each.name == name)
        and sees_organization(call.state, call.caller, each)
    }
    if not roots:
        raise foreign()
    return {
        each.id
        for each in call.state.organizations.values()
        if roots & {above.id for above in call.state.upwards(each.id)}
    }


def _listed(user: User) -> Json:
    return {
        "id": user.id, "firstName": user.first_name, "lastName": user.last_name, "email": user.email,
        "mobilePhoneNumber": user.mobile,
    }  # fmt: skip


def _whole(state: McTimeState, user: User) -> Json:
    return {
        **_listed(user), "accountId": state.account_id, "validFrom": utc_text(user.valid_from),
        "validTo": utc_text(user.valid_to), "gender": "", "nationality": "DE",
        "mobilePhoneNumber": user.mobile or "", "birthDate": user.birth_date, "availableLoginMethods": [1],
        "roles": [_role_json(state, role, list(grants)) for role, grants in _by_role(user)],
        "address": {
            "id": user.id, "street": "", "city": "Berlin", "state": "", "postalCode": "", "country": "DE",
            "relId": 0,
        },
        "exportIds": {
            "exportId1": "", "exportId2": "", "exportId3": "", "hardwareTerminalChipId": "",
        },
        "userEmployments": [_employment_json(user)],
    }  # fmt: skip


def _by_role(user: User) -> list[tuple[Role, list[Grant]]]:
    ordered = sorted(user.grants, key=lambda each: list(Role).index(each.role))
    return [(role, list(grants)) for role, grants in groupby(ordered, key=lambda each: each.role)]


def _role_json(state: McTimeState, role: Role, grants: list[Grant]) -> Json:
    numbers = {each: number for number, each in enumerate(state.organizations, 1)}
    there = [state.organizations[each.organization] for each in grants]
    return {
        "role": role,
        "organizations": [
            {
                "id": each.id, "name": each.name, "relId": numbers[each.id],
                "validFrom": utc_text(each.valid_from), "validTo": utc_text(each.valid_to),
            }
            for each in there
        ],
    }  # fmt: skip


def _employment_json(user: User) -> Json:
    begin = utc_text(user.valid_from)
    return {
        "id": user.id, "from": begin, "to": "", "validFrom": begin, "validTo": None, "paySchedules": [],
        "basicData": {
            "id": user.id, "employmentStart": begin, "employmentEnd": "", "comment": "", "employeeId": "",
            "employmentId": "", "employmentRelationship": "", "dismissReason": "",
            "openVacationDays": f"{user.target.vacation_days:g}", "outstandingHours": "0",
        },
    }  # fmt: skip
