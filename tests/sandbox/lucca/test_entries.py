"""Time entries made, changed and deleted, one by one and in arrays."""

from __future__ import annotations

from typing import Any

import pytest
from tests.domain import berlin
from tests.sandbox.asking import Hand
from tests.sandbox.lucca.asking import Caller, Vendor, caller, entry, made, small

ENTRIES = "/api/v3/timeentries"


def starts(vendor: Vendor) -> list[str]:
    """Where the entries begin that are not deleted."""
    there = [each for each in vendor.state.entries.values() if each.archived_at is None]
    return [each.starts_at.format_iso()[8:16] for each in there]


def batch(vendor: Vendor, wrong: Any = None) -> list[dict[str, Any]]:
    """Thirty entries of three owners; the 17th is wrong where that is asked for."""
    names = ("Ann", "Ben", "Lea")
    bodies = [entry(vendor, names[place % 3], f"{place // 3 + 1:02}T09:00") for place in range(30)]
    if wrong:
        bodies[16] |= wrong
    return bodies


def test_what_was_made_is_told_with_all_that_the_vendor_adds(vendor: Vendor, ann: Caller) -> None:
    body = entry(vendor, creationSource=4, comment={"content": "call with supplier"})
    data = ann("POST", ENTRIES, body).data
    key = vendor.state.keys[vendor.keys["Ann"]]
    assert {name: data[name] for name in ("ownerId", "startsAt", "duration", "unit", "creationSource")} == {
        name: body[name] for name in ("ownerId", "startsAt", "duration", "unit", "creationSource")
    }
    assert (data["authorId"], data["modifierId"], data["layer"]) == (key.id, key.id, 0)
    assert (data["createdAt"], data["timesheetId"], data["archivedAt"]) == ("2026-03-11T12:41:00", None, None)
    assert data["comment"]["content"] == "call with supplier"


def test_one_array_for_several_owners(vendor: Vendor, ann: Caller) -> None:
    answer = ann("POST", ENTRIES, batch(vendor))
    assert [item["ownerId"] for item in answer.items] == [101, 102, 103] * 10
    assert len(starts(vendor)) == 30
    assert ann("POST", ENTRIES, []).items == []


def test_one_wrong_element_leaves_all_undone_and_is_named(vendor: Vendor, ann: Caller) -> None:
    bodies = batch(vendor, {"duration": "16:00:00"})
    bodies[20]["unit"] = 1
    answer = ann("POST", ENTRIES, bodies)
    assert answer.status == 400
    first, second = answer.message.split("\n")
    assert first.startswith("[16]: A TimeEntry cannot overlap 2 different days")
    assert second.startswith("[20]: unit:")
    assert starts(vendor) == []


def test_or_those_before_it_are_done_with_an_even_seed(hand: Hand) -> None:
    vendor = small(seed=2, hand=hand)
    answer = caller(vendor, "Ann")("POST", ENTRIES, batch(vendor, {"axisSections": []}))
    assert (answer.status, answer.message[:5]) == (400, "[16]:")
    assert len(starts(vendor)) == 16


def test_a_change_keeps_what_it_leaves_out(vendor: Vendor, ann: Caller, hand: Hand) -> None:
    before = made(ann, vendor, creationSource=4, comment={"content": "x"})
    hand.now = berlin("12 08:00")
    after = ann("PUT", f"{ENTRIES}/{before['id']}", {"id": before["id"], "duration": "02:00:00"}).data
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"duration", "endsAt", "creationSource", "modifiedAt"}
    assert (after["creationSource"], after["modifiedAt"]) == (2, "2026-03-12T08:00:00")
    without = ann("PUT", f"{ENTRIES}/{before['id']}", {"comment": None}).data
    assert without["comment"] is None


def test_a_change_by_another_key_names_it(vendor: Vendor, ann: Caller, ben: Caller) -> None:
    before = made(ann, vendor, name="Ben")
    after = ben("PUT", f"{ENTRIES}/{before['id']}", {"comment": {"content": "mine"}}).data
    key = vendor.state.keys[vendor.keys["Ben"]]
    assert (after["modifierId"], after["authorId"]) == (key.id, before["authorId"])


@pytest.mark.parametrize("body", [{"id": 7}, {"ownerId": 102}, [], 7, {"comment": "text"}, {"unit": True}])
def test_what_a_change_cannot_say(vendor: Vendor, ann: Caller, body: object) -> None:
    before = made(ann, vendor)
    assert ann("PUT", f"{ENTRIES}/{before['id']}", body).status == 400
    assert ann.read(f"timeentries/{before['id']}").data == before


def test_several_are_changed_by_their_ids(vendor: Vendor, ann: Caller) -> None:
    ids = [made(ann, vendor, at=at)["id"] for at in ("09T09:00", "10T09:00")]
    answer = ann("PUT", ENTRIES, [{"id": number, "duration": "00:30:00"} for number in ids])
    assert [item["duration"] for item in answer.items] == ["00:30:00", "00:30:00"]
    assert ann("PUT", ENTRIES, {"id": ids[0], "unit": 2}).data["id"] == ids[0]
    assert ann("PUT", ENTRIES, [{"duration": "00:30:00"}]).status == 400


def test_deleting_stamps_and_hides(vendor: Vendor, ann: Caller) -> None:
    there = made(ann, vendor)
    path = f"{ENTRIES}/{there['id']}"
    answer = ann("DELETE", path)
    assert (answer.status, answer.text) == (200, "")
    assert ann("GET", path).data["archivedAt"] == "2026-03-11T12:41:00"
    assert [ann("DELETE", path).status, ann("PUT", path, {}).status] == [404, 404]
    assert ann("DELETE", f"{ENTRIES}/999999").status == 404


def test_several_are_deleted_by_a_body(vendor: Vendor, ann: Caller) -> None:
    ids = [
        made(ann, vendor, name=name, at=at)["id"]
        for name, at in (("Ann", "09T09:00"), ("Ben", "09T09:00"), ("Ben", "10T09:00"))
    ]
    assert ann("DELETE", ENTRIES, [{"id": ids[0]}, {"id": 999}]).status == 404
    assert len(starts(vendor)) == 3
    answer = ann("DELETE", ENTRIES, [{"id": number} for number in ids[:2]])
    assert (answer.status, starts(vendor)) == (200, ["10T09:00"])
    assert ann("DELETE", ENTRIES, [{"ID": 1}]).status == 400


def test_theoretical_rows_cannot_be_written(vendor: Vendor, ann: Caller) -> None:
    number = min(vendor.state.theoretical)
    assert ann.read(f"timeentries/{number}").data["layer"] == 1
    assert ann("PUT", f"{ENTRIES}/{number}", {"duration": "01:00:00"}).status == 400
    assert ann("DELETE", f"{ENTRIES}/{number}").status == 400


def test_writing_for_somebody_out_of_reach_is_forbidden(vendor: Vendor, ann: Caller, ben: Caller) -> None:
    there = made(ann, vendor)
    assert ben("POST", ENTRIES, [entry(vendor, "Ben"), entry(vendor)]).status == 403
    assert [ben(verb, f"{ENTRIES}/{there['id']}", {}).status for verb in ("PUT", "DELETE")] == [404, 404]
    assert len(starts(vendor)) == 1
    assert ann("POST", ENTRIES, entry(vendor, ownerId=999)).status == 400


def test_overlapping_entries_are_let_in(vendor: Vendor, ann: Caller) -> None:
    made(ann, vendor)
    made(ann, vendor)
    assert starts(vendor) == ["10T09:40", "10T09:40"]
