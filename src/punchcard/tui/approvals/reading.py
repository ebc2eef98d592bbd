"""What the Approvals screen reads and asks for, on the engine's thread. Loaded when first needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from punchcard.backends.abilities import Ability, unavailable
from punchcard.backends.contract import Scope
from punchcard.backends.errors import BackendError
from punchcard.core.approval_changes import Decide
from punchcard.core.approval_items import item_key
from punchcard.core.change_requests import ChangeRequest, Decidable, Decision, PendingEntry, Verdict
from punchcard.core.groups import Period
from punchcard.core.identifiers import new_id
from punchcard.core.pending_weeks import ReviewItem
from punchcard.core.submitted_weeks import SubmittedWeek
from punchcard.core.weeks import Week
from punchcard.services.approvals import change_requesting, deciding
from punchcard.services.approvals import inbox as approvals
from punchcard.services.approvals.detail import detail
from punchcard.services.approvals.listed_weeks import listed_weeks
from punchcard.services.outbox.ports import entries_port
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxRow, OutboxState
from punchcard.tui.approvals.batch import Batch, Progress, progress_of
from punchcard.tui.approvals.detail_view import DetailView, detail_view
from punchcard.tui.approvals.rows import Listing, listing_of

SHOWN_REASONS = 5
"""How many reasons that were given lately are offered."""


async def read_listing(session: Session, scope: Scope, stamp: object) -> tuple[Listing | None, str]:
    """Return what is listed, and why the backend could not be asked; no list where `stamp` still holds."""
    file = session.store.file
    now = (scope, file.version(), file.connection.total_changes, session.today().format_iso())
    if now == stamp:
        return None, ""
    problem = ""
    try:
        inbox = await approvals.inbox(session, scope)
    except BackendError as error:
        inbox, problem = approvals.known_inbox(session, scope), f"{error.message} {error.hint}".strip()
    now = (scope, file.version(), file.connection.total_changes, session.today().format_iso())
    weeks = listed_weeks(session, inbox.items) if inbox.elsewhere is not None else ()
    return listing_of(inbox, session.today(), now, weeks), problem


async def read_detail(session: Session, item: ReviewItem) -> DetailView:
    """Return an item in full."""
    return detail_view(await detail(session, item), session.now())


async def read_worked(session: Session, weeks: Sequence[SubmittedWeek]) -> Mapping[str, int]:
    """Return how much was worked in each week that does not tell, where the backend can sum cheaply."""
    port, found = entries_port(session), dict[str, int]()
    for week in weeks:
        if week.worked_seconds is not None:
            continue
        totals = await port.totals(week.person, Period(week.first, week.last))
        if totals is not None:
            found[item_key(week)] = totals.worked_seconds
    return found


async def read_affected(
    session: Session, items: Sequence[Decidable], decision: Decision
) -> Sequence[Decidable]:
    """Return what deciding `items` would reach besides them: weeks are decided in cascades."""
    port, found = session.backend.approvals, dict[str, Decidable]()
    chosen = {item_key(item) for item in items}
    for item in items:
        if port is None or not isinstance(item, SubmittedWeek):
            continue
        for other in await port.affected(Decide(new_id(), session.person.id, item, decision)):
            if item_key(other) not in chosen:
                found[item_key(other)] = other
    return tuple(found.values())


class Reasons(NamedTuple):
    """What can be said about a decline."""

    lately: Sequence[str]
    """The reasons that were given lately, the newest first."""
    why_none: str = ""
    """Why a decline takes none, in a sentence."""
    is_needed: bool = False


async def read_reasons(session: Session, verdict: Verdict) -> Reasons:
    """Return whether a decline, or a reopening, takes a reason, and those that were given lately."""
    if verdict is Verdict.REOPEN and not session.backend.info.reopens_with_reason:
        return Reasons(())
    if verdict is Verdict.DECLINE and (why_none := unavailable(session.abilities, Ability.DECLINE_REASON)):
        return Reasons((), why_none)
    decided = approvals.known_inbox(session, "decided").items
    reasons = (found.item.reason for found in decided if not isinstance(found.item, PendingEntry))
    lately = list(dict.fromkeys(reason for reason in reasons if reason))
    return Reasons(lately[:SHOWN_REASONS], is_needed=True)


def stop(session: Session, row_ids: Sequence[str]) -> str:
    """Take back those decisions that were not sent yet; return a sentence."""
    with session.change() as transaction:
        found = [transaction.outbox.find(row_id) for row_id in row_ids]
        unsent = [row for row in found if row is not None and _is_unsent(row)]
        deciding.drop_unsent(session, transaction, unsent)
    return f"Stopped: {len(unsent):,} of {len(row_ids):,} taken back; nothing of them was sent."


def _is_unsent(row: OutboxRow) -> bool:
    return row.state is OutboxState.HELD or (row.state is OutboxState.QUEUED and row.attempts == 0)


async def read_progress(session: Session, batch: Batch) -> Progress:
    """Return how far decisions have come."""
    return progress_of(deciding.results(session, batch.row_ids))


def withdraw(session: Session, item: ChangeRequest | SubmittedWeek) -> str:
    """Take back what its own person has asked for, or handed in; return a sentence."""
    if isinstance(item, ChangeRequest):
        return change_requesting.withdraw_request(session, item).message
    from punchcard.services.timesheet.handing_in import ask_withdraw

    with session.change() as transaction:
        return ask_withdraw(session, transaction, (Week(item.first, item.last),)).message
