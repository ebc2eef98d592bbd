"""Undo: the opposite of the last thing that was asked for, asked for in its turn."""

from __future__ import annotations

from whenever import ZonedDateTime

from punchcard.backends.abilities import Ability, unavailable
from punchcard.core.changes import DeleteEntry, SaveEntry
from punchcard.core.clock import Idle, Running
from punchcard.core.entries import LONGEST_ENTRY_SECONDS
from punchcard.core.identifiers import new_id
from punchcard.core.moments import spoken
from punchcard.core.punches import AnyPunch, Cancel, Restore, Start, Stop
from punchcard.core.refusals import Refusal
from punchcard.services import clocking, entries
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxRow
from punchcard.store.store import Transaction


class NothingToUndo(Refusal):
    """Nothing was asked for yet, or all of it is undone."""

    code = "nothing_to_undo"


class CannotUndo(Refusal):
    """What was done cannot be taken back here."""

    code = "cannot_undo"


def undo(session: Session) -> tuple[str, str]:
    """Take back the last thing that still stands.

    Returns:
        The id of the outbox row that does it, and what was undone in a sentence.

    Raises:
        Refusal: There is nothing to undo, or it cannot be undone; nothing was changed.
    """
    with session.change() as transaction:
        row = transaction.outbox.last_not_undone(session.account.name)
        if row is None:
            raise NothingToUndo("There is nothing to undo.")
        return _undo(session, transaction, row)


def _undo(session: Session, transaction: Transaction, row: OutboxRow) -> tuple[str, str]:
    match row.change:
        case SaveEntry(entry=entry, before=None):
            asked = entries.remove(session, transaction, DeleteEntry(new_id(), entry), row)
            return asked.row_id, f"Undone. {asked.message}"
        case SaveEntry(entry=entry, before=before):
            asked = entries.save(session, transaction, SaveEntry(new_id(), before or entry, entry), row)
            return asked.row_id, f"Undone. {asked.message}"
        case DeleteEntry(entry=entry):
            asked = entries.save(session, transaction, SaveEntry(new_id(), entry), row)
            return asked.row_id, f"Undone. {asked.message}"
        case _:
            reason = unavailable(session.backend.abilities, Ability.UNDO_PUNCH)
            if reason:
                raise CannotUndo(f"The last punch cannot be undone: {reason}")
            opposite = _opposite(row, session.now())
            _not_too_old(opposite)
            if isinstance(opposite, Cancel):
                _not_of_somebody_else(session, transaction, row)
            punched = clocking.ask(session, transaction, opposite, row)
            return punched.row_id, f"Undone. {punched.message}"


def _not_of_somebody_else(session: Session, transaction: Transaction, row: OutboxRow) -> None:
    """A start is only undone by throwing away the clock that it has started."""
    state = session.known(transaction, session.today(), session.today()).state
    if not isinstance(state, Running) or not isinstance(row.change, Start):
        return
    # A vendor gives the clock an id of its own.
    if state.entry_id != row.id and state.since != row.change.at:
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
