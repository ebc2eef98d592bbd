"""The edit lock: a day that is too long ago is refused before anything goes into the outbox."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.domain import berlin
from tests.services.desk import Desk
from tests.services.test_acting import Office
from tests.services.vendor import Backend
from whenever import Date

from punchcard.core.edit_lock import EditLock
from punchcard.core.people import Role
from punchcard.services import clocking
from punchcard.services.entries import by_hand as entries
from punchcard.services.outbox import sync
from punchcard.services.reading.refresh import ensure_known, refresh
from punchcard.services.session import Session
from punchcard.services.team import add_member
from punchcard.services.timesheet.edit_locks import LockedDay, known_edit_lock
from punchcard.services.timesheet.weeks import why_day_locked
from punchcard.services.undo import undo

TOO_OLD = "3 March is more than 7 days ago; ask for a change."


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    office = Office(tmp_path / "home", edit_lock_days="7")
    yield office
    await office.close()


def rows(session: Session) -> int:
    with session.store.read() as transaction:
        return len(transaction.outbox.latest("local", 100))


@pytest.mark.parametrize(("days", "day", "why"), [
    (None, Date(1990, 1, 1), None),
    (7, Date(2026, 3, 11), None),
    (7, Date(2026, 3, 4), None),
    (7, Date(2026, 3, 3), TOO_OLD),
    (1, Date(2026, 3, 10), None),
    (1, Date(2026, 3, 9), "9 March is more than 1 day ago; ask for a change."),
    (7, Date(2025, 12, 31), "31 December 2025 is more than 7 days ago; ask for a change."),
    (7, Date(2026, 3, 20), None),
])  # fmt: skip
def test_how_long_ago_is_too_long(days: int | None, day: Date, why: str | None) -> None:
    assert EditLock(days).why_locked(day, Date(2026, 3, 11)) == why


async def test_nothing_is_asked_for_on_a_day_that_is_too_old(office: Office) -> None:
    ann = await office.session()
    for ask in (
        lambda: entries.add(ann, berlin("3 08:00"), berlin("3 12:00")),
        lambda: entries.add(ann, berlin("3 23:00"), berlin("4 01:00")),
        lambda: clocking.start(ann, berlin("3 08:00")),
    ):
        with pytest.raises(LockedDay) as refused:
            ask()
        assert refused.value.message == TOO_OLD
    assert rows(ann) == 0
    entries.add(ann, berlin("4 00:00"), berlin("4 01:00"))
    assert rows(ann) == 1


async def test_what_has_grown_old_stays_as_it_is(office: Office) -> None:
    ann = await office.session()
    entries.add(ann, berlin("4 08:00"), berlin("4 12:00"))
    await sync.deliver(ann)
    office.clock.set("12 08:00")
    with pytest.raises(LockedDay, match="4 March is more than 7 days ago"):
        undo(ann)
    with ann.store.read() as transaction:
        assert why_day_locked(ann, transaction, ann.person.id, Date(2026, 3, 5)) is None
        assert why_day_locked(ann, transaction, ann.person.id, Date(2026, 3, 4)) == (
            "4 March is more than 7 days ago; ask for a change."
        )


async def test_the_lock_holds_for_leads_and_for_whoever_is_acted_as(office: Office) -> None:
    await add_member(await office.session(), "Lea", Role.LEAD)
    lea = await office.session("lea")
    with pytest.raises(LockedDay):
        entries.add(lea, berlin("3 08:00"), berlin("3 12:00"))


async def test_a_lock_that_was_configured_anew_holds_at_the_next_start(office: Office) -> None:
    await office.session()
    account = office.config.accounts["local"]
    for days, wanted in (("3", 3), (None, None), ("7", 7)):
        settings = {"name": "Ann"} | ({"edit_lock_days": days} if days else {})
        office.config = office.config._replace(accounts={"local": account._replace(settings=settings)})
        ann = await office.session()
        with ann.store.read() as transaction:
            assert known_edit_lock(ann, transaction, ann.person.id) == EditLock(wanted)


async def test_a_lock_of_a_vendor_is_known_from_the_last_reading(desk: Desk) -> None:
    session = desk.session
    await ensure_known(session)
    assert isinstance(session.backend, Backend)
    session.backend.directory.edit_lock_of["ann"] = EditLock(7)
    entries.add(session, berlin("3 08:00"), berlin("3 09:00"))
    await refresh(session)
    with pytest.raises(LockedDay, match="3 March"):
        entries.add(session, berlin("3 10:00"), berlin("3 11:00"))
