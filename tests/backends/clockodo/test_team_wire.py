"""Whatever shape a request, a work time or a group comes in, it is read right or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import ValidationError
from tests.backends.clockodo.team import ADD, client_of
from tests.domain import berlin
from tests.faults.lab import ZONE
from whenever import Date

from punchcard.backends.clockodo.approvals.wire import Asked, Request, Requests
from punchcard.backends.clockodo.days.work_times import ClockodoWorkTimes
from punchcard.backends.clockodo.groups.groups import ClockodoGroups
from punchcard.backends.clockodo.groups.query import GroupKey, GroupQuery, query_params
from punchcard.backends.clockodo.groups.tree import tree_of
from punchcard.backends.clockodo.groups.wire import EntryGroup, EntryGroups, Step
from punchcard.backends.errors import BackendError, Garbled
from punchcard.backends.groups_contract import BulkChange, Plan
from punchcard.backends.outcomes import Confirmed, Refused, Unanswered
from punchcard.core.change_requests import RequestedChange
from punchcard.core.groups import Filters, Period
from punchcard.core.intervals import Interval
from punchcard.core.moments import clock_time
from punchcard.core.submitted_weeks import RequestStatus

PAGING = {"items_per_page": 1000, "current_page": 1, "count_pages": 1, "count_items": 1}
CHANGE = {"type": 1, "time_since": "2026-03-03T15:00:00Z", "time_until": "2026-03-03T16:00:00Z"}
REQUEST: dict[str, Any] = {"id": 5, "date": "2026-03-03", "users_id": 7, "status": 1, "changes": [CHANGE]}
MARCH = Period(Date(2026, 3, 1), Date(2026, 3, 31))


@pytest.mark.parametrize(
    "listed",
    [
        {"change_requests": [REQUEST]},
        {"change_requests": {"0": REQUEST}},
        {"change_requests": {"5": {**REQUEST, "changes": {"0": CHANGE}, "colour": "red"}}},
        {"data": [REQUEST]},
        {"data": {"a": {**REQUEST, "created_at": None, "declined_at": None, "declined_by": None}}},
        {"change_requests": [{**REQUEST, "declined_at": "2026-03-04T08:00:00.000Z"}]},
    ],
)
def test_requests_are_read_in_every_shape(listed: dict[str, Any]) -> None:
    page = Requests.model_validate({"paging": PAGING, **listed})
    (request,) = [each.domain(ZONE, {}) for each in page.requests]
    assert (request.id, request.person, request.day) == ("5", "7", Date(2026, 3, 3))
    assert request.changes == (RequestedChange(ADD, Interval(berlin("3 16:00"), berlin("3 17:00"))),)
    assert (request.status, request.note) == (RequestStatus.PENDING, "")


def test_what_is_new_in_a_request_is_said_and_nothing_is_guessed() -> None:
    new = Request.model_validate({**REQUEST, "status": 3, "changes": [CHANGE, {**CHANGE, "type": 9}]})
    request = new.domain(ZONE, {})
    assert request.status is RequestStatus.UNKNOWN
    assert len(request.changes) == 1
    assert "status 3" in request.reason
    assert "asks for something" in request.note


@pytest.mark.parametrize("outer", [False, True])
def test_what_came_of_asking_may_be_wrapped(outer: bool) -> None:
    told = {"change_request": REQUEST, "replaced_change_request": None, "approved_immediately": False}
    asked = Asked.model_validate({"data": told} if outer else told)
    assert asked.change_request is not None
    assert not asked.approved_immediately
    with pytest.raises(ValidationError):
        Asked.model_validate({"change_request": REQUEST})


GROUP: dict[str, Any] = {"grouped_by": "projects_id", "group": 0, "name": "No project", "duration": 3600}


def test_a_group_is_read_whatever_its_types_are() -> None:
    group = EntryGroup.model_validate({**GROUP, "restrictions": [], "number": 12, "sub_groups": None})
    assert (group.group, group.number, dict(group.restrictions), group.revenue) == ("0", "12", {}, None)
    year = EntryGroup.model_validate({**GROUP, "grouped_by": "year", "group": 2026, "revenue": 12})
    assert (year.group, year.revenue) == ("2026", 12.0)
    named = EntryGroup.model_validate({**GROUP, "restrictions": {"users_id": 7}, "hourly_rate": 80.5})
    assert (dict(named.restrictions), named.hourly_rate) == ({"users_id": 7}, 80.5)


def test_what_is_not_told_of_one_group_is_not_told_of_those_that_are_one_here() -> None:
    told = {"revenue": 100.5, "budget_used": False, "revenue_without_rounding": 90.25, "hourly_rate": 80}
    flags = [
        f"has_{kind}revenues_{done}"
        for kind in ("budget_", "non_budget_")
        for done in ("billed", "not_billed")
    ]
    told |= dict.fromkeys(flags, True)
    whole, bare = EntryGroup.model_validate({**GROUP, **told}), EntryGroup.model_validate(GROUP)
    (known,) = tree_of([whole, whole], [GroupKey.PROJECTS], is_rounded=False)
    assert known.details is not None
    assert (known.revenue, known.budget_used, known.details.exact_revenue) == (201.0, False, 180.5)
    for several in ([whole, bare], [bare, whole], [bare]):
        (group,) = tree_of(several, [GroupKey.PROJECTS], is_rounded=False)
        assert group.details is not None
        assert (group.revenue, group.budget_used, group.details.exact_revenue) == (None, None, None)
        assert group.details.hourly_rate is None
        assert [getattr(group.details, name) for name in flags] == [None] * 4


@pytest.mark.parametrize("name", ["lumpsums", "lump_sums", "lumpSums"])
def test_older_names_of_a_group_are_known(name: str) -> None:
    old = {key: value for key, value in GROUP.items() if key != "grouped_by"}
    flag = {f"hourly_rate_is_equal_and_has_no_{name}": True}
    group = EntryGroup.model_validate({**old, "groupedBy": "projects_id", **flag})
    assert (group.grouped_by, group.has_equal_hourly_rate) == ("projects_id", True)


@pytest.mark.parametrize("data", [{}, {"groups": None}, {"groups": [{**GROUP, "duration": -1}]}, []])
def test_groups_without_their_key_are_never_nothing(data: object) -> None:
    with pytest.raises(ValidationError):
        EntryGroups.model_validate(data)


def test_groups_of_another_level_are_not_taken() -> None:
    group = EntryGroup.model_validate(GROUP)
    assert tree_of([group], [GroupKey.PROJECTS], is_rounded=False)[0].key == ""
    for keys in ([GroupKey.CUSTOMERS], [GroupKey.PROJECTS, GroupKey.DAY]):
        with pytest.raises(Garbled):
            tree_of([group], keys, is_rounded=False)


@pytest.mark.parametrize(
    ("key", "group", "expected"),
    [
        (GroupKey.DAY, "20260311", "2026-03-11"),
        (GroupKey.DAY, "2026-03-11", "2026-03-11"),
        (GroupKey.DAY, "11th", "11th"),
        (GroupKey.MONTH, "202603", "2026-03"),
        (GroupKey.WEEK, "202611", "2026-W11"),
        (GroupKey.WEEK, "2026-W11", "2026-W11"),
        (GroupKey.YEAR, 2026, "2026"),
        (GroupKey.BILLABLE, -1, ""),
        (GroupKey.USERS, 7.0, "7"),
        (GroupKey.USERS, 1234567.0, "1234567"),
    ],
)
def test_identifiers_of_time_are_known_or_kept(key: GroupKey, group: object, expected: str) -> None:
    wire = EntryGroup.model_validate({**GROUP, "grouped_by": key.value, "group": group})
    assert tree_of([wire], [key], is_rounded=False)[0].key == expected


def test_either_name_tells_how_many_there_were() -> None:
    assert Step.model_validate({"success": True, "edited_entries": 3}).done == 3
    assert Step.model_validate({"success": True, "deleted_entries": 2}).done == 2
    assert Step.model_validate({"confirm_key": 17, "affected_entries": 4}).confirm_key == "17"


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        ({"success": True, "edited_entries": 4}, Confirmed),
        ({"success": False, "edited_entries": 0}, Refused),
        ({"success": False}, Refused),
        ({"edited_entries": 4}, Unanswered),
        ({}, Unanswered),
        ({"confirm_key": "other", "affected_entries": 5}, Plan),
    ],
)
async def test_many_entries_are_changed_where_it_says_so_alone(
    tmp_path: Path, told: dict[str, Any], outcome: type[object]
) -> None:
    sent: list[httpx.Request] = []

    def answers(request: httpx.Request) -> object:
        sent.append(request)
        return told

    change = BulkChange(MARCH, Filters(people=("7",)), note="reviewed")
    came = await ClockodoGroups(client_of(tmp_path, answers)).run(Plan(change, 4, "a-key"))
    assert type(came) is outcome
    assert len(sent) == 1


@pytest.mark.parametrize("told", [{"success": True, "edited_entries": 4}, {"affected_entries": 4}])
async def test_a_first_step_without_a_key_is_no_plan(tmp_path: Path, told: dict[str, Any]) -> None:
    change = BulkChange(MARCH, Filters(people=("7",)), note="reviewed")
    with pytest.raises(BackendError, match="did not ask for a confirmation"):
        await ClockodoGroups(client_of(tmp_path, lambda _: told)).plan(change)


async def test_groups_that_are_grouped_otherwise_are_garbled(tmp_path: Path) -> None:
    groups = ClockodoGroups(client_of(tmp_path, lambda _: {"groups": [GROUP]}))
    with pytest.raises(Garbled, match="customers_id"):
        await groups.query(("customers",), MARCH, Filters(people=("7",)))


async def test_work_times_stand_in_any_order_and_go_on(tmp_path: Path) -> None:
    def answers(request: httpx.Request) -> object:
        page = int(request.url.params.get("page", "1"))
        day: dict[str, Any] = {"date": f"2026-03-0{page + 1}", "users_id": 7, "offset": 0}
        intervals = [
            {"time_since": f"2026-03-0{page + 1}T12:00:00Z", "time_until": None},
            {"time_since": f"2026-03-0{page + 1}T07:00:00Z", "time_until": f"2026-03-0{page + 1}T08:00:00Z"},
        ]
        others: dict[str, Any] = {**day, "users_id": 8, "intervals": []}
        return {
            "paging": {**PAGING, "current_page": page, "count_pages": 2},
            "work_time_days": [others, {**day, "intervals": intervals}],
        }

    days = await ClockodoWorkTimes(client_of(tmp_path, answers)).days("7", MARCH)
    assert [day.day.day for day in days] == [2, 3]
    assert [piece.start.hour for piece in days[0].stretches] == [8, 13]
    assert days[0].goes_on
    assert days[0].stretches[-1].end == berlin("11 12:00")


@pytest.mark.parametrize(
    ("closed", "opened", "spans", "goes_on"),
    [
        ("07:00 08:00", "09:00", ["08:00 09:00", "10:00 12:00"], True),
        ("13:00 14:00", "09:00", ["10:00 12:00", "14:00 15:00"], False),
        ("07:00 08:00", "11:05", ["08:00 09:00"], False),
    ],
)
async def test_only_a_last_stretch_that_is_open_goes_on(
    tmp_path: Path, closed: str, opened: str, spans: list[str], goes_on: bool
) -> None:
    def moment(clock: str) -> str:
        return f"2026-03-11T{clock}:00Z"

    since, until = map(moment, closed.split())
    intervals = [
        {"time_since": moment(opened), "time_until": None},
        {"time_since": since, "time_until": until},
    ]
    day = {"date": "2026-03-11", "users_id": 7, "offset": 0, "intervals": intervals}
    client = client_of(tmp_path, lambda _: {"paging": PAGING, "work_time_days": [day]})
    (told,) = await ClockodoWorkTimes(client).days("7", MARCH)
    assert [f"{clock_time(piece.start)} {clock_time(piece.end)}" for piece in told.stretches] == spans
    assert told.goes_on is goes_on


@pytest.mark.parametrize("data", [{"paging": PAGING}, {"work_time_days": None}, {"data": []}])
async def test_work_times_without_their_key_are_never_nothing(tmp_path: Path, data: object) -> None:
    with pytest.raises(Garbled):
        await ClockodoWorkTimes(client_of(tmp_path, lambda _: data)).days("7", MARCH)


async def test_work_times_that_have_no_end_are_not_read_for_ever(tmp_path: Path) -> None:
    page: dict[str, Any] = {"paging": {**PAGING, "count_pages": 3}, "work_time_days": []}
    with pytest.raises(Garbled, match="page 2"):
        await ClockodoWorkTimes(client_of(tmp_path, lambda _: page)).days("7", MARCH)


@pytest.mark.parametrize(
    ("is_classic", "key", "since"),
    [(False, "is_lumpsum", "2026-02-28T23:00:00Z"), (True, "is_lumpSum", "2026-03-01 00:00:00")],
)
def test_each_generation_has_its_own_names_and_times(is_classic: bool, key: str, since: str) -> None:
    sent = dict(query_params(GroupQuery((GroupKey.IS_LUMPSUM,), MARCH), ZONE, is_classic=is_classic))
    assert (sent["grouping[]"], sent["time_since"]) == (key, since)
