from __future__ import annotations

from collections.abc import Sequence

import pytest
from tests.tui.forms.host import HOME, NOW, WORK, Host, branch, clock_form, result, settled
from textual.widgets import Button, Select, Static
from textual.widgets._footer import FooterKey

from punchcard.core.assignments import NOTHING, Dimension
from punchcard.core.entries import Entry
from punchcard.core.refusals import Refusal
from punchcard.core.time_types import TimeType
from punchcard.tui.forms.assignment_row import AssignmentRow
from punchcard.tui.forms.clock_form_words import Filled, Surroundings, how_far, problem_with, will_save
from punchcard.tui.forms.picker import AssignmentPicker
from punchcard.tui.forms.query_line import QueryLine
from punchcard.tui.forms.time_field import TimeField

PORTAL = branch("Northwind", "Portal")
STARTED = NOW.subtract(minutes=39)


def entry(start: int, end: int) -> Entry:
    """An entry between two full hours of today."""
    begin = NOW.start_of("day")
    return Entry("e1", "p1", NOW.date(), begin.add(hours=start), begin.add(hours=end))


def words(host: Host) -> str:
    return str(host.screen.query_one(".words", Static).content)


async def said(*keys: str, **values: object) -> Host:
    """Press keys in a form, and leave it open."""
    host = Host(clock_form(**values))
    async with host.run_test() as pilot:
        await settled(pilot)
        await pilot.press(*keys)
        await pilot.pause()
        host.sub_title = "" if host.answers else words(host)
    return host


async def answered(*keys: str, **values: object) -> Host:
    host = await said(*keys, **values)
    assert host.answers, host.sub_title
    return host


async def test_start_now_with_nothing_else() -> None:
    host = Host(clock_form())
    async with host.run_test() as pilot:
        assert words(host) == "Will clock you in now, at 08:41."
        await pilot.press("ctrl+s")
        assert (result(host).at, result(host).assignment, result(host).note) == (None, NOTHING, "")


async def test_start_in_the_past() -> None:
    host = await said(*"0815", assignment=PORTAL)
    assert host.sub_title == "Will clock you in at 08:15, 26 min ago, on Northwind › Portal."


async def test_enter_leads_through_the_form_and_saves_at_its_end() -> None:
    host = Host(clock_form())
    async with host.run_test() as pilot:
        await settled(pilot)
        await pilot.press(*"0815", "enter")
        assert isinstance(host.screen.focused, AssignmentRow)
        await pilot.press("s", "u", "p")
        assert isinstance(host.screen, AssignmentPicker)
        await settled(pilot)
        await pilot.press("enter", "tab", "enter", "down", "down", "enter", "tab", *"hi", "enter")
        await pilot.pause()
        saved = result(host)
        assert saved.at == NOW.start_of("day").add(hours=8, minutes=15)
        assert saved.assignment == branch("Northwind", "Support")
        assert (saved.time_type, saved.note) == (HOME, "hi")


async def test_saving_can_be_clicked_and_a_choice_too() -> None:
    host = Host(clock_form(assignment=PORTAL))
    async with host.run_test() as pilot:
        await pilot.click(AssignmentRow)
        await settled(pilot)
        await pilot.pause()
        await pilot.click("#rows", offset=(4, 4))
        await pilot.pause()
        assert words(host) == "Will clock you in now, at 08:41."
        await pilot.click("#save")
        assert result(host).assignment == NOTHING


@pytest.mark.parametrize(("key", "text"), [("j", "08:40"), ("K", "08:46")])
async def test_the_keys_in_the_last_line_can_be_clicked(key: str, text: str) -> None:
    host = Host(clock_form())
    async with host.run_test() as pilot:
        await settled(pilot)
        await pilot.click(next(shown for shown in host.screen.query(FooterKey) if shown.key == key))
        await pilot.pause()
        assert host.screen.query_one(TimeField).value == text


STAYS = "The vendor has no call that changes the start or the note of a running clock: stop it first."


async def test_what_cannot_be_changed_of_a_running_clock_is_not_asked_for_and_why_stands_once() -> None:
    form = clock_form(at=STARTED, is_running=True, assignment=PORTAL, start_stays=STAYS, note_stays=STAYS)
    host = Host(form)
    async with host.run_test(size=(60, 18)) as pilot:
        await settled(pilot)
        assert form.query_one(TimeField).disabled
        assert form.query_one("#note").disabled
        assert isinstance(form.focused, AssignmentRow)
        assert [str(said.content) for said in form.query(".reason").results(Static)] == [STAYS]
        frame = form.query_one("#dialog").content_region
        assert frame.contains_region(form.query_one("#save").region)
        assert frame.contains_region(form.query_one("Footer").region)


async def test_an_emptied_start_says_what_stays_without_its_seconds() -> None:
    host = Host(clock_form(at=STARTED.add(seconds=7), is_running=True))
    async with host.run_test() as pilot:
        await settled(pilot)
        assert host.screen.query_one(TimeField).placeholder == "08:02"


