"""The app as somebody of the team: the top line says who."""

from __future__ import annotations

from tests.tui.homes import Home
from tests.tui.piloting import running, seen, until

from punchcard.core.people import Role
from punchcard.services.session import Session
from punchcard.services.team import add_member
from punchcard.tui.app import PunchcardApp


def with_ben(home: Home) -> None:
    async def add(session: Session) -> None:
        await add_member(session, "Ben [b]Okafor[/]", Role.WORKER)

    home.do(add)


async def test_the_top_line_says_who_is_acted_as(home: Home) -> None:
    with_ben(home)
    app = PunchcardApp(home.folders, home.config(), home.clock, acting_as="ben")
    async with running(app, (120, 40)) as pilot:
        assert "as Ben [b]Okafor[/] · local" in seen(pilot)
        await pilot.press("s")
        await until(pilot, lambda: app.overview is not None and app.overview.state_name == "working")
    own = home.app()
    async with running(own, (120, 40)) as pilot:
        assert "as Ben" not in seen(pilot)
        assert own.overview
        assert own.overview.state_name == "idle"


async def test_in_a_narrow_terminal_who_is_acted_as_stays(home: Home) -> None:
    with_ben(home)
    app = PunchcardApp(home.folders, home.config(), home.clock, acting_as="ben")
    async with running(app, (80, 24)) as pilot:
        assert "as Ben" in seen(pilot)


async def test_nobody_of_that_name_ends_the_app_with_a_sentence(home: Home) -> None:
    app = PunchcardApp(home.folders, home.config(), home.clock, acting_as="Zoe")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.failure is not None)
        assert app.failure
        assert app.failure.message == "“Zoe” is nobody in the team."
