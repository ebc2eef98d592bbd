"""Weeks with a known answer, reckoned by hand."""

from __future__ import annotations

import pytest
from tests.core.findings.made import SICK, VACATION, H, Made, hours

FIVE_EIGHTS = (8, 8, 8, 8, 8, 0, 0)
ORDINARY = "08:00-16:30 12:00-12:30"


def totals(made: Made) -> tuple[float, float | None, list[float | None]]:
    """Hours worked, target, and the difference of each day."""
    week = made.given.week
    target = week.target_seconds
    differences = [None if d.difference_seconds is None else d.difference_seconds / H for d in week.days]
    return week.worked_seconds / H, None if target is None else target / H, differences


def test_a_good_week_has_nothing_to_say() -> None:
    made = Made("2026-03-09", [f"2026-03-{day:02} {ORDINARY}" for day in range(9, 14)], FIVE_EIGHTS)
    assert totals(made) == (40, 40, [0] * 7)
    assert made.told == []


def test_a_bad_week_says_everything_once() -> None:
    made = Made(
        "2026-03-09",
        [
            "2026-03-08 14:00-22:00 18:00-18:30",  # Sunday: nine hours of rest up to Monday
            "2026-03-09 07:00-15:30 11:00-11:30",
            "2026-03-10 08:00-18:00 12:00-12:30",  # 9:30 with 30 min
            "2026-03-11 08:00-12:00",
            "2026-03-11 11:30-13:00",
            # Thursday is empty.
            "2026-03-13 08:00-10:00",
            "2026-03-13 14:00-17:00",
            "2026-03-14 22:00-02:00",
        ],
        FIVE_EIGHTS,
    )
    # 8 + 9.5 + (4 + 1.5, half an hour of it twice) + 0 + 5 + 2 + 2
    assert totals(made) == (32, 40, [0, 1.5, -2.5, -8, -3, 2, 2])
    assert made.told == [
        "2026-03-09 9:00 of rest, Sun 22:00 – Mon 07:00; at least 11 h are due. (ArbZG §5)",
        "2026-03-10 9:30 worked with 30 min of breaks; over 9 h at least 45 min are due. (ArbZG §4)",
        "2026-03-11 5:30 worked, 2:30 below the target of 8:00.",
        "2026-03-11 30 min booked twice: 08:00 – 12:00 and 11:30 – 13:00.",
        "2026-03-12 Nothing is booked; the target is 8:00.",
        "2026-03-13 5:00 worked, 3:00 below the target of 8:00.",
        "2026-03-13 Nothing is booked for 4 h, 10:00 – 14:00.",
        "2026-03-14 Sat 22:00 – Sun 02:00 runs over midnight; 2:00 of it count on the next day.",
    ]
    assert made.short == [
        "2026-03-09 serious short_rest",
        "2026-03-10 serious missing_break",
        "2026-03-11 note below_target",
        "2026-03-11 serious overlap",
        "2026-03-12 warning missing_day",
        "2026-03-13 note below_target",
        "2026-03-13 note gap",
        "2026-03-14 note over_midnight",
    ]


LATE = "{} worked in one go, Sat 22:00 – Sun 03:30, without a break; at most 6 h are allowed. (ArbZG §4)"
LITTLE = "{} worked with 30 min of breaks; over 9 h at least 45 min are due. (ArbZG §4)"
LONG = (
    "{} worked in one shift over midnight, Sat 22:00 – Sun 08:00; at most 10 h a day are allowed. (ArbZG §3)"
)


