from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.tui.forms.entry_host import (
    NOW,
    PORTAL,
    TUESDAY,
    VACATION,
    WORK,
    FakeDesk,
    at,
    entry,
    sheet,
)
from tests.tui.forms.host import Host, settled
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Button, Input, Static
from whenever import Date

from punchcard.core.clock import Working
from punchcard.core.entries import Break, Entry, Unit
from punchcard.core.refusals import Refusal
from punchcard.core.weeks import WeekStatus
from punchcard.services.entries.seen_entries import ChangedMeanwhile
from punchcard.services.timesheet.weeks import WeekStanding
from punchcard.tui.forms.confirm import ConfirmScreen
from punchcard.tui.forms.entry_choice import ChoiceRow
from punchcard.tui.forms.entry_form import EntryForm
from punchcard.tui.forms.overlap_question import OverlapQuestion
from punchcard.tui.forms.split_form import SplitForm
from punchcard.tui.forms.type_select import TypeSelect

MORNING = entry("a", "08:00", "12:00")
LONG = entry("c", "08:00", "17:30", ("12:00", "12:30"), note="migration")


def desk(*entries: Entry, **more: object) -> FakeDesk:
    return FakeDesk([sheet(*entries, **more)])  # pyright: ignore[reportArgumentType]


def adding(found: FakeDesk, **more: object) -> EntryForm:
    given: dict[str, object] = {"day": TUESDAY, **more}
    return EntryForm(found, found.weeks[0], **given)  # pyright: ignore[reportArgumentType]


def changing(found: FakeDesk, changed: Entry) -> EntryForm:
    return EntryForm(found, found.weeks[0], day=changed.day, entry=changed)


async def fill(pilot: Pilot[None], **fields: str) -> None:
    for name, text in fields.items():
        line = pilot.app.screen.query_one(f"#{name}", Input)
        line.focus()
        line.value = text
        await pilot.pause()
    await settled(pilot)


def words(pilot: Pilot[None]) -> str:
    return str(pilot.app.screen.query_one(".words", Static).content)


async def until_on_top(pilot: Pilot[None], screen: type[Screen[Any]]) -> None:
    while not isinstance(pilot.app.screen, screen):
        await pilot.pause(0.01)


async def said(form: EntryForm, **fields: str) -> str:
    """What the form says once the fields are filled in."""
    host = Host(form)
    async with host.run_test() as pilot:
        await settled(pilot)
        await fill(pilot, **fields)
        await settled(pilot)
        return words(pilot)


async def test_a_new_entry_is_said_and_saved() -> None:
    found = desk(MORNING)
    host = Host(adding(found, assignment=PORTAL))
    async with host.run_test() as pilot:
        await settled(pilot)
        await fill(pilot, start="12:30", end="1630", breaks="15:00-15:15", note="two")
        assert words(pilot) == (
            "Tue 10 Mar, 12:30 – 16:30, 3:45 worked with 15 min of breaks (15:00 – 15:15), "
            "on Northwind › Portal › Development. The day then has 7:45 of 8:00."
        )
        await pilot.press("enter")
        await settled(pilot)
    assert host.answer == "Done."
    saved = found.saved
    assert (saved.start, saved.end, saved.note) == (at("12:30"), at("16:30"), "two")
    assert saved.breaks == (Break(at("15:00"), at("15:15")),)


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"start": "", "end": "12"}, "Say when it started."),
        ({"start": "12", "end": ""}, "Say when it ended, such as 16:30."),
        (
            {"start": "13:00", "end": "12:00"},
            "is not after the start, 13:00; on the next day that would be 23:00.",
        ),
        ({"start": "08:00", "end": "2026-03-12 09:00"}, "is longer than 24 hours"),
        ({"start": "08:00", "end": "2026-03-09 09:00"}, "not after it starts"),
        ({"start": "08:00", "end": "12:00", "breaks": "13:00-13:30"}, "does not fit into"),
        ({"start": "08:00", "end": "12:00", "breaks": "lunch"}, "“lunch” is not a break."),
        ({"start": "08:00", "end": "12:00", "breaks": "5h"}, "does not fit in."),
        ({"start": "08:00", "end": "12:00", "day": "smarch"}, "“smarch” is not a day."),
        ({"start": "08:00", "end": "12:00", "day": "9999-12-31"}, "is too far away"),
        ({"start": "4999-12-31 22:00", "end": "23:00"}, "is too far away"),
        ({"start": "08:00", "end": "12:00", "note": "x" * 1001}, "The note has 1,001 characters"),
    ],
)
async def test_what_cannot_be_saved_says_why(fields: dict[str, str], problem: str) -> None:
    found = desk()
    host = Host(adding(found))
    async with host.run_test() as pilot:
        await settled(pilot)
        await fill(pilot, **fields)
        assert problem in words(pilot)
        assert host.screen.query_one("#save", Button).disabled
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert not host.answers
    assert not found.asked


