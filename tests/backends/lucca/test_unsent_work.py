"""Work of the clock that Lucca would not book: looked at and changed where it waits."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.backends.lucca.bookings import booked_on, put
from tests.backends.lucca.office import Office, kept
from tests.domain import berlin
from tests.faults.lab import deliver_all

from punchcard.services import clocking
from punchcard.services.entries import by_hand as entries
from punchcard.services.entries.objections import WouldBeRefused, refuse_by_the_rules
from punchcard.services.overview import overview
from punchcard.services.reading.refresh import refresh
from punchcard.services.undo import undo
from punchcard.store.outbox import OutboxState


async def test_a_piece_that_is_not_there_yet_is_judged_as_new(place: Office) -> None:
    """The form of the app asks what would be refused, before it saves."""
    vendor = place.vendor()
    put(vendor, "10T08:00", "1:00")
    session = place.session(vendor)
    await refresh(session)
    clocking.start(session, berlin("11 08:00"))
    clocking.stop(session, berlin("11 09:00"))
    [row] = await deliver_all(session)
    assert row.state is OutboxState.NEEDS_YOU
    [waiting] = [known.entry for known in overview(session).entries]
    with pytest.raises(WouldBeRefused, match="needs to know what this time was worked on"):
        await refuse_by_the_rules(session, replace(waiting, note="why"), waiting)
    mended = replace(waiting, assignment=booked_on(vendor, "Northwind/Portal/Development"))
    await refuse_by_the_rules(session, mended, waiting)
    assert entries.save(session, mended, waiting).row_id == row.id
    await deliver_all(session)
    assert [len(each.section_ids) for each in kept(vendor)] == [3, 3]
    await session.aclose()


async def test_a_split_piece_that_is_put_together_again_is_whole(place: Office) -> None:
    vendor = place.vendor()
    put(vendor, "10T08:00", "1:00")
    session = place.session(vendor)
    await refresh(session)
    clocking.start(session, berlin("11 08:00"))
    clocking.stop(session, berlin("11 10:00"))
    await deliver_all(session)
    [waiting] = [known.entry for known in overview(session).entries]
    entries.split(session, waiting.id, berlin("11 09:00"))
    await deliver_all(session)
    undo(session)
    await deliver_all(session)
    assert [known.entry.interval for known in overview(session).entries] == [waiting.interval]
    await session.aclose()
