"""Decisions of leads: checked against what is known now, written down, and held back for a moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from punchcard.backends.abilities import Ability, unavailable
from punchcard.core.approval_changes import Decide
from punchcard.core.approval_items import item_days, item_key
from punchcard.core.change_requests import VIOLATIONS, Decidable, Decision, Verdict
from punchcard.core.clock import IDLE
from punchcard.core.identifiers import new_id
from punchcard.core.notes import checked_note
from punchcard.core.refusals import Refusal
from punchcard.services.approvals.delivery import key_of_decision
from punchcard.services.approvals.going_along import goes_along, one_after_the_other
from punchcard.services.approvals.inbox import known_people, why_not
from punchcard.services.approvals.sorting_out import LeftOut, reasons, sorted_out
from punchcard.services.approvals.words import DONE, items_in_words
from punchcard.services.outbox.holding import abandoned_holds, begin_hold, release_held
from punchcard.services.outbox.items import Part, write_down
from punchcard.services.outbox.row_moves import now_ms
from punchcard.services.session import Session
from punchcard.services.taking_back import CannotUndo
from punchcard.store.outbox import UNSETTLED, OutboxRow, OutboxState
from punchcard.store.store import Transaction

__all__ = (
    "CannotDecide",
    "Decided",
    "DecisionResult",
    "LeftOut",
    "abandoned_holds",
    "ask_decisions",
    "decide",
    "drop_unsent",
    "release_held",
    "results",
    "take_back_held",
)

NEEDS_REASON = "Opening it again needs a reason; the person reads it."

_ABILITIES = {Verdict.APPROVE: Ability.APPROVE, Verdict.DECLINE: Ability.DECLINE}


class CannotDecide(Refusal):
    """Nothing of what was to be decided can be."""

    code = "cannot_decide"


class Decided(NamedTuple):
    """Decisions that are safely in the outbox."""

    row_ids: tuple[str, ...]
    """One for each item."""
    message: str
    """What was decided, in a sentence."""
    left_out: tuple[LeftOut, ...] = ()
    what: str = ""
    """What was decided: "Ben Okafor's week 10", "5 items"."""

    @property
    def row_id(self) -> str:
        """The id of the last row."""
        return self.row_ids[-1]


class DecisionResult(NamedTuple):
    """What came of one decision."""

    item: Decidable
    state: OutboxState
    answer: str
    """Why it was refused or waits, or what the backend added; may be empty."""
    breaks_rules: bool = False
    """Whether it can be approved all the same: only rules on working time stand against it."""


def decide(
    session: Session,
    items: Sequence[Decidable],
    decision: Decision,
    hold_seconds: float = 0,
    named: Sequence[Decidable] | None = None,
) -> Decided:
    """Decide several items as one action.

    Args:
        session: The account in use.
        items: What is decided; those that cannot be, as they are known here, are left out.
        decision: The same for all of them.
        hold_seconds: For how long this process may still take it back; 0 to send it at once.
        named: What the person was told that goes along, where they were; nothing else may then.

    Raises:
        Refusal: None of them can be decided; nothing was changed.
    """
    decision = replace(decision, reason=checked_note(decision.reason))
    with session.change() as transaction:
        _refuse_unless_able(session, transaction, decision)
        names = {person.id: person.name for person in known_people(session, transaction).values()}
        chosen, left_out = sorted_out(session, transaction, items, decision, names)
        if not chosen:
            raise CannotDecide(reasons(left_out) or "Nothing was chosen.", "Nothing was changed.")
        chosen.sort(key=item_days, reverse=newest_first(session, decision.verdict))
        along = goes_along(session, transaction, chosen, decision, named)
        changes = [Decide(new_id(), session.person.id, item, decision, along(item)) for item in chosen]
        until = now_ms(session) + round(hold_seconds * 1000) if hold_seconds > 0 else 0
        part = Part(held_until=until, holder=begin_hold(session) if until else None)
        row_ids = ask_decisions(session, transaction, changes, [part] * len(changes))
    if until:
        session.hold.add(row_ids, hold_seconds)
    what = items_in_words(chosen, names, session.today())
    message = f"{DONE[decision.verdict]} {what}."
    if left_out:
        message += f" Left out: {reasons(left_out)}"
    return Decided(row_ids, message, tuple(left_out), what)


def newest_first(session: Session, verdict: Verdict) -> bool:
    """Whether the newest of several weeks is decided first.

    Opening a week again takes the later ones along. Where an approval is one step and takes the earlier ones
    along, one after the other from the oldest would take further steps of those.
    """
    return verdict is Verdict.REOPEN or session.backend.info.approves_in_steps


def ask_decisions(
    session: Session, transaction: Transaction, changes: Sequence[Decide], parts: Sequence[Part]
) -> tuple[str, ...]:
    """Write decisions down as one action, inside a transaction that is already open; return the rows' ids."""
    marks = transaction.outbox.marks(session.account.name, session.person.id, Decide.kind)
    newest = {
        key_of_decision(mark.fingerprint, session.person.id): mark.id
        for mark in marks
        if mark.state in UNSETTLED
    }
    action = new_id() if len(changes) > 1 else None
    behind = one_after_the_other(session, changes)
    for change, part in zip(changes, parts, strict=True):
        after = newest.get(item_key(change.item)) or behind.get(change.id)
        place = part._replace(action=action, after=after, is_placed=True)
        write_down(session, transaction, change, IDLE, place)
    return tuple(change.id for change in changes)


