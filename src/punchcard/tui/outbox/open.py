"""The outbox screen over the engine: what it reads, and what its decisions ask for."""

from __future__ import annotations

from asyncio import wrap_future
from collections.abc import Sequence

from punchcard.services import outbox_choices
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxRow
from punchcard.tui.host import HostApp
from punchcard.tui.outbox.model import Choice
from punchcard.tui.outbox.screen import OutboxScreen

SHOWN_ROWS = 500
"""How much of the ledger is shown; `punch outbox list --all` has the rest."""

_DECISIONS = {
    Choice.SEND_AGAIN: (outbox_choices.send_again, "It will be sent again."),
    Choice.IT_HAPPENED: (outbox_choices.it_happened, "Settled: it happened."),
    Choice.DROP: (outbox_choices.drop, "Dropped; it stays in the ledger."),
}


def open_outbox(app: HostApp) -> None:
    """Show what is on its way."""

    async def load() -> Sequence[OutboxRow]:
        return await wrap_future(app.engine.fetch(_latest))

    def decide(row: OutboxRow, choice: Choice) -> None:
        settle, sentence = _DECISIONS[choice]

        def request(session: Session) -> str:
            settle(session, row)
            return sentence

        app.engine.submit(request)

    app.push_screen(OutboxScreen(load, decide, app.now))


async def _latest(session: Session) -> Sequence[OutboxRow]:
    with session.store.read() as transaction:
        return transaction.outbox.latest(session.account.name, SHOWN_ROWS)
