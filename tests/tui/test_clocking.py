"""What the keys of the Clock screen do to the store, and what the app says about it."""

from __future__ import annotations

import pytest
from tests.tui.homes import PORTAL, SUPPORT, Home
from tests.tui.piloting import digits, on_top, press, running, said, seen, settled, state, until
from textual.widgets import Button, Input

from punchcard.core.clock import Idle, OnBreak, Working
from punchcard.core.moments import clock_time
from punchcard.tui.forms.clock_form import ClockForm
from punchcard.tui.forms.confirm import ConfirmScreen
from punchcard.tui.forms.note import NoteScreen

pytestmark = pytest.mark.usefixtures("awake")


async def test_a_day_of_punches_counts_as_it_was_worked(home: Home) -> None:
    async with running(home.app()) as pilot:
        await press(pilot, "s", "Clocked in at 08:00.")
        home.clock.set("12:00")
        await press(pilot, "b", "On a break since 12:00.")
        home.clock.set("12:30")
        await press(pilot, "b", "Back at work at 12:30, after a break of 30 min.")
        home.clock.set("16:45")
        await press(pilot, "x", "Clocked out at 16:45: 8 h 15 min worked.")
        assert "08:00 – 12:00   4:00" in seen(pilot)
        assert "12:30 – 16:45   4:15" in seen(pilot)

    today = home.overview().day(home.clock.now())
    assert (today.worked_seconds, today.break_seconds) == (29_700, 1_800)
    assert [row.change.kind for row in home.rows()] == ["start", "break", "resume", "stop"]


async def test_undo_goes_back_step_by_step(home: Home) -> None:
    async with running(home.app()) as pilot:
        await press(pilot, "s", "Clocked in")
        home.clock.set("12:00")
        await press(pilot, "b", "On a break")
        home.clock.set("12:10")
        await press(pilot, "x", "Clocked out at 12:10: 4 h worked.")

        await press(pilot, "u", "Undone. The clock is back as it was: on a break since 12:00.")
        assert isinstance(state(pilot), OnBreak)
        await press(pilot, "u", "Undone. The clock is back as it was: working since 08:00.")
        assert isinstance(state(pilot), Working)
        await press(pilot, "u", "Undone. The clock of 08:00 was thrown away; nothing was booked.")
        assert state(pilot) == Idle()
        await press(pilot, "u", "There is nothing to undo.")

    assert home.overview().entries == ()


async def test_start_takes_over_what_was_worked_on_last(home: Home) -> None:
    home.work("yesterday 08:00", "yesterday 16:00", PORTAL)

    async with running(home.app()) as pilot:
        assert "s starts the clock on" in seen(pilot)
        await press(pilot, "s", "Clocked in at 08:00 · Northwind › Portal › Development.")


@pytest.mark.parametrize(
    ("before", "possible"),
    [
        ("idle", {"s", "S"}),
        ("working", {"b", "x", "c", "e", "n"}),
        ("break", {"b", "x", "c", "e", "n"}),
    ],
)
async def test_keys_that_make_no_sense_are_grey_and_do_nothing(
    home: Home, before: str, possible: set[str]
) -> None:
    if before != "idle":
        home.start("08:00")
    if before == "break":
        home.take_break("08:00")
    rows = len(home.rows())

    async with running(home.app()) as pilot:
        keys = pilot.app.screen.active_bindings
        assert {key for key in "sSbxcen" if keys[key].enabled} == possible
        for key in sorted(set("sSbxcen") - possible):
            await pilot.press(key)
            await settled(pilot)
            assert len(pilot.app.screen_stack) == 1
            assert said(pilot) == ""

    assert len(home.rows()) == rows


@pytest.mark.usefixtures("unopened")
async def test_keys_do_nothing_before_the_account_is_open(home: Home) -> None:
    async with home.app().run_test() as pilot:
        await pilot.press(*"sSbxcenuro")
        await pilot.pause()
        assert len(pilot.app.screen_stack) == 1
        assert "◌ opening …" in seen(pilot)


async def test_break_key_is_one_key_with_two_names(home: Home) -> None:
    home.start("08:00")

    async with running(home.app()) as pilot:
        assert "b Break" in seen(pilot)
        assert "Resume" not in seen(pilot)
        await press(pilot, "b", "On a break")
        assert "b Resume" in seen(pilot)
        assert "b Break" not in seen(pilot)


@pytest.mark.parametrize("keys", ["n", "escape", "enter"])
async def test_cancel_asks_and_keeps_by_default(home: Home, keys: str) -> None:
    home.start("08:00")

    async with running(home.app()) as pilot:
        await pilot.press("c")
        await on_top(pilot, ConfirmScreen)
        assert "Throw the running clock away?" in seen(pilot)
        assert "The time since 08:00 will not be booked." in seen(pilot)
        await pilot.press(keys)
        await settled(pilot)
        assert isinstance(state(pilot), Working)

    assert len(home.rows()) == 1


