"""What settings make of an entry that is saved: rounding, bounds, breaks (McTime API, organizations, 201).

The organization that an entry is booked on rounds its ends, cuts it, and bounds its breaks; its user's target
times add breaks. Absences are left alone.
"""

from __future__ import annotations

from dataclasses import replace

from whenever import Date, Instant, ZonedDateTime

from punchcard.sandbox.mctime.records import Break, Rounding, TimeEntry, TimeTracking, User
from punchcard.sandbox.mctime.state import McTimeState
from punchcard.sandbox.mctime.time_types import CATEGORY_OF

_WORKED = ("productive", "unproductive")
_DAY_MINUTES = 24 * 60


def by_settings(state: McTimeState, entry: TimeEntry) -> TimeEntry:
    """Return an entry as the settings make it; one that nothing is left of ends where it begins."""
    if CATEGORY_OF[entry.type] not in _WORKED:
        return entry
    user, settings = state.users[entry.user], state.organizations[entry.organization].settings
    since = _rounded(state, user, entry.since, settings.start)
    until = max(since, _rounded(state, user, entry.until, settings.end))
    since, until = _cut(state, user, settings, since, until)
    inside = replace(entry, since=since, until=until)
    return _with_automatic_breaks(state, user, replace(inside, breaks=_bounded(inside, settings)))


def seconds_between(since: Instant, until: Instant) -> int:
    """Return the length of a stretch."""
    return until.timestamp() - since.timestamp()


def _rounded(state: McTimeState, user: User, moment: Instant, rounding: Rounding) -> Instant:
    step = rounding.minutes * 60
    if rounding.type == "off" or step <= 0:
        return moment
    there = state.local(user, moment)
    over = (there.hour * 3600 + there.minute * 60 + there.second) % step
    goes_up = over > 0 and (rounding.type == "up" or (rounding.type == "nearest" and over * 2 >= step))
    return moment.add(seconds=step - over if goes_up else -over)


def _cut(
    state: McTimeState, user: User, settings: TimeTracking, since: Instant, until: Instant
) -> tuple[Instant, Instant]:
    day = state.local(user, since).date()
    if settings.earliest_minute > 0:
        since = max(since, _by_the_wall(day, settings.earliest_minute, user.zone))
    if settings.latest_minute < _DAY_MINUTES:
        until = min(until, _by_the_wall(day, settings.latest_minute, user.zone))
    if settings.max_entry_minutes > 0:
        until = min(until, since.add(minutes=settings.max_entry_minutes))
    return since, max(since, until)


def _by_the_wall(day: Date, minute: int, zone: str) -> Instant:
    """Return when the clocks of a zone show a minute of the day, which not every day has once."""
    hour, rest = divmod(minute, 60)
    return ZonedDateTime(day.year, day.month, day.day, hour, rest, tz=zone).to_instant()


def _bounded(entry: TimeEntry, settings: TimeTracking) -> tuple[Break, ...]:
    """The breaks within the entry, one after the other, none too short or too long; empty ones go."""
    found, free_from = list[Break](), entry.since
    for each in sorted(entry.breaks, key=lambda taken: taken.since):
        since, until = max(each.since, free_from), min(each.until or entry.until, entry.until)
        if until <= since:
            continue
        if settings.min_break_minutes > 0:
            until = min(entry.until, max(until, since.add(minutes=settings.min_break_minutes)))
        if settings.max_break_minutes > 0:
            until = min(until, since.add(minutes=settings.max_break_minutes))
        found.append(each._replace(since=since, until=until))
        free_from = until
    return tuple(found)


def _with_automatic_breaks(state: McTimeState, user: User, entry: TimeEntry) -> TimeEntry:
    rested = sum(seconds_between(each.since, each.until) for each in entry.breaks if each.until)
    worked = seconds_between(entry.since, entry.until) - rested
    wanted = [rule.minutes * 60 for rule in user.target.automatic_breaks if worked > rule.after_minutes * 60]
    lacking = max(wanted, default=0) - rested
    if lacking <= 0:
        return entry
    edges = [entry.since, *(at for each in entry.breaks for at in each[1:3] if at), entry.until]
    stretches = list(zip(edges[::2], edges[1::2], strict=True))
    first, last = max(stretches, key=lambda stretch: seconds_between(*stretch))
    length = min(lacking, seconds_between(first, last))
    since = first.add(seconds=(seconds_between(first, last) - length) // 2)
    added = Break(state.new_id(), since, since.add(seconds=length), automatic=True)
    return replace(entry, breaks=tuple(sorted((*entry.breaks, added), key=lambda taken: taken.since)))
