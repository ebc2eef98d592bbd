"""Keys: their names, their ids, and where a person has put them."""

from __future__ import annotations

import pytest
from tests.tui.homes import Home
from tests.tui.piloting import on_top, press, running, seen, settled, state, until
from textual.binding import Binding

from punchcard.config.errors import ConfigError
from punchcard.core.clock import Working
from punchcard.tui import keymap
from punchcard.tui.accounts.abilities_dialog import AbilitiesDialog
from punchcard.tui.accounts.opening import OpeningScreen
from punchcard.tui.accounts.screen import AccountsScreen
from punchcard.tui.accounts.switcher import AccountSwitcher
from punchcard.tui.app import PunchcardApp
from punchcard.tui.approvals.screen import ApprovalsScreen
from punchcard.tui.clock.card import Card
from punchcard.tui.clock.entry_list import EntryList
from punchcard.tui.clock.screen import ClockScreen
from punchcard.tui.forms.clock_form import ClockForm
from punchcard.tui.forms.confirm import ConfirmScreen
from punchcard.tui.forms.note import NoteScreen
from punchcard.tui.forms.picker import AssignmentPicker
from punchcard.tui.forms.query_line import QueryLine
from punchcard.tui.forms.stop_time import StopTimeScreen
from punchcard.tui.forms.time_field import TimeField
from punchcard.tui.help import HelpScreen
from punchcard.tui.outbox.screen import OutboxScreen
from punchcard.tui.timesheet.filter_line import FilterLine
from punchcard.tui.timesheet.person_picker import PersonPicker
from punchcard.tui.timesheet.review_pane import ReviewPane
from punchcard.tui.timesheet.screen import TimesheetScreen
from punchcard.tui.widgets.row_list import RowList

WITH_BINDINGS = (
    PunchcardApp, ClockScreen, TimesheetScreen, ApprovalsScreen, Card, HelpScreen, ClockForm, ConfirmScreen,
    NoteScreen, AssignmentPicker, QueryLine, StopTimeScreen, TimeField, OutboxScreen, RowList, ReviewPane,
    FilterLine, PersonPicker, AccountsScreen, AccountSwitcher, OpeningScreen, AbilitiesDialog,
)  # fmt: skip


def own_bindings(owner: type) -> list[Binding]:
    return [binding for binding in vars(owner).get("BINDINGS", ()) if isinstance(binding, Binding)]


@pytest.mark.parametrize("owner", WITH_BINDINGS, ids=lambda owner: owner.__name__)
def test_every_key_says_what_it_does_under_an_id(owner: type) -> None:
    for binding in own_bindings(owner):
        assert binding.tooltip, binding
        assert binding.description, binding
        assert binding.id, binding


def test_ids_are_unique_but_for_the_key_that_closes_a_form() -> None:
    ids = [binding.id for owner in WITH_BINDINGS for binding in own_bindings(owner)]
    assert {name for name in ids if ids.count(name) > 1} <= {"form.cancel"}


@pytest.mark.parametrize(
    "owner",
    [
        PunchcardApp,
        ClockScreen,
        TimesheetScreen,
        ApprovalsScreen,
        EntryList,
        Card,
        AssignmentPicker,
        TimeField,
    ],
    ids=lambda owner: owner.__name__,
)
def test_every_screen_explains_itself(owner: type) -> None:
    assert getattr(owner, "HELP", "").strip()


@pytest.mark.parametrize("key", ["question_mark", "f1"])
async def test_help_shows_texts_and_keys(home: Home, key: str) -> None:
    home.start("08:00")
    async with running(home.app(), (100, 60)) as pilot:
        await pilot.press(key)
        await on_top(pilot, HelpScreen)
        text = seen(pilot)
        for part in ("one line for each stretch of work", "Your clock.", "everything can be clicked"):
            assert part in text
        for binding in (*keymap.CLOCK, *keymap.EVERYWHERE):
            if binding.action not in ("resume", "help", "to_clock"):
                assert binding.tooltip in text, binding
        await pilot.press(key)
        await until(pilot, lambda: not isinstance(pilot.app.screen, HelpScreen))


