"""The second step of a bulk change that a vendor makes in one go: sent once, and never again blindly.

Where the vendor means the very entries that are known here, each stands in the outbox before it is asked: a
lost answer, and a crash at any moment, leave rows whose fate is found out by reading back, and one undo takes
all of it back. Otherwise nothing can be told of single entries: what is lost stays unknown, and is said.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import NamedTuple

from punchcard.backends.groups_contract import Plan
from punchcard.backends.outcomes import Confirmed, NotSent, Outcome, Refused, Unanswered
from punchcard.core.changes import EntryChange, SaveEntry
from punchcard.core.refusals import Refusal
from punchcard.database.private import make_folder
from punchcard.services.entries.edits import carry_out
from punchcard.services.event_loop import pause
from punchcard.services.groups.bulk_plan import BulkPlan, counted
from punchcard.services.groups.vendor_change import Found, means_these
from punchcard.services.outbox import row_moves
from punchcard.services.reading.refresh import OutOfDate
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxRow, OutboxState
from punchcard.store.sending_lock import SendingLock

_POLL_SECONDS, _PATIENCE_SECONDS = 0.05, 15.0
_COUNTED_AGAIN = "It was counted again first."
_READ_AGAIN = "Each is read again."


class BulkDone(NamedTuple):
    """A bulk change that is done, or safely in the outbox."""

    row_ids: tuple[str, ...]
    """One for each entry; none where the vendor alone knows them."""
    message: str
    is_unknown: bool = False
    """Whether the vendor has not said that it is done."""
    can_be_undone: bool = True


class NotDone(Refusal):
    """A bulk change that the vendor has not made."""

    code = "not_done"


def done_in_words(plan: BulkPlan, count: int | None = None) -> str:
    """Return what was done: "Changed 12 entries (5:00)."."""
    verb = "Deleted" if plan.values is None else "Changed"
    is_as_said = count is None or count == plan.count
    return f"{verb} {plan.how_many() if is_as_said else counted(count or 0)}."


async def run_there(session: Session, shown: BulkPlan, changes: Sequence[EntryChange]) -> BulkDone | BulkPlan:
    """Take the vendor's second step, or return a new plan because it counts otherwise now.

    Raises:
        NotDone: It was refused, or could not be sent; nothing was changed.
        Throttled: The vendor takes no more calls now; nothing was changed.
        BackendError: Nothing was changed.
    """
    port, plan = session.backend.groups, shown.vendor
    if port is None or plan is None:
        raise NotDone("This account changes entries one by one. Nothing was changed.")
    with await _sending(session):
        rows = _written_down(session, shown, changes) if shown.can_be_undone else []
        try:
            outcome = await port.run(plan)
        except Refusal:
            _never_sent(session, rows, "It was not sent.")
            raise
        return _taken(session, shown, rows, outcome)


def _taken(
    session: Session, shown: BulkPlan, rows: Sequence[OutboxRow], outcome: Outcome[int] | Plan
) -> BulkDone | BulkPlan:
    ids, title = tuple(row.id for row in rows), session.backend.info.title
    match outcome:
        case Plan():
            _never_sent(session, rows, _COUNTED_AGAIN)
            found = Found(shown.entries, is_whole=True, has_locked=bool(shown.locked))
            is_meant = shown.is_counted_there or means_these(outcome, found)
            return replace(shown, vendor=outcome if is_meant else None)
        case Confirmed(count, warnings):
            again = (_READ_AGAIN,) if rows and count != shown.count else ()
            words = " ".join((done_in_words(shown, count), *warnings, *again))
            _settle(session, rows, words if again else "")
            _forget(session, shown)
            return BulkDone(ids, words, can_be_undone=bool(rows))
        case Refused(reason):
            _never_sent(session, rows, reason)
            raise NotDone(f"{reason} Nothing was changed.")
        case NotSent(detail):
            _never_sent(session, rows, detail)
            raise NotDone(f"{detail} Nothing was changed.", "Try again when it can be reached.")
        case Unanswered(detail):
            for row in rows:
                row_moves.put_back(session, row, OutboxState.UNKNOWN, detail)
            _forget(session, shown)
            verb = "deleted" if shown.values is None else "changed"
            read = (
                "each entry is read again first"
                if rows
                else "look at the entries, which are read again, before you go on"
            )
            lost = f"{detail} It is not known whether {counted(shown.count)} were {verb} at {title}."
            return BulkDone(ids, f"{lost} Nothing is sent again blindly: {read}.", True, bool(rows))


def _settle(session: Session, rows: Sequence[OutboxRow], doubt: str) -> None:
    """Settle what was done; where there is a doubt, each is read again before it counts."""
    for row in rows:
        if doubt:
            row_moves.put_back(session, row, OutboxState.UNKNOWN, doubt)
        else:
            result = row.change.entry if isinstance(row.change, SaveEntry) else None
            row_moves.confirm(session, row, result, ())


def _written_down(session: Session, shown: BulkPlan, changes: Sequence[EntryChange]) -> list[OutboxRow]:
    """Put the changes into the outbox as being sent, all at once: no other process may send them."""
    account = session.account.name
    with session.change() as transaction:
        if transaction.outbox.progress(account) != shown.progress:
            raise OutOfDate
        ids = carry_out(session, transaction, changes, in_order=False)
        for row_id in ids:
            transaction.outbox.move(row_id, OutboxState.SENDING)
        return [row for row_id in ids if (row := transaction.outbox.find(row_id))]


def _never_sent(session: Session, rows: Sequence[OutboxRow], why: str) -> None:
    """Take out of the outbox what was surely not done."""
    if rows:
        with session.change() as transaction:
            now = row_moves.now_ms(session)
            for row in rows:
                transaction.outbox.move(
                    row.id,
                    OutboxState.DROPPED,
                    expected=row.state,
                    answer=why,
                    settled_at=now,
                    was_not_sent=True,
                )


def _forget(session: Session, shown: BulkPlan) -> None:
    """Let the period be read again before it is looked at."""
    period = shown.selection.period
    with session.store.write() as transaction:
        cache = transaction.cache(session.account.name)
        cache.forget_days(session.person.id, period.first, period.last)


async def _sending(session: Session) -> AbstractContextManager[None]:
    folder = session.folders.account(session.account.name)
    make_folder(folder)
    lock, deadline = SendingLock(folder), time.monotonic() + _PATIENCE_SECONDS
    while not lock.acquire():
        if time.monotonic() >= deadline:
            raise NotDone(
                "Something else is being delivered just now. Nothing was changed.", "Try again in a moment."
            )
        await pause(_POLL_SECONDS)
    return _held(lock)


@contextmanager
def _held(lock: SendingLock) -> Generator[None]:
    try:
        yield
    finally:
        lock.release()