async def test_delete_books_on_nothing_in_particular() -> None:
    host = await said("tab", "delete", assignment=PORTAL)
    assert host.sub_title == "Will clock you in now, at 08:41."


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("0855", "! 08:55 is in the future; it is 08:41 now."),
        ("25", "! “25” is not a time. Say 08:15,"),
        ("0630", "! From 06:30 on, it would run over the time you already have, 07:00 – 08:00."),
    ],
)
async def test_what_cannot_be_saved_says_why(typed: str, problem: str) -> None:
    host = Host(clock_form(entries=[entry(7, 8)]))
    async with host.run_test() as pilot:
        await pilot.press(*typed, "ctrl+s", "tab", "tab", "tab", "enter")
        await pilot.pause()
        assert words(host).startswith(problem)
        assert host.screen.query_one("#save", Button).disabled
        assert host.screen.focused is host.screen.query_one(TimeField)
        await pilot.press("escape", "y")
        await pilot.pause()
        assert host.answer is None


async def test_moving_the_start_of_the_running_clock() -> None:
    host = await said("J", "j", "j", at=STARTED, is_running=True)
    assert host.sub_title == "Will move the start from 08:02 to 07:55 and make today 7 min longer."


async def test_an_unchanged_running_clock_is_left_alone() -> None:
    host = await answered("k", "j", "ctrl+s", at=STARTED, is_running=True, note="two\nlines", time_type=HOME)
    assert host.answer is None


async def test_only_what_was_changed_of_the_running_clock_is_saved() -> None:
    host = await answered(
        "tab",
        "tab",
        "tab",
        "!",
        "enter",
        at=STARTED,
        is_running=True,
        note="spec",
        assignment=PORTAL,
        time_type=HOME,
    )
    saved = result(host)
    assert (saved.at, saved.assignment, saved.time_type, saved.note) == (None, PORTAL, HOME, "spec!")


async def test_a_note_that_is_too_long_cannot_be_saved() -> None:
    host = await said("tab", "tab", "tab", "x", "ctrl+s", note="x" * 1000)
    assert host.sub_title.startswith("! The note has 1,001 characters")
    assert not host.answers


async def test_the_usual_type_is_named() -> None:
    host = Host(clock_form())
    async with host.run_test() as pilot:
        await settled(pilot)
        await pilot.pause()
        assert host.screen.query_one("#type", Select).prompt == "usual (Work)"


async def test_a_type_that_is_not_offered_any_more_stays() -> None:
    gone = TimeType("gone", "[b]Gone[/]")
    host = await answered("x", "ctrl+u", "ctrl+s", time_type=gone)
    assert result(host).time_type == gone


async def test_without_the_time_types_the_rest_works() -> None:
    async def failing() -> Sequence[TimeType]:
        raise Refusal("Clockodo does not answer.")

    host = await answered("ctrl+s", time_types=failing, time_type=WORK)
    assert result(host).time_type == WORK


def test_changes_are_listed_in_words() -> None:
    before = Filled(STARTED, PORTAL, WORK, "old")
    around = Surroundings(before, is_running=True)
    after = Filled(STARTED.add(minutes=5), NOTHING, HOME, "")
    assert will_save(after, around, NOW) == (
        "Will move the start from 08:02 to 08:07 and make today 5 min shorter; "
        "book it on nothing in particular; count it as Home office; remove the note."
    )
    night = Filled(STARTED.subtract(hours=10), PORTAL, WORK, "old")
    assert will_save(night, around, NOW) == "Will move the start from 08:02 to 22:02 yesterday, 10 h earlier."


def test_a_start_cannot_pass_the_first_break() -> None:
    around = Surroundings(Filled(STARTED), is_running=True, latest=STARTED.add(minutes=10))
    assert problem_with(Filled(STARTED.add(minutes=10)), around, NOW) == ""
    assert problem_with(Filled(STARTED.add(minutes=11)), around, NOW) == (
        "The start cannot move to 08:13: your first break began at 08:12."
    )


def test_a_start_now_inside_an_entry_is_a_problem_too() -> None:
    around = Surroundings(entries=[entry(8, 9)])
    assert problem_with(Filled(), around, NOW).endswith("the time you already have, 08:00 – 09:00.")


def test_how_far_away_a_moment_is() -> None:
    assert [how_far(NOW.add(seconds=s), NOW) for s in (-3 * 3600, -59, 0, 40)] == [
        "3 h ago", "now", "now", "in 40 s",
    ]  # fmt: skip


async def test_keys_that_come_before_the_picker_is_there_go_on_in_it() -> None:
    host = Host(clock_form())
    async with host.run_test() as pilot:
        await settled(pilot)
        depth = len(host.screen_stack)
        for key in "sup":
            host.screen.query_one(AssignmentRow).post_message(AssignmentRow.Asked(key))
        await settled(pilot)
        assert len(host.screen_stack) == depth + 1
        assert host.screen.query_one(QueryLine).value == "sup"


async def test_what_has_to_be_booked_on_is_asked_for() -> None:
    needed = (Dimension("client", "Client", required=True), Dimension("task", "Task", required=True))
    host = await said("ctrl+s", booked_on=needed)
    assert host.sub_title == "Choose a client and a task to book it on."
    running = await said("ctrl+s", booked_on=needed, assignment=PORTAL, is_running=True, at=STARTED)
    assert running.answer is None
    assert running.answers
