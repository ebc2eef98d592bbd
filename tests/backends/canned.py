"""Answers that are written by hand, as the description of an API has them and as they were met."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, cast

import httpx
from pydantic import SecretStr
from tests.backends.offices import NOON
from tests.domain import berlin
from tests.faults.lab import ZONE

from punchcard.backends.contract import Connection

Canned = dict[str, Any]
"""What each path below the base address answers: a JSON value, a status with one, or what makes either."""


class CannedTransport(httpx.AsyncBaseTransport):
    """Answers every path with what is written for it."""

    def __init__(self, base: str, answers: Canned, nothing: Callable[[str], Any]) -> None:
        """Take what all paths begin with, the answers, and the body of a 404 about any other path."""
        self._base, self._answers, self._nothing = base, answers, nothing

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix(f"{self._base}/")
        answer = self._answers[path] if path in self._answers else (404, self._nothing(path))
        if callable(answer):
            answer = answer(request)
        status, data = cast("tuple[int, Any]", answer) if isinstance(answer, tuple) else (200, answer)
        body = data if isinstance(data, str) else json.dumps(data)
        return httpx.Response(status, content=body, headers={"content-type": "application/json"})


def connection_to(
    folder: str, base: str, answers: Canned, nothing: Callable[[str], Any], **settings: str
) -> Connection:
    """An account whose service is a `CannedTransport`."""

    async def secret() -> SecretStr:
        return SecretStr("a-key")

    return Connection(
        "canned", folder, ZONE, lambda: berlin(NOON).to_instant(),
        {"base_url": f"http://127.0.0.1:9{base}", **settings}, secret,
        transport=CannedTransport(base, answers, nothing),
    )  # fmt: skip
