"""Every request that may be sent to Lucca, derived by hand from the description of its API.

A row is a method, a path below the host, and what may go along; whatever is in no row must not be sent. The
service that replaces whole periods is in none, nor are the older workflow services.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple, cast

from tests.backends.offices import Sent
from tests.backends.tables import Check, Query, an_object, matching, objections, or_null


def whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def one_of(*values: int) -> Check:
    return lambda value: value in values


def text(value: Any) -> bool:
    return isinstance(value, str)


def some_text(value: Any) -> bool:
    return text(value) and bool(value.strip())


def nothing_in(value: Any) -> bool:
    return value == []


_DAY = r"\d{4}-\d\d-\d\d"
_MOMENT = rf"{_DAY}T\d\d:\d\d:\d\d"
FLOATING, DATE = matching(_MOMENT), matching(_DAY)
SPAN = matching(r"(1\.00:00:00|(?!00:00:00)([01]\d|2[0-3]):[0-5]\d:[0-5]\d)")
IDS, ID = matching(r"[1-9]\d*(,[1-9]\d*){0,99}"), matching(r"[1-9]\d*")
BETWEEN = matching(rf"between,{_DAY},{_DAY}")
SINCE, UNTIL = matching(rf"since,{_DAY}"), matching(rf"until,{_DAY}")
STATUSES = matching("[0-3](,[0-3])*")
PAGING, ORDER = matching(r"\d+,([1-9]\d{0,2}|1000)"), matching(r"(id|date),asc")


def fields(names: str) -> Check:
    """A selection of these names, `a[b]` for those of something linked; the count of all along with them."""
    known = {*names.split(), "collection.count"}

    def is_so(value: Any) -> bool:
        flat = re.sub(r"(\w+)\[([^\]]*)\]", lambda m: ",".join(f"{m[1]}.{x}" for x in m[2].split(",")), value)
        return set(flat.split(",")) <= known

    return is_so


_ENTRY = fields(
    "id ownerId startsAt duration unit creationSource timesheetId timeTypeId archivedAt modifiedAt layer "
    "comment.content axisSections.id axisSections.name axisSections.code axisSections.active "
    "axisSections.axisId"
)
_USER = fields("id firstName lastName mail login managerId name displayName")
_DEPARTMENT = fields(
    "id headID currentUsers.id currentUsers.firstName currentUsers.lastName currentUsers.mail"
)
_AXIS = fields("id name isActive parentAxisId level position")
_SECTION = fields("id name code active axisId parentAxisSections.id")
_SHEET = fields(
    "id name ownerId startsOn endsOn status expectedNextActorId expectedNextActor.id "
    "expectedNextActor.firstName "
    "expectedNextActor.lastName owner.id owner.firstName owner.lastName owner.mail statuteId "
    "timeEntries.id timeEntries.duration timeEntries.unit timeEntries.layer timeEntries.archivedAt"
)
_USER_DATE = fields("date dtt drt draj drj")


class Allowed(NamedTuple):
    """One kind of request."""

    method: str
    path: str
    """A regular expression below the host."""
    query: Mapping[str, Check] = {}
    body: Check | None = None
    """None where there must be none."""
    required: frozenset[str] = frozenset()
    """Of the query."""


def listed(path: str, told: Check, query: Mapping[str, Check], required: str = "") -> Allowed:
    """A list of v3, which is always asked for its fields, page by page."""
    names = frozenset(f"fields paging orderBy {required}".split())
    return Allowed("GET", path, {"fields": told, "paging": PAGING, "orderBy": ORDER, **query}, None, names)


def a_list(check: Check, least: int = 0) -> Check:
    def is_so(value: Any) -> bool:
        items = cast("list[object]", value) if isinstance(value, list) else None
        return items is not None and len(items) >= least and all(check(each) for each in items)

    return is_so


_WRITTEN: Mapping[str, Check] = {
    "ownerId": whole,
    "startsAt": FLOATING,
    "duration": SPAN,
    "unit": one_of(0, 1, 2),
    "creationSource": one_of(2, 4),
    "axisSections": a_list(an_object({"id": whole})),
    "comment": or_null(an_object({"content": some_text})),
    "timeTypeId": or_null(whole),
}
_NEW = an_object(_WRITTEN)
_COMMENT = an_object({"comment": some_text})

ENTRIES = (
    listed(
        "api/v3/timeentries",
        _ENTRY,
        {"ownerId": IDS, "startsAt": BETWEEN, "layer": matching("notequal,1")},
        "ownerId startsAt layer",
    ),
    Allowed("GET", r"api/v3/timeentries/\d+", {"fields": _ENTRY}),
    Allowed("POST", "api/v3/timeentries", body=_NEW),
    Allowed("POST", "api/v3/timeentries", body=a_list(_NEW, 2)),
    Allowed("PUT", r"api/v3/timeentries/\d+", body=an_object({**_WRITTEN, "id": whole})),
    Allowed("DELETE", r"api/v3/timeentries/\d+"),
)
DIRECTORY = (
    listed("api/v3/users", _USER, {"mail": text, "login": text, "managerId": ID}),
    listed("api/v3/departments", _DEPARTMENT, {"headId": ID}, "headId"),
    listed("api/v3/axes", _AXIS, {}),
    listed("api/v3/axisSections", _SECTION, {"axisId": ID, "parentAxisSections.id": ID}, "axisId"),
    Allowed("GET", r"api/v3/axisSections/\d+", {"fields": _SECTION}),
    listed("api/v3/userdates", _USER_DATE, {"ownerId": ID, "date": BETWEEN}, "ownerId date"),
)
_WORKFLOW = "timmi-timesheet/api/timesheets"
SHEETS = (
    listed(
        "api/v3/timmitimesheets",
        _SHEET,
        {
            "ownerId": IDS,
            "status": STATUSES,
            "endsOn": SINCE,
            "startsOn": lambda value: UNTIL(value) or SINCE(value),
        },
    ),
    *(
        listed("api/v3/timmitimesheets/remindable", _SHEET, {whose: IDS, "start": DATE, "end": DATE}, whose)
        for whose in ("ownerIds", "managerIds")
    ),
    Allowed(
        "POST",
        f"{_WORKFLOW}/submit",
        body=an_object(
            {"ownerId": whole, "startsAt": FLOATING}, {"endsAt": FLOATING, "transfers": nothing_in}
        ),
    ),
    Allowed("POST", rf"{_WORKFLOW}/\d+/approve", body=an_object({"transfers": nothing_in})),
    Allowed("POST", rf"{_WORKFLOW}/\d+/(deny|invalidate)", body=_COMMENT),
    Allowed("POST", rf"{_WORKFLOW}/\d+/cancel", body=an_object({})),
)
TABLES: list[tuple[Allowed, ...]] = [ENTRIES, DIRECTORY, SHEETS]

HEADERS: Mapping[str, Check] = {
    "authorization": matching(r"lucca application=\S+"),
    "accept": matching("application/json"),
}
"""What every request has to carry."""


def what_is_wrong(sent: Sent) -> tuple[str, str]:
    """Return why a request must not be sent; empty texts where it may."""
    return objections(TABLES, _problem, HEADERS, sent)


def _problem(row: Allowed, query: Query, body: object) -> str:
    names = [each for each, _ in query]
    wrong = [
        f"{name}={value!r}"
        for name, value in query
        if (check := row.query.get(name)) is None or not check(value)
    ]
    wrong += [f"{each} twice" for each in set(names) if names.count(each) > 1]
    wrong += [f"{each} is missing" for each in row.required - set(names)]
    if row.body is None and body is not None:
        wrong.append("a body")
    if row.body is not None and not row.body(body):
        wrong.append(f"the body {body!r}")
    return f"{row.method} {row.path}: {', '.join(wrong)}" if wrong else ""
