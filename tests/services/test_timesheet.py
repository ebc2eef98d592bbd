"""The value that screen 2 and `punch week` show."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.domain import berlin
from tests.services.desk import Desk
from whenever import Date

from punchcard.backends.contract import Connection
from punchcard.backends.local.backend import LocalBackend
from punchcard.config import BalanceStart
from punchcard.core.findings import Rule
from punchcard.core.weeks import Week
from punchcard.services import clocking
from punchcard.services.entries import by_hand as entries
from punchcard.services.session import Session
from punchcard.services.timesheet.week import timesheet

WEEK_10 = Week(Date(2026, 3, 2), Date(2026, 3, 8))
WEEK_11 = Week(Date(2026, 3, 9), Date(2026, 3, 15))


@pytest.fixture
def friday(desk: Desk) -> Desk:
    desk.clock.set("13 17:00")
    return desk


async def missing_days(session: Session, week: Week) -> list[Date]:
    sheet = await timesheet(session, week)
    return [each.day for each in sheet.findings(session.now()) if each.rule is Rule.MISSING_DAY]


async def test_days_before_the_first_entry_are_not_missed(friday: Desk, tmp_path: Path) -> None:
    local = LocalBackend(Connection("acme", str(tmp_path / "local"), "Europe/Berlin", friday.clock))
    session = friday.open(local)
    assert await missing_days(session, WEEK_11) == []
    entries.add(session, berlin("11 08:00"), berlin("11 12:00"))
    assert await missing_days(session, WEEK_11) == [Date(2026, 3, 12)]
    assert await missing_days(session, WEEK_10) == []
    await friday.deliver(session)
    assert await missing_days(session, WEEK_11) == [Date(2026, 3, 12)]
    await local.aclose()


async def test_every_day_may_be_missed_where_the_backend_does_not_say_when_somebody_began(
    friday: Desk,
) -> None:
    assert await missing_days(friday.session, WEEK_11) == [Date(2026, 3, day) for day in (9, 10, 11, 12)]


async def test_days_from_the_first_one_of_the_balance_on_are_missed(friday: Desk) -> None:
    config = friday.session.config._replace(balance=BalanceStart(Date(2026, 3, 5)))
    session = friday.open(config=config)
    assert await missing_days(session, WEEK_10) == [Date(2026, 3, 5), Date(2026, 3, 6)]


async def test_an_entry_over_midnight_is_shown_on_both_of_its_days(friday: Desk) -> None:
    night = entries.add(friday.session, berlin("10 22:00"), berlin("11 06:00")).entry
    sheet = await timesheet(friday.session, WEEK_11)
    shown = {day: [item.entry.id for item in sheet.entries_of(day)] for day in WEEK_11.days}
    assert [day.day for day, ids in shown.items() if ids == [night.id]] == [10, 11]
    assert [day.worked_seconds // 3600 for day in sheet.sheet(friday.session.now()).days] == [
        0, 2, 6, 0, 0, 0, 0,
    ]  # fmt: skip


async def test_the_running_clock_counts_up_to_now(friday: Desk) -> None:
    clocking.start(friday.session, berlin("13 08:00"))
    sheet = await timesheet(friday.session, WEEK_11)
    assert sheet.day(Date(2026, 3, 13), friday.session.now()).worked_seconds == 9 * 3600
    later = friday.session.now().add(minutes=30)
    assert sheet.day(Date(2026, 3, 13), later).worked_seconds == 9 * 3600 + 1800
