"""Work that is booked nowhere, as its punches were refused: how a person books it after all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from whenever import ZonedDateTime

from punchcard.core.assignments import Assignment
from punchcard.core.clock import Idle, Working
from punchcard.core.moments import clock_time, spoken
from punchcard.core.punches import Resume, Start, Stop, TakeBreak
from punchcard.core.text import one_line
from punchcard.core.zones import in_zone
from punchcard.services.session import Session
from punchcard.store.outbox import Outbox, OutboxRow, OutboxState

LATE_SECONDS = 60
"""A start that is refused sooner has not been worked upon yet."""


class Unbooked(NamedTuple):
    """A stretch of work."""

    start: ZonedDateTime
    end: ZonedDateTime | None
    """None where nobody has clocked out yet."""
    assignment: Assignment
    note: str

    def command(self, now: ZonedDateTime) -> str:
        """Return what books it, as it is typed; END stands for an end that is not known yet."""
        import shlex

        end = clock_time(self.end) if self.end else "END"
        words = ["punch", "add", clock_time(self.start), end]
        if self.start.date() != now.date():
            words += ["--day", self.start.date().format_iso()]
        if self.assignment:
            words += ["--on", self.assignment.path]
        if self.assignment.billable is not None:
            words += ["--billable", "yes" if self.assignment.billable else "no"]
        if self.note:
            words += ["--note", one_line(self.note)]
        return shlex.join(words)

    def span(self, now: ZonedDateTime) -> str:
        """Return when it was, in words: "from 08:00 to 12:00"."""
        today = now.date()
        start = spoken(self.start, today)
        return f"from {start} to {spoken(self.end, today)}" if self.end else f"since {start}"


def unbooked(session: Session, row: OutboxRow) -> tuple[Unbooked, ...]:
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
    start = in_zone(row.change.at.to_instant(), session.zone)
    return (Unbooked(start, None, booked_on.assignment, booked_on.note),)


def not_booked(session: Session, row: OutboxRow) -> str:
    """Say which work of a row is booked nowhere; empty where there is none."""
    now = session.now()
    spans = [piece.span(now) for piece in unbooked(session, row)]
    return f"What you have worked {' and '.join(spans)} is not booked." if spans else ""


def book_it_yourself(session: Session, row: OutboxRow) -> str:
    """Say what is to be typed so that the work of a row is booked after all; empty where there is none."""
    commands = [f"`{piece.command(session.now())}`" for piece in unbooked(session, row)]
    if not commands:
        return ""
    return f"{not_booked(session, row)} Book it with {' and '.join(commands)}."


def _ended_by(session: Session, rows: Iterable[OutboxRow]) -> tuple[Unbooked, ...]:
    """The work that rows would have ended."""
    found: list[Unbooked] = []
    for row in rows:
        clock = row.before
        if isinstance(row.change, Stop | TakeBreak) and isinstance(clock, Working):
            moments = (clock.last_moment(), row.change.at)
            start, end = (in_zone(moment.to_instant(), session.zone) for moment in moments)
            found.append(Unbooked(start, end, clock.assignment, clock.note))
    return tuple(found)


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
