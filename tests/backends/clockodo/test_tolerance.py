"""What is answered otherwise than described is read all the same, or unreadable: it is never "nothing"."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.backends.clockodo.canned import PAGING, backend_with, entry, running
from tests.domain import berlin
from whenever import Instant

from punchcard.backends.errors import BackendError, BadCredentials, Garbled, NotAllowed, Retired
from punchcard.core.clock import Idle, OnBreak, Working
from punchcard.core.entries import Entry, Unit
from punchcard.core.groups import Filters, Period
from punchcard.core.people import Role
from punchcard.core.refusals import UsageError

DAY = berlin("11 00:00").date()
TODAY = Period(DAY, DAY)


async def listed(tmp_path: Path, *entries: dict[str, Any], **page: Any) -> list[Entry]:
    answers = {"v2/entries": {"paging": PAGING, "entries": list(entries), **page}}
    return list(await backend_with(str(tmp_path), answers).entries.list(["1"], TODAY, Filters()))


@pytest.mark.parametrize(
    ("told", "read"),
    [
        ("2026-03-11T11:00:05Z", Instant.from_utc(2026, 3, 11, 11, 0, 5)),
        ("2026-03-11T11:00:05.250Z", Instant.from_utc(2026, 3, 11, 11, 0, 5, nanosecond=250_000_000)),
    ],
)
async def test_the_time_of_the_service_with_and_without_milliseconds(
    tmp_path: Path, told: str, read: Instant
) -> None:
    answers = {"v2/clock": {"running": running(), "stopped": None, "current_time": told, "new": {"x": 1}}}
    answers |= {"v2/entries": {"paging": PAGING, "entries": [running()]}}
    reading = await backend_with(str(tmp_path), answers).clock.reading("1")
    assert reading.read_at == read
    assert isinstance(reading.state, Working)
    assert reading.state.assignment.label == "Northwind › Portal › Development"


async def test_a_clock_of_the_classic_generation_tells_what_runs_alone(tmp_path: Path) -> None:
    backend = backend_with(str(tmp_path), {"v2/clock": {"running": None}})
    assert isinstance((await backend.clock.reading("1")).state, Idle)


@pytest.mark.parametrize(
    "body", [{}, {"stopped": None}, [], {"running": []}, {"running": {"id": 1}}, {"running": running(id="x")}]
)
async def test_a_clock_that_cannot_be_read_is_no_idle_clock(tmp_path: Path, body: object) -> None:
    with pytest.raises(Garbled):
        await backend_with(str(tmp_path), {"v2/clock": body}).clock.reading("1")


async def test_unknown_fields_numbers_and_absent_texts(tmp_path: Path) -> None:
    odd = entry(id=8, billable=-1, colour="blue")
    del odd["text"], odd["texts_id"], odd["clocked"]
    strange = entry(id=9, type=4, duration=None)
    plain, other = await listed(tmp_path, odd, strange, filter=None)
    assert (plain.note, plain.assignment.billable, plain.locked) == ("", None, None)
    assert other.locked is not None
    assert (other.start, other.worked_seconds) == (None, 0)


async def test_a_billed_entry_is_billable(tmp_path: Path) -> None:
    [billed] = await listed(tmp_path, entry(billable=2))
    assert billed.assignment.billable is True


async def test_lump_sums_are_shown_and_are_no_time(tmp_path: Path) -> None:
    lump = entry(id=8, type=2, time_until=None, lumpsum=184.5, duration=None)
    sold = entry(id=9, type=3, time_until=None, services_id=None, lumpsum_services_id=6)
    first, second = await listed(tmp_path, lump, {**sold, "lumpsum_services_amount": 1.5})
    for each, said in ((first, "184.50"), (second, "1.5")):
        assert (each.unit, each.worked_seconds, each.day) == (Unit.HOURS, 0, DAY)
        assert said in (each.locked or "")


async def test_a_duration_that_is_not_the_time_between_counts(tmp_path: Path) -> None:
    shorter, longer = await listed(tmp_path, entry(duration=1800), entry(id=8, offset=600))
    assert (shorter.worked_seconds, longer.worked_seconds) == (1800, 4200)
    assert shorter.locked == "Its duration is not the time from 08:00 to 09:00; it is changed at Clockodo."


async def test_an_entry_over_midnight_is_asked_for_with_the_day_before(tmp_path: Path) -> None:
    night = entry(time_since="2026-03-10T21:00:00Z", time_until="2026-03-11T01:00:00Z", duration=14400)
    before = entry(id=8, time_since="2026-03-10T07:00:00Z", time_until="2026-03-10T08:00:00Z")
    assert [each.id for each in await listed(tmp_path, night, before)] == ["7"]


@pytest.mark.parametrize(
    "body",
    [
        {"entries": []},
        {"paging": PAGING},
        {"paging": PAGING, "data": []},
        {"paging": PAGING, "entries": {}, "error": 1},
        {"paging": PAGING, "entries": None},
    ],
)
async def test_a_list_without_its_key_is_unreadable(tmp_path: Path, body: object) -> None:
    with pytest.raises(Garbled):
        await backend_with(str(tmp_path), {"v2/entries": body}).entries.list(["1"], TODAY, Filters())


async def test_pages_are_read_to_the_end_and_what_moved_over_is_there_once(tmp_path: Path) -> None:
    def page(request: Any) -> object:
        number = int(request.url.params["page"])
        paging = {**PAGING, "current_page": number, "count_pages": 2}
        return {"paging": paging, "entries": [entry(id=6 + number), entry(id=8)]}

    backend = backend_with(str(tmp_path), {"v2/entries": page})
    found = await backend.entries.list(["1"], TODAY, Filters())
    assert [each.id for each in found] == ["7", "8"]


@pytest.mark.parametrize(("current", "count"), [(1, 2), (None, 10**6)])
async def test_a_list_without_an_end_is_unreadable(tmp_path: Path, current: int | None, count: int) -> None:
    def page(request: Any) -> object:
        number = current or int(request.url.params["page"])
        return {"paging": {**PAGING, "current_page": number, "count_pages": count}, "entries": []}

    backend = backend_with(str(tmp_path), {"v2/entries": page})
    with pytest.raises(Garbled, match="to its end"):
        await backend.entries.list(["1"], TODAY, Filters())


async def test_no_page_at_all_is_an_empty_list(tmp_path: Path) -> None:
    assert await listed(tmp_path, paging={**PAGING, "count_pages": 0, "count_items": 0}) == []


@pytest.mark.parametrize(
    ("status", "body", "kind", "said"),
    [
        (401, {"errors": [{"type": "General", "message": "Authentication failed"}]}, BadCredentials, "Auth"),
        (
            403,
            {"errors": [{"type": "Forbidden", "message": "No right", "path": "x"}]},
            NotAllowed,
            "No right",
        ),
        (400, {"error": {"code": 400, "message": "Wrong format", "fields": ["a"]}}, BackendError, "Wrong"),
        (422, {"errors": [{"error": {"type": "Empty", "message": "Too long"}}]}, BackendError, "Too long"),
        (400, {"error": "just a text"}, BackendError, "just a text"),
        (410, {"message": "deprecated"}, Retired, "deprecated"),
        (404, {"errors": []}, Retired, "404"),
        (400, [], BackendError, "without a reason"),
    ],
)
async def test_the_shapes_of_errors(
    tmp_path: Path, status: int, body: object, kind: type[BackendError], said: str
) -> None:
    with pytest.raises(kind, match=said):
        await backend_with(str(tmp_path), {"v2/clock": (status, body)}).clock.reading("1")


async def test_whoever_calls_is_found_in_either_generation(tmp_path: Path) -> None:
    user = {"id": 1, "name": "Ann", "role": "owner", "email": "ann@acme.example", "quota": 3}
    for answers in (
        {"v4/users/me": {"data": user}},
        {"v2/aggregates/users/me": {"user": user, "company": {}, "worktime_regulation": None}},
        {"v4/users/me": (410, {"message": "deprecated"}), "v2/aggregates/users/me": {"user": user}},
        {"v4/users/me": (405, {"error": "no"}), "v2/aggregates/users/me": {"user": user}},
    ):
        person = await backend_with(str(tmp_path), answers).directory.whoami()
        assert (person.id, person.name, person.role) == ("1", "Ann", Role.LEAD)


async def test_what_does_not_exist_is_no_older_generation(tmp_path: Path) -> None:
    gone = (404, {"errors": [{"type": "ResourceNotFound", "message": "Not found"}]})
    answers = {"v4/users/me": gone, "v2/aggregates/users/me": {"user": {"id": 1, "name": "Ann"}}}
    with pytest.raises(Retired, match="Not found"):
        await backend_with(str(tmp_path), answers).directory.whoami()


@pytest.mark.parametrize("known_as", ["7", "7-break"])
async def test_a_break_ends_where_something_else_was_stopped_since(tmp_path: Path, known_as: str) -> None:
    known = OnBreak(known_as, berlin("11 09:00"), break_since=berlin("11 09:00"))
    moved = {"time_until": "2026-03-11T08:30:00Z"}
    for told, state in (
        (entry(), OnBreak),
        (None, OnBreak),
        (entry(**moved), OnBreak),
        (entry(id=8, **moved), Idle),
    ):
        backend = backend_with(str(tmp_path), {"v2/clock": {"running": None, "stopped": told}})
        assert isinstance((await backend.clock.reading("1", known)).state, state)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"email": ""}, "email"),
        ({"contact": "a" * 30 + "@acme.example"}, "too long"),
        ({"contact": "a;b@acme.example"}, "semicolon"),
        ({"base_url": "http://my.clockodo.example/api"}, "http"),
    ],
)
def test_an_account_that_cannot_be(tmp_path: Path, settings: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        backend_with(str(tmp_path), {}, **settings)


@pytest.mark.parametrize(
    ("add", "names"),
    [([], []), ({}, []), (False, []), ({"3": True}, ["Northwind"]), (True, ["Northwind", "Contoso"])],
)
async def test_rights_to_nothing_may_be_an_empty_list(tmp_path: Path, add: object, names: list[str]) -> None:
    customers: list[dict[str, Any]] = [{"id": 3, "name": "Northwind"}, {"id": 4, "name": "Contoso"}]
    # They come although only others were asked for.
    customers += [{"id": 5, "name": "Gone", "active": False}, {"id": 6, "name": "Done", "completed": True}]
    answers: dict[str, Any] = {
        "v4/users/me": {"data": {"id": 1, "name": "Ann"}},
        "v2/users/1/access/customers-projects": {"add": add, "report": [], "edit": []},
        "v3/customers": {"paging": PAGING, "data": customers},
    }
    found = await backend_with(str(tmp_path), answers).directory.choices("customers", [])
    assert [each.name for each in found] == names


async def test_people_who_have_left_are_not_there_where_the_filter_for_them_is_passed_over(
    tmp_path: Path,
) -> None:
    me, ben = {"id": 1, "name": "Ann", "active": True}, {"id": 2, "name": "Ben"}
    gone = {"id": 3, "name": "Cal", "active": False, "boss": 1}
    answers: dict[str, Any] = {
        "v4/users/me": {"data": me},
        "v3/users": {"paging": PAGING, "data": [me, ben, gone]},
    }
    directory = backend_with(str(tmp_path), answers).directory
    assert [person.name for person in await directory.people()] == ["Ann", "Ben"]
    assert (await directory.whoami()).role is Role.WORKER
