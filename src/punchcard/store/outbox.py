"""The outbox: everything that was asked for, and what became of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from punchcard.core.changes import APPROVAL_KINDS, change_to_json
from punchcard.core.codec import state_to_json
from punchcard.store.outbox_rows import UNSETTLED as UNSETTLED
from punchcard.store.outbox_rows import Mark as Mark
from punchcard.store.outbox_rows import NewRow as NewRow
from punchcard.store.outbox_rows import OutboxRow as OutboxRow
from punchcard.store.outbox_rows import OutboxState as OutboxState
from punchcard.store.outbox_rows import dump, objection_of, row_of
from punchcard.store.outbox_rows import objection_to as objection_to

_RECENT_ROWS = 20_000
"""How far back the ledger is searched for decisions that were refused."""


class Outbox:
    """The rows, seen from inside one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, row: NewRow) -> None:
        """Write down one thing that was asked for."""
        state = OutboxState.HELD if row.held_until else OutboxState.QUEUED
        if row.done is not None:
            state = OutboxState.CONFIRMED
        payload, before = dump(change_to_json(row.change)), dump(state_to_json(row.before))
        self._connection.execute(
            "INSERT INTO outbox (id, account, person, kind, payload, before, made_at, not_before,"
            " depends_on, undoes, action, redoes, state, fingerprint, holder, asked_by, answer, settled_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                row.change.id, row.account, row.person, row.change.kind, payload, before, row.made_at,
                row.held_until, row.depends_on, row.undoes, row.action, row.redoes, state.value,
                row.fingerprint, row.holder, row.asked_by, row.done or None,
                None if row.done is None else row.made_at,
            ),
        )  # fmt: skip

    def find(self, row_id: str) -> OutboxRow | None:
        """Return the row with this id."""
        rows = self._select("SELECT * FROM outbox WHERE id = ?", (row_id,))
        return rows[0] if rows else None

    def find_by_prefix(self, prefix: str) -> list[OutboxRow]:
        """Return the rows whose id begins or ends with `prefix`, as people shorten ids."""
        escaped = prefix.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return self._select(
            "SELECT * FROM outbox WHERE id LIKE ? ESCAPE '\\' OR id LIKE ? ESCAPE '\\'",
            (escaped + "%", "%" + escaped),
        )

    def unsettled(self, account: str) -> list[OutboxRow]:
        """Return everything that is still on its way, in the order it was asked for."""
        return self._select("SELECT * FROM unsettled WHERE account = ? ORDER BY position", (account,))

    def unsettled_time(self, account: str, person: str) -> list[OutboxRow]:
        """Return what is on its way about a person's clock, entries and weeks, in the order of asking."""
        return self._select(
            "SELECT * FROM unsettled WHERE account = ? AND person = ? AND kind NOT IN (?, ?, ?)"
            " ORDER BY position",
            (account, person, *APPROVAL_KINDS),
        )

    def unsettled_of(self, account: str, person: str, *kinds: str) -> list[OutboxRow]:
        """Return what a person has on its way of some kinds, in the order it was asked for."""
        return self._select(
            "SELECT * FROM unsettled WHERE account = ? AND person = ?"
            " AND kind IN (SELECT value FROM json_each(?)) ORDER BY position",
            (account, person, dump(kinds)),
        )

    def held(self, account: str, person: str) -> list[OutboxRow]:
        """Return the rows that may still be taken back, in the order they were asked for."""
        return self._select(
            "SELECT * FROM unsettled WHERE account = ? AND person = ? AND state = 'held' ORDER BY position",
            (account, person),
        )

    def marks(self, account: str, person: str, kind: str) -> list[Mark]:
        """Return how far a person's newer rows of a kind have come, in the order they were asked for."""
        rows = self._connection.execute(
            "SELECT id, fingerprint, state, not_before, answer, settled_at, became FROM outbox"
            " WHERE account = ? AND person = ? AND kind = ?"
            " AND position > (SELECT max(position) FROM outbox) - ? ORDER BY position",
            (account, person, kind, _RECENT_ROWS),
        )
        return [
            Mark(
                row["id"], row["fingerprint"], OutboxState(row["state"]), row["not_before"], row["answer"],
                row["settled_at"], objection_of(OutboxState(row["state"]), row["became"]),
            )
            for row in rows
        ]  # fmt: skip

    def latest(self, account: str, limit: int) -> list[OutboxRow]:
        """Return the newest rows, newest first."""
        return self._select(
            "SELECT * FROM outbox WHERE account = ? ORDER BY position DESC LIMIT ?", (account, limit)
        )

    def last_not_undone(self, account: str, person: str, before: str | None = None) -> list[OutboxRow]:
        """Return a person's newest action that still stands and is no undo: its rows in order, or nothing.

        Args:
            account: The account.
            person: Whoever has asked for it.
            before: The id of a row that it is older than; None for the newest of all.
        """
        newest = self._select(
            "SELECT * FROM undoable WHERE account = ? AND person = ?"
            " AND (? IS NULL OR position < (SELECT position FROM outbox WHERE id = ?))"
            " ORDER BY position DESC LIMIT 1",
            (account, person, before, before),
        )
        if not newest or newest[0].action is None:
            return newest
        return self._select("SELECT * FROM undoable WHERE action = ? ORDER BY position", (newest[0].action,))

    def last_undo(self, account: str, person: str) -> list[OutboxRow]:
        """Return a person's newest undo that may be taken back: its rows in order, or nothing.

        One that was redone may not, nor one after which something new was asked for.
        """
        newest = self._select(
            "SELECT * FROM redoable WHERE account = ? AND person = ? ORDER BY position DESC LIMIT 1",
            (account, person),
        )
        if not newest or newest[0].action is None:
            return newest
        return self._select("SELECT * FROM redoable WHERE action = ? ORDER BY position", (newest[0].action,))

    def last_for_others(self, account: str, asked_by: str, *, undone: bool = False) -> OutboxRow | None:
        """Return the newest row about somebody else's time that may be undone; None where there is none.

        Args:
            account: The account.
            asked_by: Who has asked for it.
            undone: Whether to look for what was undone instead, and may be redone.
        """
        query = (
            "SELECT * FROM redoable WHERE account = ? AND asked_by = ? ORDER BY position DESC LIMIT 1"
            if undone
            else "SELECT * FROM undoable WHERE account = ? AND asked_by = ? ORDER BY position DESC LIMIT 1"
        )
        return next(iter(self._select(query, (account, asked_by))), None)

    def move(
        self,
        row_id: str,
        state: OutboxState,
        *,
        expected: OutboxState | None = None,
        fingerprint: str | None = None,
        answer: str | None = None,
        not_before: int | None = None,
        settled_at: int | None = None,
        became: str | None = None,
        was_not_sent: bool = False,
    ) -> bool:
        """Give a row a new state; `sending` counts an attempt, `was_not_sent` takes it back.

        Returns:
            False where `expected` is given and the row is in another state, or `fingerprint` and it asks for
            something else; nothing was changed then.
        """
        moved = self._connection.execute(
            "UPDATE outbox SET state = ?, answer = coalesce(?, answer),"
            " not_before = coalesce(?, not_before), settled_at = ?, attempts = attempts + ?,"
            " became = coalesce(?, became) WHERE id = ? AND state = coalesce(?, state)"
            " AND fingerprint = coalesce(?, fingerprint)",
            (
                state.value, answer, not_before, settled_at,
                (state is OutboxState.SENDING) - was_not_sent, became, row_id, expected,
                fingerprint,
            ),
        )  # fmt: skip
        return moved.rowcount == 1

    def hold_all(self, account: str, until: int) -> None:
        """Let nothing of an account go before `until` (epoch milliseconds)."""
        self._connection.execute(
            "UPDATE outbox SET not_before = max(not_before, ?)"
            " WHERE account = ? AND state IN ('queued', 'unknown')",
            (until, account),
        )

    def mentioning(self, account: str, item_id: str) -> list[OutboxRow]:
        """Return the unsettled rows in whose values an id occurs."""
        return self._select(
            "SELECT * FROM unsettled WHERE account = ?"
            " AND (instr(payload, ?) OR instr(before, ?)) ORDER BY position",
            (account, item_id, item_id),
        )

    def rewrite(self, row: OutboxRow) -> None:
        """Write down anew what an unsettled row is about, under the ids that things have now."""
        self._connection.execute(
            "UPDATE outbox SET payload = ?, before = ?, fingerprint = ? WHERE id = ?",
            (dump(change_to_json(row.change)), dump(state_to_json(row.before)), row.fingerprint, row.id),
        )

    def of_action(self, account: str, action: str) -> list[OutboxRow]:
        """Return the rows that were asked for as one, in order."""
        return self._select(
            "SELECT * FROM outbox WHERE account = ? AND action = ? ORDER BY position", (account, action)
        )

    def booked_by_clock(self, account: str, person: str, entry_id: str) -> list[OutboxRow]:
        """Return what still stands of the entries that the last stop of a clock that is kept here has made.

        Args:
            account: The account.
            person: Whose clock it was.
            entry_id: The id that the clock had.
        """
        stopped = self._select(
            "SELECT * FROM undoable WHERE account = ? AND person = ? AND kind = 'stop'"
            " AND json_extract(before, '$.entry_id') = ? ORDER BY position DESC LIMIT 1",
            (account, person, entry_id),
        )
        if not stopped:
            return []
        return self._select(
            "SELECT * FROM undoable WHERE account = ? AND person = ? AND action = ? AND kind = 'save_entry'"
            " ORDER BY position",
            (account, person, stopped[0].id),
        )

    def dependents(self, row_id: str) -> list[OutboxRow]:
        """Return the unsettled rows that wait for this one."""
        return self._select("SELECT * FROM unsettled WHERE depends_on = ? ORDER BY position", (row_id,))

    def needed_ones(self, account: str) -> set[str]:
        """Return the ids of everything that unsettled rows wait for or undo."""
        found = self._connection.execute(
            "SELECT depends_on, undoes FROM unsettled"
            " WHERE account = ? AND (depends_on IS NOT NULL OR undoes IS NOT NULL)",
            (account,),
        )
        return {row_id for row in found for row_id in row if row_id is not None}

    def still_stands(self, row_id: str) -> bool:
        """Whether a row was neither refused nor dropped, and nothing undoes it."""
        found = self._connection.execute("SELECT 1 FROM undoable WHERE id = ?", (row_id,))
        return found.fetchone() is not None

    def undoing(self, row_id: str) -> list[OutboxRow]:
        """Return the unsettled rows that undo this one."""
        return self._select("SELECT * FROM unsettled WHERE undoes = ? ORDER BY position", (row_id,))

    def count_unsettled(self, account: str, person: str | None = None) -> tuple[int, int]:
        """Return how many rows are on their way, and how many of them need the person.

        Args:
            account: The account.
            person: Whose time they are about, or who has asked for them; None to count those of everybody.
        """
        total, needs = self._connection.execute(
            "SELECT count(*), coalesce(sum(state = 'needs_you'), 0) FROM unsettled"
            " WHERE account = ? AND (? IS NULL OR person = ? OR asked_by = ?)",
            (account, person, person, person),
        ).fetchone()
        return int(total), int(needs)

    def progress(self, account: str) -> tuple[object, ...]:
        """Return a value that differs once more has been asked for or settled."""
        newest = self._connection.execute(
            "SELECT max(position) FROM outbox WHERE account = ?", (account,)
        ).fetchone()
        unsettled = self._connection.execute(
            "SELECT position FROM unsettled WHERE account = ? ORDER BY position", (account,)
        )
        return (newest[0], *(row["position"] for row in unsettled))

    def _select(self, query: str, values: Iterable[object]) -> list[OutboxRow]:
        found = self._connection.execute(query, tuple(values))
        return [row_of(record) for record in found]
