from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.domain import HOSTILE, PORTAL, berlin
from whenever import Date

from punchcard.core.clock import IDLE, OnBreak, Working
from punchcard.core.entries import Entry
from punchcard.core.intervals import day_interval
from punchcard.store.cache import Cache
from punchcard.store.store import Store

ZONE = "Europe/Berlin"
NOW = berlin("11 12:00").to_instant()
DAYS = [Date(2026, 3, day) for day in (9, 10, 11, 12)]


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    with closing(Store(str(tmp_path), "2026-03-11")) as store, store.write() as transaction:
        yield transaction.cache("a")


def entry(name: str, start: str, end: str, person: str = "ann") -> Entry:
    return Entry(
        name, person, berlin(start).date(), berlin(start), berlin(end), note=HOSTILE, assignment=PORTAL
    )


def ids(cache: Cache, day: int) -> list[str]:
    return [found.id for found in cache.entries("ann", day_interval(Date(2026, 3, day), ZONE))]


def test_the_clock_is_idle_until_it_is_read(cache: Cache) -> None:
    assert (cache.clock("ann"), cache.clock_read_at("ann")) == (IDLE, None)
    for state in (
        Working("w", berlin("11 08:00"), PORTAL, None, HOSTILE),
        OnBreak("w", berlin("11 08:00"), break_since=berlin("11 09:00")),
        IDLE,
    ):
        cache.keep_clock("ann", state, NOW)
        assert (cache.clock("ann"), cache.clock_read_at("ann")) == (state, NOW)
        assert cache.clock("bob") == IDLE


def test_a_person_has_one_running_clock(tmp_path: Path) -> None:
    with closing(Store(str(tmp_path), "2026-03-11")) as store, store.write() as transaction:
        transaction.cache("a").keep_clock("ann", Working("w", berlin("11 08:00")), NOW)
        with pytest.raises(sqlite3.IntegrityError):
            transaction.connection.execute("INSERT INTO clock SELECT * FROM clock")


def test_a_clock_that_is_kept_here_is_no_reading_and_outlives_the_cache(cache: Cache) -> None:
    own = Working("w", berlin("11 08:00"))
    cache.keep_own_clock("ann", own)
    assert (cache.clock("ann"), cache.clock_read_at("ann")) == (own, None)
    cache.keep_clock("ann", IDLE, NOW)
    assert (cache.clock("ann"), cache.clock_read_at("ann")) == (own, NOW)
    cache.clear()
    assert (cache.clock("ann"), cache.clock_read_at("ann")) == (own, None)
    assert cache.has_own_clock_running()
    cache.drop_own_clocks()
    assert (cache.clock("ann"), cache.has_own_clock_running()) == (IDLE, False)


def test_entries_are_found_on_every_day_that_they_touch(cache: Cache) -> None:
    for kept in (
        entry("night", "10 22:00", "11 06:00"), entry("until midnight", "9 20:00", "10 00:00"),
        entry("whole day", "10 00:00", "11 00:00"), entry("no time", "11 00:00", "11 00:00"),
        entry("of another", "11 08:00", "11 09:00", "bob"), entry("never stopped", "6 18:00", "9 07:00"),
    ):  # fmt: skip
        cache.keep_entry(kept, ZONE)
    assert [ids(cache, day) for day in (9, 10, 11, 12)] == [
        ["never stopped", "until midnight"],
        ["whole day", "night"],
        ["night", "no time"],
        [],
    ]


def test_entries_in_day_units_lie_on_their_day_also_when_it_is_25_hours_long(cache: Cache) -> None:
    day = Date(2026, 10, 25)
    cache.keep_entry(Entry("vacation", "ann", day, None, None, duration_seconds=8 * 3600), ZONE)
    found = [cache.entries("ann", day_interval(day.add(days=n), ZONE)) for n in (-1, 0, 1)]
    assert [len(each) for each in found] == [0, 1, 0]


def test_a_read_replaces_exactly_the_days_that_were_read(cache: Cache) -> None:
    for name, day in (("before", 9), ("inside", 10), ("after", 12)):
        cache.keep_entry(entry(name, f"{day} 08:00", f"{day} 09:00"), ZONE)
    assert cache.unfetched("ann", DAYS) == DAYS
    cache.replace_entries("ann", DAYS[1:3], ZONE, [entry("new", "11 08:00", "11 09:00")], NOW)
    assert [ids(cache, day) for day in (9, 10, 11, 12)] == [["before"], [], ["new"], ["after"]]
    assert cache.unfetched("ann", DAYS) == [DAYS[0], DAYS[3]]
    assert cache.unfetched("bob", DAYS) == DAYS
    cache.forget_days("ann", DAYS[0], DAYS[1])
    assert cache.unfetched("ann", DAYS) == [DAYS[0], DAYS[1], DAYS[3]]
    assert ids(cache, 11) == ["new"]


def test_an_entry_is_found_by_the_end_of_its_id(cache: Cache) -> None:
    for name in ("one-abc", "two-abc", "100%", "under_score"):
        cache.keep_entry(entry(name, "11 08:00", "11 09:00"), ZONE)
    for ending, found in (("abc", 2), ("e-abc", 1), ("%", 1), ("_score", 1), ("_", 0), ("none", 0)):
        assert len(cache.entries_by_id(ending)) == found, ending


def test_the_newest_entries_come_first(cache: Cache) -> None:
    for day in (9, 11, 10):
        cache.keep_entry(entry(str(day), f"{day} 08:00", f"{day} 09:00"), ZONE)
    assert [found.id for found in cache.newest_entries("ann", 2)] == ["11", "10"]


def test_throwing_the_cache_away_leaves_the_outbox(tmp_path: Path) -> None:
    with closing(Store(str(tmp_path), "2026-03-11")) as store, store.write() as transaction:
        mine, other = transaction.cache("a"), transaction.cache("b")
        for kept in (mine, other):
            kept.keep_clock("ann", Working("w", berlin("11 08:00")), NOW)
            kept.replace_entries("ann", DAYS, ZONE, [entry("e", "11 08:00", "11 09:00")], NOW)
            kept.keep_directory("me", {"name": HOSTILE}, NOW)
        mine.clear()
        assert (mine.clock("ann"), ids(mine, 11), mine.directory("me")) == (IDLE, [], None)
        assert mine.unfetched("ann", DAYS) == DAYS
        assert (ids(other, 11), other.directory("me")) == (["e"], {"name": HOSTILE})


def test_small_values_are_remembered(tmp_path: Path) -> None:
    with closing(Store(str(tmp_path), "2026-03-11")) as store, store.write() as transaction:
        assert transaction.recall("card") is None
        for value in ("one", HOSTILE):
            transaction.remember("card", value)
            assert transaction.recall("card") == value
        transaction.keep_status("a", {"note": HOSTILE})
        assert transaction.status("a") == {"note": HOSTILE}
        assert transaction.status("b") is None
