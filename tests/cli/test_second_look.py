"""A command is not refused for what another device has changed since it was read."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.domain import berlin
from tests.services.desk import Desk
from tests.services.vendor import Clock

from punchcard.backends.errors import Unreachable
from punchcard.cli.delivery.second_look import with_second_look
from punchcard.core.clock import IDLE, Working
from punchcard.core.clock_rules import AlreadyRunning, NotRunning
from punchcard.services import clocking
from punchcard.services.reading.refresh import refresh


@pytest.fixture
async def knowing(tmp_path: Path) -> Desk:
    """A desk that has read the vendor before another device started there."""
    desk = Desk(tmp_path, "11 09:00")
    await refresh(desk.session)
    desk.vendor.state = Working("theirs", berlin("11 08:30"))
    return desk


async def stop(desk: Desk) -> clocking.Asked:
    return clocking.stop(desk.session)


async def test_what_another_device_started_is_stopped(knowing: Desk) -> None:
    with pytest.raises(NotRunning):
        clocking.stop(knowing.session)
    asked = await with_second_look(knowing.session, 10, lambda: stop(knowing))
    assert asked.message == "Clocked out at 09:00: 30 min worked."
    assert knowing.session.news == ["Started on another device at 08:30."]
    await knowing.deliver()
    assert knowing.vendor.state == IDLE


async def test_without_time_or_an_answer_it_is_refused_as_it_is_known(
    knowing: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unreachable(*_given: object) -> object:
        raise Unreachable("Acme cannot be reached.")

    with pytest.raises(NotRunning):
        await with_second_look(knowing.session, 0, lambda: stop(knowing))
    monkeypatch.setattr(Clock, "reading", unreachable)
    with pytest.raises(NotRunning):
        await with_second_look(knowing.session, 10, lambda: stop(knowing))


async def test_what_fits_at_once_reads_nothing(knowing: Desk) -> None:
    async def start() -> clocking.Asked:
        return clocking.start(knowing.session)

    await with_second_look(knowing.session, 10, start)
    assert knowing.session.news == []
    knowing.vendor.state = IDLE
    await knowing.deliver()
    with pytest.raises(AlreadyRunning):
        await with_second_look(knowing.session, 10, start)
