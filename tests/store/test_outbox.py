from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.domain import HOSTILE, PORTAL, berlin
from whenever import Instant

from punchcard.core.changes import Change
from punchcard.core.clock import Working
from punchcard.core.identifiers import new_id
from punchcard.core.punches import Start, Stop
from punchcard.store.outbox import UNSETTLED, NewRow, OutboxState
from punchcard.store.store import Store

WORKING = Working("w", berlin("11 08:00"), PORTAL, None, HOSTILE)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(str(tmp_path), "2026-03-11")
    yield store
    store.close()


def add(
    store: Store,
    account: str = "a",
    held_until: int = 0,
    depends_on: str | None = None,
    undoes: str | None = None,
    person: str = "ann",
) -> str:
    change: Change = Start(new_id(), berlin("11 08:00"), PORTAL, None, HOSTILE)
    with store.write() as transaction:
        transaction.outbox.add(
            NewRow(account, person, change, WORKING, 1000, "mark", depends_on, undoes, held_until)
        )
    return change.id


def state_of(store: Store, row_id: str) -> OutboxState | None:
    with store.read() as transaction:
        row = transaction.outbox.find(row_id)
    return row.state if row else None


def move(store: Store, row_id: str, state: OutboxState) -> None:
    with store.write() as transaction:
        assert transaction.outbox.move(row_id, state)


def test_a_row_comes_back_as_it_was_written(store: Store) -> None:
    first = add(store)
    second = add(store, depends_on=first, undoes=first, held_until=5000)
    with store.read() as transaction:
        one, two = (transaction.outbox.find(row_id) for row_id in (first, second))
    assert one
    assert two
    assert (one.change, one.before) == (Start(first, berlin("11 08:00"), PORTAL, None, HOSTILE), WORKING)
    assert (one.state, one.not_before, one.depends_on, one.undoes) == (OutboxState.QUEUED, 0, None, None)
    assert (two.state, two.not_before, two.depends_on, two.undoes) == (OutboxState.HELD, 5000, first, first)
    assert (one.made_at, one.fingerprint, one.attempts, one.answer, one.settled_at) == (
        1000,
        "mark",
        0,
        None,
        None,
    )


@pytest.mark.parametrize("state", OutboxState)
def test_rows_are_unsettled_until_they_are_settled(store: Store, state: OutboxState) -> None:
    row_id = add(store)
    move(store, row_id, state)
    with store.read() as transaction:
        unsettled = [row.id for row in transaction.outbox.unsettled("a")]
        counted = transaction.outbox.count_unsettled("a")
        row = transaction.outbox.find(row_id)
    assert row
    is_open = state in UNSETTLED
    assert (unsettled, row.is_settled) == ([row_id] if is_open else [], not is_open)
    assert counted == (int(is_open), int(state is OutboxState.NEEDS_YOU))


def test_a_row_moves_only_from_where_it_is_expected(store: Store) -> None:
    row_id = add(store)
    with store.write() as transaction:
        outbox = transaction.outbox
        assert not outbox.move(row_id, OutboxState.SENDING, expected=OutboxState.HELD)
        assert outbox.move(row_id, OutboxState.SENDING, expected=OutboxState.QUEUED)
        assert not outbox.move("nobody", OutboxState.SENDING)
        row = outbox.find(row_id)
    assert row
    assert (row.state, row.attempts) == (OutboxState.SENDING, 1)


def test_an_answer_is_kept_until_there_is_another(store: Store) -> None:
    row_id = add(store)
    with store.write() as transaction:
        transaction.outbox.move(row_id, OutboxState.UNKNOWN, answer="lost", not_before=9)
        transaction.outbox.move(row_id, OutboxState.QUEUED)
        row = transaction.outbox.find(row_id)
    assert row
    assert (row.answer, row.not_before) == ("lost", 9)


