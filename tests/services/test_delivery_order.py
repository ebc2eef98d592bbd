from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from tests.domain import berlin

from punchcard.core.changes import DeleteEntry, SaveEntry
from punchcard.core.clock import IDLE
from punchcard.core.entries import Entry
from punchcard.core.punches import Stop
from punchcard.services.outbox.delivery_order import next_row
from punchcard.store.outbox import UNSETTLED, OutboxRow, OutboxState

NOW = 1000
ENTRY = Entry("e", "ann", berlin("11 08:00").date(), berlin("11 08:00"), berlin("11 09:00"))
about = st.sampled_from([replace(ENTRY, id=entry_id) for entry_id in "efgh"])


@st.composite
def outboxes(draw: st.DrawFn, states: Sequence[OutboxState] = UNSETTLED) -> list[OutboxRow]:
    """Unsettled rows in the order they were asked for; some wait for earlier or settled ones."""
    rows: list[OutboxRow] = []
    for number in range(draw(st.integers(0, 8))):
        is_punch = draw(st.booleans())
        needed = draw(st.sampled_from([None, "settled", *(row.id for row in rows)]))
        row_id = str(number)
        change = Stop(row_id, berlin("11 09:00")) if is_punch else DeleteEntry(row_id, draw(about))
        rows.append(
            OutboxRow(
                id=row_id,
                account="acme",
                person=draw(st.sampled_from(["ann", "bob"])),
                change=change,
                before=IDLE,
                made_at=0,
                not_before=draw(st.sampled_from([0, NOW, NOW + 1])),
                depends_on=needed,
                undoes=None,
                state=draw(st.sampled_from(states)),
                attempts=0,
                fingerprint="",
                answer=None,
                settled_at=None,
            )
        )
    return rows


def entry_of(row: OutboxRow) -> str | None:
    return row.change.entry.id if isinstance(row.change, DeleteEntry) else None


def may_go(row: OutboxRow, rows: list[OutboxRow]) -> bool:
    """The rules of delivery, word for word."""
    older = rows[: rows.index(row)]
    older_punches = [o for o in older if isinstance(o.change, Stop) and o.person == row.person]
    return (
        row.state in (OutboxState.QUEUED, OutboxState.UNKNOWN)
        and row.not_before <= NOW
        and row.depends_on not in [o.id for o in rows]
        and not (isinstance(row.change, Stop) and older_punches)
        and not (isinstance(row.change, DeleteEntry) and entry_of(row) in map(entry_of, older))
    )


@given(outboxes())
def test_the_first_row_that_may_go_goes(rows: list[OutboxRow]) -> None:
    assert next_row(rows, NOW) == next((row for row in rows if may_go(row, rows)), None)


@given(outboxes((OutboxState.QUEUED, OutboxState.UNKNOWN)))
def test_punches_of_one_person_leave_in_the_order_they_were_made(rows: list[OutboxRow]) -> None:
    ready = [row._replace(state=OutboxState.QUEUED) for row in rows]
    sent: list[OutboxRow] = []
    while (row := next_row(ready, NOW + 1)) is not None:
        sent.append(row)
        ready.remove(row)
    assert ready == []
    for person in ("ann", "bob"):
        punches = [int(row.id) for row in sent if row.person == person and isinstance(row.change, Stop)]
        assert punches == sorted(punches)
    for row in sent:
        earlier = [other.id for other in sent[: sent.index(row)]]
        assert row.depends_on in (None, "settled", *earlier)


def test_an_entry_waits_for_older_changes_of_others_in_its_time() -> None:
    later = _moved(ENTRY, "11 09:00", "11 10:00")
    freed = SaveEntry("1", _moved(ENTRY, "11 12:00", "11 13:00"), ENTRY)
    for older, wanted, may_go_first in (
        (DeleteEntry("1", ENTRY), _moved(ENTRY, "11 08:30", "11 10:00"), False),
        (freed, _moved(ENTRY, "11 08:00", "11 08:10"), False),
        (freed, _moved(ENTRY, "11 12:59", "11 14:00"), False),
        (
            DeleteEntry("1", _moved(ENTRY, "10 22:00", "11 06:00")),
            _moved(ENTRY, "11 05:00", "11 06:00"),
            False,
        ),
        (DeleteEntry("1", ENTRY), later, True),
        (DeleteEntry("1", replace(ENTRY, person="bob")), _moved(ENTRY, "11 08:30", "11 10:00"), True),
    ):
        first, second = _rows(older, SaveEntry("2", replace(wanted, id="2")))
        first = first._replace(not_before=NOW + 1)
        found = next_row([first, second], NOW)
        assert (found is not None) == may_go_first, (older, wanted)


def _moved(entry: Entry, start: str, end: str) -> Entry:
    return replace(entry, day=berlin(start).date(), start=berlin(start), end=berlin(end))


def _rows(*changes: SaveEntry | DeleteEntry) -> list[OutboxRow]:
    return [
        OutboxRow(
            change.id, "acme", "ann", change, IDLE, 0, 0, None, None, OutboxState.QUEUED, 0, "", None, None
        )
        for change in changes
    ]
