"""A bulk change of one group alone, as filters that the service has."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from punchcard.backends.clockodo.entries.booking import LEVELS
from punchcard.backends.clockodo.groups.offer import BILLED, OFFER, WHOLE_NOTE
from punchcard.core.groups import GroupExtras
from punchcard.core.refusals import UsageError

if TYPE_CHECKING:
    from punchcard.backends.groups_contract import BulkChange, GroupChoice

Choices = Callable[[str], Awaitable["Sequence[GroupChoice] | None"]]

_BILLABLE = {"no": (False, ""), "yes": (None, "no"), "billed": (None, "yes")}
"""The two filters behind each group by billable."""


async def narrowed(change: BulkChange, choices: Choices) -> BulkChange:
    """Return the same change with filters in the place of its path.

    Args:
        change: As it was asked for.
        choices: Returns every value of a filter.

    Raises:
        UsageError: No filter holds one of the groups alone.
        BackendError: The notes that there are cannot be read.
    """
    found: BulkChange | None = change._replace(path=())
    for by, key in change.path:
        if found is not None:
            found = await _inside(found, by, key, choices)
    if found is None:
        raise UsageError(
            "Clockodo cannot select these entries alone. Nothing was changed.",
            "Select a group by customer, project, service, note, billable, day, week, month or year.",
        )
    return found


async def _inside(change: BulkChange, by: str, key: str, choices: Choices) -> BulkChange | None:
    if by == "billable" and key in _BILLABLE:
        plain, billed = _BILLABLE[key]
        with_plain = change._replace(filters=replace(change.filters, billable=plain))
        return _with(with_plain, BILLED, billed) if billed else with_plain
    if by == "note" and key:
        ids = [note.id for note in await choices(WHOLE_NOTE) or () if note.name == key]
        return _with(change, WHOLE_NOTE, ids[0]) if len(ids) == 1 else None
    if by in LEVELS and key:
        others = tuple(each for each in change.filters.references if each[0] != by)
        return change._replace(filters=replace(change.filters, references=(*others, (by, key))))
    return _with(change, by, key) if key and OFFER.filter_named(by) else None


def _with(change: BulkChange, name: str, value: str) -> BulkChange | None:
    """Add a filter; None where another value of it is asked for already."""
    known = dict(change.extras.filters)
    if known.get(name, value) != value:
        return None
    return change._replace(extras=GroupExtras(tuple((known | {name: value}).items())))
