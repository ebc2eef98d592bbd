"""When a route is taken for one of the classic generation, and when what it is about is missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.backends.clockodo.canned import Canned, backend_with
from whenever import Date

from punchcard.backends.groups_contract import BulkChange, Plan
from punchcard.backends.outcomes import Confirmed
from punchcard.core.groups import Filters, Period

NO_ROUTE = [
    (404, ""),
    (404, "<html><h1>Not Found</h1></html>"),
    (404, {"errors": [{"type": "RouteNotFound", "message": "No such route"}]}),
    (405, {"error": "no"}),
    (410, {"message": "deprecated"}),
]
MARCH = Period(Date(2026, 3, 1), Date(2026, 3, 31))


@pytest.mark.parametrize("answer", NO_ROUTE)
async def test_groups_are_read_and_changed_the_classic_way(
    tmp_path: Path, answer: tuple[int, object]
) -> None:
    group = {"groupedBy": "customers_id", "group": "7", "name": "Northwind", "duration": 3600}
    answers: Canned = {"v2/entrygroups": answer, "entrygroups": {"groups": [group]}}
    groups = backend_with(str(tmp_path), answers).groups
    told = await groups.query(["customers"], MARCH, Filters(people=("1",)))
    assert told is not None
    assert [(each.key, each.seconds) for each in told] == [("7", 3600)]

    change = BulkChange(MARCH, Filters(people=("1",)), note="reviewed")
    answers["entrygroups"] = {"confirm_key": "k", "affected_entries": 2}
    assert (await backend_with(str(tmp_path), answers).groups.plan(change)).affected == 2
    answers["entrygroups"] = {"success": True, "edited_entries": 2}
    done = await backend_with(str(tmp_path), answers).groups.run(Plan(change, 2, "k"))
    assert done == Confirmed(2)
