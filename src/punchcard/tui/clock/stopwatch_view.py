"""What the stopwatch shows, worked out for a moment."""

from __future__ import annotations

from whenever import ZonedDateTime

from punchcard.backends.abilities import Ability
from punchcard.core.clock import ClockState, Idle, OnBreak
from punchcard.core.durations import format_duration
from punchcard.core.moments import spoken
from punchcard.services.overview import Overview
from punchcard.tui.clock.stopwatch import StopwatchView

KEPT_HERE = "on this machine until you stop"
TO_BE_CHOSEN = "choose what it is on before you stop"


def stopwatch_of(overview: Overview, now: ZonedDateTime, start_key: str) -> StopwatchView:
    """Return what is shown at `now`; `start_key` is what the person presses to start."""
    return StopwatchView(
        look=overview.state_name,
        elapsed=elapsed_of(overview, now),
        state=_state(overview.state, now),
        about=_about(overview, start_key),
    )


def elapsed_of(overview: Overview, now: ZonedDateTime) -> str:
    """Return the time in the big digits: of the stretch at work, of the break on a break.

    Counted by the clock of the account's service, which is the one that counts in the end.
    """
    state, now = overview.state, now.add(seconds=round(overview.clock_offset_seconds))
    if isinstance(state, Idle):
        seconds = 0
    elif isinstance(state, OnBreak):
        seconds = now.timestamp() - state.break_since.timestamp()
    else:
        seconds = state.worked_seconds(now)
    return format_duration(max(0, seconds), seconds_shown=True)


def _state(state: ClockState, now: ZonedDateTime) -> str:
    if isinstance(state, Idle):
        return "○ Not clocked in"
    if isinstance(state, OnBreak):
        return f"‖ On a break since {spoken(state.break_since, now.date())}"
    return f"● Working since {spoken(state.since, now.date())}"


def _about(overview: Overview, start_key: str) -> tuple[str, ...]:
    state = overview.state
    if isinstance(state, Idle):
        if Ability.CLOCK in overview.unable:
            return ()
        last = overview.last_used.assignment.label
        rows = [f"{start_key} starts the clock{' on' if last else ''}", last]
    else:
        time_type = state.time_type.name if state.time_type else ""
        booked_on = TO_BE_CHOSEN if overview.has_to_be_booked else state.assignment.label
        rows = [time_type, booked_on, f"“{state.note}”" if state.note else ""]
        if overview.is_kept_here and all(rows):
            rows = [rows[1] if overview.has_to_be_booked else f"{time_type} · {booked_on}", rows[2]]
        rows += [KEPT_HERE] if overview.is_kept_here else []
    return tuple(row for row in rows if row)
