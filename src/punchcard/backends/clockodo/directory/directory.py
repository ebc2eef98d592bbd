"""People, the tree and what is expected of whom, as the service names them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from whenever import Date

from punchcard.backends.clockodo import wire
from punchcard.backends.clockodo.client import ClockodoClient
from punchcard.backends.clockodo.complaints import NoSuchRoute
from punchcard.backends.clockodo.days.targets import ClockodoTargets
from punchcard.backends.clockodo.directory import tree
from punchcard.backends.clockodo.directory.team_names import TeamNames
from punchcard.backends.clockodo.entries.booking import WORK, dimensions
from punchcard.backends.errors import NotAllowed
from punchcard.backends.http.moments import local
from punchcard.backends.remembering import Remembered
from punchcard.core.assignments import Dimension, Reference
from punchcard.core.edit_lock import EditLock
from punchcard.core.entries import Unit
from punchcard.core.people import Person, Role
from punchcard.core.targets import DayTarget
from punchcard.core.text import one_line
from punchcard.core.time_types import TimeType

if TYPE_CHECKING:
    from punchcard.core.groups import Period

_OWNER = "owner"
_CLOCK_ONLY = 0
"""What a lock of work times is where every change by hand has to be asked for (section 2)."""

_AGGREGATE = "v2/aggregates/users/me"


class _Locks(NamedTuple):
    """What is locked for somebody."""

    open_days: tuple[int | None, ...]
    """How many days are open, today included, as each kind of lock has it; that of work times first."""
    until: Date | None = None
    """The last day of a fixed lock."""


class ClockodoDirectory:
    """Names for everything."""

    def __init__(self, client: ClockodoClient) -> None:
        self._client = client
        self._me = Remembered[wire.User](client.now)
        self._locks = Remembered[_Locks](client.now)
        self._users_told = Remembered[wire.User](client.now)
        self._company = Remembered[wire.Company](client.now)
        self._targets = ClockodoTargets(client)
        self._teams = TeamNames(client)

    async def whoami(self) -> Person:
        """Return whose key it is; whoever is somebody's boss, or owns the company, decides."""
        me = await self._asked_me()
        if me.role == _OWNER:
            return _person(me, Role.LEAD)
        return _own(me, await self._users())

    async def people(self) -> Sequence[Person]:
        """Return oneself and everybody whose reports may be seen."""
        me = await self._me.get("me", self._asked_me)
        users = await self._users()
        bosses = {user.boss for user in users}
        others = [user for user in users if user.id != me.id]
        own = _person(me, Role.LEAD) if me.role == _OWNER else _own(me, users)
        teams = await self._teams.of(users)
        found = [own, *(_person(each, _role(each, each.id in bosses)) for each in others)]
        return [
            replace(person, team=teams.get(user.teams_id or 0, ""))
            for person, user in zip(found, (me, *others), strict=True)
        ]

    async def time_types(self) -> Sequence[TimeType]:
        """Return the one there is: kinds of work are services."""
        return [WORK]

    async def dimensions(self, person: str | None = None) -> Sequence[Dimension]:
        """Return customer, project, subproject and service; whether a project is needed, the company says."""
        del person
        company = await self._company.get("company", self._asked_company)
        return dimensions(needs_project=company.allow_entries_for_customers is False)

    async def choices(self, dimension: str, parents: Sequence[Reference]) -> Sequence[Reference]:
        """Return what the person of the account can book on one level below the chosen parents."""
        me = await self._me.get("me", self._asked_me)
        return await tree.choices(self._client, str(me.id), dimension, parents)

    async def units(self, person: str) -> Sequence[Unit]:
        """Return times alone: a duration without times cannot be booked."""
        del person
        return [Unit.TIMES]

    async def edit_lock(self, person: str) -> EditLock:
        """Return for how many days back the person may change entries without asking."""
        locks = await self._locks.get(person, lambda: self._asked_locks(person))
        today = local(self._client.vendor_now(), self._client.zone).date()
        if locks.open_days[0] == _CLOCK_ONLY:
            return EditLock(clock_only=True)
        days = [*locks.open_days, _days_since(locks.until, today)]
        known = [max(0, number - 1) for number in days if number is not None]
        return EditLock(min(known) if known else None)

    async def targets(self, person: str, period: Period) -> Sequence[DayTarget] | None:
        """Return what is expected on each day; None where the report may not be seen."""
        return await self._targets.of(person, period)

    async def _asked_company(self) -> wire.Company:
        try:
            return (await self._client.read(wire.Aggregate, _AGGREGATE)).company
        except (NoSuchRoute, NotAllowed):
            # The current generation does not tell; a booking without a project is then refused there.
            return wire.Company()

    async def _asked_me(self) -> wire.User:
        async def current() -> wire.User:
            return (await self._client.read(wire.OneUser, "v4/users/me")).data

        async def classic() -> wire.User:
            return (await self._client.read(wire.Aggregate, _AGGREGATE)).user

        me = await self._client.generations.either("users/me", current, classic)
        self._me.keep("me", me)
        self._note(me)
        return me

    async def _users(self) -> list[wire.User]:
        params = ("scope", "viewUserReports"), ("filter[active]", "true"), ("sort", "name")
        pages = await self._client.pages(wire.Users, "v3/users", params)
        # A filter that is unknown there filters nothing.
        users = {user.id: user for page in pages for user in page.data if user.active}
        for user in users.values():
            self._note(user)
        return list(users.values())

    def _note(self, user: wire.User) -> None:
        """Remember somebody whose locks were told along."""
        if user.model_fields_set >= {"edit_lock", "edit_lock_dyn", "work_time_edit_lock_days"}:
            self._users_told.keep(str(user.id), user)

    async def _asked_user(self, person: str) -> wire.User:
        return (await self._client.read(wire.OneUser, f"v3/users/{person}")).data

    async def _asked_locks(self, person: str) -> _Locks:
        user = await self._users_told.get(person, lambda: self._asked_user(person))
        work, entries = user.work_time_edit_lock_days, user.edit_lock_dyn
        adds_nothing = entries is None or (work is not None and work <= entries)
        if user.edit_lock is None and adds_nothing:
            return _Locks((work,))
        if await self._edits_everything(user):
            return _Locks((work,))
        return _Locks((work, entries), user.edit_lock)

    async def _edits_everything(self, user: wire.User) -> bool:
        """Whether locks of entries do not hold for somebody."""
        if user.role == _OWNER:
            return True
        try:
            path = f"v2/users/{user.id}/access/customers-projects"
            return (await self._client.read(wire.Access, path)).edit is True
        except NotAllowed:
            return False


def _own(me: wire.User, users: Sequence[wire.User]) -> Person:
    return _person(me, _role(me, any(user.boss == me.id for user in users if user.id != me.id)))


def _role(user: wire.User, is_boss: bool) -> Role:
    return Role.LEAD if is_boss or user.role == _OWNER else Role.WORKER


def _person(user: wire.User, role: Role) -> Person:
    return Person(str(user.id), one_line(user.name), one_line(user.email or ""), role)


def _days_since(lock: Date | None, today: Date) -> int | None:
    """For how many days, today included, entries are open behind a fixed date."""
    return None if lock is None else max(0, int(today.since(lock, total="days")))
