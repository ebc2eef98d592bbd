"""Clocks that are kept on this machine, as their backend has none: a punch is done once it is written down.

The punch, the clock after it, and all that comes of it are written in one transaction, and nothing of a clock
that runs is ever sent. As it stops, each piece of work becomes a change of its own, which is delivered,
settled and undone like an entry that was typed: so a lost answer is found again for each of them alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from punchcard.core.changes import DeleteEntry, EntryChange, SaveEntry
from punchcard.core.clock import ClockState, Idle
from punchcard.core.clock_rules import apply, entry_after
from punchcard.core.entries import Entry, Source, Unit
from punchcard.core.identifiers import new_id
from punchcard.core.overlaps import overlapping
from punchcard.core.punches import AnyPunch, Restore, Start, Stop
from punchcard.core.refusals import Refusal
from punchcard.core.zoned_time import state_in_zone
from punchcard.services.outbox.items import new_row
from punchcard.store.outbox import OutboxRow, OutboxState

if TYPE_CHECKING:
    from whenever import ZonedDateTime

    from punchcard.backends.kept_clock import KeptClock
    from punchcard.services.fold import Known
    from punchcard.services.outbox.items import Part
    from punchcard.services.session import Session
    from punchcard.store.store import Transaction

_Undoing: TypeAlias = "tuple[EntryChange, OutboxRow | None]"
"""A change that comes of a punch, and what it undoes."""

UNDONE = "It was undone before it was sent."


class NoStopwatch(Refusal):
    """A start where time is not counted by the clock."""

    code = "no_stopwatch"


def write_down_punch(
    session: Session, transaction: Transaction, kept: KeptClock, punch: AnyPunch, part: Part
) -> str:
    """Do a punch, and ask for what comes of it.

    Args:
        session: The account in use.
        transaction: What it is done in.
        kept: What becomes of the clock.
        punch: What is done.
        part: What it undoes or redoes.

    Returns:
        What is booked otherwise than it was worked, in sentences; may be empty.

    Raises:
        Refusal: It does not fit the clock; nothing was written down.
    """
    cache, person = transaction.cache(session.account.name), session.person.id
    before = state_in_zone(cache.clock(person), session.zone)
    after = apply(before, punch)
    changes, remarks = _what_comes_of(session, transaction, kept, punch, before)
    again = _redone_with(transaction, part, len(changes))
    action = punch.id if changes else None
    row = new_row(session, punch, before)._replace(
        undoes=part.undoes.id if part.undoes else None,
        redoes=part.redoes.id if part.redoes and again is not None else None,
        action=action,
        done=remarks,
    )
    transaction.outbox.add(row)
    cache.keep_own_clock(person, after)
    for number, (change, undone) in enumerate(changes):
        row = new_row(session, change, after)._replace(action=action)
        if undone is not None:
            row = row._replace(undoes=undone.id, depends_on=None if undone.is_settled else undone.id)
        transaction.outbox.add(row._replace(redoes=again[number] if again else None))
    return remarks


def without_its_entries(session: Session, transaction: Transaction, known: Known, restore: Restore) -> Known:
    """Return what is known but for the entries that a clock has become, which go as it runs again."""
    rows = transaction.outbox.booked_by_clock(session.account.name, session.person.id, restore.state.entry_id)
    ids = {row.change.entry.id for row in rows if isinstance(row.change, SaveEntry)}
    ids |= set(transaction.given_ids(session.account.name).of_all(ids).values())
    return known._replace(entries=tuple(item for item in known.entries if item.entry.id not in ids))


def over_its_work(
    state: ClockState, punch: AnyPunch, until: ZonedDateTime, entries: Iterable[Entry]
) -> list[Entry]:
    """Return the entries that the work on a clock runs over: there may well be some in its breaks.

    Args:
        state: The clock before the punch.
        punch: What is done.
        until: The last moment of the clock that counts.
        entries: What lies between its first moment and that.
    """
    clock = state if isinstance(punch, Stop) else apply(state, punch)
    pieces = [] if isinstance(clock, Idle) else clock.worked_pieces(until)
    return [entry for entry in entries if any(overlapping([entry], piece) for piece in pieces)]


def is_of_kept_clock(session: Session, row: OutboxRow) -> bool:
    """Whether a row books what was worked on a clock that is kept here."""
    change = row.change
    is_new = isinstance(change, SaveEntry) and change.before is None and change.entry.source is Source.CLOCK
    return session.backend.info.kept_clock is not None and row.action is not None and is_new


def still_here(session: Session, row: OutboxRow, reason: str, field: str | None) -> str:
    """Say what becomes of work that the backend would not book: it stays here, and what can be done.

    What was surely never booked stays the same item when it is changed. Where an answer was lost before, it
    is to be dropped and booked anew.
    """
    entry = row.change.entry if isinstance(row.change, SaveEntry) else None
    if entry is None:
        return reason
    from punchcard.services.entries.usual_branch import with_usual_branch

    ending, lacks = row.id[-6:], field == "assignment" and not entry.assignment.references
    wanted = with_usual_branch(session, entry) if lacks else entry
    if _was_sent_before(session, row):
        from punchcard.services.entries.add_command import add_command

        command = add_command(wanted, session.now())
        how = f"drop it with `punch outbox drop {ending}`, then book it with `{command}`."
    elif lacks:
        import shlex

        path = shlex.quote(wanted.assignment.path)
        how = f"give the entry what it was, in the timesheet or with `punch change {ending} --on {path}`."
    else:
        how = (
            f"`punch outbox retry {ending}` sends it once it can be booked; in the timesheet, or with "
            f"`punch change {ending}`, it is changed until it can be."
        )
    return f"{reason} What you worked is kept here: {how}"


def _was_sent_before(session: Session, row: OutboxRow) -> bool:
    """Whether it was sent more often than the one time for which it was refused just now."""
    with session.store.read() as transaction:
        now = transaction.outbox.find(row.id)
    return now is not None and now.attempts > 1


def _what_comes_of(
    session: Session, transaction: Transaction, kept: KeptClock, punch: AnyPunch, before: ClockState
) -> tuple[list[_Undoing], str]:
    """Return what a punch asks for besides, and what is booked otherwise than it was worked, in sentences.

    Raises:
        NoStopwatch: No clock is of use to the person.
    """
    match punch:
        case Start():
            if reason := kept.why_not(_units(session, transaction)):
                raise NoStopwatch(reason, "Nothing was changed.")
            if not punch.assignment.references and _needs_booking(session, transaction):
                return (
                    [],
                    f"Choose what it is worked on before you stop: {session.backend.info.title} asks for it.",
                )
        case Stop():
            person = session.person.id
            booked = kept.booked(entry_after(before, punch, person), _units(session, transaction))
            return [(_new(entry, person), None) for entry in booked.entries], " ".join(booked.remarks)
        case Restore():
            return _taken_back(session, transaction, punch), ""
        case _:
            pass
    return [], ""


def _new(entry: Entry, person: str) -> SaveEntry:
    row_id = new_id()
    return SaveEntry(row_id, replace(entry, id=row_id, person=person, source=Source.CLOCK))


def _taken_back(session: Session, transaction: Transaction, restore: Restore) -> list[_Undoing]:
    """Return the deletions of what a clock has become; what was never sent is dropped at once."""
    from punchcard.services.outbox.given_ids import as_it_became
    from punchcard.services.outbox.standing_on import give_up

    account, person = session.account.name, session.person.id
    found: list[_Undoing] = []
    for row in transaction.outbox.booked_by_clock(account, person, restore.state.entry_id):
        if not row.is_settled and row.state is not OutboxState.SENDING and row.attempts == 0:
            now = session.instant().timestamp(unit="millisecond")
            transaction.outbox.move(row.id, OutboxState.DROPPED, answer=UNDONE, settled_at=now)
            # What was done to it since is undone by now, and would bring it back.
            give_up(transaction.outbox, row, UNDONE, now, punches_too=False)
            continue
        change = as_it_became(transaction, row).change
        if isinstance(change, SaveEntry):
            kept = transaction.cache(account).entry(change.entry.id)
            found.append((DeleteEntry(new_id(), kept or change.entry), row))
    return found


def _redone_with(transaction: Transaction, part: Part, count: int) -> Sequence[str] | None:
    """Return the deletions that so many new entries take back; None where it is done anew instead."""
    if part.redoes is None:
        return None
    undoing = part.redoes
    rows = transaction.outbox.of_action(undoing.account, undoing.action) if undoing.action else []
    deletions = [row.id for row in rows if isinstance(row.change, DeleteEntry)]
    return deletions if len(deletions) == count else None


def has_to_be_booked(session: Session, state: ClockState) -> bool:
    """Whether a running clock is worked on nothing yet, and its work has to be booked on something."""
    if session.backend.info.kept_clock is None or isinstance(state, Idle) or state.assignment.references:
        return False
    with session.store.read() as transaction:
        return _needs_booking(session, transaction)


def _needs_booking(session: Session, transaction: Transaction) -> bool:
    from punchcard.services.reading.person_terms import terms_in

    terms = terms_in(session, transaction, session.person.id)
    return terms is not None and terms.needs_booking


def _units(session: Session, transaction: Transaction) -> Sequence[Unit]:
    from punchcard.services.reading.person_terms import terms_in

    terms = terms_in(session, transaction, session.person.id)
    return terms.units if terms else ()
