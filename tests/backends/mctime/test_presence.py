"""Who is clocked in, and who is not told about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.backends.mctime.canned import backend_with
from tests.backends.mctime.office import ANN, BEN, LEA, Office, Vendor
from tests.domain import berlin
from whenever import Instant

from punchcard.backends.errors import BadCredentials, Garbled
from punchcard.backends.mctime import presence as presence_module
from punchcard.core.groups import Filters
from punchcard.core.people import Person
from punchcard.sandbox.mctime.filling.tree import add_path
from punchcard.sandbox.mctime.records import Break, Clock, Manners

SINCE = berlin("11 08:02")


def start(
    vendor: Vendor, person: str, *, on: str = "Berger Works", kind: str = "work", breaks: Any = ()
) -> str:
    user = vendor.state.person_named(person)
    organization = vendor.state.organization_at(on)
    clock = Clock(vendor.state.new_id(), user.id, SINCE.to_instant(), kind, organization.id, "stock", breaks)
    vendor.state.clocks[user.id] = clock
    return user.id


async def test_those_who_are_at_work_are_told_by_name(place: Office) -> None:
    vendor = place.vendor()
    pause = Break(vendor.state.new_id(), Instant.from_timestamp(SINCE.timestamp() + 3600), None)
    ben = start(vendor, BEN, on="Berger Works/Northwind/Portal", kind="home_office", breaks=(pause,))
    start(vendor, ANN)
    attendance = await place.backend(vendor).presence.clocked_in([], Filters())
    assert [each.person.name for each in attendance.present] == [ANN, BEN]
    assert attendance.unseen == ()
    found = attendance.present[1]
    assert (found.person, found.on_break, found.since) == (Person(ben, BEN), True, SINCE)
    assert place.sent() == ["GET clock"]


@pytest.mark.parametrize("lists_idle", [True, False])
async def test_who_does_not_work_is_neither_present_nor_unseen(place: Office, lists_idle: bool) -> None:
    vendor = place.vendor(manners=Manners(lists_idle=lists_idle))
    backend, lea = place.backend(vendor), vendor.state.person_named(LEA).id
    assert await backend.presence.clocked_in([lea], Filters()) == await backend.presence.clocked_in(
        [], Filters()
    )
    assert (await backend.presence.clocked_in([lea], Filters())).present == ()


async def test_45_people_at_work_are_read_in_three_pages(place: Office) -> None:
    vendor = place.vendor(people=45)
    for user in list(vendor.state.users.values()):
        start(vendor, user.name)
    backend = place.backend(vendor)
    everybody = await backend.presence.clocked_in([], Filters())
    assert {each.person.id for each in everybody.present} == set(vendor.state.users)
    assert [sent.all("page") for sent in place.watch.sent] == [["1"], ["2"], ["3"]]
    place.sent()
    assert await backend.presence.clocked_in(list(vendor.state.users), Filters()) == everybody
    assert [len(sent.all("userIds")) for sent in place.watch.sent] == [20, 20, 5]


async def test_what_is_filtered_by_goes_along(place: Office) -> None:
    vendor = place.vendor()
    ben = start(vendor, BEN, on="Berger Works/Contoso", kind="home_office")
    start(vendor, ANN)
    contoso = vendor.state.organization_at("Berger Works/Contoso")
    booked = Filters(types=("home_office", "travel"), references=(("organization", contoso.id),))
    named = Filters(names=(("organization", "Contoso"),))
    presence = place.backend(vendor).presence
    for filters in (booked, named, replace(named, types=("home_office",))):
        assert [each.person.id for each in (await presence.clocked_in([], filters)).present] == [ben]
    assert place.watch.sent[0].all("timeTypes") == ["home_office", "travel"]
    assert place.watch.sent[1].all("organizationNames") == ["Contoso"]
    assert (await presence.clocked_in([], Filters(types=("sick",)))).present == ()


async def test_whoever_works_below_is_found_too(place: Office) -> None:
    vendor = place.vendor(people=5)
    names = [user.name for user in vendor.state.users.values()]
    add_path(vendor.state, vendor.state.organization_at("Brandt Labs/Fabrikam").id, "Port of  Call")
    works, portal, port = (
        "Berger Works",
        "Berger Works/Northwind/Portal",
        "Brandt Labs/Fabrikam/Port of  Call",
    )
    ids = [start(vendor, name, on=on) for name, on in zip(names, (works, portal, portal, port), strict=False)]
    presence = place.backend(vendor).presence

    async def found(*paths: str, people: Sequence[str] = ()) -> list[str]:
        nodes = tuple(("organization", vendor.state.organization_at(path).id) for path in paths)
        attendance = await presence.clocked_in(people, Filters(references=nodes))
        assert attendance.unseen == ()
        return [each.person.id for each in attendance.present]

    assert set(await found(works)) == set(ids[:3])
    assert place.sent() == ["GET clock", "GET organizations", "GET organizations"]
    assert set(await found("Berger Works/Northwind")) == set(ids[1:3])
    assert set(await found("Berger Works/Contoso")) == set()
    assert set(await found(portal, "Brandt Labs")) == set(ids[1:4])
    assert set(await found(works, people=ids[1:2])) == {ids[1]}


async def test_what_is_not_told_is_asked_for_on_the_node_itself(place: Office) -> None:
    vendor = place.vendor(manners=Manners(sparse_clock=True))
    ben = start(vendor, BEN, on="Berger Works/Northwind")
    start(vendor, ANN, on="Berger Works/Northwind/Portal")
    northwind = vendor.state.organization_at("Berger Works/Northwind").id
    attendance = await place.backend(vendor).presence.clocked_in(
        [], Filters(references=(("organization", northwind),))
    )
    assert [each.person.id for each in attendance.present] == [ben]
    assert attendance.unseen == (
        "McTime does not tell what Ann Berger works on: it may be something below what you asked for.",
    )
    assert place.watch.sent[-1].all("organizationIds") == [northwind]


async def test_who_may_not_be_seen_is_not_said_to_be_away(place: Office) -> None:
    vendor = place.vendor()
    ann, ben = start(vendor, ANN), start(vendor, BEN)
    attendance = await place.backend(vendor, BEN).presence.clocked_in([ann, ben], Filters())
    assert [each.person.id for each in attendance.present] == [ben]
    [sentence] = attendance.unseen
    assert sentence.startswith("McTime does not tell the clock of ")


@pytest.mark.parametrize(
    "item",
    [
        {"message": "User not\u202e allowed\x1b[31m", "data": None},
        {"message": "User not allowed", "data": {"userId": "u2"}},
        {"message": "User not allowed", "valid": False},
        {"userId": "u2", "error": "User not allowed", "status": 400},
        {"userId": "u2", "clockedIn": None, "message": "User not allowed"},
    ],
)
@pytest.mark.parametrize("valid", [True, False, None])
async def test_an_item_that_is_no_clock_is_said_in_its_words(
    tmp_path: Path, item: object, valid: Any
) -> None:
    ann = {"userId": "u1", "userFirstName": "Ann", "userLastName": None, "clockedIn": True, "onBreak": None}
    backend = backend_with(str(tmp_path), {"clock": {"items": [item, ann], "valid": valid}})
    attendance = await backend.presence.clocked_in(["u1", "u2"], Filters())
    assert [(each.person.name, each.since) for each in attendance.present] == [("Ann", None)]
    [sentence] = attendance.unseen
    assert sentence.endswith(": “User not allowed”.")


async def test_a_service_that_repeats_its_page_comes_to_an_end(tmp_path: Path) -> None:
    items = [
        {"userId": f"u{n}", "clockedIn": True, "from": "2026-03-11T07:02:00Z", "type": "siesta",
         "organizationId": "o1", "organizationName": "Labs", "comment": "a\nb"}
        for n in range(20)
    ]  # fmt: skip
    attendance = await backend_with(str(tmp_path), {"clock": {"items": items}}).presence.clocked_in(
        [], Filters()
    )
    assert len(attendance.present) == 20
    one = attendance.present[0]
    assert (one.since, one.note, one.assignment.label) == (SINCE, "a b", "Labs")
    assert one.time_type is not None
    assert one.time_type.id == "siesta"


async def test_a_list_without_an_end_is_no_list_of_who_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence_module, "MOST_PAGES", 5)

    def answer(request: httpx.Request) -> object:
        page = request.url.params["page"]
        return [{"userId": f"u{page}-{n}", "clockedIn": True, "type": "work"} for n in range(20)]

    presence = backend_with(str(tmp_path), {"clock": answer}).presence
    with pytest.raises(Garbled, match="list of who is clocked in that cannot be read to its end"):
        await presence.clocked_in([], Filters())


async def test_a_bad_key_is_no_empty_house(place: Office) -> None:
    with pytest.raises(BadCredentials):
        await place.backend(place.vendor(), key="no-such-key").presence.clocked_in([], Filters())
