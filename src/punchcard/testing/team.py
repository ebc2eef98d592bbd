"""The team where it is kept here: people come, get roles, and go; their time stays."""

from __future__ import annotations

from collections.abc import Awaitable

from punchcard.backends.contract import Backend
from punchcard.core.people import Role
from punchcard.core.refusals import Refusal
from punchcard.testing.account import Account
from punchcard.testing.checks import expect, same

HOSTILE_NAMES = ("[b]Bén[/] O'Kafor", "Bobby'); DROP TABLE person; --", "山田 👩🏽‍💻 שלום")
"""Names that markup, SQL and terminals would each read in a way of their own."""


class TeamContract(Account):
    """Every backend that keeps a team treats its people alike."""

    async def test_people_come_and_go(self, backend: Backend) -> None:
        """Oneself first, then the others by name; whoever went is among the former ones."""
        if backend.team is None:
            return
        me = await backend.directory.whoami()
        same(me.role, Role.LEAD, "the role of the person of the account")
        zoe = await backend.team.add("Zoë", Role.WORKER)
        ann = await backend.team.add("ann", Role.LEAD)
        same((zoe.role, ann.role), (Role.WORKER, Role.LEAD), "the roles of those who were added")
        same(list(await backend.directory.people()), [me, ann, zoe], "the people")
        await backend.team.remove(zoe)
        same(list(await backend.directory.people()), [me, ann], "the people when one has gone")
        same([person.id for person in await backend.team.former()], [zoe.id], "the former people")
        await self._refused(backend.team.remove(zoe), "removing somebody who has gone")
        same((await backend.team.add("ZOË", Role.WORKER)).id, zoe.id, "the id of somebody who comes back")

    async def test_a_name_stands_once(self, backend: Backend) -> None:
        """However it is written; an empty one and an endless one are no names."""
        if backend.team is None:
            return
        for name in HOSTILE_NAMES:
            added = await backend.team.add(name, Role.WORKER)
            expect(added in await backend.directory.people(), f"{added} is not among the people")
            await self._refused(backend.team.add(name.upper(), Role.LEAD), "a name that is there already")
        count = len(await backend.directory.people())
        for name in ("", " \n\t", "\x1b[31m\u202e", "x" * 10_000):
            await self._refused(backend.team.add(name, Role.WORKER), f"the name {name[:20]!r}")
        same(len(await backend.directory.people()), count, "number of people")

    async def test_somebody_is_left_to_decide(self, backend: Backend) -> None:
        """The last lead stays one, and nobody is removed from their own home."""
        if backend.team is None:
            return
        me = await backend.directory.whoami()
        await self._refused(backend.team.give_role(me, Role.WORKER), "taking the role of the only lead")
        lead = await backend.team.add("Lea", Role.LEAD)
        same((await backend.team.give_role(me, Role.WORKER)).role, Role.WORKER, "the new role")
        same((await backend.directory.whoami()).role, Role.WORKER, "the role of the person of the account")
        await self._refused(backend.team.remove(lead), "removing the only lead")
        await backend.team.give_role(me, Role.LEAD)
        await self._refused(backend.team.remove(me), "removing the person of the account")
        await backend.team.remove(lead)

    async def _refused(self, doing: Awaitable[object], what: str) -> None:
        try:
            await doing
        except Refusal as refusal:
            expect(refusal.message.strip().endswith("."), f"{refusal.message!r} is no sentence")
        else:
            raise AssertionError(f"{what} was not refused")
