"""The grouped query (Clockodo API, entry groups: GET, v2 and v1)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import cast

from whenever import Instant

from punchcard.sandbox.clockodo.entries.selection import (
    FILTERS,
    IDS,
    Filter,
    Window,
    read_filter,
    read_window,
    selected,
)
from punchcard.sandbox.clockodo.groups.grouping import Wanted, grouped
from punchcard.sandbox.clockodo.groups.keys import Naming, in_restrictions, known_keys
from punchcard.sandbox.clockodo.wire import messages
from punchcard.sandbox.clockodo.wire.answers import Json, malformed
from punchcard.sandbox.clockodo.wire.calls import Call

_WINDOW = ("time_since", "time_until", "filter")
_QUERY = (
    *_WINDOW, "grouping", "round_to_minutes", "prepend_customer_to_project_name",
    "calc_also_revenues_for_projects_with_hard_budget",
)  # fmt: skip
CLASSIC_IDS = ("users_id", "customers_id", "projects_id", "services_id", "texts_id")
"""What the classic generation filters by, beside `billable` and `text`."""
_MOST_MINUTES = 24 * 60


def list_groups(call: Call) -> Json:
    """The groups of everything that was asked for."""
    window, chosen = read_selection(call, _QUERY)
    given = call.given
    naming = Naming(
        call.state, call.caller, call.language, given.boolean("prepend_customer_to_project_name", True)
    )
    minutes = given.integer("round_to_minutes") or 0
    if minutes > _MOST_MINUTES:
        raise malformed(messages.UNKNOWN_VALUE, "round_to_minutes")
    wanted = Wanted(
        _keys(call), naming, _restrictions(chosen), minutes,
        given.boolean("calc_also_revenues_for_projects_with_hard_budget"), call.is_classic,
    )  # fmt: skip
    entries = [entry for entry in selected(call, window, chosen) if not entry.is_running]
    return {"groups": grouped(wanted, entries)}


def read_selection(call: Call, names: Sequence[str]) -> tuple[Window, Filter]:
    """Return which entries are meant; the current generation wants nothing that it does not know.

    Args:
        call: The request.
        names: What else may be said.

    Raises:
        Problem: Something cannot be read, or is unknown.
    """
    given = call.given
    if not call.is_classic:
        given.only(names)
        given.child("filter").only(FILTERS)
    window = read_window(call, _moments(call))
    chosen = read_filter(call, CLASSIC_IDS if call.is_classic else IDS, billable=(0, 1, 2))
    return window, replace(chosen, budget_type=None) if call.is_classic else chosen


def _moments(call: Call) -> Callable[[str], Instant]:
    """How moments are read: local ones in the classic generation, where ISO in UTC has to be asked for."""
    if not call.is_classic:
        return call.given.needed_moment

    def read(name: str) -> Instant:
        value = call.given.values.get(name)
        if call.iso_utc and isinstance(value, str) and "T" in value:
            return call.given.needed_moment(name)
        return call.given.needed_local_moment(name, call.caller.timezone)

    return read


def _keys(call: Call) -> tuple[str, ...]:
    value = call.given.values.get("grouping")
    if value is None:
        raise call.given.missing("grouping")
    if not isinstance(value, list):
        raise malformed(messages.ARRAY_EXPECTED, "grouping")
    keys = cast("list[object]", value)
    known = known_keys(call.is_classic)
    if not keys or len(set(map(str, keys))) < len(keys) or not all(key in known for key in keys):
        raise malformed(messages.UNKNOWN_GROUPING, "grouping")
    return tuple(str(key) for key in keys)


def _restrictions(chosen: Filter) -> Json:
    told: Json = {in_restrictions(name) or name: number for name, number in chosen.ids.items()}
    if chosen.billable is not None:
        told["billable"] = chosen.billable
    if chosen.budget_type is not None:
        told["budget_type"] = chosen.budget_type
    return told
