"""A stop over other entries at McTime: asked about, refused, repaired in three keys; nothing lost."""

from __future__ import annotations

from pathlib import Path

from tests.at_mctime import APPROVED, OPEN
from tests.tui.mctime.office import Office
from tests.tui.piloting import on_top, running, said, seen, state, until
from textual.pilot import Pilot

from punchcard.core.clock import Idle
from punchcard.tui.clock.card import Card
from punchcard.tui.clock.screen import ClockScreen
from punchcard.tui.forms.confirm import ConfirmScreen
from punchcard.tui.forms.entry_form import EntryForm
from punchcard.tui.forms.overlap_question import OverlapQuestion

NOT_SAVED = "A clock could not be saved"


async def refused_stop(office: Office, pilot: Pilot[int]) -> None:
    """What is approved right before the stop arrives cannot be known before it is sent."""
    office.meanwhile.append(("10:00", "12:00", APPROVED))
    await pilot.press("x")
    await until(pilot, lambda: NOT_SAVED in seen(pilot))
    await until(pilot, lambda: "10:00 – 12:00" in seen(pilot))


def kept(office: Office) -> set[tuple[str, str, str]]:
    """Type, organization and comment of what the clock has become."""
    entries = office.state.entries_of(office.ann.id)
    return {(one.type, one.organization, one.comment) for one in entries if one.comment != "elsewhere"}


async def test_what_would_go_is_asked_about_and_made_room_for(office: Office) -> None:
    office.start("08:02")
    office.book("10:00", "11:00")
    async with running(office.home.app()) as pilot:
        await pilot.press("x")
        await on_top(pilot, OverlapQuestion)
        assert "10:00 – 11:00 Northwind is deleted, 1 h." in seen(pilot)
        assert office.runs()
        # The key was pressed at 12:10, however long the answer takes.
        office.home.clock.forward(minutes=5)
        await pilot.press("r")
        await until(pilot, lambda: not office.runs())
        assert office.booked() == ["08:02-12:10"]


async def test_keeping_it_running_changes_nothing(office: Office) -> None:
    office.start("08:02")
    office.book("10:00", "11:00")
    async with running(office.home.app()) as pilot:
        await pilot.press("x")
        await on_top(pilot, OverlapQuestion)
        await pilot.press("escape")
        assert (office.runs(), office.booked()) == (True, ["10:00-11:00"])


async def test_before_what_is_approved_it_is_stopped_and_the_rest_is_booked_behind_it(office: Office) -> None:
    office.start("08:02")
    office.book("10:00", "12:00", APPROVED)
    async with running(office.home.app()) as pilot:
        await pilot.press("x")
        await on_top(pilot, ConfirmScreen)
        assert "Stop at 10:00, and book 12:00 – 12:10 too?" in seen(pilot)
        # The key was pressed at 12:10, however long the answer takes.
        office.home.clock.forward(minutes=5)
        await pilot.press("y")
        await until(pilot, lambda: office.booked() == ["08:02-10:00", "10:00-12:00", "12:00-12:10"])
        assert not office.runs()
        assert kept(office) == {("home_office", office.place, "stock count")}


async def test_where_nothing_may_be_added_it_is_said_what_is_not_booked(office: Office) -> None:
    with Path(office.home.folders.config_file).open("a", encoding="utf-8") as config:
        config.write('write = "clock"\n')
    office.start("08:02")
    office.book("10:00", "12:00", APPROVED)
    async with running(office.home.app()) as pilot:
        await pilot.press("x")
        await on_top(pilot, ConfirmScreen)
        assert "Stop at 10:00 instead?" in seen(pilot)
        assert "Not booked then: 12:00" in seen(pilot)
        await pilot.press("y")
        await until(pilot, lambda: office.booked() == ["08:02-10:00", "10:00-12:00"])


async def test_where_no_moment_is_safe_it_is_thrown_away_for_what_is_free(office: Office) -> None:
    office.start("08:02")
    office.book("08:00", "12:00", APPROVED)
    async with running(office.home.app()) as pilot:
        await pilot.press("x")
        await on_top(pilot, ConfirmScreen)
        assert "Throw the clock away, and book 12:00 – 12:10 instead?" in seen(pilot)
        await pilot.press("y")
        await until(pilot, lambda: office.booked() == ["08:00-12:00", "12:00-12:10"])
        assert not office.runs()
        assert kept(office) == {("home_office", office.place, "stock count")}


async def test_where_all_of_it_is_taken_it_says_what_else_there_is(office: Office) -> None:
    office.start("08:02")
    office.book("08:00", "12:30", APPROVED)
    async with running(office.home.app()) as pilot:
        await pilot.press("x")
        await until(pilot, lambda: "c throws it away" in said(pilot))
        assert "which is approved at McTime" in said(pilot)
        assert office.runs()


