from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whenever import ZonedDateTime

from punchcard.core.breaks_due import (
    counted_break,
    finish_at_target,
    latest_finish,
    missing_break,
    next_break_due,
    required_break,
    rest_until,
    unmet_rule,
)
from punchcard.core.intervals import Interval
from punchcard.core.rule_sets import RULE_SETS

DE, CH, FR, EU, NONE = (RULE_SETS[code] for code in ("DE", "CH", "FR", "EU", "none"))
MORNING = ZonedDateTime("2026-03-11T08:00+01:00[Europe/Berlin]")


def at(clock: str) -> ZonedDateTime:
    hour, minute = clock.split(":")
    return MORNING.add(minutes=(int(hour) - 8) * 60 + int(minute))


def span(text: str) -> Interval:
    start, end = text.split("-")
    return Interval(at(start), at(end))


def spans(text: str) -> list[Interval]:
    return [span(part) for part in text.split()]


@pytest.mark.parametrize(
    ("code", "worked", "breaks", "now", "by", "missing", "taken", "needed"),
    [
        # Nothing yet, and half a day.
        ("DE", "", "", "8:00", "14:00", 30, 0, 30),
        ("DE", "8:00-12:00", "", "12:00", "14:00", 30, 0, 30),
        # Exactly six hours are fine, a minute more is overdue since.
        ("DE", "8:00-14:00", "", "14:00", "14:00", 30, 0, 30),
        ("DE", "8:00-14:01", "", "14:01", "14:00", 30, 0, 30),
        # A pause of 14 minutes counts as none, one of 15 as 15.
        ("DE", "8:00-10:00 10:14-12:00", "10:00-10:14", "12:00", "14:14", 30, 0, 30),
        ("DE", "8:00-10:00 10:15-12:00", "10:00-10:15", "12:00", "14:15", 15, 15, 30),
        # Half an hour at noon: due again at nine hours, and earlier after six in one go.
        ("DE", "8:00-12:00 12:30-13:00", "12:00-12:30", "13:00", "17:30", 15, 30, 45),
        ("DE", "8:00-9:00 9:30-12:00", "9:00-9:30", "12:00", "15:30", 15, 30, 45),
        # All of it taken: only the longest stretch is left.
        ("DE", "8:00-12:00 12:45-13:00", "12:00-12:45", "13:00", "18:45", 15, 45, 60),
        # An open break: as if work went on now.
        ("DE", "8:00-13:00", "13:00-13:20", "13:20", "14:20", 10, 20, 30),
        # Four hours, lunch not counted as a break, two hours.
        ("DE", "8:00-12:00 13:00-15:00", "", "15:00", "15:00", 30, 0, 30),
        ("AT", "8:00-10:00 10:10-12:00", "10:00-10:10", "12:00", "14:10", 20, 10, 30),
        ("CH", "8:00-12:00", "", "12:00", "13:30", 15, 0, 15),
        ("CH", "8:00-12:00 12:15-13:00", "12:00-12:15", "13:00", "15:15", 30, 0, 30),
        ("CH", "8:00-12:00 12:30-13:00", "12:00-12:30", "13:00", "17:30", 30, 30, 60),
        # Austria: half an hour, 2 × 15 or 3 × 10 min.
        ("AT", "8:00-10:00 10:14-12:00 12:16-13:00", "10:00-10:14 12:00-12:16", "13:00", "14:30", 10, 20, 30),
        ("AT", "8:00-10:00 10:25-12:00", "10:00-10:25", "12:00", "14:25", 15, 15, 30),
        ("FR", "8:00-12:00", "", "12:00", "14:00", 20, 0, 20),
        ("FR", "8:00-12:00 12:19-13:00", "12:00-12:19", "13:00", "14:19", 20, 0, 20),
        ("UK", "8:00-12:00", "", "12:00", "14:00", 20, 0, 20),
        ("EU", "8:00-12:00", "", "12:00", "14:00", 0, 0, 0),
    ],
)
def test_the_next_break(
    code: str, worked: str, breaks: str, now: str, by: str, missing: int, taken: int, needed: int
):
    due = next_break_due(RULE_SETS[code], spans(worked), spans(breaks), at(now))
    assert due is not None
    assert due.by == at(by)
    found = (due.missing_seconds, due.taken_seconds, due.needed_seconds)
    assert found == (missing * 60, taken * 60, needed * 60)
    assert due.source


@pytest.mark.parametrize("code", ["AT", "FR", "UK", "EU"])
def test_nothing_is_due_once_the_whole_break_is_taken(code: str):
    assert next_break_due(RULE_SETS[code], spans("8:00-12:00"), spans("12:00-12:30"), at("12:30")) is None