def test_the_ledger_cannot_be_deleted_from(store: Store, tmp_path: Path) -> None:
    row_id = add(store)
    with closing(sqlite3.connect(tmp_path / "punchcard.db")) as connection:
        for attempt in (
            "DELETE FROM outbox",
            "DELETE FROM unsettled",
            "UPDATE outbox SET state = 'gone'",
            "INSERT INTO outbox SELECT * FROM outbox",
        ):
            with pytest.raises(sqlite3.DatabaseError):
                connection.execute(attempt)
            connection.rollback()
    assert state_of(store, row_id) is OutboxState.QUEUED


def test_the_same_request_is_written_down_once(store: Store) -> None:
    change = Stop(new_id(), berlin("11 09:00"))
    row = NewRow("a", "ann", change, WORKING, 0, "")
    with store.write() as transaction:
        transaction.outbox.add(row)
    with pytest.raises(sqlite3.IntegrityError), store.write() as transaction:
        transaction.outbox.add(row)


def test_what_stands_and_is_no_undo_itself_can_be_undone(store: Store) -> None:
    def last() -> str | None:
        with store.read() as transaction:
            row = (transaction.outbox.last_not_undone("a", "ann") or [None])[0]
        return row.id if row else None

    assert last() is None
    first, second = add(store), add(store)
    assert last() == second
    undo = add(store, undoes=second)
    assert last() == first
    move(store, undo, OutboxState.REFUSED)
    assert last() == second
    move(store, second, OutboxState.DROPPED)
    assert last() == first
    add(store, "another account")
    assert last() == first


def test_accounts_do_not_see_one_another(store: Store) -> None:
    mine, theirs = add(store, "a"), add(store, "b")
    with store.read() as transaction:
        assert [row.id for row in transaction.outbox.unsettled("a")] == [mine]
        assert [row.id for row in transaction.outbox.latest("b", 5)] == [theirs]
        assert transaction.outbox.count_unsettled("c") == (0, 0)


def test_what_waits_is_counted_by_person(store: Store) -> None:
    add(store)
    move(store, add(store, person="ben"), OutboxState.NEEDS_YOU)
    with store.read() as transaction:
        counted = [transaction.outbox.count_unsettled("a", person) for person in (None, "ann", "ben", "lea")]
    assert counted == [(2, 1), (1, 0), (1, 1), (0, 0)]


def test_progress_differs_once_more_is_asked_for_or_settled(store: Store) -> None:
    def progress() -> object:
        with store.read() as transaction:
            return transaction.outbox.progress("a")

    seen = [progress()]
    row_id = add(store)
    seen.append(progress())
    move(store, row_id, OutboxState.CONFIRMED)
    seen.append(progress())
    assert len(set(seen)) == 3
    add(store, "b")
    assert progress() == seen[-1]


def test_of_an_account_that_is_forgotten_only_the_ledger_is_left(store: Store) -> None:
    waiting, done, other = add(store), add(store), add(store, account="b")
    move(store, done, OutboxState.CONFIRMED)
    with store.write() as transaction:
        for account in ("a", "b"):
            transaction.given_ids(account).keep("mine", "17")
            transaction.cache(account).keep_directory("me", {"id": "1"}, Instant.from_timestamp(0))
            transaction.keep_status(account, {})
        transaction.forget_account("a", "It was removed.", 7)
    with store.read() as transaction:
        row = transaction.outbox.find(waiting)
        assert row
        assert (row.state, row.answer, row.settled_at) == (OutboxState.DROPPED, "It was removed.", 7)
        known = [
            (transaction.given_ids(name).earlier("17"), transaction.cache(name).directory("me"))
            for name in ("a", "b")
        ]
        assert known == [([], None), (["mine"], {"id": "1"})]
        assert [transaction.status(name) for name in ("a", "b")] == [None, {}]
    assert state_of(store, done) is OutboxState.CONFIRMED
    assert state_of(store, other) is OutboxState.QUEUED
