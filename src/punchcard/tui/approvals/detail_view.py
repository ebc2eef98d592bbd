"""One item in full, worked out off the screen's thread: the day before and after, or the week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from whenever import Date, ZonedDateTime

from punchcard.core.change_requests import ChangeRequest, Decidable
from punchcard.core.pending_weeks import ReviewItem
from punchcard.core.people import Person
from punchcard.core.requested_days import DayPreview
from punchcard.services.timesheet.week_view import WeekView, week_view
from punchcard.tui.approvals.words import key_of

if TYPE_CHECKING:
    from punchcard.services.approvals.detail import Detail


@dataclass(frozen=True, slots=True)
class Rest:
    """What lies between the end of a day's work and the next start."""

    seconds: int
    until: ZonedDateTime


@dataclass(frozen=True, slots=True)
class DetailView:
    """Everything that is drawn of one item."""

    key: str
    item: ReviewItem
    person: Person
    week: WeekView
    """The week around it, of its person."""
    preview: DayPreview | None
    """None for what is no change request."""
    rest: Rest | None
    """Until the next start, if the request is approved; None where nothing is known to follow."""
    affected: tuple[Decidable, ...]
    """What a decision would reach besides it."""
    today: Date


def detail_view(detail: Detail[ReviewItem], now: ZonedDateTime) -> DetailView:
    """Work out what is drawn of `detail` at `now`."""
    item = detail.item
    return DetailView(
        key=key_of(item),
        item=item,
        person=detail.person,
        week=week_view(detail.sheet, now),
        preview=detail.preview,
        rest=_rest(detail, item) if isinstance(item, ChangeRequest) else None,
        affected=detail.affected,
        today=now.date(),
    )


def _rest(detail: Detail[ReviewItem], request: ChangeRequest) -> Rest | None:
    if detail.preview is None or not detail.preview.after:
        return None
    end = detail.preview.after[-1].end
    starts = (known.entry.start for known in detail.sheet.entries if not known.entry.is_absence)
    later = [start for start in starts if start is not None and start >= end and start.date() > request.day]
    if not later:
        return None
    until = min(later)
    return Rest(until.timestamp() - end.timestamp(), until)
