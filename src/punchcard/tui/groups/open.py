"""From the week to its groups."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from punchcard.core.groups import Period
from punchcard.tui.groups.question import Question
from punchcard.tui.groups.screen import GroupsScreen

if TYPE_CHECKING:
    from whenever import Date

    from punchcard.core.people import Person
    from punchcard.core.weeks import Week
    from punchcard.tui.host import HostApp


def open_groups(app: HostApp, week: Week, person: Person | None, go_to: Callable[[Date], object]) -> None:
    """Show the groups of a week above the timesheet.

    Args:
        app: The app.
        week: The week.
        person: Whose time; None for the account's own person.
        go_to: Shows a day on the timesheet.
    """
    app.push_screen(GroupsScreen(Question(Period(week.first, week.last), person), go_to))
