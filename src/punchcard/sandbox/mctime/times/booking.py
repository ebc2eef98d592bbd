"""What time is booked on: an organization by id or by name (McTime API, POST /clock, POST /times)."""

from __future__ import annotations

from punchcard.sandbox.mctime.records import Role, User
from punchcard.sandbox.mctime.rights import books_on, sees_organization
from punchcard.sandbox.mctime.wire.answers import UNAUTHORIZED, Refused
from punchcard.sandbox.mctime.wire.calls import Call


def named_organization(call: Call, user: User, by_id: str | None, by_name: str | None) -> str | None:
    """Return the id of the organization that is meant; a name counts only without an id.

    Of several that have the name, one is picked at random.

    Raises:
        Refused: The caller does not see it, or time of `user` is not booked there.
    """
    if by_id is None and by_name is None:
        return None
    found = [
        each.id
        for each in call.state.organizations.values()
        if (each.id == by_id if by_id is not None else each.name == by_name)
        and sees_organization(call.state, call.caller, each)
        and books_on(call.state, user, each)
    ]
    if not found:
        raise Refused(401, UNAUTHORIZED)
    return call.state.random.choice(found)


def home_of(user: User) -> str:
    """Return what is booked on where nothing is named: the organization where somebody is employed."""
    employed = [grant.organization for grant in user.grants if grant.role is Role.EMPLOYEE]
    return (employed or [grant.organization for grant in user.grants])[0]
