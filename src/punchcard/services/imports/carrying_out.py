"""Bringing in what was planned: a row of the outbox for each entry, all written down at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from punchcard.core.identifiers import new_id
from punchcard.core.people import Person
from punchcard.services.acting import acting_as
from punchcard.services.imports.planning import Planned
from punchcard.services.outbox.items import Part, write_down
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxRow, OutboxState


class Fate(StrEnum):
    """What became of a line, or would become of it."""

    NEW = "new"
    """It would be saved."""
    SAVED = "saved"
    ON_ITS_WAY = "on_its_way"
    NEEDS_YOU = "needs_you"
    DONE_BEFORE = "done_before"
    """It was saved by an import before this one."""
    REFUSED = "refused"


def write_all_down(session: Session, found: Sequence[Planned]) -> None:
    """Put everything that is new into the outbox; what another import has asked for meanwhile is left alone.

    What is of one person may be undone as one, by that person.

    Raises:
        Refusal: Something may not be asked for; nothing was written down.
    """
    with session.change() as transaction:
        cache = transaction.cache(session.account.name)
        actions: dict[str, str] = {}
        for planned, person in _with_people(found):
            owner = acting_as(session, person)
            action = actions.setdefault(person.id, new_id())
            for change in planned.changes:
                if transaction.outbox.find(change.id) is None:
                    part = Part(action=action, is_placed=True)
                    write_down(owner, transaction, change, cache.clock(person.id), part)


def rows_of(session: Session, planned: Planned) -> list[OutboxRow]:
    """Return what was asked for because of a line, as it is now."""
    with session.store.read() as transaction:
        found = [transaction.outbox.find(change.id) for change in planned.changes]
    return [row for row in found if row is not None]


def fate_of(planned: Planned, rows: Sequence[OutboxRow]) -> Fate:
    """Return what became of a line; of several entries, what needs somebody's attention most.

    Args:
        planned: The line.
        rows: What was asked for because of it, now and before.
    """
    states = {row.state for row in rows}
    if planned.problem or states & {OutboxState.REFUSED, OutboxState.DROPPED}:
        return Fate.REFUSED
    if OutboxState.NEEDS_YOU in states:
        return Fate.NEEDS_YOU
    if states - {OutboxState.CONFIRMED}:
        return Fate.ON_ITS_WAY
    if len(planned.changes) > len(rows) - len(planned.rows):
        return Fate.NEW
    return Fate.SAVED if planned.changes else Fate.DONE_BEFORE


def _with_people(found: Iterable[Planned]) -> Iterable[tuple[Planned, Person]]:
    for planned in found:
        if planned.person is not None and planned.changes:
            yield planned, planned.person
