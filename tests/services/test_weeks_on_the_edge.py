"""Weeks: the last day of one, the one before it, and what is on its way out of it."""

from __future__ import annotations

import pytest
from tests.domain import berlin
from tests.services.desk import Desk
from tests.services.test_weeks import W9, W10, W11, frame, handed_in, standing, worked
from whenever import Date

from punchcard.backends.errors import Unreachable
from punchcard.core.weeks import WeekStatus
from punchcard.services import entries
from punchcard.services.handing_in import NotReady, ask_submit
from punchcard.services.preflight import preflight, submit, withdraw, withdraw_preflight


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