async def test_cancel_throws_away_and_undo_brings_back(home: Home) -> None:
    home.start("08:00", note="kept")
    home.clock.set("09:00")

    async with running(home.app()) as pilot:
        await pilot.press("c")
        await on_top(pilot, ConfirmScreen)
        await press(pilot, "y", "The clock of 08:00 was thrown away; nothing was booked.")
        assert state(pilot) == Idle()
        await press(pilot, "u", "Undone. The clock is back as it was: working since 08:00.")
        assert digits(pilot) == "1:00:00"


async def test_edit_moves_the_start_by_nudges(home: Home) -> None:
    home.start("08:00", PORTAL)
    home.clock.set("09:00")

    async with running(home.app()) as pilot:
        await pilot.press("e")
        await on_top(pilot, ClockForm)
        await pilot.press("J", "j", "j", "k")
        await until(pilot, lambda: "07:54" in seen(pilot))
        await press(pilot, "ctrl+s", "The start was moved to 07:54.")
        assert digits(pilot) == "1:06:00"

    running_clock = home.state()
    assert isinstance(running_clock, Working)
    assert clock_time(running_clock.since) == "07:54"


async def test_edit_changes_only_what_was_changed(home: Home) -> None:
    home.start("08:00", PORTAL, "spec review")
    home.clock.set("09:00")

    async with running(home.app()) as pilot:
        await pilot.press("e")
        await on_top(pilot, ClockForm)
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert len(home.rows()) == 1

        await pilot.press("e")
        await on_top(pilot, ClockForm)
        pilot.app.screen.query_one("#note", Input).value = "review of the review"
        await press(pilot, "ctrl+s", "The running clock was changed")

    kinds = [row.change.kind for row in home.rows()]
    assert kinds == ["start", "update"]
    after = home.state()
    assert isinstance(after, Working)
    assert (after.note, after.assignment.label) == (
        "review of the review",
        "Northwind › Portal › Development",
    )


async def test_edit_that_another_punch_overtook_is_refused_in_a_sentence(home: Home) -> None:
    home.start("08:00")
    home.clock.set("09:00")

    async with running(home.app()) as pilot:
        await pilot.press("e")
        await on_top(pilot, ClockForm)
        await pilot.press("j")
        home.stop("09:00")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: said(pilot).startswith("✗"), "a refusal")
        assert "not clocked in" in said(pilot).lower()
        await until(pilot, lambda: state(pilot) == Idle(), "what is so now")


async def test_start_with_details_in_the_past(home: Home) -> None:
    home.work("yesterday 08:00", "yesterday 12:00", SUPPORT)
    home.work("yesterday 13:00", "yesterday 16:00", PORTAL)

    async with running(home.app()) as pilot:
        await pilot.press("S")
        await on_top(pilot, ClockForm)
        await pilot.press(*"0730", "tab", "enter")
        await until(pilot, lambda: "Which client?" in seen(pilot))
        await pilot.press(*"supp")
        await until(pilot, lambda: "› Northwind › Portal › Support" in seen(pilot))
        await pilot.press("enter")
        await on_top(pilot, ClockForm)
        await press(pilot, "ctrl+s", "Clocked in at 07:30 · Northwind › Portal › Support.")
        assert digits(pilot) == "0:30:00"


async def test_start_form_refuses_an_overlap_before_saving(home: Home) -> None:
    home.work("06:00", "07:00", PORTAL)

    async with running(home.app()) as pilot:
        await pilot.press("S")
        await on_top(pilot, ClockForm)
        await pilot.press(*"0630")
        await until(pilot, lambda: "it would run over the time you already have" in seen(pilot))
        assert pilot.app.screen.query_one("#save", Button).disabled
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert isinstance(pilot.app.screen, ClockForm)
        await pilot.press("escape")
        await settled(pilot)

    assert home.state() == Idle()


async def test_note_is_kept_and_shown(home: Home) -> None:
    home.start("08:00")

    async with running(home.app()) as pilot:
        await pilot.press("n")
        await on_top(pilot, NoteScreen)
        await pilot.press(*"call")
        await press(pilot, "enter", "The running clock was changed")
        assert "“call”" in seen(pilot)
        await pilot.press("n")
        await on_top(pilot, NoteScreen)
        assert pilot.app.screen.query_one("#note", Input).value == "call"
        await pilot.press("escape")

    after = home.state()
    assert isinstance(after, Working)
    assert after.note == "call"


async def test_a_night_over_midnight_counts_each_part_on_its_day(home: Home) -> None:
    home.clock.set("2026-03-11 22:00")

    async with running(home.app()) as pilot:
        await press(pilot, "s", "Clocked in at 22:00.")
        home.clock.set("2026-03-12 06:00")
        await until(pilot, lambda: "Working since 22:00 yesterday" in seen(pilot))
        assert "Today        6:00" in seen(pilot)
        await press(pilot, "x", "Clocked out at 06:00: 8 h worked.")
        assert "··:·· – 06:00" in seen(pilot)


async def test_pressing_a_key_again_and_again_punches_once(home: Home) -> None:
    async with running(home.app()) as pilot:
        await pilot.press("s", "s", "s", "s")
        await until(pilot, lambda: isinstance(state(pilot), Working))
        await settled(pilot)

    assert [row.change.kind for row in home.rows()] == ["start"]
