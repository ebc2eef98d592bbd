"""People, organizations, and balances."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

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
    booked,
    caller,
    organization,
    small,
)
from whenever import Date, Instant

from punchcard.sandbox.mctime.filling.tree import add_path
from punchcard.sandbox.mctime.records import OrganizationType, TargetTimes


def ids(answer: Any) -> set[str]:
    return {each["id"] for each in answer.data["users"]}


def names(answer: Any) -> list[str]:
    return [each["organizationName"] for each in answer.data["organizations"]]


def milliseconds(*day: int) -> int:
    return Instant.from_utc(*day, hour=12).timestamp(unit="millisecond")


def test_people(vendor: Vendor, ann: Caller, ben: Caller, lea: Caller) -> None:
    everybody = {ann.id, ben.id, lea.id}
    assert ids(ann("GET", "users")) == ids(lea("GET", "users")) == everybody
    assert ids(ben("GET", "users")) == {ben.id}
    assert ids(ann("GET", "users", userIds=[ben.id, lea.id])) == {ben.id, lea.id}
    assert ids(ann("GET", "users", roles=["approver", "manager"])) == {lea.id}
    assert ids(ann("GET", "users", organizationId=organization(vendor, WORKS))) == everybody
    assert ids(ann("GET", "users", organizationName=LABS)) == set()
    both = {"organizationName": "nonsense", "organizationId": organization(vendor, WORKS)}
    assert ids(ann("GET", "users", **both)) == everybody
    vendor.state.users[ben.id] = replace(
        vendor.state.users[ben.id], valid_to=vendor.state.now().subtract(hours=1)
    )
    assert ids(ann("GET", "users")) == {ann.id, lea.id}
    assert ids(ann("GET", "users", inactive="true")) == {ben.id}
    listed = ann("GET", "users").data["users"][0]
    assert set(listed) == {"id", "firstName", "lastName", "email", "mobilePhoneNumber"}
    assert ann("GET", "users", roles="boss").status == ann("GET", "users", inactive="maybe").status == 400


def test_foreign_people_and_organizations_are_401(vendor: Vendor, ann: Caller, ben: Caller) -> None:
    labs = organization(vendor, LABS)
    for path, named in (
        ("users", {"userIds": [ben.id, ann.id]}), ("users", {"organizationId": labs}),
        ("users", {"organizationName": LABS}), (f"users/{ann.id}", {}),
        ("organizations", {"organizationId": labs}), (f"organizations/{labs}", {}),
        (f"accounts/{ann.id}", {}),
    ):  # fmt: skip
        answer = ben("GET", path, **named)
        assert (answer.status, answer.body) == (401, UNAUTHORIZED), path
    for path in ("users/x", "organizations/x", "accounts/x"):
        assert ann("GET", path).status == 404


def test_pages_of_people() -> None:
    ann = caller(small(people=45), ANN)
    pages = [ids(ann("GET", "users", page=page)) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [20, 20, 5, 0]
    assert len({each for page in pages for each in page}) == 45


def test_one_person_comes_bare_or_in_an_envelope() -> None:
    for seed in (1, 2):
        vendor = small(seed=seed)
        lea = caller(vendor, LEA)
        answer = lea("GET", f"users/{lea.id}")
        bare = answer.body if seed == 2 else answer.data
        assert ("items" in answer.body) == (seed == 1)
        roles = {each["role"]: [there["name"] for there in each["organizations"]] for each in bare["roles"]}
        assert (bare["id"], bare["email"]) == (lea.id, "lea.brandt@mctime.example")
        assert roles == {"employee": [WORKS], "approver": [WORKS]}
        assert bare["userEmployments"][0]["basicData"]["openVacationDays"] == "30"
        there = lea("GET", f"organizations/{organization(vendor)}").body
        assert ("items" in there) == (seed == 2)
        whole = there["items"][0]["data"] if seed == 2 else there
        assert whole["name"]["organizationName"] == "Development"
        assert whole["organizationType"]["parentOrganizationUnitId"] == organization(
            vendor, f"{WORKS}/Northwind/Portal"
        )


def test_the_tree_is_walked_by_id(vendor: Vendor, ann: Caller, ben: Caller) -> None:
    assert names(ann("GET", "organizations")) == [WORKS, LABS]
    assert names(ben("GET", "organizations")) == [WORKS]
    below = ben("GET", "organizations", organizationId=organization(vendor, WORKS))
    assert names(below) == [WORKS, "Northwind", "Contoso"]
    portal = ben("GET", "organizations", organizationId=organization(vendor, f"{WORKS}/Northwind/Portal"))
    assert names(portal) == ["Portal", "Development", "Support"]
    leaf = ben("GET", "organizations", organizationId=organization(vendor))
    assert names(leaf) == ["Development"]
    assert set(leaf.data["organizations"][0]) == {"id", "organizationName"}


def test_organizations_are_searched(vendor: Vendor, ann: Caller, ben: Caller) -> None:
    assert names(ben("GET", "organizations", organizationName="upp")) == ["Support", "Support"]
    within = {"organizationId": organization(vendor, f"{WORKS}/Contoso"), "organizationName": "su"}
    assert names(ben("GET", "organizations", **within)) == ["Support"]
    assert names(ben("GET", "organizations", organizationName="Fabrikam")) == []
    assert names(ann("GET", "organizations", types=["client"])) == ["Northwind", "Contoso", "Fabrikam"]
    assert ann("GET", "organizations", types="company").status == 400
    there = vendor.state.organization_at(DEVELOPMENT)
    vendor.state.organizations[there.id] = replace(there, valid_to=vendor.state.now().subtract(hours=1))
    assert names(ben("GET", "organizations", organizationName="Devel")) == []
    assert names(ben("GET", "organizations", organizationName="Devel", inactive="true")) == ["Development"]


def test_50_organizations_on_a_page(vendor: Vendor, ben: Caller) -> None:
    company = organization(vendor, WORKS)
    for number in range(120):
        add_path(vendor.state, company, f"Client {number}")
    pages = [
        names(ben("GET", "organizations", organizationName="Client ", page=page)) for page in (1, 2, 3, 4)
    ]
    assert [len(page) for page in pages] == [50, 50, 20, 0]
    assert vendor.state.organization_at(f"{WORKS}/Client 7").type is OrganizationType.CLIENT


def test_balances(vendor: Vendor, ann: Caller, ben: Caller) -> None:
    target = TargetTimes(counts_from=Date(2026, 2, 23), free_days=frozenset({(2, 25)}))
    vendor.state.users[ben.id] = replace(vendor.state.users[ben.id], target=target)
    for day in ("02", "03"):
        booked(vendor, BEN, f"{day} 08:00", f"{day} 17:00")
    away = booked(vendor, BEN, "04 08:00", "04 16:00")
    vendor.state.keep(replace(away, type="vacation"))
    told = ben("GET", f"accounts/{ben.id}").data
    assert (told["timeBalanceHours"], told["timeBalanceAsOf"]) == (-32, "2026-02-28T23:59:59+01:00")
    assert (told["vacationBalanceDays"], told["vacationEntitlementDays"]) == (29, 30)
    assert told["vacationBalanceAsOf"] == "2026-03-11T23:59:59+01:00"
    assert told["vacationEntitlementAsOf"] == "2026-03-11T00:00:00+01:00"
    cut_offs = {
        "timeBalanceAsOf": milliseconds(2026, 3, 3), "vacationBalanceAsOf": milliseconds(2026, 3, 3)
    }  # fmt: skip
    told = ann("GET", f"accounts/{ben.id}", **cut_offs).data
    assert (told["timeBalanceHours"], told["timeBalanceAsOf"]) == (-30, "2026-03-03T23:59:59+01:00")
    assert told["vacationBalanceDays"] == 30
    assert ben("GET", f"accounts/{ben.id}", timeBalanceAsOf="2026-03-03T00:00:00+01:00").status == 400


def test_each_account_is_checked_by_itself(vendor: Vendor, ann: Caller, ben: Caller) -> None:
    answer = ben("GET", "accounts", userIds=[ann.id, ben.id, "unknown"])
    assert (answer.status, answer["valid"]) == (200, True)
    assert [item["valid"] for item in answer["items"]] == [False, False, None]
    assert [item.get("code") for item in answer["items"]] == [400, 400, None]
    assert answer["items"][2]["data"]["userId"] == ben.id
    left = replace(vendor.state.users[ben.id], valid_to=vendor.state.now().subtract(hours=48))
    vendor.state.users[ben.id] = left
    assert len(ann("GET", "accounts")["items"]) == 2
    everybody = ann("GET", "accounts", includeInactive="true")["items"]
    (bens,) = [item["data"] for item in everybody if item["data"]["userId"] == ben.id]
    assert bens["vacationBalanceAsOf"] == "2026-03-09T23:59:59+01:00"


def test_ten_accounts_on_a_page_at_most() -> None:
    ann = caller(small(people=25), ANN)

    def pages(**size: int) -> list[int]:
        return [len(ann("GET", "accounts", page=page, **size)["items"]) for page in (1, 2, 3, 4)]

    assert pages() == pages(pageSize=99) == [10, 10, 5, 0]
    assert pages(pageSize=4) == [4, 4, 4, 4]
    assert ann("GET", "accounts", pageSize=0).status == 400
