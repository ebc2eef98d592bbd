"""A team at the vendor: what its people ask for, and the lead's desk."""

from __future__ import annotations

from tests.domain import berlin
from tests.services.desk import Desk
from tests.services.vendor import ANN, BEN, LEA
from whenever import Date

from punchcard.core.approval_items import item_key
from punchcard.core.change_requests import (
    ChangeRequest,
    Decidable,
    Decision,
    IntervalChange,
    RequestedChange,
    Verdict,
)
from punchcard.core.intervals import Interval
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.services.approvals.inbox import known_inbox, refresh_approvals
from punchcard.services.session import Session

APPROVE = Decision(Verdict.APPROVE)
DECLINE = Decision(Verdict.DECLINE, "Not like that.")


def day(number: int) -> Date:
    """A day of March 2026."""
    return Date(2026, 3, number)


def added(number: int, start: str = "17:00", end: str = "18:00") -> tuple[RequestedChange, ...]:
    piece = Interval(berlin(f"{number} {start}"), berlin(f"{number} {end}"))
    return (RequestedChange(IntervalChange.ADD, piece),)


def request(number: int, person: str = BEN.id) -> ChangeRequest:
    asked = berlin(f"{number} 19:00")
    return ChangeRequest(f"r{number}-{person}", person, day(number), added(number), requested_at=asked)


def week(first: int, status: RequestStatus = RequestStatus.PENDING) -> SubmittedWeek:
    handed_in = berlin(f"{first + 6} 12:00")
    return SubmittedWeek(f"w{first}", BEN.id, day(first), day(first + 6), status, submitted_at=handed_in)


async def lead_of(desk: Desk, *items: Decidable) -> Session:
    """The lead's session, once the vendor has these items and the inbox was read."""
    desk.vendor.people = [ANN, BEN, LEA]
    desk.vendor.items = {item_key(item): item for item in items}
    session = desk.open(person=LEA)
    await refresh_approvals(session)
    return session


def decide_elsewhere(desk: Desk, item: ChangeRequest) -> None:
    """Another lead declines it on another machine."""
    from dataclasses import replace

    declined = replace(item, status=RequestStatus.DECLINED, decided_by="Carla")
    desk.vendor.items[item_key(item)] = declined


def waiting(session: Session) -> list[str]:
    """Ids of what waits, as it is shown."""
    return [str(one.item.id) for one in known_inbox(session, "waiting").items]


def statuses(desk: Desk) -> list[RequestStatus]:
    """Where the vendor's items stand, in order."""
    return [item.status for item in desk.vendor.items.values()]
