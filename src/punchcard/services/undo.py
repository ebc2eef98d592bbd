"""Undo and redo: the opposite of the last thing that was asked for, asked for in its turn.

An action of several rows is undone, and redone, as one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from whenever import ZonedDateTime

from punchcard.backends.abilities import Ability, unavailable
from punchcard.core.changes import (
    DeleteEntry,
    EntryChange,
    SaveEntry,
    SubmitWeeks,
    WeeksChange,
    WithdrawWeeks,
    is_approval,
)
from punchcard.core.clock import Idle, Running
from punchcard.core.entries import LONGEST_ENTRY_SECONDS, Entry
from punchcard.core.identifiers import new_id
from punchcard.core.moments import spoken
from punchcard.core.punches import AnyPunch, Cancel, Restore, Resume, Start, Stop, TakeBreak
from punchcard.core.refusals import Refusal
from punchcard.services import clocking
from punchcard.services.acting import last_done_for, said_of_them
from punchcard.services.entries.edits import TakesBack, carry_out, removes_invalid
from punchcard.services.entries.seen_entries import refuse_if_changed
from punchcard.services.outbox.given_ids import as_it_became
from punchcard.services.outbox.items import Part
from punchcard.services.sentences import change_in_words, entry_in_words, punched
from punchcard.services.session import Session
from punchcard.services.taking_back import CannotUndo
from punchcard.services.timesheet.handing_in import ask_submit, ask_withdraw
from punchcard.store.outbox import OutboxRow
from punchcard.store.store import Transaction


class NothingToUndo(Refusal):
    """Nothing was asked for yet, or all of it is undone."""

    code = "nothing_to_undo"


class NothingToRedo(Refusal):
    """Nothing was undone, or something new was asked for since."""

    code = "nothing_to_redo"


def undo(session: Session) -> tuple[str, str]:
    """Take back the last action that still stands; what can never be undone is left as it is, and named.

    Returns:
        The id of the last outbox row that does it, and what was undone in a sentence.

    Raises:
        Refusal: There is nothing to undo, or it cannot be undone; nothing was changed.
    """
    if (theirs := last_done_for(session)) is not None:
        return said_of_them(theirs, undo(theirs))
    with session.change() as transaction:
        rows = _last_undoable(session, transaction)
        if not is_approval(rows[0].change):
            return _undo(session, transaction, [as_it_became(transaction, row) for row in rows])
        from punchcard.services.approvals.never_undone import newest_undoable

        found = newest_undoable(session, transaction, rows)
        row_id, said = _undo(session, transaction, found.rows)
        return row_id, f"{found.left} {said}".lstrip()


def _last_undoable(session: Session, transaction: Transaction) -> list[OutboxRow]:
    """The rows of the last action that stands; what could not be saved and was removed is passed over."""
    account, person = session.account.name, session.person.id
    rows = transaction.outbox.last_not_undone(account, person)
    passed = False
    while rows and all(removes_invalid(row.change) for row in rows):
        passed, rows = True, transaction.outbox.last_not_undone(account, person, before=rows[0].id)
    if not rows and passed:
        raise CannotUndo("A clock that could not be saved is removed for good; nothing else can be undone.")
    if not rows:
        raise NothingToUndo("There is nothing to undo.")
    return rows


def _undo(session: Session, transaction: Transaction, rows: Sequence[OutboxRow]) -> tuple[str, str]:
    if is_approval(rows[0].change):
        from punchcard.services.approvals.undo import undo_approvals

        return undo_approvals(session, transaction, rows)
    match rows[0].change:
        case SaveEntry() | DeleteEntry():
            rows = rows[::-1]
            opposites = [_opposite_entry_change(row) for row in rows]
            return _change_entries(session, transaction, opposites, TakesBack(undoes=rows), "Undone.")
        case SubmitWeeks() | WithdrawWeeks():
            hands_in = isinstance(rows[0].change, WithdrawWeeks)
            part = Part(undoes=rows[0])
            return _move_weeks(session, transaction, rows[0].change, part, hands_in=hands_in)
        case _:
            return _undo_punch(session, transaction, rows[0])


def redo(session: Session) -> tuple[str, str]:
    """Do again what was undone last, unless something new was asked for since.

    Returns:
        The id of the last outbox row that does it, and what was done in a sentence.

    Raises:
        Refusal: There is nothing to redo, or it cannot be done any more; nothing was changed.
    """
    if (theirs := last_done_for(session, undone=True)) is not None:
        return said_of_them(theirs, redo(theirs))
    with session.change() as transaction:
        undoing = transaction.outbox.last_undo(session.account.name, session.person.id)[::-1]
        undone = [transaction.outbox.find(row.undoes) for row in undoing if row.undoes]
        again = [as_it_became(transaction, row) for row in undone if row is not None]
        undoing = [as_it_became(transaction, row) for row in undoing]
        if not again:
            raise NothingToRedo("There is nothing to redo.")
        if is_approval(again[0].change):
            from punchcard.services.approvals.undo import redo_approvals

            return redo_approvals(session, transaction, again, undoing)
        if isinstance(again[-1].change, AnyPunch):
            # Where the clock is kept here, its entries come and go with it.
            return _redo_punch(session, transaction, again[-1], undoing[-1])
        match again[0].change:
            case SaveEntry() | DeleteEntry():
                changes = [_entry_change_again(row, back) for row, back in zip(again, undoing, strict=True)]
                return _change_entries(session, transaction, changes, TakesBack(redoes=undoing), "Redone.")
            case SubmitWeeks() | WithdrawWeeks():
                hands_in = isinstance(again[0].change, SubmitWeeks)
                part = Part(redoes=undoing[0])
                return _move_weeks(session, transaction, again[0].change, part, hands_in=hands_in)
            case _:
                raise CannotUndo("The last action cannot be redone; nothing was changed.")


def _opposite_entry_change(row: OutboxRow) -> EntryChange:
    match row.change:
        case SaveEntry(entry=entry, before=None):
            return DeleteEntry(new_id(), entry)
        case SaveEntry(entry=entry, before=before):
            return SaveEntry(new_id(), before or entry, entry)
        case DeleteEntry(entry=entry):
            return SaveEntry(new_id(), entry)
        case _:
            raise CannotUndo("The last action mixes what cannot be undone together; nothing was changed.")


def _entry_change_again(row: OutboxRow, undoing: OutboxRow) -> EntryChange:
    """The same change of what undoing it has led to, which may be kept otherwise than it was before."""
    match row.change:
        case SaveEntry(before=Entry()) if isinstance(undoing.change, SaveEntry):
            return replace(row.change, id=new_id(), before=undoing.change.entry)
        case DeleteEntry() if isinstance(undoing.change, SaveEntry):
            return replace(row.change, id=new_id(), entry=undoing.change.entry)
        case SaveEntry() | DeleteEntry():
            return replace(row.change, id=new_id())
        case _:
            raise CannotUndo("The last action mixes what cannot be redone together; nothing was changed.")


def _change_entries(
    session: Session,
    transaction: Transaction,
    changes: Sequence[EntryChange],
    takes_back: TakesBack,
    verb: str,
) -> tuple[str, str]:
    refuse_if_changed(session, transaction, changes)
    ids = carry_out(session, transaction, changes, takes_back=takes_back, in_order=takes_back.in_order)
    if len(changes) > 3:
        became = "changed again" if takes_back.redoes else "as they were"
        return ids[-1], f"{verb} {len(changes)} entries are {became}."
    return ids[-1], f"{verb} {_in_words(changes, session.now())}"


def _in_words(changes: Sequence[EntryChange], now: ZonedDateTime) -> str:
    return " ".join(_one_in_words(change, now) for change in changes)


def _one_in_words(change: EntryChange, now: ZonedDateTime) -> str:
    entry = entry_in_words(change.entry, now)
    if isinstance(change, DeleteEntry):
        return f"Deleted {entry}."
    return f"Added {entry}." if change.before is None else change_in_words(change.before, change.entry, now)


def _move_weeks(
    session: Session, transaction: Transaction, change: WeeksChange, part: Part, *, hands_in: bool
) -> tuple[str, str]:
    """Hand weeks in or take them back; the opposite of the one is the other."""
    ask = ask_submit if hands_in else ask_withdraw
    asked = ask(session, transaction, change.weeks, part)
    return asked.row_id, f"{'Undone' if part.undoes else 'Redone'}. {asked.message}"


def _undo_punch(session: Session, transaction: Transaction, row: OutboxRow) -> tuple[str, str]:
    reason = unavailable(session.abilities, Ability.UNDO_PUNCH)
    if reason:
        raise CannotUndo(f"The last punch cannot be undone: {reason}")
    opposite = _opposite(row, session.now())
    _not_too_old(opposite)
    if isinstance(opposite, Cancel):
        _not_of_somebody_else(session, transaction, row)
    if isinstance(opposite, Restore):
        opposite = replace(opposite, instead_of=_made_by(transaction, row))
    asked = clocking.ask(session, transaction, opposite, Part(undoes=row))
    return asked.row_id, f"Undone. {asked.message}"


def _redo_punch(
    session: Session, transaction: Transaction, row: OutboxRow, undoing: OutboxRow
) -> tuple[str, str]:
    """Lead back to the clock that was there before the undoing, the same entry as then.

    What makes an entry of a clock, or throws it away, is done once more.
    """
    change, now = row.change, session.now()
    if not isinstance(change, AnyPunch):
        raise CannotUndo("The last action cannot be redone; nothing was changed.")
    again: AnyPunch = replace(change, id=new_id())
    state = session.known(transaction, session.today(), session.today()).state
    if (
        not isinstance(change, Stop | Cancel)
        and isinstance(undoing.before, Running)
        # Where a break makes another clock, it is taken once more.
        and (isinstance(state, Idle) or state.entry_id == undoing.before.entry_id)
    ):
        again = Restore(new_id(), now, undoing.before)
    asked = clocking.ask(session, transaction, again, Part(redoes=undoing))
    return asked.row_id, f"Redone. {punched(asked.before, change, asked.after, now)}"


def _made_by(transaction: Transaction, row: OutboxRow) -> str:
    """Return the id of the clock that a break or its end makes; until that is known, the punch's own."""
    is_break = isinstance(row.change, TakeBreak | Resume)
    return transaction.given_ids(row.account).of(row.change.id) if is_break else ""


