"""The rows of the inbox: what is shown of each item, and what it is found by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from whenever import Date

from punchcard.core.change_requests import ChangeRequest, PendingEntry, Verdict
from punchcard.core.pending_weeks import PendingWeek, ReviewItem
from punchcard.core.people import Person
from punchcard.core.submitted_weeks import RequestStatus
from punchcard.core.text import one_line
from punchcard.store.outbox import OutboxState
from punchcard.tui.approvals import words

if TYPE_CHECKING:
    from punchcard.core.findings import Finding
    from punchcard.services.approvals.inbox import Elsewhere, Inbox, InboxItem
    from punchcard.services.approvals.listed_weeks import ListedWeek

NAME_LIMIT = 200
"""Characters of a name that are looked at; more do not fit any screen."""


@dataclass(frozen=True, slots=True)
class Row:
    """One item as it is listed."""

    key: str
    item: ReviewItem
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
    findings: tuple[Finding, ...] = ()
    """What is wrong or odd on the days of entries that are listed here."""

    @property
    def is_only_listed(self) -> bool:
        """Whether it is decided elsewhere."""
        return isinstance(self.item, PendingWeek)

    @property
    def status(self) -> RequestStatus:
        """Where it stands; entries that are listed here wait."""
        return RequestStatus.PENDING if isinstance(self.item, PendingWeek) else self.item.status

    @property
    def is_decidable(self) -> bool:
        """Whether it waits for a decision that can be made here, and none is on its way."""
        return self.pending is None and not self.is_gone and not self.is_only_listed


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
    elsewhere: Elsewhere | None = None
    """Where it is decided, as nothing is here; None where it is decided here."""
    may_look: bool = True
    """Whether the viewer sees what others wait for."""


def listing_of(inbox: Inbox, today: Date, stamp: object = None, weeks: Iterable[ListedWeek] = ()) -> Listing:
    """Work out what is listed of `inbox`; entries that are only listed stand together, as `weeks`."""
    names: dict[str, str] = {}
    rows = [
        _row(found.item, found.person, today, names, found)
        for found in inbox.items
        if not isinstance(found.item, PendingEntry)
    ]
    rows += [replace(_row(each.week, each.person, today, names), findings=each.findings) for each in weeks]
    return Listing(
        inbox.viewer, tuple(rows), inbox.why_not or "", stamp, inbox.has_weeks, inbox.never_listed,
        inbox.elsewhere, inbox.may_look,
    )  # fmt: skip


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


def _row(
    item: ReviewItem, person: Person, today: Date, names: dict[str, str], found: InboxItem | None = None
) -> Row:
    name = names.get(person.id)
    if name is None:
        name = names[person.id] = one_line(person.name, NAME_LIMIT)
    first, last = words.days_of(item)
    at = item.decided_at if isinstance(item, ChangeRequest) else None
    at = at or words.asked_at(item)
    # What is entered ahead of its time has not waited yet.
    is_ahead = isinstance(item, PendingWeek) and at is not None and at.date() > today
    days = None if is_ahead else words.days_ago(at, today)
    what = words.kind_in_words(item)
    if isinstance(item, PendingWeek):
        what = f"{words.statuses_in_words(item)}\n{words.about(item)}"
    searched = f"{name}\n{words.when_in_words(item, today)}\n{what}".casefold()
    return Row(
        key=words.key_of(item),
        item=item,
        person=person,
        name=name,
        first=first,
        last=last,
        days=days,
        text=searched,
        pending=found.pending if found else None,
        held_until=found.held_until if found else None,
        problem=one_line(found.problem) if found else "",
        breaks_rules=found is not None and found.breaks_rules,
    )
