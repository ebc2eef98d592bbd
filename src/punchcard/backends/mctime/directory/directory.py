"""People, time types and what time can be booked on, as the service names them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from punchcard.backends.errors import BackendError, NotAllowed
from punchcard.backends.mctime.client import McTimeClient, Params, quoted
from punchcard.backends.mctime.directory.organizations import ORGANIZATION, McTimeOrganizations
from punchcard.backends.mctime.signing_in import TITLE
from punchcard.backends.mctime.time_types import TIME_TYPES
from punchcard.backends.mctime.wire.people import User, UsersPage
from punchcard.core.assignments import Dimension, Reference
from punchcard.core.edit_lock import EditLock
from punchcard.core.entries import Unit
from punchcard.core.people import Person, Role
from punchcard.core.targets import DayTarget
from punchcard.core.text import one_line
from punchcard.core.time_types import TimeType

if TYPE_CHECKING:
    from punchcard.core.groups import Period

LEADS = ("approver", "manager", "administrator", "main_administrator")
"""The roles above an employee; they see the people of their organizations (section 1.5)."""

_PATH = "users"
_PEOPLE = "the people"
_NAMED = 8
"""How many people a question names."""


class McTimeDirectory:
    """Names for everything."""

    def __init__(self, client: McTimeClient, organizations: McTimeOrganizations) -> None:
        self._client, self._organizations = client, organizations

    async def whoami(self) -> Person:
        """Return the person that the account names, by id or email; else the one that the key shows alone.

        Raises:
            BackendError: The service shows nobody like that, or several people and none is named.
        """
        me = await self._me()
        if me.roles is None:
            me = await self._client.read(User, f"{_PATH}/{quoted(me.id)}", what=_PEOPLE)
        if me.roles is None:
            # Only an employee sees nobody else.
            return _person(me, is_lead=bool((await self._first_page()).ids - {me.id}))
        return _person(me, is_lead=_holds_a_lead(me))

    async def people(self) -> Sequence[Person]:
        """Return everybody who is active and may be seen, by name; the service promises no order."""
        users = await self._users()
        leads = {user.id for user in users if _holds_a_lead(user)}
        if any(user.roles is None for user in users):
            leads |= await self._told_leads()
        found = [_person(user, is_lead=user.id in leads) for user in users]
        return sorted(found, key=lambda person: person.name.casefold())

    async def time_types(self) -> Sequence[TimeType]:
        """Return every type there is, the usual one first."""
        return tuple(TIME_TYPES.values())

    async def dimensions(self, person: str | None = None) -> Sequence[Dimension]:
        """Return the tree of organizations, as a level that nests."""
        del person
        return [ORGANIZATION]

    async def choices(self, dimension: str, parents: Sequence[Reference]) -> Sequence[Reference]:
        """Return the companies, or what lies directly in the last of `parents`."""
        return await self._organizations.choices(parents) if dimension == ORGANIZATION.id else []

    async def units(self, person: str) -> Sequence[Unit]:
        """Return times alone."""
        del person
        return [Unit.TIMES]

    async def edit_lock(self, person: str) -> EditLock:
        """Return none: what is approved cannot be edited, however old or new it is."""
        del person
        return EditLock()

    async def targets(self, person: str, period: Period) -> Sequence[DayTarget] | None:
        """Return None: what is expected is not told."""
        del person, period
        return None

    async def _me(self) -> User:
        wanted = one_line(self._client.person)
        if not wanted:
            return _only(await self._first_page())
        if "@" not in wanted:
            what = f"the person “{one_line(wanted, 60)}” of this account"
            found = await self._client.find(User, f"{_PATH}/{quoted(wanted)}", what=what)
            if found is None:
                raise _nobody(f"with the id “{one_line(wanted, 60)}”")
            return found
        users = [user for user in await self._users() if (user.email or "").casefold() == wanted.casefold()]
        if len(users) > 1:
            raise _which_one(f"Several people have the email “{one_line(wanted, 60)}” at {TITLE}", users)
        if not users:
            raise _nobody(f"with the email “{one_line(wanted, 60)}”")
        return users[0]

    async def _first_page(self) -> UsersPage:
        return await self._client.read(UsersPage, _PATH, (("page", "1"),), what=_PEOPLE)

    async def _users(self, params: Params = ()) -> list[User]:
        pages = await self._client.pages(UsersPage, _PATH, params, what=_PEOPLE)
        return list({user.id: user for page in pages for user in page.users}.values())

    async def _told_leads(self) -> set[str]:
        """Ask who holds one of the higher roles, where people are listed without theirs."""
        try:
            return {user.id for user in await self._users([("roles", role) for role in LEADS])}
        except NotAllowed:
            return set()


def _holds_a_lead(user: User) -> bool:
    return any(held.role in LEADS for held in user.roles or ())


def _person(user: User, *, is_lead: bool) -> Person:
    role = Role.LEAD if is_lead else Role.WORKER
    return Person(user.id, user.name, one_line(user.email or ""), role)


def _only(page: UsersPage) -> User:
    users = {user.id: user for user in page.users}
    if len(users) > 1:
        raise _which_one(f"The key shows several people at {TITLE}", list(users.values()))
    if not users:
        raise _nobody("at all")
    return next(iter(users.values()))


def _nobody(like: str) -> BackendError:
    return BackendError(
        f"{TITLE} shows this key nobody {like}.",
        "Look at the id or the email of the account (`person`); whoever has left is not shown.",
    )


def _which_one(problem: str, users: Sequence[User]) -> BackendError:
    by_name = sorted(users, key=lambda user: (user.name.casefold(), user.id))
    shown = ", ".join(f"{user.name} ({one_line(user.email or user.id, 80)})" for user in by_name[:_NAMED])
    more = " and more" if len(users) > _NAMED else ""
    return BackendError(
        f"{problem}: {shown}{more}. Which one you are, it does not say.",
        "Give the account your email or your id there as `person`.",
    )
