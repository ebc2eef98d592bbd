"""The account under test: what an adapter's tests may override, and what the suite does with it."""

from __future__ import annotations

from whenever import Date, Instant, ZonedDateTime

from punchcard.backends.abilities import Ability
from punchcard.backends.contract import Backend, ClockPort, EntriesPort, Punched
from punchcard.backends.outcomes import Confirmed, Outcome
from punchcard.core.assignments import NOTHING, Assignment, Reference
from punchcard.core.clock import IDLE, ClockState
from punchcard.core.entries import Entry, Source
from punchcard.core.groups import Filters, Period
from punchcard.core.identifiers import new_id
from punchcard.core.punches import AnyPunch
from punchcard.core.zones import in_zone
from punchcard.testing.checks import confirmed, expect, offers, said_no, same
from punchcard.testing.kept_clock import ClockKeptHere


class Account:
    """What the tests of every port build upon."""

    zone: str = "Europe/Berlin"
    """IANA name of the zone that the account was opened with."""

    remembers_ids: bool = True
    """Whether a request keeps the id that it was asked for with, so that a repeated one is recognised.

    Where the vendor gives ids of its own and does not, nothing is asked for twice, and what became of a lost
    answer is found by comparing (`settle`)."""

    tells_breaks_absent: bool = True
    """Whether reading back is sure of a break that was not begun, or not ended.

    Where the vendor has one toggle for both, a lost one may still arrive and turn another one round: then it
    is left to the person."""

    lists_approved: bool = True
    """Whether a request that was approved is still listed; where a vendor takes it away, the day tells."""

    cuts_at_midnight: bool = False
    """Whether the vendor takes no entry over midnight."""

    known: ClockState = IDLE
    """The clock as it was last read, as whoever has read it keeps it: a vendor may have only a part of it."""

    def now(self) -> ZonedDateTime:
        """The current moment of the account's clock, in whole seconds."""
        return in_zone(Instant.now(), self.zone)

    async def person(self, backend: Backend) -> str:
        """Id of the person whose clock and entries are used."""
        return (await backend.directory.whoami()).id

    async def reach(self, moment: ZonedDateTime) -> None:
        """Called before each punch. Where a vendor stamps punches itself, move its simulated clock here."""

    async def assignment(self, backend: Backend) -> Assignment:
        """Something to book on: the first choice on every level, or one added to an empty tree."""
        chosen: list[Reference] = []
        for dimension in await backend.directory.dimensions():
            choices = await backend.directory.choices(dimension.id, chosen)
            if choices:
                chosen.append(choices[0])
            elif backend.tree is not None:
                chosen.append(await backend.tree.add(dimension.id, chosen, f"Some {dimension.name}"))
        return Assignment(tuple(chosen))

    async def needed(self, backend: Backend) -> Assignment:
        """What a clock has to be booked on: nothing, unless the vendor asks for something."""
        levels = await backend.directory.dimensions()
        return await self.assignment(backend) if any(level.required for level in levels) else NOTHING

    @property
    def times(self) -> int:
        """How often a request can be made and be done once."""
        return 2 if self.remembers_ids else 1

    def is_named(self, kept: str, asked: str, what: str) -> None:
        """Fail unless something has the id that it was asked for with, or one that the vendor gave it."""
        if self.remembers_ids:
            same(kept, asked, f"the id of {what}")
        expect(bool(kept), f"{what} has no id")

    def hours_ago(self, hours: float) -> ZonedDateTime:
        """A moment in the past, on a whole minute."""
        return self.now().subtract(hours=hours).round("minute", mode="floor")

    def clock_of(self, backend: Backend) -> ClockPort | None:
        """The clock, or None after making sure that none is promised; one that is kept here saves entries."""
        if backend.clock is not None:
            return backend.clock
        if backend.info.kept_clock is not None:
            return ClockKeptHere(backend)
        expect(not offers(backend, Ability.CLOCK), "a clock is offered without its port")
        return None

    def is_clock_there(self, backend: Backend) -> bool:
        """Whether the vendor knows of the running clock."""
        return self.clock_of(backend) is not None and backend.info.kept_clock is None

    def entries_of(self, backend: Backend) -> EntriesPort | None:
        """The entries, or None after making sure that adding some is not promised."""
        if backend.entries is None or not offers(backend, Ability.ADD_ENTRY):
            expect(not offers(backend, Ability.ADD_ENTRY), "entries are offered without their port")
            return None
        return backend.entries

    async def state(self, backend: Backend) -> ClockState:
        """What runs now."""
        reading = await self._clock(backend).reading(await self.person(backend), self.known)
        same(reading.person, await self.person(backend), "the person of a reading")
        self.known = reading.state
        return reading.state

    async def punch(self, backend: Backend, punch: AnyPunch) -> Outcome[Punched]:
        """Do one punch upon a fresh reading."""
        clock = self._clock(backend)
        await self.reach(punch.at)
        reading = await clock.reading(await self.person(backend), self.known)
        outcome = await clock.punch(punch, reading)
        if isinstance(outcome, Confirmed):
            self.known = outcome.result.reading.state
        return outcome

    def _clock(self, backend: Backend) -> ClockPort:
        clock = self.clock_of(backend)
        if clock is None:
            raise AssertionError("the port clock is missing")
        return clock

    async def done(self, backend: Backend, punch: AnyPunch) -> Punched:
        """Do one punch that has to be confirmed, with the clock as it is afterwards."""
        punched = confirmed(await self.punch(backend, punch), f"a {punch.kind}")
        same(punched.reading.state, await self.state(backend), f"the clock that a {punch.kind} brings back")
        return punched

    async def is_refused(self, backend: Backend, ability: Ability, punch: AnyPunch) -> bool:
        """Do a punch; where the ability for it says no, make sure that it is refused and changes nothing."""
        if offers(backend, ability):
            await self.done(backend, punch)
            return False
        before = await self.state(backend)
        said_no(await self.punch(backend, punch), f"a {punch.kind}, which {ability} rules out,")
        same(await self.state(backend), before, "the clock")
        return True

    async def listed(self, backend: Backend, first: Date, last: Date) -> list[Entry]:
        """The person's entries that touch the days from `first` to `last`."""
        if backend.entries is None:
            return []
        person = await self.person(backend)
        return list(await backend.entries.list([person], Period(first, last), Filters()))

    async def draft(self, backend: Backend, start: ZonedDateTime, hours: float, note: str = "") -> Entry:
        """An entry that is not saved yet, of the usual type."""
        types, person = await backend.directory.time_types(), await self.person(backend)
        end = start.add(seconds=round(hours * 3600))
        assignment = await self.assignment(backend)
        return Entry(
            new_id(), person, start.date(), start, end, (), types[0], assignment, note, source=Source.TYPED
        )
