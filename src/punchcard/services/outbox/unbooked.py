"""Work that is booked nowhere, as its punches were refused: how a person books it after all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from whenever import ZonedDateTime

from punchcard.core.clock import Idle, Running, Working
from punchcard.core.entries import Entry
from punchcard.core.moments import spoken
from punchcard.core.punches import Resume, Start, Stop, TakeBreak
from punchcard.core.zones import moment_in_zone
from punchcard.services.session import Session
from punchcard.store.outbox import Outbox, OutboxRow, OutboxState

LATE_SECONDS = 60
"""A start that is refused sooner has not been worked upon yet."""


def unbooked(session: Session, row: OutboxRow) -> tuple[Entry, ...]:
    """Return the work that is booked nowhere as a row, or what it stands on, was refused; in order.

    Of a start that was refused that is all that was to be ended upon it; of what ends work, its own.
    """
    if session.backend.info.immediate:
        return ()
    with session.store.read() as transaction:
        if not (isinstance(row.change, Start | Resume) and row.state is OutboxState.REFUSED):
            lost = _stands_on_refused(transaction.outbox, row)
            return _ended_by(session, [row]) if lost else ()
        found = _ended_by(session, _standing_on(transaction.outbox, row))
    booked_on = row.change if isinstance(row.change, Start) else row.before
    late = session.now().timestamp() - row.change.at.timestamp() > LATE_SECONDS
    if found or isinstance(booked_on, Idle) or not late:
        return found
    return (_piece(session, booked_on, row.change.at, None),)


def not_booked(session: Session, row: OutboxRow) -> str:
    """Say which work of a row is booked nowhere; empty where there is none."""
    now = session.now()
    spans = [_span(piece, now) for piece in unbooked(session, row)]
    return f"What you have worked {' and '.join(spans)} is not booked." if spans else ""


def book_it_yourself(session: Session, row: OutboxRow) -> str:
    """Say what is to be typed so that the work of a row is booked after all; empty where there is none."""
    from punchcard.services.entries.add_command import add_command

    commands = [f"`{add_command(piece, session.now())}`" for piece in unbooked(session, row)]
    if not commands:
        return ""
    return f"{not_booked(session, row)} Book it with {' and '.join(commands)}."


def _ended_by(session: Session, rows: Iterable[OutboxRow]) -> tuple[Entry, ...]:
    """The work that rows would have ended."""
    return tuple(
        _piece(session, row.before, row.before.last_moment(), row.change.at)
        for row in rows
        if isinstance(row.change, Stop | TakeBreak) and isinstance(row.before, Working)
    )


def _piece(
    session: Session, booked_on: Start | Running, start: ZonedDateTime, end: ZonedDateTime | None
) -> Entry:
    """One stretch of it; without an end where nobody has clocked out yet."""
    since, until = moment_in_zone(start, session.zone), end and moment_in_zone(end, session.zone)
    return Entry(
        "", session.person.id, since.date(), since, until, time_type=booked_on.time_type,
        assignment=booked_on.assignment, note=booked_on.note,
    )  # fmt: skip


def _span(piece: Entry, now: ZonedDateTime) -> str:
    """Return when it was, in words: "from 08:00 to 12:00"."""
    today = now.date()
    moments = [spoken(moment, today) for moment in (piece.start, piece.end) if moment is not None]
    return f"from {moments[0]} to {moments[1]}" if piece.end else f"since {moments[0]}"


def _standing_on(outbox: Outbox, row: OutboxRow) -> Iterator[OutboxRow]:
    """Everything unsettled that stands on a row, and on that, in order."""
    for dependent in outbox.dependents(row.id):
        yield dependent
        yield from _standing_on(outbox, dependent)


def _stands_on_refused(outbox: Outbox, row: OutboxRow) -> bool:
    """Whether a row that was never sent has lost what it builds upon."""
    if row.is_settled or row.attempts:
        return False
    first: OutboxRow | None = row
    while first is not None and first.depends_on is not None:
        first = outbox.find(first.depends_on)
        if first is not None and first.state is OutboxState.REFUSED:
            return True
    return False
