"""One act for every kind of outbox row, with what has to be there before it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import NamedTuple, TypeAlias

from tests.domain import berlin
from tests.faults.kinds import Kind
from tests.faults.lab import ALL

from punchcard.backends.abilities import Ability
from punchcard.core.assignments import NOTHING, Assignment
from punchcard.core.change_requests import (
    ChangeRequest,
    Decidable,
    Decision,
    IntervalChange,
    PendingEntry,
    RequestedChange,
    Verdict,
)
from punchcard.core.intervals import Interval
from punchcard.core.weeks import Week
from punchcard.services import clocking, undo
from punchcard.services.approvals.change_requesting import ask_for_change, withdraw_request
from punchcard.services.approvals.deciding import decide
from punchcard.services.approvals.inbox import known_inbox, refresh_approvals
from punchcard.services.entries import by_hand as entries
from punchcard.services.entries.by_hand import EntryChanges
from punchcard.services.outbox import sync
from punchcard.services.reading.refresh import ensure_days, refresh
from punchcard.services.session import Session
from punchcard.services.timesheet.handing_in import ask_submit, ask_withdraw
from punchcard.testing.checks import offers

LAST_WEEK = Week(berlin("2 00:00").date(), berlin("8 00:00").date())
HELD_SECONDS = 60.0

Doing: TypeAlias = Callable[[Session], Awaitable[None] | object]
"""What somebody does at a desk."""


class Act(NamedTuple):
    """What is asked for, and everything that is done and delivered before."""

    ask: Doing
    before: tuple[Doing, ...] = ()
    by_ben: tuple[Doing, ...] = ()
    """What Ben does first, at his own desk."""
    is_held: bool = False


async def do(session: Session, act: Doing) -> None:
    """Do something at a desk; nothing is delivered by it."""
    doing = act(session)
    if isinstance(doing, Awaitable):
        await doing


async def do_all(session: Session, acts: tuple[Doing, ...]) -> None:
    """Do one thing after the other, each delivered."""
    await refresh(session)
    for act in acts:
        await do(session, act)
        delivery = await sync.deliver(session)
        assert delivery.open_rows == (), delivery
    await refresh(session)
    await refresh_approvals(session)


def _start(session: Session, booked: Assignment) -> object:
    return clocking.start(session, berlin("11 08:00"), booked, note="once")


def _break(session: Session) -> object:
    return clocking.take_break(session, berlin("11 09:00"))


def _resume(session: Session) -> object:
    return clocking.resume(session, berlin("11 09:30"))


def _stop(session: Session) -> object:
    return clocking.stop(session, berlin("11 11:00"))


def _cancel(session: Session) -> object:
    return clocking.cancel(session)


def _update(session: Session, kind: Kind) -> object:
    if kind.other_type is not None:
        return clocking.update(session, time_type=kind.other_type)
    return clocking.update(session, note="twice")


def _adjust(session: Session) -> object:
    return clocking.adjust(session, berlin("11 07:30"))


def _undo(session: Session) -> object:
    return undo.undo(session)


def _add(session: Session, booked: Assignment) -> object:
    return entries.add(session, berlin("10 08:00"), berlin("10 12:00"), assignment=booked, note="typed")


def _change(session: Session) -> object:
    changes = EntryChanges(end=berlin("10 13:00"), note="changed")
    return entries.change(session, _booked(session), changes)


def _delete(session: Session) -> object:
    return entries.delete(session, _booked(session))


def _booked(session: Session) -> str:
    day = berlin("10 00:00").date()
    with session.store.read() as transaction:
        return session.known(transaction, day, day).plain_entries[0].id


async def _work_last_week(session: Session, booked: Assignment) -> None:
    await ensure_days(session, session.person.id, LAST_WEEK.first, LAST_WEEK.last)
    entries.add(session, berlin("3 08:00"), berlin("3 12:00"), assignment=booked)


def _submit(session: Session) -> None:
    with session.change() as transaction:
        ask_submit(session, transaction, (LAST_WEEK,))


def _withdraw(session: Session) -> None:
    with session.change() as transaction:
        ask_withdraw(session, transaction, (LAST_WEEK,))


def _request(session: Session) -> object:
    stretch = Interval(berlin("3 14:00"), berlin("3 15:00"))
    changes = (RequestedChange(IntervalChange.ADD, stretch),)
    return ask_for_change(session, berlin("3 00:00").date(), changes, "forgotten")


def _request_at_once(session: Session) -> object:
    stretch = Interval(berlin("10 14:00"), berlin("10 15:00"))
    changes = (RequestedChange(IntervalChange.ADD, stretch),)
    return ask_for_change(session, berlin("10 00:00").date(), changes, "open")


def _withdraw_request(session: Session) -> object:
    [item] = [each.item for each in known_inbox(session, "mine").items]
    assert isinstance(item, ChangeRequest)
    return withdraw_request(session, item)


def _approve(session: Session) -> object:
    return decide(session, [_waiting(session)], Decision(Verdict.APPROVE))


def _decline(session: Session) -> object:
    reason = "No such day." if offers(session.backend, Ability.DECLINE_REASON) else ""
    return decide(session, [_waiting(session)], Decision(Verdict.DECLINE, reason))


def _hold(session: Session) -> object:
    return decide(session, [_waiting(session)], Decision(Verdict.APPROVE), HELD_SECONDS)


def _waiting(session: Session) -> Decidable:
    """What Ann is to decide: a request, or where there are none a week."""
    items = [
        each.item for each in known_inbox(session, "waiting").items if not isinstance(each.item, PendingEntry)
    ]
    requests = [item for item in items if isinstance(item, ChangeRequest)]
    [item] = requests or items
    return item


def acts_of(kind: Kind, booked: Assignment) -> dict[str, Act]:
    """Return one act for every kind of row that a vendor knows.

    Args:
        kind: The vendor.
        booked: What everything is booked on.
    """
    start, add = partial(_start, booked=booked), partial(_add, booked=booked)
    update = partial(_update, kind=kind)
    work = partial(_work_last_week, booked=booked)
    # A day that only a request changes, where weeks are handed in; and what Ann is to decide.
    handed_in: tuple[Doing, ...] = (work, _submit)
    locked = handed_in if "submit" not in kind.unknown_acts else ()
    asked = (*locked, _request) if "request" not in kind.unknown_acts else locked
    acts = {
        "start": Act(start),
        "break": Act(_break, (start,)),
        "resume": Act(_resume, (start, _break)),
        "stop": Act(_stop, (start, _break, _resume)),
        "stop on a break": Act(_stop, (start, _break)),
        "update on a break": Act(update, (start, _break)),
        "cancel": Act(_cancel, (start,)),
        "cancel on a break": Act(_cancel, (start, _break)),
        "update": Act(update, (start,)),
        "adjust": Act(_adjust, (start,)),
        "restore": Act(_undo, (start, _stop)),
        "undo of a start": Act(_undo, (start,)),
        "undo of a break": Act(_undo, (start, _break)),
        "undo of a resume": Act(_undo, (start, _break, _resume)),
        "undo of a stop after a break": Act(_undo, (start, _break, _resume, _stop)),
        "undo of an adjust": Act(_undo, (start, _adjust)),
        "undo of an update": Act(_undo, (start, update)),
        "save new": Act(add),
        "save change": Act(_change, (add,)),
        "delete": Act(_delete, (add,)),
        "undo of a delete": Act(_undo, (add, _delete)),
        "submit": Act(_submit, (work,)),
        "submit again": Act(_submit, (*handed_in, _withdraw)),
        "withdraw": Act(_withdraw, handed_in),
        "request": Act(_request, locked),
        "request at once": Act(_request_at_once),
        "withdraw request": Act(_withdraw_request, asked),
        "approve": Act(_approve, (), asked),
        "decline": Act(_decline, (), asked),
        "held": Act(_hold, (), asked, is_held=True),
    }
    return {name: act for name, act in acts.items() if name not in kind.unknown_acts}


def names_of_acts(kind: Kind) -> list[str]:
    """Return what the acts are called, for naming tests by them."""
    names = list(acts_of(kind, NOTHING))
    return [name for name in names if ALL or not (kind.keeps_clock_here and name in ALIKE)]


ALIKE = (
    "resume", "update on a break", "cancel on a break", "update", "adjust", "undo of a break",
    "undo of a resume", "undo of an adjust", "undo of an update",
)  # fmt: skip
"""Where the clock is kept here, nothing of these is ever sent: they are as a start is, and as a break."""
