"""A new entry that may still arrive, and would be there twice: looked for twice before it is sent again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.domain import berlin
from tests.services.desk import Desk
from tests.services.vendor import Answer, Backend

from punchcard.backends.contract import BackendInfo
from punchcard.services.entries import by_hand as entries
from punchcard.services.outbox.trying_again import try_again_now
from punchcard.store.outbox import OutboxState


class Slow(Backend):
    """What is lost there may arrive for a while."""

    info = BackendInfo("vendor", "The vendor", late_seconds=10)


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "home", "11 18:00")
    desk.session = desk.open(Slow(desk.vendor))
    yield desk
    desk.close()


async def test_it_is_sent_again_once_it_cannot_arrive_any_more(slow: Desk) -> None:
    slow.vendor.answers.append(Answer.LOST_BEFORE)
    asked = entries.add(slow.session, berlin("11 08:00"), berlin("11 12:00"))
    for seconds in (0, 9):
        slow.clock.move(seconds=seconds)
        await slow.deliver()
        row = slow.row(asked.row_id)
        assert (row.state, row.attempts) == (OutboxState.UNKNOWN, 1)
        assert "may still arrive" in (row.answer or "")
    slow.clock.move(seconds=1)
    await slow.deliver()
    row = slow.row(asked.row_id)
    assert (row.state, row.attempts) == (OutboxState.CONFIRMED, 2)
    assert len(slow.vendor.entries) == 1


async def test_whoever_asks_to_try_again_does_not_shorten_that(slow: Desk) -> None:
    asked = entries.add(slow.session, berlin("11 08:00"), berlin("11 12:00"))
    slow.clock.move(hours=1)
    slow.vendor.answers.append(Answer.LOST_BEFORE)
    await slow.deliver()
    assert try_again_now(slow.session) == 0
    await slow.deliver()
    row = slow.row(asked.row_id)
    assert (row.state, row.attempts) == (OutboxState.UNKNOWN, 1), "it may still arrive, and be there twice"
    slow.clock.move(seconds=10)
    await slow.deliver()
    assert slow.row(asked.row_id).state is OutboxState.CONFIRMED, "nor does it wait longer as it is old"


async def test_a_change_of_what_is_there_is_sent_again_at_once(slow: Desk) -> None:
    asked = entries.add(slow.session, berlin("11 08:00"), berlin("11 12:00"))
    await slow.deliver()
    slow.vendor.answers.append(Answer.LOST_BEFORE)
    changed = entries.change(slow.session, asked.entry.id, entries.EntryChanges(note="other"))
    await slow.deliver()
    assert slow.row(changed.row_id).state is OutboxState.CONFIRMED
