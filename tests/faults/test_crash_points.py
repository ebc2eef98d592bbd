"""A process that is killed at every commit and every request boundary, for every kind of outbox row.

In CI every kind is killed at some of its points, drawn by a seed that is printed; with PUNCHCARD_ALL_FAULTS=1
at all of them.
"""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from tests.faults.acts import Act, acts_of, do_all, names_of_acts
from tests.faults.agreement import Picture, assert_agreement, picture, rows_of
from tests.faults.driver import Order
from tests.faults.for_the_person import answer_for_the_person
from tests.faults.kinds import VENDORS, Kind
from tests.faults.kinds.kind import kept_of, person_named, put_back
from tests.faults.lab import ACCOUNT, NOW, Lab, Vendor, drawn, kinds_of
from tests.processes import ROOT

from punchcard.core.codec import assignment_to_json, person_to_json
from punchcard.services.overview import overview
from punchcard.store.outbox import OutboxState
from punchcard.testing.checks import as_seen

SHARES = {"reference": 6, "clockodo": 40, "mctime": 200, "lucca": 60}
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

    kind: Kind
    act: Act
    home: Path
    vendor: Vendor
    kept: dict[str, Any]
    """What the vendor has, field by field."""
    rows: int
    shown: tuple[object, ...]
    """The clock, as the screen shows it."""


async def prepared(lab: Lab, kind: Kind, name: str) -> Prepared:
    vendor = lab.vendor(kind)
    kind.lock(vendor)
    act = acts_of(kind, kind.usual(vendor))[name]
    home = lab.folder / f"prepared{next(lab.numbers)}"
    for who, acts in (("Ben", act.by_ben), ("Ann", act.before)):
        desk = lab.desk(vendor, ACCOUNT, who)._replace(
            home=home if who == "Ann" else home.with_suffix(".ben")
        )
        session = desk.session()
        await do_all(session, acts)
        rows, shown = len(rows_of(session)), as_seen(overview(session).state)
        await session.aclose()
    return Prepared(kind, act, home, vendor, kept_of(kind, vendor), rows, shown)


class Ended(NamedTuple):
    """How an act ended, and everything after it."""

    end: int
    events: list[str]
    picture: Picture
    shown: tuple[object, ...]
    """The clock, as the screen shows it."""
    states: list[tuple[str, str]]
    """State and answer of the rows that the act has made."""
    said: list[str]


async def ended(lab: Lab, driver: Driver, ready: Prepared, name: str, die_at: int) -> Ended:
    """Act and be killed; then let a new process deliver, and compare what everybody has."""
    put_back(ready.vendor, ready.kept)
    before = picture(ready.vendor)
    home = lab.folder / f"killed{next(lab.numbers)}"
    shutil.copytree(ready.home, home)
    kind, key = ready.kind, ready.vendor.keys["Ann"]
    person = person_to_json(person_named(kind, ready.vendor, "Ann"))
    booked = assignment_to_json(kind.usual(ready.vendor))
    order = Order("act", str(home), lab.url, key, person, NOW, kind.name, booked, name, die_at)
    killed = driver.tell(order)
    assert killed["end"] == (-signal.SIGKILL if die_at else 0)
    after = driver.tell(order._replace(what="deliver", now=LATER, die_at=0))
    assert after["end"] == 0
    session = lab.desk(ready.vendor, ACCOUNT)._replace(home=home).session()
    if name in ready.kind.left_to_the_person:
        await answer_for_the_person(session, ready.vendor, before)
    await assert_agreement(session, ready.vendor)
    rows, shown = rows_of(session)[ready.rows :], as_seen(overview(session).state)
    await session.aclose()
    shutil.rmtree(home)
    states = [(row.state.value, row.answer or "") for row in rows]
    return Ended(killed["end"], killed.get("events", []), picture(ready.vendor), shown, states, after["said"])


@pytest.mark.parametrize(
    ("vendor", "name"), [(vendor, name) for vendor in VENDORS for name in names_of_acts(VENDORS[vendor][0])]
)
async def test_a_process_that_is_killed_anywhere_leaves_everything_done_once(
    lab: Lab, driver: Driver, vendor: str, name: str
) -> None:
    wrong: list[str] = []
    for kind in kinds_of(vendor, name):
        ready = await prepared(lab, kind, name)
        before, is_held = picture(ready.vendor), ready.act.is_held
        whole = await ended(lab, driver, ready, name, die_at=0)
        assert whole.events[0] == "before a commit"
        for die_at in drawn(range(1, len(whole.events) + 1), SHARES[vendor], f"{kind.name} {name} crash"):
            try:
                came = await ended(lab, driver, ready, name, die_at)
                is_written = die_at > BEFORE_EVERYTHING and not is_held
                assert came.picture == (whole.picture if is_written else before)
                assert came.shown == (whole.shown if is_written else ready.shown)
                assert [state for state, _ in came.states] == _expected(whole, die_at, is_held=is_held)
                assert bool(came.said) == (is_held and die_at > BEFORE_EVERYTHING)
            except AssertionError as error:
                wrong.append(f"{kind.name}, killed at {die_at}, {whole.events[die_at - 1]}: {error}")
    assert not wrong, "\n\n".join(wrong)


def _expected(whole: Ended, die_at: int, *, is_held: bool) -> list[str]:
    if die_at == BEFORE_EVERYTHING:
        return []
    return [(OutboxState.DROPPED if is_held else OutboxState.CONFIRMED).value] * len(whole.states)
