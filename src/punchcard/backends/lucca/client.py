"""Calls of the service, in both of its generations: answers become values, errors what the contract says.

v3 (`api/v3/…`) is asked for the fields it is to tell, page by page, and answers in an envelope. v4
(`timmi-timesheet/…`) answers with bare bodies. The addresses that objects tell of themselves are never
followed: they may show another host (section 2).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Literal, TypeAlias, TypeVar, cast

from punchcard.backends.contract import Connection
from punchcard.backends.http import Answer, HttpClient, OpensHttp, Params, VendorClient
from punchcard.backends.lucca.complaints import raise_refused
from punchcard.backends.lucca.shelf import Shelf
from punchcard.backends.lucca.signing_in import service as service_of
from punchcard.backends.lucca.signing_in import who
from punchcard.backends.lucca.wire.values import Wire, parsed, unreadable
from punchcard.backends.outcomes import NotSent, Unanswered

WireT = TypeVar("WireT", bound=Wire)
ItemT = TypeVar("ItemT")
Memory: TypeAlias = Literal["none", "use", "renew"]
"""Whether a list may be what was told lately, is asked for and remembered anew, or neither."""

PAGE_SIZE = 1000
"""The most items that a page of v3 may have (section 5.2)."""

MOST_PAGES = 100
"""More of them is no list that anybody can look at."""

MOST_IDS = 100
"""How many ids one question names, so that no address grows too long."""


class LuccaClient(VendorClient):
    """One connection to the service."""

    def __init__(self, connection: Connection, http: OpensHttp = HttpClient) -> None:
        """Take the address and the person from the account's settings; does not touch the network.

        Raises:
            UsageError: The address or the person is missing or cannot be used.
        """
        service = service_of(connection.settings)
        super().__init__(service, connection, http)
        self.settings = connection.settings
        self.folder = connection.folder
        self.who = who(connection.settings)
        """The email or the login of the person."""
        self._address = service.base_url
        self._shelf = Shelf(connection.folder, connection.now)
        self.writes = 0
        """How often a write has begun or ended: what was read before is no longer what is there."""

    async def items(
        self, model: type[WireT], name: str, fields: str, params: Params = (), *, what: str,
        order: str = "id,asc", memory: Memory = "none",
    ) -> list[WireT]:  # fmt: skip
        """Return a whole list of v3, page by page.

        Args:
            model: What each item is taken as.
            name: The list, below `api/v3/`.
            fields: What is to be told of each item.
            params: Filters, sent with each page.
            what: What is asked for, in the words of a refusal: "the time entries".
            order: What pages are ordered by.
            memory: Whether it may be what was told lately.

        Raises:
            Garbled: It is no list, or there is no end of it.
            BackendError: The service says nothing, or no.
        """
        key = json.dumps([self._address, name, fields, *params])
        if memory == "use" and (known := await self._shelf.get(key)) is not None:
            return [parsed(model, each) for each in known]
        found = await self._pages(name, fields, params, what=what, order=order)
        items = [parsed(model, each) for each in found]
        if memory != "none":
            await self._shelf.keep(key, found)
        return items

    async def _pages(self, name: str, fields: str, params: Params, *, what: str, order: str) -> list[object]:
        found: list[object] = []
        for _ in range(MOST_PAGES):
            paging = f"{len(found)},{PAGE_SIZE}"
            asked = [
                *params,
                ("orderBy", order),
                ("paging", paging),
                ("fields", f"{fields},collection.count"),
            ]
            data = envelope(await self._read(f"api/v3/{name}", asked, what))
            page, count = items_of(data), _count(data)
            found += page
            is_short = len(page) < PAGE_SIZE if count is None else len(found) >= count
            if not page or is_short:
                return found
        raise unreadable(f"there are more than {MOST_PAGES} pages of it")

    async def of_ids(
        self, model: type[WireT], name: str, fields: str, ids: tuple[str, Iterable[str]], params: Params = (),
        *, what: str,
    ) -> list[WireT]:  # fmt: skip
        """Return what `items` does for many ids: in portions, so that no address is too long.

        Args:
            model: As for `items`.
            name: As for `items`.
            fields: As for `items`.
            ids: The filter and the ids; anything that is no number belongs to nothing there.
            params: As for `items`.
            what: As for `items`.

        Raises:
            BackendError: As for `items`.
        """
        key, given = ids
        wanted = [each for each in dict.fromkeys(given) if is_id(each)]
        found: list[WireT] = []
        for at in range(0, len(wanted), MOST_IDS):
            named = (key, ",".join(wanted[at : at + MOST_IDS]))
            found += await self.items(model, name, fields, [named, *params], what=what)
        return found

    async def find(
        self, model: type[WireT], name: str, an_id: str, fields: str, *, what: str, memory: Memory = "none"
    ) -> WireT | None:
        """Return one object of v3, or None where the service says that there is no such thing (404).

        It says the same of what it does not show to the key.

        Args:
            model: What it is taken as.
            name: The list that it belongs to, below `api/v3/`.
            an_id: Its id; anything that is no number is nothing there.
            fields: What is to be told.
            what: As for `items`.
            memory: As for `items`; that there is none is not remembered.

        Raises:
            BackendError: The service says nothing, or no.
        """
        if not is_id(an_id):
            return None
        key = json.dumps([self._address, name, an_id, fields])
        if memory == "use" and (known := await self._shelf.get(key)):
            return parsed(model, known[0])
        answer = await self._http.read(f"/api/v3/{name}/{an_id}", [("fields", fields)])
        if answer.status == 404:
            return None
        if not answer.is_good:
            raise_refused(answer, what)
        data = envelope(answer.data)
        found = parsed(model, data)
        if memory != "none":
            await self._shelf.keep(key, [data])
        return found

    async def send(self, method: str, path: str, body: object = None) -> Answer | NotSent | Unanswered:
        """Make one write and return the plain answer: good, or a 4xx that is about this very write.

        Args:
            method: POST, PUT or DELETE.
            path: Below the base address, without a leading slash.
            body: What is sent as JSON; None for nothing.

        Raises:
            BadCredentials: The key is not accepted; nothing was done.
            BackendError: Nothing was done.
        """
        self.writes += 1
        try:
            answer = await self._http.write(method, f"/{path}", (), body)
        finally:
            self.writes += 1
        if isinstance(answer, Answer) and answer.status in (401, 405, 410):
            raise_refused(answer, "this call")
        return answer

    async def recalled(self, key: str) -> object | None:
        """Return what was remembered lately under a name, by whatever process; None for nothing."""
        known = await self._shelf.get(json.dumps([self._address, key]))
        return known[0] if known else None

    async def remember(self, key: str, value: object) -> None:
        """Remember a JSON value for the next process, as long as a list is."""
        await self._shelf.keep(json.dumps([self._address, key]), [value])

    async def _read(self, path: str, params: Params, what: str) -> object:
        answer = await self._http.read(f"/{path}", params)
        if not answer.is_good:
            raise_refused(answer, what)
        return answer.data


def is_id(text: str) -> bool:
    """Whether a text can be an id there, and so be a part of an address."""
    return text.isascii() and text.isdecimal() and len(text) < 20


def envelope(answer: object) -> object:
    """Return what is in the envelope of v3.

    Raises:
        Garbled: There is none.
    """
    if isinstance(answer, dict) and "data" in (found := cast("dict[str, Any]", answer)):
        return found["data"]
    raise unreadable("at data")


def items_of(data: object) -> list[object]:
    """Return the elements of a list of v3; a list without them is unreadable, never "nothing there".

    Raises:
        Garbled: There are none.
    """
    found = cast("dict[str, Any]", data).get("items") if isinstance(data, dict) else data
    if not isinstance(found, list):
        raise unreadable("at data.items")
    return cast("list[object]", found)


def _count(data: object) -> int | None:
    count = cast("dict[str, Any]", data).get("count") if isinstance(data, dict) else None
    return count if isinstance(count, int) and not isinstance(count, bool) else None
