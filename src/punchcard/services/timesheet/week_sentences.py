"""How far a week has come, in words."""

from __future__ import annotations

from whenever import ZonedDateTime

from punchcard.core.moments import clock_time, day_in_words
from punchcard.core.text import one_line
from punchcard.core.week_words import week_in_words
from punchcard.core.weeks import WeekStatus
from punchcard.services.timesheet.weeks import WeekStanding


def standing_in_words(standing: WeekStanding) -> str:
    """Return it: "not handed in", "handed in Mon 16 Mar 09:12, waits for a decision", "approved by Lea".

    What was handed in with a whole month says so: "March 2026 handed in, waits for Lea Brandt".
    """
    if standing.status is WeekStatus.OPEN:
        return "being taken back" if standing.pending else one_line(standing.reason) or "not handed in"
    within = f"{week_in_words(standing.period, standing.period.last)} " if standing.period else ""
    if standing.status is WeekStatus.SUBMITTED:
        handed_in = f"{within}handed in{_at(standing.submitted_at)}"
        who = one_line(standing.next_actor, 60) if standing.next_actor else "a decision"
        return f"{handed_in}, not confirmed yet" if standing.pending else f"{handed_in}, waits for {who}"
    if standing.status is WeekStatus.REJECTED:
        return f"{within}declined or taken back"
    by = f" by {one_line(standing.decided_by, 60)}" if standing.decided_by else ""
    decided = f"{within}{standing.status.value}{by}{_at(standing.decided_at)}"
    return f"{decided}: {one_line(standing.reason)}" if standing.reason else decided


def _at(moment: ZonedDateTime | None) -> str:
    return f" {day_in_words(moment.date(), short=True)} {clock_time(moment)}" if moment else ""