def take_back_held(session: Session) -> str:
    """Take the newest decision back that is still held; nothing was sent.

    Returns:
        What was taken back, in a sentence.

    Raises:
        CannotUndo: Nothing is held any more.
    """
    with session.change() as transaction:
        held = transaction.outbox.held(session.account.name, session.person.id)
        newest = [row for row in held if row.id == held[-1].id or _is_same_action(row, held[-1])]
        if not newest:
            raise CannotUndo("Nothing is held back any more; it was sent.")
        return drop_unsent(session, transaction, newest)


def drop_unsent(session: Session, transaction: Transaction, rows: Sequence[OutboxRow]) -> str:
    """Settle rows that were never sent as not wanted, and say so; the others stay as they are."""
    now = now_ms(session)
    for row in rows:
        transaction.outbox.move(
            row.id, OutboxState.DROPPED, expected=row.state, answer="You took it back.", settled_at=now
        )
    session.hold.forget([row.id for row in rows])
    return "Taken back; nothing was sent."


def results(session: Session, row_ids: Sequence[str]) -> tuple[DecisionResult, ...]:
    """Return what came of decisions, in the order of their rows."""
    with session.store.read() as transaction:
        rows = [transaction.outbox.find(row_id) for row_id in row_ids]
    return tuple(
        DecisionResult(row.change.item, row.state, row.answer or "", row.objects_to == VIOLATIONS)
        for row in rows
        if row is not None and isinstance(row.change, Decide)
    )


def _is_same_action(row: OutboxRow, other: OutboxRow) -> bool:
    return row.action is not None and row.action == other.action


def _refuse_unless_able(session: Session, transaction: Transaction, decision: Decision) -> None:
    viewer = known_people(session, transaction)[session.person.id]
    ability = _ABILITIES.get(decision.verdict)
    reason = unavailable(session.abilities, ability) if ability else None
    reason = reason or why_not(session, viewer)
    if decision.verdict is Verdict.REOPEN and session.backend.info.reopens_with_reason:
        reason = reason or ("" if decision.reason else NEEDS_REASON)
    elif not reason and decision.verdict is Verdict.DECLINE and decision.reason:
        reason = unavailable(session.abilities, Ability.DECLINE_REASON)
    if reason:
        raise CannotDecide(reason, "Nothing was changed.")
