"""One request of somebody who has signed in, and what every route needs of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from punchcard.sandbox.mctime.records import User
from punchcard.sandbox.mctime.rights import acts_for, sees_organization, sees_user
from punchcard.sandbox.mctime.state import McTimeState
from punchcard.sandbox.mctime.wire.answers import UNAUTHORIZED, Refused, Reply, foreign, not_found
from punchcard.sandbox.mctime.wire.given import Given
from punchcard.sandbox.mctime.wire.query import Query

T = TypeVar("T")

USERS_PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Call:
    """One request."""

    state: McTimeState
    caller: User
    query: Query
    given: Given
    path_id: str
    """The id in the path; empty where there is none."""

    def visible_users(self) -> list[User]:
        """Return whom the caller sees, in the vendor's own order."""
        found = [each for each in self.state.users.values() if sees_user(self.state, self.caller, each)]
        return sorted(found, key=lambda each: each.id)

    def user_in_path(self) -> User:
        """Return whom the path means.

        Raises:
            Problem: There is nobody of that id, or the caller does not see them.
        """
        user = self.state.users.get(self.path_id)
        if user is None:
            raise not_found()
        if not sees_user(self.state, self.caller, user):
            raise foreign()
        return user

    def wanted_users(self) -> list[User]:
        """Return whom `userIds` names, everybody whom the caller sees where it names nobody.

        Raises:
            Problem: It names somebody whom the caller does not see.
        """
        visible, wanted = self.visible_users(), self.query.many("userIds")
        if not set(wanted) <= {each.id for each in visible}:
            raise foreign()
        return [each for each in visible if not wanted or each.id in wanted]

    def visible_organization(self, organization: str) -> str:
        """Return the id of an organization that the caller sees.

        Raises:
            Problem: The caller does not see it.
        """
        found = self.state.organizations.get(organization)
        if found is None or not sees_organization(self.state, self.caller, found):
            raise foreign()
        return found.id

    def sent_user(self) -> User:
        """Return whom the body means, the caller where nobody is named.

        Raises:
            Problem: The caller may not act for them.
        """
        wanted = self.given.text("userId")
        user = self.caller if wanted is None else self.state.users.get(wanted)
        if user is None or not acts_for(self.state, self.caller, user):
            raise Refused(401, UNAUTHORIZED)
        return user


Handler: TypeAlias = Callable[[Call], Reply]


def page_of(found: Sequence[T], page: int, length: int) -> Sequence[T]:
    """Return one page of a list; nothing beyond its end."""
    return found[(page - 1) * length : page * length]
