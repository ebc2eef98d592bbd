"""Use cases with and without an event loop.

Importing asyncio takes longer than all else that a punch on this machine does. A backend that never waits
(`BackendInfo.immediate`) is therefore driven without it where there is no event loop anyway.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Coroutine
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any, TypeVar

ResultT = TypeVar("ResultT")


def finish(work: Coroutine[Any, Any, ResultT], *, immediate: bool) -> ResultT:
    """Run `work` to its end and return its result.

    Args:
        work: What to do.
        immediate: Whether it never waits for anything.

    Raises:
        RuntimeError: It has waited although it was said to be immediate.
    """
    if not immediate:
        import asyncio

        return asyncio.run(work)
    try:
        work.send(None)
    except StopIteration as end:
        return end.value
    finally:
        work.close()
    raise RuntimeError("a backend that is said to be immediate has waited")


async def pause(seconds: float) -> None:
    """Let `seconds` go by, and others work where there is an event loop."""
    if _has_event_loop():
        import asyncio

        await asyncio.sleep(seconds)
    else:
        time.sleep(seconds)


def at_most(seconds: float) -> AbstractAsyncContextManager[object]:
    """Cut short what takes longer, with a `TimeoutError`; without an event loop nothing waits."""
    if not _has_event_loop():
        return nullcontext()
    import asyncio

    return asyncio.timeout(seconds)


def _has_event_loop() -> bool:
    if "asyncio" not in sys.modules:
        return False
    import asyncio

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
