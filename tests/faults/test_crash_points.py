"""A process that is killed at every commit and every request boundary, for every kind of outbox row.

In CI every kind is killed at some of its points, with PUNCHCARD_ALL_FAULTS=1 at all of them.
"""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import zlib
from collections.abc import Generator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from tests.faults.acts import ACTS, do_all
from tests.faults.agreement import Picture, assert_agreement, picture, rows_of
from tests.faults.driver import Order
from tests.faults.lab import ACCOUNT, ALL, NOW, Lab, Vendor
from tests.processes import ROOT

from punchcard.core.codec import person_to_json
from punchcard.store.outbox import OutboxState

SHARE = 4
"""One point of so many is tried in CI."""
LATER = "11 12:30"
BEFORE_EVERYTHING = 1


class Driver:
    """The process that forks those that are killed."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.driver"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True, cwd=ROOT,
        )  # fmt: skip

    def tell(self, order: Order) -> dict[str, Any]:
        assert self._process.stdin
        assert self._process.stdout
        print(json.dumps(order._asdict()), file=self._process.stdin, flush=True)
        return json.loads(self._process.stdout.readline())

    def end(self) -> None:
        self._process.communicate(timeout=10)


@pytest.fixture(scope="module")
def driver() -> Generator[Driver]:
    driver = Driver()
    yield driver
    driver.end()


class Prepared(NamedTuple):
    """A home and a vendor as they are before the act."""

    home: Path
    vendor: Vendor
    kept: dict[str, Any]
    """What the vendor has, field by field."""
    rows: int

    def put_back(self) -> None:
        for name, value in self.kept.items():
            setattr(self.vendor.state, name, value.copy())


async def prepared(lab: Lab, name: str) -> Prepared:
    vendor, act = lab.vendor(), ACTS[name]
    home = lab.folder / f"prepared{next(lab.numbers)}"
    for who, acts in (("Ben", act.by_ben), ("Ann", act.before)):
        desk = lab.desk(vendor, ACCOUNT, who)._replace(
            home=home if who == "Ann" else home.with_suffix(".ben")
        )
        session = desk.session()
        await do_all(session, acts)
        rows = len(rows_of(session))
        await session.aclose()
    names = ("running", "entries", "weeks", "requests", "numbers")
    return Prepared(home, vendor, {name: getattr(vendor.state, name).copy() for name in names}, rows)


class Ended(NamedTuple):
    """How an act ended, and everything after it."""

    end: int
    events: list[str]
    picture: Picture
    states: list[tuple[str, str]]
    """State and answer of the rows that the act has made."""
    said: list[str]


async def ended(lab: Lab, driver: Driver, ready: Prepared, name: str, die_at: int) -> Ended:
    """Act and be killed; then let a new process deliver, and compare what everybody has."""
    ready.put_back()
    home = lab.folder / f"killed{next(lab.numbers)}"
    shutil.copytree(ready.home, home)
    person = ready.vendor.state.person_named("Ann")
    key = ready.vendor.keys["Ann"]
    order = Order("act", str(home), lab.url, key, person_to_json(person), NOW, name, die_at)
    killed = driver.tell(order)
    assert killed["end"] == (-signal.SIGKILL if die_at else 0)
    after = driver.tell(order._replace(what="deliver", now=LATER, die_at=0))
    assert after["end"] == 0
    session = lab.desk(ready.vendor, ACCOUNT)._replace(home=home).session()
    await assert_agreement(session, ready.vendor)
    rows = rows_of(session)[ready.rows :]
    await session.aclose()
    shutil.rmtree(home)
    states = [(row.state.value, row.answer or "") for row in rows]
    return Ended(killed["end"], killed.get("events", []), picture(ready.vendor), states, after["said"])


@pytest.mark.parametrize("name", ACTS)
async def test_a_process_that_is_killed_anywhere_leaves_everything_done_once(
    lab: Lab, driver: Driver, name: str
) -> None:
    ready = await prepared(lab, name)
    before = picture(ready.vendor)
    whole = await ended(lab, driver, ready, name, die_at=0)
    assert whole.events[0] == "before a commit"
    wrong: list[str] = []
    start = zlib.crc32(name.encode())
    for die_at in range(1, len(whole.events) + 1):
        if not ALL and (start + die_at) % SHARE:
            continue
        try:
            came = await ended(lab, driver, ready, name, die_at)
            is_written = die_at > BEFORE_EVERYTHING and not ACTS[name].is_held
            assert came.picture == (whole.picture if is_written else before)
            assert [state for state, _ in came.states] == _expected(name, die_at)
            assert bool(came.said) == (ACTS[name].is_held and die_at > BEFORE_EVERYTHING)
        except AssertionError as error:
            wrong.append(f"killed at {die_at}, {whole.events[die_at - 1]}: {error}")
    assert not wrong, "\n\n".join(wrong)


def _expected(name: str, die_at: int) -> list[str]:
    if die_at == BEFORE_EVERYTHING:
        return []
    return [OutboxState.DROPPED.value if ACTS[name].is_held else OutboxState.CONFIRMED.value]
