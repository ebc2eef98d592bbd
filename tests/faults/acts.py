"""One act for every kind of outbox row, with what has to be there before it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from tests.domain import berlin

from punchcard.core.change_requests import (
    ChangeRequest,
    Decision,
    IntervalChange,
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

LAST_WEEK = Week(berlin("2 00:00").date(), berlin("8 00:00").date())
HELD_SECONDS = 60.0


class Act(NamedTuple):
    """What is asked for, and everything that is done and delivered before."""

    ask: Callable[[Session], Awaitable[None] | object]
    before: tuple[Callable[[Session], Awaitable[None] | object], ...] = ()
    by_ben: tuple[Callable[[Session], Awaitable[None] | object], ...] = ()
    """What Ben does first, at his own desk."""
    is_held: bool = False


async def do(session: Session, act: Callable[[Session], Awaitable[None] | object]) -> None:
    """Do something at a desk; nothing is delivered by it."""
    doing = act(session)
    if isinstance(doing, Awaitable):
        await doing


async def do_all(session: Session, acts: tuple[Callable[[Session], Awaitable[None] | object], ...]) -> None:
    """Do one thing after the other, each delivered."""
    await refresh(session)
    for act in acts:
        await do(session, act)
        delivery = await sync.deliver(session)
        assert delivery.open_rows == (), delivery
    await refresh(session)
    await refresh_approvals(session)


def _start(session: Session) -> object:
    return clocking.start(session, berlin("11 08:00"), note="once")


def _break(session: Session) -> object:
    return clocking.take_break(session, berlin("11 09:00"))


def _resume(session: Session) -> object:
    return clocking.resume(session, berlin("11 09:30"))


def _stop(session: Session) -> object:
    return clocking.stop(session, berlin("11 11:00"))


def _cancel(session: Session) -> object:
    return clocking.cancel(session)


def _update(session: Session) -> object:
    return clocking.update(session, note="twice")


def _adjust(session: Session) -> object:
    return clocking.adjust(session, berlin("11 07:30"))


def _undo(session: Session) -> object:
    return undo.undo(session)


def _add(session: Session) -> object:
    return entries.add(session, berlin("10 08:00"), berlin("10 12:00"), note="typed")


def _change(session: Session) -> object:
    changes = EntryChanges(end=berlin("10 13:00"), note="changed")
    return entries.change(session, _booked(session), changes)


def _delete(session: Session) -> object:
    return entries.delete(session, _booked(session))


def _booked(session: Session) -> str:
    day = berlin("10 00:00").date()
    with session.store.read() as transaction:
        return session.known(transaction, day, day).plain_entries[0].id


async def _work_last_week(session: Session) -> None:
    await ensure_days(session, session.person.id, LAST_WEEK.first, LAST_WEEK.last)
    entries.add(session, berlin("3 08:00"), berlin("3 12:00"))


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


def _withdraw_request(session: Session) -> object:
    [item] = [each.item for each in known_inbox(session, "mine").items]
    assert isinstance(item, ChangeRequest)
    return withdraw_request(session, item)


def _approve(session: Session) -> object:
    return decide(session, [_waiting(session)], Decision(Verdict.APPROVE))


def _decline(session: Session) -> object:
    return decide(session, [_waiting(session)], Decision(Verdict.DECLINE, "No such day."))


def _hold(session: Session) -> object:
    return decide(session, [_waiting(session)], Decision(Verdict.APPROVE), HELD_SECONDS)


def _waiting(session: Session) -> ChangeRequest:
    [request] = [
        each.item for each in known_inbox(session, "waiting").items if isinstance(each.item, ChangeRequest)
    ]
    return request


_ASKED = (_work_last_week, _submit, _request)

ACTS = {
    "start": Act(_start),
    "break": Act(_break, (_start,)),
    "resume": Act(_resume, (_start, _break)),
    "stop": Act(_stop, (_start, _break, _resume)),
    "cancel": Act(_cancel, (_start,)),
    "update": Act(_update, (_start,)),
    "adjust": Act(_adjust, (_start,)),
    "restore": Act(_undo, (_start, _stop)),
    "save new": Act(_add),
    "save change": Act(_change, (_add,)),
    "delete": Act(_delete, (_add,)),
    "submit": Act(_submit, (_work_last_week,)),
    "withdraw": Act(_withdraw, (_work_last_week, _submit)),
    "request": Act(_request, (_work_last_week, _submit)),
    "withdraw request": Act(_withdraw_request, _ASKED),
    "approve": Act(_approve, (), _ASKED),
    "decline": Act(_decline, (), _ASKED),
    "held": Act(_hold, (), _ASKED, is_held=True),
}
"""Every kind of row."""
