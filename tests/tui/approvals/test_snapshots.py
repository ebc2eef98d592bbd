"""What the Approvals screen looks like. Look at each picture that changes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.domain import HOSTILE
from tests.tui.approvals.conftest import LEA
from tests.tui.approvals.team import BEN, CARLA, LI, TeamHome, calm, done, go_there, let_go, press
from tests.tui.pictures import NARROW_TOO, SIZES, USUAL, SnapCompare, Steps, is_as_pictured
from tests.tui.piloting import on_top, until
from textual.pilot import Pilot

from punchcard.core.change_requests import Verdict
from punchcard.core.refusals import Refusal
from punchcard.services.approvals.inbox import Inbox
from punchcard.services.session import Session
from punchcard.tui.app import PunchcardApp
from punchcard.tui.approvals.decline_form import DeclineForm
from punchcard.tui.forms.confirm import ConfirmScreen
from punchcard.tui.help import HelpScreen


@pytest.fixture
def look(snap_compare: SnapCompare) -> Callable[..., bool]:
    """Compare the approvals, once the list is shown and `steps` are done, with their picture."""

    def compare(app: PunchcardApp, size: str = "normal", steps: Steps | None = None) -> bool:
        return is_as_pictured(snap_compare, app, size, go_there, steps, calm)

    return compare


def pressing(*keys: str) -> Steps:
    async def steps(pilot: Pilot[int]) -> None:
        await press(pilot, *keys)

    return steps


@pytest.mark.parametrize("size", NARROW_TOO)
def test_full_inbox_and_a_request_to_add(team: TeamHome, look: SnapCompare, size: str) -> None:
    assert look(team.app(), size)


@pytest.mark.parametrize("size", NARROW_TOO)
def test_a_request_of_both(team: TeamHome, look: SnapCompare, size: str) -> None:
    assert look(team.app(), size, pressing("down"))


@pytest.mark.parametrize("size", USUAL)
def test_a_request_to_remove(team: TeamHome, look: SnapCompare, size: str) -> None:
    assert look(team.app(), size, pressing("down", "down"))


@pytest.mark.parametrize("size", NARROW_TOO)
def test_a_week(team: TeamHome, look: SnapCompare, size: str) -> None:
    assert look(team.app(), size, pressing("end"))


@pytest.mark.parametrize("size", USUAL)
def test_empty_inbox(at_once: TeamHome, look: SnapCompare, size: str) -> None:
    at_once.decide(LEA, Verdict.APPROVE, BEN, CARLA, LI)
    assert look(at_once.app(), size)


@pytest.mark.parametrize("size", NARROW_TOO)
def test_hold_countdown(team: TeamHome, look: SnapCompare, size: str) -> None:
    async def steps(pilot: Pilot[int]) -> None:
        await press(pilot, "down", "a")
        team.clock.forward(seconds=56)
        await until(pilot, lambda: True)
        pilot.app.screen.query_one("InboxList").refresh()
        await pilot.pause(1.1)

    assert look(team.app(), size, steps)


@pytest.mark.parametrize("size", USUAL)
def test_marked(team: TeamHome, look: SnapCompare, size: str) -> None:
    assert look(team.app(), size, pressing("v", "down", "v"))


@pytest.mark.parametrize("size", USUAL)
def test_question_before_several(team: TeamHome, look: SnapCompare, size: str) -> None:
    async def steps(pilot: Pilot[int]) -> None:
        await press(pilot, "V", "a")
        await on_top(pilot, ConfirmScreen)

    assert look(team.app(), size, steps)


@pytest.mark.parametrize("size", USUAL)
def test_results_of_several(team: TeamHome, look: SnapCompare, size: str) -> None:
    async def steps(pilot: Pilot[int]) -> None:
        await press(pilot, "V", "a")
        await pilot.press("y")
        await calm(pilot)
        team.decide(LEA, Verdict.DECLINE, CARLA, reason="Lea was first")
        await let_go(pilot)
        await calm(pilot)

    assert look(team.app(), size, steps)


@pytest.mark.parametrize("size", NARROW_TOO)
def test_decline_form(at_once: TeamHome, look: SnapCompare, size: str) -> None:
    at_once.decide(LEA, Verdict.DECLINE, BEN, reason="Ask on the day itself, please")

    async def steps(pilot: Pilot[int]) -> None:
        await press(pilot, "h", "h", "d")
        await on_top(pilot, DeclineForm)
        await pilot.press(*"No note of it")

    assert look(at_once.app(), size, steps)


@pytest.mark.parametrize("size", NARROW_TOO)
def test_decided(at_once: TeamHome, look: SnapCompare, size: str) -> None:
    at_once.decide(LEA, Verdict.DECLINE, CARLA, reason="Two of them are one too many; ask for one day")

    async def steps(pilot: Pilot[int]) -> None:
        await press(pilot, "a")
        await done(pilot)
        await press(pilot, "h", "down")

    assert look(at_once.app(), size, steps)


@pytest.mark.parametrize("size", USUAL)
def test_my_own(team: TeamHome, look: SnapCompare, size: str) -> None:
    team.decide(LEA, Verdict.DECLINE, CARLA, reason="Not like that")
    team.ask(CARLA, "+2026-03-06 15:00-15:30", note="Tidied up")
    assert look(team.app_as(CARLA), size)


@pytest.mark.parametrize("size", USUAL)
def test_filter(team: TeamHome, look: SnapCompare, size: str) -> None:
    async def steps(pilot: Pilot[int]) -> None:
        await pilot.press("f")
        await calm(pilot)
        await pilot.press(*"person:carla date:w10")

    assert look(team.app(), size, steps)


def test_filter_that_cannot_be_read(team: TeamHome, look: SnapCompare) -> None:
    async def steps(pilot: Pilot[int]) -> None:
        await pilot.press("f")
        await calm(pilot)
        await pilot.press(*"kind:holiday")

    assert look(team.app(), steps=steps)


@pytest.mark.parametrize("size", USUAL)
def test_reopening(at_once: TeamHome, look: SnapCompare, size: str) -> None:
    at_once.decide(LEA, Verdict.APPROVE, LI)
    at_once.clock.set("2026-03-16 09:00")
    at_once.hand_in(LI, "2026-03-09")

    async def steps(pilot: Pilot[int]) -> None:
        await press(pilot, "h", "R")
        await on_top(pilot, ConfirmScreen)

    assert look(at_once.app(), size, steps)


@pytest.mark.parametrize("theme", ["punchcard-light", "ansi-dark", "ansi-light"])
def test_themes(team: TeamHome, look: SnapCompare, theme: str) -> None:
    app = team.app()
    app.theme = theme
    assert look(app, "wide", pressing("v", "a", "down"))


def test_no_colour(team: TeamHome, look: SnapCompare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert look(team.app(), steps=pressing("down"))


@pytest.mark.parametrize("size", NARROW_TOO)
def test_hostile_text(team: TeamHome, look: SnapCompare, size: str) -> None:
    team.join("[red]Eve[b]\x1b[31m \u202eolleh 日本株式会社 👩🏽‍💻 שלום", "M" * 199)
    team.ask("[red]Eve", "+2026-03-04 08:00-09:00", note=HOSTILE)
    team.ask("MMM", "+2026-03-04 08:00-09:00", note="y" * 900)
    assert look(team.app(), size, pressing("end", "up"))


@pytest.mark.parametrize("size", USUAL)
def test_offline(team: TeamHome, look: SnapCompare, monkeypatch: pytest.MonkeyPatch, size: str) -> None:
    async def broken(session: Session, scope: str) -> Inbox:
        raise Refusal("The backend does not answer.")

    async def steps(pilot: Pilot[int]) -> None:
        monkeypatch.setattr("punchcard.services.approvals.inbox.inbox", broken)
        await press(pilot, "h")

    assert look(team.app(), size, steps)


@pytest.mark.usefixtures("unopened")
def test_loading(team: TeamHome, snap_compare: SnapCompare) -> None:
    async def prepare(pilot: Pilot[int]) -> None:
        await pilot.press("3")
        await pilot.pause()

    app = team.app()
    app.animation_level = "none"
    assert snap_compare(app, terminal_size=SIZES["normal"], run_before=prepare)


def test_help(team: TeamHome, look: SnapCompare) -> None:
    async def steps(pilot: Pilot[int]) -> None:
        await pilot.press("question_mark")
        await on_top(pilot, HelpScreen)

    assert look(team.app(), "wide", steps)
