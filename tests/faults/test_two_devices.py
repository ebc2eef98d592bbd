"""Two devices of one person at one vendor, over a real socket: each says what the other one did."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.domain import berlin
from tests.faults.agreement import booked
from tests.faults.kinds import CLOCKODO, KINDS, MCTIME
from tests.faults.kinds.kind import person_named
from tests.faults.lab import Desk, Lab, Vendor, deliver_all

from punchcard.core.assignments import Assignment
from punchcard.core.clock import IDLE, OnBreak, Working
from punchcard.core.entries import Entry
from punchcard.core.overlaps import Overlap
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

HAS_BREAKS = pytest.mark.parametrize("devices", ["reference", MCTIME[0].name], indirect=True)
HAS_CLOCK = pytest.mark.parametrize(
    "devices", [name for name, kind in KINDS.items() if not kind.keeps_clock_here], indirect=True
)
KEEPS_CLOCK = pytest.mark.parametrize(
    "devices", [name for name, kind in KINDS.items() if kind.keeps_clock_here], indirect=True
)
PARTS_BREAKS = pytest.mark.parametrize("devices", [kind.name for kind in CLOCKODO], indirect=True)


class Devices(NamedTuple):
    """Two homes, and what both are connected to."""

    vendor: Vendor
    laptop: Session
    phone: Session
    usual: Assignment
    """What is worked on."""

    def there(self) -> list[Entry]:
        """The entries of the two days that the vendor has."""
        days = berlin("10 00:00").date(), berlin("11 00:00").date()
        return booked(self.vendor, self.laptop.person, *days)


@pytest.fixture(params=KINDS)
def devices(lab: Lab, tmp_path: Path, request: pytest.FixtureRequest) -> Generator[Devices]:
    """Two homes of Ann's that have never asked for anything."""
    kind = KINDS[request.param]
    vendor = lab.vendor(kind)
    person, key = person_named(kind, vendor, "Ann"), vendor.keys["Ann"]
    homes = (tmp_path / "laptop", tmp_path / "phone")
    laptop, phone = (Desk(home, lab.url, key, person, lab.clock, kind=kind).session() for home in homes)
    yield Devices(vendor, laptop, phone, kind.usual(vendor))
    laptop.store.close()
    phone.store.close()


def shown(session: Session) -> list[Entry]:
    return [item.entry for item in overview(session).week_entries]


def ledger(session: Session) -> list[OutboxRow]:
    with session.store.read() as transaction:
        return transaction.outbox.latest(session.account.name, 100)[::-1]


@HAS_BREAKS
async def test_each_says_what_the_other_one_did_and_never_what_it_did_itself(devices: Devices) -> None:
    _, laptop, phone, usual = devices
    for session in (laptop, phone):
        assert await refresh(session) == ()
    clocking.start(phone, berlin("11 08:02"), usual, note="day")
    assert (await deliver(phone)).adopted == await refresh(phone) == ()
    on = f" · {usual.label}" if usual else ""
    assert await refresh(laptop) == (f"Started on another device at 08:02{on}.",)
    clocking.take_break(laptop, berlin("11 10:00"))
    assert (await deliver(laptop)).adopted == await refresh(laptop) == ()
    assert await refresh(phone) == ("Break begun on another device at 10:00.",)
    clocking.stop(phone, berlin("11 11:00"))
    entries.add(phone, berlin("10 08:00"), berlin("10 09:00"), assignment=usual)
    assert (await deliver(phone)).adopted == ()
    assert await refresh(laptop) == (
        "Stopped on another device at 11:00.",
        "Elsewhere 1 entry was added (Tue 10 Mar).",
    )
    assert shown(laptop) == shown(phone)
    assert {entry.id for entry in shown(phone)} == {entry.id for entry in devices.there()}


@PARTS_BREAKS
async def test_where_a_break_stops_the_clock_the_other_device_says_what_it_sees(devices: Devices) -> None:
    _, laptop, phone, usual = devices
    for session in (laptop, phone):
        assert await refresh(session) == ()
    clocking.start(phone, berlin("11 08:02"), usual, note="day")
    assert (await deliver(phone)).adopted == await refresh(phone) == ()
    started = f"Started on another device at 08:02 · {usual.label}."
    assert await refresh(laptop) == (started,)
    clocking.take_break(laptop, berlin("11 10:00"))
    assert (await deliver(laptop)).adopted == await refresh(laptop) == ()
    assert await refresh(phone) == ("Stopped on another device at 10:00.",)
    assert isinstance(overview(laptop).state, OnBreak)
    clocking.start(phone, berlin("11 10:30"), usual)
    entries.add(phone, berlin("10 08:00"), berlin("10 09:00"), assignment=usual)
    assert (await deliver(phone)).adopted == await refresh(phone) == ()
    assert await refresh(laptop) == (
        "Break since 10:00 ended on another device.",
        f"Started on another device at 10:30 · {usual.label}.",
        "Elsewhere 1 entry was added (Tue 10 Mar).",
    )
    assert shown(laptop) == shown(phone)
    assert {entry.id for entry in shown(phone)} == {entry.id for entry in devices.there()}