@pytest.mark.parametrize("mode", ["2", "3"])
async def test_every_mode_has_help_and_escape_leads_back(home: Home, mode: str) -> None:
    async with running(home.app()) as pilot:
        await pilot.press(mode, "question_mark")
        await on_top(pilot, HelpScreen)
        assert "here" in seen(pilot)
        await pilot.press("escape", "escape")
        await until(pilot, lambda: pilot.app.current_mode == "clock")
        await pilot.press("escape", "escape")
        assert pilot.app.is_running, "escape leads back, and never out of the app"
        await pilot.press("q")
    assert pilot.app.return_value == 0


async def test_f1_explains_the_field_of_a_form(home: Home) -> None:
    async with running(home.app()) as pilot:
        await pilot.press("S")
        await on_top(pilot, ClockForm)
        await pilot.press("f1")
        await on_top(pilot, HelpScreen)
        assert "Say 08:15, 0815, -15m" in seen(pilot)
        await pilot.press("escape")
        await on_top(pilot, ClockForm)


async def test_modes_by_key_and_by_click(home: Home) -> None:
    async with running(home.app()) as pilot:
        for key, mode in (("2", "timesheet"), ("3", "approvals"), ("1", "clock"), ("1", "clock")):
            await pilot.press(key)
            assert pilot.app.current_mode == mode
        line = seen(pilot).splitlines()[0]
        for label, mode in (("2 Timesheet", "timesheet"), ("3 Approvals", "approvals"), ("1 Clock", "clock")):
            await pilot.click(offset=(line.index(label) + 3, 0))
            await until(pilot, lambda there=mode: pilot.app.current_mode == there, mode)


async def test_every_key_of_the_last_line_can_be_clicked(home: Home) -> None:
    async with running(home.app()) as pilot:
        line = seen(pilot).splitlines()[-1]
        await pilot.click(offset=(line.index("Start") + 1, 23))
        await until(pilot, lambda: isinstance(state(pilot), Working))
        line = seen(pilot).splitlines()[-1]
        await pilot.click(offset=(line.index("Cancel") + 1, 23))
        await on_top(pilot, ConfirmScreen)


@pytest.mark.parametrize("size", [(80, 24), (60, 18), (120, 40)])
async def test_help_is_always_offered(home: Home, size: tuple[int, int]) -> None:
    home.start("08:00")
    async with running(home.app(), size) as pilot:
        assert "? Help" in seen(pilot).splitlines()[-1]


def configured(home: Home, lines: str) -> PunchcardApp:
    home.configure(f'[schedule]\nzone = "Europe/Berlin"\n{lines}')
    return home.app()


async def test_moved_keys_do_what_they_are_moved_to(home: Home) -> None:
    app = configured(home, '[keys]\n"clock.start" = "i,f5"\n"clock.stop" = "ctrl+o"\n"app.help" = "k"\n')
    async with running(app) as pilot:
        assert "i Start" in seen(pilot)
        assert "i starts the clock" in seen(pilot)
        await pilot.press("s")
        await settled(pilot)
        assert "Not clocked in" in seen(pilot)
        await press(pilot, "i", "Clocked in")
        await press(pilot, "ctrl+o", "Clocked out")
        await press(pilot, "f5", "Clocked in")
        await pilot.press("x")
        await settled(pilot)
        assert isinstance(state(pilot), Working)
        await pilot.press("k")
        await on_top(pilot, HelpScreen)
        assert "i starts it on what you worked on last" in " ".join(seen(pilot).split())


