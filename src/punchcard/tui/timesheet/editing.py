"""What the keys of the Timesheet screen do with entries: the forms, with what the screen shows.

Kept apart from the screen because the forms are loaded only when one is first opened.
"""

from __future__ import annotations

from asyncio import timeout, wrap_future
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TypeAlias

from textual.geometry import Region
from whenever import Date, ZonedDateTime

from punchcard.backends.errors import BackendError
from punchcard.core.assignments import NOTHING
from punchcard.core.clock import Idle
from punchcard.core.editing.cutting import is_over_midnight
from punchcard.core.editing.moving import duplicated_entry
from punchcard.core.editing.room import OverlapChoice
from punchcard.core.entries import Entry
from punchcard.core.identifiers import new_id
from punchcard.core.moments import day_in_words
from punchcard.core.refusals import Refusal
from punchcard.core.time_types import TimeType
from punchcard.core.weeks import Week
from punchcard.services.entries import by_hand as entries
from punchcard.services.entries.objections import refuse_by_the_rules
from punchcard.services.entries.overwriting import look_around
from punchcard.services.session import Session
from punchcard.services.timesheet.week import Timesheet, timesheet
from punchcard.tui.forms.base import shown
from punchcard.tui.forms.confirm import ConfirmScreen
from punchcard.tui.forms.engine_choices import EngineChoices
from punchcard.tui.forms.entry_form import EntryForm
from punchcard.tui.forms.entry_line import EntryLine
from punchcard.tui.forms.entry_outlook import Outlook
from punchcard.tui.forms.entry_words import entry_as_a_whole, problem_with
from punchcard.tui.forms.move_form import MoveForm
from punchcard.tui.forms.overlap_question import OverlapQuestion
from punchcard.tui.forms.split_form import SplitForm
from punchcard.tui.host import HostApp
from punchcard.tui.timesheet.actions import TimesheetActions

Request: TypeAlias = Callable[[Session], str]
"""Something to ask of the engine."""

LOOK_SECONDS = 5.0
"""How long a form waits for what others have booked meanwhile, where saving may remove it."""


class EngineDesk:
    """What the forms ask of the world around them, asked of the engine."""

    def __init__(self, app: HostApp) -> None:
        self._app, self._engine = app, app.engine
        self.choices = EngineChoices(app.engine)

    def now(self) -> ZonedDateTime:
        """The current moment in the person's zone."""
        return self._app.now()

    async def time_types(self) -> Sequence[TimeType]:
        """Return the time types, the usual one first."""
        return await self.choices.time_types()

    async def week_of(self, day: Date) -> Timesheet:
        """Return the week that holds `day`, as it is known now."""

        async def read(session: Session) -> Timesheet:
            days = session.week(day)
            # What cannot be looked at in time is looked at again before it is sent.
            with suppress(BackendError, TimeoutError):
                async with timeout(LOOK_SECONDS):
                    await look_around(session, day)
            return await timesheet(session, Week(days[0], days[-1]))

        return await wrap_future(self._engine.fetch(read))

    async def save(self, entry: Entry, seen: Entry | None, choice: OverlapChoice | None) -> str:
        """Save a complete entry, by the rules of the service; over midnight day by day where it has to be."""

        async def look(session: Session) -> bool:
            cut = session.backend.info.is_floating and is_over_midnight(entry)
            # What cannot be looked at in time is said by the service when it is asked.
            with suppress(BackendError, TimeoutError):
                async with timeout(LOOK_SECONDS):
                    await refuse_by_the_rules(session, entry, seen, cut=cut)
            return cut

        cut = await wrap_future(self._engine.fetch(look))
        return await self._ask(lambda session: entries.save(session, entry, seen, choice, cut=cut).message)

    async def split(self, seen: Entry, at: ZonedDateTime) -> str:
        """Split an entry in two."""
        return await self._ask(lambda session: entries.split(session, seen.id, at, seen).message)

    async def move(self, seen: Entry, day: Date, choice: OverlapChoice | None) -> str:
        """Move an entry to another day."""
        return await self._ask(lambda session: entries.move(session, seen.id, day, choice, seen).message)

    async def _ask(self, request: Request) -> str:
        return await wrap_future(self._engine.ask(request))


