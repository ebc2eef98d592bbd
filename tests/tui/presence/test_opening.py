"""From the clock to the panel and back, over a team that is kept on this machine."""

from __future__ import annotations

import pytest
from tests.tui.homes import Home
from tests.tui.piloting import on_top, running, said, seen, until

from punchcard.backends.abilities import Ability, No
from punchcard.backends.local import LocalBackend
from punchcard.core.clock import Idle
from punchcard.core.people import Role
from punchcard.services import clocking
from punchcard.services.acting import acting_as
from punchcard.services.outbox.sync import deliver
from punchcard.services.session import Session
from punchcard.services.team import add_member, person_named
from punchcard.tui.clock.screen import ClockScreen
from punchcard.tui.forms.confirm import ConfirmScreen
from punchcard.tui.presence.screen import PresenceScreen


async def ben_starts(session: Session) -> None:
    await add_member(session, "Ben [b]Okafor[/]", Role.WORKER)
    ben = person_named("ben", await session.backend.directory.people())
    clocking.start(acting_as(session, ben), session.now().subtract(hours=1))
    await deliver(session)


async def bens_clock_is_idle(session: Session) -> bool:
    ben = person_named("ben", await session.backend.directory.people())
    return (
        isinstance((await session.backend.clock.reading(ben.id)).state, Idle)
        if session.backend.clock
        else False
    )


async def test_a_local_lead_sees_the_team_and_stops_a_clock_for_somebody(home: Home) -> None:
    home.do(ben_starts)
    app = home.app()
    async with running(app) as pilot:
        await pilot.press("w")
        await on_top(pilot, PresenceScreen)
        await until(pilot, lambda: "Ben [b]Okafor[/]" in seen(pilot))
        assert "1 clocked in · as of 08:00" in seen(pilot)
        await pilot.press("x")
        await on_top(pilot, ConfirmScreen)
        await pilot.press("y")
        await until(pilot, lambda: "Nobody whom you may see is clocked in." in seen(pilot))
        await pilot.press("escape")
        assert isinstance(app.screen, ClockScreen)
    assert home.do(bens_clock_is_idle)
    assert home.rows()[-1].asked_by is None


async def test_where_it_cannot_be_seen_the_key_says_why(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    why = "The service does not tell who is clocked in."
    monkeypatch.setattr(LocalBackend, "abilities", {**LocalBackend.abilities, Ability.PRESENCE: No(why)})
    app = home.app()
    async with running(app) as pilot:
        await pilot.press("w")
        await until(pilot, lambda: why in said(pilot))
        assert isinstance(app.screen, ClockScreen)


async def test_what_became_of_something_is_said_in_the_panel_while_it_is_open(home: Home) -> None:
    app = home.app()
    async with running(app) as pilot:
        await pilot.press("w")
        await on_top(pilot, PresenceScreen)
        app.say("Refused: clock out at 08:00, for [b]Ben[/].", is_refusal=True)
        await until(pilot, lambda: "! Refused: clock out at 08:00, for [b]Ben[/]." in seen(pilot))
