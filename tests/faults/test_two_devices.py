"""Two devices of one person at the reference vendor, over a real socket: each says what the other one did."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.domain import berlin
from tests.faults.lab import Desk, Lab, Vendor, deliver_all

from punchcard.core.clock import IDLE
from punchcard.core.entries import Entry
from punchcard.sandbox.faults import Fault
from punchcard.services import clocking
from punchcard.services.entries import by_hand as entries
from punchcard.services.entries.by_hand import EntryChanges
from punchcard.services.outbox import choices as outbox_choices
from punchcard.services.outbox.sync import deliver
from punchcard.services.overview import overview
from punchcard.services.reading.refresh import refresh
from punchcard.services.session import Session
from punchcard.services.undo import redo, undo
from punchcard.store.outbox import OutboxRow, OutboxState


class Devices(NamedTuple):
    """Two homes, and what both are connected to."""

    vendor: Vendor
    laptop: Session
    phone: Session


@pytest.fixture
def devices(lab: Lab, tmp_path: Path) -> Generator[Devices]:
    """Two homes of Ann's that have never asked for anything."""
    vendor = lab.vendor()
    person, key = vendor.state.person_named("Ann"), vendor.keys["Ann"]
    homes = (tmp_path / "laptop", tmp_path / "phone")
    laptop, phone = (Desk(home, lab.url, key, person, lab.clock).session() for home in homes)
    yield Devices(vendor, laptop, phone)
    laptop.store.close()
    phone.store.close()


def shown(session: Session) -> list[Entry]:
    return [item.entry for item in overview(session).week_entries]


def ledger(session: Session) -> list[OutboxRow]:
    with session.store.read() as transaction:
        return transaction.outbox.latest(session.account.name, 100)[::-1]


async def test_each_says_what_the_other_one_did_and_never_what_it_did_itself(devices: Devices) -> None:
    vendor, laptop, phone = devices
    for session in (laptop, phone):
        assert await refresh(session) == ()
    clocking.start(phone, berlin("11 08:02"), note="day")
    assert (await deliver(phone)).adopted == await refresh(phone) == ()
    assert await refresh(laptop) == ("Started on another device at 08:02.",)
    clocking.take_break(laptop, berlin("11 10:00"))
    assert (await deliver(laptop)).adopted == await refresh(laptop) == ()
    assert await refresh(phone) == ("Break begun on another device at 10:00.",)
    clocking.stop(phone, berlin("11 11:00"))
    entries.add(phone, berlin("10 08:00"), berlin("10 09:00"))
    assert (await deliver(phone)).adopted == ()
    assert await refresh(laptop) == (
        "Stopped on another device at 11:00.",
        "Elsewhere 1 entry was added (Tue 10 Mar).",
    )
    assert shown(laptop) == shown(phone)
    assert {entry.id for entry in shown(phone)} == set(vendor.state.entries)


@pytest.mark.parametrize("fault", [Fault.DROP_AFTER, Fault.DROP_BEFORE, Fault.HTML, Fault.TRUNCATED])
async def test_what_was_lost_on_its_way_is_no_news_and_has_the_vendors_id(
    devices: Devices, fault: Fault
) -> None:
    vendor, laptop, _ = devices
    await refresh(laptop)
    row_id = entries.add(laptop, berlin("10 08:00"), berlin("10 09:00")).row_id
    entries.change(laptop, row_id, EntryChanges(note="mine"))
    vendor.faults.at(1, fault)
    assert await deliver_all(laptop) == []
    assert await refresh(laptop) == ()
    [kept] = vendor.state.entries.values()
    assert (
        [(entry.id, entry.note) for entry in shown(laptop)] == [(kept.id, kept.note)] == [(kept.id, "mine")]
    )
    undo(laptop)
    undo(laptop)
    redo(laptop)
    assert await deliver_all(laptop) == []
    assert [entry.note for entry in vendor.state.entries.values()] == [""]
    assert [entry.id for entry in shown(laptop)] == list(vendor.state.entries)


async def test_a_stop_upon_a_clock_that_the_other_device_has_driven_needs_you(devices: Devices) -> None:
    vendor, laptop, phone = devices
    clocking.start(laptop, berlin("11 08:02"))
    await deliver(laptop)
    await refresh(phone)
    clocking.stop(laptop, berlin("11 11:30"))
    clocking.stop(phone, berlin("11 10:00"))
    clocking.start(phone, berlin("11 10:30"))
    await deliver(phone)
    assert (await deliver(laptop)).adopted == (
        "Stopped on another device at 10:00.",
        "Started on another device at 10:30.",
    )
    row = ledger(laptop)[-1]
    assert row.state is OutboxState.NEEDS_YOU
    assert row.answer == (
        "Another clock runs there than the one that you meant. You asked to clock out at 11:30; "
        f"at {laptop.backend.info.title} you are working since 10:30."
    )
    outbox_choices.drop(laptop, row)
    clocking.stop(laptop, berlin("11 11:30"))
    await deliver(laptop)
    assert overview(laptop).state == IDLE
    assert len(vendor.state.entries) == 2


async def test_a_change_of_what_the_other_device_has_deleted_is_refused_in_words(devices: Devices) -> None:
    vendor, laptop, phone = devices
    entries.add(laptop, berlin("10 08:00"), berlin("10 09:00"))
    await deliver(laptop)
    await refresh(phone)
    [entry] = shown(phone)
    entries.delete(phone, entry.id)
    await deliver(phone)
    entries.change(laptop, entry.id, EntryChanges(note="mine"))
    delivery = await deliver(laptop)
    assert [row.state for row in ledger(laptop)] == [OutboxState.CONFIRMED, OutboxState.REFUSED]
    assert delivery.refused[0].answer
    assert (vendor.state.entries, shown(laptop)) == ({}, [])
