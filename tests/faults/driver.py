"""A process that has everything loaded and forks others, which open a home, do one thing, and may be killed.

Commands come as lines of JSON on standard input, and each is answered with one: how the child ended.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as Database
from typing import Any, NamedTuple, NoReturn

import httpx
from tests.domain import berlin
from tests.faults.acts import acts_of, do
from tests.faults.kinds import kind_named
from tests.faults.lab import Desk, deliver_all
from tests.services.desk import WallClock

from punchcard.core.codec import assignment_from_json, person_from_json
from punchcard.database.file import DatabaseFile
from punchcard.services.outbox import sync
from punchcard.services.outbox.holding import abandoned_holds


class Order(NamedTuple):
    """What a child does."""

    what: str
    """`act` or `deliver`."""
    home: str
    url: str
    key: str
    person: dict[str, Any]
    now: str
    kind: str
    """The vendor, by name."""
    booked: dict[str, Any]
    """What everything is booked on."""
    act: str = ""
    die_at: int = 0
    """At which event it is killed; 0 for never."""


class Death:
    """Counts what happens, and kills this process at one of the events."""

    def __init__(self, at: int) -> None:
        self._at = at
        self.seen: list[str] = []

    def comes(self, event: str) -> None:
        self.seen.append(event)
        if len(self.seen) == self._at:
            os.kill(os.getpid(), signal.SIGKILL)

    def at_commits(self) -> None:
        """Die just before and just after a commit."""
        write, comes = DatabaseFile.write, self.comes

        @contextmanager
        def deadly(self: DatabaseFile) -> Generator[Database]:
            with write(self) as connection:
                yield connection
                comes("before a commit")
            comes("after a commit")

        DatabaseFile.write = deadly


class DeadlyTransport(httpx.AsyncHTTPTransport):
    """Dies before a request goes out, when its answer has begun to arrive, and when that is read."""

    def __init__(self, death: Death) -> None:
        super().__init__(verify=False)
        self._death = death

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self._death.comes(f"before {request.method}")
        response = await super().handle_async_request(request)
        # The vendor answers when it is done: whatever was asked for has happened.
        self._death.comes(f"done {request.method}")
        read = response.stream
        assert isinstance(read, httpx.AsyncByteStream)
        response.stream = _Read(read, lambda: self._death.comes(f"answered {request.method}"))
        return response


class _Read(httpx.AsyncByteStream):
    def __init__(self, stream: httpx.AsyncByteStream, then: Callable[[], None]) -> None:
        self._stream = stream
        self._then = then

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._stream:
            yield part
        self._then()

    async def aclose(self) -> None:
        await self._stream.aclose()


async def carry_out(order: Order) -> dict[str, Any]:
    """Do what is ordered, in the child."""
    death, clock, person = Death(order.die_at), WallClock(berlin(order.now)), person_from_json(order.person)
    kind, transport = kind_named(order.kind), DeadlyTransport(death)
    desk = Desk(Path(order.home), order.url, order.key, person, clock, transport=transport, kind=kind)
    session = desk.session()
    said: tuple[str, ...] = ()
    if order.what == "act":
        death.at_commits()
        acts = acts_of(kind, assignment_from_json(order.booked))
        await do(session, acts[order.act].ask)
        await sync.deliver(session)
    else:
        said = abandoned_holds(session)
        await deliver_all(session)
    await session.aclose()
    return {"events": death.seen, "said": said}


def child(order: Order, answers: int) -> NoReturn:
    """Run as the child, and end without going back."""
    code = 1
    try:
        os.write(answers, json.dumps(asyncio.run(carry_out(order))).encode())
        code = 0
    except BaseException as error:
        import traceback

        traceback.print_exception(error)
    finally:
        os._exit(code)


def main() -> None:
    """Fork a child for every line."""
    for line in sys.stdin:
        order = Order(**json.loads(line))
        answers, told = os.pipe()
        process = os.fork()
        if process == 0:
            os.close(answers)
            child(order, told)
        os.close(told)
        with os.fdopen(answers, "rb") as pipe:
            said = pipe.read()
        _, status = os.waitpid(process, 0)
        end = os.waitstatus_to_exitcode(status)
        print(json.dumps({"end": end, **(json.loads(said) if said else {})}), flush=True)


if __name__ == "__main__":
    main()
