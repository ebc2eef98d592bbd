"""Every request that may be sent to Clockodo, derived by hand from the description of its API.

A row is a method, a path below `/api/`, and what may go along; whatever is in no row must not be sent. Each
part of the adapter has a table of its own here, named by what it is about.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, cast

from tests.backends.offices import Sent
from tests.backends.tables import Check, Query, an_object, fields_of, matching, needs, objections, or_null

STAMP_PATTERN = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"


def one_of(*values: object) -> Check:
    # True is equal to 1, and is not sent for it.
    return lambda value: any(type(value) is type(each) and value == each for each in values)


def whole(least: int = 1, most: int = 2**53) -> Check:
    return lambda value: type(value) is int and least <= value <= most


def short(most: int) -> Check:
    return lambda value: isinstance(value, str) and len(value) <= most


STAMP, DAY = matching(STAMP_PATTERN), matching(r"\d{4}-\d\d-\d\d")
NUMBER, YEAR, FLAG = matching(r"[1-9]\d*"), matching(r"(19[1-9]\d|20[01]\d|202[0-7])"), matching("true|false")
ID, TEXT = whole(), short(1000)


def up_to(most: int) -> Check:
    return lambda value: NUMBER(value) and int(value) <= most


class Allowed(NamedTuple):
    """One kind of request."""

    method: str
    path: str
    """A regular expression below `/api/`."""
    query: Mapping[str, Check] = {}
    body: Mapping[str, Check] | None = None
    """None where there must be none."""
    required: frozenset[str] = frozenset()
    """Of query and body."""
    goes_with: Mapping[str, str] = {}
    """What makes sense beside something else alone, and beside what."""


def paged(most: int, **query: Check) -> dict[str, Check]:
    return {"page": NUMBER, "items_per_page": up_to(most), **query}


_FILTERED = {
    "filter[active]": FLAG,
    "filter[fulltext]": short(1000),
    "sort[]": matching("-?(id|name|active)"),
}
_BOOKED = {
    "customers_id": ID,
    "projects_id": or_null(ID),
    "subprojects_id": or_null(ID),
    "services_id": ID,
}

CLOCK = (
    Allowed("GET", "v2/clock", {"users_id": NUMBER}),
    Allowed(
        "POST",
        "v2/clock",
        body={
            **_BOOKED,
            "billable": or_null(one_of(0, 1)),
            "text": or_null(TEXT),
            "time_since": or_null(STAMP),
            "users_id": or_null(ID),
            "clocked_now": one_of(True, False),
        },
        required=needs("customers_id services_id"),
        goes_with={"clocked_now": "time_since"},
    ),
    Allowed(
        "PUT",
        r"v2/clock/[1-9]\d*",
        body={"time_since": STAMP, "time_since_before": STAMP, "time_until_before": STAMP},
        required=needs("time_since"),
    ),
    Allowed("DELETE", r"v2/clock/[1-9]\d*", {"users_id": NUMBER, "time_until": STAMP}),
)

ENTRIES = (
    Allowed(
        "GET",
        "v2/entries",
        paged(
            1000,
            time_since=STAMP,
            time_until=STAMP,
            enhanced_list=FLAG,
            **{"filter[users_id]": NUMBER},
        ),
        required=needs("time_since time_until"),
    ),
    Allowed("GET", r"v2/entries/[1-9]\d*"),
    Allowed(
        "POST",
        "v2/entries",
        body={
            **_BOOKED,
            "billable": one_of(0, 1),
            "time_since": STAMP,
            "time_until": STAMP,
            "text": or_null(TEXT),
            "users_id": or_null(ID),
        },
        required=needs("customers_id services_id billable time_since time_until"),
    ),
    Allowed(
        "PUT",
        r"v2/entries/[1-9]\d*",
        body={
            **_BOOKED,
            "billable": one_of(0, 1),
            "time_since": STAMP,
            "time_until": STAMP,
            "text": TEXT,
        },
    ),
    Allowed("DELETE", r"v2/entries/[1-9]\d*"),
)

DIRECTORY = (
    Allowed("GET", "v4/users/me"),
    Allowed("GET", "v2/aggregates/users/me"),
    Allowed(
        "GET",
        "v3/users",
        paged(
            1000,
            scope=matching("viewUserReports"),
            sort=matching("-?(name|id|number|role|active|teams_name)"),
            **{"filter[active]": FLAG},
        ),
    ),
    Allowed("GET", r"v3/users/[1-9]\d*"),
    Allowed("GET", "v3/teams", paged(1000)),
    Allowed("GET", r"v2/users/[1-9]\d*/access/(customers-projects|services)"),
    Allowed("GET", "v3/customers", paged(5000, **_FILTERED)),
    Allowed("GET", r"v3/customers/[1-9]\d*"),
    Allowed(
        "GET",
        "v4/projects",
        paged(5000, **_FILTERED, **{"filter[customers_id]": NUMBER, "filter[completed]": FLAG}),
    ),
    Allowed("GET", r"v4/projects/[1-9]\d*"),
    Allowed("GET", "v3/subprojects", paged(5000, **_FILTERED, **{"filter[projects_id]": NUMBER})),
    Allowed("GET", "v4/services", paged(5000, **_FILTERED)),
    Allowed(
        "GET",
        r"userreports/[1-9]\d*",
        {"year": YEAR, "type": matching("[0-4]")},
        required=needs("year"),
    ),
    Allowed("GET", "targethours", {"users_id": NUMBER}),
    Allowed(
        "GET",
        "v2/usersNonbusinessDays",
        paged(100, year=YEAR, **{"filter[users_id]": NUMBER}),
        required=needs("year"),
    ),
)

_WALL = matching(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")


def several(check: Check) -> Check:
    def is_so(value: Any) -> bool:
        items = cast("list[object]", value) if isinstance(value, list) else []
        return bool(items) and all(check(each) for each in items)

    return is_so


_REQUESTS = "v2/workTimes/changeRequests"
_CHANGE = an_object({"type": one_of(1, 2), "time_since": STAMP, "time_until": STAMP})

APPROVALS = (
    Allowed(
        "GET",
        "v2/workTimes",
        {"date_since": DAY, "date_until": DAY, "users_id": NUMBER, "page": NUMBER},
        required=needs("date_since date_until users_id"),
    ),
    Allowed(
        "GET",
        _REQUESTS,
        paged(
            1000,
            date_since=DAY,
            date_until=DAY,
            users_id=NUMBER,
            status=matching("1|2"),
            scope=matching("approve"),
        ),
    ),
    Allowed(
        "POST",
        _REQUESTS,
        body={"date": DAY, "users_id": ID, "changes": several(_CHANGE)},
        required=needs("date users_id changes"),
    ),
    Allowed(
        "POST",
        r"v3/workTimes/changeRequests/[1-9]\d*/approve",
        body={"approve_violations": one_of(True, False)},
    ),
    Allowed("POST", rf"{_REQUESTS}/[1-9]\d*/(approve|decline)"),
    Allowed("DELETE", rf"{_REQUESTS}/[1-9]\d*"),
)

_OLD_IDS = ("users_id", "customers_id", "projects_id", "services_id", "texts_id")
_IDS = (*_OLD_IDS, "subprojects_id", "lumpsum_services_id", "teams_id")
_OLD_FILTERS = {**dict.fromkeys(_OLD_IDS, NUMBER), "billable": matching("[012]"), "text": short(1000)}
_BUDGET = matching("rep_filter_budget_((strict|soft)(_completed|_incomplete)?|without(_strict)?)")
_FILTERS = {**_OLD_FILTERS, **dict.fromkeys(_IDS, NUMBER), "budget_type": _BUDGET}
_GROUPING = "customers_id|projects_id|services_id|users_id|texts_id|billable|year|week|month|day"
_QUERY: dict[str, Check] = {
    "round_to_minutes": NUMBER,
    "prepend_customer_to_project_name": FLAG,
    "calc_also_revenues_for_projects_with_hard_budget": FLAG,
}
_OLD_VALUES: dict[str, Check] = {
    "users_id": ID,
    "customers_id": ID,
    "projects_id": ID,
    "services_id": ID,
    "billable": one_of(0, 1, 2),
    "text": TEXT,
    "hourly_rate": lambda value: type(value) in (int, float),
}
_VALUES = {**_OLD_VALUES, "subprojects_id": ID, "lumpsum_services_id": ID}


def _of_query(filters: Mapping[str, Check]) -> dict[str, Check]:
    return {f"filter[{name}]": check for name, check in filters.items()}


def _of_body(filters: Mapping[str, Check]) -> Check:
    texts = {"text": TEXT, "billable": one_of(0, 1, 2), "budget_type": _BUDGET}
    return an_object({}, {name: texts.get(name, ID) for name in filters})


def _entry_groups(
    path: str, moment: Check, filters: Mapping[str, Check], grouping: Check, values: Mapping[str, Check]
) -> tuple[Allowed, ...]:
    window, key = {"time_since": moment, "time_until": moment}, {"confirm_key": short(200)}
    needed = needs("time_since time_until")
    query = {**window, **_of_query(filters)}
    return (
        Allowed("GET", path, {**query, "grouping[]": grouping, **_QUERY}, required=needed | {"grouping[]"}),
        Allowed("PUT", path, body={**window, "filter": _of_body(filters), **values, **key}, required=needed),
        Allowed("DELETE", path, {**query, **key}, required=needed),
    )


_NEW_GROUPING = matching(f"{_GROUPING}|subprojects_id|lumpsum_services_id|is_lumpsum")
GROUPS = (
    *_entry_groups("v2/entrygroups", STAMP, _FILTERS, _NEW_GROUPING, _VALUES),
    *_entry_groups("entrygroups", _WALL, _OLD_FILTERS, matching(f"{_GROUPING}|is_lumpSum"), _OLD_VALUES),
)

NAMES_OF_GROUPS = (
    Allowed("GET", "v4/lumpSumServices", paged(5000, **_FILTERED)),
    Allowed("GET", "v3/teams", paged(1000, **{"filter[fulltext]": short(1000)})),
    Allowed(
        "GET",
        "v3/entriesTexts",
        {"mode": matching("add|edit|reports"), "term": short(1000), "items": up_to(800)},
        required=needs("mode"),
    ),
)

TABLES: list[tuple[Allowed, ...]] = [NAMES_OF_GROUPS, CLOCK, ENTRIES, DIRECTORY, APPROVALS, GROUPS]
"""All of them."""


HEADERS: Mapping[str, Check] = {
    "x-clockodoapiuser": matching(r"[^\s;]+@[^\s;]+"),
    "x-clockodoapikey": matching(r"\S+"),
    "x-clockodo-external-application": matching(r"(?=.{1,50}$)[^;\s]+;[^\s;]+@[^\s;]+"),
    "accept-language": matching("en|de|fr"),
    "x-clockodoenableisoutcdatetimes": one_of("1"),
}
"""What every request has to carry."""


def what_is_wrong(sent: Sent) -> tuple[str, str]:
    """Return why a request must not be sent; empty texts where it may."""
    return objections(TABLES, _problem, HEADERS, sent)


def _problem(row: Allowed, query: Query, body: object) -> str:
    sent = fields_of(body, has_body=row.body is not None)
    if isinstance(sent, str):
        return f"{row.method} {row.path} {sent}"
    pairs = [(name, value, row.query.get(name)) for name, value in query]
    pairs += [(name, value, (row.body or {}).get(name)) for name, value in sent.items()]
    wrong = [f"{name}={value!r}" for name, value, check in pairs if check is None or not check(value)]
    singles = [name for name, _ in query if not name.endswith("[]")]
    wrong += [f"{name} twice" for name in {*singles} if singles.count(name) > 1]
    given = {name for name, *_ in pairs}
    wrong += [f"{name} is missing" for name in row.required - given]
    wrong += [
        f"{name} without {other}" for name, other in row.goes_with.items() if given & {name, other} == {name}
    ]
    return f"{row.method} {row.path}: {', '.join(wrong)}" if wrong else ""
