"""Which new entries of an import go with one call: never one whose answer is missing with one that waits."""

from __future__ import annotations

from tests.domain import berlin
from tests.services.desk import Desk

from punchcard.core.changes import SaveEntry
from punchcard.core.clock import IDLE
from punchcard.core.entries import Entry, Source
from punchcard.services.entries import by_hand
from punchcard.services.outbox import choices
from punchcard.services.outbox.row_moves import claim, claim_all
from punchcard.services.outbox.together import MOST_TOGETHER, going_together
from punchcard.store.outbox import OutboxRow, OutboxState

QUEUED, UNKNOWN = OutboxState.QUEUED, OutboxState.UNKNOWN


def row(number: int, state: OutboxState = QUEUED, source: Source = Source.IMPORTED) -> OutboxRow:
    start = berlin("11 00:00").add(minutes=number)
    row_id = f"{number:04}"
    entry = Entry(row_id, "ann", start.date(), start, start.add(minutes=1), source=source)
    return OutboxRow(
        row_id, "acme", "ann", SaveEntry(row_id, entry), IDLE, 0, 0, None, None, state, 0, "", None, None
    )


def together(rows: list[OutboxRow]) -> list[str]:
    return [each.id for each in going_together(rows, rows[0], 0)]


def test_those_in_one_state_go_together() -> None:
    assert together([row(1), row(2), row(3, UNKNOWN), row(4)]) == ["0001", "0002"]
    assert together([row(1, UNKNOWN), row(2, UNKNOWN), row(3)]) == ["0001", "0002"]


def test_what_was_typed_or_waits_for_something_goes_alone() -> None:
    assert together([row(1), row(2, source=Source.TYPED), row(3)]) == ["0001"]
    assert together([row(1, source=Source.TYPED), row(2)]) == ["0001"]
    waits = row(2)._replace(depends_on="gone")
    assert together([row(1), waits, row(3)]) == ["0001"]


def test_no_more_go_than_can_be_settled() -> None:
    assert len(together([row(number) for number in range(MOST_TOGETHER + 5)])) == MOST_TOGETHER


def test_what_was_dropped_meanwhile_is_not_sent_along(desk: Desk) -> None:
    for start, end in (("06:00", "07:00"), ("07:00", "08:00")):
        by_hand.add(desk.session, berlin(f"11 {start}"), berlin(f"11 {end}"))
    first, second = desk.rows()
    choices.drop(desk.session, first)
    assert [each.id for each in claim_all(desk.session, [first, second])] == [second.id]
    assert desk.states() == [OutboxState.DROPPED, OutboxState.SENDING]


def test_what_asks_for_something_else_by_now_is_not_sent_as_it_was(desk: Desk) -> None:
    for start, end in (("06:00", "07:00"), ("07:00", "08:00")):
        by_hand.add(desk.session, berlin(f"11 {start}"), berlin(f"11 {end}"))
    first, second = desk.rows()
    with desk.session.store.write() as transaction:
        transaction.outbox.rewrite(first._replace(fingerprint="what it asks for now"))
    assert not claim(desk.session, first)
    assert [each.id for each in claim_all(desk.session, [first, second])] == [second.id]
