"""One case for each sentence of the page's validation rules, and for units, modes and types around them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.sandbox.lucca.asking import (
    SHEETS,
    Caller,
    Vendor,
    caller,
    configured,
    entry,
    made,
    on,
    section,
    submitted,
)
from whenever import Date

from punchcard.sandbox.lucca.records import Configuration, Mode, Source, Unit

ENTRIES = "/api/v3/timeentries"
ATTENDANCE = Configuration(mode=Mode.ATTENDANCE)
TYPED = Configuration(is_typed=True)
HOURS = Configuration(unit=Unit.HOURS)
DAYS = Configuration(unit=Unit.DAYS)


def refused(ann: Caller, body: dict[str, Any], *words: str, method: str = "POST", path: str = "") -> None:
    answer = ann(method, f"{ENTRIES}{path}", body)
    assert answer.status == 400, answer.text
    for word in words:
        assert word in answer.message


@pytest.mark.parametrize("status", ["submitted", "approved"])
def test_locked_after_submission(vendor: Vendor, ann: Caller, status: str) -> None:
    before = made(ann, vendor, name="Ben", at="03T09:00")
    free = made(ann, vendor, name="Ben", at="10T09:00")
    ids = submitted(ann, vendor, day="2026-03-02")
    if status == "approved":
        for _ in "12":
            ann("POST", f"{SHEETS}/{ids[-1]}/approve", {})
    path = f"/{before['id']}"
    refused(ann, {"duration": "01:00:00"}, "timesheet", "submitted", method="PUT", path=path)
    assert ann("DELETE", f"{ENTRIES}{path}").status == 400
    refused(ann, entry(vendor, "Ben", "04T09:00"), "submitted or approved")
    refused(ann, {"startsAt": "2026-03-04T09:00:00"}, "submitted", method="PUT", path=f"/{free['id']}")
    refused(ann, {"startsAt": "2026-03-10T15:00:00"}, "submitted", method="PUT", path=path)
    assert ann("PUT", f"{ENTRIES}/{free['id']}", {"duration": "01:00:00"}).status == 200
    assert vendor.state.entries[before["id"]].archived_at is None


def test_a_rejected_timesheet_is_open_again(vendor: Vendor, ann: Caller) -> None:
    before = made(ann, vendor, name="Ben", at="03T09:00")
    ids = submitted(ann, vendor)
    assert ann.read("timeentries", id=before["id"], fields="timesheetId").items == [{"timesheetId": ids[-1]}]
    ann("POST", f"{SHEETS}/{ids[-1]}/deny", {"comment": "hours missing on Tuesday"})
    answer = ann("PUT", f"{ENTRIES}/{before['id']}", {"duration": "02:00:00"})
    assert (answer.status, answer.data["timesheetId"]) == (200, None)


@pytest.mark.parametrize("starts", ["09:40:00Z", "09:40:00+01:00", "09:40:00-0500", "09:40Z"])
def test_no_offset(vendor: Vendor, ann: Caller, starts: str) -> None:
    refused(ann, entry(vendor, startsAt=f"2026-03-10T{starts}"), "startsAt", "UTC offset")


@pytest.mark.parametrize(
    "starts", ["2026-03-10", "09:40", "2026-02-30T09:00:00", "2026-03-10T09:00:00.5", 7, None, ""]
)
def test_a_start_is_a_date_and_time(vendor: Vendor, ann: Caller, starts: object) -> None:
    refused(ann, entry(vendor, startsAt=starts), "startsAt")


def test_a_blank_instead_of_a_t_and_no_fraction_is_fine(vendor: Vendor, ann: Caller) -> None:
    assert made(ann, vendor, startsAt="2021-01-01 09:45:00")["startsAt"] == "2021-01-01T09:45:00"
    assert made(ann, vendor, startsAt="2026-03-10T09:00:30.000")["endsAt"] == "2026-03-10T10:20:30"


@pytest.mark.parametrize(
    ("start", "duration", "is_fine"),
    [
        ("00:00", "1.00:00:00", True),
        ("00:00", "1.00:00:01", False),
        ("00:00", "2.00:00:00", False),
        ("18:00", "10:00:00", False),
        ("18:00", "06:00:00", True),
        ("18:00", "06:00:01", False),
        ("09:00", "00:00:01", True),
        ("09:00", "00:00:00", False),
        ("09:00", "-01:00:00", False),
        ("09:00", "24:00:00", False),
        ("09:00", "1:00:00", False),
        ("09:00", "01:00", False),
        ("09:00", "01:00:00.5", False),
        ("09:00", "PT1H", False),
        ("09:00", 3600, False),
    ],
)
def test_at_most_a_day_cut_at_midnight(
    vendor: Vendor, ann: Caller, start: str, duration: object, is_fine: bool
) -> None:
    answer = ann("POST", ENTRIES, entry(vendor, at=f"10T{start}", duration=duration))
    assert answer.status == (200 if is_fine else 400)
    if is_fine:
        assert answer.data["duration"] == duration
    elif start == "18:00":
        assert "cut it at 00:00:00" in answer.message
    else:
        assert "duration" in answer.message


@pytest.mark.parametrize("sections", [[], None, "absent"])
def test_activity_mode_needs_sections_and_attendance_mode_forbids_them(
    vendor: Vendor, ann: Caller, sections: Any
) -> None:
    body = entry(vendor, axisSections=sections)
    if sections == "absent":
        del body["axisSections"]
    refused(ann, body, "axisSections", "activity mode")
    configured(vendor, "Ann", ATTENDANCE)
    assert ann("POST", ENTRIES, body).data["axisSections"] == []
    refused(ann, entry(vendor), "axisSections", "attendance mode")


def test_an_entry_cannot_lose_its_sections_but_change_them(vendor: Vendor, ann: Caller) -> None:
    there = made(ann, vendor)
    refused(ann, {"axisSections": []}, "activity mode", method="PUT", path=f"/{there['id']}")
    body = {"axisSections": on(vendor, "Contoso", "Audit", "Report")}
    changed = ann("PUT", f"{ENTRIES}/{there['id']}", body).data
    assert [each["name"] for each in changed["axisSections"]] == ["Contoso", "Audit", "Report"]


def test_an_inactive_section_closes_what_is_booked_on_it(vendor: Vendor, ann: Caller) -> None:
    there = made(ann, vendor)
    support = section(vendor, "Support")
    vendor.state.sections[support] = replace(vendor.state.sections[support], active=False)
    refused(ann, entry(vendor, axisSections=on(vendor, "Northwind", "Portal", "Support")), "'Support'")
    refused(ann, entry(vendor, axisSections=on(vendor, "Northwind", "Portal", "Fax")), "inactive")
    portal = section(vendor, "Portal")
    vendor.state.sections[portal] = replace(vendor.state.sections[portal], active=False)
    path = f"/{there['id']}"
    refused(ann, {"duration": "01:00:00"}, "inactive", "'Portal'", method="PUT", path=path)
    away = {"axisSections": on(vendor, "Contoso", "Audit", "Report")}
    refused(ann, away, "inactive", method="PUT", path=path)
    assert ann("DELETE", ENTRIES + path).status == 400


@pytest.mark.parametrize(
    ("names", "word"),
    [
        (("Northwind", "Audit", "Report"), "'Audit'"),
        (("Northwind", "Portal", "Report"), "'Report'"),
        (("Development",), "'Development'"),
        (("Northwind", "Development"), "'Development'"),
        (("Northwind", "Portal", "Development", "Support"), "one axis section of each axis"),
        (("Northwind", "Northwind"), "one axis section of each axis"),
    ],
)
def test_sections_form_a_chain_from_parent_to_child(
    vendor: Vendor, ann: Caller, names: tuple[str, ...], word: str
) -> None:
    refused(ann, entry(vendor, axisSections=on(vendor, *names)), word)


def test_a_branch_may_end_early_and_come_in_any_order(vendor: Vendor, ann: Caller) -> None:
    assert len(made(ann, vendor, axisSections=on(vendor, "Northwind"))["axisSections"]) == 1
    made(ann, vendor, axisSections=on(vendor, "Development", "Northwind", "Portal"))
    refused(ann, entry(vendor, axisSections=[{"id": 9999}]), "9999")


@pytest.mark.parametrize("wrong", [7, [7], [{}], [{"id": "7"}], [{"id": True}], {"id": 7}])
def test_sections_are_objects_with_ids(vendor: Vendor, ann: Caller, wrong: object) -> None:
    refused(ann, entry(vendor, axisSections=wrong), "axisSections")


def test_time_types_in_typed_mode_alone(vendor: Vendor, ann: Caller) -> None:
    vendor.state.time_types[5] = "Travels"
    refused(ann, entry(vendor, timeTypeId=5), "timeTypeId", "leave it null")
    configured(vendor, "Ann", TYPED)
    refused(ann, entry(vendor), "timeTypeId", "required")
    refused(ann, entry(vendor, timeTypeId=6), "timeTypeId", "no time type 6")
    assert made(ann, vendor, timeTypeId=5)["timeTypeId"] == 5


@pytest.mark.parametrize(
    ("configuration", "unit", "start", "duration", "is_fine"),
    [
        (HOURS, 1, "00:00", "04:45:00", True),
        (HOURS, 1, "12:00", "04:45:00", True),
        (HOURS, 1, "09:00", "04:45:00", False),
        (HOURS, 1, "12:00", "12:00:01", False),
        (HOURS, 2, "09:00", "04:45:00", False),
        (HOURS, 0, "00:00", "12:00:00", False),
        (DAYS, 0, "00:00", "12:00:00", True),
        (DAYS, 0, "12:00", "12:00:00", True),
        (DAYS, 0, "00:00", "1.00:00:00", True),
        (DAYS, 0, "12:00", "1.00:00:00", False),
        (DAYS, 0, "08:00", "12:00:00", False),
        (DAYS, 2, "08:00", "04:00:00", False),
        (Configuration(), 1, "00:00", "04:45:00", False),
    ],
)
def test_the_unit_of_the_owner(
    vendor: Vendor,
    ann: Caller,
    configuration: Configuration,
    unit: int,
    start: str,
    duration: str,
    is_fine: bool,
) -> None:
    configured(vendor, "Ann", configuration)
    answer = ann("POST", ENTRIES, entry(vendor, at=f"10T{start}", unit=unit, duration=duration))
    assert answer.status == (200 if is_fine else 400)


def test_the_configuration_is_that_of_the_day(vendor: Vendor, ann: Caller) -> None:
    user = vendor.state.person_named("Ann")
    newer = replace(HOURS, since=Date(2026, 3, 10))
    vendor.state.users[user.id] = replace(user, configurations=(Configuration(), newer))
    made(ann, vendor, at="09T09:00")
    refused(ann, entry(vendor, at="10T09:00"), "unit 1 on that day")
    made(ann, vendor, at="10T00:00", unit=1)


def test_the_clock_source_is_refused_by_an_option(vendor: Vendor, ann: Caller) -> None:
    assert made(ann, vendor, creationSource=4)["creationSource"] == 4
    vendor.state.options.refuses_clock_source = True
    refused(ann, entry(vendor, creationSource=4), "creationSource")
    assert made(ann, vendor)["creationSource"] == 2
    refused(ann, entry(vendor, creationSource=5), "creationSource")


def test_imported_entries_are_read_only_by_an_option(vendor: Vendor, ann: Caller, ben: Caller) -> None:
    there = made(ann, vendor, name="Ben", creationSource=int(Source.IMPORTED))
    path = f"{ENTRIES}/{there['id']}"
    assert ben("PUT", path, {"creationSource": 3}).status == 200
    vendor.state.options.imported_are_read_only = True
    assert [ben("PUT", path, {}).status, ben("DELETE", path).status] == [403, 403]
    assert ann("PUT", path, {"duration": "01:00:00"}).data["creationSource"] == 2
    assert ben("PUT", path, {}).status == 200


def test_what_is_missing_is_named_all_at_once(ann: Caller) -> None:
    answer = ann("POST", ENTRIES, {"axisSections": []})
    assert answer.status == 400
    for name in ("ownerId", "startsAt", "duration", "unit"):
        assert f"{name} is required" in answer.message


def test_nobody_works_outside_of_their_contract(vendor: Vendor, ann: Caller) -> None:
    user = vendor.state.person_named("Ben")
    vendor.state.users[user.id] = replace(user, contract_end=Date(2026, 3, 9))
    made(ann, vendor, name="Ben", at="09T09:00")
    refused(ann, entry(vendor, "Ben", "10T09:00"), "contract")
    refused(ann, entry(vendor, "Ben", startsAt="2019-12-31T09:00:00"), "contract")


def test_rights_come_before_rules(vendor: Vendor, ben: Caller) -> None:
    answer = ben("POST", ENTRIES, entry(vendor, "Ann", duration="9.00:00:00"))
    assert answer.status == 403
    assert ben("POST", ENTRIES, entry(vendor, "Ben")).status == 200
    assert caller(vendor, "Lea")("POST", ENTRIES, entry(vendor, "Ben")).status == 200
