from __future__ import annotations

from pathlib import Path

import pytest
from tests.domain import berlin
from tests.services.desk import SCHEDULE, WallClock
from tests.services.local_day import opened

from punchcard.config import AccountConfig, Config
from punchcard.core.clock import IDLE, Working
from punchcard.core.refusals import NotFound
from punchcard.database.backups import restore
from punchcard.database.damage import acknowledge
from punchcard.database.failures import DamagedDatabase
from punchcard.paths import folders
from punchcard.services import clocking
from punchcard.services.outbox import sync
from punchcard.services.overview import overview
from punchcard.services.session import open_session
from punchcard.store.store import Store


def local_file(home: Path) -> Path:
    return home / "data" / "accounts" / "local" / "local.db"


async def spoilt(home: Path) -> None:
    """A home in which somebody works, with a damaged file of the local backend."""
    session = await opened(home, "11 09:00")
    clocking.start(session, berlin("11 08:00"))
    await sync.deliver(session)
    await session.aclose()
    local_file(home).write_bytes(b"garbage" * 5000)
    with pytest.raises(DamagedDatabase):
        await opened(home)
    assert not local_file(home).exists()


async def test_an_account_that_is_not_there_is_a_sentence_with_those_that_are(tmp_path: Path) -> None:
    config = Config("c", "acme", SCHEDULE, {"local": AccountConfig("local", "local", {})}, {})
    with pytest.raises(NotFound, match="no account “acme”") as caught:
        await open_session(folders(str(tmp_path)), config, WallClock(berlin("11 08:00")))
    assert "local" in caught.value.hint
    assert list(tmp_path.iterdir()) == []


async def test_a_backend_that_cannot_be_opened_leaves_no_file_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[Store] = []
    close = Store.close
    await spoilt(tmp_path)

    def close_and_count(store: Store) -> None:
        closed.append(store)
        close(store)

    monkeypatch.setattr(Store, "close", close_and_count)
    with pytest.raises(DamagedDatabase):
        await opened(tmp_path)
    assert len(closed) == 1


async def test_with_a_local_file_begun_anew_one_can_go_on(tmp_path: Path) -> None:
    await spoilt(tmp_path)
    acknowledge(str(local_file(tmp_path)))
    session = await opened(tmp_path)
    clocking.stop(session, berlin("11 12:00"))
    delivery = await sync.deliver(session)
    assert [row.answer for row in delivery.open_rows] == [
        "You are not clocked in, so there is nothing to stop. You asked to clock out at 12:00; "
        "at This machine you are not clocked in."
    ]
    assert overview(session).state == IDLE
    await session.aclose()


async def test_with_a_local_file_restored_from_yesterday_the_next_punch_finds_out(tmp_path: Path) -> None:
    for day in ("10", "11"):
        session = await opened(tmp_path, f"{day} 07:00")
        await session.aclose()
    await spoilt(tmp_path)
    assert restore(str(local_file(tmp_path)))
    session = await opened(tmp_path)
    assert isinstance(overview(session).state, Working)
    clocking.take_break(session)
    delivery = await sync.deliver(session)
    assert len(delivery.open_rows) == 1
    assert overview(session).state == IDLE
    await session.aclose()
