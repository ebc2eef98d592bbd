"""The sums that the local file keeps, against a plain model of the same entries."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain import ZONES
from whenever import Date, ZonedDateTime

import punchcard
from punchcard.backends.contract import Connection
from punchcard.backends.local.backend import LocalBackend
from punchcard.backends.local.storage import FILE_NAME, LocalStorage
from punchcard.core.changes import DeleteEntry, SaveEntry
from punchcard.core.clock import IDLE
from punchcard.core.codec import entry_to_json
from punchcard.core.days import DaySheet
from punchcard.core.entries import Break, Entry
from punchcard.core.groups import Period
from punchcard.core.identifiers import new_id
from punchcard.core.intervals import Interval, day_interval
from punchcard.core.time_types import Category, TimeType
from punchcard.services.event_loop import finish

MIGRATION = Path(punchcard.__file__).parent / "backends" / "local" / "migrations" / "0001_initial.sql"
FIRST = Date(2026, 3, 25)
"""A few days before the clocks change in Berlin, and around the change in Lord Howe."""

types = st.sampled_from(
    [
        None,
        TimeType("work", "Work", Category.PRODUCTIVE),
        TimeType("odd", "Odd", Category.UNKNOWN),
        TimeType("vacation", "Vacation", Category.VACATION),
        TimeType("sick", "Sick leave", Category.SICK),
    ]
)


@st.composite
def timed(draw: st.DrawFn, zone: str) -> Entry:
    """An entry of at most a day, with breaks one after another."""
    begin = day_interval(FIRST, zone).start.timestamp() + draw(st.integers(0, 14 * 86400))
    cuts = sorted(draw(st.sets(st.integers(0, 86400), min_size=2, max_size=6)))
    start, end = moment(begin, cuts[0], zone), moment(begin, cuts[-1], zone)
    inner = [moment(begin, cut, zone) for cut in cuts[1:-1]]
    breaks = tuple(Break(a, b) for a, b in zip(inner[::2], inner[1::2], strict=False))
    return Entry(new_id(), "ann", start.date(), start, end, breaks, draw(types))


def moment(begin: int, offset: int, zone: str) -> ZonedDateTime:
    there = ZonedDateTime(1970, 1, 1, tz=zone)
    return there.add(seconds=begin + offset - there.timestamp())


@st.composite
def untimed(draw: st.DrawFn) -> Entry:
    day = FIRST.add(days=draw(st.integers(0, 14)))
    half_days = draw(st.none() | st.integers(1, 2))
    seconds = draw(st.integers(0, 86400)) if half_days is None else half_days * 4 * 3600
    return Entry(
        new_id(), "ann", day, None, None, time_type=draw(types), duration_seconds=seconds, half_days=half_days
    )


def of_one_zone(zone: str) -> st.SearchStrategy[tuple[str, list[Entry]]]:
    return st.tuples(st.just(zone), st.lists(st.one_of(timed(zone), untimed()), max_size=12))


def backend(folder: str, zone: str) -> LocalBackend:
    now = ZonedDateTime(2026, 4, 20, tz=zone).to_instant()
    return LocalBackend(Connection("local", folder, zone, lambda: now))


def model(entries: list[Entry], first: Date, days: int, zone: str) -> tuple[int, list[str], Date | None]:
    """The sums of the sheets of the days, one by one."""
    now = ZonedDateTime(2026, 4, 20, tz=zone)
    every = [first.add(days=n) for n in range(days)]
    worked = sum(DaySheet(day, zone, tuple(entries), IDLE, now).worked_seconds for day in every)
    frames = [day_interval(day, zone) for day in every]
    absences = [
        entry.id
        for entry in entries
        if entry.is_absence
        and (
            entry.day in every
            if entry.interval is None
            else any(entry.interval.overlaps(frame) for frame in frames)
        )
    ]
    return worked, sorted(absences), min((entry.day for entry in entries), default=None)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(ZONES).flatmap(of_one_zone), st.integers(-1, 15), st.integers(1, 15), st.integers(0, 11)
)
def test_totals_are_those_of_the_sheets(
    drawn: tuple[str, list[Entry]], offset: int, days: int, changed: int
) -> None:
    zone, entries = drawn
    with TemporaryDirectory() as folder:
        local = backend(folder, zone)
        try:
            for entry in entries:
                finish(local.entries.save(SaveEntry(new_id(), entry)), immediate=True)
            if changed < len(entries):
                # What is kept is that of the newest version.
                before = entries[changed]
                after = replace(before, breaks=(), time_type=None)
                entries[changed] = after
                finish(local.entries.save(SaveEntry(new_id(), after, before)), immediate=True)
            first = FIRST.add(days=offset)
            found = finish(
                local.entries.totals("ann", Period(first, first.add(days=days - 1))), immediate=True
            )
            nobody = finish(local.entries.totals("bob", Period(first, first)), immediate=True)
        finally:
            finish(local.aclose(), immediate=True)

    worked, absences, first_day = model(entries, first, days, zone)
    assert found.worked_seconds == worked
    assert sorted(entry.id for entry in found.absences) == absences
    assert found.first_day == first_day
    assert (nobody.worked_seconds, list(nobody.absences), nobody.first_day) == (0, [], None)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(ZONES).flatmap(of_one_zone))
def test_a_file_of_the_first_format_gets_its_sums(drawn: tuple[str, list[Entry]]) -> None:
    zone, entries = drawn
    with TemporaryDirectory() as folder:
        write_first_format(Path(folder, FILE_NAME), entries, zone)
        storage = LocalStorage(folder, "2026-04-20")
        try:
            rows = storage.connection.execute("SELECT id, worked, absence FROM entry WHERE ends IS NOT NULL")
            found = {row["id"]: (row["worked"], row["absence"]) for row in rows}
            running = storage.connection.execute("SELECT worked FROM entry WHERE ends IS NULL").fetchone()
        finally:
            storage.close()

    assert found == {
        entry.id: (0 if entry.is_absence else entry.worked_seconds, int(entry.is_absence))
        for entry in entries
    }
    assert running["worked"] == 0


def write_first_format(path: Path, entries: list[Entry], zone: str) -> None:
    """What the program of format 1 wrote, a running clock included."""
    with closing(sqlite3.connect(path)) as old:
        old.executescript(MIGRATION.read_text())
        old.execute("INSERT INTO person (id, name) VALUES ('ann', 'Ann')")
        for entry in entries:
            frame = entry.interval or day_interval(entry.day, zone)
            body = entry_to_json(entry)
            if entry.half_days is None:
                # Format 1 did not know the unit.
                del body["half_days"]
            old.execute(
                "INSERT INTO entry VALUES (?, 'ann', ?, ?, ?)",
                (entry.id, frame.start.timestamp(), frame.end.timestamp(), json.dumps(body)),
            )
        body = '{"state": "working", "type": null}'
        old.execute("INSERT INTO entry VALUES ('running', 'ann', 1, NULL, ?)", (body,))
        old.execute("PRAGMA user_version = 1")
        old.commit()


far_days = st.one_of(
    st.integers(-4000, 4000).map(lambda days: Date(1970, 1, 1).add(days=days)),
    st.integers(-400, 400).map(lambda days: Date(2026, 3, 1).add(days=days)),
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(far_days, st.integers(0, 23), st.integers(1, 1440)), max_size=12),
    st.lists(st.tuples(st.integers(0, 11), st.booleans(), far_days), max_size=6),
    far_days,
    far_days,
)
def test_totals_of_decades_are_those_of_each_entry(
    spans: list[tuple[Date, int, int]], changes: list[tuple[int, bool, Date]], one: Date, other: Date
) -> None:
    zone = "Europe/Berlin"
    with TemporaryDirectory() as folder:
        local = backend(folder, zone)
        try:
            kept = [_minutes_from(day, hour, minutes) for day, hour, minutes in spans]
            for entry in kept:
                finish(local.entries.save(SaveEntry(new_id(), entry)), immediate=True)
            for number, goes, day in changes:
                if number >= len(kept):
                    continue
                before = kept.pop(number)
                if goes:
                    finish(local.entries.delete(DeleteEntry(new_id(), before)), immediate=True)
                    continue
                moved = replace(_minutes_from(day, 12, 90), id=before.id)
                kept.append(moved)
                finish(local.entries.save(SaveEntry(new_id(), moved, before)), immediate=True)
            first, last = sorted((one, other))
            found = finish(local.entries.totals("ann", Period(first, last)), immediate=True)
        finally:
            finish(local.aclose(), immediate=True)
    frame = Interval(day_interval(first, zone).start, day_interval(last, zone).end)
    inside = [entry.interval.clipped(frame) for entry in kept if entry.interval]
    assert found.worked_seconds == sum(piece.seconds for piece in inside if piece)


def _minutes_from(day: Date, hour: int, minutes: int) -> Entry:
    start = ZonedDateTime(day.year, day.month, day.day, hour, tz="Europe/Berlin", disambiguation="compatible")
    return Entry(new_id(), "ann", start.date(), start, start.add(minutes=minutes))


def test_an_entry_over_a_day_of_23_hours_counts_once(tmp_path: Path) -> None:
    zone, day = "Europe/Berlin", Date(2026, 3, 29)
    start = ZonedDateTime(2026, 3, 28, 23, 30, tz=zone)
    entry = Entry(new_id(), "ann", start.date(), start, start.add(hours=24))
    local = backend(str(tmp_path), zone)
    finish(local.entries.save(SaveEntry(entry.id, entry)), immediate=True)
    found = finish(local.entries.totals("ann", Period(day, day)), immediate=True)
    around = finish(
        local.entries.totals("ann", Period(day.subtract(days=1), day.add(days=1))), immediate=True
    )
    finish(local.aclose(), immediate=True)
    assert (found.worked_seconds, around.worked_seconds) == (23 * 3600, 24 * 3600)


def test_sums_follow_whatever_is_written_into_the_table(tmp_path: Path) -> None:
    zone = "Europe/Berlin"
    local = backend(str(tmp_path), zone)
    for number in range(120):
        start = ZonedDateTime(2025, 1, 1, 8, tz=zone).add(days=3 * number)
        entry = Entry(f"{number:03}", "ann", start.date(), start, start.add(minutes=number + 1))
        finish(local.entries.save(SaveEntry(new_id(), entry)), immediate=True)
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as file:
        file.execute("INSERT INTO person (id, name) VALUES ('bob', 'Bob')")
        for statement in (
            "DELETE FROM entry WHERE id < '030'",
            "UPDATE entry SET begins = begins + 3456000, ends = ends + 3456000 WHERE id LIKE '04%'",
            "UPDATE entry SET worked = worked + 60 WHERE id > '110'",
            "UPDATE entry SET person = 'bob' WHERE id = '100'",
            "UPDATE entry SET worked = 0, absence = 1 WHERE id = '101'",
            "DELETE FROM entry WHERE id = '101'",
        ):
            file.execute(statement)
        file.commit()
        kept = file.execute("SELECT person, stretch, worked FROM work_sum WHERE worked <> 0 ORDER BY 1, 2")
        true = (
            "SELECT person, (begins + 2764800000) / 2764800, sum(worked) FROM entry"
            " WHERE worked <> 0 GROUP BY 1, 2 ORDER BY 1, 2"
        )
        assert kept.fetchall() == file.execute(true).fetchall()
    finish(local.aclose(), immediate=True)


def test_a_leave_over_midnight_is_no_work_on_either_day(tmp_path: Path) -> None:
    zone, day = "Europe/Berlin", Date(2026, 3, 25)
    start = ZonedDateTime(2026, 3, 25, 22, tz=zone)
    sick = TimeType("sick", "Sick leave", Category.SICK)
    entry = Entry(new_id(), "ann", day, start, start.add(hours=4), time_type=sick)
    local = backend(str(tmp_path), zone)
    finish(local.entries.save(SaveEntry(entry.id, entry)), immediate=True)
    for period in (Period(day, day), Period(day.add(days=1), day.add(days=1))):
        found = finish(local.entries.totals("ann", period), immediate=True)
        assert (found.worked_seconds, [item.id for item in found.absences]) == (0, [entry.id])
    finish(local.aclose(), immediate=True)
