"""Clocks that could not be saved, as they are mended on the card of the clock and in the timesheet."""

from __future__ import annotations

from asyncio import wrap_future
from typing import TYPE_CHECKING

from punchcard.core.refusals import Refusal
from punchcard.services import invalid_entries
from punchcard.services.invalid_entries import InvalidClock

if TYPE_CHECKING:
    from punchcard.core.editing.room import OverlapChoice
    from punchcard.core.entries import Entry
    from punchcard.services.session import Session
    from punchcard.tui.host import HostApp


def undecided(app: HostApp) -> InvalidClock | None:
    """Return the newest one that the person has not put off; None for none."""
    return next((one for one in app.invalid[::-1] if one.mark not in app.dismissed_cards), None)


def marked(app: HostApp, mark: int) -> InvalidClock | None:
    """Return the one that a card was about, by its mark; None where it is gone."""
    return next((one for one in app.invalid if one.mark == mark), None)


async def answer(app: HostApp, broken: InvalidClock, choice: str) -> None:
    """Do what was chosen about it.

    Args:
        app: The app.
        broken: The clock.
        choice: "again" books what is free of it, "form" asks what to book, "remove" books nothing, and
            "later" says no more about it.
    """
    if choice == "later":
        app.dismissed_cards.add(broken.mark)
    elif choice == "form":
        await _in_a_form(app, broken)
    else:
        does = invalid_entries.book_again if choice == "again" else invalid_entries.remove
        app.engine.submit(lambda session: does(session, broken).message)


async def ask(app: HostApp, entry_id: str) -> None:
    """Ask what becomes of the one with this id, wherever the person is, and do it."""
    broken = next((one for one in app.invalid if one.entry.id == entry_id), None)
    if broken is None:
        return
    from punchcard.tui.clock.cards import invalid_card
    from punchcard.tui.forms.card_dialog import CardDialog

    choice = await app.push_screen_wait(CardDialog(invalid_card(broken, app.now())))
    if choice != "later":
        await answer(app, broken, choice)


async def _in_a_form(app: HostApp, broken: InvalidClock) -> None:
    """Open the form of an entry with what was worked; saving it removes the clock as well."""
    from punchcard.tui.forms.entry_form import EntryForm
    from punchcard.tui.timesheet.editing import EngineDesk

    class RepairDesk(EngineDesk):
        """Saves an entry in the place of the clock."""

        async def save(self, entry: Entry, seen: Entry | None, choice: OverlapChoice | None) -> str:
            """Remove the clock, and save the entry."""
            del seen

            def request(session: Session) -> str:
                return invalid_entries.book_again(session, broken, [entry], choice).message

            return await wrap_future(app.engine.ask(request))

    like = next(iter(broken.free), broken.meant)
    desk = RepairDesk(app)
    try:
        sheet = await desk.week_of(like.day)
    except Refusal as refusal:
        app.say(f"{refusal.message} {refusal.hint}".strip(), is_refusal=True)
        return
    await app.push_screen_wait(EntryForm(desk, sheet, day=like.day, like=like))
