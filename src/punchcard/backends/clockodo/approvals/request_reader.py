"""What became of change requests: read, compared with the day's work times, and said in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from whenever import ZonedDateTime

from punchcard.backends.clockodo.approvals.wire import DECLINED, Request, Requests
from punchcard.backends.clockodo.client import ClockodoClient
from punchcard.backends.clockodo.days.work_times import ClockodoWorkTimes
from punchcard.backends.clockodo.directory.user_names import UserNames
from punchcard.backends.http.moments import local
from punchcard.core.change_requests import ChangeRequest, RequestedChange
from punchcard.core.moments import spoken
from punchcard.core.requested_days import changed_pieces
from punchcard.core.submitted_weeks import RequestStatus
from punchcard.core.text import one_line

PATH = "v2/workTimes/changeRequests"


class RequestReader:
    """Reads change requests. What is approved is not among them any more."""

    def __init__(self, client: ClockodoClient) -> None:
        self._client = client
        self._names = UserNames(client)
        self._work_times = ClockodoWorkTimes(client)

    async def listed(self, *params: tuple[str, str]) -> list[Request]:
        """Return all pages of a list.

        Raises:
            BackendError: They cannot be read.
        """
        pages = await self._client.pages(Requests, PATH, params)
        return [request for page in pages for request in page.requests]

    async def of_day(self, request: ChangeRequest) -> list[Request]:
        """Return every request of the same person for the same day, the oldest first.

        Raises:
            BackendError: They cannot be read.
        """
        day = request.day.format_iso()
        found = await self.listed(("date_since", day), ("date_until", day), ("users_id", request.person))
        same = [each for each in found if (str(each.users_id), each.date) == (request.person, request.day)]
        return sorted(same, key=lambda each: each.id)

    async def domain(self, requests: Iterable[Request]) -> list[ChangeRequest]:
        """Return requests as the domain has them, with the names of those who have declined some.

        Raises:
            BackendError: The names cannot be read.
        """
        several = list(requests)
        names = await self._names.of(each.declined_by for each in several if each.declined_by is not None)
        return [each.domain(self._client.zone, names) for each in several]

    async def name(self, person: str) -> str | None:
        """Return what somebody is called; None where that is not to be known.

        Raises:
            BackendError: The names cannot be read.
        """
        return (await self._names.of([int(person)])).get(int(person)) if person.isdecimal() else None

    async def is_carried_out(self, request: ChangeRequest) -> bool:
        """Return whether the day is already as the request would make it.

        Raises:
            BackendError: The day cannot be read.
        """
        pieces = await self._work_times.stretches(request.person, request.day)
        return changed_pieces(pieces, request.changes) == pieces

    async def what_became_of(self, request: ChangeRequest) -> str | None:
        """Say what has become of a request; None where it waits.

        Raises:
            BackendError: It cannot be read.
        """
        found = next((each for each in await self.of_day(request) if str(each.id) == request.id), None)
        if found is not None:
            (there,) = await self.domain([found])
            return self._declined(there) if found.status == DECLINED else there.reason or None
        if await self.is_carried_out(request):
            return "It was approved already: the day is as the request would make it."
        return (
            "It is not there any more: it was taken back, or a newer request for the day has taken its place."
        )

    def now(self) -> ZonedDateTime:
        """The current moment on the person's clock."""
        return local(self._client.vendor_now(), self._client.zone)

    def there(self, moment: ZonedDateTime) -> int:
        """Return a moment of this machine's clock as the service's clock has told it, in epoch seconds."""
        ahead = self._client.vendor_now().timestamp() - self._client.now().timestamp()
        return moment.timestamp() + ahead

    def _declined(self, request: ChangeRequest) -> str:
        who = one_line(request.decided_by, 60) if request.decided_by else "Somebody"
        when = f" at {spoken(request.decided_at, self.now().date())}" if request.decided_at else ""
        return f"{who} declined it{when}."


def marks(changes: Iterable[RequestedChange]) -> frozenset[tuple[str, int, int]]:
    """Return what tells the changes of one request from those of another, in whatever order and zone."""
    return frozenset(
        (each.change.value, each.interval.start.timestamp(), each.interval.end.timestamp())
        for each in changes
    )


def vanished(request: ChangeRequest) -> ChangeRequest:
    """Return a request as it is once it was taken back."""
    return replace(request, status=RequestStatus.WITHDRAWN)
