"""Balances as commands show them beside other things: what cannot be read now is shown as it is known."""

from __future__ import annotations

from whenever import Date

from punchcard.backends.errors import BackendError
from punchcard.cli.delivery.patience import Patience
from punchcard.core.balance_words import AnyBalance
from punchcard.core.people import Person
from punchcard.services.kept_balances import balance_of, keeps_balances, known_balance
from punchcard.services.session import Session


async def balance_as_known(
    session: Session, patience: Patience, until: Date, person: Person | None = None
) -> AnyBalance | None:
    """Return the balance at the end of `until`; None where it cannot be summed now, which was said before.

    Args:
        session: The account in use.
        patience: Reads for the command.
        until: The last day to count.
        person: Whose balance it is; None for the account's own person.
    """
    try:
        return await patience.read(balance_of(session, until, person))
    except BackendError:
        return known_balance(session, (person or session.person).id) if keeps_balances(session) else None
