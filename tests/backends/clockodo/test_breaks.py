"""A break that only this program knows of stays whatever becomes of the piece before it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from dataclasses import replace

import pytest
from tests.backends.clockodo.office import Office
from tests.backends.clockodo.test_punching import Desk
from tests.domain import berlin

from punchcard.core.clock import IDLE, OnBreak
from punchcard.services import clocking
from punchcard.services.entries import by_hand as entries
from punchcard.services.entries.by_hand import EntryChanges
from punchcard.services.outbox import sync
from punchcard.services.overview import overview
from punchcard.services.reading.refresh import refresh
from punchcard.services.session import Session

MINE: dict[str, Callable[[Session, str], object]] = {
    "deleted": entries.delete,
    "ended before": lambda session, piece: entries.change(
        session, piece, EntryChanges(end=berlin("11 11:30"))
    ),
}


@pytest.fixture
async def pausing(place: Office) -> AsyncGenerator[Desk]:
    """Somebody who has worked twice today, and is on a break since 12:00."""
    desk = Desk(place)
    await desk.start()
    await desk.at("10:00", clocking.stop)
    await desk.at("10:30", lambda session: clocking.start(session, None, desk.portal))
    await desk.at("12:00", clocking.take_break)
    place.clock.set("11 12:10")
    yield desk
    await desk.session.backend.aclose()


@pytest.mark.parametrize("what", MINE)
async def test_whatever_is_done_here_to_the_piece_before_a_break(pausing: Desk, what: str) -> None:
    session = pausing.session
    piece = max(overview(session).entries, key=lambda item: item.entry.start or berlin("1 00:00"))
    MINE[what](session, piece.entry.id)
    assert (await sync.deliver(session)).adopted == await refresh(session) == ()
    assert isinstance(pausing.state, OnBreak)
    assert pausing.state.break_since == berlin("11 12:00")
    await pausing.at("12:30", clocking.resume)
    assert pausing.booked[-1] == ("12:30", "-")


async def test_the_piece_that_somebody_else_deletes_is_told_and_the_break_stays(pausing: Desk) -> None:
    state = pausing.vendor.state
    del state.entries[max(state.entries)]
    assert await refresh(pausing.session) == ("Elsewhere 1 entry was removed (Wed 11 Mar).",)
    assert isinstance(pausing.state, OnBreak)


async def test_the_piece_that_somebody_else_moves_is_told_and_the_break_stays(pausing: Desk) -> None:
    state = pausing.vendor.state
    piece = state.entries[max(state.entries)]
    state.keep(replace(piece, time_until=berlin("11 12:05").to_instant()))
    assert await refresh(pausing.session) == ("Elsewhere 1 entry was changed (Wed 11 Mar).",)
    assert isinstance(pausing.state, OnBreak)


async def test_work_elsewhere_since_the_break_began_ends_it_and_is_told(pausing: Desk) -> None:
    other = pausing.place.session(pausing.vendor)
    await refresh(other)
    clocking.start(other, None, pausing.portal)
    await sync.deliver(other)
    pausing.place.clock.set("11 12:20")
    clocking.stop(other)
    await sync.deliver(other)
    await other.backend.aclose()
    assert await refresh(pausing.session) == (
        "Break since 12:00 ended on another device.",
        "Elsewhere 1 entry was added (Wed 11 Mar).",
    )
    assert pausing.state == IDLE


async def test_a_break_that_arrives_later_is_no_change_by_somebody_else(place: Office) -> None:
    desk = Desk(place)
    await desk.start()
    await desk.at("10:00", clocking.stop)
    await desk.at("10:30", lambda session: clocking.start(session, None, desk.portal), offline=True)
    await desk.at("12:00", clocking.take_break, offline=True)
    await desk.at("12:30", clocking.resume, offline=True)
    assert (await sync.deliver(desk.session)).adopted == await refresh(desk.session) == ()
    assert desk.booked[-1] == ("12:30", "-")
    await desk.session.backend.aclose()
