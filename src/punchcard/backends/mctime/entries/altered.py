"""What the service made of an entry besides saving it, in sentences for the person (201, section 1.7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from whenever import Date

from punchcard.backends.mctime.entries.alike import missing_breaks, same_entry, same_times
from punchcard.backends.mctime.entries.words import named, pause_named, when
from punchcard.backends.mctime.signing_in import TITLE
from punchcard.backends.mctime.time_types import WORK
from punchcard.core.durations import duration_in_words
from punchcard.core.entries import Break, Entry
from punchcard.core.text import one_line

UNREAD = f"{TITLE} has changed something else with it, and does not tell what just now: look at the day."
UNTOLD = (
    f"{TITLE} says that it has changed something with it; the entries of the day are as they were otherwise."
)


def differences(kept: Entry, wanted: Entry, today: Date, *, is_left_open: bool = False) -> list[str]:
    """Return in which ways an entry is kept otherwise than it was sent.

    Args:
        kept: As it is there now.
        wanted: As it was sent.
        today: The day that it is.
        is_left_open: Whether it was left to the service what it is booked on.
    """
    found: list[str] = []
    if not same_times(kept, wanted):
        found.append(f"{TITLE} saved it from {when(kept, today)}, and not from {when(wanted, today)}.")
    found += _breaks(kept, wanted)
    for what, has, had in (
        ("as", _type(kept), _type(wanted)),
        ("on", _organization(kept), _organization(wanted)),
    ):
        if has != had and not (is_left_open and what == "on"):
            found.append(f"{TITLE} saved it {what} {has[1]}, and not {what} {had[1]}.")
    if kept.note != wanted.note:
        comment = one_line(kept.note, 80)
        found.append(f"{TITLE} saved “{comment}” as its note." if comment else f"{TITLE} left out its note.")
    return found


def losses(before: Sequence[Entry], after: Sequence[Entry], saved: str, today: Date) -> list[str]:
    """Return what became of the other entries of the days.

    Args:
        before: These, as they were.
        after: These, as they are.
        saved: Id of the entry that was saved.
        today: The day that it is.
    """
    there = {entry.id: entry for entry in after}
    found: list[str] = []
    for entry in before:
        now = there.get(entry.id)
        if entry.id == saved or (now is not None and same_entry(now, entry)):
            continue
        if now is None:
            found.append(f"{TITLE} removed {named(entry, today)}.")
        else:
            found.append(f"{TITLE} changed {named(entry, today)}: it is {named(now, today)} now.")
    return found


def _breaks(kept: Entry, wanted: Entry) -> list[str]:
    found: list[str] = []
    added, gone = missing_breaks(wanted, kept), missing_breaks(kept, wanted)
    worked = duration_in_words(kept.worked_seconds)
    if own := [each for each in added if each.automatic]:
        found.append(f"{TITLE} added by itself: {_listed(own)}; that leaves {worked}.")
    if others := [each for each in added if not each.automatic]:
        found.append(f"{TITLE} saved with it: {_listed(others)}.")
    if gone:
        found.append(f"{TITLE} did not save: {_listed(gone)}.")
    # What may be sent of a break is its times alone.
    by_itself = replace(kept, breaks=tuple(each for each in kept.breaks if each.automatic))
    if turned := [each for each in missing_breaks(by_itself, wanted) if each.automatic and each not in gone]:
        found.append(f"{TITLE} had added by itself, and now keeps like any other: {_listed(turned)}.")
    return found


def _listed(pauses: Sequence[Break]) -> str:
    word = "the break" if len(pauses) == 1 else "the breaks"
    return f"{word} {', '.join(pause_named(each) for each in pauses)}"


def _type(entry: Entry) -> tuple[str, str]:
    kind = entry.time_type or WORK
    return kind.id, kind.name


def _organization(entry: Entry) -> tuple[str, str]:
    if not entry.assignment:
        return "", "nothing"
    return entry.assignment.references[-1].id, entry.assignment.label
