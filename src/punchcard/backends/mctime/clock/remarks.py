"""What the service made of a punch, in sentences: they name the moments, as they may be told much later."""

from __future__ import annotations

from collections.abc import Sequence

from whenever import Date, ZonedDateTime

from punchcard.backends.mctime.clock.alike import edges, same_assignment
from punchcard.core.clock import ClockState, Idle, OnBreak, Running
from punchcard.core.durations import duration_in_words
from punchcard.core.entries import Entry
from punchcard.core.moments import spoken

START_AND_NOTE_STAY = (
    "McTime has no call that changes the start or the note of a running clock: stop it, and change its entry."
)
ORGANIZATION_STAYS = (
    "McTime cannot take a running clock off its organization; nothing was changed. Choose another one, or "
    "change the entry once the clock is stopped."
)
BOOKING_UNTOLD = (
    "McTime does not tell what the clock is booked on now: it is shown here as it was. Look at it at McTime, "
    "or change its entry once it is stopped."
)

_INVALID = (
    "It stays at McTime as an invalid clocking entry that counts nowhere, until it is removed there and its "
    "time is booked again."
)
_NOWHERE = (
    "What became of it cannot be seen from here: look for an invalid clocking entry at McTime, remove it "
    "there, and book its time again."
)


def in_future(at: ZonedDateTime, today: Date) -> str:
    """Say that a moment lies too far ahead to be sent."""
    return f"{spoken(at, today)} is in the future: nothing was sent to McTime."


def runs_otherwise(found: Running, asked: Running, today: Date, *, is_altered: bool) -> tuple[str, ...]:
    """Say in what a clock differs from what was asked for.

    Args:
        found: What the service says that runs.
        asked: What was to run.
        today: The day on which it is told.
        is_altered: Whether the service itself says that it has changed something.
    """
    said: list[str] = []
    if found.since != asked.since:
        moments = f"{spoken(found.since, today)}, and not at {spoken(asked.since, today)}"
        said.append(f"McTime has started the clock at {moments}.")
    what = f"The clock since {spoken(found.since, today)}"
    said += _booked_otherwise(found, asked, what)
    if is_altered and not said:
        said.append(
            f"{what} is as you asked; McTime says that it has changed something else: look at the day."
        )
    return tuple(said)


def paused_otherwise(found: ClockState, asked: ClockState, today: Date) -> tuple[str, ...]:
    """Say that the newest end of a break, or beginning of one, is at another moment than it was asked for."""
    if isinstance(found, Idle) or isinstance(asked, Idle) or not (mine := edges(found)):
        return ()
    moment, wanted = mine[-1], edges(asked)[-1]
    if moment == wanted:
        return ()
    what = "begun" if isinstance(found, OnBreak) else "ended"
    return (f"McTime has {what} the break at {spoken(moment, today)}, and not at {spoken(wanted, today)}.",)


def not_as_wanted(found: ClockState, at: ZonedDateTime, today: Date) -> str:
    """Say that a break was not begun, or not ended, although McTime has said so."""
    return (
        f"McTime has taken the change of the break at {spoken(at, today)}, and the clock is not as you "
        f"asked: it was used elsewhere at the same time. {in_words(found, today)} "
        "Look at it before you go on."
    )


def cannot_go_back(found: ClockState, today: Date) -> str:
    """Say that a clock has gone on too far to be put back."""
    return f"The clock cannot be put back to what it was: it went on since then. {in_words(found, today)}"


def not_put_back(why: str) -> str:
    """Say why a clock is left as it is: what was clocked since cannot be taken back there."""
    return f"The clock is as it was; a break that was ended once may stay there. {why}"


def breaks_untold(found: ClockState, wanted: Running, today: Date) -> str:
    """Say that a clock runs again of which the service does not tell the breaks, and which it should have."""
    moments = [spoken(each, today) for each in edges(wanted)]
    ended = [f"{start} to {end}" for start, end in zip(moments[::2], moments[1::2], strict=False)]
    pauses = [*ended, *([f"since {moments[-1]}"] if len(moments) % 2 else [])]
    now = "is on a break" if isinstance(found, OnBreak) else "is at work"
    return (
        f"At McTime a clock runs again and {now}. It does not tell the breaks, which should be these: "
        f"{', '.join(pauses)}. Look at them before you go on, or once it is stopped."
    )


def not_removed(why: str) -> str:
    """Say why the undo of a stop has changed nothing."""
    return f"Nothing was undone, as the entry could not be deleted. {why}"


def runs_no_more(why: str, *, is_booked: bool) -> str:
    """Say why a clock could not run again, and what became of its entry, which was deleted for that."""
    if is_booked:
        return f"{why} Its entry was booked again, as it was."
    return f"{why} Nothing of that clock is booked at McTime now: add it yourself where it should be."


