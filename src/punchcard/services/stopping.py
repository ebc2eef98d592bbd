"""Stopping a clock whose time is taken: what would go, and how room is made for it before it is sent.

A vendor that removes what an entry is saved over does so at a stop too, without a word before it. So a stop
over other entries is refused here, and says what would go; it is agreed to by saying what becomes of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from whenever import ZonedDateTime

from punchcard.backends.contract import ClockReading
from punchcard.core.changes import SaveEntry
from punchcard.core.clock import ClockState, Idle, OnBreak, Working
from punchcard.core.clock_rules import entry_after
from punchcard.core.editing.pieces import pieces_without
from punchcard.core.editing.room import OverlapChoice, neighbours_of
from punchcard.core.entries import Entry
from punchcard.core.groups import Filters, Period
from punchcard.core.identifiers import new_id
from punchcard.core.moments import checked_moment, clock_time, spoken
from punchcard.core.overlaps import Overlap
from punchcard.core.punches import Stop
from punchcard.core.zoned_time import entry_in_zone, state_in_zone
from punchcard.services import clocking
from punchcard.services.entries.add_command import add_command
from punchcard.services.entries.edits import carry_out
from punchcard.services.entries.making_room import with_room
from punchcard.services.entries.overwriting import choices_in_words, named, why_locked
from punchcard.services.fold import Known
from punchcard.services.outbox.items import ALONE
from punchcard.services.outbox.ports import entries_port
from punchcard.services.reading.refresh import refresh_days
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxRow
from punchcard.store.store import Transaction


class StopOver(NamedTuple):
    """A stop that would take the time of other entries."""

    entry: Entry
    """What the clock would become."""
    neighbours: tuple[Entry, ...]
    """What it would take the time of, in order; at least one."""

    @property
    def locked(self) -> Entry | None:
        """The first one that cannot be changed: then a stop is never saved."""
        return next((entry for entry in self.neighbours if entry.locked), None)

    def latest_before(self, last: ZonedDateTime) -> ZonedDateTime | None:
        """The latest moment to stop at that touches nothing; None where there is no work before it.

        Args:
            last: The last moment of the clock, its last punch.
        """
        starts = [entry.start for entry in self.neighbours if entry.start is not None]
        first = min(starts, default=None)
        return first if first is not None and last < first else None

    def rest_after(self, safe: ZonedDateTime | None) -> tuple[Entry, ...]:
        """The work beside the entries in the way that a stop at `safe` leaves out, in order.

        What lasts for less than a minute of the clock is left out.
        """
        pieces = [piece for piece in free_pieces(self.entry, self.neighbours) if _lasts_a_minute(piece)]
        return tuple(piece for piece in pieces if safe is None or (piece.start and piece.start >= safe))


class OverOthers(Overlap):
    """A stop that would take the time of other entries, at a vendor that removes them.

    Attributes:
        found: What it would take the time of.
        safe: The latest moment to stop at that touches nothing; None where there is none.
    """

    code = "over_others"

    def __init__(self, message: str, hint: str, found: StopOver, safe: ZonedDateTime | None) -> None:
        super().__init__(message, hint)
        self.found, self.safe = found, safe


def stop_over(
    session: Session, at: ZonedDateTime | None, of: str | None, choice: OverlapChoice
) -> clocking.Asked:
    """Clock out, and let first become of the entries in its way what `choice` says.

    Args:
        session: The account.
        at: When; now by default.
        of: Entry id of the clock that is meant.
        choice: What becomes of the entries in the way, where there are some.

    Raises:
        Refusal: It does not fit what is known now, or they cannot be treated so; nothing was changed.
    """
    change = Stop(new_id(), checked_moment(at or session.now()))
    with session.change() as transaction:
        if of is not None:
            clocking.refuse_another_clock(session, transaction, of)
        state = session.known(transaction, session.today(), session.today()).state
        part, words = ALONE, tuple[str, ...]()
        clocking.refuse_too_long(state, change, session.now())
        if not isinstance(state, Idle):
            own = SaveEntry(change.id, entry_after(state, change, session.person.id))
            found = over_now(session, transaction, state, change)
            if found is not None and found.locked is not None and session.backend.info.overwrites:
                raise why_not_over(session, found, state)
            (*room, _), words = with_room(session, transaction, own, choice)
            if room:
                rows = carry_out(session, transaction, room, clock_ends=change.at)
                part = part._replace(after=rows[-1], is_placed=True)
        asked = clocking.ask(session, transaction, change, part)
    return asked._replace(message=" ".join((asked.message, *words)))


def over_now(session: Session, transaction: Transaction, state: ClockState, stop: Stop) -> StopOver | None:
    """Return what a stop would take the time of, as far as is known now; None for nothing."""
    if isinstance(state, Idle):
        return None
    around = session.known(transaction, state.since.date().subtract(days=1), stop.at.date())
    return _over(state, stop, around.plain_entries, session.person.id)


def refuse_stop_over(session: Session, known: Known, stop: Stop) -> None:
    """Make sure that a stop takes the time of nothing that is known.

    Raises:
        Overlap: It would; nothing was changed.
    """
    if not isinstance(known.state, Idle):
        found = _over(known.state, stop, known.plain_entries, session.person.id)
        if found is not None:
            raise why_not_over(session, found, known.state)


async def look_before_stop(session: Session, at: ZonedDateTime | None = None) -> None:
    """Read the days of the running clock again, where a stop may remove something.

    Raises:
        BackendError: They cannot be read; what is known is as it was.
    """
    with session.store.read() as transaction:
        state = session.known(transaction, session.today(), session.today()).state
    if session.backend.info.overwrites and not isinstance(state, Idle):
        until = max(state.since, at or session.now())
        session.news.extend(await refresh_days(session, state.since.date().subtract(days=1), until.date()))


async def refuse_over_others(session: Session, row: OutboxRow, reading: ClockReading) -> None:
    """Make sure, right before a stop is sent, that it removes nothing that nobody has agreed to.

    Raises:
        Overlap: It would; nothing was sent, and the clock runs on.
        BackendError: The days cannot be read; nothing was sent.
    """
    state = state_in_zone(reading.state, session.zone)
    if not session.backend.info.overwrites or not isinstance(row.change, Stop) or isinstance(state, Idle):
        return
    days = Period(state.since.date().subtract(days=1), row.change.at.date())
    there = await entries_port(session).list([row.person], days, Filters())
    entries = [entry_in_zone(entry, session.zone) for entry in there]
    found = _over(state, row.change, entries, row.person)
    if found is not None:
        raise why_not_over(session, found, state)


def why_not_over(session: Session, found: StopOver, state: Working | OnBreak) -> OverOthers:
    """Return why a clock is not stopped over other entries, with every way out as it is typed."""
    now, title, locked = session.now(), session.backend.info.title, found.locked
    at = spoken(found.entry.end or now, now.date())
    safe = found.latest_before(state.last_moment())
    if locked is not None:
        why = (
            f"The clock cannot stop at {at}: it would run over {named(locked, now)}, which "
            f"{why_locked(locked)} at {title}. It runs on."
        )
        rest = _book_the_rest(found, safe, now)
        return OverOthers(why, f"{_stop_earlier(safe, now)} {rest}".strip(), found, safe)
    would_go = " and ".join(named(entry, now) for entry in found.neighbours)
    return OverOthers(
        f"Stopped at {at}, the clock would remove {would_go} at {title}. It was not stopped.",
        f"{choices_in_words(found.entry, found.neighbours)} {_stop_earlier(safe, now)}",
        found,
        safe,
    )


def free_pieces(entry: Entry, others: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return what is left of `entry` beside others, in order, each piece with an id of its own."""
    pieces = [entry]
    for other in others:
        if other.interval is not None:
            pieces = [left for piece in pieces for left in pieces_without(piece, other.interval)]
    return tuple(replace(piece, id=new_id()) for piece in pieces)


def _over(state: Working | OnBreak, stop: Stop, entries: Sequence[Entry], person: str) -> StopOver | None:
    entry = entry_after(state, stop, person)
    found = neighbours_of(entry, entries)
    return StopOver(entry, tuple(found)) if found else None


def _stop_earlier(safe: ZonedDateTime | None, now: ZonedDateTime) -> str:
    if safe is None:
        return "Throw the clock away with `punch cancel`, and book what is free yourself."
    when = clock_time(safe) if safe.date() == now.date() else safe.to_fixed_offset().format_iso(unit="minute")
    return f"Stop before it with `punch out --at {when}`."


def _book_the_rest(found: StopOver, safe: ZonedDateTime | None, now: ZonedDateTime) -> str:
    """What books the work that a stop before the entries in the way leaves out."""
    commands = " and ".join(f"`{add_command(piece, now)}`" for piece in found.rest_after(safe))
    return f"The rest is booked with {commands}." if commands else ""


def _lasts_a_minute(piece: Entry) -> bool:
    """Whether it can be typed: clock times are whole minutes."""
    return (
        piece.start is not None and piece.end is not None and clock_time(piece.start) != clock_time(piece.end)
    )
