"""Weeks: the last day of one, the one before it, and what is on its way out of it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from tests.domain import berlin
from tests.services.desk import Desk
from tests.services.test_weeks import W9, W10, W11, frame, handed_in, standing, worked
from whenever import Date

from punchcard.backends.errors import Unreachable
from punchcard.core.groups import Period
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.core.weeks import WeekStatus
from punchcard.services import clocking
from punchcard.services.entries import by_hand as entries
from punchcard.services.entries.by_hand import EntryChanges
from punchcard.services.fold import KnownEntry
from punchcard.services.groups import bulk
from punchcard.services.groups.bulk import plan
from punchcard.services.groups.bulk_plan import BulkPlan, Selection
from punchcard.services.groups.grouping import Kept, kept_entries
from punchcard.services.timesheet.handing_in import NotReady, ask_submit
from punchcard.services.timesheet.preflight import preflight, submit, withdraw, withdraw_preflight
from punchcard.services.timesheet.weeks import refresh_weeks


@pytest.mark.parametrize(
    ("now", "goes_on"), [("8 17:00", True), ("8 23:59", True), ("9 00:00", False), ("2 12:00", True)]
)
async def test_a_week_goes_on_until_the_end_of_its_last_day(desk: Desk, now: str, goes_on: bool) -> None:
    desk.clock.set(now)
    await worked(desk, "2")
    warnings = (await preflight(desk.session, W10)).warnings
    assert any("goes on until" in warning for warning in warnings) is goes_on


async def test_without_the_network_no_week_goes_twice(desk: Desk) -> None:
    await worked(desk, "1", "3", "9")
    await handed_in(desk, W9)
    await desk.deliver()
    desk.vendor.due_fails = Unreachable("No connection.")
    for week, weeks in ((W10, (W10,)), (W11, (W10, W11))):
        assert (await preflight(desk.session, week)).weeks == weeks


async def test_what_is_moved_out_of_a_week_holds_it_back(desk: Desk) -> None:
    await worked(desk, "3", "4")
    entries.move(desk.session, frame(desk, W10)[0].id, Date(2026, 3, 10))
    for week in (W10, W11):
        with pytest.raises(NotReady, match="still on the way"), desk.session.change() as transaction:
            ask_submit(desk.session, transaction, (week,))
    await desk.deliver()
    assert (await handed_in(desk)).weeks == (W10,)


async def test_a_week_goes_to_and_fro_and_each_time_as_it_was_looked_at(desk: Desk) -> None:
    await worked(desk, "3", "9")
    for _ in range(2):
        assert (await handed_in(desk, W11)).weeks == (W10, W11)
        await desk.deliver()
        back = await withdraw_preflight(desk.session, W10)
        assert back.weeks == (W10, W11)
        withdraw(desk.session, back)
        assert standing(desk).status is WeekStatus.OPEN
        await desk.deliver()
    found = await preflight(desk.session, W10)
    entries.add(desk.open(), berlin("5 08:00"), berlin("5 09:00"))
    await desk.deliver()
    with pytest.raises(NotReady, match="has changed since"):
        submit(desk.session, found)
    assert desk.vendor.weeks == {}


async def test_of_two_weeks_that_share_days_its_own_counts(desk: Desk) -> None:
    await worked(desk)
    shifted = SubmittedWeek("y", "ann", W10.first.subtract(days=1), W10.last.subtract(days=1))
    own = SubmittedWeek("x", "ann", W10.first, W10.last, status=RequestStatus.APPROVED, decided_by="Lea")
    desk.vendor.weeks = {week.first: week for week in (shifted, own)}
    await refresh_weeks(desk.session, "ann", W9.first, W11.last)
    assert standing(desk).status is WeekStatus.APPROVED
    assert standing(desk).decided_by == "Lea"


async def test_a_week_that_is_being_taken_back_is_still_known_as_handed_in_then(desk: Desk) -> None:
    await worked(desk)
    at = berlin("9 12:00")
    desk.vendor.weeks[W10.first] = SubmittedWeek("x", "ann", W10.first, W10.last, submitted_at=at)
    await refresh_weeks(desk.session, "ann", W10.first, W11.last)
    withdraw(desk.session, await withdraw_preflight(desk.session, W10))
    assert (standing(desk).status, standing(desk).submitted_at) == (WeekStatus.OPEN, at)


async def test_who_hands_in_again_reads_why_it_was_declined(desk: Desk) -> None:
    await worked(desk)
    desk.vendor.weeks[W10.first] = SubmittedWeek(
        "x", "ann", W10.first, W10.last, RequestStatus.DECLINED, decided_by="Lea", reason="Too long."
    )
    await refresh_weeks(desk.session, "ann", W10.first, W11.last)
    warnings = (await preflight(desk.session, W10)).warnings
    assert "Week 10 was declined by Lea: Too long." in warnings


async def test_a_later_week_on_its_way_back_does_not_go_with_an_earlier_one(desk: Desk) -> None:
    await worked(desk, "3", "9")
    await handed_in(desk, W11)
    await desk.deliver()
    withdraw(desk.session, await withdraw_preflight(desk.session, W10))
    assert (await preflight(desk.session, W10)).weeks == (W10,)
    assert (await preflight(desk.session, W11)).weeks == (W10, W11)


async def test_a_clock_that_began_on_the_last_day_is_stopped_first(desk: Desk) -> None:
    desk.clock.set("9 00:30")
    await worked(desk, "3")
    clocking.start(desk.session, berlin("8 23:00"))
    await desk.deliver()
    assert "The clock runs since" in (await preflight(desk.session, W10)).blockers[0]


async def test_a_night_into_a_week_that_was_handed_in_is_left_out_of_bulk_changes(desk: Desk) -> None:
    entries.add(desk.session, berlin("8 22:00"), berlin("9 02:00"))
    await desk.deliver()
    desk.vendor.weeks[W11.first] = SubmittedWeek("x", "ann", W11.first, W11.last)
    shown = await plan(desk.session, Selection(Period(W10.first, W10.last), Kept()), None)
    assert (shown.count, len(shown.locked)) == (0, 1)


async def test_what_is_asked_for_between_the_two_steps_of_a_bulk_change_is_seen(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await worked(desk, "3", "4")
    other, first = desk.open(), frame(desk, W10)[0]
    shown = await plan(desk.session, Selection(Period(W10.first, W10.last), Kept()), None)

    def keep_and_be_late(found: Sequence[KnownEntry], kept: Kept) -> list[KnownEntry]:
        if len(desk.rows()) == 2:
            entries.change(other, first.id, EntryChanges(note="mine"))
        return kept_entries(found, kept)

    monkeypatch.setattr(bulk, "kept_entries", keep_and_be_late)
    again = await bulk.run(desk.session, shown)
    assert isinstance(again, BulkPlan)
    assert [entry.note for entry in frame(desk, W10)] == ["mine", ""]
