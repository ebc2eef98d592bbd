"""What another device did: a new reading compared with what was known before, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from whenever import Date

from punchcard.core.changes import Change, DeleteEntry, SaveEntry
from punchcard.core.clock import ClockState, Idle, OnBreak, Running, Working
from punchcard.core.durations import duration_in_words
from punchcard.core.entries import Entry
from punchcard.core.intervals import Interval
from punchcard.core.moments import clock_time, days_in_words, spoken
from punchcard.core.overlaps import span_in_words
from punchcard.core.punches import Adjust, Cancel, Restore, Resume, Start, Stop, TakeBreak, Update
from punchcard.core.same_clock import is_near, is_same_clock
from punchcard.core.same_entry import content_of, is_same_time
from punchcard.core.text import one_line


class Seen(NamedTuple):
    """A person's clock and entries at one reading, all moments in the person's zone."""

    state: ClockState
    entries: Sequence[Entry] | None
    """Those of the days that were read both before and now; None where only the clock was read."""
    booked: Sequence[Entry] | None = None
    """Whatever is there since the clock that was known began; None where that was not read."""


def what_others_did(
    before: Seen,
    after: Seen,
    own: Sequence[Change],
    today: Date,
    *,
    losses_are_said: bool = False,
    gives_way: bool = False,
) -> tuple[str, ...]:
    """Say what has changed from `before` to `after` without anybody here having asked for it.

    Args:
        before: What was known.
        after: What was read.
        own: What was asked for here and may have happened without being in `before`.
        today: The person's day, by which moments are spoken of.
        losses_are_said: Whether the person is told otherwise of entries that are gone.
        gives_way: Whether an entry is removed there that another one is saved over.
    """
    known, fresh = before.entries, after.entries
    said = _clock(before.state, after.state, own, after.booked, today)
    if known is not None and fresh is not None:
        clock = None if isinstance(before.state, Idle) else before.state
        added, changed, removed = _entries(known, fresh, own, clock)
        if gives_way:
            over = _saved_over(removed, fresh, own)
            said += [_gone(entry, other, today) for entry, other in over]
            removed = [entry for entry in removed if entry not in [gone for gone, _ in over]]
        said += _counted(added, changed, () if losses_are_said else removed, today)
    return tuple(said)


def _clock(
    before: ClockState,
    after: ClockState,
    own: Sequence[Change],
    booked: Sequence[Entry] | None,
    today: Date,
) -> list[str]:
    if isinstance(before, Running) and isinstance(after, Running) and is_same_clock(before, after):
        return _same_clock(before, after, own, today)
    said: list[str] = []
    if isinstance(before, Running) and not any(_may_end(change, before) for change in own):
        said.append(_ended(before, booked, today))
    if isinstance(after, Running) and not (_is_own_start(after, own) or _is_own_break(after, own)):
        on = f" · {one_line(after.assignment.label, 80)}" if after.assignment else ""
        said.append(f"Started on another device at {spoken(after.since, today)}{on}.")
    return said


def _may_end(change: Change, before: Running) -> bool:
    """Whether what was asked for here is why a clock is there no more; a break may stop it."""
    if isinstance(change, Restore):
        return change.instead_of == before.entry_id
    return isinstance(change, Stop | Cancel | (Resume if isinstance(before, OnBreak) else TakeBreak))


def _ended(before: Running, booked: Sequence[Entry] | None, today: Date) -> str:
    if booked is None:
        return "Stopped on another device."
    ends = [entry.end for entry in booked if entry.end and _grew_from(entry, before)]
    if ends:
        return f"Stopped on another device at {spoken(max(ends), today)}."
    if isinstance(before, OnBreak) and before.since == before.break_since:
        # Where a break stops the clock, what was worked before it is an entry of its own.
        return f"Break since {spoken(before.since, today)} ended on another device."
    return f"Thrown away on another device: the clock that ran since {spoken(before.since, today)}."


def _grew_from(entry: Entry, clock: Running | None) -> bool:
    if clock is None or entry.start is None:
        return False
    return entry.id == clock.entry_id or is_near(entry.start, clock.since)


def _is_own_start(after: Running, own: Iterable[Change]) -> bool:
    moments = [change.at for change in own if isinstance(change, Start)]
    moments += [change.since for change in own if isinstance(change, Adjust)]
    moments += [change.state.since for change in own if isinstance(change, Restore)]
    return any(is_near(after.since, moment) for moment in moments)


def _is_own_break(after: Running, own: Iterable[Change]) -> bool:
    """Whether a clock is the break that was asked for here, or what was worked on with after one."""
    kind = TakeBreak if isinstance(after, OnBreak) else Resume
    return any(isinstance(change, kind) and is_near(after.last_moment(), change.at) for change in own)


def _same_clock(before: Running, after: Running, own: Sequence[Change], today: Date) -> list[str]:
    if any(isinstance(change, Restore) for change in own):
        return []
    said: list[str] = []
    if not is_near(before.since, after.since) and not _is_own_start(after, own):
        said.append(f"Start moved to {spoken(after.since, today)} on another device.")
    said += _breaks(before, after, own, today)
    if not any(isinstance(change, Update) for change in own):
        said += _bookings(before, after)
    return said


def _breaks(before: Running, after: Running, own: Sequence[Change], today: Date) -> list[str]:
    begun = [change.at for change in own if isinstance(change, TakeBreak)]
    ended = [change.at for change in own if isinstance(change, Resume | Stop)]
    if isinstance(after, OnBreak) and isinstance(before, Working):
        if any(is_near(after.break_since, moment) for moment in begun):
            return []
        return [f"Break begun on another device at {spoken(after.break_since, today)}."]
    if isinstance(before, OnBreak) and isinstance(after, Working):
        end = next((p.end for p in after.breaks if is_near(p.start, before.break_since)), None)
        if any(end is None or is_near(end, moment) for moment in ended):
            return []
        return [f"Break ended on another device{f' at {spoken(end, today)}' if end else ''}."]
    known = [pause.start for pause in before.all_breaks(after.last_moment())]
    fresh = [
        pause
        for pause in after.breaks
        if not any(is_near(pause.start, moment) for moment in [*known, *begun])
    ]
    return [
        f"Break from {clock_time(pause.start)} to {clock_time(pause.end)} taken on another device."
        for pause in fresh
    ]


def _bookings(before: Running, after: Running) -> list[str]:
    said: list[str] = []
    if before.assignment.references != after.assignment.references:
        what = one_line(after.assignment.label, 80) if after.assignment else "nothing"
        said.append(f"Booked on {what} on another device.")
    if before.time_type != after.time_type:
        what = one_line(after.time_type.name, 80) if after.time_type else "none"
        said.append(f"Type changed to {what} on another device.")
    if before.note != after.note:
        said.append("Note changed on another device.")
    return said


def _entries(
    before: Sequence[Entry], after: Sequence[Entry], own: Sequence[Change], clock: Running | None
) -> tuple[list[Entry], list[Entry], list[Entry]]:
    """Return what others have added, changed and removed."""
    now = {entry.id: entry for entry in after}
    known = {entry.id for entry in before}
    added = [entry for entry in after if entry.id not in known]
    gone = [entry for entry in before if entry.id not in now]
    # An entry that got another id is neither gone nor new.
    renamed = [entry for entry in gone if any(is_same_time(entry, other) for other in added)]
    added = [entry for entry in added if not any(is_same_time(entry, other) for other in gone)]
    touched = {change.entry.id for change in own if isinstance(change, SaveEntry | DeleteEntry)}
    touched |= {change.state.entry_id for change in own if isinstance(change, Restore)}
    asked = [change.entry for change in own if isinstance(change, SaveEntry)]
    removed = [entry for entry in gone if entry not in renamed and entry.id not in touched]
    changed = [
        entry
        for entry in before
        if entry.id in now and entry.id not in touched and content_of(entry) != content_of(now[entry.id])
    ]
    ends = [change.at for change in own if isinstance(change, Stop | TakeBreak)]
    new = [
        entry
        for entry in added
        if not any(is_same_time(entry, one) for one in asked)
        and not _grew_from(entry, clock)
        and not any(entry.end and is_near(entry.end, moment) for moment in ends)
    ]
    return new, changed, removed


def _saved_over(
    removed: Sequence[Entry], after: Sequence[Entry], own: Sequence[Change]
) -> list[tuple[Entry, Entry]]:
    """Return what has given way to something that was asked for here, with what is there instead."""
    wanted = [(change.entry.id, change.entry.interval) for change in own if isinstance(change, SaveEntry)]
    # Whatever is there shortly before a stop was made by it, however it was rounded.
    ends = [change.at for change in own if isinstance(change, Stop)]
    wanted += [("", Interval(end.subtract(hours=1), end)) for end in ends]
    mine = [
        entry
        for entry in after
        if any(entry.id == an_id or _overlap(entry, stretch) for an_id, stretch in wanted)
    ]
    return [(gone, entry) for gone in removed for entry in mine if _overlap(gone, entry.interval)]


def _overlap(entry: Entry, stretch: Interval | None) -> bool:
    return entry.interval is not None and stretch is not None and entry.interval.overlaps(stretch)


def _gone(entry: Entry, instead: Entry, today: Date) -> str:
    spans = [span_in_words(each.interval, today) for each in (entry, instead) if each.interval]
    on = f" on {one_line(entry.assignment.label, 80)}" if entry.assignment else ""
    return (
        f"{spans[0]}{on}, {duration_in_words(entry.worked_seconds)}, is gone: {spans[-1]} was saved over it."
    )


def _counted(
    added: Sequence[Entry], changed: Sequence[Entry], removed: Sequence[Entry], today: Date
) -> list[str]:
    parts: list[str] = []
    for entries, verb in ((added, "added"), (changed, "changed"), (removed, "removed")):
        if number := len(entries):
            what = "" if parts else " entry" if number == 1 else " entries"
            parts.append(f"{number}{what} {'was' if number == 1 else 'were'} {verb}")
    if not parts:
        return []
    days = days_in_words([entry.day for entry in (*added, *changed, *removed)], today)
    return [f"Elsewhere {' and '.join(filter(None, (', '.join(parts[:-1]), parts[-1])))} ({days})."]