def _not_of_somebody_else(session: Session, transaction: Transaction, row: OutboxRow) -> None:
    """A start is only undone by throwing away the clock that it has started."""
    state = session.known(transaction, session.today(), session.today()).state
    match row.change:
        case Start():
            entry_id, since = transaction.given_ids(row.account).of(row.id), row.change.at
        case Restore():
            entry_id, since = row.change.state.entry_id, row.change.state.since
        case _:
            return
    # A vendor gives the clock an id of its own.
    if isinstance(state, Running) and state.entry_id != entry_id and state.since != since:
        raise CannotUndo(
            f"The clock that runs since {spoken(state.since, session.today())} was not started by your last "
            "punch, so undoing that would throw away another one's time.",
            "If it is to go, cancel it.",
        )


def _not_too_old(opposite: AnyPunch) -> None:
    """A clock that was put back to a start long ago could never be stopped again."""
    if not isinstance(opposite, Restore):
        return
    seconds = opposite.at.timestamp() - opposite.state.since.timestamp()
    if seconds > LONGEST_ENTRY_SECONDS:
        raise CannotUndo(
            f"That clock started at {spoken(opposite.state.since, opposite.at.date())}, more than 24 h ago; "
            "it cannot run again. Nothing was changed.",
            "Change or delete the entry instead: `punch change`, `punch delete`.",
        )


def _opposite(row: OutboxRow, now: ZonedDateTime) -> AnyPunch:
    """What puts the clock back to how it was before `row`."""
    if isinstance(row.before, Idle):
        if isinstance(row.change, Stop | Cancel):
            raise CannotUndo("The last punch changed nothing that could be put back.")
        return Cancel(new_id(), now)
    return Restore(new_id(), now, row.before)
