"""A clock is stopped, and becomes an entry, or an invalid one (McTime API, overwriting, invalid clocking)."""

from __future__ import annotations

from dataclasses import replace

from whenever import Instant

from punchcard.sandbox.mctime.records import Clock, Creation, TimeEntry
from punchcard.sandbox.mctime.time_types import INVALID
from punchcard.sandbox.mctime.times.saving import save
from punchcard.sandbox.mctime.wire.answers import Refused, Reply, done, malformed
from punchcard.sandbox.mctime.wire.calls import Call
from punchcard.sandbox.mctime.wire.shapes import saved_json


def stop(call: Call, clock: Clock, moment: Instant) -> Reply:
    """Stop a clock; a break that is open ends with it.

    Raises:
        Refused: It could not be saved, and has become an invalid entry.
    """
    state = call.state
    entry = _entry(clock, moment)
    del state.clocks[clock.user]
    try:
        saved = save(state, entry)
    except Refused as refused:
        invalid = state.keep(replace(entry, type=INVALID, is_invalid=True))
        if state.manners.failure != "disguised":
            raise
        return done(saved_json(state, invalid), refused.message)
    return done(saved_json(state, saved.entry), status=saved.status)


def _entry(clock: Clock, moment: Instant) -> TimeEntry:
    begun = [clock.since, *(each.until or each.since for each in clock.breaks)]
    if moment < max(begun):
        raise malformed("dateTime lies before what was clocked already")
    ended = (each._replace(until=each.until or moment) for each in clock.breaks)
    breaks = tuple(each for each in ended if each.until != each.since)
    return TimeEntry(
        clock.id, clock.user, clock.since, moment, clock.type, clock.organization, clock.comment, breaks,
        creation=Creation.CLOCK,
    )  # fmt: skip
