from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.services.desk import SCHEDULE, WallClock
from whenever import Date, ZonedDateTime

from punchcard.backends.local.storage import LocalStorage
from punchcard.config import AccountConfig, BalanceStart, Config, Holidays
from punchcard.core.balance import Balance
from punchcard.core.changes import SaveEntry
from punchcard.core.codec import entry_from_json
from punchcard.core.entries import Entry
from punchcard.core.identifiers import new_id
from punchcard.core.schedule import Schedule
from punchcard.core.time_types import Category, TimeType
from punchcard.paths import folders
from punchcard.services import clocking
from punchcard.services.entries import by_hand as entries
from punchcard.services.event_loop import finish
from punchcard.services.outbox.sync import deliver
from punchcard.services.overview import sheet_of
from punchcard.services.reading.refresh import ensure_known, refresh_days
from punchcard.services.session import Session, open_session
from punchcard.services.timesheet.balance import balance
from punchcard.services.timesheet.targets import day_targets

HOUR, MINUTE = 3600, 60
ZONE = "Europe/Berlin"
VACATION = TimeType("vacation", "Vacation", Category.VACATION)
NO_START = BalanceStart(None)


def in_berlin(text: str) -> ZonedDateTime:
    day, _, clock = text.partition(" ")
    hour, minute = clock.split(":")
    date = Date(day)
    return ZonedDateTime(date.year, date.month, date.day, int(hour), int(minute), tz=ZONE)


class Office:
    """Ann works with the local backend, in a home of her own."""

    def __init__(
        self,
        home: str | Path,
        now: str,
        schedule: Schedule = SCHEDULE,
        start: BalanceStart = NO_START,
        holidays: Holidays | None = None,
    ) -> None:
        self.clock = WallClock(in_berlin(now))
        account = AccountConfig("local", "local", {})
        config = Config(
            "config.toml", "local", schedule, {"local": account}, {}, holidays=holidays, balance=start
        )
        self.session: Session = finish(open_session(folders(str(home)), config, self.clock), immediate=True)
        finish(ensure_known(self.session), immediate=True)

    def works(self, start: str, end: str) -> str:
        """An entry that is written down, and not delivered yet."""
        return entries.add(self.session, in_berlin(start), in_berlin(end)).entry.id

    def takes_off(self, day: str, half_days: int) -> None:
        """A half or a whole day of vacation, kept by the backend."""
        worth = SCHEDULE.worth_seconds(Date(day), half_days)
        entry = Entry(
            new_id(), self.session.person.id, Date(day), None, None,
            time_type=VACATION, duration_seconds=worth, half_days=half_days,
        )  # fmt: skip
        port = self.session.backend.entries
        assert port
        finish(port.save(SaveEntry(new_id(), entry)), immediate=True)

    def delivers(self) -> None:
        finish(deliver(self.session), immediate=True)

    def balance(self, until: str | Date) -> Balance | None:
        return finish(balance(self.session, Date(until) if isinstance(until, str) else until), immediate=True)

    def seconds(self, until: str | Date) -> int:
        found = self.balance(until)
        assert found
        return found.seconds

    def close(self) -> None:
        finish(self.session.aclose(), immediate=True)


