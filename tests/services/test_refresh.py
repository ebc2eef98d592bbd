from __future__ import annotations

import pytest
from tests.domain import berlin
from tests.services.desk import Desk

from punchcard.backends.errors import Garbled, Unreachable
from punchcard.core.clock import IDLE, Working
from punchcard.core.entries import Entry
from punchcard.services import clocking
from punchcard.services.entries import by_hand as entries
from punchcard.services.reading.refresh import ensure_known, refresh
from punchcard.store.outbox import OutboxState


def booked(*hours: int) -> list[Entry]:
    spans = [(berlin(f"10 {hour:02}:00"), berlin(f"10 {hour:02}:30")) for hour in hours]
    return [Entry(f"e{start.hour}", "ann", start.date(), start, end) for start, end in spans]


@pytest.fixture
async def knowing(desk: Desk) -> Desk:
    """A desk that knows six entries."""
    desk.vendor.entries = {entry.id: entry for entry in booked(8, 9, 10, 11, 12, 13)}
    await refresh(desk.session)
    assert len(desk.entries) == 6
    desk.vendor.lists = 0
    return desk


async def test_a_clock_started_elsewhere_is_adopted(desk: Desk) -> None:
    desk.vendor.state = theirs = Working("theirs", berlin("11 07:30"), note="elsewhere", origin="phone")
    await refresh(desk.session)
    assert desk.state == theirs
    assert desk.shown()["state"] == "working"
    assert desk.status_file()["state"] == "working"
    clocking.stop(desk.session)
    await desk.deliver()
    assert [entry.note for entry in desk.entries] == ["elsewhere"]
    assert desk.vendor.state == IDLE


async def test_a_clock_stopped_elsewhere_is_adopted_with_its_entry(desk: Desk) -> None:
    clocking.start(desk.session)
    await desk.deliver()
    desk.clock.move(hours=1)
    desk.vendor.state = IDLE
    desk.vendor.entries = {entry.id: entry for entry in booked(8)}
    await refresh(desk.session)
    assert (desk.state, list(desk.entries)) == (IDLE, booked(8))


@pytest.mark.parametrize("left", [0, 1, 2])
async def test_an_answer_that_lost_more_than_half_is_believed_only_when_it_comes_twice(
    knowing: Desk, left: int
) -> None:
    shrunken = booked(8, 9, 10, 11, 12, 13)[:left]
    knowing.vendor.listing.append(shrunken)
    await refresh(knowing.session)
    assert (len(knowing.entries), knowing.vendor.lists) == (6, 2)
    knowing.vendor.listing.extend([shrunken, shrunken])
    await refresh(knowing.session)
    assert list(knowing.entries) == shrunken


async def test_a_week_that_comes_back_empty_is_read_twice_however_little_was_in_it(desk: Desk) -> None:
    desk.vendor.entries = {entry.id: entry for entry in booked(8)}
    await refresh(desk.session)
    desk.vendor.listing.append([])
    await refresh(desk.session)
    assert list(desk.entries) == booked(8)
    desk.vendor.entries.clear()
    await refresh(desk.session)
    assert list(desk.entries) == []


async def test_an_answer_that_lost_less_is_believed_at_once(knowing: Desk) -> None:
    knowing.vendor.entries = {entry.id: entry for entry in booked(8, 9, 10)}
    await refresh(knowing.session)
    assert (list(knowing.entries), knowing.vendor.lists) == (booked(8, 9, 10), 1)


@pytest.mark.parametrize("error", [Unreachable("No answer."), Garbled("No sense.")])
async def test_trouble_keeps_everything_as_it_was(knowing: Desk, error: Exception) -> None:
    before = knowing.known()
    knowing.vendor.state = Working("theirs", berlin("11 07:30"))
    knowing.vendor.listing.append(error)
    with pytest.raises(type(error)):
        await refresh(knowing.session)
    assert knowing.known() == before
    knowing.vendor.readings.append(error)
    with pytest.raises(type(error)):
        await refresh(knowing.session)
    assert knowing.known() == before


async def test_what_was_asked_for_stays_on_top_of_what_is_read(knowing: Desk) -> None:
    entries.add(knowing.session, berlin("10 15:00"), berlin("10 16:00"))
    clocking.start(knowing.session)
    before = knowing.known()
    await refresh(knowing.session)
    assert knowing.known() == before


async def test_an_answer_from_before_a_punch_does_not_bring_the_old_clock_back(desk: Desk) -> None:
    """Another process punches and delivers while this one waits for its answer."""
    other = desk.open()
    asked: list[str] = []

    def punch_elsewhere() -> None:
        if not asked:
            asked.append(clocking.start(other).row_id)
            with other.change() as transaction:
                state = Working(asked[0], berlin("11 08:00"))
                transaction.outbox.move(asked[0], OutboxState.CONFIRMED)
                transaction.cache("acme").keep_clock("ann", state, desk.clock())
            desk.vendor.state = state

    desk.vendor.during = punch_elsewhere
    await refresh(desk.session)
    assert isinstance(desk.state, Working)


async def test_what_was_never_read_is_read_once(desk: Desk) -> None:
    await ensure_known(desk.session)
    assert desk.vendor.lists == 1
    await ensure_known(desk.session)
    assert desk.vendor.lists == 1
    desk.clock.move(hours=24 * 7)
    await ensure_known(desk.session)
    assert desk.vendor.lists == 2
