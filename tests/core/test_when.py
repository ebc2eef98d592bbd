from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whenever import (
    SYSTEM_TZ,  # pyright: ignore[reportUnknownVariableType]
    Date,
    Instant,
    PlainDateTime,
    Time,
    ZonedDateTime,
    reset_system_tz,
)

from punchcard.core.text import cleaned
from punchcard.core.when import (
    TIME_FORMS,
    AmbiguousTime,
    SkippedTime,
    UnclearTime,
    UnreadableTime,
    parse_day,
    parse_when,
)

NOW = ZonedDateTime("2026-03-11T12:41:07.9+01:00[Europe/Berlin]")  # a Wednesday


def now_in(zone: str) -> ZonedDateTime:
    there = ZonedDateTime(2026, 3, 11, tz=zone)
    return there + (NOW - there)


SPRING = Date(2026, 3, 29)
AUTUMN = Date(2026, 10, 25)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("08:15", "2026-03-11T08:15:00+01:00"),
        (" 8 ", "2026-03-11T08:00:00+01:00"),
        ("0815", "2026-03-11T08:15:00+01:00"),
        ("815", "2026-03-11T08:15:00+01:00"),
        ("8.15", "2026-03-11T08:15:00+01:00"),
        ("8:15:30", "2026-03-11T08:15:30+01:00"),
        ("00:00", "2026-03-11T00:00:00+01:00"),
        ("23:59", "2026-03-11T23:59:00+01:00"),
        ("now", "2026-03-11T12:41:07+01:00"),
        ("-15m", "2026-03-11T12:26:07+01:00"),
        ("−15 min", "2026-03-11T12:26:07+01:00"),
        ("+5m", "2026-03-11T12:46:07+01:00"),
        ("-1h30", "2026-03-11T11:11:07+01:00"),
        ("-0:30", "2026-03-11T12:11:07+01:00"),
        ("yesterday 17:30", "2026-03-10T17:30:00+01:00"),
        ("Today  8", "2026-03-11T08:00:00+01:00"),
        ("mon 8:00", "2026-03-09T08:00:00+01:00"),
        ("wed 23:00", "2026-03-11T23:00:00+01:00"),
        ("thursday 8", "2026-03-05T08:00:00+01:00"),
        ("11.2. 8:00", "2026-02-11T08:00:00+01:00"),
        ("2026-03-11 08:00", "2026-03-11T08:00:00+01:00"),
        ("2026-07-01T08:00", "2026-07-01T08:00:00+02:00"),
        ("2026-03-11T08:00Z", "2026-03-11T09:00:00+01:00"),
        ("2026-03-11 08:00:59.9+02:00", "2026-03-11T07:00:59+01:00"),
        ("2026-03-11T08:00[Asia/Tokyo]", "2026-03-11T00:00:00+01:00"),
        ("2026-03-11T08:00+09:00[Asia/Tokyo]", "2026-03-11T00:00:00+01:00"),
    ],
)
def test_moments_as_people_type_them(text: str, iso: str):
    assert str(parse_when(text, NOW)) == f"{iso}[Europe/Berlin]"


def test_a_bare_clock_time_is_on_the_day_asked_for():
    assert parse_when("8", NOW, day=Date(2026, 7, 1)) == ZonedDateTime(
        "2026-07-01T08:00+02:00[Europe/Berlin]"
    )
    assert parse_when("yesterday 8", NOW, day=Date(2026, 7, 1)).date() == Date(2026, 3, 10)


@pytest.mark.parametrize(
    "text",
    [
        "", "  ", "24:00", "25", "8:60", "8:5", "12345", "-15", "-7.5", "-", "+x", "yesterday", "mon", "mo 8",
        "2026-03-11", "2026-02-30 8:00", "31.2. 8", "2026-03-11T08:00+02:00[Europe/Berlin]",
        "2026-03-11T08:00[Nowhere/Land]", "2026-03-11T08:00[../../x]", "0001-01-01 00:00",
        "9999-12-31T23:59-12:00", "٠٨:١٥", "\ud800", "\x1b[31m8:00\x1b[0m x",
    ],
)  # fmt: skip
def test_anything_else_is_refused(text: str):
    with pytest.raises(UnreadableTime) as refusal:
        parse_when(text, NOW)
    assert refusal.value.message.isprintable()
    assert refusal.value.hint == TIME_FORMS or text == "24:00"
    assert (refusal.value.code, refusal.value.exit_code) == ("unreadable_time", 2)


