"""Every request that may be sent to McTime, derived by hand from the description of its API.

A row is a method, a path below the base, and what may go along; whatever is in no row must not be sent. Each
part of the adapter has a table of its own here, named by what it is about.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple, cast

from tests.backends.offices import Sent
from tests.backends.tables import Check, Query, an_object, fields_of, matching, needs, objections

STAMP_PATTERN = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d"
MOST_DAYS = 366


def one_of(*values: str) -> Check:
    return lambda value: isinstance(value, str) and value in values


STAMP, PAGE = matching(STAMP_PATTERN), matching(r"[1-9]\d*")
ID = matching(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MILLISECONDS = matching(r"\d{12,13}")
FLAG = one_of("true", "false")


def text(value: Any) -> bool:
    return isinstance(value, str)


def name(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


TIME_TYPES = (
    "work", "parental_leave", "worked_rest_period", "clocking", "statutory_leave", "public_holiday_abroad",
    "medical_leave", "bad_weather", "company_vacation", "unpaid_vacation", "care_leave", "out_office",
    "work_accident_sickness", "military_exercize", "flextime", "unpaid_time_off", "home_office",
    "study_leave", "paid_time_off", "other_leave", "vacation_abroad", "travel", "sick", "military_service",
    "jubilee_day", "vacation", "move", "special_leave", "free_time",
)  # fmt: skip
STATUSES = ("disapproved", "not_approved_yet", "under_approval", "approved", "exported")
TIME_TYPE, STATUS = one_of(*TIME_TYPES), one_of(*STATUSES)
ROLE = one_of("employee", "approver", "manager", "administrator", "main_administrator")
ORGANIZATION_TYPE = one_of("project", "subsidiary", "partner", "client", "supplier", "branch", "other")


class Allowed(NamedTuple):
    """One kind of request."""

    method: str
    path: str
    """A regular expression below the base."""
    query: Mapping[str, Check] = {}
    body: Mapping[str, Check] | None = None
    """None where there must be none."""
    required: frozenset[str] = frozenset()
    """Of query and body."""
    repeated: frozenset[str] = frozenset()
    """What may stand in the query several times."""


def a_list(check: Check, least: int = 0, most: int = 1000) -> Check:
    def is_so(value: Any) -> bool:
        items = cast("list[object]", value) if isinstance(value, list) else None
        return items is not None and least <= len(items) <= most and all(check(each) for each in items)

    return is_so


_LISTS = needs("userIds timeTypes approvalStatuses organizationIds organizationNames")

_STAMPED: Mapping[str, Check] = {"dateTime": STAMP, "userId": ID}
_BOOKED: Mapping[str, Check] = {"timeType": TIME_TYPE, "organizationId": ID}
CLOCK = (
    Allowed(
        "GET",
        "clock",
        {
            "userIds": ID,
            "timeTypes": TIME_TYPE,
            "organizationIds": ID,
            "organizationNames": name,
            "page": PAGE,
        },
        repeated=_LISTS,
    ),
    Allowed(
        "POST",
        "clock",
        body={"action": one_of("start"), **_STAMPED, **_BOOKED, "comment": text},
        required=needs("action dateTime userId"),
    ),
    Allowed(
        "POST",
        "clock",
        body={"action": one_of("break", "stop"), **_STAMPED},
        required=needs("action dateTime userId"),
    ),
    Allowed(
        "POST", "clock", body={"action": one_of("cancel"), "userId": ID}, required=needs("action userId")
    ),
    Allowed(
        "POST",
        "clock",
        body={"action": one_of("update"), "userId": ID, **_BOOKED},
        required=needs("action userId"),
    ),
)

_ENTRY = an_object(
    {
        "from": STAMP,
        "to": STAMP,
        "timeType": TIME_TYPE,
        "breaks": a_list(an_object({"from": STAMP, "to": STAMP})),
        "comment": text,
    },
    {"id": ID, "organization": an_object({"id": ID})},
)
ENTRIES = (
    Allowed(
        "GET",
        "times",
        {
            "userIds": ID,
            "from": STAMP,
            "to": STAMP,
            "timeTypes": TIME_TYPE,
            "approvalStatuses": STATUS,
            "organizationIds": ID,
            "organizationNames": name,
            "page": PAGE,
        },
        required=needs("from to"),
        repeated=_LISTS,
    ),
    Allowed("GET", "times/[^/]+"),
    Allowed(
        "POST", "times", body={"userId": ID, "times": a_list(_ENTRY, 1, 1)}, required=needs("userId times")
    ),
    Allowed("DELETE", "times/[^/]+"),
    Allowed("DELETE", "times", {"id": ID}, required=needs("id")),
)

DIRECTORY = (
    Allowed(
        "GET",
        "users",
        {
            "userIds": ID,
            "organizationId": ID,
            "organizationName": name,
            "roles": ROLE,
            "inactive": FLAG,
            "page": PAGE,
        },
        repeated=needs("userIds roles"),
    ),
    Allowed("GET", "users/[^/]+"),
    Allowed(
        "GET",
        "organizations",
        {
            "organizationId": ID,
            "organizationName": name,
            "inactive": FLAG,
            "types": ORGANIZATION_TYPE,
            "page": PAGE,
        },
        repeated=needs("types"),
    ),
    Allowed("GET", "organizations/[^/]+"),
)

BALANCES = (
    Allowed(
        "GET",
        "accounts",
        {
            "userIds": ID,
            "page": PAGE,
            "pageSize": matching("[1-9]|10"),
            "timeBalanceAsOf": MILLISECONDS,
            "vacationBalanceAsOf": MILLISECONDS,
            "includeInactive": FLAG,
        },
        repeated=needs("userIds"),
    ),
    Allowed("GET", "accounts/[^/]+", {"timeBalanceAsOf": MILLISECONDS, "vacationBalanceAsOf": MILLISECONDS}),
)

TABLES: list[tuple[Allowed, ...]] = [CLOCK, ENTRIES, DIRECTORY, BALANCES]
"""All of them; people and organizations are never written, and nothing is approved from here."""

HEADERS: Mapping[str, Check] = {"api_key": matching(r"\S+")}
"""What every request has to carry."""


def what_is_wrong(sent: Sent) -> tuple[str, str]:
    """Return why a request must not be sent; empty texts where it may."""
    return objections(TABLES, _problem, HEADERS, sent)


def _problem(row: Allowed, query: Query, body: object) -> str:
    sent = fields_of(body, has_body=row.body is not None)
    if isinstance(sent, str):
        return f"{row.method} {row.path} {sent}"
    pairs = [(each, value, row.query.get(each)) for each, value in query]
    pairs += [(each, value, (row.body or {}).get(each)) for each, value in sent.items()]
    wrong = [f"{each}={value!r}" for each, value, check in pairs if check is None or not check(value)]
    names = [each for each, _ in query]
    wrong += [f"{each} twice" for each in {*names} - row.repeated if names.count(each) > 1]
    wrong += [f"{each} is missing" for each in row.required - {each for each, *_ in pairs}]
    if names.count("userIds") > 20:
        wrong.append("more than 20 people at once")
    wrong += _too_long(dict(query))
    return f"{row.method} {row.path}: {', '.join(wrong)}" if wrong else ""


def _too_long(query: Mapping[str, str]) -> list[str]:
    since, until = query.get("from"), query.get("to")
    if since is None or until is None or not (STAMP(since) and STAMP(until)):
        return []
    ends = datetime.fromisoformat(since), datetime.fromisoformat(until)
    days = (ends[1] - ends[0]).total_seconds() / (24 * 3600)
    return [] if 0 < days <= MOST_DAYS else [f"{days:.1f} days at once"]
