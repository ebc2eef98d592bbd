"""Change requests as they stand on the wire, and as the domain has them (section 7)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, cast

from pydantic import AliasChoices, Field, model_validator
from whenever import Instant, ZonedDateTime

from punchcard.backends.clockodo.moments import utc
from punchcard.backends.clockodo.values import Day, Id, ListOrObject, Page, Stamp
from punchcard.backends.http.moments import local
from punchcard.backends.http.wire import Wire
from punchcard.core import change_requests
from punchcard.core.change_requests import IntervalChange
from punchcard.core.intervals import Interval
from punchcard.core.submitted_weeks import RequestStatus

REQUESTED, DECLINED = 1, 2
"""There is no status for what is approved: approving takes a request away."""

ADD, REMOVE = 1, 2

_STATUSES = {REQUESTED: RequestStatus.PENDING, DECLINED: RequestStatus.DECLINED}
_KINDS = {ADD: IntervalChange.ADD, REMOVE: IntervalChange.REMOVE}
_UNKNOWN_CHANGE = "It also asks for something that this Punchcard does not know; look at it at Clockodo."
_NUMBERS = {kind: number for number, kind in _KINDS.items()}


class Change(Wire):
    """A stretch to add or to remove."""

    type: int
    time_since: Stamp
    time_until: Stamp


class Request(Wire):
    """A change request; what is new there in status or changes is kept apart from what is known here."""

    id: Id
    date: Day
    users_id: Id
    status: int
    created_at: Stamp | None = None
    """Not told by the classic generation."""
    declined_at: Stamp | None = None
    declined_by: Id | None = None
    changes: Annotated[tuple[Change, ...], ListOrObject]

    def domain(self, zone: str, names: Mapping[int, str]) -> change_requests.ChangeRequest:
        """As the domain has it.

        Args:
            zone: The person's, an IANA name.
            names: Of people, by their ids.
        """
        known = [change for change in self.changes if change.type in _KINDS]
        return change_requests.ChangeRequest(
            id=str(self.id),
            person=str(self.users_id),
            day=self.date,
            changes=tuple(
                change_requests.RequestedChange(
                    _KINDS[each.type], Interval(local(each.time_since, zone), local(each.time_until, zone))
                )
                for each in known
            ),
            # What is neither waiting nor declined does not wait any more, whatever else it is.
            status=_STATUSES.get(self.status, RequestStatus.UNKNOWN),
            requested_at=_local(self.created_at, zone),
            note=_UNKNOWN_CHANGE if len(known) < len(self.changes) else "",
            decided_by=names.get(self.declined_by) if self.declined_by is not None else None,
            decided_at=_local(self.declined_at, zone),
            reason=""
            if self.status in _STATUSES
            else f"Clockodo gives it status {self.status}, which this Punchcard does not know.",
        )


class Requests(Page):
    """A page of change requests."""

    requests: Annotated[tuple[Request, ...], ListOrObject] = Field(
        validation_alias=AliasChoices("change_requests", "data")
    )


class Asked(Wire):
    """What came of asking for a change."""

    change_request: Request | None = None
    """None also where it was approved at once."""
    replaced_change_request: Request | None = None
    approved_immediately: bool

    @model_validator(mode="before")
    @classmethod
    def _unwrapped(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        outer = cast("dict[str, Any]", value)
        return outer["data"] if isinstance(outer.get("data"), dict) else outer


def request_body(request: change_requests.ChangeRequest) -> dict[str, object]:
    """Return a request as it is sent."""
    return {
        "date": request.day.format_iso(),
        "users_id": int(request.person),
        "changes": [
            {
                "type": _NUMBERS[each.change],
                "time_since": utc(each.interval.start),
                "time_until": utc(each.interval.end),
            }
            for each in request.changes
        ],
    }


def _local(moment: Instant | None, zone: str) -> ZonedDateTime | None:
    return None if moment is None else local(moment, zone)
