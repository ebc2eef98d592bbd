"""How far a week has come, in words."""

from __future__ import annotations

from whenever import ZonedDateTime

from punchcard.core.moments import clock_time, day_in_words
from punchcard.core.text import one_line
from punchcard.core.weeks import WeekStatus
from punchcard.services.timesheet.weeks import WeekStanding


def standing_in_words(standing: WeekStanding) -> str:
    """Return it: "not handed in", "handed in Mon 16 Mar 09:12, waits for a decision", "approved by Lea"."""
    if standing.status is WeekStatus.OPEN:
        return "being taken back" if standing.pending else "not handed in"
    if standing.status is WeekStatus.SUBMITTED:
        handed_in = f"handed in{_at(standing.submitted_at)}"
        return f"{handed_in}, not confirmed yet" if standing.pending else f"{handed_in}, waits for a decision"
    by = f" by {one_line(standing.decided_by, 60)}" if standing.decided_by else ""
    decided = f"{standing.status.value}{by}{_at(standing.decided_at)}"
    return f"{decided}: {one_line(standing.reason)}" if standing.reason else decided


def _at(moment: ZonedDateTime | None) -> str:
    return f" {day_in_words(moment.date(), short=True)} {clock_time(moment)}" if moment else ""
