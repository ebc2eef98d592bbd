"""How far weeks have come: what the backend last said, with what was asked for since laid over it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from whenever import Date, Instant, ZonedDateTime

from punchcard.backends.abilities import Ability, unavailable
from punchcard.backends.errors import NotAllowed
from punchcard.core.changes import SubmitWeeks, WithdrawWeeks
from punchcard.core.refusals import Refusal
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.core.week_words import why_locked
from punchcard.core.weeks import Week, WeekStatus
from punchcard.core.zones import in_zone
from punchcard.services.session import Session
from punchcard.services.timesheet.edit_locks import LockedDay, refuse_if_too_old
from punchcard.store.outbox import OutboxState
from punchcard.store.store import Transaction

_STATUSES = {
    RequestStatus.PENDING: WeekStatus.SUBMITTED,
    RequestStatus.APPROVED: WeekStatus.APPROVED,
    RequestStatus.DECLINED: WeekStatus.DECLINED,
    RequestStatus.REJECTED: WeekStatus.REJECTED,
    RequestStatus.WITHDRAWN: WeekStatus.OPEN,
    RequestStatus.UNKNOWN: WeekStatus.OPEN,
}


class LockedWeek(Refusal):
    """A week that was handed in and may not be changed."""

    code = "locked"


class WeekStanding(NamedTuple):
    """How far a week has come, as it is known now."""

    status: WeekStatus = WeekStatus.OPEN
    pending: OutboxState | None = None
    """State of the newest unsettled outbox item to hand it in or to take it back."""
    locked: str | None = None
    """Why nothing in it may be changed, in a sentence; None where it may."""
    submitted_at: ZonedDateTime | None = None
    decided_by: str | None = None
    """Name of whoever approved or declined it."""
    decided_at: ZonedDateTime | None = None
    reason: str = ""
    """Why it was declined."""
    is_kept: bool = True
    """Whether weeks are handed in there at all."""
    next_actor: str | None = None
    """Name of whoever is expected to decide it next, where the backend says so."""
    period: Week | None = None
    """The month that was handed in and holds the end of the week; None where that is the week itself."""


class KnownWeek(NamedTuple):
    """A week that was handed in, and what is still on its way about it."""

    submitted: SubmittedWeek
    pending: OutboxState | None = None
    """State of the newest unsettled outbox item about it; None when the backend has said so itself."""


def week_standing(session: Session, transaction: Transaction, person_id: str, week: Week) -> WeekStanding:
    """Return how far `week` has come."""
    found = known_weeks(session, transaction, person_id, week.first, week.last)
    if not found:
        return WeekStanding(is_kept=session.backend.weeks is not None)
    today = session.today()
    reasons = [why_locked(item.submitted, today, may_ask=may_ask(session)) for item in found]
    own = _of_week(found, week)
    if own is None:
        return WeekStanding()
    period = Week(own.submitted.first, own.submitted.last)
    return WeekStanding(
        status=_STATUSES[own.submitted.status],
        pending=own.pending,
        locked=next((reason for reason in reasons if reason), None),
        submitted_at=own.submitted.submitted_at,
        decided_by=own.submitted.decided_by,
        decided_at=own.submitted.decided_at,
        reason=own.submitted.reason,
        next_actor=own.submitted.next_actor,
        period=None if period.is_week else period,
    )


def may_ask(session: Session) -> bool:
    """Whether changes of what is approved can be asked for with this account."""
    return unavailable(session.abilities, Ability.REQUEST_CHANGE) is None


def period_of(periods: Iterable[Week], week: Week) -> Week | None:
    """Return which of `periods` is handed in for `week`: itself, or the month that holds its last day."""
    found = list(periods)
    if week in found:
        return week
    return next((each for each in found if not each.is_week and each.holds(week.last)), None)


def _of_week(found: Sequence[KnownWeek], week: Week) -> KnownWeek | None:
    """What is known of a week itself; of a month that ends within it, nothing is."""
    periods = [Week(item.submitted.first, item.submitted.last) for item in found]
    if (own := period_of(periods, week)) is not None:
        return found[periods.index(own)]
    # Where the first day of the week was changed in the configuration, two may share its days.
    weeks = [item for item, each in zip(found, periods, strict=True) if each.is_week]
    return next((item for item in weeks if item.submitted.first == week.first), weeks[-1] if weeks else None)


def known_weeks(
    session: Session, transaction: Transaction, person_id: str, first: Date, last: Date
) -> list[KnownWeek]:
    """Return the weeks touching the days from `first` to `last` that were handed in, oldest first.

    One that is being taken back is among them as withdrawn.
    """
    cached = transaction.cache(session.account.name).weeks(person_id, first, last)
    table = {week.first: KnownWeek(week) for week in cached}
    for row in transaction.outbox.unsettled(session.account.name):
        if row.person != person_id or not isinstance(row.change, SubmitWeeks | WithdrawWeeks):
            continue
        for week in row.change.weeks:
            if week.first > last or week.last < first:
                continue
            if isinstance(row.change, SubmitWeeks):
                at = in_zone(Instant.from_timestamp(row.made_at, unit="millisecond"), session.zone)
                asked = SubmittedWeek(None, person_id, week.first, week.last, submitted_at=at)
            else:
                known = table.get(week.first)
                old = known.submitted if known else SubmittedWeek(None, person_id, week.first, week.last)
                asked = replace(old, status=RequestStatus.WITHDRAWN)
            table[week.first] = KnownWeek(asked, row.state)
    return [table[day] for day in sorted(table)]


def refuse_if_locked(
    session: Session, transaction: Transaction, person_id: str, days: Iterable[Date]
) -> None:
    """Make sure that entries may be changed on `days`.

    Raises:
        LockedDay: One of them is too long ago to be changed without asking; nothing was changed.
        LockedWeek: One of them lies in a week that was handed in; nothing was changed.
    """
    wanted = sorted(set(days))
    if not wanted:
        return
    refuse_if_too_old(session, transaction, person_id, wanted)
    today = session.today()
    for known in known_weeks(session, transaction, person_id, wanted[0], wanted[-1]):
        reason = why_locked(known.submitted, today, may_ask=may_ask(session))
        week = known.submitted
        if reason and any(week.first <= day <= week.last for day in wanted):
            raise LockedWeek(reason, "Nothing was changed.")


def why_day_locked(session: Session, transaction: Transaction, person_id: str, day: Date) -> str | None:
    """Return why entries that begin on `day` cannot be changed without asking; None where they can."""
    try:
        refuse_if_locked(session, transaction, person_id, (day,))
    except (LockedDay, LockedWeek) as refusal:
        return refusal.message
    return None


async def read_weeks(
    session: Session, person_id: str, first: Date, last: Date
) -> Sequence[SubmittedWeek] | None:
    """Ask the backend for the weeks touching a period; None where it has none, or may not be asked."""
    if session.backend.weeks is None:
        return None
    from punchcard.core.groups import Period

    try:
        return await session.backend.weeks.list(person_id, Period(first, last))
    except NotAllowed:
        # The entries themselves say whether they are locked.
        return None


def keep_weeks(
    session: Session,
    transaction: Transaction,
    person_id: str,
    period: tuple[Date, Date],
    weeks: Sequence[SubmittedWeek] | None,
) -> None:
    """Keep what `read_weeks` has brought for the days of `period`, both included."""
    if weeks and not session.backend.info.immediate:
        from punchcard.core.approval_items import item_in_zone

        weeks = [item_in_zone(week, session.zone) for week in weeks]
    if weeks is not None:
        transaction.cache(session.account.name).replace_weeks(person_id, *period, weeks)


async def refresh_weeks(session: Session, person_id: str, first: Date, last: Date) -> None:
    """Read again how far the weeks touching a period have come.

    Raises:
        BackendError: The backend cannot be read; what is known is as it was.
    """
    weeks = await read_weeks(session, person_id, first, last)
    with session.change() as transaction:
        keep_weeks(session, transaction, person_id, (first, last), weeks)
