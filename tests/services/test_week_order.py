"""Whatever waits in the outbox, weeks go in their place among the changes of their days."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st
from tests.domain import berlin
from whenever import Date

from punchcard.core.changes import Change, DeleteEntry, SaveEntry, SubmitWeeks, WeeksChange, WithdrawWeeks
from punchcard.core.clock import IDLE
from punchcard.core.entries import Entry
from punchcard.core.punches import Start
from punchcard.core.weeks import Week
from punchcard.services.outbox.delivery_order import next_row, touches
from punchcard.store.outbox import OutboxRow, OutboxState

WEEKS = [Week(Date(2026, 3, 2).add(days=7 * n), Date(2026, 3, 8).add(days=7 * n)) for n in range(3)]


def an_entry(name: str, day: int) -> Entry:
    start = berlin(f"{day} 08:00")
    return Entry(name, "ann", start.date(), start, start.add(hours=1))


@st.composite
def changes(draw: st.DrawFn, row_id: str) -> Change:
    day, other = draw(st.integers(2, 22)), draw(st.integers(2, 22))
    first = draw(st.integers(0, 2))
    weeks = tuple(WEEKS[first : draw(st.integers(first + 1, 3))])
    return draw(
        st.sampled_from(
            [
                SaveEntry(row_id, an_entry(row_id, day)),
                SaveEntry(row_id, an_entry(row_id, day), an_entry(row_id, other)),
                DeleteEntry(row_id, an_entry(row_id, day)),
                Start(row_id, berlin(f"{day} 08:00")),
                SubmitWeeks(row_id, "ann", weeks),
                WithdrawWeeks(row_id, "ann", weeks),
            ]
        )
    )


@st.composite
def outboxes(draw: st.DrawFn) -> list[OutboxRow]:
    return [
        OutboxRow(
            id=str(number), account="acme", person="ann", change=draw(changes(str(number))), before=IDLE,
            made_at=0, not_before=draw(st.sampled_from([0, 0, 5])), depends_on=None, undoes=None,
            state=OutboxState.QUEUED, attempts=0, fingerprint="", answer=None, settled_at=None,
        )
        for number in range(draw(st.integers(0, 8)))
    ]  # fmt: skip


def days_of(change: WeeksChange) -> Iterable[tuple[Date, Date]]:
    return ((week.first, week.last) for week in change.weeks)


@given(outboxes(), st.integers(0, 5))
def test_weeks_and_what_is_in_them_go_in_the_order_they_were_asked_for(
    rows: list[OutboxRow], now: int
) -> None:
    waiting, moment = list(rows), now
    gone: list[int] = []
    while waiting:
        row = next_row(waiting, moment)
        if row is None:
            assert moment < 5
            moment = 5
            continue
        gone.append(int(row.id))
        waiting.remove(row)
    for place, number in enumerate(gone):
        for later in gone[place + 1 :]:
            if later > number:
                continue
            # Something younger went first: neither of the two is about weeks of the other one's days.
            for one, other in ((rows[number], rows[later]), (rows[later], rows[number])):
                if isinstance(one.change, WeeksChange):
                    assert not isinstance(other.change, WeeksChange)
                    assert not any(touches(other, *days) for days in days_of(one.change))
