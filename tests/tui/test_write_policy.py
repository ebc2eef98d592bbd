"""An account that may not write: its keys are grey and say why, and looking goes on."""

from __future__ import annotations

import pytest
from tests.tui.homes import Home
from tests.tui.piloting import app_of, running, seen, until

CONFIG = '[schedule]\nzone = "Europe/Berlin"\n[accounts.local]\nbackend = "local"\nwrite = "{}"\n'


@pytest.mark.parametrize("key", ["s", "S"])
async def test_with_read_only_the_clock_says_why_it_does_not_start(bare_home: Home, key: str) -> None:
    bare_home.configure(CONFIG.format("read-only"))
    async with running(bare_home.app(), (120, 30)) as pilot:
        await until(pilot, lambda: app_of(pilot).overview is not None)
        await pilot.press(key)
        await until(pilot, lambda: 'has write = "read-only"' in seen(pilot))
        shown = app_of(pilot).overview
        assert shown is not None
        assert (shown.state_name, shown.pending) == ("idle", 0)


@pytest.mark.parametrize("key", ["a", "w"])
async def test_with_clock_punches_go_on_and_the_week_says_why_not(bare_home: Home, key: str) -> None:
    bare_home.configure(CONFIG.format("clock"))
    async with running(bare_home.app(), (120, 30)) as pilot:
        await pilot.press("s")
        await until(pilot, lambda: "Working" in seen(pilot))
        await pilot.press("2")
        await until(pilot, lambda: "Mon" in seen(pilot))
        await pilot.press(key)
        await until(pilot, lambda: "so only the clock works" in seen(pilot))
