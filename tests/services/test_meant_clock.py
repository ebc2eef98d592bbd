"""A question about one clock is never answered on another."""

from __future__ import annotations

import pytest
from tests.domain import berlin
from tests.services.desk import Desk

from punchcard.core.clock import Running
from punchcard.services import clocking
from punchcard.services.clocking import AnotherClock


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
