"""Answers that are written by hand, as the description of the API has them and as they were met."""

from __future__ import annotations

import json
from typing import Any, cast

import httpx
from pydantic import SecretStr
from tests.backends.mctime.office import BASE, NOW
from tests.domain import berlin
from tests.faults.lab import IMPATIENT, ZONE

from punchcard.backends.contract import Connection
from punchcard.backends.http import HttpClient
from punchcard.backends.mctime import McTimeBackend

Canned = dict[str, Any]
"""What each path below the base address answers: a JSON value, a status with one, or what makes either."""


class CannedTransport(httpx.AsyncBaseTransport):
    """Answers every path with what is written for it."""

    def __init__(self, answers: Canned) -> None:
        self._answers = answers

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._answers.get(request.url.path.removeprefix(f"{BASE}/"), (404, enveloped()))
        if callable(answer):
            answer = answer(request)
        status, data = cast("tuple[int, Any]", answer) if isinstance(answer, tuple) else (200, answer)
        body = data if isinstance(data, str) else json.dumps(data)
        return httpx.Response(status, content=body, headers={"content-type": "application/json"})


def backend_with(folder: str, answers: Canned, **settings: str) -> McTimeBackend:
    """A connection to answers that are written by hand."""

    async def secret() -> SecretStr:
        return SecretStr("a-key")

    connection = Connection(
        "canned",
        folder,
        ZONE,
        lambda: berlin(NOW).to_instant(),
        {"base_url": f"http://127.0.0.1:9{BASE}", **settings},
        secret,
        transport=CannedTransport(answers),
    )
    return McTimeBackend(connection, lambda s, c: HttpClient(s, c, limits=IMPATIENT))


def enveloped(data: Any = None, message: str = "Success", *, valid: Any = True) -> dict[str, Any]:
    """One object in the usual form."""
    return {"items": [{"message": message, "data": data}], "valid": valid}
