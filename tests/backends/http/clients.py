"""Clients of the tests: an account with a canary for a key, and short limits."""

from __future__ import annotations

import os
import tempfile
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from pydantic import SecretStr
from whenever import Instant

from punchcard.backends.contract import Connection, WritePolicy
from punchcard.backends.http import Budget, HttpClient, Route, Service
from punchcard.backends.http.limits import Limits
from punchcard.backends.meter import Meter
from punchcard.core.refusals import Refusal

CANARY = "canary-5f1d7c"
QUICK = Limits(read_seconds=5.0, call_seconds=15.0, body_bytes=100_000, first_pause_seconds=0.01)
"""Patient with a busy machine, and quick with everything else."""

IMPATIENT = QUICK._replace(read_seconds=0.3)
"""For those who never answer."""

CLOCK = (Route("POST", "/clock"), Route("DELETE", "/clock/[0-9]+"))
NOW = Instant.from_utc(2026, 3, 11, 11, 0, 0)


async def canary() -> SecretStr:
    return SecretStr(CANARY)


def key_header(secret: str) -> dict[str, str]:
    return {"API_KEY": secret}


def client_of(
    url: str,
    *,
    limits: Limits = QUICK,
    write: WritePolicy = "full",
    budgets: Sequence[Budget] = (),
    meter: Meter | None = None,
    folder: str | None = None,
    now: Callable[[], Instant] = Instant.now,
    authorize: Callable[[str], dict[str, str]] = key_header,
    **more: Any,
) -> HttpClient:
    service = Service("Acme", url, {"X-App": "punchcard;ann@acme.example"}, authorize, CLOCK, tuple(budgets))
    connection = Connection(
        account="plant",
        folder=folder or os.path.join(tempfile.mkdtemp(), "plant"),
        zone="Europe/Berlin",
        now=now,
        secret=more.pop("secret", canary),
        write=write,
        meter=meter,
        transport=more.pop("transport", None),
    )
    return HttpClient(service, connection, limits=limits, **more)


@asynccontextmanager
async def client(url: str, **more: Any) -> AsyncGenerator[HttpClient]:
    opened = client_of(url, **more)
    try:
        yield opened
    finally:
        await opened.aclose()


async def refusal_of(call: Awaitable[object]) -> Refusal:
    """Return what a call raises, with nothing of the test in its frames."""
    try:
        await call
    except Refusal as refusal:
        return refusal
    raise AssertionError("nothing was raised")
