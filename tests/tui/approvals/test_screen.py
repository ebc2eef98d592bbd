"""The Approvals screen, driven by keys over a real home with a team."""

from __future__ import annotations

import pytest
from tests.tui.approvals.conftest import LEA
from tests.tui.approvals.team import (
    BEN,
    CARLA,
    LI,
    TeamHome,
    approvals,
    calm,
    done,
    go_there,
    let_go,
    on_approvals,
    press,
    rows,
)
from tests.tui.piloting import on_top, running, said, seen, until

from punchcard.core.change_requests import Verdict
from punchcard.store.outbox import OutboxState
from punchcard.tui.approvals.decline_form import DeclineForm
from punchcard.tui.forms.confirm import ConfirmScreen
from punchcard.tui.timesheet.read_only import ReadOnlyWeek

ALL = [BEN, CARLA, CARLA, LI]


async def test_what_waits_stands_in_the_inbox_the_oldest_first(team: TeamHome) -> None:
    async with running(team.app()) as pilot:
        assert "3 Approvals ·4" in seen(pilot)
        await go_there(pilot)
        assert rows(pilot) == ALL
        text = seen(pilot)
        assert "4 waiting, oldest 5 days" in text
        assert "Tue  3 Mar   +1:00   5 days    change request" in text
        assert "Mon  9 Mar   −0:30   today     change request" in text
        assert "Week 10      38:40   today     week handed in" in text


async def test_an_item_is_shown_before_and_after(team: TeamHome) -> None:
    async with on_approvals(team.app(), (120, 40)) as pilot:
        text = seen(pilot)
        for part in (
            "Ben Okafor   Tuesday 3 March 2026", "asked Fri 6 Mar", "7:30", "8:30", "+++",
            "+ add    16:00 – 17:00", "of 8:00   +1:00", "“Forgot to clock in again after the",
            "15:30 until the next start, Wed 08:30", "Tue  3 ◂",
        ):  # fmt: skip
            assert part in text, part
        await press(pilot, "down")
        text = seen(pilot)
        assert "− remove 12:00 – 12:15   0:15" in text
        assert "−−" in text
        assert "! still  9:05 worked with 40 min of" in text


async def test_an_approval_is_held_and_the_next_item_opens(team: TeamHome) -> None:
    async with on_approvals(team.app()) as pilot:
        await press(pilot, "a")
        text = seen(pilot)
        assert "approving in 60 s · u takes it back" in text
        assert "Approving Ben Okafor’s request for Tue 3 Mar … · u takes it back" in said(pilot)
        assert "change request" in text
        assert approvals(pilot).selected is not None
        assert "Carla Díaz   Thursday 5 March 2026" in text
        assert "3 Approvals ·3" in text

        team.clock.forward(seconds=57)
        await until(pilot, lambda: "approving in 3 s" in seen(pilot), "the countdown")
        assert [row.state for row in team.rows()][-1] is OutboxState.HELD
        await let_go(pilot)
        assert rows(pilot) == [CARLA, CARLA, LI]
        assert "takes it back" not in seen(pilot)
        assert "Approved Ben Okafor’s request for Tue 3 Mar." in said(pilot)

    assert (BEN, "approved") in team.known_to(None, "decided")
    assert team.worked_by(BEN, "2026-03-03") == 8 * 3600 + 1800


async def test_undo_takes_a_held_decision_back_and_nothing_is_sent(team: TeamHome) -> None:
    async with on_approvals(team.app()) as pilot:
        await press(pilot, "a")
        await press(pilot, "u")
        await until(pilot, lambda: "Taken back" in said(pilot), "the answer")
        await done(pilot)
        assert rows(pilot) == ALL
        assert "approving" not in seen(pilot)

    assert team.rows()[-1].state is OutboxState.DROPPED
    assert team.known_to(None, "decided") == []


@pytest.mark.parametrize("whose", [BEN, LI])
async def test_undo_reopens_nothing_that_was_sent(at_once: TeamHome, whose: str) -> None:
    async with on_approvals(at_once.app()) as pilot:
        await press(pilot, "home" if whose == BEN else "end", "a")
        await done(pilot)
        sent = len(at_once.rows())
        await press(pilot, "u")
        await until(pilot, lambda: "That was sent; R reopens a week" in said(pilot), "the answer")
        assert len(at_once.rows()) == sent

    assert (whose, "approved") in at_once.known_to(None, "decided")


async def test_undo_reopens_no_week_behind_a_request_from_another_screen(at_once: TeamHome) -> None:
    async with on_approvals(at_once.app()) as pilot:
        for place in ("end", "home"):
            await press(pilot, place, "a")
            await done(pilot)
        sent = len(at_once.rows())
        await pilot.press("1", "u")
        await until(pilot, lambda: "That was sent; R reopens a week" in seen(pilot), "the answer")
        assert len(at_once.rows()) == sent


