from __future__ import annotations

import pytest
from whenever import ZonedDateTime

from punchcard.core.refusals import UsageError
from punchcard.core.spans import moment_after, parse_break
from punchcard.core.when import AmbiguousTime, SkippedTime

BERLIN = "Europe/Berlin"
NOW = ZonedDateTime(2026, 3, 30, 12, tz=BERLIN)


def at(day: int, hour: int, minute: int = 0, month: int = 3) -> ZonedDateTime:
    return ZonedDateTime(2026, month, day, hour, minute, tz=BERLIN)


@pytest.mark.parametrize(
    ("text", "start", "expected"),
    [
        ("16:00", at(11, 8), at(11, 16)),
        ("08:00", at(11, 8), at(12, 8)),
        ("06:00", at(28, 22), at(29, 6)),
        ("2026-03-11 07:00", at(11, 8), at(11, 7)),
        ("yesterday 07:00", at(29, 6), at(29, 7)),
        ("-1h", at(11, 8), at(30, 11)),
        # 02:30 does not exist on the day of the start, but that is not the day that is meant.
        ("02:30", at(29, 22), at(30, 2, 30)),
    ],
)
def test_a_clock_time_is_the_next_one_after_the_start(
    text: str, start: ZonedDateTime, expected: ZonedDateTime
) -> None:
    assert moment_after(text, start, NOW) == expected


def test_an_unclear_clock_time_after_the_start_is_refused() -> None:
    with pytest.raises(SkippedTime):
        moment_after("02:30", at(28, 22), NOW)
    with pytest.raises(AmbiguousTime):
        moment_after("02:30", at(24, 22, month=10), NOW)
    with pytest.raises(AmbiguousTime):
        moment_after("02:30", at(25, 1, month=10), NOW)


@pytest.mark.parametrize(
    "text",
    [
        "12:00-12:30",
        "12:00 - 12:30",
        "12:00–12:30",
        "1200-1230",
        "12:00/12:30",
        "2026-03-11T12:00-2026-03-11T12:30",
        "2026-03-11T12:00+01:00/2026-03-11T12:30+01:00",
        "2026-03-11 12:00-12:30",
    ],
)
def test_breaks_in_many_forms(text: str) -> None:
    pause = parse_break(text, at(11, 8), NOW)
    assert (pause.start, pause.end) == (at(11, 12), at(11, 12, 30))


def test_a_break_after_midnight_is_one_of_the_next_day() -> None:
    first, second = (parse_break(text, at(11, 22), NOW) for text in ("23:00-23:15", "02:00-02:30"))
    assert (first.start, second.end) == (at(11, 23), at(12, 2, 30))


@pytest.mark.parametrize("text", ["", "-", "12:00", "12:00-", "noon-one", "12:00-12:30-13:00 x"])
def test_what_is_no_break_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is not a break"):
        parse_break(text, at(11, 8), NOW)
