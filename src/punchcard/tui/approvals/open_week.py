"""Opens a week that was handed in, or that entries wait in, as the sheet of its person, read only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from punchcard.core.change_requests import ChangeRequest
from punchcard.core.weeks import week_at

if TYPE_CHECKING:
    from punchcard.tui.approvals.rows import Row
    from punchcard.tui.host import HostApp


def open_week(app: HostApp, row: Row) -> None:
    """Show the week of `row`, if it is one."""
    # The sheet stands on much that a list has no use for.
    from punchcard.tui.timesheet import read_only

    if not isinstance(row.item, ChangeRequest) and app.overview is not None:
        week = week_at(row.item.first, app.overview.schedule.week_starts)
        read_only.open_week(app, week, row.person)
