"""What somebody else does at the reference vendor while a request is on its way."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from punchcard.core.change_requests import Verdict
from punchcard.core.clock import Working
from punchcard.core.entries import Entry
from punchcard.core.intervals import day_interval
from punchcard.core.punches import Stop, Update
from punchcard.core.submitted_weeks import RequestStatus
from punchcard.core.weeks import Week
from punchcard.sandbox.reference import approvals, clock, weeks
from punchcard.sandbox.reference.answers import Problem
from punchcard.sandbox.reference.rules import why_day_is_locked
from punchcard.sandbox.reference.state import TIME_TYPES, ZONE, ReferenceState

ORIGIN = "Phone"
"""Where it is done."""

NOTE = "changed elsewhere"


def change_elsewhere(state: ReferenceState, person: str, path: str, random: Random) -> None:
    """Change what a request to `path` by `person` is about; nothing where there is nothing to change."""
    try:
        if path.startswith("/api/clock"):
            _clock(state, person, random)
        elif path.startswith("/api/entries"):
            _entry(state, person, random)
        elif path.startswith("/api/weeks"):
            _weeks(state, person)
        elif path.startswith(("/api/approvals", "/api/requests")):
            _decision(state, person, random)
    except Problem:
        # Even elsewhere nobody does what the vendor does not allow.
        return


def _clock(state: ReferenceState, person: str, random: Random) -> None:
    now, running = state.now(), state.running.get(person)
    if running is None:
        started = state.new_id("E")
        state.running[person] = Working(
            started, now.subtract(minutes=random.randint(1, 9)), time_type=TIME_TYPES[0], origin=ORIGIN
        )
    elif random.random() < 0.5:
        clock.punch(state, person, Update("", now, note=NOTE), ORIGIN)
    else:
        clock.punch(state, person, Stop("", max(now, running.last_moment())), ORIGIN)


def _entry(state: ReferenceState, person: str, random: Random) -> None:
    free = [
        entry
        for entry in state.entries.values()
        if entry.person == person and why_day_is_locked(state, person, entry.day) is None
    ]
    if not free:
        day = state.today().subtract(days=1)
        start = day_interval(day, ZONE).start.add(hours=random.randint(4, 5))
        added = Entry(state.new_id("E"), person, day, start, start.add(minutes=20), note=NOTE)
        state.entries[added.id] = added
    elif random.random() < 0.5:
        state.entries[free[-1].id] = replace(free[-1], note=NOTE)
    else:
        del state.entries[free[-1].id]


def _weeks(state: ReferenceState, person: str) -> None:
    waiting = [week for week in state.newest_weeks(person) if week.status is RequestStatus.PENDING]
    if waiting:
        weeks.withdraw(state, person, [Week(waiting[-1].first, waiting[-1].last)])
        return
    today = state.today()
    sunday = today.subtract(days=today.day_of_week().value)
    if due := weeks.due(state, person, sunday):
        weeks.submit(state, person, due)


def _decision(state: ReferenceState, person: str, random: Random) -> None:
    leads = [each for each in state.people if state.is_lead(each) and each != person]
    for lead in leads:
        if waiting := approvals.listed(state, lead, "waiting"):
            verdict = random.choice((Verdict.APPROVE, Verdict.DECLINE))
            approvals.decide(state, lead, waiting[0], verdict, NOTE)
            return
