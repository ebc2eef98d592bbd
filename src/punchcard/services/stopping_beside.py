"""Stopping a clock over entries that nobody may change: what was worked is booked beside them, at once."""

from __future__ import annotations

from dataclasses import replace

from whenever import ZonedDateTime

from punchcard.core.changes import SaveEntry
from punchcard.core.clock import Idle
from punchcard.core.entries import Source
from punchcard.core.identifiers import new_id
from punchcard.core.moments import spoken
from punchcard.core.punches import Cancel, Stop
from punchcard.services import clocking
from punchcard.services.entries.edits import carry_out
from punchcard.services.sentences import entry_in_words
from punchcard.services.session import Session
from punchcard.services.stopping import over_now, why_not_over


def stop_beside(session: Session, at: ZonedDateTime, of: str) -> str:
    """Stop the clock before the entries in its way, and add what was worked behind them.

    Where it was punched after they began, it is thrown away, and all that is free of it is added.

    Args:
        session: The account.
        at: When the work has ended.
        of: Entry id of the clock that is meant.

    Returns:
        What was done, in sentences.

    Raises:
        Refusal: It does not fit what is known now; nothing was changed.
    """
    stop = Stop(new_id(), at)
    with session.change() as transaction:
        clocking.refuse_another_clock(session, transaction, of)
        state = session.known(transaction, session.today(), session.today()).state
        clocking.refuse_too_long(state, stop, session.now())
        found = over_now(session, transaction, state, stop)
        if isinstance(state, Idle) or found is None:
            return clocking.ask(session, transaction, stop).message
        safe = found.latest_before(state.last_moment())
        pieces = [replace(piece, source=Source.TYPED) for piece in found.rest_after(safe)]
        if safe is None and not pieces:
            raise why_not_over(session, found, state)
        punch = Cancel(stop.id, session.now()) if safe is None else Stop(stop.id, safe)
        done = clocking.ask(session, transaction, punch).message
        if safe is None:
            done = f"The clock of {spoken(state.since, session.today())} was thrown away."
        carry_out(session, transaction, [SaveEntry(piece.id, piece) for piece in pieces])
        added = [f"Added {entry_in_words(piece, session.now())}." for piece in pieces]
    return " ".join([done, *added])
