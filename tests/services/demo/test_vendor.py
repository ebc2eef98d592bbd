"""The demo at a simulated vendor: its clock may stand still, and its calls are not counted."""

from __future__ import annotations

import pytest

from punchcard.config import load_config
from punchcard.services.clocks import stopped_at
from punchcard.services.demo.vendor import vendor_home
from punchcard.services.session import open_session

WEDNESDAY = "2026-03-11T12:41:00+01:00"
A_MINUTE = 50
"""How many calls Lucca allows."""


async def test_where_the_clock_stands_still_nobody_waits_for_the_next_minute(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with vendor_home("lucca", WEDNESDAY) as home:
        for name, value in home.variables.items():
            monkeypatch.setenv(name, value)
        session = await open_session(home.folders, load_config(home.folders), stopped_at(WEDNESDAY))
        try:
            for _ in range(A_MINUTE + 1):
                await session.backend.directory.whoami()
        finally:
            await session.aclose()
