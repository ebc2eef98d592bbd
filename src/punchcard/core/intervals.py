"""Half-open stretches of time, and what can be done with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from whenever import Date, ZonedDateTime


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of time: `start` belongs to it, `end` does not."""

    start: ZonedDateTime
    end: ZonedDateTime

    @property
    def seconds(self) -> int:
        """Real elapsed time in whole seconds; right over a change of the clocks."""
        return max(0, self.end.timestamp() - self.start.timestamp())

    def overlaps(self, other: Interval) -> bool:
        """Whether the two share any time; touching ends do not count."""
        return self.start < other.end and other.start < self.end

    def clipped(self, frame: Interval) -> Interval | None:
        """The part inside `frame`, or None where nothing of it lies there."""
        start, end = max(self.start, frame.start), min(self.end, frame.end)
        return Interval(start, end) if start < end else None

    def without(self, holes: Iterable[Interval]) -> list[Interval]:
        """What is left after cutting `holes` out, in order."""
        pieces: list[Interval] = []
        start = self.start
        for hole in sorted(holes, key=lambda h: h.start):
            if hole.end <= max(start, hole.start) or hole.start >= self.end:
                continue
            if hole.start > start:
                pieces.append(Interval(start, hole.start))
            start = max(start, hole.end)
        if start < self.end:
            pieces.append(Interval(start, self.end))
        return pieces


def day_interval(day: Date, zone: str) -> Interval:
    """The calendar day in `zone` (IANA name): from midnight to midnight, 23 to 25 hours long."""
    return Interval(_midnight(day, zone), _midnight(day.add(days=1), zone))


def _midnight(day: Date, zone: str) -> ZonedDateTime:
    # Noon is skipped only with its whole day (Samoa, 30 December 2011), which then has no length.
    noon = ZonedDateTime(day.year, day.month, day.day, 12, tz=zone, disambiguation="compatible")
    return noon.start_of("day")
