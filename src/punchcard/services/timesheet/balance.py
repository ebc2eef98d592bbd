"""The running balance: what was worked against what was expected, day after day.

The rule: the balance is that at the end of a finished day. Today counts tomorrow; until then it is shown by
itself, as worked of target. Where the configuration names no first day, that of the first entry is the first.
Days for which no hours are configured are left out, with what was worked on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from whenever import Date

from punchcard.core.balance import Balance, worked_inside
from punchcard.core.changes import SaveEntry, SubmitWeeks, WithdrawWeeks
from punchcard.core.clock import Idle
from punchcard.core.entries import Entry
from punchcard.core.groups import Filters, Period
from punchcard.core.intervals import Interval
from punchcard.core.people import Person
from punchcard.core.punches import Restore
from punchcard.core.schedule import Span
from punchcard.core.targets import days_away, targets_of
from punchcard.core.zoned_time import entry_in_zone
from punchcard.services.fold import known, known_among
from punchcard.services.outbox.ports import entries_port, touched_days
from punchcard.services.reading.refresh import MOST_READINGS, OutOfDate
from punchcard.services.session import Session
from punchcard.services.timesheet.balance_of_entries import balance_of_entries
from punchcard.services.timesheet.holidays import public_holidays
from punchcard.services.timesheet.targets import has_targets, tells_targets
from punchcard.store.outbox import OutboxRow


class _OnItsWay(NamedTuple):
    """What the sums of the backend do not know yet."""

    before: Sequence[Entry]
    """Every entry that the backend has on the days which unsettled outbox items touch."""
    after: Sequence[Entry]
    """What those make of them."""
    running: Sequence[Interval]
    """The work of the running clock."""

    def worked_inside(self, frame: Interval) -> int:
        """What has to be added to the work in `frame`, in seconds; negative where some of it goes."""
        running = (piece.clipped(frame) for piece in self.running)
        more = worked_inside(self.after, frame) - worked_inside(self.before, frame)
        return more + sum(piece.seconds for piece in running if piece)


async def balance(session: Session, until: Date, person: Person | None = None) -> Balance | None:
    """Return the balance at the end of `until`.

    None where no targets are kept, or where no day counts yet. Where the backend does not sum, or tells
    targets of its own, the entries are read: then also where nobody says which day is the first to count.

    Args:
        session: The account in use.
        until: The last day to count; from today on, it is the balance up to yesterday.
        person: Whose balance it is; None for the account's own person.

    Raises:
        BackendError: The backend cannot be read.
    """
    if not has_targets(session):
        return None
    whose = (person or session.person).id
    last = min(until, session.today().subtract(days=1))
    if tells_targets(session):
        return await balance_of_entries(session, whose, last)
    for _ in range(MOST_READINGS):
        progress = _progress(session)
        found = await _balance(session, whose, last)
        # What was settled meanwhile may be in neither of the two readings, or in both.
        if _progress(session) == progress:
            return found
    raise OutOfDate


async def _balance(session: Session, person: str, last: Date) -> Balance | None:
    port, start = entries_port(session), session.config.balance
    moving = await _on_its_way(session, person)
    ever = await port.totals(person, Period(last, last))
    if ever is None:
        return await balance_of_entries(session, person, last)
    days = [entry.day for entry in moving.after] + ([ever.first_day] if ever.first_day else [])
    first = start.first or min(days, default=last.add(days=1))
    if first > last and not start.seconds:
        return None
    settled = {entry.id for entry in moving.before}
    worked = target = 0
    for span in session.schedule.spans(first, last):
        totals = await port.totals(person, Period(span.first, span.last))
        if totals is None:
            return None
        worked += totals.worked_seconds + moving.worked_inside(session.days_frame(span.first, span.last))
        absences = [entry for entry in totals.absences if entry.id not in settled]
        here = [entry_in_zone(entry, session.zone) for entry in absences]
        target += _target(session, span, [*here, *moving.after])
    return Balance(first, max(last, first.subtract(days=1)), start.seconds, worked, target)


async def _on_its_way(session: Session, person: str) -> _OnItsWay:
    account, today = session.account.name, session.today()
    with session.store.read() as transaction:
        rows = transaction.outbox.unsettled_time(account, person)
    days = [day for row in rows for day in _days_of(row)]
    before: Sequence[Entry] = ()
    if days:
        before = await entries_port(session).list([person], Period(min(days), max(days)), Filters())
    with session.store.read() as transaction:
        found = known(transaction, account, person, session.days_frame(today, today), session.zone)
        after = known_among(transaction, account, person, before)
    running = [] if isinstance(found.state, Idle) else found.state.worked_pieces(session.now())
    return _OnItsWay(before, [entry_in_zone(entry, session.zone) for entry in after], running)


def _days_of(row: OutboxRow) -> list[Date]:
    """The days on which the backend may have something else than what the request will make of it."""
    match row.change:
        case SubmitWeeks() | WithdrawWeeks():
            return []
        case Restore():
            return [row.change.state.since.date(), row.change.at.date()]
        case SaveEntry() if row.change.before is not None:
            return [*touched_days(row), row.change.before.day]
        case _:
            return [*touched_days(row)]


def _target(session: Session, span: Span, entries: Sequence[Entry]) -> int:
    """The targets of a span: of the hours alone, less what holidays and absences take off."""
    holidays = public_holidays(session, span.first, span.last)
    special = sorted(day for day in {*holidays, *days_away(entries)} if span.first <= day <= span.last)
    usual = sum(session.schedule.target_seconds(day) or 0 for day in special)
    asked = sum(day.seconds or 0 for day in targets_of(session.schedule, special, holidays, entries))
    return span.target_seconds - usual + asked


def _progress(session: Session) -> tuple[object, ...]:
    with session.store.read() as transaction:
        return transaction.outbox.progress(session.account.name)
