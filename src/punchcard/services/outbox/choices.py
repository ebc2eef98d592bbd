"""What a person can do about an outbox item that needs them."""

from __future__ import annotations

from punchcard.core.changes import is_approval
from punchcard.core.refusals import NotFound, Refusal
from punchcard.services.outbox.items import IT_HAPPENED
from punchcard.services.outbox.ports import touched_days, touched_person
from punchcard.services.outbox.standing_on import give_up
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxRow, OutboxState


class NotWaiting(Refusal):
    """The item is on its way or settled; there is nothing to decide."""

    code = "not_waiting"


def find_row(session: Session, wanted: str) -> OutboxRow:
    """Return the item whose id is `wanted`, or begins or ends with it.

    Raises:
        NotFound: No item or several have such an id.
    """
    with session.store.read() as transaction:
        found = transaction.outbox.find_by_prefix(wanted) if wanted else []
    mine = [row for row in found if row.account == session.account.name]
    if len(mine) == 1:
        return mine[0]
    if mine:
        raise NotFound(f"{len(mine)} outbox items match “{wanted}”.", "Give more of the id.")
    raise NotFound(f"There is no outbox item “{wanted}”.", "`punch outbox list` names them all.")


def send_again(session: Session, row: OutboxRow) -> None:
    """Let an item go at once, also where it is only backing off.

    One whose answer is lost is read back first, and sent only where it has surely not happened. One that
    needs the person is sent: knowingly also where nobody can tell whether it has happened.
    """
    session.gate.go_on()
    state = OutboxState.UNKNOWN if row.state is OutboxState.UNKNOWN else OutboxState.QUEUED
    _decide(session, row, state, "You asked to send it again.")


def it_happened(session: Session, row: OutboxRow) -> None:
    """Settle an item as done, on the person's word; what came of it is read again by `ensure_known`."""
    _decide(session, row, OutboxState.CONFIRMED, IT_HAPPENED)


def drop(session: Session, row: OutboxRow) -> None:
    """Settle an item as not wanted any more; what builds upon it needs the person."""
    _decide(session, row, OutboxState.DROPPED, "You dropped it.")


def _decide(session: Session, row: OutboxRow, state: OutboxState, answer: str) -> None:
    with session.change() as transaction:
        now = transaction.outbox.find(row.id)
        if now is None or now.is_settled or now.state is OutboxState.SENDING:
            raise NotWaiting(
                f"The outbox item {row.id[-6:]} does not wait for you: it is {(now or row).state.value}.",
                "Nothing was changed.",
            )
        moment = session.instant().timestamp(unit="millisecond")
        settled = None if state in (OutboxState.QUEUED, OutboxState.UNKNOWN) else moment
        transaction.outbox.move(row.id, state, answer=answer, not_before=0, settled_at=settled)
        if settled and (now.attempts or state is OutboxState.CONFIRMED):
            # It may have happened, also where it was dropped: what is there is for the backend to say.
            cache = transaction.cache(session.account.name)
            cache.forget_days(touched_person(now), *touched_days(now))
        if state is OutboxState.CONFIRMED and is_approval(now.change):
            from punchcard.services.approvals.going_along import settle_what_went_along

            settle_what_went_along(session, transaction, now)
        if state is OutboxState.DROPPED:
            give_up(transaction.outbox, row, "You dropped what it builds upon.", moment, punches_too=False)
