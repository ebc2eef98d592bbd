from __future__ import annotations

import pytest
from whenever import Date, Weekday

from punchcard.core.groups import Period
from punchcard.core.periods import current, days_in_words, file_name, parse_period, period_name, stepped
from punchcard.core.refusals import UsageError

TODAY = Date(2026, 3, 11)
MONDAY = Weekday.MONDAY


def period(first: str, last: str) -> Period:
    return Period(Date.parse_iso(first), Date.parse_iso(last))


WEEK = period("2026-03-09", "2026-03-15")
MARCH = period("2026-03-01", "2026-03-31")
QUARTER = period("2026-01-01", "2026-03-31")
YEAR = period("2026-01-01", "2026-12-31")
DAYS = period("2026-03-01", "2026-03-10")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026-W11", WEEK),
        ("this week", WEEK),
        ("last week", period("2026-03-02", "2026-03-08")),
        ("2026-W53", period("2026-12-28", "2027-01-03")),
        ("2026-03", MARCH),
        ("march", MARCH),
        ("April", period("2025-04-01", "2025-04-30")),
        ("feb 2024", period("2024-02-01", "2024-02-29")),
        ("this month", MARCH),
        ("last month", period("2026-02-01", "2026-02-28")),
        ("2026-Q1", QUARTER),
        ("Q1 2026", QUARTER),
        ("q4", period("2025-10-01", "2025-12-31")),
        ("last quarter", period("2025-10-01", "2025-12-31")),
        ("2026", YEAR),
        ("this year", YEAR),
        ("last year", period("2025-01-01", "2025-12-31")),
        ("1.3. to 15.3.", period("2026-03-01", "2026-03-15")),
        ("from 2026-03-01 to today", period("2026-03-01", "2026-03-11")),
        ("2026-03-01..2026-03-11", period("2026-03-01", "2026-03-11")),
        ("2026-03-01 - 2026-03-11", period("2026-03-01", "2026-03-11")),
        ("2026-03-01/2026-03-11", period("2026-03-01", "2026-03-11")),
        ("28.12. – 5.1.", period("2025-12-28", "2026-01-05")),
        ("yesterday", period("2026-03-10", "2026-03-10")),
        ("2026-03-11", period("2026-03-11", "2026-03-11")),
    ],
)
def test_periods_are_read(text: str, found: Period) -> None:
    assert parse_period(text, TODAY, MONDAY) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "2025-W53",
        "2026-13",
        "2026-Q5",
        "soon",
        "15.3. to 1.3.",
        "0000",
        "9999",
        "99.99. to 1.1.",
        "\x1b[31m",
    ],
)
def test_what_is_no_period_is_refused_in_words(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse_period(text, TODAY, MONDAY)
    assert "\x1b" not in refused.value.message
    assert refused.value.hint


@pytest.mark.parametrize(
    ("shown", "by", "found"),
    [
        (WEEK, -1, period("2026-03-02", "2026-03-08")),
        (WEEK, 1, period("2026-03-16", "2026-03-22")),
        (MARCH, -1, period("2026-02-01", "2026-02-28")),
        (MARCH, 1, period("2026-04-01", "2026-04-30")),
        (QUARTER, -1, period("2025-10-01", "2025-12-31")),
        (YEAR, 1, period("2027-01-01", "2027-12-31")),
        (DAYS, 1, period("2026-03-11", "2026-03-20")),
        (period("2024-02-01", "2024-02-29"), 1, period("2024-03-01", "2024-03-31")),
    ],
)
def test_periods_turn_by_their_own_length(shown: Period, by: int, found: Period) -> None:
    assert stepped(shown, by) == found
    assert stepped(found, -by) == shown


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        (period("2025-01-06", "2025-01-12"), WEEK),
        (period("2024-02-01", "2024-02-29"), MARCH),
        (period("2024-04-01", "2024-06-30"), QUARTER),
        (period("2020-01-01", "2020-12-31"), YEAR),
        (period("2025-11-01", "2025-12-31"), period("2026-02-01", "2026-03-31")),
        (period("2025-01-02", "2025-01-11"), period("2026-03-02", "2026-03-11")),
    ],
)
def test_the_current_period_of_the_same_length(shown: Period, found: Period) -> None:
    assert current(shown, TODAY, MONDAY) == found


@pytest.mark.parametrize(
    ("shown", "name", "days", "file"),
    [
        (WEEK, "Week 11", "9 – 15 March 2026", "2026-W11"),
        (MARCH, "March 2026", "1 – 31 March 2026", "2026-03"),
        (QUARTER, "Q1 2026", "1 January – 31 March 2026", "2026-Q1"),
        (YEAR, "2026", "1 January – 31 December 2026", "2026"),
        (DAYS, "", "1 – 10 March 2026", "2026-03-01-2026-03-10"),
        (period("2025-12-29", "2026-01-04"), "Week 1", "29 December 2025 – 4 January 2026", "2026-W01"),
        (period("2026-03-11", "2026-03-11"), "", "11 March 2026", "2026-03-11-2026-03-11"),
    ],
)
def test_periods_in_words(shown: Period, name: str, days: str, file: str) -> None:
    assert period_name(shown, MONDAY) == name
    assert days_in_words(shown) == days
    assert file_name(shown, MONDAY) == file
