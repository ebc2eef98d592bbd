"""What a bulk change would do, in values and in words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import NamedTuple

from punchcard.backends.groups_contract import Plan
from punchcard.core.assignments import Assignment
from punchcard.core.durations import duration_in_words
from punchcard.core.entries import Entry
from punchcard.core.groups import GroupPath, Period
from punchcard.core.people import Person
from punchcard.core.refusals import UsageError
from punchcard.core.text import one_line
from punchcard.core.time_types import TimeType
from punchcard.services.groups.grouping import Kept

REASONS_NAMED = 3
"""How many of the reasons why entries are left out are named."""


class Selection(NamedTuple):
    """Which of the person's own entries a bulk change is about."""

    period: Period
    kept: Kept
    path: GroupPath = ()
    """A node of the tree that `punchcard.services.groups.grouping.grouped` returns; empty for all of it."""
    name: str = ""
    """What the node is called: "Northwind › Portal"."""


class NewValues(NamedTuple):
    """What every entry gets; None leaves a value as it is."""

    time_type: TimeType | None = None
    assignment: Assignment | None = None
    """The branch; whether an entry is billable stays as it is."""
    note: str | None = None
    billable: bool | None = None
    is_billed: bool = False
    """Billable, and billed already."""
    hourly_rate: float | None = None
    """What an hour costs, in the company's money."""
    person: Person | None = None
    """Whoever gets the entries."""

    @property
    def is_vendors(self) -> bool:
        """Whether there is a value that a vendor alone can set."""
        return self.is_billed or self.hourly_rate is not None or self.person is not None

    def of(self, entry: Entry) -> Entry:
        """Return `entry` with the new values."""
        old = entry.assignment
        references = old.references if self.assignment is None else self.assignment.references
        billable = old.billable if self.billable is None else self.billable
        return replace(
            entry,
            time_type=self.time_type or entry.time_type,
            assignment=Assignment(references, billable),
            note=entry.note if self.note is None else self.note,
        )

    @property
    def words(self) -> str:
        """The values: "type Travel, note “on site”"."""
        parts = [f"type {one_line(self.time_type.name)}"] if self.time_type else []
        if self.assignment is not None:
            parts.append(f"booked on {self.assignment.label}" if self.assignment else "booked on nothing")
        if self.note is not None:
            parts.append(f"note “{one_line(self.note, 60)}”" if self.note else "no note")
        if self.billable is not None:
            parts.append("billable" if self.billable else "not billable")
        if self.is_billed:
            parts.append("billed")
        if self.hourly_rate is not None:
            parts.append(f"{self.hourly_rate:,.2f} an hour")
        if self.person is not None:
            parts.append(f"time of {one_line(self.person.name, 60)}")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class BulkPlan:
    """The first step: what would be done. Nothing has been changed."""

    selection: Selection
    values: NewValues | None
    """None deletes."""
    entries: tuple[Entry, ...]
    """What would be changed or deleted."""
    locked: tuple[tuple[Entry, str], ...]
    """What is left out because it cannot be edited, each with the reason."""
    same: int
    """How many are left out because they have these values already."""
    partly: int
    """How many of `entries` reach beyond the node or the period; they are changed as a whole."""
    key: str
    """Differs once anything differs that the plan was made from."""
    progress: tuple[object, ...]
    """How far the outbox was."""
    vendor: Plan | None = None
    """The vendor's first step, where it makes the change in one go; None where it goes entry by entry."""
    title: str = ""
    """What the vendor is called."""
    is_counted_there: bool = False
    """Whether the vendor alone can tell the entries: then none of them is known here."""

    @property
    def count(self) -> int:
        """How many entries would be changed or deleted; as the vendor counts them where it does it."""
        return len(self.entries) if self.vendor is None else self.vendor.affected

    @property
    def can_be_undone(self) -> bool:
        """Whether the vendor means the very entries that are known here."""
        return self.vendor is None or (
            not self.is_counted_there and self.vendor.affected == len(self.entries)
        )

    @property
    def is_open(self) -> bool:
        """Whether it is not yet known how many entries there are: the vendor counts with the new values."""
        return self.is_counted_there and self.vendor is None

    @property
    def seconds(self) -> int:
        """The time of those entries, as a whole."""
        return sum(entry.worked_seconds for entry in self.entries)

    @property
    def entry_ids(self) -> tuple[str, ...]:
        """The ids of those entries."""
        return tuple(entry.id for entry in self.entries)

    def how_many(self, within: str = "") -> str:
        """How many entries, and how much time where that is known: "12 entries in Portal (5 h)"."""
        if self.is_open:
            return f"the entries{within} that {self.title} selects"
        time = f" ({duration_in_words(self.seconds)})" if self.can_be_undone else ""
        return f"{counted(self.count)}{within}{time}"

    @property
    def words(self) -> str:
        """What would be done, to how many things, and what is left out, in sentences."""
        return f"{self._change()} {self.left_out_words}".rstrip()

    @property
    def left_out_words(self) -> str:
        """What is left out and why, in sentences; empty where nothing is."""
        return " ".join(self._left_out())

    def _change(self) -> str:
        verb = "Delete" if self.values is None else "Change"
        within = f" in {self.selection.name}" if self.selection.name else ""
        what = self.how_many(within)
        return f"{verb} {what}." if self.values is None else f"{verb} {what}: {self.values.words}."

    def _left_out(self) -> list[str]:
        said = self._counted_there() if self.vendor is not None and self.count else []
        if self.partly:
            verb = "reaches" if self.partly == 1 else "reach"
            said.append(f"{self.partly} of them {verb} beyond it, over midnight, and count as a whole.")
        if self.same:
            said.append(f"{counted(self.same)} {'is' if self.same == 1 else 'are'} so already.")
        if self.locked:
            reasons = list(dict.fromkeys(reason for _, reason in self.locked))
            more = " …" if len(reasons) > REASONS_NAMED else ""
            verb = "is" if len(self.locked) == 1 else "are"
            named = " ".join(reasons[:REASONS_NAMED])
            said.append(f"{counted(len(self.locked))} {verb} locked and left out: {named}{more}")
        return said

    def _counted_there(self) -> list[str]:
        how = f"{self.title} counts them and does it in one go"
        if self.can_be_undone:
            return [f"{how}."]
        known = "" if self.is_counted_there else f" Here {counted(len(self.entries))} of them would be meant."
        return [f"{how}; that cannot be undone here.{known}"]


def amount_of_money(text: str) -> float:
    """Read what an hour costs: "95", "95.50", "95,50".

    Raises:
        UsageError: It is no amount.
    """
    plain = text.strip().replace(",", ".")
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,2})?", plain):
        raise UsageError(f"“{one_line(text, 40)}” is no amount.", "Say what an hour costs, such as 95.50.")
    return float(plain)


def counted(count: int) -> str:
    """So many entries: "1 entry", "1,200 entries"."""
    return "1 entry" if count == 1 else f"{count:,} entries"
