"""A stop over other entries, at a vendor that removes what is saved over: nothing goes without a word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.domain import berlin
from tests.services.desk import Desk
from tests.services.overwriting import (
    LOCKED,
    OverwritingBackend,
    OverwritingClock,
    running,
    spans,
    there,
)

from punchcard.backends.contract import ClockReading, Punched
from punchcard.backends.outcomes import Outcome
from punchcard.core.clock import IDLE, Working
from punchcard.core.editing.room import OverlapChoice
from punchcard.core.entries import EntryStatus
from punchcard.core.overlaps import Overlap
from punchcard.core.punches import AnyPunch
from punchcard.services import clocking
from punchcard.services.entries import by_hand as entries
from punchcard.services.reading.refresh import refresh
from punchcard.services.stopping import OverOthers, look_before_stop
from punchcard.services.undo import undo
from punchcard.store.outbox import OutboxState

CONFIRMED, REFUSED = OutboxState.CONFIRMED, OutboxState.REFUSED


async def test_what_would_go_is_named_with_every_way_out(mown: Desk) -> None:
    there(mown, "n", "11 10:00", "11 11:30")
    await running(mown)
    with pytest.raises(Overlap) as refused:
        clocking.stop(mown.session)
    assert refused.value.message == (
        "Stopped at 12:10, the clock would remove 10:00 – 11:30, 1 h 30 min on Northwind at The mower. "
        "It was not stopped."
    )
    assert refused.value.hint == (
        "Say what becomes of it with `--overlap replace`. Stop before it with `punch out --at 10:00`."
    )
    assert (mown.vendor.sent, mown.state.__class__) == ([], Working)


async def test_what_is_agreed_to_is_done_by_changes_of_its_own_before_the_stop(mown: Desk) -> None:
    there(mown, "n", "11 11:30", "11 13:00")
    mown.clock.set("11 13:30")
    await running(mown)
    asked = clocking.stop(mown.session, berlin("11 12:00"), choice=OverlapChoice.TRIM)
    assert asked.message == (
        "Clocked out at 12:00: 3 h 58 min worked. 11:30 – 13:00 Northwind is cut to 12:00 – 13:00."
    )
    await mown.deliver()
    assert mown.states() == [CONFIRMED, CONFIRMED]
    assert spans(mown) == ["08:02-12:00", "12:00-13:00"]
    assert mown.row(asked.row_id).answer == ""


async def test_replacing_deletes_first(mown: Desk) -> None:
    there(mown, "n", "11 10:00", "11 11:30")
    await running(mown)
    clocking.stop(mown.session, choice=OverlapChoice.REPLACE)
    assert mown.state == IDLE
    await mown.deliver()
    assert [row.change.kind for row in mown.rows()] == ["delete_entry", "stop"]
    assert (mown.states(), spans(mown)) == ([CONFIRMED, CONFIRMED], ["08:02-12:10"])


async def test_a_choice_without_need_is_a_plain_stop(mown: Desk) -> None:
    await running(mown)
    clocking.stop(mown.session, choice=OverlapChoice.REPLACE)
    await mown.deliver()
    assert [row.change.kind for row in mown.rows()] == ["stop"]


async def test_the_stop_waits_in_vain_where_no_room_was_made(mown: Desk) -> None:
    from tests.services.vendor import Answer

    there(mown, "n", "11 10:00", "11 11:30")
    await running(mown)
    mown.vendor.answers.append(Answer.REFUSE)
    clocking.stop(mown.session, choice=OverlapChoice.REPLACE)
    await mown.deliver()
    assert mown.states() == [REFUSED, OutboxState.NEEDS_YOU]
    assert spans(mown) == ["10:00-11:30"]


@pytest.mark.parametrize("status", LOCKED)
async def test_over_what_is_locked_it_refuses_with_the_latest_safe_moment(
    mown: Desk, status: EntryStatus
) -> None:
    word = {"approved": "approved", "exported": "exported", "submitted": "under approval"}[status.value]
    there(mown, "n", "11 10:00", "11 12:00", status)
    await running(mown)
    with pytest.raises(OverOthers) as agreed:
        clocking.stop(mown.session, choice=OverlapChoice.REPLACE)
    with pytest.raises(OverOthers) as refused:
        clocking.stop(mown.session)
    assert agreed.value.message == refused.value.message
    assert refused.value.message == (
        f"The clock cannot stop at 12:10: it would run over 10:00 – 12:00, 2 h on Northwind, which is {word} "
        "at The mower. It runs on."
    )
    assert refused.value.hint == (
        "Stop before it with `punch out --at 10:00`. The rest is booked with "
        "`punch add 12:00 12:10 --note 'stock count'`."
    )
    clocking.stop(mown.session, berlin("11 10:00"))
    entries.add(mown.session, berlin("11 12:00"), berlin("11 12:10"))
    await mown.deliver()
    assert spans(mown) == ["08:02-10:00", "10:00-12:00", "12:00-12:10"]


async def test_a_clock_that_began_inside_of_what_is_locked_has_no_safe_moment(mown: Desk) -> None:
    there(mown, "n", "11 08:00", "11 12:00", EntryStatus.APPROVED)
    await running(mown)
    with pytest.raises(Overlap) as refused:
        clocking.stop(mown.session)
    assert refused.value.hint == (
        "Throw the clock away with `punch cancel`, and book what is free yourself. The rest is booked with "
        "`punch add 12:00 12:10 --note 'stock count'`."
    )


async def test_what_is_too_short_to_be_typed_is_not_proposed(mown: Desk) -> None:
    there(mown, "n", "11 10:00", "11 12:10", EntryStatus.APPROVED)
    await running(mown)
    with pytest.raises(OverOthers) as refused:
        clocking.stop(mown.session, berlin("11 12:10").add(seconds=20))
    assert refused.value.hint == "Stop before it with `punch out --at 10:00`."


@pytest.mark.parametrize("choice", list(OverlapChoice))
async def test_a_forgotten_clock_is_not_stopped_over_days(mown: Desk, choice: OverlapChoice) -> None:
    there(mown, "n", "10 10:00", "10 12:00", EntryStatus.APPROVED)
    await running(mown, "09 08:02")
    with pytest.raises(clocking.TooLong) as refused:
        clocking.stop(mown.session, choice=choice)
    assert "Say when you really stopped" in str(refused.value.hint)
    assert mown.rows() == []


@pytest.mark.parametrize("status", [EntryStatus.OPEN, EntryStatus.APPROVED])
async def test_what_came_in_between_stops_the_stop_before_it_is_sent(mown: Desk, status: EntryStatus) -> None:
    await running(mown)
    asked = clocking.stop(mown.session)
    there(mown, "n", "11 10:00", "11 11:30", status)
    delivery = await mown.deliver()
    assert (mown.states(), mown.vendor.sent, delivery.problem) == ([REFUSED], [], None)
    assert "10:00 – 11:30" in (mown.row(asked.row_id).answer or "")
    # It runs on, here as there, and what came in between is known.
    assert isinstance(mown.state, Working)
    with pytest.raises(OverOthers) as refused:
        clocking.stop(mown.session)
    assert [entry.id for entry in refused.value.found.neighbours] == ["n"]


async def test_looking_before_a_stop_knows_what_came_in_between(mown: Desk) -> None:
    await running(mown)
    there(mown, "n", "11 10:00", "11 11:30")
    await look_before_stop(mown.session)
    with pytest.raises(OverOthers):
        clocking.stop(mown.session)
    assert mown.rows() == []


async def test_what_a_rounded_stop_was_saved_over_is_named_and_not_put_down_to_others(mown: Desk) -> None:
    there(mown, "n", "11 06:00", "11 08:00")
    await running(mown)
    assert isinstance(mown.session.backend.clock, OverwritingClock)
    mown.session.backend.clock.rounds_to = berlin("11 07:30")
    clocking.stop(mown.session)
    delivery = await mown.deliver()
    assert spans(mown) == ["07:30-12:10"]
    assert delivery.adopted == ("06:00 – 08:00 on Northwind, 2 h, is gone: 07:30 – 12:10 was saved over it.",)


async def test_what_could_not_be_saved_is_in_nobodys_way(mown: Desk) -> None:
    broken = there(mown, "n", "11 10:00", "11 11:30")
    mown.vendor.entries["n"] = replace(broken, status=EntryStatus.INVALID)
    await running(mown)
    clocking.stop(mown.session)
    await mown.deliver()
    assert mown.states() == [CONFIRMED]


async def test_an_undo_puts_both_back_one_after_the_other(mown: Desk) -> None:
    there(mown, "n", "11 10:00", "11 11:30")
    await running(mown)
    clocking.stop(mown.session, choice=OverlapChoice.REPLACE)
    await mown.deliver()
    undo(mown.session)
    undo(mown.session)
    await mown.deliver()
    assert isinstance(mown.state, Working)
    assert spans(mown) == ["10:00-11:30"]


def add(desk: Desk, choice: OverlapChoice | None = None) -> object:
    return entries.add(desk.session, berlin("11 09:00"), berlin("11 10:30"), choice=choice)


def move(desk: Desk, choice: OverlapChoice | None = None) -> object:
    return entries.duplicate(desk.session, "of-before", berlin("11 09:00").date(), choice)


@pytest.mark.parametrize("ask", [add, move])
async def test_an_entry_is_saved_over_others_only_as_it_was_agreed(
    mown: Desk, ask: Callable[..., object]
) -> None:
    there(mown, "of-before", "10 09:00", "10 10:30")
    there(mown, "n", "11 10:00", "11 11:30")
    await refresh(mown.session)
    with pytest.raises(Overlap) as refused:
        ask(mown)
    assert refused.value.message == (
        "09:00 – 10:30 would remove 10:00 – 11:30, 1 h 30 min on Northwind at The mower. Nothing was changed."
    )
    assert refused.value.hint == (
        "Say what becomes of it with `--overlap trim` or `--overlap replace`. Or change the times."
    )
    ask(mown, OverlapChoice.TRIM)
    await mown.deliver()
    assert spans(mown)[-2:] == ["09:00-10:30", "10:30-11:30"]
    assert set(mown.states()) == {CONFIRMED}


async def test_an_entry_is_not_saved_over_what_is_approved(mown: Desk) -> None:
    there(mown, "n", "11 10:00", "11 11:30", EntryStatus.APPROVED)
    await refresh(mown.session)
    with pytest.raises(Overlap, match="which is approved at The mower"):
        add(mown)
    with pytest.raises(Overlap, match="cannot be changed: It is locked"):
        add(mown, OverlapChoice.TRIM)


class MovedAtTheLastMoment(OverwritingClock):
    """Somebody moves an entry into the time of the clock when it has been looked at already."""

    async def punch(self, punch: AnyPunch, reading: ClockReading) -> Outcome[Punched]:
        moved = self._vendor.entries["n"]
        times = {"start": berlin("11 10:00"), "end": berlin("11 11:30")}
        self._vendor.entries["n"] = replace(moved, **times)
        return await super().punch(punch, reading)


async def test_what_a_save_has_removed_besides_is_not_shown_any_longer(mown: Desk) -> None:
    backend = OverwritingBackend(mown.vendor)
    backend.clock = MovedAtTheLastMoment(mown.vendor)
    mown.session = mown.open(backend)
    there(mown, "n", "11 06:00", "11 07:00")
    await running(mown)
    asked = clocking.stop(mown.session)
    await mown.deliver()
    assert mown.row(asked.row_id).answer == "It removed n."
    assert (spans(mown), [entry.id for entry in mown.entries if entry.id == "n"]) == (["08:02-12:10"], [])
