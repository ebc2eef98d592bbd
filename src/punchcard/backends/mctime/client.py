"""Calls of the service: answers become verdicts and values, errors become what the contract says.

One call is on its way at a time, as the service is to be treated with moderation (section 1.9).
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote

from punchcard.backends.contract import Connection
from punchcard.backends.http import Answer, HttpClient, OpensHttp, Params, VendorClient
from punchcard.backends.http.wire import Wire, endless, unreadable
from punchcard.backends.mctime.complaints import KEY_REFUSED, bad_key, raise_refused
from punchcard.backends.mctime.signing_in import TITLE, service
from punchcard.backends.mctime.verdict import Verdict, verdict_of
from punchcard.backends.mctime.wire.values import Page, parsed
from punchcard.backends.outcomes import NotSent, Unanswered

if TYPE_CHECKING:
    import asyncio

WireT = TypeVar("WireT", bound=Wire)
PageT = TypeVar("PageT", bound=Page)

MOST_PAGES = 200
"""More of them is no list that anybody can look at."""

_NOT_FOUND = 404
_PROBE = "users", (("page", "1"),)
"""What every key may read: only where that is refused too, it is the key (section 1.7)."""


class McTimeClient(VendorClient):
    """One connection to the service."""

    def __init__(self, connection: Connection, http: OpensHttp = HttpClient) -> None:
        """Take the address from the account's settings; does not touch the network.

        Raises:
            UsageError: The address cannot be used.
        """
        super().__init__(service(connection.settings), connection, http)
        self.person = connection.settings.get("person", "").strip()
        """Whose account it is, by id or email; empty where the key is to show that alone."""
        self._turn: tuple[asyncio.AbstractEventLoop, asyncio.Lock] | None = None

    async def read(self, model: type[WireT], path: str, params: Params = (), *, what: str) -> WireT:
        """Return what the service says of one thing: a wrapped object or a bare one.

        Args:
            model: What the object is taken as.
            path: Below the base address, without a leading slash; ids in it as `quoted` gives them.
            params: Sent in this order; a name may be there several times.
            what: What is asked for, in the words of a refusal: "the time of these people".

        Raises:
            BackendError: It says nothing, or no.
        """
        verdict = await self.ask(path, params, what=what)
        if not verdict.is_good:
            raise_refused(verdict, what)
        return parsed(model, verdict.data)

    async def find(self, model: type[WireT], path: str, params: Params = (), *, what: str) -> WireT | None:
        """Return what `read` does, or None where the service says that there is no such thing (404).

        Raises:
            BackendError: It says nothing, or no.
        """
        verdict = await self._judged(path, params)
        if verdict.status == _NOT_FOUND:
            return None
        if not verdict.is_good:
            raise_refused(verdict, what)
        return parsed(model, verdict.data)

    async def ask(self, path: str, params: Params = (), *, what: str, in_part: bool = False) -> Verdict:
        """Return an accepted answer whose items have a verdict each.

        Args:
            path: As for `read`.
            params: As for `read`.
            what: As for `read`.
            in_part: Whether items are told although the answer as a whole is said to be wrong.

        Raises:
            BackendError: It says nothing, or no to the call as a whole.
        """
        verdict = await self._judged(path, params)
        if not (verdict.is_accepted or (in_part and verdict.is_in_part)):
            raise_refused(verdict, what)
        return verdict

    async def pages(self, model: type[PageT], path: str, params: Params = (), *, what: str) -> list[PageT]:
        """Return all pages of a list, the first one first; the same thing may stand on several.

        It ends with the last page where their number is told, else with one that is not full or has nothing
        new.

        Args:
            model: What a page is taken as.
            path: As for `read`.
            params: Sent with each page.
            what: As for `read`.

        Raises:
            Garbled: There is no end of them.
            BackendError: As for `read`.
        """
        found: list[PageT] = []
        seen: set[str] = set()
        for number in range(1, MOST_PAGES + 1):
            page = await self.read(model, path, (*params, ("page", str(number))), what=what)
            count, is_new = page.page_count, not page.ids <= seen
            seen |= page.ids
            found.append(page)
            if not page.ids or page.is_last or (not is_new if count is None else number >= count):
                return found
        raise endless(TITLE)

    async def send(
        self, method: str, path: str, body: object = None, params: Params = (), *, may_be_empty: bool = False
    ) -> Verdict | NotSent | Unanswered:
        """Make one write and return the verdict on it, good or not (`complaints.refused` says a bad one).

        Args:
            method: POST or DELETE.
            path: As for `read`.
            body: What is sent as JSON; None for nothing.
            params: Sent in the query.
            may_be_empty: Whether a 2xx may say anything, because it is read afterwards what came of it.

        Raises:
            BadCredentials: The key is not accepted; nothing was done.
            BackendError: Nothing was done.
        """
        async with self._alone():
            answer = await self._http.write(method, f"/{path}", params, body)
        if not isinstance(answer, Answer):
            return answer
        verdict = verdict_of(answer)
        if verdict.status == KEY_REFUSED:
            await self._check_key()
        if not verdict.is_readable and not may_be_empty:
            return Unanswered(f"{TITLE} may have done it, but its answer says nothing.")
        return verdict

    async def _judged(self, path: str, params: Params) -> Verdict:
        verdict = await self._asked(path, params)
        if verdict.status == KEY_REFUSED:
            if (path, tuple(params)) == _PROBE:
                raise bad_key(verdict)
            await self._check_key()
        if not verdict.is_readable:
            raise unreadable(TITLE, "at the whole of it")
        return verdict

    async def _check_key(self) -> None:
        """Tell a bad key from somebody who may not be seen.

        Raises:
            BadCredentials: It is the key.
            BackendError: There is no telling.
        """
        path, params = _PROBE
        verdict = await self._asked(path, params)
        if verdict.status == KEY_REFUSED:
            raise bad_key(verdict)

    async def _asked(self, path: str, params: Params) -> Verdict:
        async with self._alone():
            return verdict_of(await self._http.read(f"/{path}", params))

    @asynccontextmanager
    async def _alone(self) -> AsyncGenerator[None]:
        import asyncio

        loop = asyncio.get_running_loop()
        if self._turn is None or self._turn[0] is not loop:
            self._turn = loop, asyncio.Lock()
        async with self._turn[1]:
            yield


def quoted(an_id: str) -> str:
    """Return an id as a part of a path."""
    return quote(an_id, safe="")
