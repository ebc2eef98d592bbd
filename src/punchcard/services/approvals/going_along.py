"""Weeks that go along when a later one of the same person is approved: named before, and decided once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from punchcard.core.approval_changes import Along, Decide
from punchcard.core.approval_items import item_key
from punchcard.core.change_requests import Decidable, Decision, Verdict
from punchcard.core.submitted_weeks import SubmittedWeek
from punchcard.core.week_words import week_in_words
from punchcard.core.weeks import Week
from punchcard.services.approvals.delivery import key_of_decision
from punchcard.services.session import Session
from punchcard.store.outbox import UNSETTLED, OutboxRow, OutboxState
from punchcard.store.store import Transaction


def goes_along(
    session: Session,
    transaction: Transaction,
    chosen: Sequence[Decidable],
    decision: Decision,
    named: Sequence[Decidable] | None,
) -> Callable[[Decidable], tuple[Along, ...] | None]:
    """Return what tells of each item what may go along with it: what was named, and what is decided with it.

    What is on its way by itself may not: it would be decided once more.

    Args:
        session: The account in use.
        transaction: The one in which the decision is written down.
        chosen: What is decided.
        decision: The same for all of them.
        named: What the person was told that goes along; None where nobody was asked.
    """
    if named is None or decision.verdict is not Verdict.APPROVE or not session.backend.info.approves_in_steps:
        return _unchecked
    viewer = session.person.id
    marks = transaction.outbox.marks(session.account.name, viewer, Decide.kind)
    going = {key_of_decision(mark.fingerprint, viewer) for mark in marks if mark.state in UNSETTLED}
    weeks = [week for week in (*chosen, *named) if isinstance(week, SubmittedWeek) and week.id is not None]
    free = [week for week in weeks if item_key(week) not in going]

    def along(item: Decidable) -> tuple[Along, ...]:
        return tuple(
            Along(week.id, week.next_actor_id)
            for week in free
            if week.id is not None and week.id != item.id and week.person == item.person
        )

    return along


def one_after_the_other(session: Session, changes: Sequence[Decide]) -> Mapping[str, str]:
    """Return after which decision each one goes where an approval is one step, by their ids.

    Those of a person go in order: as long as it is not known what came of one, those that go along with it
    are not decided by themselves.
    """
    if not session.backend.info.approves_in_steps:
        return {}
    behind, last = dict[str, str](), dict[str, str]()
    for change in changes:
        person = change.item.person
        if change.decision.verdict is Verdict.APPROVE and person in last:
            behind[change.id] = last[person]
        last[person] = change.id
    return behind


def settle_what_went_along(
    session: Session, transaction: Transaction, row: OutboxRow, went: Sequence[Decidable] | None = None
) -> None:
    """Settle those decisions that were asked for together with a confirmed one and went along with it.

    Args:
        session: The account in use.
        transaction: The one that settles `row`.
        row: The approval that is done.
        went: What the backend has said that it changed; None where only the person has said that it is done.
    """
    change = row.change
    if row.action is None or not isinstance(change, Decide) or not session.backend.info.approves_in_steps:
        return
    if not isinstance(change.item, SubmittedWeek) or change.decision.verdict is not Verdict.APPROVE:
        return
    week = week_in_words(Week(change.item.first, change.item.last), session.today())
    keys = None if went is None else {item_key(item) for item in went}
    now = session.instant().timestamp(unit="millisecond")
    for other in transaction.outbox.of_action(row.account, row.action):
        item = _earlier_week(other, change.item)
        if item is not None and (keys is None or item_key(item) in keys):
            transaction.outbox.move(
                other.id, OutboxState.CONFIRMED, expected=OutboxState.QUEUED,
                answer=f"It went along with {week}.", settled_at=now,
            )  # fmt: skip


def _earlier_week(row: OutboxRow, week: SubmittedWeek) -> SubmittedWeek | None:
    """Return the week that a row decides, where it is an earlier one of the same person."""
    item = row.change.item if isinstance(row.change, Decide) else None
    if not isinstance(item, SubmittedWeek) or item.person != week.person:
        return None
    return item if item.first < week.first else None


def _unchecked(item: Decidable) -> None:
    """Let go along with an item whatever does."""
    del item
