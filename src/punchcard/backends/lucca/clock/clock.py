"""The clock of a service that has none: it is kept on this machine, and becomes entries as it stops.

Nothing is sent before that, and no device knows of the clock of another one (section 12).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from punchcard.backends.kept_clock import Booked
from punchcard.backends.lucca.clock.stretches import too_short, whole_minutes
from punchcard.backends.lucca.signing_in import TITLE
from punchcard.core.durations import duration_in_words
from punchcard.core.editing.cutting import cut_at_midnight
from punchcard.core.entries import Entry, Unit
from punchcard.core.intervals import Interval

NOON = 12

KEPT_HERE = f"Kept on this machine until you stop: {TITLE} has no running clock to share with other devices."

NO_STOPWATCH = f"At {TITLE} your time is written down in half and whole days, so a clock is of no use."


class LuccaClock:
    """Books what was worked in the unit that the person's time is written down in."""

    def why_not(self, units: Sequence[Unit]) -> str | None:
        """Return why there is no clock where time is counted in days; None where it is not, or not known."""
        return f"{NO_STOPWATCH} Enter the day in the timesheet." if _unit(units) is Unit.DAYS else None

    def booked(self, clock: Entry, units: Sequence[Unit]) -> Booked:
        """Return an entry for each stretch of work, or the sum of each day where hours are written down."""
        if _unit(units) is Unit.DAYS:
            worked = duration_in_words(clock.worked_seconds)
            return Booked(
                (), (f"{NO_STOPWATCH} Nothing was booked of the {worked}: enter the day in the timesheet.",)
            )
        whole = whole_minutes(clock)
        stretches = [piece for stretch in whole for piece in cut_at_midnight(stretch)]
        remarks = _left_out(clock, whole)
        if _unit(units) is Unit.HOURS:
            return Booked(tuple(_days(clock, stretches)), remarks)
        entries = (_entry(clock, stretch) for stretch in stretches)
        return Booked(tuple(entries), remarks)


def _unit(units: Sequence[Unit]) -> Unit:
    return units[0] if units else Unit.TIMES


def _entry(clock: Entry, stretch: Interval) -> Entry:
    return replace(clock, day=stretch.start.date(), start=stretch.start, end=stretch.end, breaks=())


def _days(clock: Entry, stretches: Sequence[Interval]) -> list[Entry]:
    """One entry a day with all that was worked; of its afternoon where the work began then (section 8.2)."""
    found: list[Entry] = []
    for day, of_day in groupby(stretches, key=lambda stretch: stretch.start.date()):
        worked = list(of_day)
        found.append(
            replace(
                clock, day=day, start=None, end=None, breaks=(),
                duration_seconds=sum(each.seconds for each in worked),
                afternoon=worked[0].start.hour >= NOON,
            )
        )  # fmt: skip
    return found


def _left_out(clock: Entry, booked: list[Interval]) -> tuple[str, ...]:
    lost = too_short(clock, booked)
    seconds = sum(stretch.seconds for stretch in lost)
    if not seconds:
        return ()
    return (f"{TITLE} counts whole minutes: {duration_in_words(seconds)} of work is not booked.",)


LUCCA_CLOCK = LuccaClock()
