"""What a person does about rows that need them: they look at the vendor, and say what is true."""

from __future__ import annotations

from tests.faults.agreement import Picture, picture, rows_of
from tests.faults.lab import Vendor, deliver_all

from punchcard.services.outbox import choices
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxState


async def answer_for_the_person(session: Session, vendor: Vendor, before: Picture) -> None:
    """Settle what needs the person, as the vendor has it, or send it again; then deliver the rest.

    Args:
        session: The account.
        vendor: What it really has.
        before: What it had before the one thing was asked for.
    """
    for row in rows_of(session):
        if row.state is OutboxState.NEEDS_YOU:
            assert (row.answer or "").strip().endswith("."), row
            has_happened = picture(vendor) != before
            (choices.it_happened if has_happened else choices.send_again)(session, row)
    await deliver_all(session)
