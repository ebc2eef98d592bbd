"""Looking up names without waiting for whoever does not answer.

An event loop asks the resolver on the threads that everything off the loop shares, and that are waited for at
its end. A resolver that hangs would use them up, and keep a command from ending long after its time is over.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Thread
from typing import ParamSpec, TypeVar
from weakref import WeakSet

ParamT = ParamSpec("ParamT")
ResultT = TypeVar("ResultT")

_ready: WeakSet[asyncio.AbstractEventLoop] = WeakSet()


def leave_lookups_behind(loop: asyncio.AbstractEventLoop) -> None:
    """Let `loop` look up every name on a thread of its own, which keeps nobody from leaving."""
    if loop not in _ready:
        loop.set_default_executor(_Threads())
        _ready.add(loop)


class _Threads(ThreadPoolExecutor):
    def submit(
        self, fn: Callable[ParamT, ResultT], /, *args: ParamT.args, **kwargs: ParamT.kwargs
    ) -> Future[ResultT]:
        if fn is not socket.getaddrinfo:
            return super().submit(fn, *args, **kwargs)
        future: Future[ResultT] = Future()

        def look_up() -> None:
            try:
                found = fn(*args, **kwargs)
            except Exception as error:
                future.set_exception(error)
            else:
                future.set_result(found)

        future.set_running_or_notify_cancel()
        Thread(target=look_up, name="punchcard-lookup", daemon=True).start()
        return future
