"""An entry is deleted if it is still the one that was seen, and gone when reading says so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.backends.mctime.bookings import kept, put
from tests.backends.mctime.canned import backend_with, enveloped
from tests.backends.mctime.office import ANN, Office, Vendor
from tests.backends.outcomes import refusal
from tests.domain import berlin
from whenever import Date

from punchcard.backends.errors import Unaddressable
from punchcard.backends.mctime import McTimeBackend
from punchcard.backends.outcomes import Absent, Confirmed, NotSent, Unanswered
from punchcard.core.changes import DeleteEntry, SaveEntry
from punchcard.core.entries import Entry
from punchcard.core.groups import Filters, Period
from punchcard.core.identifiers import new_id
from punchcard.sandbox.faults import Fault
from punchcard.sandbox.mctime.records import ApprovalStatus, Creation, Manners

MARCH = Period(Date(2026, 3, 1), Date(2026, 3, 31))
FORMS: list[tuple[Manners, list[str]]] = [
    (Manners(delete="path"), ["DELETE times/ID"]),
    (Manners(delete="query", no_such_method=404), ["DELETE times/ID", "GET times/ID", "DELETE times"]),
    (Manners(delete="query", no_such_method=405), ["DELETE times/ID", "GET times/ID", "DELETE times"]),
]


@pytest.mark.parametrize(("manners", "calls"), FORMS)
async def test_it_is_read_deleted_in_the_form_that_is_there_and_read_again(
    place: Office, manners: Manners, calls: list[str]
) -> None:
    vendor = place.vendor(manners=manners)
    other = put(vendor, "10 13:00", "10 14:00")
    backend, entry = await _known(place, vendor, "10 08:00", "10 12:00")
    change = DeleteEntry(new_id(), entry)
    assert await backend.entries.settle(change) == Absent()
    place.sent()
    assert await backend.entries.delete(change) == Confirmed(None)
    sent = [each.replace(entry.id, "ID") for each in place.sent()]
    assert sent == ["GET times/ID", *calls, "GET times/ID"]
    assert list(vendor.state.entries) == [other]
    assert await backend.entries.settle(change) == Confirmed(None)
    assert await backend.entries.delete(change) == Confirmed(None)
    assert not [each for each in place.sent() if each.startswith("DELETE")]


@pytest.mark.parametrize(("manners", "calls"), FORMS)
async def test_a_clock_that_could_not_be_saved_is_removed(
    place: Office, manners: Manners, calls: list[str]
) -> None:
    del calls
    vendor = place.vendor(manners=manners)
    backend, entry = await _known(
        place, vendor, "10 08:00", "10 12:00", type="clocking", creation=Creation.CLOCK, is_invalid=True
    )
    assert await backend.entries.delete(DeleteEntry(new_id(), entry)) == Confirmed(None)
    assert vendor.state.entries == {}


@pytest.mark.parametrize(
    ("meanwhile", "why"),
    [
        ({"status": ApprovalStatus.APPROVED}, "approved at McTime"),
        ({"status": ApprovalStatus.UNDER_APPROVAL}, "under approval"),
        ({"until": berlin("10 12:30").to_instant()}, "from 08:00 – 12:30 yesterday now"),
    ],
)
async def test_what_is_another_thing_by_now_stays(place: Office, meanwhile: dict[str, Any], why: str) -> None:
    vendor = place.vendor()
    backend, entry = await _known(place, vendor, "10 08:00", "10 12:00")
    vendor.state.entries[entry.id] = replace(kept(vendor, entry.id), **meanwhile)
    assert why in refusal(await backend.entries.delete(DeleteEntry(new_id(), entry)))
    assert entry.id in vendor.state.entries
    assert not [each for each in place.sent() if each.startswith("DELETE")]


async def test_a_clock_that_was_saved_after_all_stays(place: Office) -> None:
    vendor = place.vendor()
    backend, entry = await _known(
        place, vendor, "10 08:00", "10 12:00", type="clocking", creation=Creation.CLOCK, is_invalid=True
    )
    vendor.state.entries[entry.id] = replace(kept(vendor, entry.id), type="work", is_invalid=False)
    why = refusal(await backend.entries.delete(DeleteEntry(new_id(), entry)))
    assert why.startswith("McTime has saved this clock meanwhile: it is 08:00 – 12:00 yesterday (Work")
    assert entry.id in vendor.state.entries


async def test_an_id_is_a_part_of_a_path_and_no_more(tmp_path: Path) -> None:
    entry = _entry(id="../users?x=1")
    backend = backend_with(str(tmp_path), {})
    with pytest.raises(Unaddressable):
        await backend.entries.delete(DeleteEntry(new_id(), entry))


@pytest.mark.parametrize("answer", [(200, '"Success!"'), (200, {"items": [], "valid": True}), (204, "")])
async def test_a_deletion_is_judged_by_reading_whatever_was_answered(
    tmp_path: Path, answer: tuple[int, Any]
) -> None:
    service = _Service(answer)
    backend = backend_with(str(tmp_path), {"times/e1": service, "times": service})
    service.is_gone_after = True
    assert await backend.entries.delete(DeleteEntry(new_id(), _entry())) == Confirmed(None)
    service.is_there, service.is_gone_after = True, False
    why = refusal(await backend.entries.delete(DeleteEntry(new_id(), _entry())))
    assert why.startswith("McTime took the deletion, and still has the entry.")


async def test_a_deletion_that_cannot_be_looked_at_afterwards_may_have_happened(tmp_path: Path) -> None:
    service = _Service((200, enveloped({})))
    service.is_silent_after = True
    backend = backend_with(str(tmp_path), {"times/e1": service, "times": service})
    assert isinstance(await backend.entries.delete(DeleteEntry(new_id(), _entry())), Unanswered)


async def test_where_neither_form_is_there_it_says_so(tmp_path: Path) -> None:
    service = _Service((405, ""))
    backend = backend_with(str(tmp_path), {"times/e1": service, "times": service})
    why = refusal(await backend.entries.delete(DeleteEntry(new_id(), _entry())))
    assert why == "McTime does not let entries be deleted from here. Delete it at McTime itself."


class _Service:
    """One entry, and what a deletion of it is answered with."""

    def __init__(self, answer: tuple[int, Any]) -> None:
        self.answer = answer
        self.is_there, self.was_asked = True, False
        self.is_gone_after = self.is_silent_after = False

    def __call__(self, request: httpx.Request) -> Any:
        if request.method == "DELETE":
            self.is_there, self.was_asked = not self.is_gone_after, True
            return self.answer
        if self.is_silent_after and self.was_asked:
            return 503, ""
        if request.url.path.endswith("/times"):
            return enveloped({"timeEntries": [], "page": "1", "pageSize": "1"})
        return enveloped(_told()) if self.is_there else (404, enveloped(None, "Not found", valid=False))


def _told() -> dict[str, Any]:
    return {
        "id": "e1", "userId": "u1", "from": "2026-03-10T08:00:00+01:00", "to": "2026-03-10T12:00:00+01:00",
        "breaks": None, "type": "work", "approvalStatus": "not_approved_yet", "creationType": "null",
    }  # fmt: skip


def _entry(**changed: Any) -> Entry:
    start, end = berlin("10 08:00"), berlin("10 12:00")
    return replace(Entry("e1", "u1", start.date(), start, end), **changed)


async def test_where_the_day_cannot_be_read_first_nothing_was_sent(place: Office) -> None:
    vendor = place.vendor()
    backend, entry = await _known(place, vendor, "10 08:00", "10 12:00")
    changed = replace(entry, note="changed")
    vendor.faults.always(Fault.SERVER_ERROR)
    for change in (SaveEntry(new_id(), entry), SaveEntry(new_id(), changed, entry)):
        assert isinstance(await backend.entries.save(change), NotSent)
    assert isinstance(await backend.entries.delete(DeleteEntry(new_id(), entry)), NotSent)
    assert {each.split()[0] for each in place.sent()} == {"GET"}


async def _known(
    place: Office, vendor: Vendor, since: str, until: str, **more: Any
) -> tuple[McTimeBackend, Entry]:
    an_id, backend = put(vendor, since, until, **more), place.backend(vendor)
    listed = await backend.entries.list([vendor.state.person_named(ANN).id], MARCH, Filters())
    place.sent()
    return backend, next(each for each in listed if each.id == an_id)