async def test_leaving_while_something_is_held_sends_nothing_and_says_so(team: TeamHome) -> None:
    async with on_approvals(team.app()) as pilot:
        await press(pilot, "a")

    async with running(team.app()) as pilot:
        await until(pilot, lambda: "not sent" in said(pilot), "what was not sent being said")
        await go_there(pilot)
        assert rows(pilot) == ALL


async def test_declining_asks_why_and_offers_what_was_said_lately(at_once: TeamHome) -> None:
    async with on_approvals(at_once.app()) as pilot:
        await press(pilot, "d")
        await on_top(pilot, DeclineForm)
        assert "Declining needs a reason" in seen(pilot)
        await pilot.press("enter", "space", "ctrl+s")
        await on_top(pilot, DeclineForm)
        await pilot.press(*"not there", "enter")
        await done(pilot)
        assert rows(pilot) == [CARLA, CARLA, LI]

        await press(pilot, "d")
        await on_top(pilot, DeclineForm)
        assert "not there" in seen(pilot)
        await pilot.press("down", "enter")
        assert "Will decline it with “not there”." in seen(pilot)
        await pilot.press("ctrl+s")
        await done(pilot)

        await press(pilot, "h")
        text = seen(pilot)
        assert "✗" in text
        assert "declined by Ann Berger" in text
        assert "“not there”" in text
        await press(pilot, "h")
        assert rows(pilot) == [CARLA, LI]


async def test_escape_leaves_the_reason_and_declines_nothing(team: TeamHome) -> None:
    async with on_approvals(team.app()) as pilot:
        await press(pilot, "d")
        await on_top(pilot, DeclineForm)
        await press(pilot, "escape")
        assert rows(pilot) == ALL
        assert not approvals(pilot).going


async def test_marked_ones_are_decided_at_once_after_one_question(at_once: TeamHome) -> None:
    async with on_approvals(at_once.app()) as pilot:
        await press(pilot, "v", "v", "V", "V", "v")
        assert "■ 1 marked" in seen(pilot)
        await press(pilot, "V", "a")
        await on_top(pilot, ConfirmScreen)
        assert "Approve 3 change requests and 1 week?" in seen(pilot)
        assert "Of Ben Okafor, Carla Díaz, 李 明." in seen(pilot)
        await pilot.press("y")
        await done(pilot)
        await until(pilot, lambda: "All 4 approved." in said(pilot), "the summary")
        assert "Nothing waits for you." in seen(pilot)

    assert sorted(at_once.known_to(None, "decided")) == sorted((name, "approved") for name in ALL)


async def test_what_was_decided_elsewhere_meanwhile_remains_with_its_reason(team: TeamHome) -> None:
    async with on_approvals(team.app()) as pilot:
        await press(pilot, "V", "a")
        await pilot.press("y")
        await until(pilot, lambda: "approving 4 in 60 s" in seen(pilot), "the hold")
        team.decide(LEA, Verdict.DECLINE, CARLA, reason="Lea was first")
        await let_go(pilot)
        await until(pilot, lambda: "2 approved, 2 remain" in said(pilot), "the summary")
        assert rows(pilot) == [CARLA, CARLA]
        text = seen(pilot)
        assert "nothing else waits · 2 not decided" in text
        assert text.count(" ! Carla Díaz") == 2
        assert "! Lea Brandt declined it on Wed 11 March at 12:41." in text

        await press(pilot, "r")
        await until(pilot, lambda: rows(pilot) == [], "what is gone being forgotten")


async def test_filtered_ones_decided_elsewhere_are_counted_and_escape_clears_the_filter(
    team: TeamHome,
) -> None:
    async with on_approvals(team.app()) as pilot:
        await pilot.press("f")
        await calm(pilot)
        await pilot.press(*"kind:request")
        await calm(pilot)
        await press(pilot, "enter", "V", "a")
        await pilot.press("y")
        await until(pilot, lambda: "approving 3 in 60 s" in seen(pilot), "the hold")
        assert "1 waiting" in seen(pilot)
        team.decide(LEA, Verdict.DECLINE, CARLA, reason="Lea was first")
        await let_go(pilot)
        await until(pilot, lambda: "1 approved, 2 remain" in said(pilot), "the summary")
        text = seen(pilot)
        assert "1 waiting, oldest today · 2 not decided" in text
        assert "2 of 3" in text
        assert rows(pilot) == [CARLA, CARLA]
        await press(pilot, "escape")
        assert rows(pilot) == [CARLA, CARLA, LI]
        assert "2 of 3" not in seen(pilot)


async def test_a_request_is_not_reopened_and_it_is_said_why(at_once: TeamHome) -> None:
    at_once.decide(LEA, Verdict.APPROVE, BEN)
    async with on_approvals(at_once.app()) as pilot:
        await press(pilot, "h")
        await until(pilot, lambda: rows(pilot) == [BEN], "the decided ones")
        await press(pilot, "R")
        assert "Only an approved week can be opened again." in said(pilot)