def test_the_refusal_names_what_was_typed_and_cuts_it():
    with pytest.raises(UnreadableTime, match=r"^“half past” is not a time\.$"):
        parse_when("half past", NOW)
    with pytest.raises(UnreadableTime, match=r"^“x{39}…” is not a time\.$"):
        parse_when("x" * 10_000, NOW)
    with pytest.raises(UnreadableTime) as refusal:
        parse_when("mon 24:00", NOW)
    assert refusal.value.hint == "A day ends at 00:00 of the next one."


def test_a_skipped_time_is_refused_with_both_readings():
    with pytest.raises(SkippedTime) as refusal:
        parse_when("02:30", NOW, day=SPRING)
    assert refusal.value.message == (
        "02:30 does not exist on Sunday 29 March 2026 in Europe/Berlin: the clocks go from 02:00 to 03:00."
    )
    assert refusal.value.hint == "Say 2026-03-29T01:30+01:00 or 2026-03-29T03:30+02:00."
    assert refusal.value.code == "skipped_time"


def test_a_repeated_time_is_refused_with_both_readings():
    with pytest.raises(AmbiguousTime) as refusal:
        parse_when("2026-10-25 02:30", NOW)
    assert refusal.value.message == (
        "02:30 happens twice on Sunday 25 October 2026 in Europe/Berlin: the clocks go back."
    )
    assert refusal.value.hint == "Say 2026-10-25T02:30+02:00 or 2026-10-25T02:30+01:00."
    assert refusal.value.code == "ambiguous_time"


@pytest.mark.parametrize("text", ["2026-03-29T02:30[Europe/Berlin]", "2026-10-25T02:30[Europe/Berlin]"])
def test_a_named_zone_is_refused_as_well(text: str):
    with pytest.raises(UnclearTime, match="Europe/Berlin"):
        parse_when(text, now_in("Asia/Tokyo"))


def test_a_whole_skipped_day_and_a_gap_at_midnight():
    apia = ZonedDateTime("2011-12-31T10:00+14:00[Pacific/Apia]")
    with pytest.raises(
        SkippedTime, match="the clocks go on to 00:00 on Saturday 31 December 2011"
    ) as refusal:
        parse_when("yesterday 10", apia)
    assert (refusal.value.earlier.day, refusal.value.later.day) == (29, 31)
    sao_paulo = ZonedDateTime("2018-11-03T00:30-03:00[America/Sao_Paulo]")
    assert str(parse_when("8", sao_paulo, day=Date(2018, 11, 4))).startswith("2018-11-04T08:00:00-02:00")
    with pytest.raises(SkippedTime):
        parse_when("0:30", sao_paulo, day=Date(2018, 11, 4))


def test_now_within_a_change_of_the_clocks():
    second = ZonedDateTime("2026-10-25T02:30:00.5+01:00[Europe/Berlin]")
    assert str(parse_when("now", second)) == "2026-10-25T02:30:00+01:00[Europe/Berlin]"
    assert str(parse_when("-1h", second)) == "2026-10-25T02:30:00+02:00[Europe/Berlin]"
    assert str(parse_when("8", second)) == "2026-10-25T08:00:00+01:00[Europe/Berlin]"


def test_a_system_zone_without_a_name(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
    reset_system_tz()
    try:
        now = NOW.to_tz(SYSTEM_TZ)  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]
        assert now.tz_id is None
        assert parse_when("8", now) == parse_when("2026-03-11T08:00+01:00", now)
        assert parse_when("2026-07-01T06:00Z", now).time() == Time(8)
        with pytest.raises(SkippedTime, match="in your time zone"):
            parse_when("2:30", now, day=SPRING)
    finally:
        monkeypatch.undo()
        reset_system_tz()


