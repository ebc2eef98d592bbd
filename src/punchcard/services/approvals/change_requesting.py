"""A worker's change requests: looked at before they are sent, asked for, and taken back."""

from __future__ import annotations

from typing import NamedTuple

from whenever import Date

from punchcard.backends.abilities import Ability, unavailable
from punchcard.core.approval_changes import RequestChange, WithdrawRequest
from punchcard.core.change_requests import ChangeRequest, RequestedChange
from punchcard.core.clock import IDLE
from punchcard.core.entries import LONGEST_ENTRY_SECONDS
from punchcard.core.identifiers import new_id
from punchcard.core.moments import checked_day, day_in_words
from punchcard.core.notes import checked_note
from punchcard.core.refusals import Refusal
from punchcard.core.requested_days import DayPreview, preview
from punchcard.core.submitted_weeks import RequestStatus
from punchcard.core.weeks import week_at
from punchcard.core.zones import in_zone
from punchcard.services.approvals.delivery import find_request
from punchcard.services.approvals.requested_day import requested_week
from punchcard.services.approvals.words import status_in_words
from punchcard.services.outbox.items import ALONE, Part, write_down
from punchcard.services.session import Session
from punchcard.services.timesheet.week import timesheet
from punchcard.store.store import Transaction


class CannotRequest(Refusal):
    """A change request that cannot be made, or taken back, as it is."""

    code = "cannot_request"


class Asked(NamedTuple):
    """A change request, or its withdrawal, that is safely in the outbox."""

    row_id: str
    message: str
    """What was asked for, in a sentence."""


def ask_for_change(session: Session, day: Date, changes: tuple[RequestedChange, ...], note: str) -> Asked:
    """Ask for a change of one of the person's days.

    Args:
        session: The account in use.
        day: The day.
        changes: What to add to it and to remove from it; each begins on that day.
        note: What the person says about it; at most 1,000 characters.

    Raises:
        Refusal: It cannot be asked for; nothing was changed.
    """
    request = _request(session, day, changes, note)
    with session.change() as transaction:
        return ask(session, transaction, request)


def withdraw_request(session: Session, request: ChangeRequest) -> Asked:
    """Take back a request of the person's own that nobody has decided.

    Raises:
        Refusal: It is somebody else's, or decided; nothing was changed.
    """
    with session.change() as transaction:
        return take_back(session, transaction, request)


async def request_preview(
    session: Session, day: Date, changes: tuple[RequestedChange, ...], note: str
) -> DayPreview:
    """Return the day before and after, with what would be wrong or odd then and is not now.

    Raises:
        Refusal: It could not be asked for like that.
        BackendError: The days around it were never read and cannot be read now.
    """
    request = _request(session, day, changes, note)
    sheet = await timesheet(session, week_at(day, session.schedule.week_starts))
    return preview(requested_week(sheet, day, session.now()), request, new_id)


def ask(session: Session, transaction: Transaction, request: ChangeRequest, part: Part = ALONE) -> Asked:
    """Ask for a change inside a transaction that is already open.

    Raises:
        CannotRequest: The account knows no change requests; nothing was changed.
    """
    _refuse_unless_able(session, Ability.REQUEST_CHANGE)
    # Requests for a day go in order anyway; a newer one makes sense also where an older one is refused.
    write_down(session, transaction, RequestChange(request.id, request), IDLE, part)
    return Asked(
        request.id, f"Asked for a change of {day_in_words(request.day, short=True, today=session.today())}."
    )


def take_back(
    session: Session, transaction: Transaction, request: ChangeRequest, part: Part = ALONE
) -> Asked:
    """Take a request back inside a transaction that is already open.

    Raises:
        CannotRequest: It is somebody else's, or decided; nothing was changed.
    """
    kept = _withdrawable(session, transaction, request)
    change = WithdrawRequest(new_id(), kept)
    place = part._replace(after=_asking(session, transaction, request), is_placed=True)
    write_down(session, transaction, change, IDLE, place)
    return Asked(
        change.id,
        f"Withdrew your request for {day_in_words(request.day, short=True, today=session.today())}.",
    )


def check_withdrawal(session: Session, request: ChangeRequest) -> None:
    """Let a request pass that can be taken back.

    Raises:
        CannotRequest: It is somebody else's, or decided.
    """
    with session.store.read() as transaction:
        _withdrawable(session, transaction, request)


def _withdrawable(session: Session, transaction: Transaction, request: ChangeRequest) -> ChangeRequest:
    """Return the request as it is kept."""
    _refuse_unless_able(session, Ability.WITHDRAW_REQUEST)
    words = day_in_words(request.day, short=True, today=session.today())
    if request.person != session.person.id:
        raise CannotRequest(f"The request for {words} is not yours.", "Nothing was changed.")
    kept = find_request(transaction, session.account.name, request) or request
    if kept.status is not RequestStatus.PENDING:
        said = status_in_words(kept, session.today())
        raise CannotRequest(
            f"Your request for {words} {said}, so it cannot be withdrawn.", "Nothing was changed."
        )
    asked = transaction.outbox.unsettled_of(session.account.name, session.person.id, WithdrawRequest.kind)
    if any(isinstance(row.change, WithdrawRequest) and row.change.request.id == kept.id for row in asked):
        raise CannotRequest(f"Your request for {words} is being withdrawn already.", "Nothing was changed.")
    return kept


def _request(session: Session, day: Date, changes: tuple[RequestedChange, ...], note: str) -> ChangeRequest:
    checked_day(day)
    words = day_in_words(day, short=True, today=session.today())
    if not changes:
        raise CannotRequest(f"That leaves {words} as it is; there is nothing to ask for.")
    for change in changes:
        piece = change.interval
        if in_zone(piece.start.to_instant(), session.zone).date() != day:
            raise CannotRequest(f"A request is for one day: everything in it begins on {words}.")
        if not 0 < piece.seconds <= LONGEST_ENTRY_SECONDS:
            raise CannotRequest("What is added or removed ends after it begins, within 24 h.")
    return ChangeRequest(
        new_id(), session.person.id, day, changes, requested_at=session.now(), note=checked_note(note)
    )


def _refuse_unless_able(session: Session, ability: Ability) -> None:
    reason = unavailable(session.abilities, ability)
    if reason:
        raise CannotRequest(reason, "Nothing was changed.")


def _asking(session: Session, transaction: Transaction, request: ChangeRequest) -> str | None:
    """What asks for the request, where it is still on its way."""
    rows = transaction.outbox.unsettled_of(session.account.name, session.person.id, RequestChange.kind)
    return next((row.id for row in rows if row.id == request.id), None)
