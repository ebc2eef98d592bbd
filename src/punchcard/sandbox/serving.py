"""Simulated vendors over real sockets, on this machine alone."""

from __future__ import annotations

import asyncio
import socket
import struct
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, cast

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from punchcard.core.refusals import Refusal
from punchcard.sandbox.application import DROP, App

HOST = "127.0.0.1"
"""Where simulated vendors listen: nobody else reaches them."""

KEEP_ALIVE_SECONDS = 60
_STOP_SECONDS = 10.0
_LINGER = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
"""Closing drops what is not sent yet and resets the connection."""


class PortTaken(Refusal):
    """Somebody listens there already."""

    code = "port_taken"


@contextmanager
def serving(app: App, port: int = 0) -> Generator[str]:
    """Answer requests from a thread of its own and yield the address, without a slash at its end.

    Args:
        app: The application.
        port: Where to listen; 0 for any port that is free.

    Raises:
        PortTaken: The port is not to be had.
    """
    listener = _listener(port)
    server = _Server(app)
    thread = threading.Thread(target=server.run_on, args=(listener,), name="sandbox", daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{listener.getsockname()[1]}"
    finally:
        server.end()
        thread.join(_STOP_SECONDS)
        listener.close()


def _listener(port: int) -> socket.socket:
    # Listening before the server's thread does anything, so that nobody has to wait for it.
    # With its protocol named, so that asyncio sends each answer at once (TCP_NODELAY).
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform != "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen(128)
    except (OSError, OverflowError) as error:
        listener.close()
        why = error.strerror if isinstance(error, OSError) else "there is no such port"
        raise PortTaken(
            f"The port {port} is not to be had ({why}); nothing was started.",
            "Choose another one with --port, or leave it out for any that is free.",
        ) from error
    return listener


class _Protocol(H11Protocol):
    """Lets the application drop its connection."""

    def __init__(self, *values: Any, **named: Any) -> None:
        super().__init__(*values, **named)
        self._application = cast("App", self.app)
        self.app = cast("Any", self._answer)

    async def _answer(self, scope: Any, receive: Any, send: Any) -> None:
        scope["extensions"] = {DROP: self._drop}
        try:
            await self._application(scope, receive, send)
        except asyncio.CancelledError:
            # The server ends in the middle of this call: whoever waits for it sees the connection go.
            self._drop(reset=True)
            await asyncio.sleep(0)

    def _drop(self, reset: bool) -> None:
        if not reset:
            self.transport.close()
            return
        if self.transport.is_closing():
            # Whoever has asked is gone already.
            return
        connection = cast("socket.socket", self.transport.get_extra_info("socket"))
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER)
        self.transport.abort()


class _Server(uvicorn.Server):
    """Begins and ends at once."""

    def __init__(self, app: App) -> None:
        super().__init__(
            uvicorn.Config(
                cast("Any", app), http=_Protocol, ws="none", lifespan="off", loop="asyncio", log_config=None,
                access_log=False, server_header=False, date_header=False,
                timeout_keep_alive=KEEP_ALIVE_SECONDS,
            )
        )  # fmt: skip
        self._ended = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._over: asyncio.Event | None = None
        self._lock = threading.Lock()

    def run_on(self, listener: socket.socket) -> None:
        """Serve until `end`."""
        asyncio.run(self.serve(sockets=[listener]))

    def end(self) -> None:
        """Stop, whatever is in progress; from any thread."""
        with self._lock:
            self._ended.set()
            if self._loop is not None and self._over is not None:
                self._loop.call_soon_threadsafe(self._over.set)

    async def main_loop(self) -> None:
        """Wait for the end."""
        with self._lock:
            self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
            if self._ended.is_set():
                self._over.set()
        await self._over.wait()
        with self._lock:
            self._loop = None

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close every connection at once; requests in progress are not waited for."""
        del sockets
        for server in self.servers:
            server.close()
        tasks = list(self.server_state.tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for connection in list(self.server_state.connections):
            if isinstance(connection, H11Protocol):
                connection.transport.abort()
        await asyncio.sleep(0)
