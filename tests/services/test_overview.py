from __future__ import annotations

import pytest
from tests.domain import berlin
from tests.services.desk import Desk
from whenever import ZonedDateTime

from punchcard.core.breaks_due import BreakDue
from punchcard.core.clock import IDLE, ClockState, OnBreak, Working
from punchcard.core.days import DaySheet
from punchcard.core.entries import Break, Entry
from punchcard.core.moments import clock_time
from punchcard.core.rule_sets import RULE_SETS
from punchcard.services import clocking
from punchcard.services.entries import by_hand as entries
from punchcard.services.overview import Outlook, outlook, overview


def ahead(state: ClockState, now: str, *entries: Entry, rules: str = "DE") -> Outlook:
    """The rest of a day that should have eight hours."""
    moment = berlin(now)
    sheet = DaySheet(moment.date(), "Europe/Berlin", entries, state, moment, 8 * 3600)
    return outlook(sheet, RULE_SETS[rules], state, moment)


def pause(start: str, end: str) -> Break:
    return Break(berlin(f"11 {start}"), berlin(f"11 {end}"))


def shown(moment: ZonedDateTime | None) -> str:
    return clock_time(moment) if moment else ""


def due_by(due: BreakDue | None) -> str:
    return shown(due.by) if due else ""


@pytest.mark.parametrize(
    ("breaks", "now", "done"),
    [
        # Eight hours and half an hour of break.
        ((), "10:00", "16:30"),
        ((pause("12:00", "12:30"),), "13:00", "16:30"),
        # Too short to count: on top of the half hour.
        ((pause("10:00", "10:10"),), "13:00", "16:40"),
        # Ten minutes are missing, but a piece of less than fifteen counts as none.
        ((pause("12:00", "12:20"),), "13:00", "16:35"),
        ((pause("12:00", "12:15"),), "13:00", "16:30"),
        ((pause("12:00", "13:00"),), "13:00", "17:00"),
    ],
)
def test_done_at_holds_the_breaks_that_are_still_due(breaks: tuple[Break, ...], now: str, done: str) -> None:
    assert shown(ahead(Working("w", berlin("11 08:00"), breaks=breaks), f"11 {now}").done_at) == done


@pytest.mark.parametrize(
    ("breaks", "since", "now", "done"),
    [
        ((), "12:00", "12:00", "16:30"),
        ((), "12:00", "12:14", "16:30"),
        ((), "12:00", "12:15", "16:30"),
        ((), "12:00", "12:16", "16:30"),
        ((), "12:00", "12:40", "16:40"),
        # 20 min were taken: the open one has to reach 15.
        ((pause("10:00", "10:20"),), "12:00", "12:05", "16:35"),
        ((pause("10:00", "10:20"),), "12:00", "12:20", "16:40"),
        # All was taken: an open break only puts the end off.
        ((pause("10:00", "10:30"),), "12:00", "12:05", "16:35"),
    ],
)
def test_done_at_stands_still_while_a_break_that_is_due_is_open(
    breaks: tuple[Break, ...], since: str, now: str, done: str
) -> None:
    state = OnBreak("w", berlin("11 08:00"), breaks=breaks, break_since=berlin(f"11 {since}"))
    assert shown(ahead(state, f"11 {now}").done_at) == done


def test_rules_look_at_the_whole_night() -> None:
    seen = ahead(Working("w", berlin("10 22:00")), "11 03:00")
    assert (due_by(seen.break_due), shown(seen.latest_finish)) == ("04:00", "08:00")
    # Five of the day's eight hours are left; ten hours of work in the end ask for 45 min.
    assert (seen.left_seconds, shown(seen.done_at)) == (5 * 3600, "08:45")
    assert seen.breaks_needed_seconds == 45 * 60


def test_after_a_rest_the_rules_begin_anew() -> None:
    late = Entry("e", "ann", berlin("10 14:00").date(), berlin("10 14:00"), berlin("10 22:00"))
    seen = ahead(Working("w", berlin("11 09:00")), "11 10:00", late)
    assert (due_by(seen.break_due), shown(seen.latest_finish)) == ("15:00", "19:00")


def test_without_rules_eight_hours_part_two_shifts() -> None:
    late = Entry("e", "ann", berlin("10 14:00").date(), berlin("10 14:00"), berlin("10 22:00"))
    seen = ahead(Working("w", berlin("11 06:00")), "11 10:00", late, rules="none")
    assert shown(seen.done_at) == "14:00"


def test_nothing_is_due_off_the_clock() -> None:
    seen = ahead(IDLE, "11 07:00")
    assert (seen.done_at, seen.break_due, seen.latest_finish) == (None, None, None)
    assert (seen.left_seconds, seen.breaks_needed_seconds) == (8 * 3600, 30 * 60)


async def test_on_monday_the_rules_know_sunday_and_the_week_does_not(desk: Desk) -> None:
    desk.clock.set("8 23:45")
    entries.add(desk.session, berlin("8 22:00"), berlin("8 23:30"))
    clocking.start(desk.session)
    desk.clock.set("9 03:00")
    seen = overview(desk.session)
    now = desk.session.now()
    # 1:30 and 3:15 of work, fifteen minutes between them.
    assert due_by(seen.outlook(now).break_due) == "04:15"
    assert shown(seen.outlook(now).latest_finish) == "08:15"
    assert seen.week_sheet(now).worked_seconds == 3 * 3600
    assert seen.entries == ()
