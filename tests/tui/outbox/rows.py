"""Requests as the outbox keeps them, for tests."""

from __future__ import annotations

from tests.tui.forms.host import NOW, branch

from punchcard.core.changes import Change
from punchcard.core.clock import IDLE
from punchcard.core.punches import Adjust, Resume, Start, Stop, TakeBreak
from punchcard.store.outbox import OutboxRow, OutboxState


def row(change: Change, state: OutboxState, *, minutes: int = 0, answer: str | None = None) -> OutboxRow:
    """A request that was made `minutes` before now."""
    return OutboxRow(
        id=change.id, account="local", person="p1", change=change, before=IDLE,
        made_at=(NOW.timestamp() - 60 * minutes) * 1000, not_before=0, depends_on=None, undoes=None,
        state=state, attempts=1, fingerprint="", answer=answer, settled_at=None,
    )  # fmt: skip


def ledger() -> list[OutboxRow]:
    """A morning: two on their way, one that needs the person, and the day before."""
    started = NOW.subtract(minutes=39)
    yesterday = NOW.subtract(hours=16)
    portal, hostile = branch("Northwind", "Portal"), branch("[bold]Fabrikam[/]\x1b[31m", "移行 " * 20)
    return [
        row(Stop("id-stop", NOW), OutboxState.QUEUED)._replace(attempts=0),
        row(Adjust("id-move", NOW, started), OutboxState.SENDING, minutes=4),
        row(TakeBreak("id-break", NOW.subtract(minutes=9)), OutboxState.NEEDS_YOU, minutes=9,
            answer="No answer came, and the clock reads neither as before nor as after."),
        row(Start("id-start", started, portal), OutboxState.CONFIRMED, minutes=39, answer="Done."),
        row(Resume("id-back", yesterday), OutboxState.REFUSED, minutes=960, answer="You were at work."),
        row(Start("id-first", yesterday, hostile), OutboxState.DROPPED, minutes=970),
    ]  # fmt: skip
