"""A clock that was never stopped: when did the work really end?"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median_low

from whenever import ZonedDateTime

from punchcard.core.breaks_due import required_break
from punchcard.core.clock import ClockState, OnBreak, Running
from punchcard.core.entries import LONGEST_ENTRY_SECONDS, Entry
from punchcard.core.moments import clock_time
from punchcard.core.rule_sets import RULE_SETS
from punchcard.services.session import Session
from punchcard.services.timesheet.targets import usual_target

FORGOTTEN_SECONDS = 12 * 3600
"""A clock from an earlier day that has run longer than this was most likely forgotten."""

SITTING_SECONDS = 2 * 3600
"""Whoever was seen within this time has only just sat down."""

LAST_SEEN = "last_seen"
"""Memory under which the app keeps, once a minute, when it last saw its person at work."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A moment at which the work may have ended."""

    at: ZonedDateTime
    reason: str


def is_forgotten(state: ClockState, now: ZonedDateTime) -> bool:
    """Whether the clock runs since an earlier day and for more than twelve hours."""
    if not isinstance(state, Running) or state.since.date() == now.date():
        return False
    return now.timestamp() - state.since.timestamp() > FORGOTTEN_SECONDS


def proposals(session: Session, state: ClockState, now: ZonedDateTime) -> list[Proposal]:
    """Return likely ends of a forgotten clock, the likeliest first; each lies after its last punch."""
    if not isinstance(state, Running):
        return []
    with session.store.read() as transaction:
        cache = transaction.cache(session.account.name)
        entries = cache.newest_entries(session.person.id, 40)
        seen = transaction.recall(_seen_key(session))
    found = [_on_break(state), _usual_end(state, entries), _last_seen(seen, now), _at_target(session, state)]
    latest = min(now, state.since.add(seconds=LONGEST_ENTRY_SECONDS))
    distinct: dict[str, Proposal] = {}
    for proposal in found:
        if proposal is not None and state.last_moment() <= proposal.at <= latest:
            distinct.setdefault(clock_time(proposal.at), proposal)
    return list(distinct.values())


def note_seen(session: Session) -> None:
    """Remember that the person is here now."""
    with session.store.write() as transaction:
        transaction.remember(_seen_key(session), session.now().format_iso())


def _seen_key(session: Session) -> str:
    whose = f":{session.person.id}" if session.acting else ""
    return f"{LAST_SEEN}:{session.account.name}{whose}"


def _on_break(state: Running) -> Proposal | None:
    if not isinstance(state, OnBreak):
        return None
    return Proposal(state.break_since, "when your open break began")


def _usual_end(state: Running, entries: list[Entry]) -> Proposal | None:
    last_of_day: dict[str, int] = {}
    for entry in entries:
        if entry.end is not None and entry.end.date() == entry.day:
            second = entry.end.hour * 3600 + entry.end.minute * 60
            day = entry.day.format_iso()
            last_of_day[day] = max(second, last_of_day.get(day, 0))
    if not last_of_day:
        return None
    usual = median_low(last_of_day.values())
    hour, minute = divmod(usual // 60, 60)
    day = state.since.date()
    zone = _zone(state)
    at = ZonedDateTime(day.year, day.month, day.day, hour, minute, tz=zone, disambiguation="compatible")
    return Proposal(at, "when you usually stop")


def _last_seen(text: str | None, now: ZonedDateTime) -> Proposal | None:
    """Not a moment of this sitting: that says nothing about when the work ended."""
    seen = ZonedDateTime.parse_iso(text) if text else None
    if seen is None or now.timestamp() - seen.timestamp() < SITTING_SECONDS:
        return None
    return Proposal(seen, "when Punchcard last saw you")


def _at_target(session: Session, state: Running) -> Proposal | None:
    target = usual_target(session, state.since.date())
    if not target:
        return None
    taken = sum(pause.seconds for pause in state.breaks)
    pause = max(taken, required_break(RULE_SETS[session.schedule.rules], target))
    return Proposal(state.since.add(seconds=target + pause), "when your target was reached")


def _zone(state: Running) -> str:
    return state.since.tz_id or "UTC"