async def test_a_click_on_a_mark_marks_and_one_beside_it_selects(team: TeamHome) -> None:
    async with on_approvals(team.app()) as pilot:
        await pilot.click("InboxList", offset=(2, 2))
        await calm(pilot)
        assert [row.name for row in approvals(pilot).selection.marked] == [CARLA]
        await pilot.click("InboxList", offset=(12, 3))
        await calm(pilot)
        assert approvals(pilot).selection.marked_count == 1
        assert approvals(pilot).selected == approvals(pilot).selection.rows[3]


async def test_counting_down_stops_when_nothing_is_held(team: TeamHome) -> None:
    async with on_approvals(team.app()) as pilot:
        assert not approvals(pilot).is_ticking
        await press(pilot, "a")
        assert approvals(pilot).is_ticking
        await let_go(pilot)
        await until(pilot, lambda: not approvals(pilot).is_ticking, "the countdown stopping")


async def test_a_small_window_says_so(team: TeamHome) -> None:
    async with on_approvals(team.app(), (59, 18)) as pilot:
        assert "Punchcard needs 60×18." in seen(pilot)


async def test_escape_takes_back_several_that_are_held(team: TeamHome) -> None:
    async with on_approvals(team.app()) as pilot:
        await press(pilot, "V", "a")
        await pilot.press("y")
        await until(pilot, lambda: "approving 4 in 60 s" in seen(pilot), "the hold")
        await press(pilot, "escape")
        await done(pilot)
        assert rows(pilot) == ALL
        assert "Stopped: 4 of 4 taken back" in said(pilot)


async def test_a_filter_leaves_in_what_fits_and_marks_only_that(team: TeamHome) -> None:
    async with on_approvals(team.app()) as pilot:
        await pilot.press("f")
        await calm(pilot)
        await pilot.press(*"kind:request carla")
        await calm(pilot)
        assert "2 of 4" in seen(pilot)
        await press(pilot, "enter", "V")
        assert rows(pilot) == [CARLA, CARLA]
        assert approvals(pilot).selection.marked_count == 2
        await press(pilot, "escape")
        assert rows(pilot) == ALL
        assert approvals(pilot).selection.marked_count == 2

        await pilot.press("f")
        await calm(pilot)
        await pilot.press(*"kind:holiday")
        await calm(pilot)
        assert "! “holiday” is no kind." in seen(pilot)


async def test_a_worker_sees_and_withdraws_their_own(team: TeamHome) -> None:
    async with on_approvals(team.app_as(BEN)) as pilot:
        text = seen(pilot)
        assert "My requests   1 of 1 still waits" in text
        assert "Only a lead decides" in text
        assert "Approvals ·" not in text
        await press(pilot, "w")
        await on_top(pilot, ConfirmScreen)
        await pilot.press("y")
        await until(pilot, lambda: "withdrawn" in seen(pilot), "the request being withdrawn")
        await press(pilot, "w")
        assert "Only what still waits can be withdrawn" in said(pilot)

    assert team.known_to(None) == [(CARLA, "pending"), (CARLA, "pending"), (LI, "pending")]


async def test_enter_opens_a_week_and_goes_into_a_request(team: TeamHome) -> None:
    async with on_approvals(team.app()) as pilot:
        await press(pilot, "enter")
        assert type(pilot.app.focused).__name__ == "ItemDetail"
        await press(pilot, "escape")
        assert type(pilot.app.focused).__name__ == "InboxList"
        await press(pilot, "end")
        await pilot.press("enter")
        await on_top(pilot, ReadOnlyWeek)
        await until(pilot, lambda: "38:40" in seen(pilot), "the week")
        assert LI in seen(pilot)
        assert "approve or decline it in the inbox." in seen(pilot)
        assert "take it back" not in seen(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is approvals(pilot), "the list")


async def test_reopening_names_the_weeks_that_it_resets(at_once: TeamHome) -> None:
    at_once.unlock()
    at_once.decide(LEA, Verdict.APPROVE, LI)
    at_once.clock.set("2026-03-16 09:00")
    at_once.hand_in(LI, "2026-03-09")
    at_once.hold(0)
    async with on_approvals(at_once.app()) as pilot:
        await press(pilot, "h")
        await until(pilot, lambda: rows(pilot) == [LI], "the decided ones")
        await press(pilot, "R")
        await on_top(pilot, ConfirmScreen)
        assert "Reopen 李 明, week 10?" in seen(pilot)
        assert "It also takes back week 11 of the same person; to be" in seen(pilot)
        await pilot.press("y")
        await done(pilot)

    assert (LI, "pending") not in at_once.known_to(None)


@pytest.mark.parametrize("keys", ["a", "d", "v", "V"])
async def test_nothing_to_decide_is_said(at_once: TeamHome, keys: str) -> None:
    at_once.decide(LEA, Verdict.APPROVE, *ALL)
    async with on_approvals(at_once.app()) as pilot:
        assert "Nothing waits for you." in seen(pilot)
        await press(pilot, keys)
        assert "Nothing waits for you." in said(pilot)
