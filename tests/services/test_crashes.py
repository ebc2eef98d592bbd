from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.domain import berlin
from tests.processes import end_of, run_at_once, start_python
from tests.services.local_day import DAY, opened

from punchcard.core.clock import IDLE
from punchcard.core.groups import Filters, Period
from punchcard.services.entries import by_hand as entries
from punchcard.services.outbox import sync
from punchcard.services.overview import overview
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxState

PROGRAM = """
import asyncio, sys
from tests.services.local_day import die_at, punch_through
home, commit, before = sys.argv[1:]
die_at(int(commit), before=before == "True")
asyncio.run(punch_through(home))
"""


async def go_on(home: Path, reported: int) -> None:
    """A new session after the crash: what was reported is there, and the day can be ended."""
    session = await opened(home)
    with session.store.read() as transaction:
        written = len(transaction.outbox.latest("local", 100))
    assert reported <= written <= reported + 1
    shown = overview(session)
    assert (shown.state != IDLE) == (0 < written < 4)
    delivery = await sync.deliver(session)
    assert (delivery.open_rows, delivery.problem) == ((), None)
    after = overview(session)
    assert (after.state, [item.entry for item in after.entries]) == (
        shown.state,
        [item.entry for item in shown.entries],
    )
    with closing(sqlite3.connect(home / "data" / "accounts" / "local" / "local.db")) as local:
        running = local.execute("SELECT count(*) FROM entry WHERE ends IS NULL").fetchone()[0]
    assert running == (0 < written < 4)
    for act in DAY[written:]:
        act(session)
        await sync.deliver(session)
    await assert_whole_day(session)
    await session.aclose()


async def assert_whole_day(session: Session) -> None:
    assert session.backend.entries
    day = berlin("11 08:00").date()
    kept = await session.backend.entries.list([session.person.id], Period(day, day), Filters())
    shown = overview(session)
    assert [item.entry for item in shown.entries] == list(kept)
    assert [(entry.worked_seconds, entry.break_seconds, entry.note) for entry in kept] == [
        (29_700, 1800, "day")
    ]
    assert shown.state == IDLE
    with session.store.read() as transaction:
        assert {row.state for row in transaction.outbox.latest("local", 100)} == {OutboxState.CONFIRMED}


@pytest.mark.parametrize("before", [True, False], ids=["before the commit", "after the commit"])
async def test_a_crash_at_any_commit_loses_nothing_and_doubles_nothing(tmp_path: Path, before: bool) -> None:
    commit, all_died = 0, True
    while all_died:
        numbers = (commit + 1, commit + 2, commit + 3)
        homes = [tmp_path / str(number) for number in numbers]
        ends = run_at_once(PROGRAM, [(home, n, before) for home, n in zip(homes, numbers, strict=True)])
        for home, (code, said) in zip(homes, ends, strict=True):
            assert code in (0, 9), said
            await go_on(home, said.count("written down"))
        all_died, commit = all(code == 9 for code, _ in ends), commit + 3
    assert commit > 16


WITH_A_LOG = """
import asyncio, os, sys
from punchcard.backends.local.clock import LocalClock
from punchcard.backends.local.entries import LocalEntries
from punchcard.services.entries import by_hand as entries
from punchcard.services.outbox import sync
from tests.services.local_day import opened

def logged(name, method):
    async def call(self, change, *rest):
        with open(sys.argv[2], "a") as log:
            log.write(change.id + "\\n")
        await asyncio.sleep(0.005)
        return await method(self, change, *rest)
    return call

LocalClock.punch = logged("punch", LocalClock.punch)
LocalEntries.save = logged("save", LocalEntries.save)

async def main():
    session = await opened(sys.argv[1])
    delivery = await sync.deliver(session)
    print(len(delivery.open_rows), delivery.problem)

asyncio.run(main())
"""


async def test_processes_that_deliver_at_once_send_each_row_once_and_wait_for_one_another(
    tmp_path: Path,
) -> None:
    home, log = tmp_path / "home", tmp_path / "log"
    session = await opened(home)
    asked = [act(session).row_id for act in DAY]
    for hour in range(10):
        added = entries.add(session, berlin(f"10 {hour:02}:00"), berlin(f"10 {hour:02}:30"))
        asked.append(added.row_id)
    ends = run_at_once(WITH_A_LOG, [(home, log)] * 5)
    assert [said for _, said in ends] == ["0 None\n"] * 5
    sent = log.read_text().split()
    assert sorted(sent) == sorted(asked)
    assert [row_id for row_id in sent if row_id in asked[:4]] == asked[:4]
    await session.aclose()


HANGS = """
import asyncio, sys
from punchcard.backends.local.clock import LocalClock
from tests.services.local_day import punch_through

punch = LocalClock.punch

async def hang(self, change, reading):
    if sys.argv[2] == "after":
        await punch(self, change, reading)
    print("sending", flush=True)
    await asyncio.sleep(3600)

LocalClock.punch = hang
asyncio.run(punch_through(sys.argv[1]))
"""


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_sender_killed_in_the_midst_of_a_write_is_settled_by_the_next(
    tmp_path: Path, when: str
) -> None:
    process = start_python(HANGS, tmp_path, when)
    assert process.stdout
    assert [process.stdout.readline() for _ in range(2)] == ["written down\n", "sending\n"]
    process.kill()
    end_of(process)
    await go_on(tmp_path, 1)
