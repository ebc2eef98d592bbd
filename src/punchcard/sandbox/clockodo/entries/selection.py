"""Which entries are meant: a stretch of time and filters (Clockodo API, entries and entry groups)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from whenever import Instant

from punchcard.sandbox.clockodo.records import Entry
from punchcard.sandbox.clockodo.rights import sees_entry
from punchcard.sandbox.clockodo.state import ClockodoState, in_order
from punchcard.sandbox.clockodo.wire import messages
from punchcard.sandbox.clockodo.wire.answers import malformed
from punchcard.sandbox.clockodo.wire.calls import Call

ENTRY_IDS = (
    "users_id", "customers_id", "projects_id", "subprojects_id", "services_id", "lumpsum_services_id",
    "texts_id",
)  # fmt: skip
"""What lists of entries are filtered by."""
IDS = (*ENTRY_IDS, "teams_id")
"""What groups of entries are filtered by."""
FILTERS = (*IDS, "billable", "text", "budget_type")
_BILLABLE_OR_BILLED = 12
_STRICT, _SOFT = "rep_filter_budget_strict", "rep_filter_budget_soft"
_WITHOUT, _WITHOUT_STRICT = "rep_filter_budget_without", "rep_filter_budget_without_strict"
BUDGETS = (
    *(f"{kind}{state}" for kind in (_STRICT, _SOFT) for state in ("", "_completed", "_incomplete")),
    _WITHOUT, _WITHOUT_STRICT,
)  # fmt: skip


class Window(NamedTuple):
    """From when to when the meant entries begin; the end does not belong to it."""

    since: Instant
    until: Instant


@dataclass(frozen=True, slots=True)
class Filter:
    """What else has to be so of an entry."""

    ids: dict[str, int]
    billable: int | None
    text: str | None
    budget_type: str | None

    def lets(self, state: ClockodoState, entry: Entry) -> bool:
        """Whether an entry is meant."""
        if self.billable == _BILLABLE_OR_BILLED:
            is_billable = entry.billable in (1, 2)
        else:
            is_billable = self.billable is None or entry.billable == self.billable
        return (
            is_billable
            and all(_id_of(state, entry, name) == wanted for name, wanted in self.ids.items())
            and (self.text is None or self.text.casefold() in (entry.text or "").casefold())
            and (self.budget_type is None or _has_budget(state, entry, self.budget_type))
        )


def read_window(call: Call, moment: Callable[[str], Instant] | None = None) -> Window:
    """Return the stretch of time that is asked for.

    Args:
        call: The request.
        moment: How moments are read; as the current generation has them by default.

    Raises:
        Problem: It is missing, or ends before it begins.
    """
    read = moment or call.given.needed_moment
    window = Window(read("time_since"), read("time_until"))
    if window.until < window.since:
        raise malformed(messages.BACKWARDS, "time_until")
    return window


def read_filter(
    call: Call, ids: Sequence[str] = ENTRY_IDS, billable: Sequence[int] = (0, 1, 2, _BILLABLE_OR_BILLED)
) -> Filter:
    """Return the filters that are asked for.

    Args:
        call: The request.
        ids: What may be filtered by; any other id is not looked at.
        billable: What may be asked for of `billable`.

    Raises:
        Problem: One of them cannot be read.
    """
    inner = call.given.child("filter")
    wanted = {name: inner.integer(name, 1) for name in ids}
    budget = inner.text("budget_type")
    if budget is not None and budget not in BUDGETS:
        raise malformed(messages.UNKNOWN_VALUE, inner.path("budget_type"))
    return Filter(
        {name: number for name, number in wanted.items() if number is not None},
        inner.integer("billable", among=billable), inner.text("text"), budget,
    )  # fmt: skip


def selected(call: Call, window: Window, wanted: Filter) -> list[Entry]:
    """Return the entries that are meant and that the caller may see, the earliest first."""
    state = call.state
    return in_order(
        entry
        for entry in state.entries.values()
        if window.since <= entry.time_since < window.until
        and wanted.lets(state, entry)
        and sees_entry(call.caller, state.users[entry.users_id], entry)
    )


def _id_of(state: ClockodoState, entry: Entry, name: str) -> int | None:
    if name == "teams_id":
        return state.users[entry.users_id].teams_id
    if name == "texts_id":
        return None if entry.text is None else state.texts[entry.text]
    return getattr(entry, name)


def _has_budget(state: ClockodoState, entry: Entry, wanted: str) -> bool:
    project = state.projects.get(entry.projects_id or 0)
    budget = project.budget if project else None
    if wanted == _WITHOUT:
        return budget is None
    if wanted == _WITHOUT_STRICT:
        return budget is None or not budget.hard
    if project is None or budget is None or budget.hard != wanted.startswith(_STRICT):
        return False
    return wanted in (_STRICT, _SOFT) or project.completed == (not wanted.endswith("_incomplete"))
