"""What the panel looks like."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from tests.tui.forms.host import Host, now, settled
from tests.tui.presence.desk import Desk
from textual.pilot import Pilot

from punchcard.backends.errors import NotAllowed
from punchcard.services.presence import OnItsWay, WhoIsIn
from punchcard.store.outbox import OutboxState
from punchcard.tui.presence.screen import PresenceScreen

Compare = Callable[..., bool]


class Silent(Desk):
    """Takes for ever."""

    async def read(self) -> WhoIsIn:
        await asyncio.sleep(3600)
        return await super().read()


def refusing() -> Desk:
    words = "Who is clocked in cannot be seen with this account.", "Ask for the role of an approver."
    return Desk(present=None, refusal=NotAllowed(*words))


ASKED = {
    "a": OnItsWay("clock out at 08:41", OutboxState.QUEUED),
    "b": OnItsWay("end the break at 08:40", OutboxState.NEEDS_YOU),
}
NARROW, WIDE = (80, 24), (120, 40)


@pytest.mark.parametrize(
    ("desk", "keys", "theme", "size"),
    [
        pytest.param(Desk(), "down", "punchcard-dark", NARROW, id="team"),
        pytest.param(Desk(), "down", "punchcard-dark", WIDE, id="team_wide"),
        pytest.param(Desk(on_its_way=ASKED), "", "punchcard-light", NARROW, id="on_its_way"),
        pytest.param(
            Desk(unseen=("“zoe” may not be seen.",)), "slash n o r t h", "ansi-dark", NARROW, id="filtered"
        ),
        pytest.param(
            Desk(unseen=("“zoe” may not be seen.",)), "slash n o r t h", "ansi-dark", WIDE, id="filtered_wide"
        ),
        pytest.param(Desk(present=()), "", "punchcard-dark", NARROW, id="empty"),
        pytest.param(Silent(), "", "punchcard-dark", NARROW, id="loading"),
        pytest.param(Desk(present=None), "", "punchcard-dark", NARROW, id="offline"),
        pytest.param(refusing(), "", "punchcard-dark", NARROW, id="refused"),
        pytest.param(Desk(), "x", "punchcard-dark", NARROW, id="asking"),
    ],
)
def test_looks(snap_compare: Compare, desk: Desk, keys: str, theme: str, size: tuple[int, int]) -> None:
    async def prepare(pilot: Pilot[None]) -> None:
        if isinstance(desk, Silent):
            await pilot.pause()
            return
        await settled(pilot)
        await pilot.press(*keys.split())
        await settled(pilot)

    host = Host(PresenceScreen(desk, now), theme)
    assert snap_compare(host, terminal_size=size, run_before=prepare)
