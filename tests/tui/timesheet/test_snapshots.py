"""What the Timesheet screen looks like. Look at each picture that changes."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from tests.domain import HOSTILE
from tests.tui.homes import WITH_TARGETS, Home
from tests.tui.pictures import NARROW_TOO, SIZES, USUAL, SnapCompare, Steps, is_as_pictured
from tests.tui.piloting import on_top, seen, until
from tests.tui.timesheet.piloting import balanced, go_there, hand_in, press
from textual.pilot import Pilot

from punchcard.core.people import Person
from punchcard.core.refusals import Refusal
from punchcard.core.weeks import Week
from punchcard.services.session import Session
from punchcard.services.timesheet.week import Timesheet
from punchcard.tui.app import PunchcardApp
from punchcard.tui.help import HelpScreen
from punchcard.tui.timesheet.person_picker import PersonPicker
from punchcard.tui.timesheet.week_question import WeekQuestion


@pytest.fixture(autouse=True)
def counted_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    """The details of an entry name its id; in pictures it is the same every time."""
    count = itertools.count(1)

    def urandom(size: int) -> bytes:
        return next(count).to_bytes(size, "big")

    monkeypatch.setattr("punchcard.core.identifiers.os", SimpleNamespace(urandom=urandom))
    monkeypatch.setattr(
        "punchcard.core.identifiers.time", SimpleNamespace(time_ns=lambda: 1_773_000_000 * 10**9)
    )


@pytest.fixture
def look(snap_compare: SnapCompare) -> Callable[..., bool]:
    """Compare the timesheet, once the week is shown and `steps` are done, with its picture."""

    def compare(app: PunchcardApp, size: str = "normal", steps: Steps | None = None) -> bool:
        return is_as_pictured(snap_compare, app, size, go_there, steps, balanced)

    return compare


def pressing(*keys: str) -> Steps:
    async def steps(pilot: Pilot[int]) -> None:
        await press(pilot, *keys)

    return steps


@pytest.mark.parametrize("size", [*NARROW_TOO, "very_wide"])
def test_full_week(week: Home, look: SnapCompare, size: str) -> None:
    assert look(week.app(), size, pressing("home", "down"))


@pytest.mark.parametrize("size", USUAL)
def test_entries(week: Home, look: SnapCompare, size: str) -> None:
    assert look(week.app(), size, pressing("home", "down", "down", "down", "down", "enter"))


@pytest.mark.parametrize("size", NARROW_TOO)
def test_findings(week: Home, look: SnapCompare, size: str) -> None:
    assert look(week.app(), size, pressing("home", "f", "f"))


@pytest.mark.parametrize("size", NARROW_TOO)
def test_empty_week(week: Home, look: SnapCompare, size: str) -> None:
    assert look(week.app(), size, pressing("home", "left_square_bracket"))


@pytest.mark.parametrize("size", NARROW_TOO)
def test_locked_week(week: Home, look: SnapCompare, size: str) -> None:
    hand_in(week)
    assert look(week.app(), size, pressing("home", "enter", "d"))


@pytest.mark.parametrize("size", NARROW_TOO)
def test_filter(week: Home, look: SnapCompare, size: str) -> None:
    assert look(week.app(), size, pressing("slash", *"task:support", "enter"))


@pytest.mark.parametrize("size", NARROW_TOO)
def test_running(running_home: Home, look: SnapCompare, size: str) -> None:
    assert look(running_home.app(), size)


@pytest.mark.parametrize("size", USUAL)
def test_failure(week: Home, look: SnapCompare, monkeypatch: pytest.MonkeyPatch, size: str) -> None:
    async def broken(session: Session, wanted: Week, person: Person | None = None) -> Timesheet:
        raise Refusal("The backend does not answer. What is shown is what was known.")

    async def steps(pilot: Pilot[int]) -> None:
        monkeypatch.setattr("punchcard.tui.timesheet.reading.timesheet", broken)
        await press(pilot, "home", "left_square_bracket")

    assert look(week.app(), size, steps)


@pytest.mark.parametrize("size", USUAL)
@pytest.mark.usefixtures("unopened")
def test_loading(week: Home, snap_compare: SnapCompare, size: str) -> None:
    async def prepare(pilot: Pilot[int]) -> None:
        await pilot.press("2")
        await pilot.pause()

    assert snap_compare(week.app(), terminal_size=SIZES[size], run_before=prepare)


@pytest.mark.parametrize("theme", ["punchcard-light", "ansi-dark", "ansi-light"])
def test_themes(week: Home, look: SnapCompare, theme: str) -> None:
    week.configure(f'theme = "{theme}"\n{WITH_TARGETS}')
    assert look(week.app(), "wide", pressing("home", "down", "enter"))


def test_no_colour(week: Home, look: SnapCompare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert look(week.app(), steps=pressing("home", "down"))


@pytest.mark.parametrize("size", USUAL)
def test_hostile_text(home: Home, look: SnapCompare, size: str) -> None:
    home.clock.set("12:41")
    home.work("06:00", "07:00", "[red]Nord[b]/日本株式会社プロジェクト/👩🏽‍💻 שלום", HOSTILE)
    home.work("07:00", "07:30", "", "計画とレビューの会議に出席しました、そして文書を書きました。")
    assert look(home.app(), size, pressing("enter"))


def test_going_to_a_week(week: Home, look: SnapCompare) -> None:
    async def steps(pilot: Pilot[int]) -> None:
        await pilot.press("y")
        await on_top(pilot, WeekQuestion)
        await press(pilot, *"3.3.")

    assert look(week.app(), steps=steps)


def test_nobody_else(week: Home, look: SnapCompare) -> None:
    async def steps(pilot: Pilot[int]) -> None:
        await pilot.press("p")
        await on_top(pilot, PersonPicker)

    assert look(week.app(), steps=steps)


def test_several_people(week: Home, look: SnapCompare) -> None:
    async def steps(pilot: Pilot[int]) -> None:
        people = [Person("ann", "Ann Berger"), Person("ben", "Ben Okafor"), Person("li", "李 明")]
        pilot.app.push_screen(PersonPicker(people, people[1]))
        await on_top(pilot, PersonPicker)
        await until(pilot, lambda: "Okafor" in seen(pilot))

    assert look(week.app(), steps=steps)


def test_help(week: Home, look: SnapCompare) -> None:
    async def steps(pilot: Pilot[int]) -> None:
        await pilot.press("question_mark")
        await on_top(pilot, HelpScreen)

    assert look(week.app(), "wide", steps)
