"""Waiting for one's turn at a service that takes so many calls a minute."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.services.local_day import opened

from punchcard.backends.errors import Throttled
from punchcard.cli.groups.turns import in_turn


@pytest.mark.parametrize("may_wait", [True, False])
async def test_it_waits_in_sight_and_asks_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], may_wait: bool
) -> None:
    session = await opened(tmp_path / "home")
    asked = 0

    async def ask() -> str:
        nonlocal asked
        asked += 1
        if asked == 1:
            raise Throttled("The next one goes out at 12:41:07.", session.instant().add(milliseconds=20))
        return "the groups"

    if may_wait:
        assert await in_turn(session, ask) == "the groups"
        assert capsys.readouterr().err == "Waiting. The next one goes out at 12:41:07.\n"
    else:
        with pytest.raises(Throttled):
            await in_turn(session, ask, may_wait=False)
    await session.aclose()


async def test_an_hour_is_no_wait(tmp_path: Path) -> None:
    session = await opened(tmp_path / "home")

    async def ask() -> str:
        raise Throttled("Not for an hour.", session.instant().add(hours=1))

    with pytest.raises(Throttled):
        await in_turn(session, ask)
    await session.aclose()
