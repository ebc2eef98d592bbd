from __future__ import annotations

import pytest
from whenever import ZonedDateTime

from punchcard.core.editing.breaks import read_breaks
from punchcard.core.intervals import Interval
from punchcard.core.moments import clock_time
from punchcard.core.refusals import UsageError

NOW = ZonedDateTime(2026, 3, 11, 18, tz="Europe/Berlin")


def span(start: int, end: int) -> Interval:
    midnight = NOW.start_of("day")
    return Interval(midnight.add(hours=start), midnight.add(hours=end))


def read(*texts: str, within: Interval | None = None) -> list[str]:
    breaks = read_breaks(texts, within or span(8, 17), NOW)
    return [f"{clock_time(pause.start)}-{clock_time(pause.end)}" for pause in breaks]


@pytest.mark.parametrize("text", ["30m", "30", "0:30", "30 min", "0,5h"])
def test_a_length_goes_into_the_middle(text: str) -> None:
    assert read(text) == ["12:15-12:45"]


def test_a_length_goes_into_the_longest_work_that_is_left() -> None:
    assert read("12:00-12:30", "15m") == ["12:00-12:30", "14:35-14:50"]
    assert read("15m", "45m") == ["12:05-12:50", "14:45-15:00"]


def test_a_short_entry_is_not_rounded_out_of_itself() -> None:
    start = NOW.start_of("day").add(hours=8, minutes=1)
    assert read("1m", within=Interval(start, start.add(minutes=4))) == ["08:02-08:03"]


@pytest.mark.parametrize("text", ["9h", "0", "540", "999"])
def test_what_does_not_fit_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        read(text)


def test_over_midnight() -> None:
    assert read("02:00-02:30", "30", within=span(22, 30)) == ["23:45-00:15", "02:00-02:30"]


def test_a_break_never_touches_the_edge_of_the_work() -> None:
    # At a time that divides by five minutes it would begin with the work.
    start = NOW.start_of("day").add(hours=8)
    (pause,) = read_breaks(["15m"], Interval(start, start.add(minutes=20)), NOW)
    assert pause.start == start.add(seconds=150)


@pytest.mark.parametrize(
    ("text", "hour"), [("23:30-0:15", 23.5), ("0:30-1:00", 24.5), ("17:00-17:30", 17), ("3:00-3:30", 3)]
)
def test_in_an_evening_over_midnight_it_is_on_the_day_that_it_fits(text: str, hour: float) -> None:
    [pause] = read_breaks([text], span(18, 26), NOW)
    assert pause.start == NOW.start_of("day").add(hours=hour)
