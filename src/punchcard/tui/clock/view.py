"""Everything that the Clock screen shows, worked out from what is known. Loaded with the first values."""

from __future__ import annotations

from whenever import ZonedDateTime

from punchcard.core.clock import Idle, Running
from punchcard.services.overview import Overview
from punchcard.services.repair import is_forgotten
from punchcard.tui.clock.card_content import CardContent
from punchcard.tui.clock.cards import invalid_card, repair_card, sleep_card
from punchcard.tui.clock.day_line import DayLineModel
from punchcard.tui.clock.day_line_model import day_line
from punchcard.tui.clock.entry_lines import lines_of
from punchcard.tui.clock.facts_model import facts_of
from punchcard.tui.clock.stopwatch_view import elapsed_of, stopwatch_of
from punchcard.tui.clock.week_rows import week_rows
from punchcard.tui.host import HostApp

__all__ = ["card_of", "day_line_of", "elapsed_of", "facts_of", "lines_of", "stopwatch_of", "week_rows"]


def day_line_of(overview: Overview, now: ZonedDateTime, width: int) -> DayLineModel:
    """Return the day to scale at `now`, `width` cells wide."""
    day = overview.day(now)
    running = None if isinstance(overview.state, Idle) else now
    finish = overview.outlook(now).done_at
    return day_line(day.frame, day.worked_pieces(), day.break_pieces(), running, finish, width)


def card_of(app: HostApp, overview: Overview) -> CardContent | None:
    """Return the card that waits for the person, if there is one."""
    state = overview.state
    is_answered = isinstance(state, Running) and state.since.timestamp() in app.dismissed_cards
    # Asked about the moment that the proposals were made for, so that both come at once.
    if is_forgotten(state, overview.as_of) and not is_answered:
        return repair_card(state, app.proposals, app.now())
    if app.invalid:
        from punchcard.tui.invalid_clocks import undecided

        if (broken := undecided(app)) is not None:
            return invalid_card(broken, app.now())
    if app.slept is not None:
        return sleep_card(app.slept.since, app.slept.until)
    return None