@pytest.mark.parametrize(
    ("zone", "first", "night", "after_midnight", "told"),
    [
        ("Europe/Berlin", "2026-03-23", "2026-03-28", 6.5, []),
        (
            "Europe/Berlin",
            "2026-10-19",
            "2026-10-24",
            8.5,
            [LITTLE.format("10:30"), LATE.format("6:30"), LONG.format("10:30")],
        ),
        ("America/New_York", "2026-03-02", "2026-03-07", 6.5, []),
        (
            "America/New_York",
            "2026-10-26",
            "2026-10-31",
            8.5,
            [LITTLE.format("10:30"), LATE.format("6:30"), LONG.format("10:30")],
        ),
        # Half an hour: six hours in one go and ten in all, which is just allowed; then 9:00 with 30 min.
        ("Australia/Lord_Howe", "2026-03-30", "2026-04-04", 8, [LITTLE.format("10:00")]),
        ("Australia/Lord_Howe", "2026-09-28", "2026-10-03", 7, []),
    ],
)
def test_a_night_over_a_change_of_the_clocks_counts_what_really_passed(
    zone: str, first: str, night: str, after_midnight: float, told: list[str]
) -> None:
    # On the wall: 5:30, half an hour of break, 4:00.
    made = Made(first, [f"{night} 22:00-08:00 03:30-04:00"], zone=zone)
    saturday, sunday = made.given.week.days[5:]
    assert (saturday.worked_seconds / H, sunday.worked_seconds / H) == (2, after_midnight)
    midnight = (
        "Sat 22:00 – Sun 08:00 runs over midnight;"
        f" {int(after_midnight)}:{'30' if after_midnight % 1 else '00'} of it count on the next day."
    )
    assert sorted(made.told) == sorted(f"{night} {line}" for line in [*told, midnight])


@pytest.mark.parametrize(
    ("zone", "first", "evening", "end", "begin", "rest"),
    [
        # On the wall it is eleven hours each time.
        ("Europe/Berlin", "2026-03-23", "2026-03-28", "21:00", "08:00", "10:00"),
        ("Europe/Berlin", "2026-10-19", "2026-10-24", "21:00", "08:00", None),
        ("Europe/Berlin", "2026-10-19", "2026-10-24", "22:01", "08:00", "10:59"),
        ("America/New_York", "2026-03-02", "2026-03-07", "21:00", "08:00", "10:00"),
        ("America/New_York", "2026-10-26", "2026-10-31", "22:01", "08:00", "10:59"),
        ("Australia/Lord_Howe", "2026-03-30", "2026-04-04", "21:00", "08:00", None),
        ("Australia/Lord_Howe", "2026-03-30", "2026-04-04", "21:31", "08:00", "10:59"),
        ("Australia/Lord_Howe", "2026-09-28", "2026-10-03", "21:00", "08:00", "10:30"),
    ],
)
def test_rest_over_a_change_of_the_clocks_is_what_really_passed(
    zone: str, first: str, evening: str, end: str, begin: str, rest: str | None
) -> None:
    sunday = Made(first).given.week.days[6].day
    made = Made(first, [f"{evening} 17:00-{end}", f"{sunday} {begin}-10:00"], zone=zone)
    told = f"{sunday} {rest} of rest, Sat {end} – Sun {begin}; at least 11 h are due. (ArbZG §5)"
    assert made.told == ([told] if rest else [])


def test_a_day_of_25_hours_is_worked_through() -> None:
    made = Made("2026-10-19", ["2026-10-25 00:00-24:00"])
    assert made.given.week.days[6].worked_seconds == 25 * H
    assert made.told == [
        "2026-10-25 25:00 worked without a break; over 9 h at least 45 min are due. (ArbZG §4)",
        "2026-10-25 25:00 worked; at most 10 h a day are allowed. (ArbZG §3)",
    ]


def test_a_week_with_a_leap_day() -> None:
    days = ["2028-02-28", "2028-02-29", "2028-03-01", "2028-03-02", "2028-03-03"]
    made = Made("2028-02-28", [f"{day} {ORDINARY}" for day in days if day != "2028-02-29"], FIVE_EIGHTS)
    assert totals(made) == (32, 40, [0, -8, 0, 0, 0, 0, 0])
    assert made.told == ["2028-02-29 Nothing is booked; the target is 8:00."]
    night = Made("2028-02-28", ["2028-02-28 14:00-22:00 18:00-18:30", "2028-02-29 07:00-11:00"])
    assert night.told == ["2028-02-29 9:00 of rest, Mon 22:00 – Tue 07:00; at least 11 h are due. (ArbZG §5)"]