def break_not_ended(why: str) -> str:
    """Say why a clock was not stopped that is on a break."""
    return f"The clock was not stopped, as its break could not be ended first. {why}"


def break_is_over(at: ZonedDateTime, today: Date) -> str:
    """Say what has become of a clock whose break was ended for a stop that was refused."""
    return f"Its break was ended at {spoken(at, today)} before that, and the clock runs on."


def stopped_otherwise(entry: Entry, asked: Entry, today: Date, *, is_altered: bool) -> tuple[str, ...]:
    """Say what was saved otherwise than it was asked for, or that something else was overwritten.

    Args:
        entry: What the service has saved.
        asked: What the clock should have become.
        today: The day on which it is told.
        is_altered: Whether the service itself says that it has changed something.
    """
    span, kept = _span(asked, today), _span(entry, today)
    said = [] if span == kept else [f"McTime has saved the clock of {span} as {kept}."]
    said += _breaks_otherwise(entry, asked, f"The clock of {span}", today)
    said += _booked_otherwise(entry, asked, f"The clock of {span}")
    if is_altered and not said:
        said.append(
            f"To save the clock of {span}, McTime has overwritten or cut what was there: look at the day."
        )
    return tuple(said)


def not_saved(clock: Running, end: ZonedDateTime, words: str, today: Date, *, is_found: bool) -> str:
    """Say that a clock could not be saved as an entry, and that it does not run any more.

    Args:
        clock: What ran.
        end: When it was to end.
        words: Why, in the service's own words; empty for none.
        today: The day on which it is told.
        is_found: Whether what became of it is to be seen there.
    """
    why = f": “{words.rstrip('.')}”." if words else "."
    span = f"{spoken(clock.since, today)} to {spoken(end, today)}"
    return f"McTime could not save the clock of {span}{why} {_INVALID if is_found else _NOWHERE}"


def in_words(state: ClockState, today: Date) -> str:
    """Say what runs at the service."""
    if isinstance(state, Idle):
        return "No clock runs at McTime."
    booked = f" on {state.assignment.label}" if state.assignment else ""
    pause = f", with a break since {spoken(state.break_since, today)}" if isinstance(state, OnBreak) else ""
    return f"At McTime a clock runs since {spoken(state.since, today)}{booked}{pause}."


def stopped_elsewhere(entries: Sequence[Entry], today: Date) -> str:
    """Say that a clock was stopped by somebody else before a stop of it has arrived."""
    return f"The clock was stopped elsewhere before that. {booked_in_words(entries, today)}"


def booked_in_words(entries: Sequence[Entry], today: Date) -> str:
    """Say what is booked of a clock that ran."""
    if not entries:
        return "Nothing of the clock that ran is booked."
    count = f"{len(entries)} equal entries are" if len(entries) > 1 else "It is"
    return f"{count} booked as {_span(entries[0], today)}."


def _span(entry: Entry, today: Date) -> str:
    if entry.start is None or entry.end is None:
        return "a time without an end"
    return f"{spoken(entry.start, today)} to {spoken(entry.end, today)}"


def _breaks_otherwise(entry: Entry, asked: Entry, what: str, today: Date) -> list[str]:
    said = [
        f"{what} has got a break that McTime adds by itself: {spoken(each.start, today)} to "
        f"{spoken(each.end, today)}; that leaves {duration_in_words(entry.worked_seconds)}."
        for each in entry.breaks
        if each.automatic
    ]
    plain = [(each.start, each.end) for each in entry.breaks if not each.automatic]
    if plain == [(each.start, each.end) for each in asked.breaks]:
        return said
    kept = ", ".join(f"{spoken(start, today)} to {spoken(end, today)}" for start, end in plain)
    return [*said, f"{what} is saved with {f'these breaks: {kept}' if kept else 'no break'}."]


def _booked_otherwise(found: Entry | Running, asked: Entry | Running, what: str) -> list[str]:
    said: list[str] = []
    if found.time_type and asked.time_type and found.time_type.id != asked.time_type.id:
        said.append(f"{what} is booked as {found.time_type.name}, and not as {asked.time_type.name}.")
    if asked.assignment and not same_assignment(found.assignment, asked.assignment):
        on = found.assignment.label or "no organization"
        said.append(f"{what} is booked on {on}, and not on {asked.assignment.label}.")
    # Of a clock that was started elsewhere the note may never have been told.
    if asked.note and found.note != asked.note:
        said.append(f"{what} has another note at McTime than the one that you wrote.")
    return said
