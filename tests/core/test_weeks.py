from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain import berlin
from whenever import Date, Weekday

from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.core.week_codec import submitted_week_from_json, submitted_week_to_json
from punchcard.core.week_words import already_handed_in, week_in_words, weeks_in_words, why_locked
from punchcard.core.weeks import UnreadableWeek, Week, parse_week, week_at

WEDNESDAY = Date(2026, 3, 11)
MONDAY = Weekday.MONDAY
DAYS = st.dates(min_value=Date(1901, 1, 1).to_stdlib(), max_value=Date(2998, 12, 31).to_stdlib()).map(Date)
STARTS = st.sampled_from((Weekday.MONDAY, Weekday.SATURDAY, Weekday.SUNDAY, Weekday.WEDNESDAY))


def week(text: str, today: Date = WEDNESDAY, starts: Weekday = MONDAY) -> str:
    return parse_week(text, today, starts).first.format_iso()


@given(DAYS, STARTS, DAYS)
def test_a_week_is_found_by_its_name_whatever_day_it_begins_on(
    day: Date, starts: Weekday, today: Date
) -> None:
    found = week_at(day, starts)
    assert found.first <= day <= found.last
    assert (found.first.day_of_week(), len(found.days)) == (starts, 7)
    assert parse_week(found.name, today, starts) == found
    assert parse_week(found.name.replace("-", "").lower(), today, starts) == found


@given(DAYS, STARTS)
def test_every_week_has_a_name_of_its_own(day: Date, starts: Weekday) -> None:
    found = week_at(day, starts)
    assert found.name != week_at(found.last.add(days=1), starts).name


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("2026-W11", "2026-03-09"), ("2026w11", "2026-03-09"), ("W11", "2026-03-09"), ("w 9", "2026-02-23"),
        ("week 12", "2026-03-16"), ("2020-W53", "2020-12-28"), ("2026-W53", "2026-12-28"),
        ("2025-w01", "2024-12-30"), ("this", "2026-03-09"), (" This  week ", "2026-03-09"),
        ("last", "2026-03-02"), ("last week", "2026-03-02"), ("next", "2026-03-16"), ("-1", "2026-03-02"),
        ("−2", "2026-02-23"), ("+1", "2026-03-16"), ("today", "2026-03-09"), ("sun", "2026-03-02"),
        ("2026-03-15", "2026-03-09"), ("11.3.", "2026-03-09"), ("28.12.2025", "2025-12-22"),
        ("last month", "2026-01-26"), ("this month", "2026-02-23"), ("march", "2026-02-23"),
        ("mar 2025", "2025-02-24"), ("December", "2025-12-01"), ("february 2024", "2024-01-29"),
        ("2026-03", "2026-02-23"), ("2024-02", "2024-01-29"), ("w9 2025", "2025-02-24"),
        ("week 53 2020", "2020-12-28"), ("29 feb 2024", "2024-02-26"), ("1 march", "2026-02-23"),
    ],
)  # fmt: skip
def test_a_week_is_read_in_many_forms(text: str, first: str) -> None:
    assert week(text) == first


@pytest.mark.parametrize(
    ("day", "starts", "name"),
    [
        (Date(2026, 3, 8), Weekday.SUNDAY, "2026-W11"), (Date(2026, 3, 14), Weekday.SUNDAY, "2026-W11"),
        (Date(2026, 3, 7), Weekday.SATURDAY, "2026-W11"), (Date(2026, 12, 31), Weekday.MONDAY, "2026-W53"),
        (Date(2027, 1, 3), Weekday.SUNDAY, "2027-W01"), (Date(2027, 1, 1), Weekday.MONDAY, "2026-W53"),
    ],
)  # fmt: skip
def test_a_week_is_named_after_its_fourth_day(day: Date, starts: Weekday, name: str) -> None:
    assert week_at(day, starts).name == name


def test_a_week_without_a_year_is_one_of_the_iso_year() -> None:
    assert week("W01", Date(2026, 12, 31)) == "2025-12-29"
    assert week("W53", Date(2027, 1, 2)) == "2026-12-28"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "An empty text"), ("soon", "“soon” is not a week."), ("W", "not a week"), ("12", "not a week"),
        ("2025-W53", "2025 has no week 53; its weeks are 2025-W01 to 2025-W52."), ("W00", "no week 0"),
        ("W99", "no week 99"), ("1800-W11", "too far away"), ("9999-W51", "too far away"),
        ("-9999", "too far"), ("0000-W01", "not a week"), ("march 0", "not a week"), ("ma", "not a week"),
        ("2026-13-01", "not a week"), ("2026-13", "not a week"), ("w54 2025", "no week 54"),
        ("29 feb 2025", "not a week"), ("32 march", "not a week"), ("1 mayo", "not a week"),
        ("\x1b[31mx", "not a week"),
    ],
)  # fmt: skip
def test_what_is_no_week_is_refused_with_a_sentence(text: str, said: str) -> None:
    with pytest.raises(UnreadableWeek) as refused:
        week(text)
    assert said in refused.value.message
    assert refused.value.exit_code == 2


