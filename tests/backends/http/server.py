"""A server of bare sockets that does what the tests tell it, and writes down what it was sent."""

from __future__ import annotations

import asyncio
import json
import queue
import socket
import ssl
import struct
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any, NamedTuple, TypeAlias

Act: TypeAlias = Callable[[asyncio.StreamWriter], Awaitable[None]]


class Request(NamedTuple):
    """One request as it came."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def data(self) -> Any:
        return json.loads(self.body)


class Server:
    """Answers the first request by the first act, and so on; all further ones by the last."""

    def __init__(self, *acts: Act) -> None:
        self.acts = list(acts)
        self.requests: list[Request] = []
        self.connections = 0
        self.raw = bytearray()
        """Every byte that came, also what was no request."""
        self.port = 0
        self.scheme = "http"
        self.tasks: set[asyncio.Task[Any]] = set()

    @property
    def url(self) -> str:
        return f"{self.scheme}://localhost:{self.port}" if self.scheme == "https" else self.plain_url

    @property
    def plain_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def methods(self) -> list[str]:
        return [request.method for request in self.requests]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self.tasks.add(task)
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while not writer.is_closing():
                await self._one(reader, writer)
        writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        self.raw += head
        first, *lines = head.decode("latin-1").strip().split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        self.raw += body
        method, target, _ = first.split(" ")
        self.requests.append(Request(method, target, headers, body))
        act = self.acts[min(len(self.requests), len(self.acts)) - 1]
        await act(writer)


@asynccontextmanager
async def serving(*acts: Act, tls: ssl.SSLContext | None = None) -> AsyncGenerator[Server]:
    server = Server(*acts)
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0, ssl=tls)
    server.port = listening.sockets[0].getsockname()[1]
    server.scheme = "http" if tls is None else "https"
    try:
        yield server
    finally:
        listening.close()
        for task in server.tasks:
            task.cancel()
        await asyncio.gather(*server.tasks, return_exceptions=True)


@contextmanager
def serving_in_a_thread(*acts: Act) -> Generator[Server]:
    """Serve from an event loop of its own, so that those of the test may come and go."""
    ready: queue.Queue[tuple[Server, asyncio.AbstractEventLoop, asyncio.Event]] = queue.Queue()

    async def run() -> None:
        async with serving(*acts) as server:
            done = asyncio.Event()
            ready.put((server, asyncio.get_running_loop(), done))
            await done.wait()

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    server, loop, done = ready.get(timeout=10)
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(done.set)
        thread.join(timeout=10)


def says(status: int = 200, body: object = b'{"ok": true}', **headers: str) -> Act:
    """Answer in full; a body that is not bytes goes as JSON. `content_type=""` leaves the header out."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    named = {"content_type": "application/json", "content_length": str(len(raw)), **headers}
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in named.items() if value]

    async def act(writer: asyncio.StreamWriter) -> None:
        writer.write(f"HTTP/1.1 {status} Whatever\r\n".encode() + "\r\n".join(lines).encode("latin-1"))
        writer.write(b"\r\n\r\n" + raw)
        await writer.drain()

    return act


def sends(*pieces: bytes, pause: float = 0.0, closes: bool = True) -> Act:
    """Send just these bytes, `pause` seconds apart, then close, or stay silent for good."""

    async def act(writer: asyncio.StreamWriter) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)
        if not closes:
            await asyncio.sleep(30)
        writer.close()

    return act


def is_silent() -> Act:
    """Never answer."""
    return sends(closes=False)


def closes() -> Act:
    """Close without a word."""
    return sends()


def resets() -> Act:
    """Cut the connection the hard way."""

    async def act(writer: asyncio.StreamWriter) -> None:
        sock: socket.socket = writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    return act


def drips(every: float, times: int) -> Act:
    """Send the headers, then a byte at a time."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n"
    return sends(head, *[b" "] * times, pause=every)


def then(first: Act, second: Act) -> Act:
    async def act(writer: asyncio.StreamWriter) -> None:
        await first(writer)
        await second(writer)

    return act
