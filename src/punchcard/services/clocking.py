"""Clocking: checking a punch against what is known now, and writing it down before anything else."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from whenever import ZonedDateTime

from punchcard.core.assignments import NOTHING, Assignment
from punchcard.core.clock import ClockState, Running
from punchcard.core.clock_rules import TooLate, apply, booked_days
from punchcard.core.durations import duration_in_words
from punchcard.core.entries import LONGEST_ENTRY_SECONDS
from punchcard.core.identifiers import new_id
from punchcard.core.intervals import Interval
from punchcard.core.moments import checked_moment, clock_time, spoken
from punchcard.core.notes import checked_note
from punchcard.core.overlaps import Overlap, overlapping, span_in_words
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
)
from punchcard.core.refusals import Refusal
from punchcard.core.time_types import TimeType
from punchcard.services.fold import Known
from punchcard.services.outbox.items import ALONE, Part, write_down
from punchcard.services.sentences import punched
from punchcard.services.session import Session
from punchcard.services.timesheet.weeks import refuse_if_locked
from punchcard.store.store import Transaction

if TYPE_CHECKING:
    from punchcard.core.editing.room import OverlapChoice

FUTURE_SECONDS = 60
"""How far ahead of the clock a punch may lie."""


class InFuture(TooLate):
    """A moment more than a minute ahead."""

    code = "in_future"


class AnotherClock(Refusal):
    """The clock that was meant was stopped meanwhile, and another one was started."""

    code = "another_clock"


class TooLong(TooLate):
    """A stop that would make an entry of more than a day."""

    code = "too_long"


class SameAgain(Refusal):
    """A change of the running clock to what it is."""

    code = "nothing_to_change"


class Asked(NamedTuple):
    """A request that is safely in the outbox."""

    row_id: str
    before: ClockState
    after: ClockState
    message: str
    """What was done, in a sentence."""


def start(
    session: Session,
    at: ZonedDateTime | None = None,
    assignment: Assignment = NOTHING,
    time_type: TimeType | None = None,
    note: str = "",
) -> Asked:
    """Clock in. Every function here raises `Refusal` and then has changed nothing.

    Args:
        session: The account.
        at: When; now by default, at most a minute ahead, and not inside an entry.
        assignment: What the time is booked on.
        time_type: What kind of time it is; the backend's usual one by default.
        note: At most 1,000 characters.
    """
    kept = checked_note(note)
    return punch(session, at, lambda row_id, moment: Start(row_id, moment, assignment, time_type, kept))


def take_break(session: Session, at: ZonedDateTime | None = None) -> Asked:
    """Begin a break."""
    return punch(session, at, TakeBreak)


def resume(session: Session, at: ZonedDateTime | None = None) -> Asked:
    """End the break."""
    return punch(session, at, Resume)


def stop(
    session: Session,
    at: ZonedDateTime | None = None,
    of: str | None = None,
    choice: OverlapChoice | None = None,
) -> Asked:
    """Clock out; an open break ends at the same moment.

    Args:
        session: The account.
        at: When; now by default.
        of: Entry id of the clock that is meant.
        choice: What becomes of the entries whose time it would take; None refuses it then.
    """
    if choice is None:
        return punch(session, at, Stop, of)
    from punchcard.services.stopping import stop_over

    return stop_over(session, at, of, choice)


def cancel(session: Session, of: str | None = None) -> Asked:
    """Throw the running clock away. Ask the person first; `of` is the entry id of the clock they saw."""
    return punch(session, None, Cancel, of)


def update(
    session: Session,
    assignment: Assignment | None = None,
    time_type: TimeType | None = None,
    note: str | None = None,
    of: str | None = None,
) -> Asked:
    """Change what the running clock is booked on; None leaves a value as it is.

    `of` is the entry id of the clock that is meant.
    """
    kept = None if note is None else checked_note(note)
    return punch(session, None, lambda row_id, at: Update(row_id, at, assignment, time_type, kept), of)


def adjust(session: Session, since: ZonedDateTime, of: str | None = None) -> Asked:
    """Move the start of the running clock; `of` is the entry id of the clock that is meant."""
    return punch(session, None, lambda row_id, at: Adjust(row_id, at, checked_moment(since)), of)


def punch(
    session: Session,
    at: ZonedDateTime | None,
    make: Callable[[str, ZonedDateTime], AnyPunch],
    of: str | None = None,
) -> Asked:
    """Check a punch and commit it to the outbox, in one transaction.

    Args:
        session: The account.
        at: The person's moment; now by default.
        make: Builds the punch from its id and its moment.
        of: Entry id of the running clock that the person saw; another one is left alone.

    Raises:
        Refusal: It does not fit what is known now; nothing was changed.
    """
    now = session.now()
    change = make(new_id(), checked_moment(at or now))
    with session.change() as transaction:
        if of is not None:
            refuse_another_clock(session, transaction, of)
        return ask(session, transaction, change)


def ask(session: Session, transaction: Transaction, change: AnyPunch, part: Part = ALONE) -> Asked:
    """Check one punch inside a transaction that is already open, and put it into the outbox."""
    now = session.now()
    moment = change.since if isinstance(change, Adjust) else change.at
    _not_in_future(moment, now)
    first = min(moment, now).date().subtract(days=1)
    known = session.known(transaction, first, now.date().add(days=1))
    is_kept_here = session.backend.info.kept_clock is not None
    if is_kept_here and isinstance(change, Restore):
        from punchcard.services.kept_clocks import without_its_entries

        known = without_its_entries(session, transaction, known, change)
    after = apply(known.state, change)
    if isinstance(change, Update | Adjust) and after == known.state and part is ALONE:
        raise SameAgain("There is nothing to change: the running clock is so already.")
    refuse_too_long(known.state, change, now)
    _not_over_entries(session, change, known, now)
    if not (is_kept_here and isinstance(change, Stop)):
        # What was worked is booked once its days are open again; a clock that cannot be stopped helps nobody.
        refuse_if_locked(session, transaction, session.person.id, booked_days(known.state, change))
    remarks = write_down(session, transaction, change, known.state, part)
    message = punched(known.state, change, after, now)
    return Asked(change.id, known.state, after, f"{message} {remarks}".rstrip())


def refuse_another_clock(session: Session, transaction: Transaction, entry_id: str) -> None:
    """Make sure that a clock that runs is the one that the person saw.

    Raises:
        AnotherClock: It is another one.
    """
    today = session.today()
    state = session.known(transaction, today, today).state
    if not isinstance(state, Running) or state.entry_id == entry_id:
        return
    # The form may have been opened before the backend has given the clock an id of its own.
    if state.entry_id != transaction.given_ids(session.account.name).of(entry_id):
        raise AnotherClock(
            f"Another clock runs now, since {spoken(state.since, today)}; it was left as it is.",
            "Look at it first, then do it again.",
        )


def refuse_too_long(state: ClockState, change: AnyPunch, now: ZonedDateTime) -> None:
    """Make sure that a clock was not forgotten for days; only the person knows when the work ended.

    Raises:
        TooLong: It was; nothing was changed.
    """
    if not isinstance(change, Stop) or not isinstance(state, Running):
        return
    seconds = change.at.timestamp() - state.since.timestamp()
    if seconds > LONGEST_ENTRY_SECONDS:
        raise TooLong(
            f"The clock runs since {spoken(state.since, now.date())}, for {duration_in_words(seconds)}; "
            "an entry is at most 24 h long. The clock was left running.",
            "Say when you really stopped, such as `punch out --at 'yesterday 17:30'`.",
        )


def _not_in_future(moment: ZonedDateTime, now: ZonedDateTime) -> None:
    if moment.timestamp() - now.timestamp() > FUTURE_SECONDS:
        raise InFuture(
            f"{spoken(moment, now.date())} is in the future; it is {clock_time(now)} now.",
            "Nothing was changed. A punch may lie at most a minute ahead.",
        )


def _not_over_entries(session: Session, change: AnyPunch, known: Known, now: ZonedDateTime) -> None:
    """A running clock may begin before the end of an older entry only where it fits beside it."""
    match change:
        case Start():
            stretch = Interval(change.at, max(change.at, now))
        case Adjust():
            stretch = Interval(change.since, max(change.since, now))
        case Stop() if isinstance(known.state, Running):
            stretch = Interval(known.state.since, change.at)
        case Restore():
            stretch = Interval(change.state.since, max(change.state.since, now))
        case _:
            return
    own = change.state.entry_id if isinstance(change, Restore) else ""
    found = overlapping(known.plain_entries, stretch, but_not=own)
    if found and session.backend.info.kept_clock is not None:
        from punchcard.services.kept_clocks import over_its_work

        found = over_its_work(known.state, change, stretch.end, found)
    if not found or found[0].interval is None:
        return
    if isinstance(change, Stop) and session.backend.info.overwrites:
        from punchcard.services.stopping import refuse_stop_over

        refuse_stop_over(session, known, change)
    entry = span_in_words(found[0].interval, now.date())
    what = "end" if isinstance(change, Stop) else "start"
    moment = stretch.end if isinstance(change, Stop) else stretch.start
    raise Overlap(
        f"The clock cannot {what} at {spoken(moment, now.date())}: "
        f"it would run over the time you already have, {entry}.",
        _way_out(change, found[0].id),
    )


def _way_out(change: AnyPunch, in_the_way: str) -> str:
    if not isinstance(change, Stop):
        return "Choose another moment, or book the time with `punch add START END`."
    # A clock that was started elsewhere may run over entries from its first moment on.
    entry = in_the_way[-6:]
    return (
        f"Choose another moment, make room with `punch change {entry}` or `punch delete {entry}`, or throw "
        "the clock away with `punch cancel`."
    )
