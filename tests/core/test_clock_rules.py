from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain import HOME_OFFICE, PORTAL, berlin, from_epoch, punches_at, zones

from punchcard.core.clock import IDLE, ClockState, Idle, OnBreak, Running, Working
from punchcard.core.clock_rules import (
    AlreadyOnBreak,
    AlreadyRunning,
    NotOnBreak,
    NotRunning,
    TooEarly,
    TooLate,
    apply,
    entry_after,
)  # fmt: skip
from punchcard.core.punches import (
    Adjust,
    AnyPunch,
    Cancel,
    Restore,
    Resume,
    Start,
    Stop,
    TakeBreak,
    Update,
)  # fmt: skip
from punchcard.core.refusals import Refusal

DAY = 24 * 3600
CHANGE = 1_774_746_000  # 2026-03-29T01:00Z, when Berlin's clocks go forward
close_moments = st.builds(from_epoch, st.integers(CHANGE - DAY, CHANGE + DAY), zones)
journeys = st.lists(punches_at(close_moments), max_size=25)


def after(state: ClockState, punch: AnyPunch) -> ClockState:
    try:
        return apply(state, punch)
    except Refusal:
        return state


def assert_sound(state: ClockState) -> None:
    if isinstance(state, Idle):
        return
    moments = [state.since, *(m for pause in state.breaks for m in (pause.start, pause.end))]
    moments += [state.break_since] if isinstance(state, OnBreak) else []
    assert all(a <= b for a, b in pairwise(moments))
    for ahead in (0, 1, DAY):
        now = state.last_moment().add(seconds=ahead)
        elapsed = now.timestamp() - state.since.timestamp()
        paused = sum(pause.seconds for pause in state.all_breaks(now))
        assert state.worked_seconds(now) >= 0
        assert state.worked_seconds(now) + paused == elapsed


@given(journeys)
def test_whatever_is_punched_the_clock_stays_sound(journey: list[AnyPunch]) -> None:
    state: ClockState = IDLE
    for punch in journey:
        state = after(state, punch)
        assert_sound(state)


@given(journeys)
def test_a_stopped_clock_becomes_an_entry_of_the_same_time(journey: list[AnyPunch]) -> None:
    state: ClockState = IDLE
    for punch in journey:
        if isinstance(punch, Stop) and isinstance(state, Running) and after(state, punch) == IDLE:
            entry = entry_after(state, punch, "ann")
            assert entry.interval
            assert entry.worked_seconds == state.worked_seconds(punch.at)
            assert entry.worked_seconds + entry.break_seconds == entry.interval.seconds
            assert (entry.id, entry.start, entry.end) == (state.entry_id, state.since, punch.at)
        state = after(state, punch)


@given(journeys)
def test_undoing_a_punch_gives_exactly_the_state_before(journey: list[AnyPunch]) -> None:
    state: ClockState = IDLE
    for punch in journey:
        before, state = state, after(state, punch)
        if isinstance(punch, Restore):
            continue
        if isinstance(before, Idle):
            if isinstance(state, Running):
                assert apply(state, Cancel("undo", punch.at)) == before
        else:
            assert apply(state, Restore("undo", punch.at, before)) == before


@given(journeys, close_moments)
def test_a_second_start_is_always_refused(journey: list[AnyPunch], moment: object) -> None:
    state: ClockState = IDLE
    for punch in journey:
        state = after(state, punch)
        if isinstance(state, Running):
            with pytest.raises(AlreadyRunning) as refused:
                apply(state, Start("second", punch.at))
            # Not every service can move the start.
            assert refused.value.hint == "Stop first, or change what runs with `punch edit`."


WORKING = apply(IDLE, Start("e", berlin("11 08:00"), PORTAL, HOME_OFFICE, "note"))
ANOTHER = Working("another", berlin("11 07:00"))
PAUSED = apply(WORKING, TakeBreak("b", berlin("11 12:00")))


@pytest.mark.parametrize(
    ("state", "punch", "refusal"),
    [
        (WORKING, Start("x", berlin("11 09:00")), AlreadyRunning),
        (
            WORKING,
            Restore("x", berlin("11 09:00"), ANOTHER),
            AlreadyRunning,
        ),
        (IDLE, Stop("x", berlin("11 09:00")), NotRunning),
        (IDLE, TakeBreak("x", berlin("11 09:00")), NotRunning),
        (IDLE, Resume("x", berlin("11 09:00")), NotRunning),
        (IDLE, Cancel("x", berlin("11 09:00")), NotRunning),
        (IDLE, Update("x", berlin("11 09:00")), NotRunning),
        (IDLE, Adjust("x", berlin("11 09:00"), berlin("11 08:00")), NotRunning),
        (PAUSED, TakeBreak("x", berlin("11 12:05")), AlreadyOnBreak),
        (WORKING, Resume("x", berlin("11 12:05")), NotOnBreak),
        (WORKING, Stop("x", berlin("11 07:59")), TooEarly),
        (PAUSED, Resume("x", berlin("11 11:59")), TooEarly),
        (PAUSED, Stop("x", berlin("11 11:59")), TooEarly),
        (PAUSED, Adjust("x", berlin("11 13:00"), berlin("11 12:01")), TooLate),
        (WORKING, Adjust("x", berlin("11 13:00"), berlin("11 13:01")), TooLate),
    ],
    ids=lambda value: getattr(value, "kind", None) or getattr(value, "code", None),
)
def test_a_punch_that_does_not_fit_is_refused_by_name(
    state: ClockState, punch: AnyPunch, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal) as caught:
        apply(state, punch)
    assert caught.value.message.endswith(".")
    assert caught.value.hint.endswith(".")


def test_the_day_of_the_issue_counts_to_the_second() -> None:
    state = apply(PAUSED, Resume("r", berlin("11 12:30")))
    entry = entry_after(state, Stop("s", berlin("11 16:45")), "ann")
    assert (entry.worked_seconds, entry.break_seconds) == (29_700, 1_800)
    assert (entry.assignment, entry.time_type, entry.note) == (PORTAL, HOME_OFFICE, "note")


def test_a_break_taken_up_again_at_once_is_the_same_break() -> None:
    resumed = apply(PAUSED, Resume("r", berlin("11 12:30")))
    again = apply(resumed, TakeBreak("b2", berlin("11 12:30")))
    assert isinstance(again, OnBreak)
    assert (again.break_since, again.breaks) == (berlin("11 12:00"), ())


def test_a_break_of_no_length_leaves_no_trace() -> None:
    assert apply(PAUSED, Resume("r", berlin("11 12:00"))) == WORKING


def test_stopping_on_a_break_ends_the_break_too() -> None:
    entry = entry_after(PAUSED, Stop("s", berlin("11 12:30")), "ann")
    assert (entry.worked_seconds, entry.break_seconds) == (4 * 3600, 1800)
