"""The app, with a watch on how late its event loop comes back.

Usage: watched.py FILE. One line a delay goes to FILE: when (`time.perf_counter()`), and how late, in seconds.
"""

from __future__ import annotations

import asyncio
import sys
import time
from contextlib import suppress

from punchcard.config import load_config
from punchcard.paths import folders
from punchcard.services.clocks import wall_clock
from punchcard.tui.app import PunchcardApp

STEP_SECONDS = 0.005
WORTH_A_LINE_SECONDS = 0.005


async def watch(late: list[tuple[float, float]]) -> None:
    """Ask to be woken every few milliseconds and write down each time that came late."""
    while True:
        due = time.perf_counter() + STEP_SECONDS
        await asyncio.sleep(STEP_SECONDS)
        now = time.perf_counter()
        if now - due > WORTH_A_LINE_SECONDS:
            late.append((now, now - due))


async def main(path: str) -> None:
    """Run the app until somebody leaves it."""
    late: list[tuple[float, float]] = []
    watcher = asyncio.create_task(watch(late))
    where = folders()
    await PunchcardApp(where, load_config(where), wall_clock()).run_async()
    watcher.cancel()
    with suppress(asyncio.CancelledError):
        await watcher
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(f"{when} {seconds}\n" for when, seconds in late)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
