"""What does not pass by itself: a key that is revoked. Nothing is lost, and it is said in words."""

from __future__ import annotations

import pytest
from tests.faults.agreement import assert_agreement, rows_of
from tests.faults.kinds import KINDS
from tests.faults.lab import Lab, assert_sentence
from tests.faults.test_day_of_punching import a_day, punched, punches, worked

from punchcard.backends.errors import BadCredentials
from punchcard.core.punches import AnyPunch
from punchcard.sandbox.faults import Fault
from punchcard.services.outbox import sync
from punchcard.store.outbox import OutboxState


@pytest.mark.parametrize("vendor", KINDS)
async def test_a_revoked_key_keeps_a_day_of_punches_until_there_is_a_good_one(lab: Lab, vendor: str) -> None:
    async with a_day(lab.folder, KINDS[vendor]) as (day, session):
        for number, (moment, act) in enumerate(punches(day)):
            if number == 2:
                day.vendor.faults.always(Fault.REVOKED_KEY)
            day.desk.clock.set(moment)
            act(session)
            delivery = await sync.deliver(session)
            # Where the clock is kept here, a punch is done whatever the key.
            is_sent = not day.desk.kind.keeps_clock_here or bool(delivery.open_rows)
            assert isinstance(delivery.problem, BadCredentials) == (number >= 2 and is_sent)
            if delivery.problem is not None:
                assert_sentence(delivery.problem)
        rows, done = rows_of(session), 2
        if day.desk.kind.keeps_clock_here:
            assert {row.state for row in rows if isinstance(row.change, AnyPunch)} == {OutboxState.CONFIRMED}
            rows, done = [row for row in rows if not isinstance(row.change, AnyPunch)], 0
        states = [row.state for row in rows]
        assert states == [OutboxState.CONFIRMED] * done + [OutboxState.QUEUED] * (len(states) - done)
        asked = len(day.vendor.log.all())
        await sync.deliver(session)
        assert len(day.vendor.log.all()) == asked, "a refused key is not tried again by itself"
        day.vendor.faults.clear()
        session.gate.go_on()
        day.desk.clock.set("11 17:30")
        assert (await sync.deliver(session)).open_rows == ()
        assert worked(day.vendor) == punched(day)
        await assert_agreement(session, day.vendor)
