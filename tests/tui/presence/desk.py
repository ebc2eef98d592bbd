"""A team for the panel without a backend, and what it was asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.domain import HOSTILE
from tests.tui.forms.host import HOME, NOW, WORK, branch, now
from whenever import ZonedDateTime

from punchcard.core.clock import IDLE, ClockState, OnBreak, Working
from punchcard.core.people import Person
from punchcard.core.presence import Presence
from punchcard.core.refusals import Refusal
from punchcard.services.presence import Drive, OnItsWay, WhoIsIn
from punchcard.store.outbox import OutboxState

ANN, BEN, CARLA = Person("a", "Ann Berger"), Person("b", "Ben Okafor"), Person("c", "Carla Díaz")
LI, ROGUE = Person("l", "李 明", team="Night shift"), Person("x", HOSTILE)


def at(hour: int, minute: int = 0, day: int = 11) -> ZonedDateTime:
    return ZonedDateTime(2026, 3, day, hour, minute, tz="Europe/Berlin")


def team() -> tuple[Presence, ...]:
    """Five people, by name, each of another kind."""
    return (
        Presence(ANN, False, at(7, 55), branch("Northwind", "Portal", "Development"), WORK, "spec review"),
        Presence(BEN, True, at(6, 30), branch("Northwind", "Support"), WORK),
        Presence(CARLA, False, at(8, 30), time_type=HOME),
        Presence(ROGUE, False, None, note=HOSTILE),
        Presence(LI, False, at(22, 0, day=10), branch("Contoso"), WORK, "night shift"),
    )


@dataclass
class Desk:
    """Answers as it is told."""

    present: tuple[Presence, ...] | None = field(default_factory=team)
    """None where nobody answers."""
    refusal: Refusal = field(default_factory=lambda: Refusal("McTime cannot be reached.", "Try again later."))
    unseen: tuple[str, ...] = ()
    on_its_way: Mapping[str, OnItsWay] = field(default_factory=dict[str, OnItsWay])
    reasons: Mapping[str, str] = field(default_factory=dict[str, str])
    clocks: dict[str, ClockState] = field(default_factory=dict[str, ClockState])
    driven: list[tuple[str, Drive, str]] = field(default_factory=list[tuple[str, Drive, str]])
    reads: int = 0

    async def read(self) -> WhoIsIn:
        self.reads += 1
        if self.present is None:
            raise self.refusal
        return WhoIsIn(self.present, self.unseen, now(), dict(self.on_its_way))

    async def asked(self) -> Mapping[str, OnItsWay]:
        if self.present is None:
            raise self.refusal
        return dict(self.on_its_way)

    async def clock_of(self, person: Person) -> ClockState:
        if person.id in self.clocks:
            return self.clocks[person.id]
        found = next((each for each in self.present or () if each.person == person), None)
        if found is None or found.since is None:
            return IDLE
        kept = (f"running-{person.id}", found.since, found.assignment, found.time_type, found.note)
        return OnBreak(*kept, break_since=NOW.add(minutes=-12)) if found.on_break else Working(*kept)

    async def drive(self, person: Person, what: Drive, of: str) -> str:
        if self.present is None:
            raise self.refusal
        self.driven.append((person.id, what, of))
        self.on_its_way = {person.id: OnItsWay("clock out at 08:41", OutboxState.QUEUED)}
        return f"{person.name}: Clocked out at 08:41."

    def why_not(self, person: Person) -> str:
        return self.reasons.get(person.id, "")
