"""A bulk change as a vendor can make it: which entries, in filters alone, and what they get."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from whenever import Date, Weekday

from punchcard.backends.groups_contract import BulkChange, Plan
from punchcard.core.entries import Entry
from punchcard.core.grouping_keys import TIME_KEYS
from punchcard.core.groups import Period
from punchcard.core.refusals import Refusal, UsageError
from punchcard.core.weeks import parse_week
from punchcard.services.groups.bulk_plan import NewValues, Selection
from punchcard.services.groups.vendor_groups import offer_of
from punchcard.services.session import Session

_LAST_MONTH = 12


class Found(NamedTuple):
    """The entries that a change is about, as far as they are known here."""

    entries: Sequence[Entry]
    is_whole: bool
    """Whether none reaches beyond what was selected, and none is as it is to be already."""
    has_locked: bool
    """Whether others were selected that cannot be changed."""


def only_there(session: Session, selection: Selection, values: NewValues | None) -> bool:
    """Whether the vendor alone can tell the entries, or change them like that."""
    is_chosen = bool(selection.kept.extras.filters) or not offer_of(session).lists(selection.path)
    return is_chosen or (values is not None and values.is_vendors)


def means_these(step: Plan, found: Found) -> bool:
    """Whether the vendor can be left to it: otherwise it would change what is locked here, lump sums too."""
    return step.affected == len(found.entries) or not found.has_locked


async def vendor_plan(
    session: Session, selection: Selection, values: NewValues | None, found: Found
) -> Plan | None:
    """Take the vendor's first step; None where the change is made entry by entry.

    Raises:
        UsageError: The vendor alone could do it, and cannot do it like that.
        BackendError: It was refused, or not answered; nothing was changed.
    """
    port, must = session.backend.groups, only_there(session, selection, values)
    if port is None:
        return None
    change = _change(session, selection, values, found.entries)
    with session.store.read() as transaction:
        is_settled = not transaction.outbox.unsettled(session.account.name)
    if change is not None and (must or (is_settled and found.is_whole and found.entries)):
        try:
            step = await port.plan(change)
            if must or means_these(step, found):
                return step
        except UsageError:
            if must:
                raise
    if must:
        raise UsageError(
            f"{session.backend.info.title} cannot select these entries alone. Nothing was changed.",
            "Select another group.",
        )
    return None


def _change(
    session: Session, selection: Selection, values: NewValues | None, entries: Sequence[Entry]
) -> BulkChange | None:
    kept = selection.kept
    if kept.query or (values is not None and not _fits(values, entries)):
        return None
    own = replace(kept.filters, people=(session.person.id,))
    change: BulkChange | None = BulkChange(selection.period, own, values is None, extras=kept.extras)
    for by, key in selection.path:
        if change is not None:
            change = _inside(session, change, by, key)
    if change is None or values is None:
        return change
    return change._replace(
        references=values.assignment.references if values.assignment else (),
        note=values.note,
        billable=values.billable,
        person=values.person.id if values.person else None,
        hourly_rate=values.hourly_rate,
        is_billed=values.is_billed,
    )


def _fits(values: NewValues, entries: Sequence[Entry]) -> bool:
    """Whether each value is one that is set there: levels that are left out would stay as they are."""
    if values.assignment is None:
        return values.time_type is None
    new = {reference.dimension for reference in values.assignment.references}
    old = {reference.dimension for entry in entries for reference in entry.assignment.references}
    return values.time_type is None and bool(new) and old <= new


def _inside(session: Session, change: BulkChange, by: str, key: str) -> BulkChange | None:
    """Return a change of those entries alone that the node `key` of the level `by` holds."""
    if by in TIME_KEYS:
        period = _days(by, key, session.schedule.week_starts)
        return None if period is None else _within(change, period)
    if by == "person":
        return change if change.filters.people == (key,) else None
    return change._replace(path=(*change.path, (by, key)))


def _within(change: BulkChange, period: Period) -> BulkChange:
    return change._replace(
        period=Period(max(change.period.first, period.first), min(change.period.last, period.last))
    )


def _days(by: str, key: str, week_starts: Weekday) -> Period | None:
    try:
        match by:
            case "day":
                day = Date.parse_iso(key)
                return Period(day, day)
            case "week" if week_starts is Weekday.MONDAY:
                week = parse_week(key, Date.MIN, week_starts)
                return Period(week.first, week.last)
            case "month":
                first = Date.parse_iso(f"{key}-01")
                return Period(first, first.add(months=1).subtract(days=1))
            case "year":
                return Period(Date(int(key), 1, 1), Date(int(key), _LAST_MONTH, 31))
            case _:
                return None
    except (ValueError, Refusal):
        # A vendor may name it otherwise.
        return None
