"""A lead's process on the local backend that is killed while it holds a decision back."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from tests.domain import berlin
from tests.processes import ROOT, start_python
from tests.services.desk import SCHEDULE, WallClock
from tests.services.inboxes import APPROVE, added, day

from punchcard.config import AccountConfig, Config
from punchcard.core.change_requests import ChangeRequest
from punchcard.core.people import Role
from punchcard.core.submitted_weeks import RequestStatus
from punchcard.paths import folders
from punchcard.services.approvals.change_requesting import ask_for_change
from punchcard.services.approvals.deciding import decide
from punchcard.services.approvals.inbox import inbox, known_inbox
from punchcard.services.outbox import sync
from punchcard.services.outbox.holding import abandoned_holds
from punchcard.services.session import Session, open_session
from punchcard.store.outbox import OutboxState

SAID = (
    "Your approval of Ben Okafor’s request for Tue 3 Mar was not sent: "
    "Punchcard ended while it could still be taken back."
)

HOLDING = """
import asyncio, sys
from tests.services.test_killed_while_holding import hold
asyncio.run(hold(sys.argv[1]))
"""


async def opened(home: str | Path, acting_as: str | None = None) -> Session:
    account = AccountConfig("local", "local", {"edit_lock_days": "2"})
    config = Config("config.toml", "local", SCHEDULE, {"local": account}, {})
    return await open_session(folders(str(home)), config, WallClock(berlin("11 17:00")), None, acting_as)


async def hold(home: str) -> None:
    """Approve what waits, hold it back, and wait for the end."""
    session = await opened(home)
    [item] = (await inbox(session, "waiting")).items
    assert isinstance(item.item, ChangeRequest)
    decide(session, [item.item], APPROVE, hold_seconds=60)
    print("held", flush=True)
    await asyncio.sleep(60)


async def ask(home: Path) -> None:
    """Ben joins the team, and asks for a change of a day that is locked."""
    session = await opened(home)
    assert session.backend.team
    await session.backend.team.add("Ben Okafor", Role.WORKER)
    await session.aclose()
    ben = await opened(home, "Ben")
    ask_for_change(ben, day(3), added(3), "")
    await sync.deliver(ben)
    [item] = known_inbox(ben, "mine").items or (await inbox(ben, "mine")).items
    assert isinstance(item.item, ChangeRequest)
    assert item.item.status is RequestStatus.PENDING
    await ben.aclose()


def states(session: Session) -> list[OutboxState]:
    with session.store.read() as transaction:
        rows = transaction.outbox.latest("local", 100)
    return [row.state for row in rows if row.person == session.person.id]


def kill_one_that_holds(home: Path) -> None:
    process = start_python(HOLDING, home)
    assert process.stdout
    said = process.stdout.readline()
    process.kill()
    assert said == "held\n", process.communicate()
    process.communicate(timeout=30)


async def test_nothing_is_sent_and_the_next_start_says_so(tmp_path: Path) -> None:
    home = tmp_path / "home"
    await ask(home)
    kill_one_that_holds(home)
    session = await opened(home)
    await sync.deliver(session)
    assert states(session) == [OutboxState.HELD]
    assert abandoned_holds(session) == (SAID,)
    await sync.deliver(session)
    assert (states(session), abandoned_holds(session)) == ([OutboxState.DROPPED], ())
    [item] = known_inbox(session, "waiting").items
    assert (item.pending, item.held_until, item.problem) == (None, None, "")
    await session.aclose()


@pytest.mark.parametrize("command", [["today"], ["outbox", "show", "nothing"]])
async def test_the_next_command_says_so_once(tmp_path: Path, command: list[str]) -> None:
    home = tmp_path / "home"
    await ask(home)
    kill_one_that_holds(home)
    program = [sys.executable, "-m", "punchcard", "--home", str(home)]
    run = [subprocess.run([*program, *command], cwd=ROOT, capture_output=True, text=True) for _ in range(2)]
    assert [SAID in done.stderr for done in run] == [True, False]


async def test_whoever_lives_decides_and_the_day_is_changed(tmp_path: Path) -> None:
    home = tmp_path / "home"
    await ask(home)
    session = await opened(home)
    [item] = (await inbox(session, "waiting")).items
    assert isinstance(item.item, ChangeRequest)
    decided = decide(session, [replace(item.item)], APPROVE)
    await sync.deliver(session)
    assert (states(session), known_inbox(session, "waiting").items) == ([OutboxState.CONFIRMED], ())
    assert decided.message == "Approved Ben Okafor’s request for Tue 3 Mar."
    await session.aclose()
    ben = await opened(home, "Ben")
    [mine] = (await inbox(ben, "mine")).items
    assert isinstance(mine.item, ChangeRequest)
    assert mine.item.status is RequestStatus.APPROVED
    await ben.aclose()
