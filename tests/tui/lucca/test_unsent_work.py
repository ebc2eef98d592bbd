"""What the clock has become and Lucca would not book is given what it lacks, in the timesheet."""

from __future__ import annotations

from tests.tui.lucca.place import Place
from tests.tui.piloting import app_of, on_top, seen, until
from tests.tui.timesheet.piloting import on_timesheet

from punchcard.services import clocking
from punchcard.services.session import Session
from punchcard.tui.forms.entry_form import EntryForm
from punchcard.tui.forms.picker import AssignmentPicker


async def test_a_stopped_piece_is_given_what_it_was_worked_on(there: Place) -> None:
    def work_on_nothing(session: Session) -> str:
        clocking.start(session, session.now().subtract(hours=1))
        return clocking.stop(session).message

    state = there.vendor.state
    ann, today = state.person_named("Ann").id, state.today()
    async with on_timesheet(there.home, (110, 40)) as pilot:
        app_of(pilot).engine.submit(work_on_nothing)
        await until(pilot, lambda: "!1 needs you" in seen(pilot), "the piece that would not be booked")
        await pilot.press("tab", "e")
        await on_top(pilot, EntryForm)
        await pilot.press("tab", "tab", "tab", "enter")
        await on_top(pilot, AssignmentPicker)
        await until(pilot, lambda: "› Northwind › Portal" in seen(pilot), "what was used lately")
        await pilot.press("enter", "ctrl+s")
        await until(pilot, lambda: "needs you" not in seen(pilot), "nothing needing anybody")
    booked = [each for each in state.worked(ann) if each.day == today]
    assert [(each.seconds, len(each.section_ids)) for each in booked] == [(3600, 3)]