async def ask(screen: TimesheetActions, what: str) -> Request | None:
    """Open what belongs to a key.

    Args:
        screen: The screen, with the week that it shows and what is selected.
        what: "add", "edit", "delete", "duplicate", "split" or "move".

    Returns:
        What is still to be asked of the engine; None where nothing is. The forms save by themselves, so that
        what was typed is still there where it is refused.
    """
    sheet, known = screen.shown, screen.selected_entry
    if sheet is None:
        return None
    if what == "add":
        return await _add(screen.app, sheet, screen.selected_day or screen.app.now().date())
    if known is None:
        return None
    if known.entry.is_invalid:
        from punchcard.tui.invalid_clocks import ask as mend

        await mend(screen.app, known.entry.id)
        return None
    does = {"edit": _edit, "delete": _delete, "duplicate": _duplicate, "split": _split, "move": _move}[what]
    return await does(screen.app, sheet, known.entry)


async def edit_in_place(app: HostApp, sheet: Timesheet, entry: Entry, row: Region) -> None:
    """Change times and note of an entry in its row, which stands at `row` on the screen."""
    await app.push_screen_wait(EntryLine(EngineDesk(app), sheet, entry, row))


async def _add(app: HostApp, sheet: Timesheet, day: Date) -> Request | None:
    start, end = _likely_times(sheet, day, app.now())
    last = app.overview.last_used if app.overview else None
    assignment = (last.assignment if last else None) or NOTHING
    form = EntryForm(EngineDesk(app), sheet, day=day, start=start, end=end, assignment=assignment)
    await app.push_screen_wait(form)
    return None


async def _edit(app: HostApp, sheet: Timesheet, entry: Entry) -> Request | None:
    await app.push_screen_wait(EntryForm(EngineDesk(app), sheet, day=entry.day, entry=entry))
    return None


async def _split(app: HostApp, sheet: Timesheet, entry: Entry) -> Request | None:
    await app.push_screen_wait(SplitForm(EngineDesk(app), sheet, entry))
    return None


async def _move(app: HostApp, sheet: Timesheet, entry: Entry) -> Request | None:
    await app.push_screen_wait(MoveForm(EngineDesk(app), sheet, entry))
    return None


async def _delete(app: HostApp, sheet: Timesheet, entry: Entry) -> Request | None:
    """Ask before it is deleted."""
    del sheet
    note = f" Its note: “{shown(entry.note, 80)}”." if entry.note else ""
    sure = await app.push_screen_wait(
        ConfirmScreen(
            "Delete this entry?",
            f"{entry_as_a_whole(entry)}.{note} Undo brings it back.",
            yes="Delete it",
            no="Keep it",
            title="Delete",
        )
    )
    return (lambda session: entries.delete(session, entry.id, entry).message) if sure else None


async def _duplicate(app: HostApp, sheet: Timesheet, entry: Entry) -> Request | None:
    """Book it once more today; only what is in the way is asked about."""
    del sheet
    now, desk = app.now(), EngineDesk(app)
    today = now.date()
    try:
        copy = duplicated_entry(entry, today, new_id())
        outlook = Outlook(await desk.week_of(today))
        _not_while(problem_with(copy, outlook, now))
    except Refusal as refusal:
        return _refuse(refusal)
    choice: OverlapChoice | None = None
    neighbours = outlook.neighbours(copy)
    if neighbours:
        choice = await app.push_screen_wait(
            OverlapQuestion(copy, neighbours, now, pieces=outlook.pieces(copy))
        )
        if choice is None:
            return None
    return lambda session: _duplicated(session, copy, choice)


def _duplicated(session: Session, copy: Entry, choice: OverlapChoice | None) -> str:
    day = day_in_words(copy.day, short=True)
    return f"Duplicated to {day}. {entries.save(session, copy, None, choice).message}"


def _not_while(problem: str) -> None:
    if problem:
        raise Refusal(problem)


def _refuse(refusal: Refusal) -> Request:
    """Say a refusal where every other one is said."""

    def request(session: Session) -> str:
        del session
        raise refusal

    return request


def _likely_times(
    sheet: Timesheet, day: Date, now: ZonedDateTime
) -> tuple[ZonedDateTime | None, ZonedDateTime | None]:
    """Where a new entry on `day` begins: where the last one ends; today it ends now."""
    booked = [item.entry for item in sheet.entries_of(day) if not item.entry.is_invalid]
    known = [entry.interval for entry in booked if entry.interval]
    ends = [span.end for span in known if span.end.date() == day]
    start = max(ends, default=None)
    is_idle = isinstance(sheet.state, Idle)
    is_open_today = day == now.date() and is_idle and start is not None and start.add(minutes=1) < now
    end = now.round("minute", mode="floor") if is_open_today else None
    return start, end
