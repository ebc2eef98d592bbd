"""What the groups screen asks, and what it is told. Every message names a fact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from punchcard.backends.groups_contract import GroupsOffer
from punchcard.core.grouping import GroupOrder
from punchcard.core.groups import Group, Period

if TYPE_CHECKING:
    from punchcard.core.assignments import Dimension
    from punchcard.core.people import Person
    from punchcard.core.refusals import Refusal
    from punchcard.services.groups.grouping import GroupedReport
    from punchcard.tui.groups.choosing import Chosen

ROUNDINGS = (0, 5, 6, 10, 15, 30, 60)
"""In minutes, in the order in which they are offered; 0 for none."""

ORDERS = (GroupOrder.USUAL, GroupOrder.DURATION, GroupOrder.NAME)

ORDER_WORDS = {GroupOrder.USUAL: "", GroupOrder.DURATION: "longest first", GroupOrder.NAME: "by name"}


@dataclass(frozen=True, slots=True)
class Question:
    """Which groups are wanted."""

    period: Period
    person: Person | None = None
    """None for the account's own person."""
    by: tuple[str, ...] = ()
    """What is grouped by, the outermost level first; empty for what it was the last time."""
    rounding: int = 0
    """In minutes; 0 for none."""
    text: str = ""
    """What was typed behind `/`."""
    order: GroupOrder = GroupOrder.USUAL
    chosen: Chosen | None = None
    """What was filled in into the form of filters."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The groups, as they are known."""

    question: Question
    """What was asked, and what it is grouped by in the end."""
    report: GroupedReport
    total: Group
    """The root of the tree, its groups in the order that was asked for."""
    dimensions: tuple[Dimension, ...]
    person: Person
    cannot_edit: str
    """Why nothing can be changed in bulk; empty where it can."""
    cannot_delete: str
    """Why nothing can be deleted in bulk; empty where it can."""
    offer: GroupsOffer
    """What the service can group and filter by beyond what is computed here."""
    selects_by: frozenset[str] = frozenset()
    """What the service selects entries by: see `BackendInfo.selects_by`."""

    @property
    def has_filters(self) -> bool:
        """Whether there is anything that the service filters by."""
        return bool(self.offer.filters or self.selects_by)


@dataclass
class GroupsRead(Message):
    """The groups are known."""

    asked: Question
    answer: Answer


@dataclass
class GroupsWait(Message):
    """The service takes no more calls now; it is asked again by itself."""

    asked: Question
    until: str
    """When, by the clock on the wall: "12:41:07"."""


@dataclass
class GroupsFailed(Message):
    """The groups cannot be read now, or what was typed behind `/` cannot."""

    asked: Question
    refusal: Refusal
    is_filter: bool = False
