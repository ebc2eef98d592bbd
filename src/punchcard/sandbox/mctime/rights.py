"""Who may see and do what (McTime API, roles and visibility)."""

from __future__ import annotations

from punchcard.sandbox.mctime.records import Organization, Role, TimeEntry, User
from punchcard.sandbox.mctime.state import McTimeState

HIGHER = frozenset(Role) - {Role.EMPLOYEE}
"""The roles that see the people of the organizations that they are responsible for."""

WRITING = HIGHER - {Role.APPROVER}
"""The roles that clock and book for these people."""


def holds(state: McTimeState, user: User, roles: frozenset[Role], organization: str) -> bool:
    """Whether somebody holds one of some roles in an organization, or in one above it."""
    above = {each.id for each in state.upwards(organization)}
    return any(
        grant.role in roles and (grant.role is Role.MAIN_ADMINISTRATOR or grant.organization in above)
        for grant in user.grants
    )


def manages(state: McTimeState, caller: User, organization: str) -> bool:
    """Whether somebody is responsible for an organization."""
    return holds(state, caller, HIGHER, organization)


def sees_user(state: McTimeState, caller: User, user: User) -> bool:
    """Whether somebody sees a person: themselves, and the people of their organizations."""
    return caller.id == user.id or any(manages(state, caller, each.organization) for each in user.grants)


def acts_for(state: McTimeState, caller: User, user: User) -> bool:
    """Whether somebody clocks and books for a person."""
    return caller.id == user.id or any(
        holds(state, caller, WRITING, each.organization) for each in user.grants
    )


def sees_entry(state: McTimeState, caller: User, entry: TimeEntry) -> bool:
    """Whether somebody sees an entry: their own, and those of their people on their organizations."""
    return caller.id == entry.user or manages(state, caller, entry.organization)


def books_on(state: McTimeState, user: User, organization: Organization) -> bool:
    """Whether time of somebody may be booked on an organization: on theirs, and on what lies below."""
    return organization.is_active(state.now()) and holds(state, user, frozenset(Role), organization.id)


def sees_organization(state: McTimeState, caller: User, organization: Organization) -> bool:
    """Whether somebody sees an organization: where they are, what lies below, and the way there."""
    if holds(state, caller, frozenset(Role), organization.id):
        return True
    return any(organization in state.upwards(grant.organization) for grant in caller.grants)
