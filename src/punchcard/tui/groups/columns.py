"""Where the numbers of the groups stand: headings, rows and totals share their columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from textual.content import Content

from punchcard.core.durations import format_duration
from punchcard.core.grouping_keys import in_words
from punchcard.core.groups import Group
from punchcard.services.groups.details import has_revenue, money
from punchcard.tui.groups.tree_model import INDENT, TreeRow
from punchcard.tui.text import fitted

SHORTEST_BAR, LONGEST_BAR = 8, 32
LABEL_ROOM, LEAST_LABEL_ROOM = 22, 16
"""Cells that a label keeps before any column that could be done without; the second where it is narrow."""

NARROW = 70
"""Cells below which it is narrow."""

LONGEST_LABEL = 56

_TIME, _EXACT, _BILLABLE, _REVENUE, _ENTRIES, _SHARE, _GAP = 9, 9, 10, 13, 9, 6, 3
_FULL, _HALF, _REST = "━", "╸", "·"
_SHARE_WORDS = ("share of the group above", "of the group above", "of group above", "share")
OPEN, CLOSED = "−", "+"


class Columns(NamedTuple):
    """Widths in cells; 0 where there is no such column, or no room for it."""

    label: int
    time: int
    exact: int
    billable: int
    revenue: int
    entries: int
    bar: int
    share: int

    @classmethod
    def of(cls, width: int, total: Group) -> Columns:
        """Share `width` cells out; what matters least goes first where there is not enough room."""
        exact = _EXACT if total.rounded_seconds is not None else 0
        billable = _BILLABLE if total.billable_seconds is not None else 0
        revenue = _REVENUE if has_revenue(total) else 0
        entries, bar, share = _ENTRIES if total.count is not None else 0, SHORTEST_BAR + _GAP, _SHARE
        label = LABEL_ROOM if width >= NARROW else LEAST_LABEL_ROOM
        room = width - label - _TIME - exact - share - revenue
        if room < billable + entries + bar:
            entries = 0
        if room < billable + entries + bar:
            bar = 0
        if room < billable:
            billable = 0
        used = _TIME + exact + billable + revenue + entries + share
        if bar:
            spare = width - used - _GAP - label
            bar = min(LONGEST_BAR, max(SHORTEST_BAR, spare // 2))
            used += bar + _GAP
        label = width - used
        if label > LONGEST_LABEL and bar:
            label = LONGEST_LABEL
        return cls(label, _TIME, exact, billable, revenue, entries, bar, share)

    def headings(self) -> Content:
        """The line above the rows."""
        numbers = [
            "".ljust(self.label),
            _right("entries", self.entries),
            _right("billable", self.billable),
            _right("revenue", self.revenue),
            _right("exact", self.exact),
            _right("rounded" if self.exact else "time", self.time),
        ]
        share = _right("share", self.share)
        if self.bar:
            share = " " * _GAP + next(w for w in _SHARE_WORDS if len(w) <= self.bar + self.share)
        return Content.styled("".join(numbers) + share, "$foreground-muted")

    def row(self, row: TreeRow) -> Content:
        """One node."""
        group, mark = row.group, " "
        if group.children:
            mark = OPEN if row.is_open else CLOSED
        lead = f"{INDENT * row.depth}{mark} "
        # A label that would be pushed out by its own depth keeps a few cells.
        lead = lead[-max(2, self.label - 6) :]
        name = fitted(group.label, max(1, self.label - len(lead)))
        return Content.assemble(
            (lead, "$foreground-muted"),
            (name, "" if row.depth else "bold"),
            self.numbers(group, "" if row.depth else "bold"),
            self._bar(row.share, "$primary 60%" if row.depth else "$primary"),
        )

    def total(self, total: Group, words: str) -> Content:
        """The row of totals."""
        return Content.assemble((fitted(words, self.label), "bold"), self.numbers(total, "bold"))

    def numbers(self, group: Group, style: str = "") -> Content:
        """The counts and times of a node."""
        shown = group.seconds if group.rounded_seconds is None else group.rounded_seconds
        billable = "" if group.billable_seconds is None else format_duration(group.billable_seconds)
        exact = format_duration(group.seconds) if self.exact else ""
        return Content.assemble(
            (_right(f"{group.count or 0:,}", self.entries), "$foreground-muted"),
            (_right(billable, self.billable), "$foreground-muted"),
            (_right(money(group.revenue), self.revenue), "$foreground-muted"),
            (_right(exact, self.exact), "$foreground-muted"),
            (_right(format_duration(shown), self.time), style),
        )

    def _bar(self, share: float, style: str) -> Content:
        percent = _right(percent_of(share), self.share)
        if not self.bar:
            return Content.styled(percent, "$foreground-muted")
        drawn = bar_of(share, self.bar)
        rest = _REST * (self.bar - len(drawn))
        return Content.assemble(
            " " * _GAP, (drawn, style), (rest, "$foreground-disabled"), (percent, "$foreground-muted")
        )


def bar_of(share: float, width: int) -> str:
    """Return a bar in halves of a cell; anything at all is at least one of them."""
    halves = round(min(max(share, 0.0), 1.0) * width * 2)
    if share > 0:
        halves = max(1, halves)
    full, rest = divmod(halves, 2)
    return _FULL * full + _HALF * rest


def percent_of(share: float) -> str:
    """Return a share in percent: "62 %"; what is there is never nothing, what is not all is never all."""
    percent = round(share * 100)
    if share > 0 and percent == 0:
        return "<1 %"
    if share < 1 and percent == 100:
        return "99 %"
    return f"{percent} %"


def words_for(by: tuple[str, ...], known: Mapping[str, str]) -> str:
    """What is grouped by, the outermost level first: "client › project"; `known` says what keys mean."""
    return " › ".join(in_words(key, known) for key in by)


def _right(text: str, width: int) -> str:
    return text.rjust(width) if width else ""
