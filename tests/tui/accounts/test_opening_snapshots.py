"""What stands on the screen between two accounts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.tui.accounts.two import BROKEN, TWO, choose, two_accounts
from tests.tui.piloting import on_top, opened, seen, stilled, until
from textual.pilot import Pilot

from punchcard.tui.accounts.opening import OpeningScreen
from punchcard.tui.engine import Engine

Compare = Callable[..., bool]

BOTH = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["narrow", "wide"])


def never(engine: Engine) -> None:
    """It takes for ever."""
    del engine


@BOTH
def test_opening(
    tmp_path: Path, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    async def steps(pilot: Pilot[int]) -> None:
        await opened(pilot)
        monkeypatch.setattr(Engine, "start", never)
        await choose(pilot, "home")
        await on_top(pilot, OpeningScreen)
        await stilled(pilot)

    assert snap_compare(two_accounts(tmp_path / "home").app(), terminal_size=size, run_before=steps)


@BOTH
def test_unavailable(tmp_path: Path, snap_compare: Compare, size: tuple[int, int]) -> None:
    async def steps(pilot: Pilot[int]) -> None:
        await opened(pilot)
        await choose(pilot, "broken")
        await until(pilot, lambda: "broken cannot be opened" in seen(pilot))
        await stilled(pilot)

    home = two_accounts(tmp_path / "home")
    home.configure(TWO + BROKEN)
    assert snap_compare(home.app(), terminal_size=size, run_before=steps)