async def test_over_midnight_is_the_next_day() -> None:
    text = await said(adding(desk()), start="22:00", end="06:00", breaks="30")
    assert text.startswith(
        "Tue 10 Mar, 22:00 – 06:00 on the next day, 7:30 worked with 30 min of breaks (01:45 – 02:15)"
    )


async def test_findings_that_come_and_go_are_named() -> None:
    long = entry("d", "08:00", "17:30")
    gone = await said(changing(desk(long), long), breaks="45m")
    assert "✓ Mended: Tue: 9:30 worked" in gone
    new = await said(changing(desk(LONG), LONG), breaks="")
    assert "! Tue: 9:30 worked without a break" in new or "! Tue: 9:30 worked" in new


async def test_moving_the_day_moves_times_and_breaks() -> None:
    found = desk(LONG)
    host = Host(changing(found, LONG))
    async with host.run_test() as pilot:
        await settled(pilot)
        await fill(pilot, day="+1")
        assert words(pilot).startswith("Wed 11 Mar, 08:00 – 17:30, 9:00 worked")
        await pilot.press("ctrl+s")
        await settled(pilot)
    wednesday = Date(2026, 3, 11)
    assert found.saved.breaks == (Break(at("12:00", wednesday), at("12:30", wednesday)),)
    assert (found.saved.day, found.saved.end) == (wednesday, at("17:30", wednesday))


async def test_seconds_are_kept_where_nothing_was_touched() -> None:
    exact = entry("e", "08:00:23", "12:00:41")
    found = desk(exact)
    host = Host(changing(found, exact))
    async with host.run_test() as pilot:
        await settled(pilot)
        await fill(pilot, note="x")
        await pilot.press("ctrl+s")
        await settled(pilot)
    assert (found.saved.start, found.saved.end) == (exact.start, exact.end)


async def test_another_unit_keeps_what_was_filled_in() -> None:
    found = desk(units=(Unit.TIMES, Unit.HOURS, Unit.DAYS))
    host = Host(adding(found))
    async with host.run_test() as pilot:
        await settled(pilot)
        await fill(pilot, start="08:00", end="12:00", breaks="10:00-10:15")
        unit = host.screen.query_one("#unit", ChoiceRow)
        unit.focus()
        await pilot.press("right")
        await settled(pilot)
        assert words(pilot) == "! Say how long it took, 7:30 for example."
        await fill(pilot, hours="7.5")
        assert words(pilot) == "Tue 10 Mar, 7:30. The day then has 7:30 of 8:00."
        unit.focus()
        await pilot.press("right")
        await settled(pilot)
        assert words(pilot).startswith("Tue 10 Mar, a whole day, which counts for 8:00.")
        await pilot.press("right")
        await settled(pilot)
        assert "3:45 worked with 15 min of breaks" in words(pilot)
        await settled(pilot)
        await pilot.click("#unit", offset=(22, 0))
        await pilot.press("ctrl+s")
        await settled(pilot)
    assert (found.saved.unit, found.saved.duration_seconds) == (Unit.HOURS, 27_000)


async def test_an_absence_may_always_be_a_day() -> None:
    found = desk()
    host = Host(adding(found))
    async with host.run_test() as pilot:
        await settled(pilot)
        assert not host.screen.query_one("#unit").region
        host.screen.query_one(TypeSelect).value = VACATION
        await settled(pilot)
        assert words(pilot) == (
            "Tue 10 Mar, a whole day, which counts for 8:00, as Vacation. The day then has 0:00 of 0:00."
        )
        host.screen.query_one(TypeSelect).value = WORK
        await settled(pilot)
        assert words(pilot) == "! Say when it started."
        host.screen.query_one(TypeSelect).value = VACATION
        await settled(pilot)
        host.screen.query_one("#halves").focus()
        await pilot.press("right", "ctrl+s")
        await settled(pilot)
    assert (found.saved.half_days, found.saved.duration_seconds) == (1, 4 * 3600)


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"is_own": False}, "This is another person's time"),
        (
            {"standing": WeekStanding(WeekStatus.SUBMITTED, locked="Week 11 was handed in.")},
            "Week 11 was handed in.",
        ),
        ({"state": Working("w", at("11:00"))}, "The clock runs since 11:00"),
    ],
)
async def test_what_stands_in_the_way_is_said(more: dict[str, object], problem: str) -> None:
    assert problem in await said(adding(desk(**more)), start="08:00", end="12:00")


