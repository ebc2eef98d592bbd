"""Grouped time of any period, computed here from the entries or asked of a vendor that computes it itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from punchcard.core.assignments import Dimension
from punchcard.core.entries import Entry
from punchcard.core.entry_words import APPROVAL_STATUSES, PLAIN_STATUSES
from punchcard.core.filters import Query, matches
from punchcard.core.grouping import group_tree
from punchcard.core.grouping_keys import in_words, keys_known
from punchcard.core.groups import NO_EXTRAS, Filters, Group, GroupExtras, GroupPath, Period
from punchcard.core.people import Person
from punchcard.services.fold import KnownEntry
from punchcard.services.groups.vendor_groups import Asked, ask_vendor, means_a_team
from punchcard.services.reading.period_entries import period_entries, running_seconds
from punchcard.services.session import Session
from punchcard.services.team import everybody

_ALL = Filters()
_NO_QUERY = Query()


class Kept(NamedTuple):
    """Which entries of a period are looked at."""

    filters: Filters = _ALL
    query: Query = _NO_QUERY
    absences: bool = False
    """Whether vacation, sick leave and other leave count too; they do where a time type is asked for."""
    extras: GroupExtras = NO_EXTRAS
    """What the vendor alone filters by: nothing that can be told of an entry here."""

    def has(self, entry: Entry) -> bool:
        """Whether `entry`, one of those that were read for `filters`, is one of them, absences aside."""
        filters = replace(self.filters, names=()) if self.filters.names else self.filters
        return matches(entry, filters) and self.query.matches(entry)

    @property
    def has_absences(self) -> bool:
        """Whether absences are among them."""
        asked = bool(self.filters.types) or any(key == "type" for key, _ in self.query.terms)
        return self.absences or asked


@dataclass(frozen=True, slots=True)
class GroupedReport:
    """Grouped time as it is known now."""

    period: Period
    by: tuple[str, ...]
    """What it is grouped by, the outermost level first."""
    people: tuple[Person, ...]
    total: Group
    """The root: its children are the groups."""
    kept: Kept
    words: str
    """The filters as people say them; empty without any."""
    rounding: int
    """Minutes that groups are rounded to; 0 for no rounding."""
    absences_left_out: int
    """Seconds of absences that the filters fit and the sums leave out."""
    running_seconds: int | None
    """What the person's running clock has counted so far, in no sum; None where none runs in the period."""
    is_computed_here: bool
    """Whether what is still on its way is counted; a vendor's own sums are those of what it knows."""
    is_of_team: bool = False
    """Whether a filter says whose time it is: then `people` are all that it could be."""
    remark: str = ""
    """Who has summed up, and why; empty where nobody else could have."""
    levels: tuple[str, ...] = ()
    """What the keys of `by` are called."""

    @property
    def groups(self) -> tuple[Group, ...]:
        """The first level."""
        return self.total.children


async def grouped(
    session: Session,
    by: Sequence[str],
    period: Period,
    filters: Filters = _ALL,
    rounding: int = 0,
    people: Sequence[Person] = (),
    *,
    query: Query = _NO_QUERY,
    absences: bool = False,
    words: str = "",
    extras: GroupExtras = NO_EXTRAS,
) -> GroupedReport:
    """Group the time of `period`.

    Args:
        session: The account in use.
        by: Keys, see `punchcard.core.grouping_keys.parse_grouping`, the outermost level first.
        period: The days that count; the sums are empty where it ends before it begins.
        filters: What to leave in.
        rounding: Minutes to round to, see `punchcard.core.grouping`; 0 for no rounding.
        people: Whose time it is; nobody for the account's own person.
        query: More that must fit, as it was typed behind `/`.
        absences: Whether vacation, sick leave and other leave count too.
        words: The filters as people say them, handed on.
        extras: What the vendor alone can do.

    Raises:
        BackendError: The backend cannot be read.
        UsageError: `rounding` is out of range, or the vendor cannot do all of it at once.
    """
    whose, kept = tuple(people) or (session.person,), Kept(filters, query, absences, extras)
    is_of_team = not people and means_a_team(session, extras)
    if is_of_team:
        whose = await everybody(session.backend)
    empty = Group("", "Total", 0)
    report = GroupedReport(period, tuple(by), whose, empty, kept, words, rounding, 0, None, True)
    asked = Asked(report.by, period, filters, rounding, people, extras)
    told = await ask_vendor(session, asked, is_typed=bool(query))
    dimensions = await session.backend.directory.dimensions()
    levels = tuple(in_words(key, keys_known(dimensions)) for key in by)
    report = replace(report, remark=told.remark, is_of_team=is_of_team, levels=levels)
    if told.groups is not None:
        total = _with_total(_placed(told.groups, report.by, ()), rounding)
        return replace(report, total=total, is_computed_here=False)
    return await _summed_up_here(session, report, dimensions)


async def _summed_up_here(
    session: Session, report: GroupedReport, dimensions: Sequence[Dimension]
) -> GroupedReport:
    """Sum up the entries of a report that nobody else has summed up."""
    period, kept, people = report.period, report.kept, report.people
    known = await period_entries(session, [person.id for person in people], period, kept.filters)
    found = [item.entry for item in known if kept.has(item.entry)]
    statuses = APPROVAL_STATUSES if session.backend.info.approves_entries else PLAIN_STATUSES

    def tree(entries: Iterable[Entry], keys: Sequence[str], step: int) -> Group:
        names = {person.id: person.name for person in people}
        return group_tree(
            entries, keys, period=period, zone=session.zone, week_starts=session.schedule.week_starts,
            rounding=step, people=names, dimensions=dimensions, statuses=statuses,
        )  # fmt: skip

    left_out = [] if kept.has_absences else [entry for entry in found if entry.is_absence]
    own = any(person.id == session.person.id for person in people)
    return replace(
        report,
        total=tree((e for e in found if kept.has_absences or not e.is_absence), report.by, report.rounding),
        absences_left_out=tree(left_out, (), 0).seconds,
        running_seconds=running_seconds(session, period) if own else None,
    )


def kept_entries(known: Iterable[KnownEntry], kept: Kept) -> list[KnownEntry]:
    """Return those of `known` that sums under `kept` count."""
    return [i for i in known if kept.has(i.entry) and (kept.has_absences or not i.entry.is_absence)]


def _with_total(groups: tuple[Group, ...], rounding: int) -> Group:
    billable = [g.billable_seconds for g in groups if g.billable_seconds is not None]
    money = [group.revenue for group in groups if group.revenue is not None]
    counts = [group.count for group in groups if group.count is not None]
    return Group(
        key="",
        label="Total",
        seconds=sum(group.seconds for group in groups),
        rounded_seconds=sum(group.rounded_seconds or 0 for group in groups) if rounding else None,
        children=groups,
        count=sum(counts) if len(counts) == len(groups) else None,
        revenue=round(sum(money), 2) if groups and len(money) == len(groups) else None,
        billable_seconds=sum(billable) if billable else None,
        absence_seconds=sum(group.absence_seconds for group in groups),
    )


def _placed(groups: Iterable[Group], by: tuple[str, ...], above: GroupPath) -> tuple[Group, ...]:
    """Give every node of a vendor's tree its path."""
    placed: list[Group] = []
    for group in groups:
        path = (*above, (by[0], group.key))
        children = _placed(group.children, by[1:], path) if by[1:] else ()
        placed.append(replace(group, path=path, children=children))
    return tuple(placed)