async def test_moving_one_of_two_actions_leaves_the_other_where_it_is(home: Home) -> None:
    app = configured(home, '[keys]\n"clock.break" = "p"\n"app.leave" = "escape"\n')
    home.start("08:00")
    async with running(app) as pilot:
        await press(pilot, "p", "On a break")
        assert "b Resume" in seen(pilot)
        await press(pilot, "b", "Back at work")
        await pilot.press("b", "q")
        await settled(pilot)
        assert isinstance(state(pilot), Working)
        await pilot.press("escape")
    assert pilot.app.return_value == 0


async def test_break_and_resume_may_move_together(home: Home) -> None:
    app = configured(home, '[keys]\n"clock.break" = "p"\n"clock.resume" = "p"\n')
    home.start("08:00")
    async with running(app) as pilot:
        await press(pilot, "p", "On a break")
        await press(pilot, "p", "Back at work")


async def test_keys_may_change_places(home: Home) -> None:
    app = configured(home, '[keys]\n"clock.stop" = "c"\n"clock.cancel" = "x"\n')
    home.start("08:00")
    async with running(app) as pilot:
        await press(pilot, "c", "Clocked out")
        await press(pilot, "s", "Clocked in")
        await pilot.press("x")
        await on_top(pilot, ConfirmScreen)


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ('"clock.strat" = "p"', "nothing to bind called “clock.strat”; the nearest name is `clock.start`."),
        ('"zzz" = "p"', "there is nothing to bind called “zzz”; none is near."),
        ('"clock.start" = "x"', "`keys.clock.start` cannot be “x”: that key is taken by `clock.stop`."),
        ('"clock.start" = "?"', "`keys.clock.start` cannot be “?”: that key is taken by `app.help`."),
        ('"clock.start" = "question_mark"', "that key is taken by `app.help`."),
        ('"clock.start" = "p"\n"clock.stop" = "p"', "that key is taken by `clock.stop`."),
        ('"clock.start" = "spcae"', "cannot be “spcae”; take a key such as s, S, f2 or ctrl+s."),
        ('"clock.start" = "hyperctrl+s"', "`keys.clock.start` cannot be “hyperctrl+s”"),
        ('"clock.start" = "s,"', "`keys.clock.start` cannot be “”"),
    ],
)  # fmt: skip
def test_keys_that_there_are_not_are_refused_before_the_app_opens(
    home: Home, lines: str, sentence: str
) -> None:
    with pytest.raises(ConfigError) as refused:
        configured(home, f"[keys]\n{lines}\n")

    assert f"{home.folders.config_file}, line 4: " in refused.value.message
    assert sentence in refused.value.message
    assert refused.value.exit_code == 2


@pytest.mark.parametrize("theme", ["punchcard-light", "ansi-dark", "nord"])
async def test_theme_of_the_configuration(home: Home, theme: str) -> None:
    home.configure(f'theme = "{theme}"\n')
    async with running(home.app()) as pilot:
        assert pilot.app.theme == theme


def test_unknown_theme_is_refused_before_the_app_opens(home: Home) -> None:
    home.configure('\ntheme = "punchcard-lihgt"\n')
    with pytest.raises(
        ConfigError, match=r"line 2: there is no theme “punchcard-lihgt”; the nearest"
    ) as refused:
        home.app()
    assert "`punchcard-light`" in refused.value.message


@pytest.mark.parametrize("name", sorted(keymap.binding_ids()))
def test_every_id_can_be_moved(home: Home, name: str) -> None:
    app = configured(home, f'[keys]\n"{name}" = "f9"\n')
    found = [keymap.keys_in_use({name: "f9"}, screen).get("f9") for screen in keymap.SCREENS]
    assert [name] in found
    assert all(names in ([name], None) for names in found)
    assert isinstance(app, PunchcardApp)


async def test_ctrl_q_leaves_from_everywhere(home: Home) -> None:
    home.start("08:00")
    for keys in ((), ("2",), ("e",), ("c",), ("o",), ("question_mark",), ("ctrl+p",)):
        app = home.app()
        async with running(app) as pilot:
            await pilot.press(*keys, "ctrl+q")
        assert app.return_code == 0
