"""Who one is and whom one manages; a key stands for an application and tells neither (section 11)."""

from __future__ import annotations

from collections.abc import Sequence

from punchcard.backends.errors import BackendError
from punchcard.backends.lucca.client import LuccaClient, Memory, Params
from punchcard.backends.lucca.complaints import NOT_TOLD
from punchcard.backends.lucca.signing_in import TITLE
from punchcard.backends.lucca.wire.people import (
    DEPARTMENT_FIELDS,
    DUE_FIELDS,
    USER_FIELDS,
    Department,
    DueSheet,
    User,
)
from punchcard.backends.lucca.wire.timesheets import WAITING
from punchcard.backends.remembering import Remembered
from punchcard.core.people import Person, Role
from punchcard.core.text import one_line

_PEOPLE = "the people"
_NAMED = 8
"""How many people a question names."""


class LuccaPeople:
    """Looks for the person by email and login, and for whoever works for them."""

    def __init__(self, client: LuccaClient) -> None:
        self._client = client
        self._me = Remembered[User](client.now)
        self._managed = Remembered[list[User]](client.now)

    async def me(self) -> User:
        """Return the one person with the account's email, else the one with that login.

        Raises:
            BackendError: There is nobody like that, or not one alone.
        """
        return await self._me.get("me", self._asked_me)

    async def managed(self) -> list[User]:
        """Return whoever works for the person: by their manager, and by the departments that one heads.

        Where neither tells of anybody, those count whose timesheets are due below this manager. Whose
        timesheet waits for the person is among them.

        Raises:
            BackendError: It cannot be read just now.
        """
        return await self._managed.get("managed", self._asked_managed)

    def known_managed(self) -> Sequence[User]:
        """Return whoever works for the person, as far as that was asked for lately."""
        return self._managed.known("managed") or ()

    async def whoami(self) -> Person:
        """Return the person of the account; always asked for, as it shows whether the key is good.

        Raises:
            BackendError: As `me` and `managed` do.
        """
        me = await self._asked_me("renew")
        self._me.keep("me", me)
        return person_of(me, is_lead=bool(await self.managed()))

    async def people(self) -> list[Person]:
        """Return the person of the account first, then whoever works for them, by their names.

        Raises:
            BackendError: As `me` and `managed` do.
        """
        managed = await self.managed()
        leads = {user.manager_id for user in managed}
        others = [person_of(user, is_lead=user.id in leads) for user in managed]
        me = person_of(await self.me(), is_lead=bool(managed))
        return [me, *sorted(others, key=lambda each: (each.name.casefold(), each.id))]

    async def _asked_me(self, memory: Memory = "use") -> User:
        wanted = self._client.who
        for key in ("mail", "login"):
            users = await self._users(((key, wanted),), memory)
            # A filter that is unknown there filters nothing.
            found = [user for user in users if _is_called(user, key, wanted)]
            if len(found) > 1:
                raise _which_one(wanted, found)
            if found:
                return found[0]
        raise BackendError(
            f"{TITLE} shows this key nobody with the email or the login “{one_line(wanted, 60)}”.",
            "Look at the email of the account, letter for letter; whoever has left is not shown, nor is whom "
            "the key’s role does not reach.",
        )

    async def _asked_managed(self) -> list[User]:
        me = await self.me()
        number = str(me.id)
        found = [user for user in await self._if_told((("managerId", number),)) if user.manager_id == me.id]
        found += await self._in_departments(number)
        found = found or await self._due(number)
        found += await self._waiting(number)
        return list({user.id: user for user in found if user.id != me.id}.values())

    async def _users(self, params: Params, memory: Memory = "use") -> list[User]:
        return await self._client.items(User, "users", USER_FIELDS, params, what=_PEOPLE, memory=memory)

    async def _if_told(self, params: Params) -> list[User]:
        try:
            return await self._users(params)
        except NOT_TOLD:
            return []

    async def _in_departments(self, number: str) -> Sequence[User]:
        try:
            headed = await self._client.items(
                Department,
                "departments",
                DEPARTMENT_FIELDS,
                [("headId", number)],
                what="the departments",
                memory="use",
            )
        except NOT_TOLD:
            return []
        own = [each for each in headed if each.head_id in (None, int(number))]
        return [user for department in own for user in department.current_users]

    async def _waiting(self, number: str) -> list[User]:
        """Whose timesheet the person is to approve: the second of two may manage nobody."""
        fields = f"{DUE_FIELDS},expectedNextActorId"
        params = [("status", str(WAITING))]
        try:
            sheets = await self._client.items(
                DueSheet, "timmitimesheets", fields, params, what="the timesheets", memory="use"
            )
        except NOT_TOLD:
            return []
        return [each.owner for each in sheets if each.owner and each.expected_next_actor_id == int(number)]

    async def _due(self, number: str) -> list[User]:
        params = [("managerIds", number)]
        try:
            sheets = await self._client.items(
                DueSheet,
                "timmitimesheets/remindable",
                DUE_FIELDS,
                params,
                what="the due timesheets",
                memory="use",
            )
        except NOT_TOLD:
            return []
        return [sheet.owner for sheet in sheets if sheet.owner is not None]


def person_of(user: User, *, is_lead: bool) -> Person:
    """Return somebody as the domain has them."""
    return Person(str(user.id), name_of(user), one_line(user.mail), Role.LEAD if is_lead else Role.WORKER)


def name_of(user: User) -> str:
    """Return what somebody is called; their number where nothing else is told."""
    return one_line(f"{user.first_name} {user.last_name}") or one_line(user.mail) or f"Person {user.id}"


def _is_called(user: User, key: str, wanted: str) -> bool:
    told = user.mail if key == "mail" else user.login
    return told.strip().casefold() == wanted.casefold()


def _which_one(wanted: str, users: Sequence[User]) -> BackendError:
    by_name = sorted(users, key=lambda user: (name_of(user).casefold(), user.id))
    shown = ", ".join(
        f"{name_of(user)} ({one_line(user.login or str(user.id), 80)})" for user in by_name[:_NAMED]
    )
    more = " and more" if len(users) > _NAMED else ""
    return BackendError(
        f"Several people are called “{one_line(wanted, 60)}” at {TITLE}: {shown}{more}.",
        "Give the account your login there as its email.",
    )
