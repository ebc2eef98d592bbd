"""Users, teams, and what each may book on (Clockodo API, users; names for ids)."""

from __future__ import annotations

from whenever import Instant

from punchcard.sandbox.clockodo.days.company_days import GROUP_ID
from punchcard.sandbox.clockodo.records import OWNER, Access, Grant, Team, User
from punchcard.sandbox.clockodo.rights import manages
from punchcard.sandbox.clockodo.wire import messages
from punchcard.sandbox.clockodo.wire.answers import Json, forbidden, malformed, not_found
from punchcard.sandbox.clockodo.wire.calls import Call, named, sorted_by
from punchcard.sandbox.clockodo.wire.shapes import utc

MOST = 1000
_SCOPES = ("manageAbsences", "viewAbsences", "viewUserReports", "viewUserReportsDetailed", "viewPresences")
_REGULATION = 1


def me(call: Call) -> Json:
    """Whoever calls."""
    return {"data": user_json(call, call.caller)}


def me_with_company(call: Call) -> Json:
    """Whoever calls, and the company's switches: the aggregate of the classic generation."""
    company = call.state.company
    return {
        "user": user_json(call, call.caller),
        "company": {
            "timezone_default": company.timezone_default, "currency": company.currency,
            "force_linked_entry_times": company.force_linked_entry_times,
            "allow_entry_overlaps": company.allow_entry_overlaps,
            "allow_entries_for_customers": company.allow_entries_for_customers,
            "allow_entries_text_multiline": company.allow_entries_text_multiline,
            "default_customers_id": company.default_customers_id,
            "default_services_id": company.default_services_id,
            "worktime_force_breaks": company.worktime_force_breaks,
            "absence_reduces_target_hours": company.absence_reduces_target_hours,
            "target_hours_default": {
                **dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), 8),
                "saturday": 0, "sunday": 0,
            },
        },
        "worktime_regulation": {"id": _REGULATION, "name": "ArbZG"},
    }  # fmt: skip


def list_users(call: Call) -> Json:
    """Everybody, with what the caller may know of each."""
    given, state = call.given, call.state
    inner = given.child("filter")
    active = inner.choice("active")
    words, teams, scope = inner.text("fulltext"), inner.integers("teams_id"), given.text("scope")
    if scope is not None and scope not in _SCOPES:
        raise malformed(messages.UNKNOWN_VALUE, "scope")
    found = [
        user
        for user in state.users.values()
        if (active is None or user.active == active)
        and (words is None or words.casefold() in user.name.casefold())
        and (teams is None or user.teams_id in teams)
        and (scope is None or manages(call.caller, user))
    ]
    found = sorted_by(
        found,
        given.texts("sort"),
        {
            "name": lambda user: user.name, "id": lambda user: user.id, "number": lambda user: user.number,
            "role": lambda user: user.role, "active": lambda user: user.active,
            "teams_name": lambda user: _team_name(call, user),
        },
    )  # fmt: skip
    return call.paged("data", found, lambda user: user_json(call, user), MOST)


def show_user(call: Call) -> Json:
    """One user."""
    return {"data": user_json(call, named(call.state.users, call.path_id))}


def user_json(call: Call, user: User) -> Json:
    """Return a user as they are sent: what everybody may know, and the rest to those who may."""
    told: Json = {
        "id": user.id, "name": user.name, "active": user.active, "timezone": user.timezone,
        "language": user.language, "weekstart_monday": True, "weekend_friday": False,
        "timeformat_12h": False, "teams_id": user.teams_id, "initials": _initials(user.name),
        "nonbusiness_groups_id": GROUP_ID,
    }  # fmt: skip
    if not manages(call.caller, user):
        return told
    created = Instant.from_utc(user.start_date.year, user.start_date.month, user.start_date.day)
    return told | {
        "number": user.number, "email": user.email, "role": user.role, "boss": user.boss,
        "absence_managers_id": [] if user.boss is None else [user.boss], "access_groups_ids": [],
        "start_date": user.start_date.format_iso(), "exit_date": None, "future_coworker": False,
        "edit_lock": None if user.edit_lock is None else user.edit_lock.format_iso(),
        "edit_lock_dyn": user.edit_lock_dyn, "edit_lock_sync": user.edit_lock is None,
        "work_time_edit_lock_days": user.work_time_edit_lock_days,
        "work_time_regulations_id": _REGULATION, "default_work_time_regulation": True,
        "default_holidays_count": True, "default_target_hours": not _has_targets(call, user),
        "wage_type": 1, "creator": None, "created_at": utc(created),
    }  # fmt: skip


def list_teams(call: Call) -> Json:
    """The teams."""
    words = call.given.child("filter").text("fulltext")
    found = [
        team
        for team in call.state.teams.values()
        if words is None or words.casefold() in team.name.casefold()
    ]
    return call.paged("data", found, lambda team: _team_json(call, team), MOST)


def show_team(call: Call) -> Json:
    """One team."""
    return {"data": _team_json(call, named(call.state.teams, call.path_id))}


def customer_access(call: Call) -> Json:
    """Where somebody may book, report and edit, by customer and project."""
    user = _whose_access(call)
    if user.role == OWNER:
        return {"add": True, "report": True, "edit": True}
    access: Access = user.access
    return {name: _grant_json(getattr(access, name)) for name in ("add", "report", "edit")}


def service_access(call: Call) -> Json:
    """Which services somebody may book."""
    user = _whose_access(call)
    services = user.access.services
    if user.role == OWNER or isinstance(services, bool):
        return {"add": user.role == OWNER or services}
    return {"add": {str(number): True for number in sorted(services)}}


def _whose_access(call: Call) -> User:
    user = call.state.users.get(call.path_id)
    if user is None:
        raise not_found()
    if not manages(call.caller, user):
        raise forbidden()
    return user


def _grant_json(grant: Grant) -> bool | Json:
    if isinstance(grant, bool):
        return grant
    told: Json = {}
    for customer, inner in sorted(grant.items()):
        projects = inner if isinstance(inner, bool) else {str(each): True for each in sorted(inner)}
        told[str(customer)] = projects if isinstance(projects, bool) else {"projects": projects}
    return told


def _team_json(call: Call, team: Team) -> Json:
    inside = [user.id for user in call.state.users.values() if user.teams_id == team.id]
    return {"id": team.id, "name": team.name, "leader": team.leader, "user_ids": inside}


def _team_name(call: Call, user: User) -> str | None:
    return None if user.teams_id is None else call.state.teams[user.teams_id].name


def _has_targets(call: Call, user: User) -> bool:
    return any(row.users_id == user.id for row in call.state.target_hours.values())


def _initials(name: str) -> str:
    return "".join(part[0] for part in name.split()[:2]).upper()
