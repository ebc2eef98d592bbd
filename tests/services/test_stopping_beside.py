"""A stop over what nobody may change: what was worked is booked beside it, in one go."""

from __future__ import annotations

import pytest
from tests.domain import berlin
from tests.services.desk import Desk
from tests.services.overwriting import running, spans, there

from punchcard.core.clock import IDLE
from punchcard.core.entries import EntryStatus
from punchcard.services import clocking
from punchcard.services.stopping_beside import stop_beside
from punchcard.services.undo import undo


async def test_beside_what_is_locked_it_is_stopped_and_the_rest_is_booked(mown: Desk) -> None:
    there(mown, "n", "11 10:00", "11 12:00", EntryStatus.APPROVED)
    await running(mown)
    said = stop_beside(mown.session, berlin("11 12:10"), "clock")
    assert said == "Clocked out at 10:00: 1 h 58 min worked. Added 12:00 – 12:10, 10 min."
    await mown.deliver()
    assert [row.change.kind for row in mown.rows()] == ["stop", "save_entry"]
    assert spans(mown) == ["08:02-10:00", "10:00-12:00", "12:00-12:10"]
    assert {one.note for one in mown.vendor.entries.values() if not one.locked} == {"stock count"}
    undo(mown.session)
    await mown.deliver()
    assert spans(mown) == ["08:02-10:00", "10:00-12:00"]


async def test_beside_what_is_open_by_then_nothing_is_removed(mown: Desk) -> None:
    there(mown, "n", "11 09:00", "11 09:30", EntryStatus.APPROVED)
    there(mown, "o", "11 10:00", "11 11:00")
    await running(mown)
    stop_beside(mown.session, berlin("11 12:10"), "clock")
    await mown.deliver()
    assert spans(mown) == ["08:02-09:00", "09:00-09:30", "09:30-10:00", "10:00-11:00", "11:00-12:10"]


async def test_where_it_cannot_be_stopped_before_that_it_is_thrown_away(mown: Desk) -> None:
    there(mown, "n", "11 08:00", "11 12:00", EntryStatus.APPROVED)
    await running(mown)
    said = stop_beside(mown.session, berlin("11 12:10"), "clock")
    assert said == "The clock of 08:02 was thrown away. Added 12:00 – 12:10, 10 min."
    await mown.deliver()
    assert [row.change.kind for row in mown.rows()] == ["cancel", "save_entry"]
    assert (mown.state, spans(mown)) == (IDLE, ["08:00-12:00", "12:00-12:10"])


async def test_another_clock_than_the_one_that_was_asked_about_runs_on(mown: Desk) -> None:
    there(mown, "n", "11 10:00", "11 12:00", EntryStatus.APPROVED)
    await running(mown)
    with pytest.raises(clocking.AnotherClock):
        stop_beside(mown.session, berlin("11 12:10"), "an-earlier-one")
    assert mown.rows() == []
