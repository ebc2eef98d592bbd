"""What a punch does to the clock: the one place where the rules of clocking stand."""

from __future__ import annotations

from dataclasses import replace

from whenever import Date, ZonedDateTime

from punchcard.core.clock import (
    IDLE,
    ClockState,
    Idle,
    OnBreak,
    Running,
    Working,
)
from punchcard.core.entries import Break, Entry, Source
from punchcard.core.moments import spoken
from punchcard.core.punches import (
    Adjust,
    AnyPunch,
    Cancel,
    Restore,
    Resume,
    Start,
    Stop,
    TakeBreak,
    Update,
)
from punchcard.core.refusals import Refusal


class AlreadyRunning(Refusal):
    """A start while the clock runs."""

    code = "already_running"


class NotRunning(Refusal):
    """A punch that needs a running clock."""

    code = "not_running"


class AlreadyOnBreak(Refusal):
    """A break while a break is open."""

    code = "already_on_break"


class NotOnBreak(Refusal):
    """A resume without an open break."""

    code = "not_on_break"


class TooEarly(Refusal):
    """A moment before something that has already happened on this clock."""

    code = "too_early"


class TooLate(Refusal):
    """A moment after something that has already happened, or in the future."""

    code = "too_late"


def apply(state: ClockState, punch: AnyPunch) -> ClockState:
    """Return the state after `punch`.

    Raises:
        Refusal: A typed one with a sentence, where the punch does not fit the state.
    """
    match punch:
        case Start():
            return _started(state, punch)
        case Restore():
            return _restored(state, punch)
        case Cancel():
            _running(state, punch)
            return IDLE
        case Stop():
            entry_after(state, punch, person="")
            return IDLE
        case TakeBreak():
            return _on_break(state, punch)
        case Resume():
            return _resumed(state, punch)
        case Update():
            return _updated(_running(state, punch), punch)
        case Adjust():
            return _adjusted(_running(state, punch), punch)


def entry_after(state: ClockState, stop: Stop, person: str) -> Entry:
    """Return the entry that `stop` makes of the running clock; an open break ends with it.

    Raises:
        Refusal: Nothing runs, or the moment lies before something that has already happened.
    """
    running = _running(state, stop)
    _not_before(stop.at, running, stop)
    return Entry(
        id=running.entry_id,
        person=person,
        day=running.since.date(),
        start=running.since,
        end=stop.at,
        breaks=tuple(pause for pause in running.all_breaks(stop.at) if pause.seconds),
        time_type=running.time_type,
        assignment=running.assignment,
        note=running.note,
        source=Source.CLOCK,
    )


def booked_days(state: ClockState, punch: AnyPunch) -> tuple[Date, ...]:
    """Return the days on which a punch upon `state` begins or ends time that is booked."""
    match punch:
        case Start():
            return (punch.at.date(),)
        case Adjust():
            return (punch.since.date(),)
        case Restore():
            return (punch.state.since.date(),)
        case Stop() if isinstance(state, Running):
            return state.since.date(), punch.at.date()
        case _:
            return ()


def _started(state: ClockState, start: Start) -> Working:
    if isinstance(state, Running):
        raise AlreadyRunning(
            f"You are already clocked in since {spoken(state.since, start.at.date())}.",
            "Stop first, or change what runs with `punch edit`.",
        )
    return Working(start.id, start.at, start.assignment, start.time_type, start.note)


def _restored(state: ClockState, restore: Restore) -> ClockState:
    if isinstance(state, Running) and state.entry_id not in (restore.state.entry_id, restore.instead_of):
        raise AlreadyRunning(
            f"Another clock runs since {spoken(state.since, restore.at.date())}; nothing was undone.",
            "Stop the running clock first.",
        )
    return restore.state


def _running(state: ClockState, punch: AnyPunch) -> Working | OnBreak:
    if isinstance(state, Idle):
        raise NotRunning(_NOT_RUNNING[punch.kind], "Start it with `punch in`.")
    return state


_NOT_RUNNING = {
    "stop": "You are not clocked in, so there is nothing to stop.",
    "break": "You are not clocked in, so there is nothing to take a break from.",
    "resume": "You are not clocked in, so there is no break to end.",
    "cancel": "You are not clocked in, so there is nothing to cancel.",
    "update": "You are not clocked in, so there is nothing to change.",
    "adjust": "You are not clocked in, so there is no start to move.",
}


def _on_break(state: ClockState, punch: TakeBreak) -> OnBreak:
    running = _running(state, punch)
    if isinstance(running, OnBreak):
        raise AlreadyOnBreak(
            f"You are already on a break since {spoken(running.break_since, punch.at.date())}.",
            "End it with `punch resume`.",
        )
    _not_before(punch.at, running, punch)
    breaks, since = running.breaks, punch.at
    if breaks and breaks[-1].end == since:
        # A break that begins the second the last one ended is the same break, taken up again.
        breaks, since = breaks[:-1], breaks[-1].start
    return running.on_break(since, breaks)


def _resumed(state: ClockState, punch: Resume) -> Working:
    running = _running(state, punch)
    if not isinstance(running, OnBreak):
        raise NotOnBreak(
            f"You are not on a break; you work since {spoken(running.last_moment(), punch.at.date())}.",
            "Begin one with `punch break`.",
        )
    _not_before(punch.at, running, punch)
    breaks = running.breaks
    if punch.at > running.break_since:
        breaks = (*breaks, Break(running.break_since, punch.at))
    return running.at_work(breaks)


def _updated(running: Working | OnBreak, punch: Update) -> ClockState:
    return replace(
        running,
        assignment=running.assignment if punch.assignment is None else punch.assignment,
        time_type=punch.time_type or running.time_type,
        note=running.note if punch.note is None else punch.note,
    )


def _adjusted(running: Working | OnBreak, punch: Adjust) -> ClockState:
    today = punch.at.date()
    if running.breaks or isinstance(running, OnBreak):
        first = (
            running.all_breaks(punch.at)[0].start if running.all_breaks(punch.at) else running.last_moment()
        )
        if punch.since > first:
            raise TooLate(
                f"The start cannot move to {spoken(punch.since, today)}: "
                f"your first break began at {spoken(first, today)}.",
                "Choose an earlier start, or throw the clock away with `punch cancel`.",
            )
    if punch.since > punch.at:
        raise TooLate(
            f"The start cannot move to {spoken(punch.since, today)}: that is in the future.",
            "Choose an earlier start.",
        )
    return replace(running, since=punch.since)


def _not_before(moment: ZonedDateTime, running: Running, punch: AnyPunch) -> None:
    last = running.last_moment()
    if moment >= last:
        return
    today = punch.at.date()
    what = "you clocked in" if last == running.since else "the last break"
    raise TooEarly(
        f"{spoken(moment, today)} lies before {what} at {spoken(last, today)}.",
        f"Choose a moment after {spoken(last, today)}.",
    )