@given(st.text(max_size=30), DAYS, STARTS)
def test_no_text_breaks_the_parser(text: str, today: Date, starts: Weekday) -> None:
    with suppress(UnreadableWeek):
        assert parse_week(text, today, starts).first.day_of_week() == starts


def test_weeks_in_words() -> None:
    def named(*names: str) -> str:
        return weeks_in_words([parse_week(name, WEDNESDAY, MONDAY) for name in names], WEDNESDAY)

    assert named("W11") == "week 11"
    assert named("2025-W52") == "week 52 of 2025"
    assert named("W10", "W11") == "weeks 10 and 11"
    assert named("W09", "W10", "W11") == "weeks 9 to 11"
    assert named("W08", "W10", "W11") == "weeks 8, 10 and 11"
    assert named("2025-W51", "2025-W52") == "weeks 51 and 52 of 2025"
    assert named("2025-W52", "W01", "W02") == "week 52 of 2025 to week 2"
    assert named("2025-W52", "W01") == "week 52 of 2025 and week 1"


def test_why_a_week_is_locked_and_that_it_was_handed_in() -> None:
    first = Date(2026, 3, 9)
    pending = SubmittedWeek("1", "ann", first, first.add(days=6), submitted_at=berlin("16 09:12"))
    assert why_locked(pending, WEDNESDAY) == (
        "Week 11 was handed in on Mon 16 Mar; take it back to change it."
    )
    assert already_handed_in(pending, WEDNESDAY) == "Week 11 was already handed in on Mon 16 Mar."
    approved = SubmittedWeek(
        "1", "ann", first, first.add(days=6), RequestStatus.APPROVED,
        decided_by="Lea", decided_at=berlin("17 10:00"), reason="x",
    )  # fmt: skip
    assert why_locked(approved, WEDNESDAY) == "Week 11 was approved by Lea on Tue 17 Mar; ask for a change."
    assert already_handed_in(approved, WEDNESDAY) == "Week 11 is approved already."
    for status in (RequestStatus.DECLINED, RequestStatus.WITHDRAWN):
        open_again = SubmittedWeek("1", "ann", first, first.add(days=6), status)
        assert (why_locked(open_again, WEDNESDAY), already_handed_in(open_again, WEDNESDAY)) == (None, None)
    for known in (pending, approved):
        assert submitted_week_from_json(submitted_week_to_json(known)) == known


def test_a_month_is_a_period_of_its_own_name() -> None:
    march, half = Week(Date(2026, 3, 1), Date(2026, 3, 31)), Week(Date(2026, 3, 16), Date(2026, 3, 31))
    february = Week(Date(2026, 2, 1), Date(2026, 2, 28))
    w11 = parse_week("W11", WEDNESDAY, MONDAY)
    assert [week.name for week in (march, half, w11)] == ["2026-03", "2026-03-16/2026-03-31", "2026-W11"]
    assert (len(march.days), march.days[-1], march.after().last) == (31, march.last, Date(2026, 4, 30))
    assert (february.after(), w11.after().name) == (march, "2026-W12")
    assert week_in_words(march, WEDNESDAY) == "March 2026"
    assert week_in_words(half, WEDNESDAY) == "16 to 31 March 2026"
    assert weeks_in_words([february, march], WEDNESDAY) == "February 2026 and March 2026"
    january = Week(Date(2026, 1, 1), Date(2026, 1, 31))
    assert weeks_in_words([january, february, march], WEDNESDAY) == "January 2026 to March 2026"
    handed_in = SubmittedWeek("1", "58", march.first, march.last, next_actor="Lea", next_actor_id="12")
    assert already_handed_in(handed_in, WEDNESDAY) == "March 2026 was already handed in."
    assert submitted_week_from_json(submitted_week_to_json(handed_in)) == handed_in
    approved = replace(handed_in, status=RequestStatus.APPROVED)
    assert why_locked(approved, WEDNESDAY, may_ask=False) == (
        "March 2026 was approved; whoever approved it can open it again."
    )


def test_the_days_of_a_week_over_a_change_of_the_clocks() -> None:
    assert week_at(Date(2026, 3, 29), MONDAY) == Week(Date(2026, 3, 23), Date(2026, 3, 29))
