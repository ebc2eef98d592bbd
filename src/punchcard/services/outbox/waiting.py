"""What waits for its next try, in words: why, and when it goes again."""

from __future__ import annotations

from collections.abc import Iterable

from whenever import Instant

from punchcard.services.outbox.row_moves import held_until, now_ms
from punchcard.services.reading.connection_words import until_in_words
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxRow, OutboxState

_WAITS = (OutboxState.QUEUED, OutboxState.UNKNOWN)


def why_waiting(session: Session, rows: Iterable[OutboxRow], *, with_reason: bool = True) -> str:
    """Say why the first of `rows` that waits for its next try does so, and when that is; "" where none does.

    Args:
        session: The account in use.
        rows: Rows of the outbox; what waits behind another one waits for that.
        with_reason: Whether to say why; otherwise only when it goes.
    """
    now = now_ms(session)
    waiting = [row for row in rows if row.state in _WAITS and row.not_before > now]
    if not waiting:
        return ""
    first = min(waiting, key=lambda row: row.not_before)
    at = until_in_words(Instant.from_timestamp(first.not_before, unit="millisecond"), session.zone)
    with session.store.read() as transaction:
        is_asked_for = held_until(transaction, session.account.name) > now
    # A service that wants no calls before a moment gets none, whoever asks.
    when = f"It is kept, and goes with the first command from {at} on"
    when += "." if is_asked_for else ", or at once with `punch sync`."
    return f"{first.answer} {when}" if with_reason and first.answer else when
