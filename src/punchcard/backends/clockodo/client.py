"""Calls of the service: answers become values, errors become what the contract says."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from punchcard.backends.clockodo.complaints import (
    TITLE,
    complaints,
    is_gone,
    is_no_route,
    raise_refused_read,
    said,
)
from punchcard.backends.clockodo.generations import Generations
from punchcard.backends.clockodo.signing_in import service
from punchcard.backends.clockodo.values import Page, Timed
from punchcard.backends.contract import Connection
from punchcard.backends.errors import Garbled
from punchcard.backends.http import Answer, HttpClient, OpensHttp, Params, VendorClient, refused
from punchcard.backends.http.wire import Wire, endless, parsed
from punchcard.backends.outcomes import Confirmed, NotSent, Outcome, Refused, Unanswered

WireT = TypeVar("WireT", bound=Wire)
PageT = TypeVar("PageT", bound=Page)

MOST_PAGES = 200
"""More of them is no list that anybody can look at."""


class ClockodoClient(VendorClient):
    """One connection to the service: where it is, who signs in, and which generation it speaks."""

    def __init__(self, connection: Connection, http: OpensHttp = HttpClient) -> None:
        """Take the address and the name from the account's settings; does not touch the network.

        Raises:
            UsageError: The address, the email or the contact cannot be used.
        """
        super().__init__(service(connection.settings), connection, http)
        self.generations = Generations()
        self.names: dict[tuple[str, int], str] = {}
        """What ids of a level are called, as far as any list has told."""

    async def read(self, model: type[WireT], path: str, params: Params = ()) -> WireT:
        """Return what the service says.

        Args:
            model: What the answer is taken as.
            path: Below the base address, with its version and without a leading slash.
            params: Sent in this order.

        Raises:
            NoSuchRoute: This generation of the service does not know the call.
            BackendError: It says nothing, or no.
        """
        answer = await self._http.read(f"/{path}", params)
        if not answer.is_good:
            raise_refused_read(answer)
        return self._taken(model, answer)

    async def find(self, model: type[WireT], path: str, params: Params = ()) -> WireT | None:
        """Return what the service says, or None where it says that there is no such thing.

        Raises:
            NoSuchRoute: This generation of the service does not know the call.
            BackendError: It says nothing, or no.
        """
        answer = await self._http.read(f"/{path}", params)
        if answer.is_good:
            return self._taken(model, answer)
        return None if is_gone(answer) else raise_refused_read(answer)

    async def pages(
        self, model: type[PageT], path: str, params: Params = (), *, size: int = 1000
    ) -> list[PageT]:
        """Return all pages of a list, the first one first.

        Args:
            model: What a page is taken as.
            path: As for `read`.
            params: Sent with each page.
            size: The most items that the route has on a page (section 1.7).

        Raises:
            Garbled: It does not go on: a page comes again, or there is no end of them.
            BackendError: As for `read`.
        """
        found: list[PageT] = []
        for number in range(1, MOST_PAGES + 1):
            asked = *params, ("items_per_page", str(size)), ("page", str(number))
            page = await self.read(model, path, asked)
            if page.paging.count_pages > MOST_PAGES:
                break
            if number > 1 and page.paging.current_page != number:
                raise endless(TITLE, why=f"page {number} is not to be had")
            found.append(page)
            if number >= page.paging.count_pages:
                return found
        raise endless(TITLE, why=f"there are more than {MOST_PAGES} pages")

    async def write(
        self, model: type[WireT], method: str, path: str, body: object = None, params: Params = (),
        *, refusal: Callable[[Answer], Refused] | None = None,
    ) -> Outcome[WireT]:  # fmt: skip
        """Make one write.

        Args:
            model: What the answer is taken as.
            method: POST, PUT or DELETE.
            path: As for `read`.
            body: What is sent as JSON; None for nothing. DELETE has its parameters in the query.
            params: Sent in the query.
            refusal: What a 4xx means; None for the service's own words.

        Raises:
            NoSuchRoute: This generation of the service does not know the call; nothing was done.
            BackendError: Nothing was done.
        """
        answer = await self.send(method, path, body, params)
        if not isinstance(answer, Answer):
            return answer
        if not answer.is_good:
            return (refusal or as_refused)(answer)
        try:
            return Confirmed(self._taken(model, answer))
        except Garbled as garbled:
            return Unanswered(garbled.message)

    async def send(
        self, method: str, path: str, body: object = None, params: Params = ()
    ) -> Answer | NotSent | Unanswered:
        """Make one write and return the plain answer: good, or a 4xx that is about this very write.

        Raises:
            NoSuchRoute: This generation of the service does not know the call; nothing was done.
            BackendError: Nothing was done.
        """
        answer = await self._http.write(method, f"/{path}", params, body)
        if isinstance(answer, Answer) and (answer.status == 401 or is_no_route(answer)):
            raise_refused_read(answer)
        return answer

    async def remove(self, path: str, refusal: Callable[[Answer], Refused] | None = None) -> Outcome[None]:
        """Delete something, judged by the status alone; what is gone already counts as removed.

        Raises:
            BackendError: Nothing was done.
        """
        answer = await self.send("DELETE", path)
        if not isinstance(answer, Answer):
            return answer
        return Confirmed(None) if answer.is_good or is_gone(answer) else (refusal or as_refused)(answer)

    def _taken(self, model: type[WireT], answer: Answer) -> WireT:
        taken = parsed(model, answer.data, TITLE)
        if self._meter is not None and isinstance(taken, Timed) and (told := taken.current_time) is not None:
            # Some answers have milliseconds that are always zero.
            fine = 0.001 if told.timestamp(unit="millisecond") % 1000 else 1.0
            self._meter.vendor_clock(told, answer.sent, answer.received, resolution_seconds=fine)
        return taken


def as_refused(answer: Answer, title: str = "") -> Refused:
    """Return a 4xx as the refusal of a write, in the service's own words; with a title it says whose."""
    fields = [each.field for each in complaints(answer) if each.field]
    words = said(answer)
    if is_gone(answer):
        words, title = f"Clockodo does not have what this is about any more: {words}", ""
    return refused(answer, words, fields[0] if fields else None, title=title)
