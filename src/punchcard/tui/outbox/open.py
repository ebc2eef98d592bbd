"""The outbox screen over the engine: what it reads, and what its decisions ask for."""

from __future__ import annotations

from asyncio import wrap_future
from collections.abc import Sequence

from punchcard.services.approvals.inbox import known_people
from punchcard.services.outbox import choices as outbox_choices
from punchcard.services.outbox.knowledge import there_now
from punchcard.services.outbox.unbooked import not_booked
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxRow, OutboxState
from punchcard.tui.host import HostApp
from punchcard.tui.outbox.model import Choice
from punchcard.tui.outbox.screen import OutboxScreen

SHOWN_ROWS = 500
"""How much of the ledger is shown; `punch outbox list --all` has the rest."""

MOST_DESCRIBED = 50
"""Of how many items that need the person it is said what the backend has of them."""

_DECISIONS = {
    Choice.SEND_AGAIN: (outbox_choices.send_again, "It will be sent again."),
    Choice.IT_HAPPENED: (outbox_choices.it_happened, "Settled: it happened."),
    Choice.DROP: (outbox_choices.drop, "Dropped; it stays in the ledger."),
}


def open_outbox(app: HostApp) -> None:
    """Show what is on its way."""
    there: dict[str, str] = {}
    names: dict[str, str] = {}

    async def load() -> Sequence[OutboxRow]:
        rows, known, people = await wrap_future(app.engine.fetch(_latest))
        there.clear()
        there.update(known)
        names.update(people)
        return rows

    def decide(row: OutboxRow, choice: Choice) -> None:
        settle, sentence = _DECISIONS[choice]

        def request(session: Session) -> str:
            settle(session, row)
            return sentence

        app.engine.submit(request)

    def problem() -> str:
        return app.connection.sentence if app.connection.is_problem else ""

    app.push_screen(OutboxScreen(load, decide, app.now, there, problem, names))


async def _latest(session: Session) -> tuple[Sequence[OutboxRow], dict[str, str], dict[str, str]]:
    with session.store.read() as transaction:
        rows = transaction.outbox.latest(session.account.name, SHOWN_ROWS)
        names = {person.id: person.name for person in known_people(session, transaction).values()}
    doubtful = [row for row in rows if row.state in (OutboxState.NEEDS_YOU, OutboxState.UNKNOWN)]
    there = {
        row.id: f"{there_now(session, row)} {not_booked(session, row)}".strip()
        for row in doubtful[:MOST_DESCRIBED]
    }
    return rows, there, names
