"""What does not pass by itself: a key that is revoked. Nothing is lost, and it is said in words."""

from __future__ import annotations

import pytest
from tests.faults.agreement import assert_agreement, rows_of
from tests.faults.kinds import KINDS
from tests.faults.lab import Lab, assert_sentence
from tests.faults.test_day_of_punching import a_day, punched, punches, worked

from punchcard.backends.errors import BadCredentials
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
            assert isinstance(delivery.problem, BadCredentials) == (number >= 2)
            if delivery.problem is not None:
                assert_sentence(delivery.problem)
        states = [row.state for row in rows_of(session)]
        assert states == [OutboxState.CONFIRMED] * 2 + [OutboxState.QUEUED] * (len(states) - 2)
        asked = len(day.vendor.log.all())
        await sync.deliver(session)
        assert len(day.vendor.log.all()) == asked, "a refused key is not tried again by itself"
        day.vendor.faults.clear()
        session.gate.go_on()
        day.desk.clock.set("11 17:30")
        assert (await sync.deliver(session)).open_rows == ()
        assert worked(day.vendor) == punched(day)
        await assert_agreement(session, day.vendor)
