"""Steps of a person in the groups, and what they see there."""

from __future__ import annotations

from tests.tui.piloting import seen, settled, until
from textual.pilot import Pilot

from punchcard.tui.groups.header import GroupsHeader
from punchcard.tui.groups.screen import GroupsScreen
from punchcard.tui.groups.tree import GroupTree
from punchcard.tui.timesheet.screen import TimesheetScreen


async def open_groups(pilot: Pilot[int]) -> GroupsScreen:
    """Go from the clock to the groups of this week."""
    await pilot.press("2")
    await until(
        pilot,
        lambda: isinstance(pilot.app.screen, TimesheetScreen) and pilot.app.screen.shown is not None,
        "the week",
    )
    await pilot.press("g")
    await until(pilot, lambda: isinstance(pilot.app.screen, GroupsScreen), "the groups")
    await known(pilot)
    return groups(pilot)


async def known(pilot: Pilot[int]) -> None:
    """Wait until what is shown is what was asked for last."""
    await settled(pilot)
    header = groups(pilot).query_one(GroupsHeader)
    await until(pilot, lambda: not header.heading.is_reading, "what was read")
    await settled(pilot)


def groups(pilot: Pilot[int]) -> GroupsScreen:
    """The groups, also below a dialog."""
    return next(s for s in reversed(pilot.app.screen_stack) if isinstance(s, GroupsScreen))


def tree(pilot: Pilot[int]) -> GroupTree:
    return groups(pilot).query_one(GroupTree)


def asked(pilot: Pilot[int]) -> str:
    """What stands in the dialog, on one line."""
    parts = (line.split("│") for line in seen(pilot).splitlines())
    return " ".join(" ".join(part[1] for part in parts if len(part) > 2).split())


def labels(pilot: Pilot[int]) -> list[str]:
    return [row.group.label for row in tree(pilot).rows]
