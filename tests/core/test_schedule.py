from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whenever import Date, Weekday

from punchcard.core.schedule import Hours, Schedule

HOUR = 3600
FULL: Hours = tuple((day, 8 * HOUR) for day in list(Weekday)[:5])
PART: Hours = ((Weekday.MONDAY, 6 * HOUR), (Weekday.WEDNESDAY, 6 * HOUR), (Weekday.SATURDAY, 0))
CHANGED = Schedule(
    "Europe/Berlin", hours=FULL, hours_from=((Date(2026, 7, 1), PART), (Date(2027, 1, 1), FULL))
)

hours = st.lists(
    st.tuples(st.sampled_from(Weekday), st.integers(0, 24 * HOUR)), unique_by=lambda each: each[0]
)
days = st.integers(0, 4000).map(lambda n: Date(2020, 1, 1).add(days=n))


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    later = draw(st.dictionaries(days, hours.map(tuple), max_size=4))
    return Schedule("UTC", hours=tuple(draw(hours)), hours_from=tuple(sorted(later.items())))


@pytest.mark.parametrize(
    ("day", "seconds"),
    [
        (Date(2026, 6, 29), 8 * HOUR),
        (Date(2026, 6, 30), 8 * HOUR),
        pytest.param(Date(2026, 7, 1), 6 * HOUR, id="in the middle of a week"),
        (Date(2026, 7, 2), 0),
        (Date(2026, 7, 4), 0),
        (Date(2026, 12, 30), 6 * HOUR),
        (Date(2026, 12, 31), 0),
        (Date(2027, 1, 1), 8 * HOUR),
    ],
)
def test_hours_hold_from_their_day_on(day: Date, seconds: int):
    assert CHANGED.target_seconds(day) == seconds


def test_no_targets_are_kept_without_hours():
    begun = Schedule("UTC", hours_from=((Date(2026, 7, 1), FULL), (Date(2026, 8, 1), ())))

    assert begun.target_seconds(Date(2026, 6, 30)) is None
    assert begun.target_seconds(Date(2026, 7, 31)) == 8 * HOUR
    assert begun.target_seconds(Date(2026, 8, 3)) is None
    assert begun.has_targets
    assert not Schedule("UTC", hours_from=((Date(2026, 8, 1), ()),)).has_targets


@pytest.mark.parametrize(
    ("day", "whole", "half"),
    [
        (Date(2026, 3, 11), 8 * HOUR, 4 * HOUR),
        (Date(2026, 7, 1), 6 * HOUR, 3 * HOUR),
        pytest.param(Date(2026, 3, 14), 8 * HOUR, 4 * HOUR, id="a free day"),
    ],
)
def test_what_a_day_is_worth(day: Date, whole: int, half: int):
    assert (CHANGED.worth_seconds(day, 2), CHANGED.worth_seconds(day, 1)) == (whole, half)
    assert Schedule("UTC").worth_seconds(day, 1) == 4 * HOUR


@given(schedules(), days, st.integers(0, 900))
def test_spans_are_the_days_with_targets(schedule: Schedule, first: Date, count: int):
    every = [first.add(days=n) for n in range(count)]
    asked = {day: seconds for day in every if (seconds := schedule.target_seconds(day)) is not None}

    spans = schedule.spans(first, first.add(days=count - 1))

    covered = [day for day in every for span in spans if span.first <= day <= span.last]
    assert covered == list(asked)
    assert sum(span.target_seconds for span in spans) == sum(asked.values())
