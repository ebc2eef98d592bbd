"""Who is at work now in the simulated company."""

from __future__ import annotations

from whenever import Instant

from punchcard.sandbox.company import work
from punchcard.sandbox.company.company import Company
from punchcard.sandbox.company.team import ANN, DEPUTY, LEAD
from punchcard.sandbox.mctime.records import Break, Clock
from punchcard.sandbox.mctime.state import McTimeState

AT_WORK = (LEAD, "Ben Okafor", "Carla Díaz", "Zoë Müller", DEPUTY)
"""Whose clock runs besides Ann's, whatever the time."""

RESTING = "Zoë Müller"
"""Who of these takes a break."""

_RESTING_MINUTES = 12
_MINUTES, _MINUTES_APART = 96, 41


def add_today(state: McTimeState, company: Company, branches: dict[str, str], ids: dict[str, str]) -> None:
    """Let the clocks run of those who are at work."""
    _start_ann(state, company, ids[ANN], branches[work.RUNNING[0]])
    now = state.now()
    for number, name in enumerate(AT_WORK):
        person, (path, note) = ids[name], work.SHORT[number + 1]
        since = now.subtract(minutes=_MINUTES + number * _MINUTES_APART)
        ended = [each.until for each in state.entries_of(person) if each.until <= now]
        since = max([since, *(each.add(minutes=1) for each in ended)])
        if since >= now:
            continue
        breaks: tuple[Break, ...] = ()
        if name == RESTING:
            began = max(since, now.subtract(minutes=_RESTING_MINUTES))
            breaks = (Break(state.new_id(), began, None),)
        _run(state, Clock(state.new_id(), person, since, "work", branches[path], note, breaks))


def _start_ann(state: McTimeState, company: Company, ann: str, organization: str) -> None:
    today = company.ann_today()
    breaks: tuple[Break, ...] = ()
    if today.break_start is not None:
        until: Instant | None = None if today.break_end is None else today.break_end.to_instant()
        breaks = (Break(state.new_id(), today.break_start.to_instant(), until),)
    since, note = today.start.to_instant(), work.RUNNING[1]
    _run(state, Clock(state.new_id(), ann, since, "work", organization, note, breaks))


def _run(state: McTimeState, clock: Clock) -> None:
    state.clocks[clock.user] = clock
