"""Work beside the screen, on a thread of its own: what reads files, asks the keyring, or calls a service.

Not on the engine: that belongs to one open account, and accounts are looked after while none is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from threading import Thread
from typing import TypeVar

ResultT = TypeVar("ResultT")


def beside(work: Callable[[], ResultT]) -> Awaitable[ResultT]:
    """Do what blocks on a thread of its own; whoever waits no more does not hear of it."""

    async def run() -> ResultT:
        return work()

    return beside_async(run)


async def beside_async(work: Callable[[], Coroutine[None, None, ResultT]]) -> ResultT:
    """Run `work` on an event loop and a thread of its own; cancelling this cancels it.

    The thread is nobody's: leaving the app does not wait for a keyring that hangs.
    """
    here = asyncio.get_running_loop()
    answer: asyncio.Future[ResultT] = here.create_future()
    there = asyncio.new_event_loop()
    begun: list[asyncio.Task[ResultT]] = []

    def tell(do: Callable[[], object]) -> None:
        # The app may be gone by now.
        with suppress(RuntimeError):
            here.call_soon_threadsafe(lambda: None if answer.done() else do())

    def run() -> None:
        try:
            begun.append(there.create_task(work()))
            result = there.run_until_complete(begun[0])
        except asyncio.CancelledError:
            tell(answer.cancel)
        except BaseException as error:
            failure = error
            tell(lambda: answer.set_exception(failure))
        else:
            tell(lambda: answer.set_result(result))
        finally:
            there.close()

    Thread(target=run, name="punchcard-accounts", daemon=True).start()
    try:
        return await answer
    finally:
        with suppress(RuntimeError):
            there.call_soon_threadsafe(lambda: [task.cancel() for task in begun])
