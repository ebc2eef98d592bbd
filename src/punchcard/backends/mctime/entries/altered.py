"""What the service made of an entry besides saving it, in sentences for the person (201, section 1.7)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from whenever import Date

from punchcard.backends.mctime.entries.alike import missing_breaks, same_entry, same_times
from punchcard.backends.mctime.entries.words import named, pause_named, when
from punchcard.backends.mctime.signing_in import TITLE
from punchcard.core.entries import Break, Entry
from punchcard.core.text import one_line


class Around(NamedTuple):
    """The other entries of the days, before and after."""

    before: Sequence[Entry]
    after: Sequence[Entry]


def differences(kept: Entry, wanted: Entry, today: Date) -> list[str]:
    """Return in which ways an entry is kept otherwise than it was sent.

    Args:
        kept: As it is there now.
        wanted: As it was sent.
        today: The day that it is.
    """
    found: list[str] = []
    if not same_times(kept, wanted):
        found.append(f"{TITLE} saved it from {when(kept, today)}, and not from {when(wanted, today)}.")
    found += _breaks(kept, wanted)
    for what, has, had in (
        ("as", _type(kept), _type(wanted)),
        ("on", _organization(kept), _organization(wanted)),
    ):
        if has != had:
            found.append(f"{TITLE} saved it {what} {has[1]}, and not {what} {had[1]}.")
    if kept.note != wanted.note:
        comment = one_line(kept.note, 80)
        found.append(f"{TITLE} saved “{comment}” as its note." if comment else f"{TITLE} left out its note.")
    return found


def losses(around: Around, saved: str, today: Date) -> list[str]:
    """Return what became of the other entries of the days.

    Args:
        around: These.
        saved: Id of the entry that was saved.
        today: The day that it is.
    """
    after = {entry.id: entry for entry in around.after}
    found: list[str] = []
    for entry in around.before:
        now = after.get(entry.id)
        if entry.id == saved or (now is not None and same_entry(now, entry)):
            continue
        if now is None:
            found.append(f"{TITLE} removed {named(entry, today)}.")
        else:
            found.append(f"{TITLE} changed {named(entry, today)}: it is {named(now, today)} now.")
    return found


def removed(around: Around) -> tuple[str, ...]:
    """Return the ids of entries that are there no more."""
    after = {entry.id for entry in around.after}
    return tuple(entry.id for entry in around.before if entry.id not in after)


def _breaks(kept: Entry, wanted: Entry) -> list[str]:
    found: list[str] = []
    added, gone = missing_breaks(wanted, kept), missing_breaks(kept, wanted)
    if own := [each for each in added if each.automatic]:
        found.append(f"{TITLE} added by itself: {_listed(own)}.")
    if others := [each for each in added if not each.automatic]:
        found.append(f"{TITLE} saved with it: {_listed(others)}.")
    if gone:
        found.append(f"{TITLE} did not save: {_listed(gone)}.")
    return found


def _listed(pauses: Sequence[Break]) -> str:
    word = "the break" if len(pauses) == 1 else "the breaks"
    return f"{word} {', '.join(pause_named(each) for each in pauses)}"


def _type(entry: Entry) -> tuple[str, str]:
    return (entry.time_type.id, entry.time_type.name) if entry.time_type else ("", "no type")


def _organization(entry: Entry) -> tuple[str, str]:
    if not entry.assignment:
        return "", "nothing"
    return entry.assignment.references[-1].id, entry.assignment.label
