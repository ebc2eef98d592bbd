"""When to read what: a quiet day costs one call a minute at most, and trouble costs less."""

from __future__ import annotations

import itertools
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from whenever import Date

from punchcard.services.reading.polling import (
    EAGER_SECONDS,
    JITTER,
    LONGEST_BACK_OFF_SECONDS,
    Polling,
    What,
    back_off_seconds,
)

TODAY = Date(2026, 3, 11)
START = 1_773_212_400.0


def read(polling: Polling, at: float, day: Date = TODAY, *, clock_changed: bool = False) -> Polling:
    """Read what is due at a moment."""
    what = polling.due(at, day)
    assert what is not None
    return polling.begin().succeed(what, at, day, clock_changed=clock_changed)


def fresh() -> Polling:
    return read(Polling(), START)


def test_everything_is_read_first() -> None:
    assert Polling().due(START, TODAY) is What.EVERYTHING
    assert fresh().due(START + 59, TODAY) is None


def test_a_quiet_hour() -> None:
    polling, found = fresh(), list[What]()
    for minute in range(1, 61):
        for second in range(0, 60, 5):
            at = START + minute * 60 + second
            if (what := polling.due(at, TODAY)) is not None:
                found.append(what)
                polling = read(polling, at)
    assert len(found) == 60
    # From the 15th minute on the entries take the place of the clock, then the inbox, then the targets.
    assert found.count(What.ENTRIES) == 4
    assert found.count(What.INBOX) == 3
    assert found.count(What.TARGETS) == 3
    assert found.count(What.CLOCK) == 50
    assert What.EVERYTHING not in found


def test_clock_that_has_changed_brings_the_days() -> None:
    polling = read(fresh(), START + 60, clock_changed=True)
    assert polling.due(START + 60, TODAY) is What.DAYS
    assert read(polling, START + 61).due(START + 62, TODAY) is None


def test_a_new_day_brings_its_week() -> None:
    tomorrow = TODAY.add(days=1)
    assert fresh().due(START + 1, tomorrow) is What.DAYS
    assert read(fresh(), START + 1, tomorrow).due(START + 2, tomorrow) is None


def test_what_is_kept_here_is_never_polled() -> None:
    polling = Polling(is_needless=True, wanted=None)
    assert polling.due(START + 86_400, TODAY.add(days=1)) is None
    assert polling.want(What.EVERYTHING).due(START, TODAY) is What.EVERYTHING


def test_a_delivered_punch_tells_the_clock() -> None:
    assert fresh().reached(START + 50).due(START + 61, TODAY) is None


def test_failures_back_off_and_success_ends_that() -> None:
    polling, at = fresh(), START + 60
    for minutes in (1, 2, 4, 8, 15, 15, 15):
        polling = polling.begin().fail(at, 0.0)
        assert polling.due(at + minutes * 60 - 1, TODAY) is None
        at += minutes * 60
        assert polling.due(at, TODAY) is What.EVERYTHING
    polling = read(polling, at)
    assert polling.failures == 0
    assert polling.begin().fail(at + 60, 0.0).due(at + 120, TODAY) is What.EVERYTHING


@given(failures=st.integers(1, 10_000), chance=st.floats(-1, 1))
def test_jitter_stays_in_its_bounds(failures: int, chance: float) -> None:
    pause = back_off_seconds(failures, chance)
    assert 60 * (1 - JITTER) <= pause <= LONGEST_BACK_OFF_SECONDS * (1 + JITTER)


def test_what_the_service_names_is_obeyed_by_everybody() -> None:
    throttled = fresh().begin().fail(START + 60, 0.0, retry_at=START + 400)
    for impatient in (
        throttled,
        throttled.want(What.EVERYTHING),
        throttled.wake(),
        throttled.reached(START + 90),
    ):
        assert impatient.due(START + 399, TODAY) is None
        assert impatient.due(START + 400, TODAY) is What.EVERYTHING


def test_what_fails_at_hand_is_tried_again_soon() -> None:
    polling = fresh()
    for at in (START + 60, START + 75, START + 90):
        polling = polling.begin().fail(at, 0.0, at_hand=True)
        assert polling.due(at + 15, TODAY) is What.EVERYTHING


def test_asking_and_a_delivery_end_a_back_off() -> None:
    failing = fresh().begin().fail(START + 60, 0.0)
    assert failing.due(START + 61, TODAY) is None
    assert failing.want(What.EVERYTHING).due(START + 61, TODAY) is What.EVERYTHING
    assert failing.reached(START + 61).due(START + 61, TODAY) is What.EVERYTHING


def test_after_sleep_the_first_failures_are_no_answer() -> None:
    polling, at = fresh().begin().fail(START + 60, 0.0).wake(), START + 9_000
    for pause in EAGER_SECONDS:
        assert polling.due(at, TODAY) is What.EVERYTHING
        polling = polling.begin().fail(at, 0.0)
        assert polling.due(at + pause - 0.5, TODAY) is None
        at += pause
    assert polling.begin().fail(at, 0.0).due(at + 59, TODAY) is None


def test_what_is_wanted_while_reading_comes_after_it() -> None:
    polling = fresh().begin().want(What.EVERYTHING)
    assert polling.succeed(What.CLOCK, START + 60, TODAY).due(START + 60, TODAY) is What.EVERYTHING


def test_clock_that_was_set_back_stops_nothing() -> None:
    assert fresh().due(START - 7_200, TODAY) is not None
    failing = fresh().begin().fail(START + 60, 0.0)
    assert failing.due(START - 7_200, TODAY) is What.EVERYTHING


@given(st.lists(st.tuples(st.sampled_from(["read", "fail", "want", "wake", "reached"]), st.floats(0, 200))))
def test_never_more_than_one_call_a_minute_while_all_is_quiet(steps: list[tuple[str, float]]) -> None:
    polling, at, quiet_reads = fresh(), START, list[float]()
    for step, pause in steps:
        at += pause
        what = polling.due(at, TODAY)
        if step == "want":
            polling = polling.want(What.EVERYTHING)
        elif step == "wake":
            polling = polling.wake()
        elif step == "reached":
            polling = polling.reached(at)
        elif what is not None and step == "fail":
            polling = polling.begin().fail(at, 0.0)
        elif what is not None:
            if what in (What.CLOCK, What.ENTRIES, What.INBOX, What.TARGETS):
                quiet_reads.append(at)
            polling = polling.begin().succeed(what, at, TODAY)
    assert all(later - earlier >= 60 for earlier, later in itertools.pairwise(quiet_reads))
    assert replace(polling, wanted=None, not_before=0.0).due(at + 3_600, TODAY) is not None
