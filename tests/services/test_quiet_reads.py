"""One call in a quiet minute, and trying again at once what only waits for its next try."""

from __future__ import annotations

import pytest
from tests.services.desk import Desk
from tests.services.vendor import ANN, Answer

from punchcard.backends.errors import Throttled, Unreachable
from punchcard.core.clock import IDLE, Idle, Working
from punchcard.services import clocking
from punchcard.services.outbox.trying_again import try_again_now
from punchcard.services.outbox.waiting import why_waiting
from punchcard.services.reading.polling import What
from punchcard.services.reading.quiet_reads import read_what
from punchcard.services.reading.refresh import ensure_known, refresh
from punchcard.store.outbox import OutboxState


async def test_the_clock_alone(desk: Desk) -> None:
    await ensure_known(desk.session)
    lists = desk.vendor.lists
    assert not (await read_what(desk.session, What.CLOCK)).clock_changed
    desk.vendor.state = Working("E1", desk.session.now())
    read = await read_what(desk.session, What.CLOCK)
    assert read.clock_changed
    assert read.news
    assert isinstance(desk.state, Working)
    assert desk.vendor.lists == lists
    assert (await read_what(desk.session, What.CLOCK)).news == ()


async def test_the_entries_alone(desk: Desk) -> None:
    await ensure_known(desk.session)
    lists = desk.vendor.lists
    desk.vendor.readings.append(Unreachable("The clock is not read."))
    await read_what(desk.session, What.ENTRIES)
    assert desk.vendor.lists == lists + 1


async def test_a_reading_beside_a_write_is_not_believed(desk: Desk) -> None:
    await ensure_known(desk.session)
    asked = clocking.start(desk.session)
    with desk.session.change() as transaction:
        transaction.outbox.move(asked.row_id, OutboxState.SENDING)
    desk.vendor.state = Working("E1", desk.session.now())
    assert not (await read_what(desk.session, What.CLOCK)).clock_changed
    with desk.session.store.read() as transaction:
        assert transaction.cache("acme").clock(ANN.id) == IDLE


async def test_what_cannot_be_read_changes_nothing(desk: Desk) -> None:
    await refresh(desk.session)
    desk.vendor.readings.append(Unreachable("No answer."))
    with pytest.raises(Unreachable):
        await read_what(desk.session, What.CLOCK)
    assert isinstance(desk.state, Idle)


async def test_everything_goes_at_once_that_only_waits(desk: Desk) -> None:
    clocking.start(desk.session)
    desk.vendor.answers.append(Answer.NOT_SENT)
    await desk.deliver()
    assert (await desk.deliver()).open_rows
    assert desk.vendor.done == []

    assert try_again_now(desk.session) == 1
    assert not (await desk.deliver()).open_rows
    assert len(desk.vendor.done) == 1
    assert try_again_now(desk.session) == 0


async def test_nothing_goes_before_the_backend_wants_it(desk: Desk) -> None:
    clocking.start(desk.session)
    desk.vendor.answers.append(Throttled("Too many calls.", desk.clock().add(minutes=7)))
    await desk.deliver()
    assert try_again_now(desk.session) == 0
    assert (await desk.deliver()).open_rows
    another = desk.open()
    assert try_again_now(another) == 0, "nor does another process, which was not told so itself"
    assert len(desk.vendor.sent) == 1
    assert why_waiting(desk.session, desk.rows()) == (
        "Too many calls. It is kept, and goes with the first command from 08:07 on."
    )
    desk.clock.move(minutes=7)
    assert not (await desk.deliver()).open_rows
