"""The forms and questions of the Clock screen: each is opened, answered, and asked of the engine.

Kept apart from the actions because the forms are loaded only when one is first opened.
"""

from __future__ import annotations

from whenever import ZonedDateTime

from punchcard.backends.abilities import Ability
from punchcard.core.assignments import NOTHING
from punchcard.core.clock import Idle, OnBreak, Working
from punchcard.core.moments import spoken
from punchcard.services import clocking
from punchcard.services.overview import Overview
from punchcard.services.session import Session
from punchcard.tui.clock import requests
from punchcard.tui.clock.requests import Request
from punchcard.tui.forms.clock_form import ClockForm, ClockFormResult
from punchcard.tui.forms.confirm import ConfirmScreen
from punchcard.tui.forms.engine_choices import EngineChoices
from punchcard.tui.forms.note import NoteScreen
from punchcard.tui.forms.stop_time import StopTimeScreen
from punchcard.tui.host import HostApp


async def open_dialog(app: HostApp, overview: Overview, dialog: str) -> Request | None:
    """Open a form or a question.

    Args:
        app: The app.
        overview: What is known.
        dialog: "start", "edit", "note", "cancel" or "stop_at".

    Returns:
        What to ask of the engine; None where the person changed their mind.
    """
    state = overview.state
    if dialog == "start":
        return await _start(app, overview)
    if isinstance(state, Idle):
        return None
    if dialog == "edit":
        return await _edit(app, overview, state)
    ask = {"cancel": _cancel, "note": _note, "stop_at": _stop_at}[dialog]
    return await ask(app, state)


async def _cancel(app: HostApp, state: Working | OnBreak) -> Request | None:
    """Ask before the running clock is thrown away."""
    since = spoken(state.since, app.now().date())
    sure = await app.push_screen_wait(
        ConfirmScreen(
            "Throw the running clock away?",
            f"The time since {since} will not be booked. Undo takes this back.",
            yes="Throw it away",
            no="Keep it running",
            title="Cancel",
        )
    )
    return (lambda session: clocking.cancel(session, state.entry_id).message) if sure else None


async def _note(app: HostApp, state: Working | OnBreak) -> Request | None:
    """Ask what is being done."""
    text = await app.push_screen_wait(NoteScreen(state.note))
    if text is None or text == state.note:
        return None
    return lambda session: clocking.update(session, note=text, of=state.entry_id).message


async def _start(app: HostApp, overview: Overview) -> Request | None:
    """Ask what to start on, and when."""
    result = await app.push_screen_wait(_form(app, overview, None))
    return None if result is None else lambda session: _started(session, result)


async def _edit(app: HostApp, overview: Overview, state: Working | OnBreak) -> Request | None:
    """Ask what to change about the running clock."""
    result = await app.push_screen_wait(_form(app, overview, state))
    return None if result is None else lambda session: _edited(session, state, result)


async def _stop_at(app: HostApp, state: Working | OnBreak) -> Request | None:
    """Ask when the work really ended."""
    at = await app.push_screen_wait(StopTimeScreen(state, app.now))
    return None if at is None else requests.stop_at(at, state.entry_id)


def _form(app: HostApp, overview: Overview, state: Working | OnBreak | None) -> ClockForm:
    last, choices = overview.last_used, EngineChoices(app.engine)
    return ClockForm(
        title="Edit the running clock" if state else "Start the clock",
        now=app.now,
        at=state.since if state else None,
        assignment=state.assignment if state else last.assignment or NOTHING,
        time_type=state.time_type if state else last.time_type,
        note=state.note if state else "",
        choices=choices,
        time_types=choices.time_types,
        entries=[known.entry for known in overview.week_entries],
        latest=_first_break(state),
        is_running=state is not None,
        booked_on=overview.booked_on,
        start_stays=overview.unable.get(Ability.ADJUST, "") if state else "",
        note_stays=overview.unable.get(Ability.NOTE, "") if state else "",
    )


def _first_break(state: Working | OnBreak | None) -> ZonedDateTime | None:
    if state is None:
        return None
    if state.breaks:
        return state.breaks[0].start
    return state.break_since if isinstance(state, OnBreak) else None


def _started(session: Session, result: ClockFormResult) -> str:
    return clocking.start(session, result.at, result.assignment, result.time_type, result.note).message


def _edited(session: Session, before: Working | OnBreak, result: ClockFormResult) -> str:
    """Move the start and change the rest, each only where it differs."""
    said: list[str] = []
    if result.at is not None and result.at != before.since:
        said.append(clocking.adjust(session, result.at, before.entry_id).message)
    assignment = result.assignment if result.assignment != before.assignment else None
    time_type = result.time_type if result.time_type != before.time_type else None
    text = result.note if result.note != before.note else None
    if (assignment, time_type, text) != (None, None, None):
        said.append(clocking.update(session, assignment, time_type, text, before.entry_id).message)
    return " ".join(said) or "Nothing was changed."
