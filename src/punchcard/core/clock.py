"""The states a person's clock can be in."""

from __future__ import annotations

from dataclasses import dataclass

from whenever import ZonedDateTime

from punchcard.core.assignments import NOTHING, Assignment
from punchcard.core.entries import Break
from punchcard.core.intervals import Interval
from punchcard.core.time_types import TimeType


@dataclass(frozen=True, slots=True)
class Idle:
    """Nothing runs."""


@dataclass(frozen=True, slots=True)
class Running:
    """What a running clock carries, at work or on a break."""

    entry_id: str
    """Identifier of the entry that this clock will become."""
    since: ZonedDateTime
    assignment: Assignment = NOTHING
    time_type: TimeType | None = None
    note: str = ""
    breaks: tuple[Break, ...] = ()
    """Finished breaks, in order."""
    origin: str = ""
    """Who started it and where, as far as known."""

    def worked_pieces(self, now: ZonedDateTime) -> list[Interval]:
        """The stretches of work up to `now`, in order."""
        end = self.work_until(now)
        if end <= self.since:
            return []
        return Interval(self.since, end).without(pause.interval for pause in self.breaks)

    def work_until(self, now: ZonedDateTime) -> ZonedDateTime:
        """The last moment of work so far: `now`, or when the open break began."""
        return now

    def worked_seconds(self, now: ZonedDateTime) -> int:
        """Work up to `now`, in seconds, without breaks."""
        return sum(piece.seconds for piece in self.worked_pieces(now))

    def all_breaks(self, now: ZonedDateTime) -> tuple[Break, ...]:
        """Every break up to `now`, the open one included."""
        del now
        return self.breaks

    def last_moment(self) -> ZonedDateTime:
        """The latest moment that has already happened on this clock."""
        return self.breaks[-1].end if self.breaks else self.since

    def at_work(self, breaks: tuple[Break, ...]) -> Working:
        """Return the same clock at work, with `breaks` as its finished breaks."""
        return Working(
            self.entry_id, self.since, self.assignment, self.time_type, self.note, breaks, self.origin
        )

    def on_break(self, since: ZonedDateTime, breaks: tuple[Break, ...]) -> OnBreak:
        """Return the same clock on a break open since `since`, with `breaks` as its finished ones."""
        kept = (self.entry_id, self.since, self.assignment, self.time_type, self.note, breaks, self.origin)
        return OnBreak(*kept, break_since=since)


@dataclass(frozen=True, slots=True)
class Working(Running):
    """The clock runs and work counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnBreak(Running):
    """The clock runs and a break is open."""

    break_since: ZonedDateTime

    def work_until(self, now: ZonedDateTime) -> ZonedDateTime:
        """The moment the open break began, or `now` if that is earlier."""
        return min(now, self.break_since)

    def all_breaks(self, now: ZonedDateTime) -> tuple[Break, ...]:
        """Every break up to `now`, the open one last."""
        if now <= self.break_since:
            return self.breaks
        return (*self.breaks, Break(self.break_since, now))

    def last_moment(self) -> ZonedDateTime:
        """When the open break began."""
        return self.break_since


ClockState = Idle | Working | OnBreak
"""What a clock can be: not running, at work, or on a break."""

IDLE = Idle()
