"""Answers of Clockodo that are written by hand."""

from __future__ import annotations

from typing import Any

from tests.backends.canned import Canned as Canned
from tests.backends.canned import connection_to
from tests.faults.lab import IMPATIENT

from punchcard.backends.clockodo import ClockodoBackend
from punchcard.backends.http import HttpClient

PAGING = {"items_per_page": 1000, "current_page": 1, "count_pages": 1, "count_items": 1}


def backend_with(folder: str, answers: Canned, **settings: str) -> ClockodoBackend:
    """A connection to answers that are written by hand."""
    given = {"email": "ann@acme.example", **settings}
    connection = connection_to(folder, "/api", answers, _no_route, **given)
    return ClockodoBackend(connection, lambda s, c: HttpClient(s, c, limits=IMPATIENT))


def _no_route(path: str) -> dict[str, Any]:
    return {"errors": [{"type": "RouteNotFound", "message": path}]}


def entry(**changed: Any) -> dict[str, Any]:
    """A finished entry in a list with names."""
    return {
        "id": 7, "type": 1, "users_id": 1, "customers_id": 3, "projects_id": 4, "subprojects_id": None,
        "services_id": 5, "billable": 1, "texts_id": None, "text": "tables",
        "time_since": "2026-03-11T07:00:00Z", "time_until": "2026-03-11T08:00:00Z", "duration": 3600,
        "clocked": True, "customers_name": "Northwind", "projects_name": "Portal",
        "services_name": "Development", **changed,
    }  # fmt: skip


def running(**changed: Any) -> dict[str, Any]:
    """What a clock that runs looks like."""
    return {**entry(time_until=None, duration=None), **changed}
