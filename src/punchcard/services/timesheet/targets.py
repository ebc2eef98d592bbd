"""What is expected of a person, day by day: what the backend says of it, and else the schedule.

A backend is asked for targets together with the entries of days, and not again within a quarter of an hour.
What it has told is kept, and counts for as long as it cannot be asked.
"""

from __future__ import annotations

from collections.abc import Sequence

from whenever import Date

from punchcard.backends.abilities import Ability, unavailable
from punchcard.backends.errors import NOTHING_TAKEN, Garbled, NotAllowed
from punchcard.core.entries import Entry
from punchcard.core.moments import each_day
from punchcard.core.targets import DayTarget, targets_of, usual_seconds
from punchcard.core.text import one_line
from punchcard.services.session import Session
from punchcard.services.status_keeping import coming_days
from punchcard.services.timesheet.holidays import public_holidays
from punchcard.store.store import Transaction

FRESH_SECONDS = 900
"""How old may be what was told of days before it is asked for again."""

_NAME_LENGTH = 200
_DAY_SECONDS = 25 * 3600
"""The longest day: the one on which clocks are set back."""


def tells_targets(session: Session) -> bool:
    """Whether the backend is asked for targets; on this machine the schedule alone says them."""
    return not session.backend.info.immediate and unavailable(session.abilities, Ability.TARGETS) is None


def has_targets(session: Session) -> bool:
    """Whether there may be any day with a target."""
    return session.schedule.has_targets or tells_targets(session)


def day_targets(
    session: Session, days: Sequence[Date], entries: Sequence[Entry], person_id: str | None = None
) -> tuple[DayTarget, ...]:
    """Return the targets of `days`, in their order. Not for use inside a transaction.

    Args:
        session: The account in use.
        days: Days in the person's zone.
        entries: What touches the days; the absences among them make targets smaller.
        person_id: Of whom they are expected; None for the account's own person.
    """
    if not days:
        return ()
    first, last = min(days), max(days)
    holidays = public_holidays(session, first, last)
    with session.store.read() as transaction:
        told = session.told_targets(transaction, person_id or session.person.id, first, last)
    return targets_of(session.schedule, days, holidays, entries, told)


def usual_target(session: Session, day: Date) -> int | None:
    """Return what is to be worked on `day` where nobody is away, in seconds; None without a target."""
    with session.store.read() as transaction:
        told = session.told_targets(transaction, session.person.id, day, day)
    return usual_seconds(session.schedule, day, told.get(day))


async def read_targets(
    session: Session, person_id: str, first: Date, last: Date, *, anew: bool = False
) -> Sequence[DayTarget]:
    """Ask the backend what is expected on the days from `first` to `last`, and keep nothing.

    Of one's own current week it is asked for the days before and after it as well, for `punch status`.

    Args:
        session: The account in use.
        person_id: Of whom it is expected.
        first: The first day.
        last: The last day, included.
        anew: Whether to ask although that was done a moment ago.

    Returns:
        What it has told; without seconds for days for which it keeps no target. Empty where it was not asked,
        or may not be: then what was known stays.

    Raises:
        BackendError: The backend cannot be read.
    """
    if not tells_targets(session) or not (anew or _are_old(session, person_id, first, last)):
        return ()
    first, last = _with_what_is_shown_beside(session, person_id, first, last)
    from punchcard.core.groups import Period

    days = each_day(first, last)
    try:
        told = await session.backend.directory.targets(person_id, Period(first, last))
    except NotAllowed:
        return ()
    if told is None:
        return [DayTarget(day, None) for day in days]
    if [target.day for target in told] != days or not all(map(_is_likely, told)):
        raise Garbled(
            f"What {session.backend.info.title} says of the targets of days cannot be read.",
            NOTHING_TAKEN,
        )
    return [_cleaned(target) for target in told]


def keep_targets(
    session: Session, transaction: Transaction, person_id: str, told: Sequence[DayTarget]
) -> None:
    """Keep what `read_targets` has brought."""
    if told:
        transaction.targets(session.account.name).keep(person_id, told, session.instant())


def _are_old(session: Session, person_id: str, first: Date, last: Date) -> bool:
    now = session.instant()
    with session.store.read() as transaction:
        kept = transaction.targets(session.account.name)
        return not kept.are_read(person_id, first, last, now.subtract(seconds=FRESH_SECONDS), now)


def _with_what_is_shown_beside(
    session: Session, person_id: str, first: Date, last: Date
) -> tuple[Date, Date]:
    today, week = session.today(), session.week()
    if person_id != session.person.id or not first <= today <= last:
        return first, last
    # A week is looked at with two days on either side.
    return min(first, week[0].subtract(days=2)), max(last, coming_days(today)[-1])


def _is_likely(target: DayTarget) -> bool:
    return target.seconds is None or 0 <= target.seconds <= _DAY_SECONDS


def _cleaned(target: DayTarget) -> DayTarget:
    holiday, absence = (
        one_line(text, _NAME_LENGTH) or None if text else None for text in (target.holiday, target.absence)
    )
    return target._replace(holiday=holiday, absence=absence)
