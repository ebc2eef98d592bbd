"""Who is clocked in, and balances that the vendor keeps: what is told, and that nothing is made up."""

from __future__ import annotations

from punchcard.backends.abilities import Ability
from punchcard.backends.contract import Backend
from punchcard.core.groups import Filters
from punchcard.core.identifiers import new_id
from punchcard.core.presence import Presence
from punchcard.core.punches import Start, Stop, TakeBreak
from punchcard.testing.account import Account
from punchcard.testing.checks import expect, offers, same


class PresenceContract(Account):
    """Every backend that tells who is at work tells it alike."""

    async def test_whoever_runs_a_clock_is_there_until_it_stops(self, backend: Backend) -> None:
        """With since when, on what, and whether they have a break; asked by name or with everybody."""
        if backend.presence is None or self.clock_of(backend) is None:
            expect(not offers(backend, Ability.PRESENCE), "presence is offered without its port")
            return
        began, me = self.hours_ago(4), await self.person(backend)
        same(await self.seen(backend), None, "whoever is not clocked in")
        await self.done(backend, Start(new_id(), began, await self.assignment(backend)))
        there = await self.seen(backend)
        expect(there is not None, "whoever is clocked in is not told of")
        if there is not None:
            same((there.person.id, there.on_break), (me, False), "who is there")
            expect(there.since in (None, began), f"the clock was started at {began}, not at {there.since}")
        if offers(backend, Ability.BREAK):
            await self.done(backend, TakeBreak(new_id(), began.add(hours=1)))
            there = await self.seen(backend)
            expect(there is not None and there.on_break, "a break is not told of")
        await self.done(backend, Stop(new_id(), began.add(hours=2)))
        same(await self.seen(backend), None, "whoever has clocked out")

    async def test_what_is_asked_for_alone_leaves_the_others_out(self, backend: Backend) -> None:
        """By another type than that of the clock, nobody is found."""
        if backend.presence is None or self.clock_of(backend) is None:
            return
        types = await backend.directory.time_types()
        start = Start(new_id(), self.hours_ago(1), await self.assignment(backend), types[0])
        await self.done(backend, start)
        same(await self.seen(backend, Filters(types=(types[-1].id,))), None, "whoever does something else")
        expect(
            await self.seen(backend, Filters(types=(types[0].id,))) is not None, "their own type hides them"
        )

    async def test_nobody_whom_there_is_not_has_a_clock_or_a_balance(self, backend: Backend) -> None:
        """An id of nobody is no person; it hides nobody else, and nothing is made up of it."""
        me = await self.person(backend)
        if backend.presence is not None:
            attendance = await backend.presence.clocked_in([me, new_id()], Filters())
            same(attendance.present, (), "who is clocked in")
        if backend.balances is not None:
            told = await backend.balances.balances([me, new_id()], None, None)
            same([each.person for each in told], [me], "whose balances are told")

    async def seen(self, backend: Backend, filters: Filters | None = None) -> Presence | None:
        """What is told of the person, alike for them alone and for everybody."""
        if backend.presence is None:
            return None
        me, wanted = await self.person(backend), filters or Filters()
        alone = (await backend.presence.clocked_in([me], wanted)).present
        among = (await backend.presence.clocked_in([], wanted)).present
        same([each for each in among if each.person.id == me], list(alone), "the person among everybody")
        return alone[0] if alone else None
