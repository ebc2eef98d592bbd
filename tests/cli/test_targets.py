"""Targets, holidays, absences and the balance, as `punch today` and `punch status` say them."""

from __future__ import annotations

from tests.cli.program import Program

HOUR = 3600
CONFIG = """
[schedule]
zone = "Europe/Berlin"
hours = { mon = 8, tue = 8, wed = 8, thu = 8, fri = 8 }
holidays = { country = "DE", subdivision = "BE" }

[schedule.balance]
from = 2026-03-10
start = "+1:30"
"""
THURSDAY = "2026-04-02T12:00:00+02:00"
GOOD_FRIDAY = "2026-04-03T12:00:00+02:00"
TUESDAY = "2026-04-07T12:00:00+02:00"


def test_the_balance_stands_at_the_end_of_yesterday(punch: Program) -> None:
    punch.configure(CONFIG)
    punch("add", "08:00", "16:45", "--day", "2026-03-10")
    punch("add", "08:00", "12:00", "--day", "2026-03-11")

    assert "Balance  +2:15 at the end of Tue 10 Mar" in punch("today").out
    data = punch("today", "--json").data
    assert (data["balance_seconds"], data["balance_until"]) == (2.25 * HOUR, "2026-03-10")
    assert (data["holiday"], data["absence"]) == (None, None)
    earlier = punch("today", "--day", "2026-03-09", "--json").data
    assert (earlier["balance_seconds"], earlier["balance_until"]) == (1.5 * HOUR, "2026-03-09")


def test_a_holiday_is_free_in_today_and_in_status(punch: Program) -> None:
    punch.configure(CONFIG)
    thursday, friday, tuesday = (punch.at(moment) for moment in (THURSDAY, GOOD_FRIDAY, TUESDAY))
    thursday("in", "--at", "08:00")
    thursday("out")

    # No other command has been given since Thursday.
    asked = [day("status", "--json").data["target_seconds"] for day in (thursday, friday, tuesday)]
    assert asked == [8 * HOUR, 0, 8 * HOUR]
    said = friday("today").out
    assert "Holiday  Karfreitag" in said
    assert "Week     4:00 of 32:00" in said
    assert friday("today", "--json").data["holiday"] == "Karfreitag"


def test_an_absence_takes_off_what_it_lasts(punch: Program) -> None:
    punch.configure(CONFIG)
    punch("add", "08:00", "11:00", "--type", "Sick leave")
    punch("add", "11:00", "16:30", "--type", "Work")

    said = punch("today").out

    assert "Absence  Sick leave" in said
    assert "Worked   5:30 of 5:00 (+0:30)" in said
    data = punch("today", "--json").data
    assert (data["worked_seconds"], data["target_seconds"]) == (5.5 * HOUR, 5 * HOUR)
    assert punch("status", "--json").data["target_seconds"] == 5 * HOUR
    assert data["absence"] == "Sick leave"


def test_without_targets_there_is_no_balance(punch: Program) -> None:
    punch("add", "08:00", "16:45", "--day", "2026-03-10")

    assert "Balance" not in punch("today").out
    assert punch("today", "--json").data["balance_seconds"] is None