def test_no_rules_ask_for_nothing():
    assert next_break_due(NONE, spans("8:00-20:00"), [], at("20:00")) is None
    assert latest_finish(NONE, 0, MORNING) is None
    assert rest_until(NONE, MORNING) is None


def test_pauses_that_are_too_short_count_as_none():
    assert counted_break(DE, spans("10:00-10:14 11:00-11:15 12:00-12:20")) == 35 * 60
    assert counted_break(FR, spans("10:00-10:19 12:00-12:20")) == 20 * 60
    assert counted_break(EU, spans("10:00-10:01")) == 60


@pytest.mark.parametrize(
    ("code", "finished", "open_break", "missing"),
    [
        ("AT", "", "", 30), ("AT", "10:00-10:10", "", 20), ("AT", "10:00-10:10", "12:00-12:15", 10),
        ("AT", "10:00-10:15", "12:00-12:10", 5), ("AT", "10:00-10:14 11:00-11:16", "", 10),
        ("AT", "10:00-10:10 11:00-11:10 12:00-12:10", "", 0), ("AT", "", "12:00-12:30", 0),
        ("CH", "10:00-10:15", "", 30), ("CH", "10:00-10:15", "12:00-12:20", 10), ("CH", "10:00-10:30", "", 0),
        ("DE", "10:00-10:20", "", 15), ("DE", "10:00-10:20", "12:00-12:05", 10),
    ],
)  # fmt: skip
def test_what_is_missing_before_eight_hours(code: str, finished: str, open_break: str, missing: int):
    going_on = span(open_break) if open_break else None
    assert missing_break(RULE_SETS[code], 8 * 3600, spans(finished), going_on) == missing * 60


def test_the_order_of_stretches_does_not_matter():
    worked, breaks = spans("8:00-12:00 12:30-13:00"), spans("12:00-12:30")
    assert next_break_due(DE, worked[::-1], breaks, at("13:00")) == next_break_due(
        DE, worked, breaks, at("13:00")
    )


def test_a_night_over_a_change_of_the_clocks_counts_real_time():
    start = ZonedDateTime("2026-03-28T22:00+01:00[Europe/Berlin]")
    due = next_break_due(DE, [], [], start)
    assert due is not None
    assert str(due.by) == "2026-03-29T05:00:00+02:00[Europe/Berlin]"
    assert str(rest_until(DE, start)) == "2026-03-29T10:00:00+02:00[Europe/Berlin]"


@pytest.mark.parametrize(
    ("target", "worked", "missing", "now", "finish"),
    [
        (8 * 60, 4 * 60, 30, "12:00", "16:30"),
        (8 * 60, 4 * 60, -15, "12:30", "16:30"),
        (8 * 60, 8 * 60, 30, "16:00", "16:00"),
        (8 * 60, 9 * 60, 0, "17:30", "17:30"),
        (0, 0, 0, "8:00", "8:00"),
    ],
)
def test_the_earliest_finish(target: int, worked: int, missing: int, now: str, finish: str):
    assert finish_at_target(target * 60, worked * 60, missing * 60, at(now)) == at(finish)


def test_the_latest_finish():
    assert latest_finish(DE, 4 * 3600, at("12:30")) == at("18:30")
    assert latest_finish(DE, 11 * 3600, at("20:00")) == at("19:00")
    assert latest_finish(CH, 4 * 3600, at("12:30")) is None
    assert latest_finish(CH, 4 * 3600, at("12:30"), day_began=at("8:00")) == at("22:00")


@given(
    st.sampled_from(sorted(RULE_SETS)),
    st.lists(st.tuples(st.integers(1, 300), st.integers(1, 90)), max_size=5),
    st.integers(1, 600),
)
def test_work_up_to_the_moment_it_is_due_breaks_no_rule(code: str, day: list[tuple[int, int]], more: int):
    rules, now = RULE_SETS[code], MORNING
    worked: list[Interval] = []
    breaks: list[Interval] = []
    for work, pause in day:
        worked.append(Interval(now, now := now.add(minutes=work)))
        breaks.append(Interval(now, now := now.add(minutes=pause)))
    due = next_break_due(rules, worked, breaks, now)
    total = sum(piece.seconds for piece in worked)
    if due is None:
        assert unmet_rule(rules, total + more * 60, breaks) is None
        return
    assert due.missing_seconds == due.needed_seconds - due.taken_seconds
    if due.by >= now:
        reached = total + Interval(now, due.by).seconds
        assert unmet_rule(rules, reached - 1, breaks) is None
        assert required_break(rules, reached - 1) <= counted_break(rules, breaks)
