"""What is expected of a person, day by day."""

from __future__ import annotations

from collections.abc import Sequence

from whenever import Date

from punchcard.core.entries import Entry
from punchcard.core.targets import DayTarget, targets_of
from punchcard.services.holidays import public_holidays
from punchcard.services.session import Session


def day_targets(session: Session, days: Sequence[Date], entries: Sequence[Entry]) -> tuple[DayTarget, ...]:
    """Return the targets of `days`, in their order. Not for use inside a transaction.

    Args:
        session: The account in use.
        days: Days in the person's zone.
        entries: What touches the days; the absences among them make targets smaller.
    """
    if not days:
        return ()
    holidays = public_holidays(session, min(days), max(days))
    return targets_of(session.schedule, days, holidays, entries)
