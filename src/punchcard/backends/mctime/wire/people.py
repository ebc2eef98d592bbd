"""People, as lists and single reads answer them (sections 2.7 and 2.8)."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from punchcard.backends.http.wire import Wire
from punchcard.backends.mctime.wire.values import Id, NoNull, Page, Text, Word, words_of

PEOPLE_ON_A_PAGE = 20


def _held(value: Any) -> Any:
    return {"role": value} if isinstance(value, str) else value


class HeldRole(Wire):
    """A role that somebody holds in some organizations."""

    role: Word = None


class User(Wire):
    """Somebody."""

    id: Id
    first_name: Text = Field(alias="firstName", default="")
    last_name: Text = Field(alias="lastName", default="")
    email: Word = None
    roles: tuple[Annotated[HeldRole, BeforeValidator(_held)], ...] | None = None
    """None where they are not told."""

    @property
    def name(self) -> str:
        """What they are called: by their email or id where no name is told."""
        return words_of(self.first_name, self.last_name) or words_of(self.email or "") or words_of(self.id)


class UsersPage(Page):
    """A page of people."""

    users: Annotated[tuple[User, ...], NoNull]

    @property
    def ids(self) -> frozenset[str]:
        """Who is on the page."""
        return frozenset(user.id for user in self.users)

    @property
    def is_last(self) -> bool:
        """Whether it is not full."""
        return len(self.users) < PEOPLE_ON_A_PAGE