async def test_a_locked_neighbour_is_in_the_way_for_good() -> None:
    locked = entry("l", "08:00", "12:00", locked="It was exported.")
    text = await said(adding(desk(locked)), start="11:00", end="13:00")
    assert text == "! 08:00 – 12:00 is in the way and cannot be changed. It was exported."


async def test_a_refusal_keeps_the_form_and_what_was_typed() -> None:
    found = desk()
    found.refusals = [Refusal("The disk is full.", "Make room.")]
    host = Host(adding(found))
    async with host.run_test() as pilot:
        await settled(pilot)
        await fill(pilot, start="08:00", end="12:00", note="kept")
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert words(pilot) == "! The disk is full. Make room."
        assert not host.screen.query_one("#save", Button).disabled
        await pilot.press("ctrl+s")
        await settled(pilot)
    assert found.saved.note == "kept"


async def test_without_the_backend_what_is_known_has_to_do() -> None:
    found = desk(MORNING)
    found.unreachable = "The backend does not answer."
    host = Host(adding(found))
    async with host.run_test() as pilot:
        await settled(pilot)
        await fill(pilot, start="11:00", end="13:00")
        await pilot.press("ctrl+s")
        await until_on_top(pilot, OverlapQuestion)
        await pilot.press("escape")
        await fill(pilot, day="2026-04-01")
        assert words(pilot) == "Wed 1 Apr, 11:00 – 13:00, 2:00 worked."
        await pilot.press("ctrl+s")
        await settled(pilot)
    assert found.saved.day == Date(2026, 4, 1)


async def test_saving_twice_saves_once() -> None:
    found = desk()
    host = Host(adding(found))
    async with host.run_test() as pilot:
        await settled(pilot)
        await fill(pilot, start="08:00", end="12:00")
        form = host.screen
        assert isinstance(form, EntryForm)
        form.action_save()
        form.action_save()
        await settled(pilot)
    assert host.answer == "Done."
    assert found.saved.worked_seconds == 4 * 3600


async def test_a_form_that_is_saved_below_another_screen_closes_behind_it() -> None:
    found = desk()
    host = Host(adding(found))
    async with host.run_test() as pilot:
        await settled(pilot)
        await fill(pilot, start="08:00", end="12:00")
        form = host.screen
        assert isinstance(form, EntryForm)
        found.gate = asyncio.Event()
        form.action_save()
        await host.push_screen(ConfirmScreen("Above?"))
        found.gate.set()
        await settled(pilot)
        assert not host.answers
        await pilot.press("escape")
        await settled(pilot)
    assert host.answer == "Done."


async def test_an_empty_start_is_nudged_from_the_morning() -> None:
    host = Host(adding(desk()))
    async with host.run_test() as pilot:
        await settled(pilot)
        await pilot.press("K", "tab", "K")
        await settled(pilot)
        assert [host.screen.query_one(f"#{name}", Input).value for name in ("start", "end")] == [
            "08:05",
            "08:10",
        ]


async def test_what_changed_meanwhile_is_replaced_only_knowingly() -> None:
    found = desk(MORNING)
    later = entry("a", "08:00", "13:00")
    found.refusals = [ChangedMeanwhile("It was changed.", "", later)]
    host = Host(changing(found, MORNING))
    async with host.run_test() as pilot:
        await settled(pilot)
        await fill(pilot, note="mine")
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert words(pilot) == "! It was changed. Save again to put this in its place."
        await pilot.press("ctrl+s")
        await settled(pilot)
    ((_, saved, seen, _),) = found.asked
    assert isinstance(saved, Entry)
    assert (saved.end, seen) == (MORNING.end, later)


async def test_the_overlap_question_offers_only_what_fits() -> None:
    host = Host(OverlapQuestion(entry("n", "11:00", "12:30"), [LONG], NOW))
    async with host.run_test() as pilot:
        await pilot.press("t")
        await settled(pilot)
        assert not host.answers
        await pilot.press("down", "enter")
        await settled(pilot)
        assert host.answer == "replace"


async def test_the_overlap_question_can_be_clicked() -> None:
    host = Host(OverlapQuestion(entry("n", "11:00", "13:00"), [MORNING], NOW))
    async with host.run_test() as pilot:
        await pilot.click("#replace")
        assert host.answer == "replace"


