"""The clock: start, break, resume, stop, and everything that must not happen."""

from __future__ import annotations

from whenever import ZonedDateTime

from punchcard.backends.abilities import Ability
from punchcard.backends.contract import Backend
from punchcard.backends.outcomes import Confirmed, Unsure
from punchcard.core.clock import IDLE, OnBreak, Working
from punchcard.core.identifiers import new_id
from punchcard.core.intervals import Interval
from punchcard.core.punches import (
    Adjust,
    AnyPunch,
    Cancel,
    Restore,
    Resume,
    Start,
    Stop,
    TakeBreak,
    Update,
)  # fmt: skip
from punchcard.testing.account import Account
from punchcard.testing.checks import as_seen, branch, expect, happened, not_happened, offers, said_no, same
from punchcard.testing.texts import HOSTILE_TEXT


class ClockContract(Account):
    """Every backend that has a clock drives it alike."""

    async def test_a_day_on_the_clock_becomes_the_time_that_was_worked(self, backend: Backend) -> None:
        """Start, break, resume, stop: exact times, and what was booked."""
        if self.clock_of(backend) is None:
            return
        began, types = self.hours_ago(6), await backend.directory.time_types()
        booked = await self.assignment(backend)
        marks = tuple((reference.dimension, reference.id) for reference in booked.references)
        start = Start(new_id(), began, booked, types[0], HOSTILE_TEXT)
        await self.done(backend, start)
        running = await self.state(backend)
        expect(isinstance(running, Working), f"after a start the clock is {running}")
        breaks = await self._take_a_break(backend, began)
        await self.done(backend, Stop(new_id(), began.add(hours=5)))
        same(await self.state(backend), IDLE, "the clock after a stop")
        entries = await self.listed(backend, began.date(), began.add(hours=5).date())
        worked = [piece for entry in entries for piece in entry.worked_pieces()]
        same(worked, Interval(began, began.add(hours=5)).without(breaks), "what was worked")
        if offers(backend, Ability.ENTRY_BREAKS):
            same(len(entries), 1, "number of entries")
            same([pause.interval for pause in entries[0].breaks], breaks, "breaks")
        for entry in entries:
            same(
                (branch(entry), entry.time_type and entry.time_type.id, entry.note),
                (marks, types[0].id, HOSTILE_TEXT),
                "what was booked",
            )

    async def test_update_changes_what_the_running_clock_is_booked_on(self, backend: Backend) -> None:
        """What is left out of an update stays as it is."""
        if self.clock_of(backend) is None:
            return
        types, began = await backend.directory.time_types(), self.hours_ago(2)
        booked = await self.needed(backend)
        await self.done(backend, Start(new_id(), began, booked, types[0], "first"))
        change = Update(new_id(), began.add(hours=1), time_type=types[-1])
        if await self.is_refused(backend, Ability.UPDATE, change):
            return
        state = await self.state(backend)
        expect(isinstance(state, Working), f"after an update the clock is {state}")
        if isinstance(state, Working):
            kept = (state.since, state.note, state.time_type and state.time_type.id)
            same(kept, (began, "first", types[-1].id), "the running clock")

    async def test_adjust_moves_the_start(self, backend: Backend) -> None:
        """The running start can be moved back."""
        if self.clock_of(backend) is None:
            return
        began = self.hours_ago(2)
        await self.done(backend, Start(new_id(), began, await self.needed(backend)))
        earlier = began.subtract(minutes=40)
        if await self.is_refused(backend, Ability.ADJUST, Adjust(new_id(), self.now(), earlier)):
            return
        state = await self.state(backend)
        same(getattr(state, "since", None), earlier, "the start")

    async def test_cancel_leaves_nothing(self, backend: Backend) -> None:
        """A cancelled clock is neither running nor booked."""
        if self.clock_of(backend) is None:
            return
        began = self.hours_ago(2)
        await self.done(backend, Start(new_id(), began, await self.needed(backend)))
        if await self.is_refused(backend, Ability.CANCEL, Cancel(new_id(), self.now())):
            return
        same(await self.state(backend), IDLE, "the clock")
        same(await self.listed(backend, began.date(), self.now().date()), [], "entries")

    async def test_restore_undoes_a_stop_and_a_cancel(self, backend: Backend) -> None:
        """The clock runs again as it did, and its entry is gone."""
        if self.clock_of(backend) is None:
            return
        began = self.hours_ago(4)
        await self.done(backend, Start(new_id(), began, await self.needed(backend), note="kept"))
        for end in (Stop(new_id(), began.add(hours=1)), Cancel(new_id(), began.add(hours=2))):
            if isinstance(end, Cancel) and not offers(backend, Ability.CANCEL):
                continue
            before = await self.state(backend)
            await self.done(backend, end)
            if not isinstance(before, Working):
                raise AssertionError(f"after a start the clock is {before}")
            if await self.is_refused(backend, Ability.UNDO_PUNCH, Restore(new_id(), self.now(), before)):
                return
            after = await self.state(backend)
            same(as_seen(after), as_seen(before), f"the clock after the undo of a {end.kind}")
            same(await self.listed(backend, began.date(), self.now().date()), [], "entries")

    async def test_a_punch_that_does_not_fit_is_refused_with_a_sentence(self, backend: Backend) -> None:
        """Nothing of it happens."""
        if self.clock_of(backend) is None:
            return
        began = self.hours_ago(3)
        for idle in (Stop, TakeBreak, Resume, Cancel, Update):
            said_no(await self.punch(backend, idle(new_id(), began)), f"{idle.kind} of an idle clock")
        await self.done(backend, Start(new_id(), began, await self.needed(backend)))
        before = await self.state(backend)
        said_no(await self.punch(backend, Start(new_id(), began.add(hours=1))), "a second start")
        said_no(await self.punch(backend, Resume(new_id(), began.add(hours=1))), "a resume without a break")
        said_no(await self.punch(backend, Stop(new_id(), began.subtract(hours=1))), "a stop before the start")
        same(await self.state(backend), before, "the clock")
        same(await self.listed(backend, began.date(), self.now().date()), [], "entries")

    async def test_settle_finds_what_happened_and_nothing_else(self, backend: Backend) -> None:
        """What happened is confirmed; of what did not, it is sure; what is found is not done again."""
        if (clock := self.clock_of(backend)) is None or backend.info.kept_clock is not None:
            # No answer to a punch that is done here is ever lost; entries are settled like all others.
            return
        began, person = self.hours_ago(3), await self.person(backend)
        start = Start(new_id(), began, await self.needed(backend), note="once")
        journey: list[AnyPunch] = [start, Stop(new_id(), began.add(hours=1))]
        for punch in journey:
            before = await self.state(backend)
            not_happened(await clock.settle(person, punch, before), punch.kind)
            await self.done(backend, punch)
            happened(await clock.settle(person, punch, before), punch.kind)
        for punch in journey if self.remembers_ids else ():
            reading = await clock.reading(person)
            if isinstance(await clock.settle(person, punch, reading.state), Confirmed):
                await clock.punch(punch, reading)
        same(await self.state(backend), IDLE, "the clock")
        same(len(await self.listed(backend, began.date(), self.now().date())), 1, "number of entries")

    async def test_settle_finds_a_break_and_never_begins_one_twice(self, backend: Backend) -> None:
        """What is there is confirmed; what is not is surely absent, or left to the person in a sentence."""
        if (clock := self.clock_of(backend)) is None or not offers(backend, Ability.BREAK):
            return
        # A punch that nothing has to be sent for has no answer that could be lost.
        if backend.info.kept_clock is not None:
            return
        began, person = self.hours_ago(3), await self.person(backend)
        await self.done(backend, Start(new_id(), began, await self.needed(backend)))
        for punch in (TakeBreak(new_id(), began.add(hours=1)), Resume(new_id(), began.add(hours=2))):
            before = await self.state(backend)
            settled = await clock.settle(person, punch, before)
            if self.tells_breaks_absent:
                not_happened(settled, punch.kind)
            else:
                expect(isinstance(settled, Unsure), f"a {punch.kind} is not left to the person: {settled!r}")
            await self.done(backend, punch)
            happened(await clock.settle(person, punch, before), punch.kind)

    async def _take_a_break(self, backend: Backend, began: ZonedDateTime) -> list[Interval]:
        """Take a break in the third hour; return what was taken."""
        pause = Interval(began.add(hours=2), began.add(hours=2, minutes=45))
        if await self.is_refused(backend, Ability.BREAK, TakeBreak(new_id(), pause.start)):
            return []
        state = await self.state(backend)
        expect(isinstance(state, OnBreak), f"on a break the clock is {state}")
        said_no(await self.punch(backend, TakeBreak(new_id(), pause.end)), "a break during a break")
        await self.done(backend, Resume(new_id(), pause.end))
        return [pause]
