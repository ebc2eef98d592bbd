from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.domain import HOSTILE, PORTAL, berlin
from tests.processes import run_at_once
from whenever import ZonedDateTime

from punchcard.backends.contract import Backend, ClockReading, Connection
from punchcard.backends.local import LocalBackend
from punchcard.backends.outcomes import Absent, Confirmed, Refused
from punchcard.core.changes import DeleteEntry, SaveEntry
from punchcard.core.clock import IDLE, Working
from punchcard.core.entries import Entry
from punchcard.core.groups import Filters, Period
from punchcard.core.identifiers import new_id
from punchcard.core.punches import Start, Stop
from punchcard.testing import BackendContract

NOW = berlin("11 12:00")


def opened(folder: Path) -> LocalBackend:
    return LocalBackend(Connection("local", str(folder), "Europe/Berlin", NOW.to_instant))


@pytest.fixture
async def backend(tmp_path: Path) -> AsyncIterator[Backend]:
    backend = opened(tmp_path / "account")
    yield backend
    await backend.aclose()


class TestContract(BackendContract):
    def now(self) -> ZonedDateTime:
        return NOW


async def punch(backend: Backend, change: Any) -> Any:
    assert backend.clock
    me = await backend.directory.whoami()
    return await backend.clock.punch(change, await backend.clock.reading(me.id))


async def test_reopening_the_file_keeps_everything(tmp_path: Path) -> None:
    first = opened(tmp_path)
    me = await first.directory.whoami()
    entry = Entry(
        "e", me.id, NOW.date(), berlin("11 06:00"), berlin("11 07:00"), assignment=PORTAL, note=HOSTILE
    )
    await first.entries.save(SaveEntry("e", entry))
    start = Start(new_id(), berlin("11 08:00"), PORTAL, note=HOSTILE)
    await punch(first, start)
    await first.aclose()
    again = opened(tmp_path)
    assert await again.directory.whoami() == me
    assert (await again.clock.reading(me.id)).state == Working(start.id, start.at, PORTAL, None, HOSTILE)
    assert list(await again.entries.list([me.id], Period(NOW.date(), NOW.date()), Filters())) == [entry]
    assert isinstance(await again.clock.settle(me.id, start, IDLE), Confirmed)
    await again.aclose()


async def test_a_repeated_request_is_done_once(backend: Backend) -> None:
    assert backend.entries
    start, stop = Start(new_id(), berlin("11 08:00")), Stop(new_id(), berlin("11 09:00"))
    for change in (start, stop, stop, start):
        assert isinstance(await punch(backend, change), Confirmed)
    me = await backend.directory.whoami()
    assert (await punch(backend, start)).result.reading.state == IDLE
    found = await backend.entries.list([me.id], Period(NOW.date(), NOW.date()), Filters())
    assert [entry.id for entry in found] == [start.id]
    delete = DeleteEntry(new_id(), found[0])
    save = SaveEntry(new_id(), found[0], found[0])
    for change in (save, save):
        assert isinstance(await backend.entries.save(change), Confirmed)
    for _ in range(2):
        assert await backend.entries.delete(delete) == Confirmed(None)
    assert isinstance(await backend.entries.save(save), Confirmed)
    assert list(await backend.entries.list([me.id], Period(NOW.date(), NOW.date()), Filters())) == []


async def test_entries_never_touch_a_running_clock(backend: Backend) -> None:
    assert backend.entries
    assert backend.clock
    me = await backend.directory.whoami()
    start = Start(new_id(), berlin("11 08:00"))
    await punch(backend, start)
    lookalike = Entry(start.id, me.id, NOW.date(), berlin("11 06:00"), berlin("11 07:00"))
    assert isinstance(await backend.entries.save(SaveEntry(new_id(), lookalike)), Refused)
    await backend.entries.delete(DeleteEntry(new_id(), lookalike))
    assert isinstance((await backend.clock.reading(me.id)).state, Working)


async def test_a_person_from_before_the_file_was_begun_anew_can_go_on(backend: Backend) -> None:
    assert backend.clock
    assert backend.entries
    reading = ClockReading("known-from-before", IDLE, NOW.to_instant())
    assert isinstance(await backend.clock.punch(Start("s", berlin("11 08:00")), reading), Confirmed)
    entry = Entry("e", "known-from-before", NOW.date(), berlin("11 06:00"), berlin("11 07:00"))
    assert isinstance(await backend.entries.save(SaveEntry("e", entry)), Confirmed)
    assert (await backend.directory.whoami()).id == "known-from-before"


async def test_settling_an_unknown_request_is_sure(backend: Backend) -> None:
    assert backend.clock
    assert isinstance(await backend.clock.settle("nobody", Start(new_id(), NOW), IDLE), Absent)


def test_the_file_itself_allows_one_running_clock_a_person(tmp_path: Path) -> None:
    backend = opened(tmp_path)
    with closing(sqlite3.connect(tmp_path / "local.db")) as connection:
        connection.execute("INSERT INTO person (id, name) VALUES ('ann', 'Ann')")
        row = "INSERT INTO entry (id, person, begins, body) VALUES (?, 'ann', 0, '{}')"
        connection.execute(row, ("one",))
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(row, ("two",))
    close(backend)


def close(backend: Backend) -> None:
    asyncio.run(backend.aclose())


def race(folder: Path, won: list[bool], ready: threading.Barrier) -> Callable[[], None]:
    def run() -> None:
        backend = opened(folder)
        ready.wait()
        outcome = asyncio.run(punch(backend, Start(new_id(), berlin("11 08:00"))))
        won.append(isinstance(outcome, Confirmed))
        close(backend)

    return run


def test_of_threads_that_start_at_once_one_wins(tmp_path: Path) -> None:
    won: list[bool] = []
    ready = threading.Barrier(6, timeout=20)
    threads = [threading.Thread(target=race(tmp_path, won, ready)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == [False] * 5 + [True]


START = """
import asyncio, sys
from pathlib import Path
from punchcard.core.identifiers import new_id
from punchcard.core.punches import Start
from tests.backends.test_local import opened, punch
from tests.domain import berlin
print(asyncio.run(punch(opened(Path(sys.argv[1])), Start(new_id(), berlin("11 08:00")))))
"""


def test_of_processes_that_start_at_once_one_wins(tmp_path: Path) -> None:
    ends = run_at_once(START, [(tmp_path,)] * 6)
    assert [code for code, _ in ends] == [0] * 6, ends
    assert sorted(said.split("(")[0] for _, said in ends) == ["Confirmed"] + ["Refused"] * 5
