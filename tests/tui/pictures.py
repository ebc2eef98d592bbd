"""Comparing the whole app with its picture."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tests.tui.piloting import opened, stilled
from textual.pilot import Pilot

from punchcard.tui.app import PunchcardApp

SnapCompare = Callable[..., bool]
Steps = Callable[[Pilot[int]], Awaitable[object]]

SIZES = {
    "small": (50, 12), "narrow": (60, 18), "normal": (80, 24), "wide": (120, 40), "very_wide": (200, 50),
}  # fmt: skip
USUAL = ["normal", "wide"]
NARROW_TOO = ["narrow", *USUAL]


def is_as_pictured(snap_compare: SnapCompare, app: PunchcardApp, size: str, *steps: Steps | None) -> bool:
    """Compare the app with its picture, once its account is open, all steps are done, and it stands still."""

    async def prepare(pilot: Pilot[int]) -> None:
        await opened(pilot)
        for step in steps:
            if step is not None:
                await step(pilot)
        await stilled(pilot)

    app.animation_level = "none"
    return snap_compare(app, terminal_size=SIZES[size], run_before=prepare)
