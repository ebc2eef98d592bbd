"""An entry is saved: settings alter it, and what it overlaps is removed (McTime API, overwriting)."""

from __future__ import annotations

from typing import NamedTuple

from punchcard.sandbox.mctime.records import TimeEntry
from punchcard.sandbox.mctime.state import McTimeState
from punchcard.sandbox.mctime.times.settings import by_settings
from punchcard.sandbox.mctime.wire.answers import Refused

NOT_SAVED = "Time entry could not be saved, it overlaps an approved time entry"
_NOTHING_LEFT = "Time entry could not be saved, it lies outside the allowed times"


class Saved(NamedTuple):
    """What was saved."""

    entry: TimeEntry
    is_altered: bool
    """Whether it was altered, or others were removed for it."""

    @property
    def status(self) -> int:
        """The status that says so."""
        return 201 if self.is_altered else 200


def save(state: McTimeState, sent: TimeEntry) -> Saved:
    """Save an entry, in place of the one that has its id.

    Raises:
        Refused: It overlaps what is approved or exported; nothing was changed.
    """
    entry = by_settings(state, sent)
    if entry.since == entry.until and sent.since != sent.until:
        raise Refused(400, _NOTHING_LEFT)
    overwritten = overlapping(state, entry)
    if any(each.status.is_final for each in overwritten):
        raise Refused(400, NOT_SAVED)
    for each in overwritten:
        del state.entries[each.id]
    state.keep(entry)
    return Saved(entry, entry != sent or bool(overwritten))


def overlapping(state: McTimeState, entry: TimeEntry) -> list[TimeEntry]:
    """Return the other entries of its user that an entry shares time with; invalid ones never count."""
    return [
        each
        for each in state.entries_of(entry.user)
        if each.id != entry.id and not each.is_invalid and each.overlaps(entry.since, entry.until)
    ]