async def test_what_is_approved_in_between_is_asked_about_with_the_next_key(office: Office) -> None:
    office.start("08:02")
    async with running(office.home.app()) as pilot:
        office.book("10:00", "12:00", APPROVED)
        await pilot.press("x")
        await until(pilot, lambda: "was not stopped; x asks what is to become of it." in seen(pilot))
        await pilot.press("x")
        await on_top(pilot, ConfirmScreen)


async def test_a_stop_over_an_approved_one_is_repaired_in_three_keys(office: Office) -> None:
    office.start("08:02")
    async with running(office.home.app()) as pilot:
        await refused_stop(office, pilot)
        assert isinstance(state(pilot), Idle)
        assert "10:00 – 12:00 Northwind is approved at McTime, so your clock of 08:02" in seen(pilot)
        assert "was not saved. The ledger keeps what you worked." in seen(pilot)
        assert said(pilot) == (
            "✗ McTime could not save this stop; the card on the clock mends it. "
            "Elsewhere 1 entry was added (Wed 11 Mar)."
        )
        assert office.booked() == ["08:02-12:10 invalid", "10:00-12:00"]
        await pilot.press("enter")
        await until(pilot, lambda: len(office.booked()) == 3)
        assert office.booked() == ["08:02-10:00", "10:00-12:00", "12:00-12:10"]
        await until(pilot, lambda: NOT_SAVED not in seen(pilot))
        assert kept(office) == {("home_office", office.place, "stock count")}


async def test_the_form_has_what_was_worked_and_saving_it_removes_the_clock(office: Office) -> None:
    office.start("08:02")
    async with running(office.home.app()) as pilot:
        await refused_stop(office, pilot)
        await pilot.press("down", "enter")
        await on_top(pilot, EntryForm)
        await until(pilot, lambda: "08:02 – 10:00, 1:58 worked, on Northwind, as Home" in seen(pilot))
        assert "stock count" in seen(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: office.booked() == ["08:02-10:00", "10:00-12:00"])
        await on_top(pilot, ClockScreen)


async def test_a_form_that_is_left_changes_nothing(office: Office) -> None:
    office.start("08:02")
    async with running(office.home.app()) as pilot:
        await refused_stop(office, pilot)
        await pilot.press("down", "enter")
        await on_top(pilot, EntryForm)
        await pilot.press("escape")
        await on_top(pilot, ClockScreen)
        assert NOT_SAVED in seen(pilot)
        assert office.booked() == ["08:02-12:10 invalid", "10:00-12:00"]
        # The same choice is still marked, and the form opens again.
        await pilot.press("enter")
        await on_top(pilot, EntryForm)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: office.booked() == ["08:02-10:00", "10:00-12:00"])


async def test_a_new_entry_begins_where_the_last_one_that_counts_ends(office: Office) -> None:
    office.start("08:02")
    async with running(office.home.app()) as pilot:
        await refused_stop(office, pilot)
        await pilot.press("escape", "2")
        await until(pilot, lambda: "! not saved" in seen(pilot))
        await pilot.press("a")
        await on_top(pilot, EntryForm)
        await until(pilot, lambda: "12:00 – 12:10, 0:10 worked" in seen(pilot))


async def test_the_card_is_put_off_and_the_timesheet_asks_the_same(office: Office) -> None:
    office.start("08:02")
    async with running(office.home.app()) as pilot:
        await refused_stop(office, pilot)
        await pilot.press("escape")
        await until(pilot, lambda: not pilot.app.screen.query_one(Card).display)
        assert "not saved · Northwind" in seen(pilot)
        await pilot.press("2")
        await until(pilot, lambda: "! not saved" in seen(pilot))
        await pilot.press("d")
        await until(pilot, lambda: NOT_SAVED in seen(pilot))
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: office.booked() == ["10:00-12:00"])


async def test_what_a_stop_has_overwritten_is_told_and_kept(office: Office) -> None:
    office.start("08:02")
    async with running(office.home.app()) as pilot:
        office.meanwhile.append(("10:00", "11:00", OPEN))
        await pilot.press("x")
        await until(pilot, lambda: not office.runs())
        await until(pilot, lambda: "McTime has overwritten or cut what was there" in said(pilot))
        await until(pilot, lambda: "08:02 – 12:10" in seen(pilot))
        assert office.booked() == ["08:02-12:10"]
        answer = office.home.rows()[-1].answer
        assert answer
        assert answer in said(pilot)
        await pilot.press("o", "a")
        await until(pilot, lambda: "has overwritten or cut" in seen(pilot))


async def test_what_comes_in_between_is_asked_about_with_the_next_key(office: Office) -> None:
    office.start("08:02")
    async with running(office.home.app()) as pilot:
        office.book("10:00", "11:00")
        await pilot.press("x")
        await until(
            pilot, lambda: "The clock was not stopped; x asks what is to become of it." in said(pilot)
        )
        assert "the clock would remove 10:00 – 11:00, 1 h on Northwind at McTime" in said(pilot)
        assert (office.runs(), office.booked()) == (True, ["10:00-11:00"])
        await pilot.press("x")
        await on_top(pilot, OverlapQuestion)
