"""From a row of the outbox to a call of the backend, and from its result into the cache."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from whenever import Date

from punchcard.backends.abilities import Ability, unavailable
from punchcard.backends.contract import ClockPort, ClockReading, EntriesPort, Punched, WeeksPort
from punchcard.backends.errors import NotAllowed
from punchcard.backends.outcomes import Outcome, Settled
from punchcard.core.changes import (
    DeleteEntry,
    SaveEntry,
    SubmitWeeks,
    WeeksChange,
    WithdrawWeeks,
    is_approval,
)
from punchcard.core.clock import ClockState, Idle
from punchcard.core.clock_rules import apply
from punchcard.core.entries import Entry
from punchcard.core.punches import Adjust, Restore, Stop
from punchcard.core.refusals import Refusal
from punchcard.core.submitted_weeks import SubmittedWeek
from punchcard.core.zoned_time import state_in_zone
from punchcard.services.allowed import refuse_unless_allowed
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxRow
from punchcard.store.store import Transaction

if TYPE_CHECKING:
    from punchcard.core.change_requests import Decidable

Result: TypeAlias = "Punched | Entry | Sequence[SubmittedWeek] | Sequence[Decidable] | None"
"""What a confirmed write brings back: a punch, an entry, weeks, what was decided, nothing for a deletion."""


class Conflict(Refusal):
    """What was asked for no longer fits what the backend says; the person decides."""

    code = "conflict"

    def __init__(self, message: str, reading: ClockReading) -> None:
        super().__init__(message)
        self.reading = reading


class Gone(Refusal):
    """The entry that was to be changed is not there any more."""

    code = "gone"


async def prepare(session: Session, row: OutboxRow) -> ClockReading | None:
    """Read what the write stands on: the clock before a punch, nothing before anything else.

    Raises:
        NotAllowed: What the account may write has been narrowed since this was asked for.
        Conflict: A punch no longer fits the clock as the backend has it.
        Overlap: A stop would remove what nobody has agreed to.
        BackendError: The clock cannot be read; nothing was sent.
    """
    refuse_unless_allowed(session, row.change)
    if isinstance(row.change, SaveEntry | DeleteEntry | WeeksChange) or is_approval(row.change):
        return None
    reading = await clock_port(session).reading(row.person, row.before)
    try:
        # What it says goes by the clock on the person's wall.
        if not _is_undone_by_half(row, reading.state):
            apply(state_in_zone(reading.state, session.zone), row.change)
    except Refusal as refusal:
        raise _conflict(session, row, reading, refusal.message) from refusal
    if not _is_meant(row, reading.state):
        raise _conflict(session, row, reading, "Another clock runs there than the one that you meant.")
    if isinstance(row.change, Adjust) and _is_a_later_piece(row.before, reading.state):
        raise _conflict(
            session, row, reading, "What was worked before the break is an entry of its own there."
        )
    if isinstance(row.change, Stop) and session.backend.info.overwrites:
        from punchcard.services.stopping import refuse_over_others

        await refuse_over_others(session, row, reading)
    return reading


def _is_undone_by_half(row: OutboxRow, state: ClockState) -> bool:
    """Whether the clock that runs is the one that this undo has started again when it was sent before."""
    if not isinstance(row.change, Restore) or row.attempts == 0 or isinstance(state, Idle):
        return False
    from punchcard.core.same_clock import is_near

    return is_near(state.since, row.change.state.since)


def _is_meant(row: OutboxRow, state: ClockState) -> bool:
    """Whether the clock that runs is the one that the punch was asked for upon."""
    if isinstance(row.before, Idle) or isinstance(state, Idle) or isinstance(row.change, Restore):
        return True
    if row.before.entry_id == state.entry_id:
        return True
    from punchcard.core.same_clock import is_same_clock

    return is_same_clock(row.before, state)


def _is_a_later_piece(meant: ClockState, state: ClockState) -> bool:
    """Whether what runs there is the end of a clock alone: a break has parted it."""
    if isinstance(meant, Idle) or isinstance(state, Idle) or state.breaks or not meant.breaks:
        return False
    return state.since >= meant.breaks[0].end


def _conflict(session: Session, row: OutboxRow, reading: ClockReading, why: str) -> Conflict:
    """Say both versions: what was asked for, and what the backend has."""
    from punchcard.services.outbox.words import change_in_words
    from punchcard.services.sentences import state_in_words

    now = session.now()
    state = state_in_words(state_in_zone(reading.state, session.zone), now)
    asked, title = change_in_words(row.change, now), session.backend.info.title
    whose = "you are" if row.asked_by is None else "they are"
    return Conflict(f"{why} You asked to {asked}; at {title} {whose} {state}.", reading)


async def send(session: Session, row: OutboxRow, reading: ClockReading | None) -> Outcome[Result]:
    """Make the one call that writes, given what `prepare` has read."""
    if is_approval(row.change):
        from punchcard.services.approvals import delivery as approval_delivery

        return await approval_delivery.send(session, row.change)
    match row.change:
        case SaveEntry():
            return await entries_port(session).save(row.change)
        case DeleteEntry():
            return await entries_port(session).delete(row.change)
        case SubmitWeeks():
            return await weeks_port(session).submit(row.change)
        case WithdrawWeeks():
            return await weeks_port(session).withdraw(row.change)
        case _:
            clock = clock_port(session)
            return await clock.punch(row.change, reading or await clock.reading(row.person, row.before))


async def settle(session: Session, row: OutboxRow) -> Settled[Result]:
    """Find out by reading whether a write whose answer was lost has happened."""
    if is_approval(row.change):
        from punchcard.services.approvals import delivery as approval_delivery

        return await approval_delivery.settle(session, row.change)
    match row.change:
        case SaveEntry() | DeleteEntry():
            return await entries_port(session).settle(row.change)
        case SubmitWeeks() | WithdrawWeeks():
            return await weeks_port(session).settle(row.change)
        case _:
            return await clock_port(session).settle(row.person, row.change, row.before)


def keep_result(session: Session, transaction: Transaction, row: OutboxRow, result: Result) -> None:
    """Write what the backend said into the cache."""
    if is_approval(row.change):
        from punchcard.services.approvals import delivery as approval_delivery
        from punchcard.services.approvals.going_along import settle_what_went_along

        approval_delivery.keep(session, transaction, row.change, result)
        settle_what_went_along(session, transaction, row, approval_delivery.items_in(result))
        return
    cache = transaction.cache(session.account.name)
    if isinstance(result, Punched):
        cache.keep_clock(row.person, result.reading.state, session.instant())
        for entry_id in result.removed:
            cache.forget_entry(entry_id)
        for entry in result.saved:
            cache.keep_entry(entry, session.zone)
    elif isinstance(result, Entry):
        if isinstance(row.change, SaveEntry):
            _doubt_targets(session, transaction, row.change)
            cache.forget_entry(row.change.entry.id)
        cache.keep_entry(result, session.zone)
    elif isinstance(row.change, WeeksChange):
        from punchcard.core.approval_items import item_in_zone

        standing = (result or ()) if isinstance(row.change, SubmitWeeks) else ()
        for week in row.change.weeks:
            kept = [
                item_in_zone(found, session.zone)
                for found in standing
                if isinstance(found, SubmittedWeek) and found.first == week.first
            ]
            cache.replace_weeks(row.person, week.first, week.last, kept)
    elif isinstance(row.change, DeleteEntry):
        _doubt_targets(session, transaction, row.change)
        cache.forget_entry(row.change.entry.id)


def _doubt_targets(session: Session, transaction: Transaction, change: SaveEntry | DeleteEntry) -> None:
    """An absence that was booked, changed or deleted changes what the backend says is to be worked."""
    if session.backend.info.immediate:
        return
    before = change.before if isinstance(change, SaveEntry) else None
    for entry in (change.entry, before):
        if entry is not None and entry.is_absence:
            kept = transaction.targets(session.account.name)
            kept.doubt(entry.person, entry.day, entry.last_day)


def forget_what_went_along(session: Session, row: OutboxRow) -> None:
    """Let be read again what a write may have reached besides, where reading back does not tell."""
    if is_approval(row.change):
        from punchcard.services.approvals import delivery as approval_delivery

        approval_delivery.forget_what_went_along(session, row.change)


def touched_person(row: OutboxRow) -> str:
    """The person whose days a row may have changed: those of whoever is decided about, not of who decides."""
    if is_approval(row.change):
        from punchcard.services.approvals.delivery import item_of

        return item_of(row.change).person
    return row.person


def touched_days(row: OutboxRow) -> tuple[Date, Date]:
    """The first and the last day that a row may have changed."""
    change = row.change
    if is_approval(change):
        from punchcard.core.approval_items import item_days
        from punchcard.services.approvals.delivery import item_of

        return item_days(item_of(change))
    if isinstance(change, WeeksChange):
        return change.weeks[0].first, change.weeks[-1].last
    if isinstance(change, SaveEntry | DeleteEntry):
        return change.entry.day, change.entry.end.date() if change.entry.end else change.entry.day
    first = change.at if isinstance(row.before, Idle) else min(row.before.since, change.at)
    return first.date(), change.at.date()


async def read_clock(session: Session, person: str, known: ClockState) -> ClockReading:
    """Read a clock; one that is kept here is as it is known.

    Raises:
        NotAllowed: There is none.
        BackendError: It cannot be read.
    """
    if session.backend.info.kept_clock is not None:
        return ClockReading(person, known, session.instant())
    return await clock_port(session).reading(person, known)


def clock_port(session: Session) -> ClockPort:
    """Return the backend's clock.

    Raises:
        NotAllowed: It has none.
    """
    if session.backend.clock is None:
        reason = unavailable(session.abilities, Ability.CLOCK) or ""
        raise NotAllowed(f"This account has no clock. {reason}".strip())
    return session.backend.clock


def entries_port(session: Session) -> EntriesPort:
    """Return the backend's entries.

    Raises:
        NotAllowed: It has none.
    """
    if session.backend.entries is None:
        reason = unavailable(session.abilities, Ability.ADD_ENTRY) or ""
        raise NotAllowed(f"This account keeps no entries. {reason}".strip())
    return session.backend.entries


def weeks_port(session: Session) -> WeeksPort:
    """Return the backend's weeks.

    Raises:
        NotAllowed: It has none.
    """
    if session.backend.weeks is None:
        reason = unavailable(session.abilities, Ability.SUBMIT_WEEK) or ""
        raise NotAllowed(f"Weeks are not handed in with this account. {reason}".strip())
    return session.backend.weeks
