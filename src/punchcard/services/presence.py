"""Who is clocked in right now, and driving the clock of one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple

from whenever import ZonedDateTime

from punchcard.backends.abilities import Ability, unavailable
from punchcard.backends.contract import PresencePort
from punchcard.backends.errors import NotAllowed
from punchcard.core.clock import ClockState, Idle
from punchcard.core.durations import seconds_between
from punchcard.core.groups import Filters
from punchcard.core.people import Person
from punchcard.core.presence import Presence
from punchcard.core.punches import AnyPunch, Resume, Stop, TakeBreak
from punchcard.core.text import one_line
from punchcard.core.zoned_time import state_in_zone
from punchcard.core.zones import moment_in_zone
from punchcard.services import clocking
from punchcard.services.acting import acting_as
from punchcard.services.outbox.ports import clock_port
from punchcard.services.outbox.words import change_in_words
from punchcard.services.reading.refresh import ensure_days
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxState

ANYBODY = Filters()
"""Everybody whom one may see."""


class Drive(StrEnum):
    """What a lead can do with the clock of somebody who is at work."""

    TAKE_BREAK = "take_break"
    RESUME = "resume"
    STOP = "stop"


_PUNCHES = {Drive.TAKE_BREAK: TakeBreak, Drive.RESUME: Resume, Drive.STOP: Stop}


class OnItsWay(NamedTuple):
    """What was asked for about somebody's clock and is not settled."""

    words: str
    """What it is: "clock out at 12:00"."""
    state: OutboxState

    @property
    def text(self) -> str:
        """The same with its sign, and with how far it is: "↑ clock out at 12:00"."""
        needs_you = self.state is OutboxState.NEEDS_YOU
        return f"! {self.words}: needs you" if needs_you else f"↑ {self.words}"


@dataclass(frozen=True, slots=True)
class WhoIsIn:
    """Everybody whose clock runs, as it was told at `as_of`; all moments in the person's zone."""

    present: tuple[Presence, ...]
    unseen: tuple[str, ...]
    """What the backend says of people whom it does not tell about."""
    as_of: ZonedDateTime
    asked: Mapping[str, OnItsWay] = field(default_factory=dict[str, OnItsWay])
    """What is on its way about somebody's clock, by the id of the person."""


async def who_is_in(session: Session, people: Sequence[str] = (), filters: Filters = ANYBODY) -> WhoIsIn:
    """Ask the backend who is clocked in.

    Args:
        session: The account in use.
        people: Ids; none for everybody whom the account may see.
        filters: Of these, time types and what the clock is booked on.

    Raises:
        NotAllowed: The account cannot see that.
        BackendError: The backend cannot be read.
    """
    attendance = await presence_port(session).clocked_in(people, filters)
    present = tuple(_in_zone(each, session.zone) for each in attendance.present)
    unseen = tuple(one_line(sentence, 300) for sentence in attendance.unseen)
    return WhoIsIn(present, unseen, session.now(), asked_of_clocks(session))


def asked_of_clocks(session: Session) -> dict[str, OnItsWay]:
    """Return what is on its way about anybody's clock, by the id of the person; asks nobody."""
    now = session.now()
    with session.store.read() as transaction:
        rows = transaction.outbox.unsettled(session.account.name)
    return {
        row.person: OnItsWay(change_in_words(row.change, now), row.state)
        for row in rows
        if isinstance(row.change, AnyPunch)
    }


def presence_port(session: Session) -> PresencePort:
    """Return what tells who is at work.

    Raises:
        NotAllowed: There is no such thing.
    """
    reason = unavailable(session.abilities, Ability.PRESENCE)
    if session.backend.presence is None or reason:
        raise NotAllowed(f"Who is clocked in cannot be seen with this account. {reason or ''}".strip())
    return session.backend.presence


async def read_clock_of(session: Session, person: Person) -> ClockState:
    """Read somebody's clock, and what is booked beside it, before anything is asked for about them.

    Raises:
        NotAllowed: The account may not drive the clock of others.
        BackendError: It cannot be read.
    """
    if reason := why_not_drive(session, person):
        raise NotAllowed(reason)
    account = session.account.name
    with session.store.read() as transaction:
        progress = transaction.outbox.progress(account)
        known = transaction.cache(account).clock(person.id)
    reading = await clock_port(session).reading(person.id, known)
    state = state_in_zone(reading.state, session.zone)
    if not isinstance(state, Idle):
        await ensure_days(session, person.id, state.since.date(), session.today())
    with session.change() as transaction:
        if transaction.outbox.progress(account) == progress:
            transaction.cache(account).keep_clock(person.id, reading.state, session.instant())
    return state


def why_not_drive(session: Session, person: Person) -> str:
    """Return why the clock of `person` cannot be driven; empty where it can."""
    own = session.own_person or session.person
    ability = Ability.CLOCK if person.id == own.id else Ability.CLOCK_OTHERS
    return unavailable(session.abilities, ability) or ""


def drive(session: Session, person: Person, what: Drive, of: str) -> str:
    """Ask for a punch of somebody's clock, which was read before, and say it in a sentence.

    Args:
        session: The account in use.
        person: Whose clock it is.
        what: What to do with it.
        of: The entry id of the clock that is meant.

    Raises:
        Refusal: It does not fit; nothing was changed.
    """
    theirs = acting_as(session, person)
    asked = clocking.punch(theirs, None, _PUNCHES[what], of)
    return f"{one_line(person.name, 60)}: {asked.message}"


def elapsed_seconds(presence: Presence, now: ZonedDateTime) -> int | None:
    """Return for how long the clock has run, breaks included; None where nobody says since when."""
    return None if presence.since is None else max(0, seconds_between(presence.since, now))


def _in_zone(presence: Presence, zone: str) -> Presence:
    return (
        presence if presence.since is None else replace(presence, since=moment_in_zone(presence.since, zone))
    )
