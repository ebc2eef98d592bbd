"""What the outbox screen shows of an item, in words; no Textual."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from whenever import ZonedDateTime

from punchcard.core.changes import SaveEntry
from punchcard.core.moments import clock_time, day_in_words
from punchcard.core.punches import Start, Update
from punchcard.core.text import one_line
from punchcard.services.outbox.knowledge import why_hard
from punchcard.services.outbox.words import STATE_WORDS, row_in_words
from punchcard.store.outbox import OutboxRow, OutboxState


class Choice(StrEnum):
    """What a person can decide about an item."""

    SEND_AGAIN = "send_again"
    IT_HAPPENED = "it_happened"
    DROP = "drop"


SIGNS = {
    OutboxState.HELD: "·",
    OutboxState.QUEUED: "↑",
    OutboxState.SENDING: "↑",
    OutboxState.UNKNOWN: "?",
    OutboxState.NEEDS_YOU: "!",
    OutboxState.CONFIRMED: "✓",
    OutboxState.REFUSED: "×",
    OutboxState.DROPPED: "–",
}
"""The sign of each state, as the entry list has them."""

NOBODY: Mapping[str, str] = MappingProxyType({})
"""No names are known."""

_WAITING = (OutboxState.HELD, OutboxState.QUEUED)


def choices_for(row: OutboxRow | None) -> frozenset[Choice]:
    """Return what can be decided about an item now.

    One whose answer is lost is first settled by reading back; to send it again could do it twice.
    """
    if row is None:
        return frozenset()
    if row.state is OutboxState.NEEDS_YOU:
        return frozenset(Choice)
    return frozenset({Choice.SEND_AGAIN, Choice.DROP}) if row.state in _WAITING else frozenset()


def what(row: OutboxRow, now: ZonedDateTime, names: Mapping[str, str] = NOBODY) -> str:
    """Return what was asked for, and for whom of `names`: "Clock in at 08:15 · Northwind › Portal"."""
    sentence = one_line(row_in_words(row, now, names))
    booked = _booked_on(row)
    undo = "Undo: " if row.undoes else ""
    return undo + sentence[:1].upper() + sentence[1:] + (f" · {booked}" if booked else "")


def state(row: OutboxRow) -> str:
    """Return how far it has come, with its sign: "↑ waits to be sent"."""
    return f"{SIGNS[row.state]} {STATE_WORDS[row.state]}"


def made(row: OutboxRow, now: ZonedDateTime) -> str:
    """Return when it was asked for: "08:41" today, otherwise "10 Mar 08:41"."""
    at = moment(row.made_at, now)
    if at.date() == now.date():
        return clock_time(at)
    return f"{day_in_words(at.date(), short=True).partition(' ')[2]} {clock_time(at)}"


def details(row: OutboxRow, now: ZonedDateTime, there: str = "") -> list[str]:
    """Return everything else that is known of it, a line each.

    Args:
        row: The item.
        now: The current moment.
        there: What the backend has of it now, in a sentence; empty where nobody has looked.
    """
    asked = moment(row.made_at, now)
    tried = {0: "not sent yet", 1: "sent once"}.get(row.attempts, f"sent {row.attempts} times")
    day = day_in_words(asked.date(), short=True)
    lines = [one_line(row.answer)] if row.answer else []
    lines += [one_line(there)] if there and there not in (row.answer or "") else []
    lines += [hard] if (hard := why_hard(row)) else []
    if row.not_before > now.timestamp() * 1000 and row.state in _WAITING:
        at = moment(row.not_before + 999, now)
        lines.append(f"Goes at {clock_time(at)}:{at.second:02} at the earliest.")
    return [*lines, f"Asked for on {day} at {clock_time(asked)}, {tried}; item {row.id[-6:]}."]


def summary(rows: list[OutboxRow]) -> str:
    """Return how many are on their way: "2 on their way, 1 needs you"."""
    waiting = [row for row in rows if not row.is_settled]
    needs = sum(row.state is OutboxState.NEEDS_YOU for row in waiting)
    going = len(waiting) - needs
    parts = [f"{going} on {'its' if going == 1 else 'their'} way"] * bool(going)
    parts += [f"{needs} need{'s' if needs == 1 else ''} you"] * bool(needs)
    return ", ".join(parts)


def moment(milliseconds: int, now: ZonedDateTime) -> ZonedDateTime:
    """Return epoch milliseconds as a moment in the zone of `now`, to the second."""
    return now.add(seconds=milliseconds // 1000 - now.timestamp())


def _booked_on(row: OutboxRow) -> str:
    match row.change:
        case Start() as start:
            return start.assignment.label
        case Update() as update:
            return (update.assignment.label if update.assignment else "") or one_line(update.note or "")
        case SaveEntry() as save:
            return save.entry.assignment.label
        case _:
            return ""
