from __future__ import annotations

import pytest
from tests.tui.forms.host import Host, now
from textual.widgets import Button, Static
from whenever import ZonedDateTime

from punchcard.core.clock import OnBreak, Working
from punchcard.core.text import NOTE_LIMIT
from punchcard.tui.forms.base import TextLine, shown
from punchcard.tui.forms.confirm import ConfirmScreen
from punchcard.tui.forms.note import NoteScreen
from punchcard.tui.forms.stop_time import StopTimeScreen


def words(host: Host) -> str:
    return str(host.screen.query_one(".words", Static).content)


def throw_away() -> ConfirmScreen:
    return ConfirmScreen("Throw the clock away?", "39 min will not be booked.", yes="Throw away", no="Keep")


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (["y"], True),
        (["n"], False),
        (["escape"], False),
        (["enter"], False),
        (["left", "enter"], True),
        (["h", "enter"], True),
        (["tab", "enter"], True),
        (["left", "right", "enter"], False),
        (["h", "l", "enter"], False),
    ],
)
async def test_the_safe_answer_has_the_focus(keys: list[str], answer: bool) -> None:
    host = Host(throw_away())
    async with host.run_test() as pilot:
        assert host.screen.focused is host.screen.query_one("#no")
        await pilot.press(*keys)
        assert host.answer is answer


@pytest.mark.parametrize(("button", "answer"), [("#yes", True), ("#no", False)])
async def test_answers_can_be_clicked(button: str, answer: bool) -> None:
    host = Host(throw_away())
    async with host.run_test() as pilot:
        await pilot.click(button)
        assert host.answer is answer


async def test_only_the_first_answer_is_heard() -> None:
    host = Host(screen := throw_away())
    async with host.run_test() as pilot:
        screen.action_answer(True)
        screen.action_answer(False)
        await pilot.pause()
        assert host.answer is True


async def test_a_question_is_never_markup() -> None:
    host = Host(ConfirmScreen("Drop “[bold]x[/]”?", "[@click=app.quit]y[/]", yes="[red]z"))
    async with host.run_test():
        assert str(host.screen.query_one("#question", Static).visual) == "Drop “[bold]x[/]”?"
        assert str(host.screen.query_one("#consequence", Static).visual) == "[@click=app.quit]y[/]"
        assert "[red]z" in str(host.screen.query_one("#yes", Button).label)


async def test_a_note_says_what_will_be_saved() -> None:
    host = Host(NoteScreen("spec"))
    async with host.run_test() as pilot:
        assert words(host) == "Nothing changes yet."
        await pilot.press(*" [x]", "enter")
        assert host.answer == "spec [x]"


async def test_a_note_counts_and_can_be_removed() -> None:
    host = Host(NoteScreen("old"))
    async with host.run_test() as pilot:
        assert str(host.screen.query_one("#count", Static).content) == "3 of 1,000"
        await pilot.press("ctrl+u")
        await pilot.pause()
        assert words(host) == "Will remove the note on the running clock."
        await pilot.click("#save")
        assert host.answer == ""


async def test_a_note_that_is_too_long_is_not_accepted() -> None:
    host = Host(NoteScreen())
    async with host.run_test() as pilot:
        line = host.screen.query_one(TextLine)
        line.value = "x" * (NOTE_LIMIT + 1)
        await pilot.pause()
        assert words(host).startswith("! The note has 1,001 characters; at most 1,000 fit.")
        await pilot.press("enter", "ctrl+s")
        assert host.screen.query_one("#save", Button).disabled
        await pilot.press("backspace", "ctrl+s")
        assert host.answer == "x" * NOTE_LIMIT


@pytest.mark.parametrize("key", ["escape", "enter"])
async def test_a_note_left_as_it_is_changes_nothing(key: str) -> None:
    host = Host(NoteScreen("two\nlines"))
    async with host.run_test() as pilot:
        await pilot.press(key)
        assert host.answer is None


async def test_all_pasted_lines_are_kept() -> None:
    from textual.events import Paste

    host = Host(NoteScreen())
    async with host.run_test() as pilot:
        host.screen.query_one(TextLine).post_message(Paste("first\nsecond\x1b[31m third"))
        await pilot.pause()
        await pilot.press("enter")
        assert host.answer == "first second third"


def test_text_is_cut_by_its_width_on_the_screen() -> None:
    assert shown("李明李明李明", 7) == "李明李…"
    assert shown("abc\x07\u202ed", 10) == "abcd"


YESTERDAY = ZonedDateTime(2026, 3, 10, 8, 2, 5, tz="Europe/Berlin")


async def test_a_forgotten_clock_is_stopped_on_its_own_day() -> None:
    host = Host(StopTimeScreen(Working("id", YESTERDAY), now))
    async with host.run_test() as pilot:
        assert words(host) == "Say when. You have been at work since 08:02 yesterday."
        await pilot.press("enter", *"1702")
        await pilot.pause()
        assert words(host) == "Will clock you out at 17:02 yesterday: 8 h 59 min of work."
        await pilot.press("enter")
        assert host.answer == YESTERDAY.replace_time(YESTERDAY.time().replace(hour=17, second=0))


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("0700", "! 07:00 lies before the last break at 12:00."),
        ("today 9", "! 09:00 is in the future; it is 08:41 now."),
        ("25", "! “25” is not a time."),
    ],
)
async def test_a_clock_cannot_stop_anywhere(typed: str, problem: str) -> None:
    state = OnBreak(
        "id", YESTERDAY, break_since=YESTERDAY.replace_time(YESTERDAY.time().replace(hour=12, minute=0))
    )
    host = Host(StopTimeScreen(state, now))
    async with host.run_test() as pilot:
        await pilot.press(*("space" if c == " " else c for c in typed), "enter")
        await pilot.pause()
        assert words(host).startswith(problem)
        await pilot.press("escape")
        assert host.answer is None
