"""Durations in both of their forms, and floating times."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whenever import Date, PlainDateTime

from punchcard.backends.errors import Garbled
from punchcard.backends.lucca.durations import (
    LONGEST_SECONDS,
    format_timespan,
    parse_iso_duration,
    parse_timespan,
)
from punchcard.backends.lucca.moments import floating, local, sent, told, told_day, wall_end
from punchcard.backends.lucca.wire.days import UserDate
from punchcard.backends.lucca.wire.timesheets import Inside
from punchcard.backends.lucca.wire.values import parsed

HOUR = 3600


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("01:20:00", 80 * 60),
        ("02:30:00", 150 * 60),
        ("04:45:00", 285 * 60),
        ("12:00:00", 12 * HOUR),
        ("23:59:59", 24 * HOUR - 1),
        ("1.00:00:00", 24 * HOUR),
        ("00:00:00", 0),
    ],
)
def test_the_documented_timespans_are_read_and_written_back(text: str, seconds: int) -> None:
    assert parse_timespan(text) == seconds
    assert format_timespan(seconds) == text


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("PT1H20M", 80 * 60),
        ("PT0S", 0),
        ("P1D", 24 * HOUR),
        ("PT20M", 20 * 60),
        ("P1DT2H", 26 * HOUR),
        ("PT1H1S", HOUR + 1),
    ],
)
def test_the_documented_iso_durations_are_read(text: str, seconds: int) -> None:
    assert parse_iso_duration(text) == seconds


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("00:00:01.5000000", 1), ("-01:00:00", -HOUR), ("0.08:00:00", 8 * HOUR), ("-1.00:00:00.1", -24 * HOUR)],
)
def test_fractions_and_a_sign_are_taken(text: str, seconds: int) -> None:
    assert parse_timespan(text) == seconds


@pytest.mark.parametrize(
    "text",
    [
    "24:00:00", "1:20:00", "01:20", "01:60:00", "01:00:60", "", "-", "1.24:00:00", "01:00:00.",
    "PT1H", "99999999.00:00:00", "٠١:٠٠:٠٠",
    ],
)  # fmt: skip
def test_what_is_no_timespan_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no duration|works that long"):
        parse_timespan(text)


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "P1DT", "PT1", "1H", "P1M", "P1Y", "PT1H20", "01:20:00", "P99999999D"]
)
def test_what_is_no_iso_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no duration|works that long"):
        parse_iso_duration(text)


seconds_of_any_sign = st.integers(-LONGEST_SECONDS, LONGEST_SECONDS)


@given(seconds_of_any_sign)
def test_a_timespan_is_read_as_it_was_written(seconds: int) -> None:
    text = format_timespan(seconds)
    assert parse_timespan(text) == seconds
    assert not text.split(".")[-1].startswith("24")


@given(st.sampled_from(["", "-"]), *[st.integers(0, 5_000)] * 4)
def test_an_iso_duration_is_the_sum_of_its_parts(
    sign: str, days: int, hours: int, minutes: int, seconds: int
) -> None:
    total = days * 24 * HOUR + hours * HOUR + minutes * 60 + seconds
    assert parse_iso_duration(f"{sign}P{days}DT{hours}H{minutes}M{seconds}S") == (-total if sign else total)


@pytest.mark.parametrize("told", ["01:20:00", {"iso": "PT1H20M"}, {"iso": "PT1H20M", "unit": "hour"}])
def test_an_answer_may_tell_a_duration_in_either_form(told: object) -> None:
    assert parsed(Inside, {"duration": told}).duration == 80 * 60


@pytest.mark.parametrize("told", [4800, 1.5, True, [], {}, {"iso": 4800}, {"iso": "01:20:00"}, "PT1H20M"])
def test_a_duration_in_no_form_that_is_described_is_not_guessed(told: object) -> None:
    with pytest.raises(Garbled):
        parsed(Inside, {"duration": told})


def test_what_a_day_expects_is_told_in_either_form_or_left_out() -> None:
    day = {"date": "2026-03-09", "dtt": {"iso": "PT7H24M"}, "drt": "07:30:00", "draj": 3}

    found = parsed(UserDate, day)
    assert (found.date, found.dtt, found.drt, found.draj) == (Date(2026, 3, 9), 26_640, 27_000, None)


@given(st.text())
def test_any_text_is_a_timespan_or_refused(text: str) -> None:
    with suppress(ValueError):
        assert abs(parse_timespan(text)) <= LONGEST_SECONDS


@pytest.mark.parametrize(
    "text", ["2026-03-09T09:40:00", "2026-03-09 09:40:00", "2026-03-09T09:40:00.09", " 2026-03-09T09:40:00 "]
)
def test_a_floating_time_has_a_t_or_a_blank_and_any_fraction(text: str) -> None:
    assert sent(told(text)) == "2026-03-09T09:40:00"


@pytest.mark.parametrize("text", ["2026-03-09T09:40:00Z", "2026-03-09T09:40:00+01:00", "2026-03-09", "soon"])
def test_a_floating_time_has_no_offset(text: str) -> None:
    with pytest.raises(ValueError, match="ISO 8601"):
        told(text)


def test_a_day_may_be_told_as_its_midnight() -> None:
    assert told_day("2026-03-09") == told_day("2026-03-09T00:00:00") == told_day("2026-03-09 00:00:00")


@pytest.mark.parametrize(
    ("start", "seconds", "end"),
    [
        ("2026-03-29T00:00:00", 5 * HOUR, "2026-03-29T06:00:00+02:00[Europe/Berlin]"),
        ("2026-10-25T00:00:00", 7 * HOUR, "2026-10-25T06:00:00+01:00[Europe/Berlin]"),
        ("2026-03-29T02:30:00", HOUR, "2026-03-29T04:30:00+02:00[Europe/Berlin]"),
        ("2026-10-25T02:30:00", HOUR, "2026-10-25T02:30:00+01:00[Europe/Berlin]"),
    ],
)
def test_where_the_clocks_are_changed_a_duration_is_elapsed_time(start: str, seconds: int, end: str) -> None:
    """From a floating start, whatever the service shows as the end."""
    moment = PlainDateTime.parse_iso(start)
    assert str(local(moment, "Europe/Berlin").add(seconds=seconds)) == end
    assert sent(wall_end(moment, seconds))[11:] != end[11:19] or "+01" not in end


@given(
    st.datetimes(
        min_value=PlainDateTime(2020, 1, 1).to_stdlib(), max_value=PlainDateTime(2030, 1, 1).to_stdlib()
    )
)
def test_a_floating_time_comes_back_from_the_zone_unless_it_was_skipped(naive: object) -> None:
    plain = PlainDateTime.parse_iso(str(naive).replace(" ", "T")[:19])
    back = floating(local(plain, "Europe/Berlin"), "Europe/Berlin")
    assert back == plain or (plain.hour == 2 and back.hour == 3)
