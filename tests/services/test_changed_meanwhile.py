"""What a person has looked at is not changed where it has become another thing since."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.domain import PORTAL, berlin
from tests.services.desk import Desk
from tests.services.untimed import add_days, add_hours
from whenever import Date

from punchcard.core.entries import Entry, Unit
from punchcard.core.refusals import UsageError
from punchcard.core.time_types import Category, TimeType
from punchcard.services.entries import by_hand as entries
from punchcard.services.entries.by_hand import EntryChanges
from punchcard.services.entries.seen_entries import ChangedMeanwhile
from punchcard.services.entries.untimed_entries import Booking, check_unit
from punchcard.services.session import Session

Do = Callable[[Session, Entry], object]

WAYS: dict[str, Do] = {
    "save": lambda session, seen: entries.save(session, replace(seen, note="mine"), seen),
    "split": lambda session, seen: entries.split(session, seen.id, berlin("11 10:00"), seen),
    "move": lambda session, seen: entries.move(session, seen.id, Date(2026, 3, 10), None, seen),
    "delete": lambda session, seen: entries.delete(session, seen.id, seen),
}


@pytest.fixture
def seen(desk: Desk) -> Entry:
    """08:00 to 12:00 of today, as a person looks at it."""
    desk.clock.set("11 17:00")
    return entries.add(desk.session, berlin("11 08:00"), berlin("11 12:00"), assignment=PORTAL).entry


@pytest.mark.parametrize("way", WAYS)
def test_as_it_was_seen(desk: Desk, seen: Entry, way: str) -> None:
    WAYS[way](desk.session, seen)
    assert desk.entries != (seen,)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("changes", [EntryChanges(end=berlin("11 13:00")), EntryChanges(note="theirs")])
def test_changed_since(desk: Desk, seen: Entry, way: str, changes: EntryChanges) -> None:
    now = entries.change(desk.session, seen.id, changes).entry
    with pytest.raises(ChangedMeanwhile, match="changed in the meantime") as refused:
        WAYS[way](desk.session, seen)
    assert refused.value.entry == now
    assert desk.entries == (now,)


@pytest.mark.parametrize("way", WAYS)
def test_deleted_since(desk: Desk, seen: Entry, way: str) -> None:
    entries.delete(desk.session, seen.id)
    with pytest.raises(ChangedMeanwhile, match="deleted in the meantime") as refused:
        WAYS[way](desk.session, seen)
    assert refused.value.entry is None
    assert desk.entries == ()


def test_days_too_far_away_are_refused(desk: Desk) -> None:
    for day in (Date.MIN, Date.MAX):
        with pytest.raises(UsageError, match="too far away"):
            add_hours(desk.session, day, 3600, Booking())
        with pytest.raises(UsageError, match="too far away"):
            add_days(desk.session, day, 2, Booking())


async def test_absences_may_always_be_given_in_days(desk: Desk) -> None:
    vacation, work = (TimeType(c.value, c.value, c) for c in (Category.VACATION, Category.PRODUCTIVE))
    await check_unit(desk.session, Unit.DAYS, vacation)
    units = await desk.session.backend.directory.units(desk.session.person.id)
    for unit in Unit:
        if unit in units:
            await check_unit(desk.session, unit, work)
        else:
            with pytest.raises(UsageError, match=f"not in {unit.value}") as refused:
                await check_unit(desk.session, unit, work)
            # The configuration allows nothing at a service.
            assert refused.value.hint == "Give a start and an end instead."
