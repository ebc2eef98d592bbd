"""Answers that are written by hand, as the description of the API has them and as they were met."""

from __future__ import annotations

import json
from typing import Any, cast

import httpx
from pydantic import SecretStr
from tests.backends.clockodo.office import NOW
from tests.domain import berlin
from tests.faults.lab import IMPATIENT, ZONE

from punchcard.backends.clockodo import ClockodoBackend
from punchcard.backends.contract import Connection
from punchcard.backends.http import HttpClient

Canned = dict[str, Any]
"""What each path below `/api/` answers: a JSON value, or a status with one."""

PAGING = {"items_per_page": 1000, "current_page": 1, "count_pages": 1, "count_items": 1}


class CannedTransport(httpx.AsyncBaseTransport):
    """Answers every path with what is written for it."""

    def __init__(self, answers: Canned) -> None:
        self._answers = answers

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/api/")
        answer = self._answers.get(path, (404, {"errors": [{"type": "RouteNotFound", "message": path}]}))
        if callable(answer):
            answer = answer(request)
        status, data = cast("tuple[int, Any]", answer) if isinstance(answer, tuple) else (200, answer)
        body = data if isinstance(data, str) else json.dumps(data)
        return httpx.Response(status, content=body, headers={"content-type": "application/json"})


def backend_with(folder: str, answers: Canned, **settings: str) -> ClockodoBackend:
    """A connection to answers that are written by hand."""

    async def secret() -> SecretStr:
        return SecretStr("a-key")

    connection = Connection(
        "canned",
        folder,
        ZONE,
        lambda: berlin(NOW).to_instant(),
        {"email": "ann@acme.example", "base_url": "http://127.0.0.1:9/api", **settings},
        secret,
        transport=CannedTransport(answers),
    )
    return ClockodoBackend(connection, lambda s, c: HttpClient(s, c, limits=IMPATIENT))


def entry(**changed: Any) -> dict[str, Any]:
    """A finished entry in a list with names."""
    return {
        "id": 7, "type": 1, "users_id": 1, "customers_id": 3, "projects_id": 4, "subprojects_id": None,
        "services_id": 5, "billable": 1, "texts_id": None, "text": "tables",
        "time_since": "2026-03-11T07:00:00Z", "time_until": "2026-03-11T08:00:00Z", "duration": 3600,
        "clocked": True, "customers_name": "Northwind", "projects_name": "Portal",
        "services_name": "Development", **changed,
    }  # fmt: skip


def running(**changed: Any) -> dict[str, Any]:
    """What a clock that runs looks like."""
    return {**entry(time_until=None, duration=None), **changed}
