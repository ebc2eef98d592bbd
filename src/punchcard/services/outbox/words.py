"""What somebody asked for, and how far it has come, in words."""

from __future__ import annotations

from collections.abc import Mapping

from whenever import ZonedDateTime

from punchcard.core.changes import Change, DeleteEntry, SaveEntry, SubmitWeeks, WithdrawWeeks, is_approval
from punchcard.core.moments import spoken
from punchcard.core.punches import Adjust, Cancel, Restore, Resume, Start, Stop, TakeBreak, Update
from punchcard.core.text import one_line
from punchcard.core.week_words import weeks_in_words
from punchcard.services.sentences import entry_in_words, state_in_words
from punchcard.store.outbox import OutboxRow, OutboxState

STATE_WORDS = {
    OutboxState.HELD: "may still be taken back",
    OutboxState.QUEUED: "waits to be sent",
    OutboxState.SENDING: "is being sent",
    OutboxState.UNKNOWN: "sent, not answered yet",
    OutboxState.NEEDS_YOU: "needs you",
    OutboxState.CONFIRMED: "done",
    OutboxState.REFUSED: "refused",
    OutboxState.DROPPED: "dropped",
}
"""How far an item has come."""


_VERBS = {
    Start.kind: "clock in",
    TakeBreak.kind: "begin a break",
    Resume.kind: "end the break",
    Stop.kind: "clock out",
    Cancel.kind: "throw the clock away",
    Update.kind: "change the running clock",
}


def row_in_words(row: OutboxRow, now: ZonedDateTime, names: Mapping[str, str] | None = None) -> str:
    """Return what was asked for, and for whom where that is somebody else: "clock out at 12:00, for Ben"."""
    asked = change_in_words(row.change, now, names)
    if row.asked_by is None:
        return asked
    return f"{asked}, for {one_line((names or {}).get(row.person, 'somebody else'), 60)}"


def change_in_words(change: Change, now: ZonedDateTime, names: Mapping[str, str] | None = None) -> str:
    """Return what was asked for: "clock in at 08:02".

    Args:
        change: What was asked for.
        now: The current moment, in the person's zone.
        names: The names of the people of the account by id, where they are known.
    """
    if is_approval(change):
        from punchcard.services.approvals.words import approval_change_in_words

        return approval_change_in_words(change, now.date(), names)
    match change:
        case SaveEntry(entry=entry, before=None):
            return f"add {entry_in_words(entry, now)}"
        case SaveEntry(entry=entry):
            return f"change to {entry_in_words(entry, now)}"
        case DeleteEntry(entry=entry):
            return f"delete {entry_in_words(entry, now)}"
        case SubmitWeeks(weeks=weeks):
            return f"hand in {weeks_in_words(weeks, now.date())}"
        case WithdrawWeeks(weeks=weeks):
            return f"take back {weeks_in_words(weeks, now.date())}"
        case Adjust():
            return f"move the start to {spoken(change.since, now.date())}"
        case Restore():
            return f"put the clock back: {state_in_words(change.state, now)}"
        case _:
            return f"{_VERBS[change.kind]} at {spoken(change.at, now.date())}"
