"""The inbox of a lead for whom a great many requests wait."""

from __future__ import annotations

import asyncio
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.benchmarks.homes import environment, script
from tests.benchmarks.measures import Measure, percentile
from tests.benchmarks.screens import running
from tests.benchmarks.terminal import Terminal
from whenever import Date, Instant, ZonedDateTime

from punchcard.backends.local.past import Past, write_past
from punchcard.config import load_config
from punchcard.core.change_requests import ChangeRequest, IntervalChange, RequestedChange
from punchcard.core.identifiers import new_id
from punchcard.core.intervals import Interval
from punchcard.core.people import Person
from punchcard.paths import Folders, folders
from punchcard.services.approvals.inbox import refresh_approvals
from punchcard.services.session import open_session

REQUESTS, PEOPLE = 5_000, 100
OPENING_BUDGET_MS, KEY_BUDGET_MS, FILTER_BUDGET_MS = 300.0, 30.0, 100.0

_ZONE, _TODAY = "Europe/Berlin", Date(2026, 3, 11)
_NOW = "2026-03-11T12:41:00+01:00"
_CONFIG = f"""\
[schedule]
zone = "{_ZONE}"

[accounts.local]
backend = "local"
name = "Lea Hoffmann"
edit_lock_days = 2
"""
_DOWN, _UP, _PAGE_DOWN, _PAGE_UP, _END, _HOME = (f"\x1b[{key}" for key in ("B", "A", "6~", "5~", "F", "H"))


def inbox(count: int) -> Iterator[Measure]:
    """Opening the inbox, moving in it, and filtering it."""
    with _home_of(0) as empty, _home_of(REQUESTS) as full:
        few = [_seconds_to_open(empty, "Nothing waits") for _ in range(5)]
        many = [_seconds_to_open(full, f"{REQUESTS:,} waiting") for _ in range(5)]
        with running([script("punchcard")], full) as app:
            _open(app, f"{REQUESTS:,} waiting")
            app.settle(0.5)
            keys = islice(cycle((_DOWN, _DOWN, _PAGE_DOWN, _UP, _DOWN, _END, _PAGE_UP, _HOME)), count)
            moves = [_answer(app, key) for key in keys]
            app.press("f")
            app.settle(0.5)
            letters = [_answer(app, letter, f"of {REQUESTS:,}") for letter in "person 042"]
            app.settle(0.5)
            app.quit()
    more = 1000 * (median(many) - median(few))
    detail = f"{1000 * median(many):.0f} ms : {1000 * median(few):.0f} ms"
    yield Measure(
        f"opening an inbox of {REQUESTS:,}, above an empty one", more, OPENING_BUDGET_MS, detail, "ms"
    )
    detail = f"half within {1000 * median(moves):.0f} ms, worst {1000 * max(moves):.0f}; {count} keys"
    yield Measure("a key in that inbox, p95", 1000 * percentile(moves, 0.95), KEY_BUDGET_MS, detail, "ms")
    detail = f"half within {1000 * median(letters):.0f} ms, {len(letters)} letters"
    yield Measure(
        "a letter of its filter until the list, at worst", 1000 * max(letters), FILTER_BUDGET_MS, detail, "ms"
    )


def _open(app: Terminal, words: str) -> float:
    app.wait_for("Not clocked in")
    app.settle(0.5)
    pressed = app.press("3")
    return app.wait_for(words) - pressed


def _seconds_to_open(there: Mapping[str, str], words: str) -> float:
    with running([script("punchcard")], there) as app:
        seconds = _open(app, words)
        app.settle()
        app.quit()
    return seconds


def _answer(app: Terminal, key: str, words: str = "") -> float:
    """Seconds until `words`, or the first thing, are painted after a key."""
    pressed = app.press(key)
    answered = app.wait_for(words) if words else app.wait_for_paint()
    app.settle()
    return answered - pressed


@contextmanager
def _home_of(requests: int) -> Generator[Mapping[str, str]]:
    """Yield the environment of the home of a lead for whom so many requests wait, and who has seen them."""
    with TemporaryDirectory(prefix="punchcard-inbox-") as home:
        places = folders(home)
        Path(places.config_file).parent.mkdir(parents=True)
        Path(places.config_file).write_text(_CONFIG)
        asyncio.run(_fill(places, requests))
        yield environment(PUNCHCARD_HOME=home, PUNCHCARD_NOW=_NOW)


async def _fill(places: Folders, requests: int) -> None:
    session = await open_session(places, load_config(places), lambda: Instant.parse_iso(_NOW))
    try:
        people = [Person(new_id(), f"Person {number:03}") for number in range(PEOPLE)]
        asked = tuple(_request(people[number % PEOPLE].id, number) for number in range(requests))
        past = Past((session.person, *people), (), (), asked)
        write_past(places.account(session.account.name), _ZONE, past)
        await refresh_approvals(session)
    finally:
        await session.aclose()


def _request(person: str, number: int) -> ChangeRequest:
    day = _TODAY.subtract(days=3 + number // PEOPLE)
    start = ZonedDateTime(day.year, day.month, day.day, 17, tz=_ZONE)
    added = RequestedChange(IntervalChange.ADD, Interval(start, start.add(minutes=15 + number % 60)))
    at = ZonedDateTime(2026, 3, 9, 8, tz=_ZONE).add(seconds=number)
    return ChangeRequest(new_id(), person, day, (added,), requested_at=at, note="forgot to clock out")
