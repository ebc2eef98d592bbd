"""The demo: one believable month, the same for the same moment, whatever the moment is."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from whenever import Date, ZonedDateTime

from punchcard.config import load_config
from punchcard.core.clock import OnBreak, Working
from punchcard.core.entries import Entry, EntryStatus
from punchcard.core.refusals import Refusal, UsageError
from punchcard.core.time_types import Category
from punchcard.paths import folders
from punchcard.services.clocks import stopped_at
from punchcard.services.demo.build import build_demo
from punchcard.services.demo.home import HomeTaken, demo_home
from punchcard.services.overview import Overview, overview
from punchcard.services.session import open_session

WEDNESDAY = "2026-03-11T12:41:00+01:00"


async def built(home: Path, moment: str) -> tuple[Overview, list[Entry]]:
    """Build the demo in `home` and return what its person sees, and her entries, oldest first."""
    there, clock = folders(str(home)), stopped_at(moment)
    await build_demo(there, clock)
    session = await open_session(there, load_config(there), clock)
    try:
        with session.store.read() as transaction:
            entries = transaction.cache("local").newest_entries(session.person.id, 500)
        return overview(session), entries[::-1]
    finally:
        await session.aclose()


async def test_at_the_usual_moment_ann_works_since_two_past_eight(tmp_path: Path) -> None:
    seen, _ = await built(tmp_path, WEDNESDAY)
    now = seen.as_of
    assert seen.person.name == "Ann Berger"
    assert isinstance(seen.state, Working)
    assert str(seen.state.since.time()) == "08:02:00"
    assert seen.state.assignment.label == "Northwind › Portal › Development"
    assert seen.state.note == "spec review"
    assert seen.day(now).worked_seconds == (4 * 60 + 9) * 60
    assert seen.day(now).break_seconds == 30 * 60
    assert seen.outlook(now).left_seconds == (3 * 60 + 51) * 60
    assert (seen.pending, seen.attention, seen.clock_pending) == (0, 0, None)


async def test_the_month_has_everything_that_a_month_has(tmp_path: Path) -> None:
    _, entries = await built(tmp_path, WEDNESDAY)
    assert entries[0].day == Date(2026, 2, 9)
    assert entries[-1].day == Date(2026, 3, 10)
    types = {entry.time_type.name for entry in entries if entry.time_type}
    assert types == {"Work", "Home office", "Travel", "Vacation", "Sick leave"}
    clients = {entry.assignment.references[0].name for entry in entries if entry.assignment}
    assert clients == {"Northwind", "Contoso", "Internal"}
    assert any(not e.assignment and e.start for e in entries), "a day booked on nothing"
    by_day: dict[Date, int] = {}
    for entry in entries:
        by_day[entry.day] = by_day.get(entry.day, 0) + entry.worked_seconds
    assert by_day[Date(2026, 3, 10)] == (9 * 60 + 40) * 60
    fridays = [seconds for day, seconds in by_day.items() if day.day_of_week().name == "FRIDAY"]
    assert all(5 * 3600 < seconds < 7 * 3600 for seconds in fridays)
    vacation = [e for e in entries if e.time_type and e.time_type.category is Category.VACATION]
    assert [(entry.half_days, entry.worked_seconds) for entry in vacation] == [(2, 8 * 3600)]
    billable = {e.assignment.billable for e in entries if e.assignment.path.startswith("Contoso")}
    assert billable == {True}


async def test_the_first_two_weeks_are_handed_in(tmp_path: Path) -> None:
    _, entries = await built(tmp_path, WEDNESDAY)
    submitted = {entry.day for entry in entries if entry.status is EntryStatus.SUBMITTED}
    assert (min(submitted), max(submitted)) == (Date(2026, 2, 9), Date(2026, 2, 20))
    first_editable = Date(2026, 2, 25)
    assert all(bool(entry.locked) is (entry.day < first_editable) for entry in entries)


async def test_the_same_moment_gives_the_same_month(tmp_path: Path) -> None:
    def plain(entries: list[Entry]) -> list[tuple[object, ...]]:
        return [(e.day, e.start, e.end, e.worked_seconds, e.assignment.label, e.note) for e in entries]

    _, first = await built(tmp_path / "first", WEDNESDAY)
    _, second = await built(tmp_path / "second", WEDNESDAY)
    _, later = await built(tmp_path / "later", "2026-03-11T18:00:00+01:00")
    assert plain(first) == plain(second) == plain(later)


async def test_at_noon_ann_has_her_lunch(tmp_path: Path) -> None:
    seen, _ = await built(tmp_path, "2026-03-11T12:10:00+01:00")
    assert isinstance(seen.state, OnBreak)
    assert str(seen.state.break_since.time()) == "12:00:00"


@pytest.mark.parametrize(
    "moment",
    [
        "2026-03-11T00:05:00+01:00", "2026-03-11T08:05:00+01:00", "2026-03-11T23:59:59+01:00",
        "2026-03-29T03:10:00+02:00", "2026-10-25T02:30:00+01:00", "2026-03-14T10:00:00+01:00",
        "2026-01-02T09:00:00+01:00", "2024-02-29T15:00:00+01:00", "1971-01-01T00:00:00+01:00",
    ],
)  # fmt: skip
async def test_whatever_the_moment_the_clock_runs_and_nothing_lies_ahead(tmp_path: Path, moment: str) -> None:
    seen, entries = await built(tmp_path, moment)
    assert isinstance(seen.state, Working | OnBreak)
    assert seen.state.since < seen.as_of
    assert all(entry.end is None or entry.end <= seen.state.since for entry in entries)
    assert seen.pending == 0
    assert len(entries) > 15


def test_a_temporary_home_is_gone_afterwards() -> None:
    with demo_home("2026-03-11T12:41") as home:
        assert os.path.exists(home.folders.database_file)
        assert home.now == WEDNESDAY
        assert home.clock() == ZonedDateTime(2026, 3, 11, 12, 41, tz="Europe/Berlin").to_instant()
    assert not os.path.exists(home.folder)


def test_a_named_home_stays_and_must_be_empty(tmp_path: Path) -> None:
    with demo_home(WEDNESDAY, str(tmp_path / "ann")) as home:
        pass
    assert os.path.exists(home.folders.database_file)
    with pytest.raises(HomeTaken, match="not empty"), demo_home(WEDNESDAY, str(tmp_path / "ann")):
        pass


def test_a_temporary_home_stays_when_asked_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with demo_home(WEDNESDAY, keep=True) as home:
        pass
    assert Path(home.folder).parent == tmp_path
    assert os.path.exists(home.folders.config_file)


@pytest.mark.parametrize(
    "at", ["", "noon", "25:00", "2026-03-29T02:30", "0001-01-01T00:00", "9999-12-31T23:59"]
)
def test_a_moment_that_cannot_be_is_refused_with_a_sentence(at: str) -> None:
    with pytest.raises(UsageError) as refused, demo_home(at):
        pass
    assert refused.value.message.endswith(".")
    assert refused.value.hint


def test_a_home_that_cannot_be_written_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Refusal, match="cannot write"), demo_home(WEDNESDAY, str(tmp_path / "file" / "home")):
        pass
