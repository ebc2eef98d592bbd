"""Handing weeks in and taking them back: checked against what is known now, and written down."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from punchcard.core.changes import SubmitWeeks, WeeksChange, WithdrawWeeks
from punchcard.core.clock import Running
from punchcard.core.identifiers import new_id
from punchcard.core.moments import day_in_words, spoken
from punchcard.core.refusals import Refusal
from punchcard.core.submitted_weeks import RequestStatus
from punchcard.core.text import capitalized
from punchcard.core.week_words import already_handed_in, week_in_words, weeks_in_words, why_locked
from punchcard.core.weeks import Week
from punchcard.services.outbox.delivery_order import touches
from punchcard.services.outbox.items import ALONE, Part, waiting, write_down
from punchcard.services.session import Session
from punchcard.services.timesheet.weeks import known_weeks, may_ask
from punchcard.store.outbox import OutboxState
from punchcard.store.store import Transaction


class NotReady(Refusal):
    """Weeks that cannot be handed in, or taken back, as they are."""

    code = "not_ready"


class WeeksAsked(NamedTuple):
    """Weeks that are handed in or taken back by a request that is safely in the outbox."""

    row_id: str
    weeks: tuple[Week, ...]
    message: str
    """What was done, in a sentence."""


def ask_submit(
    session: Session, transaction: Transaction, weeks: tuple[Week, ...], part: Part = ALONE
) -> WeeksAsked:
    """Hand in `weeks`, oldest first, inside a transaction that is already open.

    Raises:
        NotReady: Something stands in the way; nothing was changed.
    """
    _refuse(submit_blockers(session, transaction, weeks))
    return _ask(session, transaction, SubmitWeeks(new_id(), session.person.id, weeks), "Handed in", part)


def ask_withdraw(
    session: Session, transaction: Transaction, weeks: tuple[Week, ...], part: Part = ALONE
) -> WeeksAsked:
    """Take back `weeks`, oldest first, inside a transaction that is already open.

    Raises:
        NotReady: One of them is not handed in, or decided already; nothing was changed.
    """
    _refuse(withdraw_blockers(session, transaction, weeks))
    return _ask(session, transaction, WithdrawWeeks(new_id(), session.person.id, weeks), "Took back", part)


def submit_blockers(session: Session, transaction: Transaction, weeks: Sequence[Week]) -> tuple[str, ...]:
    """Say in sentences why `weeks`, oldest first, cannot be handed in now."""
    today, last = session.today(), weeks[-1]
    if last.first > today:
        begins = day_in_words(last.first, short=True)
        name = capitalized(week_in_words(last, today))
        return (f"{name} begins on {begins}; it cannot be handed in before.",)
    standing = known_weeks(session, transaction, session.person.id, weeks[0].first, weeks[-1].last)
    named = {week.first for week in weeks}
    said = [already_handed_in(known.submitted, today) for known in standing if known.submitted.first in named]
    found = [sentence for sentence in said if sentence]
    state = session.known(transaction, today, today).state
    if isinstance(state, Running) and state.since.date() <= weeks[-1].last:
        found.append(f"The clock runs since {spoken(state.since, today)}; stop it first.")
    return (*found, *_on_their_way(session, transaction, weeks))


def withdraw_blockers(session: Session, transaction: Transaction, weeks: Sequence[Week]) -> tuple[str, ...]:
    """Say in sentences why `weeks`, oldest first, cannot be taken back now."""
    today, found = session.today(), list[str]()
    known = known_weeks(session, transaction, session.person.id, weeks[0].first, weeks[-1].last)
    statuses = {item.submitted.first: item.submitted for item in known}
    for week in weeks:
        name, submitted = capitalized(week_in_words(week, today)), statuses.get(week.first)
        if submitted is None or submitted.status is RequestStatus.WITHDRAWN:
            found.append(f"{name} is not handed in; there is nothing to take back.")
        elif submitted.status is RequestStatus.DECLINED:
            found.append(f"{name} was declined, so it is open already.")
        elif submitted.status is RequestStatus.REJECTED:
            found.append(f"{name} is declined or taken back, so it is open already.")
        elif submitted.status is RequestStatus.APPROVED:
            found.append(why_locked(submitted, today, may_ask=may_ask(session)) or "")
    return tuple(found)


def _on_their_way(session: Session, transaction: Transaction, weeks: Sequence[Week]) -> list[str]:
    rows = [
        row
        for row in waiting(session, transaction)
        if not isinstance(row.change, WeeksChange)
        and any(touches(row, week.first, week.last) for week in weeks)
    ]
    needing = sum(row.state is OutboxState.NEEDS_YOU for row in rows)
    if needing:
        what = "One change of these days needs" if needing == 1 else f"{needing} changes of these days need"
        return [f"{what} you first: look at the outbox."]
    if rows:
        what = "One change of these days is" if len(rows) == 1 else f"{len(rows)} changes of these days are"
        return [f"{what} still on the way; hand the week in when everything has arrived."]
    return []


def _ask(
    session: Session, transaction: Transaction, change: WeeksChange, verb: str, part: Part
) -> WeeksAsked:
    today = session.today()
    state = session.known(transaction, today, today).state
    write_down(session, transaction, change, state, part)
    return WeeksAsked(change.id, change.weeks, f"{verb} {weeks_in_words(change.weeks, today)}.")


def _refuse(blockers: Sequence[str]) -> None:
    if blockers:
        raise NotReady(" ".join(blockers), "Nothing was changed.")