@pytest.mark.parametrize(
    ("first", "new_year", "worked"),
    # 2020-W53 and 2026-W53: New Year's Day is a Friday in both.
    [("2020-12-28", "2021-01-01", 3), ("2026-12-28", "2027-01-01", 3)],
)
def test_the_53rd_week_over_the_change_of_the_year(first: str, new_year: str, worked: int) -> None:
    year = first[:4]
    made = Made(
        first,
        [f"{year}-12-{day} {ORDINARY}" for day in (28, 29, 30)] + [f"{year}-12-31 20:00-03:00 22:00-22:30"],
        (8, 8, 8, 4, 0, 0, 0),
        holidays={new_year: "New Year's Day"},
    )
    # The night: 3:30 before midnight, 3 h after it on the holiday.
    assert totals(made) == (24 + 6.5, 28, [0, 0, 0, -0.5, worked, 0, 0])
    assert made.told == [
        f"{year}-12-31 Thu 20:00 – Fri 03:00 runs over midnight; 3:00 of it count on the next day.",
        f"{new_year} 3:00 worked on a day without a target (New Year's Day).",
    ]


def test_a_week_with_two_holidays() -> None:
    made = Made(
        "2026-12-21",
        [f"2026-12-{day} {ORDINARY}" for day in (21, 22, 23)] + ["2026-12-24 08:00-12:00"],
        (8, 8, 8, 4, 0, 0, 0),
        holidays={"2026-12-25": "Christmas Day", "2026-12-26": "Second Day of Christmas"},
    )
    assert totals(made) == (28, 28, [0] * 7)
    assert made.told == []


def test_a_week_with_half_a_day_of_vacation_and_sick_days() -> None:
    made = Made(
        "2026-03-09",
        [
            f"2026-03-09 {ORDINARY}",
            "2026-03-10 08:00-12:00",
            hours("2026-03-10", 4, VACATION, 1),
            hours("2026-03-11", 8, SICK, 2),
            hours("2026-03-12", 4, VACATION, 1),  # and the other half is nowhere
            hours("2026-03-13", 8, VACATION, 2),
            "2026-03-13 09:00-10:00",
        ],
        (8, 4, 0, 4, 0, 0, 0),
    )
    assert totals(made) == (8 + 4 + 1, 16, [0, 0, 0, -4, 1, 0, 0])
    assert made.told == [
        "2026-03-12 0:00 worked, 4:00 below the target of 4:00.",
        "2026-03-13 Vacation for the whole day, and 1:00 worked on it.",
    ]
    assert made.short[1] == "2026-03-13 warning overlap"


def test_hours_without_clock_times_have_a_length_and_no_breaks_or_rest() -> None:
    made = Made(
        "2026-03-09",
        [
            hours("2026-03-09", 9.5),
            hours("2026-03-10", 10),
            hours("2026-03-11", 10 + 1 / 60),
            "2026-03-12 08:00-12:00",
            hours("2026-03-12", 6.25),
            "2026-03-13 08:00-10:00",
            "2026-03-13 14:00-16:00",  # the gap may hold the hours
            hours("2026-03-13", 2),
        ],
        (8, 8, 8, 8, 8, 0, 0),
    )
    assert made.told == [
        "2026-03-11 10:01 worked; at most 10 h a day are allowed. (ArbZG §3)",
        "2026-03-11 10:01 worked, 2:01 above the target of 8:00.",
        "2026-03-12 10:15 worked, 2:15 above the target of 8:00.",
        "2026-03-12 10:15 worked; at most 10 h a day are allowed. (ArbZG §3)",
    ]
