"""The grouped query and the selection of bulk changes as they are sent, in both generations (section 5)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from whenever import Instant

from punchcard.backends.clockodo.moments import utc
from punchcard.backends.http.moments import local, window
from punchcard.core.groups import Period


class GroupKey(StrEnum):
    """What can be grouped by."""

    CUSTOMERS = "customers_id"
    PROJECTS = "projects_id"
    SUBPROJECTS = "subprojects_id"
    SERVICES = "services_id"
    LUMPSUM_SERVICES = "lumpsum_services_id"
    USERS = "users_id"
    TEXTS = "texts_id"
    BILLABLE = "billable"
    IS_LUMPSUM = "is_lumpsum"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class BudgetType(StrEnum):
    """Which projects are meant, by their budget."""

    STRICT = "rep_filter_budget_strict"
    STRICT_COMPLETED = "rep_filter_budget_strict_completed"
    STRICT_INCOMPLETE = "rep_filter_budget_strict_incomplete"
    SOFT = "rep_filter_budget_soft"
    SOFT_COMPLETED = "rep_filter_budget_soft_completed"
    SOFT_INCOMPLETE = "rep_filter_budget_soft_incomplete"
    WITHOUT = "rep_filter_budget_without"
    WITHOUT_STRICT = "rep_filter_budget_without_strict"


class GroupFilters(NamedTuple):
    """Which entries are meant; None filters nothing, and each takes one value."""

    users_id: int | None = None
    customers_id: int | None = None
    projects_id: int | None = None
    subprojects_id: int | None = None
    services_id: int | None = None
    lumpsum_services_id: int | None = None
    teams_id: int | None = None
    texts_id: int | None = None
    billable: int | None = None
    """0 no, 1 yes, 2 yes and billed."""
    text: str | None = None
    budget_type: BudgetType | None = None

    def given(self) -> dict[str, int | str]:
        """Return those that filter something."""
        return {name: value for name, value in self._asdict().items() if value is not None}


class GroupQuery(NamedTuple):
    """A grouped query with every parameter that there is."""

    grouping: tuple[GroupKey, ...]
    """The outermost level first; at least one."""
    period: Period
    filters: GroupFilters = GroupFilters()
    round_to_minutes: int = 0
    prepend_customer_to_project_name: bool = True
    calc_also_revenues_for_projects_with_hard_budget: bool = False


_NEWER_KEYS = {GroupKey.SUBPROJECTS, GroupKey.LUMPSUM_SERVICES}
_NEWER_FIELDS = {"subprojects_id", "lumpsum_services_id", "teams_id", "budget_type"}
_CLASSIC_NAMES = {GroupKey.IS_LUMPSUM: "is_lumpSum"}
_HARD = "calc_also_revenues_for_projects_with_hard_budget"


def query_params(query: GroupQuery, zone: str, *, is_classic: bool) -> list[tuple[str, str]]:
    """Return a query as it is sent; what is as it is anyway is left out."""
    names = _CLASSIC_NAMES if is_classic else {}
    params = selection_params(query.period, query.filters, zone, is_classic=is_classic)
    params += [("grouping[]", names.get(key, key.value)) for key in query.grouping]
    if query.round_to_minutes:
        params.append(("round_to_minutes", str(query.round_to_minutes)))
    if not query.prepend_customer_to_project_name:
        params.append(("prepend_customer_to_project_name", "false"))
    if query.calc_also_revenues_for_projects_with_hard_budget:
        params.append((_HARD, "true"))
    return params


def selection_params(
    period: Period, filters: GroupFilters, zone: str, *, is_classic: bool
) -> list[tuple[str, str]]:
    """Return which entries are meant, as a query names them."""
    chosen = [(f"filter[{name}]", str(value)) for name, value in filters.given().items()]
    return [*sent_window(period, zone, is_classic=is_classic).items(), *chosen]


def sent_window(period: Period, zone: str, *, is_classic: bool) -> dict[str, str]:
    """Return the first and the last second of a period; it is not described whether an end belongs to it."""
    since, end = window(period.first, period.last, zone)
    until = end.subtract(seconds=1)
    if is_classic:
        return {"time_since": _on_the_wall(since, zone), "time_until": _on_the_wall(until, zone)}
    return {"time_since": utc(since), "time_until": utc(until)}


def is_classic_too(query: GroupQuery) -> bool:
    """Whether the classic generation knows everything that a query asks for."""
    return not _NEWER_KEYS & set(query.grouping) and are_classic_too(query.filters.given())


def are_classic_too(fields: Mapping[str, object]) -> bool:
    """Whether the classic generation knows all filters, or all new values."""
    return not _NEWER_FIELDS & set(fields)


def _on_the_wall(moment: Instant, zone: str) -> str:
    there = local(moment, zone)
    return f"{there.date().format_iso()} {there.hour:02}:{there.minute:02}:{there.second:02}"
