"""Entries: listed with every filter, saved over others, edited as a whole, and deleted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.domain import HOSTILE
from tests.sandbox.mctime.asking import (
    ANN,
    BEN,
    DEVELOPMENT,
    LABS,
    LEA,
    UNAUTHORIZED,
    WORKS,
    Caller,
    Vendor,
    at,
    booked,
    caller,
    entry,
    organization,
    small,
)

from punchcard.sandbox.mctime.records import ApprovalStatus, Creation, Grant, Role
from punchcard.sandbox.mctime.server import GENERATIONS, mctime_vendor

LISTED = {
    "id", "from", "to", "breaks", "comment", "type", "organizationId", "organizationName", "approvalStatus",
    "creationType",
}  # fmt: skip
SINGLE = (LISTED - {"organizationId"}) | {"userId", "userName", "category"}
FINAL = [ApprovalStatus.APPROVED, ApprovalStatus.EXPORTED]


def test_an_entry_is_made_and_listed(vendor: Vendor, ben: Caller) -> None:
    sent = entry(
        "10 08:00", "10 16:30", ("10 12:00", "10 12:30"), comment=HOSTILE,
        organization={"id": organization(vendor), "name": "nonsense"},
    )  # fmt: skip
    made = ben.save(sent)
    assert (made.status, made["valid"], made.data["creationType"]) == (200, True, "times")
    assert set(made.data) == SINGLE - {"userName", "approvalStatus"}
    listed = ben.listed()
    (person,) = listed.data["timeEntries"]
    assert (person["userId"], person["userName"]) == (ben.id, BEN)
    assert (person["userFirstName"], person["userLastName"]) == ("Ben", "Okafor")
    (found,) = person["times"]
    assert set(found) == LISTED
    assert (found["from"], found["to"], found["comment"]) == (sent["from"], sent["to"], HOSTILE)
    assert (found["organizationId"], found["approvalStatus"]) == (organization(vendor), "not_approved_yet")
    assert [(each["from"], each["to"]) for each in found["breaks"]] == [(at("10 12:00"), at("10 12:30"))]
    single = ben("GET", f"times/{found['id']}")
    assert (set(single.data), single.data["category"]) == (SINGLE, "productive")


def test_the_shapes_that_differ(vendor: Vendor, ben: Caller) -> None:
    typed = booked(vendor, BEN, "09 08:00", "09 09:00")
    clocked = booked(vendor, BEN, "10 08:00", "10 09:00", creation=Creation.CLOCK)
    edited = booked(vendor, BEN, "11 08:00", "11 09:00", creation=None)
    found = {each["id"]: each for each in ben.listed().times}
    assert [found[each.id]["breaks"] for each in (typed, clocked, edited)] == [[], None, []]
    assert [found[each.id]["creationType"] for each in (typed, clocked, edited)] == ["times", "clock", "null"]
    single = ben("GET", f"times/{edited.id}")
    assert (single.data["breaks"], single.data["creationType"]) == (None, None)
    assert single.message != ben.listed().message


@pytest.mark.parametrize(
    ("first", "last", "status"),
    [
        (None, "12 00:00", 400), ("01 00:00", None, 400), ("12 00:00", "11 00:00", 400),
        ("2025-03-10T00:00:00+01:00", "11 00:00", 200), ("2025-03-09T23:59:59+01:00", "11 00:00", 400),
        ("2026-03-01T00:00:00", "11 00:00", 400), ("2026-03-01T00:00:00 01:00", "11 00:00", 400),
        ("2026-03-01", "11 00:00", 400), ("2026-03-01T00:00:00Z", "11 00:00", 200),
    ],
)  # fmt: skip
def test_the_stretch_of_a_list(ben: Caller, first: str | None, last: str | None, status: int) -> None:
    given = {name: text for name, text in (("from", first), ("to", last)) if text is not None}
    params = {name: text if "-" in text else at(text) for name, text in given.items()}
    assert ben("GET", "times", **params).status == status


def test_a_plus_that_is_not_encoded_is_a_space(ben: Caller) -> None:
    window = "times?from=2026-03-01T00:00:00{}01:00&to=2026-03-11T00:00:00{}01:00"
    assert ben("GET", window.format("%2B", "%2B")).status == 200
    assert ben("GET", window.format("+", "+")).status == 400


def test_the_bounds_look_at_the_start_alone(vendor: Vendor, ben: Caller) -> None:
    night = booked(vendor, BEN, "09 22:00", "10 06:00")
    at_the_bound = booked(vendor, BEN, "10 07:00", "10 08:00")
    assert [each["id"] for each in ben.listed("10 00:00", "11 00:00").times] == [at_the_bound.id]
    assert [each["id"] for each in ben.listed("09 00:00", "10 00:00").times] == [night.id]
    assert ben.listed("10 07:00", "11 00:00").times == ben.listed("10 00:00", "10 07:00").times == []


def test_every_filter(vendor: Vendor, ann: Caller) -> None:
    state = vendor.state
    ours = booked(vendor, ANN, "09 08:00", "09 09:00", ApprovalStatus.APPROVED)
    bens = booked(vendor, BEN, "09 08:00", "09 09:00", ApprovalStatus.UNDER_APPROVAL, path=WORKS)
    leas = booked(vendor, LEA, "09 08:00", "09 09:00", path=f"{WORKS}/Contoso/Support")
    state.keep(replace(leas, type="sick"))

    def found(**filters: Any) -> set[str]:
        return {each["id"] for each in ann.listed(**filters).times}

    assert found() == {ours.id, bens.id, leas.id}
    assert found(userIds=[ours.user, leas.user]) == {ours.id, leas.id}
    assert found(timeTypes=["sick", "vacation"]) == {leas.id}
    assert found(approvalStatuses=["approved", "not_approved_yet"]) == {ours.id, leas.id}
    assert found(organizationIds=organization(vendor)) == {ours.id}
    assert found(organizationNames=["Support", WORKS]) == {bens.id, leas.id}
    assert found(organizationIds=organization(vendor), organizationNames="nonsense") == {ours.id}
    assert found(userIds=bens.user, approvalStatuses="approved") == set()
    assert found(userIds="") == found()
    assert ann.listed(timeTypes="nonsense").status == ann.listed(approvalStatuses="nonsense").status == 400
    assert found(**{"userIds[]": bens.user}) == found()


def test_what_somebody_may_not_name(vendor: Vendor, ann: Caller, ben: Caller) -> None:
    foreign = organization(vendor, LABS)
    foreign_names: tuple[dict[str, Any], ...] = (
        {"userIds": [ben.id, ann.id]}, {"userIds": "nobody"}, {"userIds": f"{ben.id},{ben.id}"},
        {"organizationIds": foreign}, {"organizationIds": "x"}, {"organizationNames": LABS},
        {"organizationNames": [WORKS, "nonsense"]},
    )  # fmt: skip
    for named in foreign_names:
        answer = ben.listed(**named)
        assert (answer.status, answer.body) == (401, UNAUTHORIZED)
    assert ben.listed().status == ann.listed(organizationIds=foreign).status == 200


def test_what_somebody_may_not_see_is_left_out(vendor: Vendor, ben: Caller) -> None:
    for name in (ANN, BEN, LEA):
        booked(vendor, name, "09 08:00", "09 09:00")
    assert [each["userId"] for each in ben.listed().data["timeEntries"]] == [ben.id]
    foreign = booked(vendor, ANN, "10 08:00", "10 09:00")
    assert ben("GET", f"times/{foreign.id}").body == UNAUTHORIZED
    assert ben("GET", "times/nonsense").status == 404


def test_roles_are_held_in_an_organization_and_below(vendor: Vendor, lea: Caller) -> None:
    northwind, state = organization(vendor, f"{WORKS}/Northwind"), vendor.state
    state.users[lea.id] = replace(
        state.users[lea.id],
        grants=(Grant(Role.EMPLOYEE, organization(vendor, WORKS)), Grant(Role.MANAGER, northwind)),
    )
    ben = state.person_named(BEN)
    assert {each["id"] for each in lea("GET", "users").data["users"]} == {lea.id}
    state.users[ben.id] = replace(ben, grants=(*ben.grants, Grant(Role.EMPLOYEE, organization(vendor))))
    assert {each["id"] for each in lea("GET", "users").data["users"]} == {lea.id, ben.id}
    there, elsewhere = (
        booked(vendor, BEN, f"{day} 08:00", f"{day} 09:00", path=path)
        for day, path in (("09", DEVELOPMENT), ("10", f"{WORKS}/Contoso"))
    )
    assert [each["id"] for each in lea.listed().times] == [there.id]
    assert lea("GET", f"times/{elsewhere.id}").status == 401
    assert lea.save(entry("11 08:00", "11 09:00"), userId=ben.id).status == 200


def test_pages_of_20_people() -> None:
    vendor = small(people=45)
    ann, names = caller(vendor, ANN), list(vendor.keys)
    for name in names[::2]:
        booked(vendor, name, "09 08:00", "09 09:00")
    pages = [ann.listed(page=page).data for page in (1, 2, 3, 4)]
    assert [len(page["timeEntries"]) for page in pages] == [20, 20, 5, 0]
    assert [(page["page"], page["pageSize"]) for page in pages] == [(str(page), "3") for page in (1, 2, 3, 4)]
    everybody = {person["userId"] for page in pages for person in page["timeEntries"]}
    assert everybody == set(vendor.state.users)
    vendor.state.manners.lists_idle = False
    pages = [ann.listed(page=page).data for page in (1, 2)]
    assert [(len(page["timeEntries"]), page["pageSize"]) for page in pages] == [(20, "2"), (3, "2")]
    assert ann.listed(page=0).status == ann.listed(page="x").status == 400


@pytest.mark.parametrize(
    "wrong",
    [
        {"from": None}, {"to": None}, {"timeType": None}, {"timeType": "working"}, {"to": at("10 08:00")},
        {"from": "2026-03-10T08:00:00"}, {"breaks": [{"from": at("10 12:00")}]}, {"breaks": "x"},
        {"breaks": [{"from": at("10 12:00"), "to": at("10 12:00")}]}, {"organization": "x"}, {"comment": []},
        {"organization": {"id": 7}},
    ],
)  # fmt: skip
def test_what_cannot_be_read_refuses_everything(vendor: Vendor, ben: Caller, wrong: dict[str, Any]) -> None:
    answer = ben.save(entry("09 08:00", "09 09:00"), entry("10 08:00", "10 16:00") | wrong)
    assert (answer.status, answer["valid"]) == (400, False)
    assert not vendor.state.entries


def test_nothing_to_save_is_no_call(ben: Caller) -> None:
    assert ben.save().status == ben("POST", "times", {"times": 7}).status == 400


def test_an_entry_over_older_ones_takes_their_place(vendor: Vendor, ben: Caller) -> None:
    before = booked(vendor, BEN, "10 07:00", "10 08:00")
    for span in (("10 07:59", "10 08:30"), ("10 15:59", "10 18:00")):
        booked(vendor, BEN, *span)
    saved = ben.save(entry("10 08:00", "10 16:00"))
    assert (saved.status, saved["valid"]) == (201, True)
    assert set(vendor.state.entries) == {before.id, saved.data["id"]}


@pytest.mark.parametrize("status", FINAL)
def test_nothing_is_saved_over_what_is_approved(status: ApprovalStatus) -> None:
    for failure, told in (("inside", 200), ("disguised", 200), ("status", 400)):
        vendor = small(failure=failure)
        ben, kept = caller(vendor, BEN), dict[str, Any]()
        booked(vendor, BEN, "10 09:00", "10 10:00", status)
        booked(vendor, BEN, "10 11:00", "10 12:00")
        kept |= vendor.state.entries
        refused = ben.save(entry("10 08:00", "10 16:00"))
        assert (refused.status, refused["valid"], set(refused["items"][0])) == (told, False, {"message"})
        assert vendor.state.entries == kept


def test_an_edit_is_of_the_whole_entry(vendor: Vendor, ben: Caller) -> None:
    full = entry("10 08:00", "10 16:00", ("10 12:00", "10 12:30"), comment="x",
                 organization={"id": organization(vendor)})  # fmt: skip
    made = ben.save(full).data["id"]
    edited = ben.save({"id": made, "from": at("10 09:00"), "to": at("10 16:00"), "timeType": "travel"})
    assert (edited.status, edited.data["id"], edited.data["creationType"]) == (200, made, None)
    (found,) = ben.listed().times
    assert (found["breaks"], found["comment"], found["creationType"]) == ([], "", "null")
    assert (found["type"], found["organizationName"]) == ("travel", WORKS)
    assert (found["from"], found["approvalStatus"]) == (at("10 09:00"), "not_approved_yet")


def test_an_edit_of_what_waits_or_was_disapproved_is_open_again(vendor: Vendor, ben: Caller) -> None:
    for day, status in (("09", ApprovalStatus.UNDER_APPROVAL), ("10", ApprovalStatus.DISAPPROVED)):
        kept = booked(vendor, BEN, f"{day} 08:00", f"{day} 09:00", status)
        assert ben.save(entry(f"{day} 08:00", f"{day} 10:00", id=kept.id)).status == 200
        assert vendor.state.entries[kept.id].status is ApprovalStatus.NOT_APPROVED_YET


@pytest.mark.parametrize("status", FINAL)
def test_what_is_approved_is_neither_edited_nor_deleted(status: ApprovalStatus) -> None:
    for failure, told in (("inside", 200), ("status", 400)):
        vendor = small(failure=failure)
        ben, kept = caller(vendor, BEN), booked(vendor, BEN, "10 08:00", "10 09:00", status)
        for refused in (
            ben.save(entry("10 08:00", "10 10:00", id=kept.id)), ben("DELETE", f"times/{kept.id}")
        ):  # fmt: skip
            assert (refused.status, refused["valid"], "data" in refused["items"][0]) == (told, False, False)
        assert vendor.state.entries == {kept.id: kept}


def test_several_entries_in_one_call(vendor: Vendor, ben: Caller) -> None:
    booked(vendor, BEN, "10 09:00", "10 10:00", ApprovalStatus.APPROVED)
    booked(vendor, BEN, "11 09:00", "11 10:00")
    answer = ben.save(
        entry("09 08:00", "09 09:00"), entry("10 08:00", "10 11:00"), entry("11 08:00", "11 09:30"),
        entry("12 08:00", "12 09:00", id="unknown"),
    )  # fmt: skip
    assert (answer.status, answer["valid"]) == (201, False)
    assert ["data" in item for item in answer["items"]] == [True, False, True, False]
    assert len(vendor.state.entries) == 3


def test_entries_of_others(vendor: Vendor, ann: Caller, ben: Caller, lea: Caller) -> None:
    made = ann.save(entry("10 08:00", "10 09:00"), userId=ben.id).data
    assert (made["userId"], vendor.state.entries[made["id"]].user) == (ben.id, ben.id)
    assert lea("GET", f"times/{made['id']}").status == 200
    assert lea.save(entry("10 10:00", "10 11:00"), userId=ben.id)["valid"] is False
    assert lea("DELETE", f"times/{made['id']}").status == 401
    assert ann.save(entry("10 08:00", "10 10:00", id=made["id"]))["valid"] is False
    assert ann("DELETE", f"times/{made['id']}").status == 200
    vendor.state.manners.failure = "status"
    assert ben.save(entry("10 10:00", "10 11:00"), userId=ann.id).status == 401
    assert not vendor.state.entries


def test_an_entry_is_deleted_by_path_or_by_query() -> None:
    for other, generation in enumerate(reversed(GENERATIONS)):
        for seed, missing in ((1, 405), (2, 404)):
            vendor = mctime_vendor(seed, empty=True, generation=generation)
            ben, kept = caller(vendor, BEN), booked(vendor, BEN, "10 08:00", "10 09:00")
            forms: tuple[tuple[str, dict[str, str]], ...] = (
                (f"times/{kept.id}", {}),
                ("times", {"id": kept.id}),
            )
            path, query = forms[other]
            assert ben("DELETE", path, **query).status == missing
            assert kept.id in vendor.state.entries
            path, query = forms[1 - other]
            gone = ben("DELETE", path, **query)
            assert (gone.status, gone.data) == (200, {"id": kept.id})
            assert not vendor.state.entries
            assert ben("DELETE", path, **query).status == 404


def test_a_deletion_by_query_names_an_id() -> None:
    assert caller(small(delete="query"), BEN)("DELETE", "times").status == 400


def test_an_inactive_organization_is_not_booked_on(vendor: Vendor, ben: Caller) -> None:
    there = vendor.state.organization_at(DEVELOPMENT)
    vendor.state.organizations[there.id] = replace(there, valid_to=vendor.state.now().subtract(hours=1))
    assert ben.save(entry("10 08:00", "10 09:00", organization={"id": there.id}))["valid"] is False


def test_a_running_clock_is_no_entry(ben: Caller) -> None:
    ben.stamp("start", "11 08:00")
    assert ben.listed().times == []