def test_a_fortnight_reckoned_by_hand(tmp_path: Path):
    """The Christmas weeks of 2025: two holidays, half a day off, a long evening, New Year."""
    office = Office(tmp_path, "2026-01-05 09:00", holidays=Holidays("DE", "BE"))
    office.works("2025-12-22 08:00", "2025-12-22 17:00")  # 9 of 8
    office.works("2025-12-23 08:00", "2025-12-23 12:30")  # 4:30 of 4
    office.takes_off("2025-12-23", 1)
    office.works("2025-12-24 22:00", "2025-12-25 01:00")  # 2 of 8, and 1 of 0
    office.takes_off("2025-12-29", 2)  # 0 of 0
    office.takes_off("2026-01-01", 2)  # a holiday is free already
    office.delivers()

    by_day = {
        "2025-12-22": 60, "2025-12-23": 90, "2025-12-24": -270, "2025-12-25": -210, "2025-12-26": -210,
        "2025-12-28": -210, "2025-12-29": -210, "2025-12-30": -690, "2026-01-01": -1170, "2026-01-02": -1650,
        "2026-01-04": -1650,
    }  # fmt: skip
    assert {day: office.seconds(day) // MINUTE for day in by_day} == by_day
    assert office.balance("2026-01-04") == Balance(
        Date(2025, 12, 22), Date(2026, 1, 4), 0, 990 * MINUTE, 2640 * MINUTE
    )
    office.close()


def test_today_counts_tomorrow(tmp_path: Path):
    office = Office(tmp_path, "2026-03-11 18:00")
    office.works("2026-03-10 08:00", "2026-03-10 17:00")
    office.works("2026-03-11 08:00", "2026-03-11 17:30")

    assert {office.seconds(day) for day in ("2026-03-10", "2026-03-11", "2099-12-31")} == {HOUR}
    office.clock.move(hours=6)
    assert office.seconds("2026-03-12") == 5 * HOUR // 2
    office.close()


@pytest.mark.parametrize(
    ("start", "seconds"),
    [
        (BalanceStart(None), HOUR),
        (BalanceStart(None, 12 * HOUR), 13 * HOUR),
        (BalanceStart(Date(2026, 3, 6), -3 * HOUR), -3 * HOUR - 16 * HOUR + HOUR),
        pytest.param(BalanceStart(Date(2026, 3, 11), -HOUR), -HOUR, id="from today on"),
        pytest.param(BalanceStart(Date(2027, 1, 1), 5 * MINUTE), 5 * MINUTE, id="from next year on"),
    ],
)
def test_where_the_balance_begins(tmp_path: Path, start: BalanceStart, seconds: int):
    office = Office(tmp_path, "2026-03-11 08:00", start=start)
    office.works("2026-03-10 08:00", "2026-03-10 17:00")
    office.delivers()

    assert office.seconds("2026-03-10") == seconds
    office.close()


def test_there_is_no_balance_without_targets_or_before_a_day_counts(tmp_path: Path):
    office = Office(tmp_path / "a", "2026-03-11 08:00", Schedule(ZONE))
    office.works("2026-03-10 08:00", "2026-03-10 17:00")
    assert office.balance("2026-03-10") is None
    office.close()
    newcomer = Office(tmp_path / "b", "2026-03-11 08:00")
    assert newcomer.balance("2026-03-10") is None
    newcomer.works("2026-03-11 07:00", "2026-03-11 07:30")
    assert newcomer.balance("2026-03-11") is None
    newcomer.close()


def test_days_before_the_first_hours_are_left_out(tmp_path: Path):
    begun = Schedule(ZONE, hours_from=((Date(2026, 3, 10), SCHEDULE.hours),))
    office = Office(tmp_path, "2026-03-11 08:00", begun)
    office.works("2026-03-09 08:00", "2026-03-09 17:00")
    office.works("2026-03-09 23:00", "2026-03-10 01:00")
    office.works("2026-03-10 08:00", "2026-03-10 15:30")
    office.delivers()

    assert office.seconds("2026-03-10") == HOUR // 2
    office.close()


def test_hours_that_change_in_the_middle_of_a_week(tmp_path: Path):
    shorter = tuple((day, 6 * HOUR) for day, _ in SCHEDULE.hours)
    changing = Schedule(ZONE, hours=SCHEDULE.hours, hours_from=((Date(2026, 3, 11), shorter),))
    office = Office(tmp_path, "2026-03-16 08:00", changing)
    for day in range(9, 14):
        office.works(f"2026-03-{day:02} 08:00", f"2026-03-{day:02} 15:00")
    office.delivers()

    assert [office.seconds(Date(2026, 3, day)) // HOUR for day in range(9, 16)] == [-1, -2, -1, 0, 1, 1, 1]
    office.close()


def test_what_is_on_its_way_counts_exactly_once(tmp_path: Path):
    office = Office(tmp_path, "2026-03-12 08:00", start=BalanceStart(Date(2026, 3, 9)))
    first = office.works("2026-03-09 08:00", "2026-03-09 17:00")
    office.works("2026-03-10 08:00", "2026-03-10 16:00")
    known = office.seconds("2026-03-11")
    assert known == (9 + 8 - 24) * HOUR
    office.delivers()
    assert office.seconds("2026-03-11") == known

    # Moved to another day, and another one deleted: before and after delivery.
    moved = entries.EntryChanges(start=in_berlin("2026-03-11 08:00"), end=in_berlin("2026-03-11 20:00"))
    entries.change(office.session, first, moved)
    changed = office.seconds("2026-03-11")
    assert changed == (8 + 12 - 24) * HOUR
    office.delivers()
    moved_to = Balance(Date(2026, 3, 9), Date(2026, 3, 11), 0, 20 * HOUR, 24 * HOUR)
    assert office.balance("2026-03-11") == moved_to
    entries.delete(office.session, first)
    assert office.seconds("2026-03-11") == -16 * HOUR
    office.delivers()
    assert office.seconds("2026-03-11") == -16 * HOUR
    office.close()


def test_what_the_backend_did_and_nobody_heard_of_counts_once(tmp_path: Path):
    """As after a crash between the backend's commit and the store's."""
    office = Office(tmp_path, "2026-03-12 08:00")
    asked = entries.add(office.session, in_berlin("2026-03-11 08:00"), in_berlin("2026-03-11 17:00"))
    before = office.seconds("2026-03-11")
    port = office.session.backend.entries
    assert port
    finish(port.save(SaveEntry(asked.row_id, asked.entry)), immediate=True)

    assert office.seconds("2026-03-11") == before == HOUR
    office.close()


def test_a_clock_that_runs_over_midnight_counts_until_midnight(tmp_path: Path):
    office = Office(tmp_path, "2026-03-10 22:00")
    office.works("2026-03-10 08:00", "2026-03-10 16:00")
    clocking.start(office.session)
    office.delivers()
    office.clock.move(hours=3)
    assert office.seconds("2026-03-10") == 2 * HOUR
    clocking.stop(office.session)
    assert office.seconds("2026-03-10") == 2 * HOUR
    office.delivers()
    assert office.seconds("2026-03-10") == 2 * HOUR
    office.close()


spans = st.lists(
    st.tuples(st.integers(0, 20 * 24 * 4), st.integers(1, 96)), max_size=8
)  # quarters of an hour since the first midnight, and how many


@settings(max_examples=40, deadline=None)
@given(spans, st.lists(st.tuples(st.integers(0, 20), st.integers(1, 2)), max_size=4), st.integers(0, 20))
def test_a_balance_is_the_sum_of_its_days(
    drawn: Sequence[tuple[int, int]], off: Sequence[tuple[int, int]], cut: int
):
    """From 20 March to 9 April 2026: the change of the clocks, Easter, and hours that change in a week."""
    first = Date(2026, 3, 20)
    changing = Schedule(
        ZONE,
        hours=SCHEDULE.hours,
        hours_from=((Date(2026, 4, 1), tuple((day, 5 * HOUR) for day, _ in SCHEDULE.hours[1:])),),
    )
    place = Holidays("DE", "BE")
    with TemporaryDirectory() as home:
        office = Office(home, "2026-04-10 08:00", changing, BalanceStart(first, HOUR), place)
        free = in_berlin("2026-03-20 00:00")
        for gap, length in sorted(drawn):
            start = max(free, in_berlin("2026-03-20 00:00").add(minutes=15 * gap))
            free = start.add(minutes=15 * length)
            if free < in_berlin("2026-04-10 00:00"):
                entries.add(office.session, start, free)
        for day, half_days in off:
            office.takes_off(first.add(days=day).format_iso(), half_days)
        if cut % 2:
            office.delivers()
        finish(refresh_days(office.session, first, first.add(days=20)), immediate=True)
        sheets = differences(office.session, first, 21)
        middle, last = first.add(days=cut), first.add(days=20)
        whole, part = office.seconds(last), office.seconds(middle)
        office.session = with_start(office.session, BalanceStart(middle.add(days=1), part))
        rest = office.seconds(last)
        office.close()

    assert part == HOUR + sum(sheets[: cut + 1])
    assert whole == rest == HOUR + sum(sheets)


def differences(session: Session, first: Date, count: int) -> list[int]:
    """What the sheets of the days say, one by one."""
    days = [first.add(days=n) for n in range(count)]
    with session.store.read() as transaction:
        known = session.known(transaction, first, days[-1])
    found = [
        sheet_of(target, ZONE, known.plain_entries, known.state, session.now())
        for target in day_targets(session, days, known.plain_entries)
    ]
    return [sheet.difference_seconds or 0 for sheet in found]


def with_start(session: Session, start: BalanceStart) -> Session:
    object.__setattr__(session, "config", session.config._replace(balance=start))
    return session


def test_ten_years_are_summed_without_reading_the_entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    start, place = BalanceStart(Date(2016, 1, 1)), Holidays("DE", "BE")
    office = Office(tmp_path, "2026-03-11 08:00", start=start, holidays=place)
    storage = LocalStorage(office.session.folders.account("local"), "2026-03-11")
    with storage.change():
        day = Date(2016, 1, 1)
        while day < Date(2026, 3, 11):
            begin = ZonedDateTime(day.year, day.month, day.day, 8, tz=ZONE)
            entry = Entry(new_id(), office.session.person.id, day, begin, begin.add(hours=6))
            storage.keep_entry(entry, ZONE)
            day = day.add(days=1)
    storage.close()
    read: list[str] = []

    def counted(data: Mapping[str, Any]) -> Entry:
        read.append(data["id"])
        return entry_from_json(data)

    monkeypatch.setattr("punchcard.backends.local.totals.entry_from_json", counted)

    found = office.balance("2026-03-10")

    assert found
    assert found.worked_seconds == 3722 * 6 * HOUR
    # Only the first one ever, for its day: once to know it, and once with the sums.
    assert len(read) == 2
    office.close()
