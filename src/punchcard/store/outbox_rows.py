"""The rows of the outbox: one thing each that was asked for, and how far it has come."""

from __future__ import annotations

import json
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from punchcard.core.changes import Change, change_from_json
from punchcard.core.clock import ClockState
from punchcard.core.codec import state_from_json

if TYPE_CHECKING:
    import sqlite3


class OutboxState(StrEnum):
    """How far a row has come."""

    HELD = "held"
    QUEUED = "queued"
    SENDING = "sending"
    UNKNOWN = "unknown"
    NEEDS_YOU = "needs_you"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    DROPPED = "dropped"


UNSETTLED = (
    OutboxState.HELD, OutboxState.QUEUED, OutboxState.SENDING, OutboxState.UNKNOWN, OutboxState.NEEDS_YOU,
)  # fmt: skip


class OutboxRow(NamedTuple):
    """One thing that was asked for. Moments are epoch milliseconds."""

    id: str
    account: str
    person: str
    change: Change
    before: ClockState
    """The clock as it was known when this was asked for."""
    made_at: int
    not_before: int
    depends_on: str | None
    undoes: str | None
    state: OutboxState
    attempts: int
    fingerprint: str
    answer: str | None
    settled_at: int | None
    action: str | None = None
    """What rows that were asked for as one have in common; None for a row on its own."""
    redoes: str | None = None
    """The undoing row that this one takes back."""
    holder: str | None = None
    """The lock of the process that may still take a held row back."""
    became: str | None = None
    """What came of it, as JSON: what the backend keeps instead, or which value it has refused it for."""
    asked_by: str | None = None
    """Who has asked for it with their key; None where that is whose time it is."""

    @property
    def objects_to(self) -> str | None:
        """Which value the backend has refused it for, where it has said so."""
        return objection_of(self.state, self.became)

    @property
    def is_settled(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state not in UNSETTLED


class NewRow(NamedTuple):
    """What is known of a row when it is asked for."""

    account: str
    person: str
    change: Change
    before: ClockState
    made_at: int
    fingerprint: str
    depends_on: str | None = None
    undoes: str | None = None
    held_until: int = 0
    """Epoch milliseconds until which it may still be taken back; 0 to send it at once."""
    action: str | None = None
    redoes: str | None = None
    holder: str | None = None
    asked_by: str | None = None
    done: str | None = None
    """What is said of it, where it is done by being written down; None where it has to be sent."""


class Mark(NamedTuple):
    """How far a row has come, told without reading what it asks for."""

    id: str
    fingerprint: str
    state: OutboxState
    not_before: int
    """Epoch milliseconds; until then a held row may be taken back."""
    answer: str | None
    settled_at: int | None
    """Epoch milliseconds."""
    objects_to: str | None = None
    """Which value the backend has refused it for, where it has said so."""


def objection_to(field: str | None) -> str | None:
    """Return what a refused row keeps of the value that it was refused for."""
    return None if field is None else dump({"objects_to": field})


def objection_of(state: OutboxState, became: str | None) -> str | None:
    """Return which value a row in `state` was refused for, where it was."""
    return None if became is None or state is not OutboxState.REFUSED else json.loads(became)["objects_to"]


def row_of(record: sqlite3.Row) -> OutboxRow:
    """Read a record of the table `outbox`."""
    return OutboxRow(
        id=record["id"],
        account=record["account"],
        person=record["person"],
        change=_change(record["payload"]),
        before=_state(record["before"]),
        made_at=record["made_at"],
        not_before=record["not_before"],
        depends_on=record["depends_on"],
        undoes=record["undoes"],
        action=record["action"],
        redoes=record["redoes"],
        holder=record["holder"],
        became=record["became"],
        asked_by=record["asked_by"],
        state=OutboxState(record["state"]),
        attempts=record["attempts"],
        fingerprint=record["fingerprint"],
        answer=record["answer"],
        settled_at=record["settled_at"],
    )


def dump(value: object) -> str:
    """Write down a value as JSON."""
    return json.dumps(value, ensure_ascii=False)


@lru_cache(maxsize=4096)
def _change(payload: str) -> Change:
    """Read a change; what waits is read again at every look, and changes never change."""
    return change_from_json(json.loads(payload))


@lru_cache(maxsize=64)
def _state(before: str) -> ClockState:
    return state_from_json(json.loads(before))
