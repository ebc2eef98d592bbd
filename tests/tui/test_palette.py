"""The command palette: everything by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import platformdirs
import pytest
from tests.tui.homes import Home
from tests.tui.piloting import app_of, on_top, running, said, seen, settled, state, until
from textual.app import SystemCommand
from textual.pilot import Pilot

from punchcard.core.clock import Working
from punchcard.tui.forms.clock_form import ClockForm
from punchcard.tui.forms.confirm import ConfirmScreen
from punchcard.tui.forms.note import NoteScreen
from punchcard.tui.help import HelpScreen
from punchcard.tui.outbox.screen import OutboxScreen


def commands(pilot: Pilot[int]) -> dict[str, Callable[[], Any]]:
    found: list[SystemCommand] = list(app_of(pilot).get_system_commands(pilot.app.screen))
    titles = [command.title for command in found]
    assert len(set(titles)) == len(titles)
    assert all(command.help for command in found)
    return {command.title: command.callback for command in found}


async def run(pilot: Pilot[int], title: str) -> None:
    """Open the palette, type a name, and take it."""
    await pilot.press("ctrl+p")
    await until(pilot, lambda: "Search for commands" in seen(pilot))
    await pilot.press(*title)
    await until(pilot, lambda: seen(pilot).count(title) >= 2, f"finding {title}")
    await pilot.press("enter")


async def test_start_by_name(home: Home) -> None:
    async with running(home.app()) as pilot:
        await run(pilot, "clock: Start")
        await until(pilot, lambda: isinstance(state(pilot), Working))


async def test_only_what_is_possible_is_listed(home: Home) -> None:
    async with running(home.app()) as pilot:
        idle = {name for name in commands(pilot) if name.startswith("clock")}
        home.start("08:00")
        await until(pilot, lambda: isinstance(state(pilot), Working))
        working = {name for name in commands(pilot) if name.startswith("clock")}
        await pilot.press("2")
        elsewhere = {name for name in commands(pilot) if name.startswith("clock")}
        await pilot.press("1", "e")
        await on_top(pilot, ClockForm)
        in_a_form = {name for name in commands(pilot) if not name.startswith(("theme", "view"))}

    assert idle == {"clock: Start", "clock: Start on …", "clock: Who is in"}
    always = {"clock: Who is in"}
    assert working - always == {"clock: Break", "clock: Stop", "clock: Cancel", "clock: Edit", "clock: Note"}
    assert elsewhere == set()
    assert in_a_form == {"app: Quit"}


@pytest.mark.parametrize(
    ("title", "screen"),
    [
        ("clock: Edit", ClockForm),
        ("clock: Note", NoteScreen),
        ("clock: Cancel", ConfirmScreen),
        ("app: Help", HelpScreen),
        ("app: Outbox", OutboxScreen),
    ],
)
async def test_what_opens_something(home: Home, title: str, screen: type[Any]) -> None:
    home.start("08:00")
    async with running(home.app()) as pilot:
        await call(pilot, title)
        await on_top(pilot, screen)


async def call(pilot: Pilot[int], title: str) -> None:
    done = commands(pilot)[title]()
    if done is not None:
        await done
    await settled(pilot)


async def test_a_picture_that_cannot_be_saved_says_why(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    (home.folder / "file").write_text("")
    monkeypatch.setattr(platformdirs, "user_downloads_path", lambda: home.folder / "file" / "Downloads")
    async with running(home.app()) as pilot:
        await call(pilot, "view: Screenshot")
        await until(pilot, lambda: "cannot be made (Not a directory)" in said(pilot))


async def test_everything_else_works_as_well(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    saved: list[object] = []
    downloads = home.folder / "new" / "Downloads"
    monkeypatch.setattr(platformdirs, "user_downloads_path", lambda: downloads)
    async with running(home.app()) as pilot:
        app = app_of(pilot)
        monkeypatch.setattr(app, "deliver_screenshot", lambda: saved.append(app.export_screenshot()))
        for title in ("screen: Timesheet", "screen: Approvals", "screen: Clock"):
            await call(pilot, title)
            await until(pilot, lambda there=title: there.lower().endswith(app.current_mode))
        await call(pilot, "app: Refresh")
        await until(pilot, lambda: app.connection.words == "saved")
        await call(pilot, "app: Undo")
        await until(pilot, lambda: "nothing to undo" in said(pilot))
        await call(pilot, "view: Screenshot")
        await until(pilot, lambda: bool(saved))
        assert downloads.is_dir()
        for title in [name for name in commands(pilot) if name.startswith("theme: ")]:
            await call(pilot, title)
            assert f"theme: {app.theme}" == title
        await call(pilot, "clock: Start")
        await until(pilot, lambda: isinstance(state(pilot), Working))
        await call(pilot, "app: Leave")
    assert app.return_value == 0
