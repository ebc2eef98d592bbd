"""A question about one clock is never answered on another."""

from __future__ import annotations

import pytest
from tests.domain import berlin
from tests.services.desk import Desk
from whenever import Weekday

from punchcard.core.clock import IDLE, Running, Working
from punchcard.core.identifiers import new_id
from punchcard.core.overlaps import Overlap
from punchcard.core.punches import Restore
from punchcard.core.schedule import Schedule
from punchcard.services import clocking
from punchcard.services.clocking import AnotherClock
from punchcard.services.entries import by_hand as entries
from punchcard.services.reading.refresh import ensure_known
from punchcard.services.undo import CannotUndo, undo


def test_another_clock_is_left_alone(desk: Desk) -> None:
    seen = clocking.start(desk.session, berlin("11 07:00")).row_id
    other = desk.open()
    clocking.stop(other, berlin("11 07:30"))
    clocking.start(other, note="the other one")

    for ask in (
        lambda: clocking.cancel(desk.session, seen),
        lambda: clocking.update(desk.session, note="mine", of=seen),
        lambda: clocking.adjust(desk.session, berlin("11 07:40"), seen),
        lambda: clocking.stop(desk.session, of=seen),
    ):
        with pytest.raises(AnotherClock, match="Another clock runs now, since 08:00"):
            ask()

    state = desk.state
    assert isinstance(state, Running)
    assert (state.note, state.since) == ("the other one", berlin("11 08:00"))


def test_the_clock_that_was_meant_is_reached(desk: Desk) -> None:
    seen = clocking.start(desk.session).row_id

    clocking.update(desk.session, note="mine", of=seen)

    state = desk.state
    assert isinstance(state, Running)
    assert state.note == "mine"


def test_midnight_between_two_looks_at_the_clock_changes_nothing(desk: Desk) -> None:
    desk.clock.set("15 23:59:59")
    moments = [berlin("15 23:59:59").to_instant(), berlin("16 00:00:00").to_instant()]

    class Turning:
        def __call__(self) -> object:
            return moments.pop(0) if len(moments) > 1 else moments[0]

    object.__setattr__(desk.session, "clock", Turning())

    with desk.session.change():
        pass

    assert desk.shown()["state"] == "idle"


def test_undo_does_not_wake_a_clock_of_days_ago(desk: Desk) -> None:
    clocking.start(desk.session)
    desk.clock.move(hours=8)
    clocking.stop(desk.session)
    desk.clock.move(hours=72)

    with pytest.raises(CannotUndo, match="more than 24 h ago"):
        undo(desk.session)

    assert desk.state == IDLE


def test_a_clock_is_not_put_back_over_an_entry(desk: Desk) -> None:
    clocking.start(desk.session)
    desk.clock.move(hours=2)
    running = desk.state
    assert isinstance(running, Working)
    clocking.stop(desk.session)
    entries.add(desk.session, berlin("11 10:00"), berlin("11 10:30"))
    desk.clock.move(hours=1)

    with desk.session.change() as transaction, pytest.raises(Overlap):
        clocking.ask(desk.session, transaction, Restore(new_id(), desk.session.now(), running))


async def test_new_targets_reach_the_status(desk: Desk) -> None:
    clocking.start(desk.session)
    before = desk.shown()["coming_targets"]
    hours = tuple((day, 6 * 3600) for day in list(Weekday)[:5])
    object.__setattr__(
        desk.session, "config", desk.session.config._replace(schedule=Schedule("Europe/Berlin", hours=hours))
    )

    await ensure_known(desk.session)

    assert desk.shown()["coming_targets"] != before
    assert desk.shown()["target_seconds"] == 6 * 3600
