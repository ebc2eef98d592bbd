"""The rows of the inbox: what is shown of each item, and what it is found by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from whenever import Date

from punchcard.core.approval_items import item_key
from punchcard.core.change_requests import ApprovalItem, ChangeRequest, PendingEntry, Verdict
from punchcard.core.people import Person
from punchcard.core.text import one_line
from punchcard.store.outbox import OutboxState
from punchcard.tui.approvals import words

if TYPE_CHECKING:
    from punchcard.services.approvals.inbox import Inbox, InboxItem

NAME_LIMIT = 200
"""Characters of a name that are looked at; more do not fit any screen."""


@dataclass(frozen=True, slots=True)
class Row:
    """One item as it is listed."""

    key: str
    item: ApprovalItem
    person: Person
    name: str
    """The person's name on one line."""
    first: Date
    last: Date
    days: int | None
    """How many days it has been waiting."""
    text: str
    """Everything that a word is looked for in, casefolded."""
    pending: OutboxState | None = None
    held_until: int | None = None
    """Epoch milliseconds."""
    verdict: Verdict | None = None
    """What has been decided here and is still on its way."""
    problem: str = ""
    """Why deciding it did not work."""
    breaks_rules: bool = False
    """Whether only rules on working time stand against an approval, so that it is asked about."""
    is_gone: bool = False
    """Whether it does not wait any more, and is shown for its problem alone."""

    @property
    def is_decidable(self) -> bool:
        """Whether it waits for a decision that can be made here, and none is on its way."""
        return self.pending is None and not self.is_gone and not isinstance(self.item, PendingEntry)


@dataclass(frozen=True, slots=True)
class Listing:
    """Everything that is listed at once."""

    viewer: Person
    rows: tuple[Row, ...]
    why_not: str
    """Why the viewer may not decide; empty where they may."""
    stamp: object = None
    """Differs once something else is known."""
    has_weeks: bool = True
    """Whether weeks are handed in with this account."""
    never_listed: str = ""
    """What is never in it with this account, in a sentence; empty where everything is."""


def listing_of(inbox: Inbox, today: Date, stamp: object = None) -> Listing:
    """Work out what is listed of `inbox`."""
    names: dict[str, str] = {}
    rows = tuple(_row(found, today, names) for found in inbox.items)
    return Listing(inbox.viewer, rows, inbox.why_not or "", stamp, inbox.has_weeks, inbox.never_listed)


Decided = Mapping[str, tuple[Verdict, int]]
"""What was decided of rows that are on their way, and until when that is held (epoch ms), by their keys."""


def with_decisions(rows: Sequence[Row], decided: Decided, problems: Mapping[str, str]) -> Sequence[Row]:
    """The same rows, with what was decided here since they were read, and what came of it."""
    if not decided and not problems:
        return rows
    return [_decided(row, decided.get(row.key), problems.get(row.key, "")) for row in rows]


def _decided(row: Row, decided: tuple[Verdict, int] | None, problem: str) -> Row:
    if decided is None:
        return replace(row, problem=problem) if problem and not row.problem else row
    verdict, until = decided
    pending = row.pending or (OutboxState.HELD if until else OutboxState.QUEUED)
    return replace(
        row,
        verdict=verdict,
        pending=pending,
        held_until=row.held_until or until,
        problem="",
        breaks_rules=False,
    )


def _row(found: InboxItem, today: Date, names: dict[str, str]) -> Row:
    item, person = found.item, found.person
    name = names.get(person.id)
    if name is None:
        name = names[person.id] = one_line(person.name, NAME_LIMIT)
    first, last = words.days_of(item)
    at = item.decided_at if isinstance(item, ChangeRequest) else None
    days = words.days_ago(at or words.asked_at(item), today)
    searched = f"{name}\n{words.when_in_words(item, today)}\n{words.KINDS[type(item)]}".casefold()
    return Row(
        key=item_key(item),
        item=item,
        person=person,
        name=name,
        first=first,
        last=last,
        days=days,
        text=searched,
        pending=found.pending,
        held_until=found.held_until,
        problem=one_line(found.problem),
        breaks_rules=found.breaks_rules,
    )