CONTAINED = entry("m", "08:00", "09:00")
AFTER_IT = entry("a", "10:00", "13:00")


async def test_nothing_that_deletes_an_entry_has_the_focus() -> None:
    for neighbours, focused, names in (
        ([AFTER_IT], "trim", ["Trim it", "Replace it"]),
        ([CONTAINED, AFTER_IT], "cancel", ["Trim and delete 1", "Replace them"]),
        ([CONTAINED], "cancel", ["Replace it"]),
    ):
        host = Host(OverlapQuestion(entry("n", "07:30", "11:00"), neighbours, NOW))
        async with host.run_test() as pilot:
            await pilot.pause()
            assert host.screen.focused is not None
            assert host.screen.focused.id == focused
            shown = [str(name.content)[3:] for name in host.screen.query(".name").results(Static)]
            assert shown == names


async def test_without_a_way_out_the_question_says_why() -> None:
    locked = entry("l", "08:00", "12:00", locked="It was [b]exported[/].")
    host = Host(OverlapQuestion(entry("n", "11:00", "13:00"), [locked], NOW))
    async with host.run_test() as pilot:
        assert "It was [b]exported[/]." in str(host.screen.query_one("#never", Static).content)
        await pilot.press("t", "s", "r")
        await settled(pilot)
        assert not host.answers
        await pilot.press("enter")
        await settled(pilot)
        assert host.answer is None


async def test_a_night_is_split_after_midnight() -> None:
    night = entry("n", "22:00", "06:00")
    found = desk(night)
    host = Host(SplitForm(found, found.weeks[0], night))
    async with host.run_test() as pilot:
        await settled(pilot)
        await fill(pilot, end="0100")
        assert words(pilot).splitlines()[0] == "First  22:00 – 01:00 on the next day    3:00"
        await fill(pilot, end="0700")
        assert "does not lie inside" in words(pilot)
        await fill(pilot, end="0200")
        await pilot.press("enter")
        await settled(pilot)
    assert found.asked == [("split", night, at("02:00", Date(2026, 3, 11)))]


GARBAGE = st.text(max_size=12) | st.sampled_from(
    ["0", "24:00", "99:99", "-", "+", "-1", "+999", "9999-12-31", "0001-01-01", "[b]", "\x1b[31m", "1e9", "٣"]
)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.fixed_dictionaries(dict.fromkeys(("day", "start", "end", "breaks", "hours", "note"), GARBAGE)))
def test_garbage_is_a_sentence(texts: dict[str, str]) -> None:
    async def run() -> None:
        host = Host(changing(desk(LONG, units=tuple(Unit)), LONG))
        async with host.run_test() as pilot:
            for _ in Unit:
                with host.batch_update():  # the form answers to each line, and is drawn once
                    for name, text in texts.items():
                        line = host.screen.query_one(f"#{name}", Input)
                        if line.value != text:
                            line.value = text
                            await pilot.pause(0)
                host.screen.query_one("#note").focus()
                await pilot.pause()
                assert words(pilot)
                await pilot.press("j", "K")
                host.screen.query_one("#unit").focus()
                await pilot.press("right")

    asyncio.run(run())


async def test_a_form_scolds_nobody_before_something_is_typed() -> None:
    host = Host(adding(desk()))
    async with host.run_test() as pilot:
        await settled(pilot)
        said_first = words(pilot)
        assert said_first.startswith("Say when it ")
        assert host.screen.query_one("#save", Button).disabled
        assert not host.screen.query_one(".words").has_class("-problem")
        await pilot.press("8")
        await fill(pilot, start="")
        assert words(pilot) == f"! {said_first}"


async def test_what_was_typed_is_not_left_without_asking() -> None:
    host = Host(changing(desk(MORNING), MORNING))
    async with host.run_test() as pilot:
        await fill(pilot, note="half a novel")
        await pilot.press("escape")
        await until_on_top(pilot, ConfirmScreen)
        await pilot.press("enter")
        await until_on_top(pilot, EntryForm)
        assert host.screen.query_one("#note", Input).value == "half a novel"
        await fill(pilot, note="")
        await pilot.press("escape")
        await settled(pilot)
    assert host.answers == [None]


async def test_an_end_may_be_so_much_after_the_start() -> None:
    assert "09:15 – 11:45" in await said(adding(desk()), start="0915", end="+2h30")


async def test_over_midnight_each_day_is_named() -> None:
    sentence = await said(adding(desk()), start="2200", end="0600")
    assert "Tuesday then has 2:00 of 8:00 and Wednesday 6:00 of 8:00." in sentence
