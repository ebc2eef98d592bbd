"""Homes with a great many time entries, written into both databases as if they had been booked and read."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.homes import environment, punch
from whenever import Date, ZonedDateTime

from punchcard.paths import folders

NOW = "2026-03-11T12:41:00+01:00"
"""When the home is opened."""

_ZONE = "Europe/Berlin"
_MONDAY = Date(2026, 3, 9)
_CONFIG = f"""\
[schedule]
zone = "{_ZONE}"
hours = {{ mon = "8:00", tue = "8:00", wed = "8:00", thu = "8:00", fri = "8:00" }}
holidays = {{ country = "DE", subdivision = "BE" }}
rules = "DE"
"""
_QUARTER = 15 * 60


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many entries there are, and whose."""

    entries: int
    people: int
    a_day: int
    """How many entries of a quarter of an hour a person has on each day before this week."""


@contextmanager
def home_of(crowd: Crowd) -> Generator[Mapping[str, str]]:
    """Yield the environment of a home with so many entries; this week is the same in all of them."""
    with TemporaryDirectory(prefix="punchcard-many-") as home:
        there = environment(PUNCHCARD_HOME=home, PUNCHCARD_NOW=NOW)
        places = folders(home)
        Path(places.config_file).parent.mkdir(parents=True, exist_ok=True)
        Path(places.config_file).write_text(_CONFIG)
        punch(there, "today")
        local = Path(places.account("local"), "local.db")
        with closing(sqlite3.connect(local)) as connection:
            me = connection.execute("SELECT id FROM person").fetchone()[0]
            others = [f"person-{number}" for number in range(1, crowd.people)]
            connection.executemany("INSERT INTO person (id, name) VALUES (?, ?)", [(p, p) for p in others])
            rows = _rows([me, *others], crowd)
            connection.executemany(
                "INSERT INTO entry (id, person, begins, ends, body, worked) VALUES (?, ?, ?, ?, ?, ?)",
                ((*row, row[3] - row[2]) for row in rows),
            )
            connection.commit()
        with closing(sqlite3.connect(places.database_file)) as connection:
            connection.execute("DELETE FROM entry")
            connection.execute("DELETE FROM fetched_day")
            connection.executemany(
                "INSERT INTO entry (account, id, person, begins, ends, body) VALUES ('local', ?, ?, ?, ?, ?)",
                _rows([me, *others], crowd),
            )
            connection.executemany(
                "INSERT INTO fetched_day (account, person, day, fetched_at) VALUES ('local', ?, ?, 0)",
                ((me, _MONDAY.add(days=number).format_iso()) for number in range(-30, 30)),
            )
            connection.commit()
        yield there


def _rows(people: list[str], crowd: Crowd) -> Iterator[tuple[str, str, int, int, str]]:
    """Id, person, begin, end (epoch seconds) and body of every entry."""
    week = [(day, 8 * 3600, 4 * 3600) for day in range(2)] + [(day, 13 * 3600, 4 * 3600) for day in range(2)]
    for whose, person in enumerate(people):
        left = crowd.entries // crowd.people - len(week)
        past = ((-1 - n // crowd.a_day, n % crowd.a_day * _QUARTER, _QUARTER) for n in range(left))
        for number, (day, second, length) in enumerate((*week, *past)):
            yield _row(f"{whose:06}-{number:08}", person, _MONDAY.add(days=day), second, length)


_MIDNIGHTS: dict[Date, ZonedDateTime] = {}


def _row(entry_id: str, person: str, day: Date, second: int, length: int) -> tuple[str, str, int, int, str]:
    if day not in _MIDNIGHTS:
        _MIDNIGHTS[day] = ZonedDateTime(day.year, day.month, day.day, tz=_ZONE)
    start = _MIDNIGHTS[day].add(seconds=second)
    end = start.add(seconds=length)
    client = {"dimension": "client", "id": "n1", "name": "Northwind"}
    body: dict[str, object] = {
        "id": entry_id, "person": person, "day": start.date().format_iso(),
        "start": start.format_iso(unit="second"), "end": end.format_iso(unit="second"), "breaks": [],
        "type": {"id": "work", "name": "Work", "category": "productive"},
        "assignment": {"references": [client], "billable": True}, "note": "stock tables",
        "duration_seconds": None, "half_days": None, "status": "open", "source": "clock", "locked": None,
    }  # fmt: skip
    return entry_id, person, start.timestamp(), end.timestamp(), json.dumps(body)