ZONES = [
    "Europe/Berlin",
    "America/Sao_Paulo",
    "Africa/Casablanca",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "UTC",
]
MINUTES = st.integers(-3_000_000_000 // 60, 4_000_000_000 // 60)


def outcome(text: str, now: ZonedDateTime) -> ZonedDateTime | UnreadableTime | UnclearTime:
    try:
        return parse_when(text, now)
    except (UnreadableTime, UnclearTime) as refusal:
        return refusal


@given(MINUTES, st.sampled_from(ZONES))
def test_a_local_time_is_read_back_or_refused_with_readings_that_can_be_typed(minute: int, zone: str):
    moment = now_in(zone) + (Instant.from_timestamp(minute * 60) - NOW)
    read = outcome(f"{moment.date()} {moment.time()}", now_in(zone))
    if isinstance(read, ZonedDateTime):
        assert read.strict_eq(moment)
        assert not moment.is_repeated()
        return
    assert isinstance(read, AmbiguousTime)
    assert moment in (read.earlier, read.later)
    typed = read.hint.removeprefix("Say ").removesuffix(".").split(" or ")
    assert [parse_when(text, now_in(zone)) for text in typed] == [read.earlier, read.later]


@given(st.sampled_from(ZONES), MINUTES, st.integers(-180, 180))
def test_the_readings_are_those_of_the_time_zone_database(zone: str, minute: int, shift: int):
    near = now_in(zone) + (Instant.from_timestamp(minute * 60) - NOW)
    change = near.next_transition() or near
    plain = PlainDateTime(change.year, change.month, change.day, change.hour, change.minute)
    plain = plain.add(minutes=shift, naive_arithmetic_ok=True)
    earlier = ZonedDateTime(f"{plain}[{zone}]", disambiguation="earlier")
    later = ZonedDateTime(f"{plain}[{zone}]", disambiguation="later")
    read = outcome(str(plain), now_in(zone))
    if isinstance(read, UnclearTime):
        assert (read.earlier, read.later) == (earlier, later)
        assert isinstance(read, AmbiguousTime) == earlier.is_repeated()
    else:
        assert read == earlier == later


@given(
    st.text()
    | st.text("0123456789:.-+TZ []mhon")
    | st.from_regex(r"[+-]?[0-9]{1,5}([:.hm ][0-9]{0,4}){0,3}Z?"),
    st.sampled_from(ZONES),
)
def test_no_text_raises_anything_but_a_usage_error(text: str, zone: str):
    read = outcome(text, now_in(zone))
    if isinstance(read, ZonedDateTime):
        assert (read.tz_id, read.nanosecond) == (zone, 0)
    else:
        assert cleaned(read.message) == read.message
    with suppress(UnreadableTime):
        parse_day(text, NOW.date())


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", Date(2026, 3, 11)),
        ("Yesterday", Date(2026, 3, 10)),
        ("wed", Date(2026, 3, 11)),
        ("Thu", Date(2026, 3, 5)),
        ("tues", Date(2026, 3, 10)),
        ("sunday", Date(2026, 3, 8)),
        ("2026-03-01", Date(2026, 3, 1)),
        ("1.9.", Date(2026, 9, 1)),
        ("1.12.", Date(2025, 12, 1)),
        ("1.12", Date(2025, 12, 1)),
        ("11.03.2025", Date(2025, 3, 11)),
        ("11. 3. 2025", Date(2025, 3, 11)),
        ("1 march", Date(2026, 3, 1)),
        ("1. Dec", Date(2025, 12, 1)),
        ("29 feb 2024", Date(2024, 2, 29)),
    ],
)
def test_days_as_people_type_them(text: str, day: Date):
    assert parse_day(text, NOW.date()) == day


@pytest.mark.parametrize(
    ("text", "today", "day"),
    [
        ("28.12.", Date(2026, 1, 5), Date(2025, 12, 28)),
        ("2.1.", Date(2025, 12, 30), Date(2026, 1, 2)),
        ("11.3.", Date(2026, 3, 11), Date(2026, 3, 11)),
        ("29.2.", Date(2025, 1, 5), Date(2024, 2, 29)),
    ],
)
def test_a_day_without_a_year_is_the_nearest_one(text: str, today: Date, day: Date):
    assert parse_day(text, today) == day


def test_the_year_of_a_day_is_never_read_as_a_time():
    assert parse_when("1 march 08:15", NOW) == parse_when("2026-03-01 08:15", NOW)
    with pytest.raises(UnreadableTime, match="is not a time"):
        parse_when("1 march 2026", NOW)


@pytest.mark.parametrize(
    "text", ["", "t", "mo", "29.2.", "32.1.", "2026-13-01", "11.3.26", "11/3", "wednesdays", "30 feb", "1 ma"]
)
def test_other_days_are_refused(text: str):
    with pytest.raises(UnreadableTime, match="is not a day"):
        parse_day(text, NOW.date())


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("tomorrow", "2026-03-12"), ("next wed", "2026-03-18"), ("Next Thursday", "2026-03-12"),
        ("next mon", "2026-03-16"),
    ],
)  # fmt: skip
def test_days_ahead(text: str, day: str) -> None:
    assert parse_day(text, Date(2026, 3, 11)) == Date(day)


@pytest.mark.parametrize("text", ["next", "next x", "next today", "next 11.3."])
def test_next_goes_with_a_weekday(text: str) -> None:
    with pytest.raises(UnreadableTime):
        parse_day(text, Date(2026, 3, 11))
