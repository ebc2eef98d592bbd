"""Balances that McTime keeps, with cut-offs in milliseconds at the end of a day."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.backends.mctime.canned import backend_with, enveloped
from tests.backends.mctime.office import ANN, BEN, LEA, Office
from whenever import Date, ZonedDateTime

from punchcard.backends.errors import BadCredentials
from punchcard.core.kept_balance import KeptBalance
from punchcard.sandbox.mctime.records import TargetTimes

ACCOUNT = {
    "userId": "u1", "userFirstName": "Ann", "userLastName": "Berger", "timeBalanceHours": -1.75,
    "timeBalanceAsOf": "2026-02-28T23:59:59+01:00", "vacationBalanceDays": "12.5",
    "vacationBalanceAsOf": "2026-03-11T22:59:59.999Z", "vacationEntitlementDays": 30,
    "vacationEntitlementAsOf": "2026-03-11T00:00:00+01:00",
}  # fmt: skip
BALANCE = KeptBalance("u1", -6300, Date(2026, 2, 28), 12.5, Date(2026, 3, 11), 30)


async def test_balances_are_told_to_the_day_that_was_asked_for(place: Office) -> None:
    vendor = place.vendor()
    ben = vendor.state.person_named(BEN)
    vendor.state.users[ben.id] = replace(ben, target=TargetTimes(counts_from=Date(2026, 3, 2)))
    days = Date(2026, 3, 6), Date(2026, 3, 29)
    [found] = await place.backend(vendor).balances.balances([ben.id], *days)
    assert (found.person, found.as_of, found.vacation_as_of) == (ben.id, *days)
    assert found.seconds == -5 * 8 * 3600
    assert found.entitlement_days == 30
    [sent] = place.watch.sent
    ends = [
        ZonedDateTime(2026, 3, 7, tz="Europe/Berlin").timestamp() * 1000 - 1,
        ZonedDateTime(2026, 3, 30, tz="Europe/Berlin").timestamp() * 1000 - 1,
    ]
    assert [sent.all("timeBalanceAsOf"), sent.all("vacationBalanceAsOf")] == [[str(end)] for end in ends]


async def test_without_days_the_vendor_chooses_them(place: Office) -> None:
    vendor = place.vendor()
    found = await place.backend(vendor).balances.balances([], None, None)
    assert {each.person for each in found} == set(vendor.state.users)
    assert {(each.as_of, each.vacation_as_of) for each in found} == {(Date(2026, 2, 28), Date(2026, 3, 11))}
    assert {key for sent in place.watch.sent for key, _ in sent.query} == {"page", "pageSize"}


async def test_a_team_of_45_is_told_ten_at_a_time(place: Office) -> None:
    vendor = place.vendor(people=45)
    balances = place.backend(vendor).balances
    everybody = await balances.balances([], None, None)
    assert sorted(each.person for each in everybody) == sorted(vendor.state.users)
    assert len(place.sent()) == 5
    assert {*await balances.balances(list(vendor.state.users), None, None)} == {*everybody}
    assert [len(sent.all("userIds")) for sent in place.watch.sent] == [10, 10, 10, 10, 5]


async def test_somebody_who_is_not_told_takes_up_a_place(tmp_path: Path) -> None:
    def answer(request: httpx.Request) -> Any:
        number = int(request.url.params["page"])
        told = [
            {"data": {**ACCOUNT, "userId": f"u{number}{place}"}} for place in range(9 if number == 1 else 2)
        ]
        return {"items": [{"message": "no", "data": None}, *told], "valid": True}

    found = await backend_with(str(tmp_path), {"accounts": answer}).balances.balances([], None, None)
    assert len(found) == 11


async def test_who_may_not_be_seen_or_is_unknown_is_left_out(place: Office) -> None:
    vendor = place.vendor()
    ids = [vendor.state.person_named(name).id for name in (ANN, BEN, LEA)]
    unknown = "00000000-0000-4000-8000-000000000000"
    found = await place.backend(vendor, BEN).balances.balances([*ids, unknown], None, None)
    assert [each.person for each in found] == [ids[1]]
    assert await place.backend(vendor, BEN).balances.balances([unknown], None, None) == []


async def test_who_has_left_is_told_when_named(place: Office) -> None:
    vendor = place.vendor()
    ben = vendor.state.person_named(BEN)
    vendor.state.users[ben.id] = replace(ben, valid_to=vendor.state.now())
    balances = place.backend(vendor).balances
    assert ben.id not in {each.person for each in await balances.balances([], None, None)}
    assert [each.person for each in await balances.balances([ben.id], None, None)] == [ben.id]


@pytest.mark.parametrize(
    "answer",
    [
        {"items": [{"message": "ok", "data": ACCOUNT, "valid": None}], "valid": True},
        {"items": [ACCOUNT], "valid": None},
        enveloped({"accounts": [ACCOUNT], "page": "1"}),
        {"items": [{"message": "no", "data": None}, {"message": "ok", "data": ACCOUNT}], "valid": False},
    ],
)
async def test_the_list_may_be_laid_out_in_any_way(tmp_path: Path, answer: Any) -> None:
    found = await backend_with(str(tmp_path), {"accounts": answer}).balances.balances(
        ["u1", "u2"], None, None
    )
    assert found == [BALANCE]


async def test_what_is_not_told_is_not_zero(tmp_path: Path) -> None:
    told = {"userId": "u1", "timeBalanceHours": None, "vacationBalanceDays": "", "timeBalanceAsOf": "",
            "vacationBalanceAsOf": "null"}  # fmt: skip
    found = await backend_with(str(tmp_path), {"accounts": enveloped(told)}).balances.balances([], None, None)
    assert found == [KeptBalance("u1")]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-02-28T23:59:59.999+00:00", 28),
        ("2026-02-28T23:59:59+03:00", 28),
        ("2026-02-28T22:59:59Z", 28),
        ("2026-02-27T23:00:00Z", 27),
    ],
)
async def test_the_day_is_the_one_that_ends_then(tmp_path: Path, moment: str, day: int) -> None:
    told = {**ACCOUNT, "timeBalanceAsOf": moment}
    [found] = await backend_with(str(tmp_path), {"accounts": enveloped(told)}).balances.balances(
        [], None, None
    )
    assert found.as_of == Date(2026, 2, day)


async def test_a_bad_key_is_said(place: Office) -> None:
    with pytest.raises(BadCredentials):
        await place.backend(place.vendor(), key="no-such-key").balances.balances([], None, None)
