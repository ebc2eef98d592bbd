from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whenever import ZonedDateTime

from punchcard.core.durations import duration_in_words, format_duration, parse_duration, seconds_between
from punchcard.core.refusals import UsageError


def berlin(text: str) -> ZonedDateTime:
    return ZonedDateTime(f"{text}[Europe/Berlin]")


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-03-11T22:00+01:00", "2026-03-12T06:00+01:00", 8),
        ("2026-03-28T22:00+01:00", "2026-03-29T06:00+02:00", 7),
        ("2026-10-24T22:00+02:00", "2026-10-25T06:00+01:00", 9),
        ("2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00", 1),
        ("2026-03-11T09:00+01:00", "2026-03-11T08:00+01:00", -1),
    ],
)
def test_elapsed_time_is_real_over_a_change_of_the_clocks(start: str, end: str, hours: int):
    assert seconds_between(berlin(start), berlin(end)) == hours * 3600


@given(st.lists(st.integers(0, 10**12), min_size=3, max_size=3))
def test_neighbouring_stretches_add_up(nanoseconds: list[int]):
    first, second, third = (
        berlin("2026-03-29T00:00+01:00").add(nanoseconds=n * 50) for n in sorted(nanoseconds)
    )
    assert seconds_between(first, second) + seconds_between(second, third) == seconds_between(first, third)


@pytest.mark.parametrize(
    ("seconds", "plain", "signed", "exact", "words"),
    [
        (0, "0:00", "0:00", "0:00:00", "0 min"),
        (12, "0:00", "0:00", "0:00:12", "12 s"),
        (-12, "0:00", "0:00", "−0:00:12", "−12 s"),
        (240, "0:04", "+0:04", "0:04:00", "4 min"),
        (2700, "0:45", "+0:45", "0:45:00", "45 min"),
        (-1800, "−0:30", "−0:30", "−0:30:00", "−30 min"),
        (-1859, "−0:30", "−0:30", "−0:30:59", "−30 min"),
        (3600, "1:00", "+1:00", "1:00:00", "1 h"),
        (14287, "3:58", "+3:58", "3:58:07", "3 h 58 min"),
        (442800, "123:00", "+123:00", "123:00:00", "123 h"),
    ],
)
def test_durations_as_people_read_them(seconds: int, plain: str, signed: str, exact: str, words: str):
    assert format_duration(seconds) == plain
    assert format_duration(seconds, sign=True) == signed
    assert format_duration(seconds, seconds_shown=True) == exact
    assert duration_in_words(seconds) == words


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("8:00", 28800),
        ("8h", 28800),
        ("8", 28800),
        ("7.5h", 27000),
        ("7,5", 27000),
        ("30m", 1800),
        ("1h30", 5400),
        ("1H30M", 5400),
        ("1 hour 30 minutes", 5400),
        (" 90  min ", 5400),
        ("90min", 5400),
        ("0:00:07", 7),
        ("45 s", 45),
        ("0 min", 0),
    ],
)
def test_durations_as_people_type_them(text: str, seconds: int):
    assert parse_duration(text) == seconds


@pytest.mark.parametrize(
    "text", ["", " ", "h", "8:60", "8:5", "1h5", "1h90", "-1h", "8h8h", "٨", "1e3", "soon"]
)
def test_anything_else_is_refused_by_name(text: str):
    with pytest.raises(UsageError) as refusal:
        parse_duration(text)
    assert f"“{text.strip()}”" in refusal.value.message


@given(st.integers(0, 9999 * 3600))
def test_what_is_written_can_be_read_back(seconds: int):
    assert parse_duration(format_duration(seconds, seconds_shown=True)) == seconds
    assert parse_duration(format_duration(seconds)) == seconds // 60 * 60
    assert parse_duration(duration_in_words(seconds)) == (seconds if seconds < 60 else seconds // 60 * 60)


@given(st.text() | st.text("0123456789hms:., min"))
def test_no_text_raises_anything_but_a_usage_error(text: str):
    with suppress(UsageError):
        assert parse_duration(text) >= 0


def test_the_refusal_is_cut_and_safe_to_show():
    with pytest.raises(UsageError, match=r"^“x{39}…” is not"):
        parse_duration("\x07" + "x" * 10_000)
