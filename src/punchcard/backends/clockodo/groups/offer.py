"""What the service can group and filter by, and nobody from entries alone, in Punchcard's words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated

from pydantic import BeforeValidator

from punchcard.backends.clockodo.client import ClockodoClient
from punchcard.backends.clockodo.directory.tree import MOST, ROUTES
from punchcard.backends.clockodo.entries.booking import LUMPSUM_SERVICES, TITLES
from punchcard.backends.clockodo.groups.query import BudgetType, GroupFilters
from punchcard.backends.clockodo.groups.wire import Text
from punchcard.backends.clockodo.values import Id, ListOrObject
from punchcard.backends.clockodo.wire import Nodes
from punchcard.backends.groups_contract import GroupChoice, GroupFilter, GroupsOffer, GroupSwitch
from punchcard.backends.http.wire import Wire
from punchcard.backends.remembering import Remembered
from punchcard.core.groups import GroupExtras
from punchcard.core.refusals import UsageError
from punchcard.core.text import one_line

TEAM, NOTE, WHOLE_NOTE, BILLED, BUDGET = "team", "note", "whole_note", "billed", "budget"
CUSTOMER_NAMES, HARD_BUDGET_REVENUE = "customer_names", "hard_budget_revenue"

_BUDGETS: Mapping[str, BudgetType] = MappingProxyType(
    {
        "hard": BudgetType.STRICT,
        "hard, completed": BudgetType.STRICT_COMPLETED,
        "hard, incomplete": BudgetType.STRICT_INCOMPLETE,
        "soft": BudgetType.SOFT,
        "soft, completed": BudgetType.SOFT_COMPLETED,
        "soft, incomplete": BudgetType.SOFT_INCOMPLETE,
        "none": BudgetType.WITHOUT,
        "not hard": BudgetType.WITHOUT_STRICT,
    }
)
_BILLED = {"no": 1, "yes": 2}

OFFER = GroupsOffer(
    keys=MappingProxyType(
        {LUMPSUM_SERVICES: TITLES[LUMPSUM_SERVICES].lower(), "is_lumpsum": "lump sum or time"}
    ),
    filters=(
        GroupFilter(TEAM, "Team", "everybody", is_listed=True, is_team=True),
        GroupFilter(LUMPSUM_SERVICES, TITLES[LUMPSUM_SERVICES], is_listed=True),
        GroupFilter(NOTE, "Note", "a part"),
        GroupFilter(WHOLE_NOTE, "Whole note", "exactly", is_listed=True),
        GroupFilter(BILLED, "Billed", "of what is billable", tuple(GroupChoice(v, v) for v in _BILLED)),
        GroupFilter(
            BUDGET, "Budget", "of the project",
            tuple(GroupChoice(kind.value, name) for name, kind in _BUDGETS.items()),
        ),
    ),
    switches=(
        GroupSwitch(CUSTOMER_NAMES, "Customer names", "The customer before the name of a project"),
        GroupSwitch(HARD_BUDGET_REVENUE, "Hard revenue", "The revenue of projects with a hard budget too"),
    ),
    sets_person=True,
    unlisted=frozenset({("is_lumpsum", ""), ("billable", "billed")}),
)  # fmt: skip

_FIELDS = {TEAM: "teams_id", LUMPSUM_SERVICES: "lumpsum_services_id", WHOLE_NOTE: "texts_id"}
_LISTS = {**ROUTES, LUMPSUM_SERVICES: "v4/lumpSumServices", TEAM: "v3/teams"}
_MOST_TEAMS, _MOST_NOTES = 1000, 800


class _Note(Wire):
    id: Id
    label: Text


class _Notes(Wire):
    data: Annotated[tuple[_Note, ...], ListOrObject, BeforeValidator(lambda value: value or ())]


def with_extras(filters: GroupFilters, extras: GroupExtras) -> GroupFilters:
    """Return filters with those that were asked for by name.

    Raises:
        UsageError: One is not offered, its value is none, or it contradicts another one.
    """
    for name, value in extras.filters:
        filters = _with(filters, name, value)
    return filters


async def listed(
    client: ClockodoClient, known: Remembered[tuple[GroupChoice, ...]], name: str
) -> tuple[GroupChoice, ...] | None:
    """Return every value of a filter or a level, what is not active included; None where there is no list.

    Raises:
        BackendError: It cannot be read.
    """

    async def ask() -> tuple[GroupChoice, ...]:
        if name == WHOLE_NOTE:
            params = (("mode", "reports"), ("items", str(_MOST_NOTES)))
            notes = await client.read(_Notes, "v3/entriesTexts", params)
            return tuple(GroupChoice(str(note.id), note.label) for note in notes.data)
        pages = await client.pages(Nodes, _LISTS[name], size=_MOST_TEAMS if name == TEAM else MOST)
        return tuple(GroupChoice(str(node.id), one_line(node.name)) for page in pages for node in page.data)

    return await known.get(name, ask) if name == WHOLE_NOTE or name in _LISTS else None


def _with(filters: GroupFilters, name: str, value: str) -> GroupFilters:
    if name in _FIELDS and value.isdecimal() and int(value):
        return filters._replace(**{_FIELDS[name]: int(value)})
    match name:
        case "note" if value:
            return filters._replace(text=value)
        case "billed" if value in _BILLED:
            if filters.billable == 0:
                raise UsageError("What is not billable is never billed.", "Leave out one of the two filters.")
            return filters._replace(billable=_BILLED[value])
        case "budget" if value in list(BudgetType):
            return filters._replace(budget_type=BudgetType(value))
        case _:
            raise UsageError(f"Clockodo cannot filter by {one_line(name, 40)} “{one_line(value, 40)}”.")