@pytest.mark.parametrize("fault", [Fault.DROP_AFTER, Fault.DROP_BEFORE, Fault.HTML, Fault.TRUNCATED])
async def test_what_was_lost_on_its_way_is_no_news_and_has_the_vendors_id(
    devices: Devices, fault: Fault
) -> None:
    vendor, laptop, _, usual = devices
    await refresh(laptop)
    row_id = entries.add(laptop, berlin("10 08:00"), berlin("10 09:00"), assignment=usual).row_id
    entries.change(laptop, row_id, EntryChanges(note="mine"))
    # Whether it can be booked on is asked for first.
    vendor.faults.at(2 if usual else 1, fault)
    assert await deliver_all(laptop) == []
    assert await refresh(laptop) == ()
    [kept] = devices.there()
    assert (
        [(entry.id, entry.note) for entry in shown(laptop)] == [(kept.id, kept.note)] == [(kept.id, "mine")]
    )
    undo(laptop)
    undo(laptop)
    redo(laptop)
    assert await deliver_all(laptop) == []
    assert [entry.note for entry in devices.there()] == [""]
    assert [entry.id for entry in shown(laptop)] == [entry.id for entry in devices.there()]


@HAS_CLOCK
async def test_a_stop_upon_a_clock_that_the_other_device_has_driven_needs_you(devices: Devices) -> None:
    _, laptop, phone, usual = devices
    clocking.start(laptop, berlin("11 08:02"), usual)
    await deliver(laptop)
    await refresh(phone)
    clocking.stop(laptop, berlin("11 11:30"))
    clocking.stop(phone, berlin("11 10:00"))
    clocking.start(phone, berlin("11 10:30"), usual)
    await deliver(phone)
    on, working_on = (f" · {usual.label}", f" · Work · {usual.label}") if usual else ("", "")
    assert (await deliver(laptop)).adopted == (
        "Stopped on another device at 10:00.",
        f"Started on another device at 10:30{on}.",
    )
    row = ledger(laptop)[-1]
    assert row.state is OutboxState.NEEDS_YOU
    assert row.answer == (
        "Another clock runs there than the one that you meant. You asked to clock out at 11:30; "
        f"at {laptop.backend.info.title} you are working since 10:30{working_on}."
    )
    outbox_choices.drop(laptop, row)
    clocking.stop(laptop, berlin("11 11:30"))
    await deliver(laptop)
    assert overview(laptop).state == IDLE
    assert len(devices.there()) == 2


async def test_a_change_of_what_the_other_device_has_deleted_is_refused_in_words(devices: Devices) -> None:
    _, laptop, phone, usual = devices
    await refresh(laptop)
    entries.add(laptop, berlin("10 08:00"), berlin("10 09:00"), assignment=usual)
    await deliver(laptop)
    await refresh(phone)
    [entry] = shown(phone)
    entries.delete(phone, entry.id)
    await deliver(phone)
    entries.change(laptop, entry.id, EntryChanges(note="mine"))
    delivery = await deliver(laptop)
    assert [row.state for row in ledger(laptop)] == [OutboxState.CONFIRMED, OutboxState.REFUSED]
    assert delivery.refused[0].answer
    assert devices.there() == shown(laptop) == []


@KEEPS_CLOCK
async def test_where_the_clock_is_kept_here_each_has_its_own_and_sees_what_the_other_has_booked(
    devices: Devices,
) -> None:
    _, laptop, phone, usual = devices
    for session in (laptop, phone):
        assert await refresh(session) == ()
    clocking.start(phone, berlin("11 08:02"), usual)
    clocking.start(laptop, berlin("11 10:00"), usual)
    assert (await deliver(phone)).adopted == await refresh(laptop) == await refresh(phone) == ()
    clocking.stop(phone, berlin("11 09:00"))
    assert (await deliver(phone)).adopted == ()
    assert await refresh(laptop) == ("Elsewhere 1 entry was added (Wed 11 Mar).",)
    assert isinstance(overview(laptop).state, Working)
    clocking.stop(laptop, berlin("11 11:00"))
    await deliver(laptop)
    assert await refresh(phone) == ("Elsewhere 1 entry was added (Wed 11 Mar).",)
    assert shown(laptop) == shown(phone)
    assert [entry.id for entry in shown(phone)] == [entry.id for entry in devices.there()]
    assert overview(phone).state == overview(laptop).state == IDLE


@KEEPS_CLOCK
async def test_a_clock_that_would_run_over_what_the_other_has_booked_runs_on(devices: Devices) -> None:
    _, laptop, phone, usual = devices
    clocking.start(phone, berlin("11 08:02"), usual)
    clocking.start(laptop, berlin("11 08:30"), usual)
    clocking.stop(phone, berlin("11 09:00"))
    await deliver(phone)
    await refresh(laptop)
    with pytest.raises(Overlap):
        clocking.stop(laptop, berlin("11 11:00"))
    clocking.adjust(laptop, berlin("11 09:00"))
    clocking.stop(laptop, berlin("11 11:00"))
    await deliver(laptop)
    assert len(devices.there()) == 2
