from __future__ import annotations

from email.utils import format_datetime, formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whenever import Instant

from punchcard.backends.http.retry_after import asked_seconds, http_date, unasked_seconds

NOW = Instant.from_utc(2026, 3, 11, 11, 0, 0)
DATE = "Wed, 11 Mar 2026 12:00:00 GMT"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7.0),
        (" 7 ", 7.0),
        ("7.5", 7.5),
        ("007", 7.0),
        ("0", 1.0),
        ("3600", 3600.0),
        ("3601", 3600.0),
        ("9" * 200, 3600.0),
        ("Wed, 11 Mar 2026 12:00:30 GMT", 30.0),
        ("Wednesday, 11-Mar-26 12:00:30 GMT", 30.0),
        ("Wed Mar 11 12:00:30 2026", 30.0),
        ("Wed, 11 Mar 2026 11:59:00 GMT", 1.0),
        ("Fri, 01 Jan 1970 00:00:00 GMT", 1.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 3600.0),
        ("", None),
        ("soon", None),
        ("-7", None),
        ("1e3", None),
        ("NaN", None),
        ("inf", None),
        ("7, 9", None),
        ("٧", None),
        ("9" * 400, None),
        ("Wed, 99 Mar 2026 12:00:30 GMT", None),
    ],
)
def test_what_is_asked_for(value: str, seconds: float | None) -> None:
    assert asked_seconds(value, DATE, NOW) == seconds


def test_a_date_is_measured_from_the_answers_own_date_and_else_from_now() -> None:
    until = "Wed, 11 Mar 2026 12:00:30 GMT"
    assert asked_seconds(until, DATE, NOW) == 30.0
    assert asked_seconds(until, None, NOW) == 3600.0
    assert asked_seconds(until, "nonsense", NOW.add(hours=1)) == 30.0


def test_without_a_word_it_is_waited_longer_each_time() -> None:
    assert [unasked_seconds(times) for times in range(1, 10)] == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert unasked_seconds(10**9) == 60


@given(st.text() | st.from_regex(r"[A-Z][a-z]{2}, \d{1,3} [A-Z][a-z]{2} \d{1,6} \d\d:\d\d:\d\d .{0,6}"))
def test_no_header_breaks_anything(text: str) -> None:
    for value, date in ((text, DATE), ("5", text), (text, text), (text, None)):
        seconds = asked_seconds(value, date, NOW)
        assert seconds is None or 1 <= seconds <= 3600


@given(st.integers(0, 4_102_444_800))
def test_every_date_is_read_as_it_was_written(epoch: int) -> None:
    moment = Instant.from_timestamp(epoch)
    assert http_date(formatdate(epoch, usegmt=True)) == moment
    assert http_date(format_datetime(moment.to_stdlib())) == moment
