"""Whole weeks with an answer reckoned by hand, from the configuration file to `punch week --json`."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest
from tests.cli.program import Program
from tests.services.untimed import add_days
from whenever import Date, ZonedDateTime

from punchcard.config import load_config
from punchcard.core.entries import Break
from punchcard.core.when import parse_when
from punchcard.paths import folders
from punchcard.services.choices import time_type_named
from punchcard.services.clocks import stopped_at
from punchcard.services.entries import by_hand as entries
from punchcard.services.entries.untimed_entries import Booking
from punchcard.services.outbox.sync import deliver
from punchcard.services.reading.refresh import ensure_known
from punchcard.services.session import Session, open_session

FIVE = 'hours = { mon = "8:00", tue = "8:00", wed = "8:00", thu = "8:00", fri = "8:00" }'
BERLIN = f'[schedule]\nzone = "Europe/Berlin"\nrules = "DE"\n{FIVE}\n'
NEW_YORK = f'[schedule]\nzone = "America/New_York"\nrules = "none"\n{FIVE}\n'
LORD_HOWE = f'[schedule]\nzone = "Australia/Lord_Howe"\nrules = "EU"\n{FIVE}\n'
HOLIDAYS = 'holidays = { country = "DE", subdivision = "BE" }\n'
ORDINARY = "08:00 16:30 12:00-12:30"
FINE = ("8:00", "8:00", "0:00")
FREE = ("0:00", "0:00", "0:00")


@dataclass(frozen=True)
class KnownWeek:
    """A week as it is booked, and what has to come of it."""

    config: str
    now: str
    booked: dict[str, list[str]]
    """By day: start, end and breaks, or a time type with its half days."""
    week: str
    days: list[tuple[str, str, str]]
    """Worked, target and difference of each of the seven days, as h:mm."""
    total: tuple[str, str, str]
    balance: str
    findings: list[str] = field(default_factory=list[str])
    """Day, severity and rule of each."""
    named: dict[str, str] = field(default_factory=dict[str, str])
    """Holidays and absences by day."""


def every(days: list[str], booked: str = ORDINARY) -> dict[str, list[str]]:
    return {day: [booked] for day in days}


WEEKS = {
    # A night from 22:00 to 06:00 while the clocks go from 02:00 to 03:00: 2 h before midnight, 5 h after it,
    # half an hour of break taken off.
    "Berlin, clocks forward": KnownWeek(
        BERLIN,
        "2026-03-30T12:00:00+02:00",
        every(["2026-03-23", "2026-03-24", "2026-03-25", "2026-03-26"])
        | {"2026-03-28": ["22:00 06:00 04:00-04:30"]},
        "2026-W13",
        [
            FINE, FINE, FINE, FINE, ("0:00", "8:00", "-8:00"), ("2:00", "0:00", "2:00"),
            ("4:30", "0:00", "4:30"),
        ],
        ("38:30", "40:00", "-1:30"),
        "-1:30",
        ["2026-03-27 warning missing_day", "2026-03-28 note over_midnight", "2026-03-29 note above_target"],
    ),
    # The night in which 02:00 to 03:00 comes twice: 2 h before midnight, 7 h after it, half an hour
    # of break taken off; from 22:00 to 04:00 are seven hours in one go.
    "Berlin, clocks back": KnownWeek(
        BERLIN,
        "2026-10-26T12:00:00+01:00",
        every(["2026-10-19", "2026-10-20", "2026-10-21", "2026-10-22", "2026-10-23"])
        | {"2026-10-24": ["22:00 06:00 04:00-04:30"]},
        "2026-W43",
        [FINE, FINE, FINE, FINE, FINE, ("2:00", "0:00", "2:00"), ("6:30", "0:00", "6:30")],
        ("48:30", "40:00", "8:30"),
        "8:30",
        ["2026-10-24 note over_midnight", "2026-10-24 serious late_break", "2026-10-25 note above_target"],
    ),
    "New York, clocks forward": KnownWeek(
        NEW_YORK,
        "2026-03-09T12:00:00-04:00",
        every(["2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06"])
        | {"2026-03-08": ["00:00 08:00"]},
        "2026-W10",
        [FINE, FINE, FINE, FINE, FINE, FREE, ("7:00", "0:00", "7:00")],
        ("47:00", "40:00", "7:00"),
        "7:00",
        ["2026-03-08 note above_target"],
    ),
    "New York, clocks back": KnownWeek(
        NEW_YORK,
        "2026-11-02T12:00:00-05:00",
        every(["2026-10-26", "2026-10-27", "2026-10-28", "2026-10-29", "2026-10-30"])
        | {"2026-11-01": ["00:00 08:00"]},
        "2026-W44",
        [FINE, FINE, FINE, FINE, FINE, FREE, ("9:00", "0:00", "9:00")],
        ("49:00", "40:00", "9:00"),
        "9:00",
        ["2026-11-01 note above_target"],
    ),
    # Half an hour there: on Sunday 5 April the clocks go from 02:00 back to 01:30.
    "Lord Howe, clocks back": KnownWeek(
        LORD_HOWE,
        "2026-04-06T12:00:00+10:30",
        every(["2026-03-30", "2026-03-31", "2026-04-01", "2026-04-02", "2026-04-03"])
        | {"2026-04-05": ["00:00 04:00"]},
        "2026-W14",
        [FINE, FINE, FINE, FINE, FINE, FREE, ("4:30", "0:00", "4:30")],
        ("44:30", "40:00", "4:30"),
        "4:30",
        ["2026-04-05 note above_target"],
    ),
    "Lord Howe, clocks forward": KnownWeek(
        LORD_HOWE,
        "2026-10-05T12:00:00+11:00",
        every(["2026-09-28", "2026-09-29", "2026-09-30", "2026-10-01", "2026-10-02"])
        | {"2026-10-04": ["00:00 04:00"]},
        "2026-W40",
        [FINE, FINE, FINE, FINE, FINE, FREE, ("3:30", "0:00", "3:30")],
        ("43:30", "40:00", "3:30"),
        "3:30",
        ["2026-10-04 note above_target"],
    ),
    "a leap day": KnownWeek(
        BERLIN,
        "2028-03-06T12:00:00+01:00",
        every(["2028-02-28", "2028-02-29", "2028-03-01", "2028-03-02"])
        | {"2028-03-03": ["08:00 14:00"], "2028-03-04": ["08:00 14:01"]},
        "2028-W09",
        [FINE, FINE, FINE, FINE, ("6:00", "8:00", "-2:00"), ("6:01", "0:00", "6:01"), FREE],
        ("44:01", "40:00", "4:01"),
        "4:01",
        ["2028-03-04 serious missing_break", "2028-03-04 note above_target"],
    ),
    # 28 December to 3 January; New Year's Day is a Friday.
    "week 53 over the end of the year": KnownWeek(
        BERLIN + HOLIDAYS,
        "2027-01-04T12:00:00+01:00",
        every(["2026-12-28", "2026-12-29", "2026-12-30", "2026-12-31"]),
        "2026-W53",
        [FINE, FINE, FINE, FINE, FREE, FREE, FREE],
        ("32:00", "32:00", "0:00"),
        "0:00",
        named={"2027-01-01": "Neujahr"},
    ),
    "two holidays, one of them worked on": KnownWeek(
        BERLIN + HOLIDAYS,
        "2025-12-29T12:00:00+01:00",
        every(["2025-12-22", "2025-12-23", "2025-12-24"]) | {"2025-12-26": ["10:00 11:30"]},
        "2025-W52",
        [FINE, FINE, FINE, FREE, ("1:30", "0:00", "1:30"), FREE, FREE],
        ("25:30", "24:00", "1:30"),
        "1:30",
        [],
        {"2025-12-25": "Erster Weihnachtstag", "2025-12-26": "Zweiter Weihnachtstag"},
    ),
    "half a day of vacation, and a day of sick leave": KnownWeek(
        BERLIN,
        "2026-03-16T12:00:00+01:00",
        every(["2026-03-09", "2026-03-12", "2026-03-13"])
        | {"2026-03-10": ["08:00 12:00", "vacation 1"], "2026-03-11": ["sick 2"]},
        "2026-W11",
        [FINE, ("4:00", "4:00", "0:00"), FREE, FINE, FINE, FREE, FREE],
        ("28:00", "28:00", "0:00"),
        "0:00",
        [],
        {"2026-03-10": "Vacation, half a day", "2026-03-11": "Sick leave"},
    ),
    # 9 h with 30 min are fine, 9:01 are not; 10:01 h are too long; 10:59 h of rest are too short.
    "what the law says": KnownWeek(
        BERLIN,
        "2026-03-16T12:00:00+01:00",
        {
            "2026-03-09": ["08:00 17:30 12:00-12:30"],
            "2026-03-10": ["08:00 17:31 12:00-12:30"],
            "2026-03-11": ["08:00 18:46 13:00-13:45"],
            "2026-03-12": ["08:00 16:30 12:00-12:30", "19:00 21:01"],
            "2026-03-13": ["08:00 16:30 12:00-12:30"],
        },
        "2026-W11",
        [
            ("9:00", "8:00", "1:00"), ("9:01", "8:00", "1:01"), ("10:01", "8:00", "2:01"),
            ("10:01", "8:00", "2:01"), FINE, FREE, FREE,
        ],
        ("46:03", "40:00", "6:03"),
        "6:03",
        [
            "2026-03-10 serious missing_break", "2026-03-11 note above_target", "2026-03-11 serious long_day",
            "2026-03-12 note above_target", "2026-03-12 note gap", "2026-03-12 serious long_day",
            "2026-03-13 serious short_rest",
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WEEKS)
def test_a_week_comes_to_what_was_reckoned_by_hand(punch: Program, name: str) -> None:
    known = WEEKS[name]
    punch.configure(known.config)
    punch.now = known.now
    asyncio.run(book(punch, known))
    data = punch("week", known.week, "--json").data
    days = data["days"]
    assert data["week"] == known.week
    assert [day["worked_seconds"] for day in days] == [seconds(day[0]) for day in known.days]
    assert [day["target_seconds"] for day in days] == [seconds(day[1]) for day in known.days]
    worked, target, difference = map(seconds, known.total)
    assert sum(seconds(day[2]) for day in known.days) == difference
    assert (data["worked_seconds"], data["target_seconds"], data["difference_seconds"]) == (
        worked, target, difference,
    )  # fmt: skip
    assert data["balance_seconds"] == seconds(known.balance)
    named = {day["date"]: day["holiday"] or day["absence"] for day in days}
    assert {day: text for day, text in named.items() if text} == known.named
    told = sorted(
        f"{day['date']} {each['severity']} {each['rule']}" for day in days for each in day["findings"]
    )
    assert told == sorted(known.findings)


async def book(punch: Program, known: KnownWeek) -> None:
    """Book the week through the services, as `punch add` would."""
    there = folders(str(punch.home))
    session = await open_session(there, load_config(there), stopped_at(known.now))
    try:
        await ensure_known(session)
        for day, items in known.booked.items():
            for item in items:
                await book_one(session, Date.parse_iso(day), item.split())
        await deliver(session)
    finally:
        await session.aclose()


async def book_one(session: Session, day: Date, words: list[str]) -> None:
    if words[0][0].isalpha():
        kind = await time_type_named(session, words[0])
        add_days(session, day, int(words[1]), Booking(time_type=kind))
        return
    start, end = (at(session, day, word) for word in words[:2])
    if end < start:
        end = at(session, day.add(days=1), words[1])
    pauses = [pause.split("-") for pause in words[2:]]
    breaks = tuple(Break(at(session, end.date(), a), at(session, end.date(), b)) for a, b in pauses)
    entries.add(session, start, end, breaks)


def at(session: Session, day: Date, clock: str) -> ZonedDateTime:
    return parse_when(clock, session.now(), day=day)


def seconds(text: str) -> int:
    sign, hours, minutes = text.startswith("-"), *map(int, text.lstrip("-").split(":"))
    return (hours * 3600 + minutes * 60) * (-1 if sign else 1)
