"""The questions of the Timesheet screen: which week, and whose. Loaded when one is first asked."""

from __future__ import annotations

from asyncio import wrap_future
from collections.abc import Sequence

from whenever import Date

from punchcard.core.people import Person
from punchcard.core.weeks import Week
from punchcard.services.session import Session
from punchcard.services.team import everybody
from punchcard.tui.host import HostApp
from punchcard.tui.timesheet.person_picker import PersonPicker
from punchcard.tui.timesheet.week_question import WeekQuestion


async def ask_week(app: HostApp) -> tuple[Week, Date | None] | None:
    """Ask which week to show; None where the person changed their mind."""
    if app.overview is None:
        return None
    return await app.push_screen_wait(WeekQuestion(app.now().date(), app.overview.schedule.week_starts))


async def ask_person(app: HostApp, shown: Person) -> Person | None:
    """Ask whose weeks to show; None where the person changed their mind."""
    people = await wrap_future(app.engine.fetch(_people))
    return await app.push_screen_wait(PersonPicker(people, shown))


async def _people(session: Session) -> Sequence[Person]:
    return await everybody(session.backend)
