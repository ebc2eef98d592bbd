"""When a person is expected to work: zone, week, hours a weekday, rules of breaks and rest."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from whenever import Date, Weekday

USUAL_DAY_SECONDS = 8 * 3600
"""What a whole day counts for where no target says it."""

Hours: TypeAlias = tuple[tuple[Weekday, int], ...]
"""Target seconds a weekday; weekdays left out are free. Empty: no targets at all."""


class Span(NamedTuple):
    """Days in a row on which the same hours hold; both ends included."""

    first: Date
    last: Date
    hours: Hours

    @property
    def target_seconds(self) -> int:
        """The targets of all its days together."""
        weeks, rest = divmod(int(self.last.since(self.first, total="days")) + 1, 7)
        by_weekday = dict(self.hours)
        odd = (self.first.add(days=n).day_of_week() for n in range(rest))
        return weeks * sum(by_weekday.values()) + sum(by_weekday.get(weekday, 0) for weekday in odd)


@dataclass(frozen=True, slots=True)
class Schedule:
    """A person's expected working time."""

    zone: str
    """IANA name of the zone that days are counted in."""
    week_starts: Weekday = Weekday.MONDAY
    hours: Hours = field(default=())
    """The hours that hold before the first range of `hours_from`."""
    rules: str = "none"
    """Code of the rule set for breaks, long days and rest: DE, AT, CH, FR, UK, EU or none."""
    hours_from: tuple[tuple[Date, Hours], ...] = ()
    """Hours by the day from which they hold, until the next one; in order of days."""

    @property
    def has_targets(self) -> bool:
        """Whether there is any day with a target."""
        return bool(self.hours) or any(hours for _, hours in self.hours_from)

    def target_seconds(self, day: Date) -> int | None:
        """Seconds to work on `day` by its weekday alone: 0 on a free one, None when no targets are kept."""
        hours = self.hours
        for valid_from, later in self.hours_from:
            if valid_from > day:
                break
            hours = later
        return dict(hours).get(day.day_of_week(), 0) if hours else None

    def worth_seconds(self, day: Date, half_days: int) -> int:
        """What an entry of `half_days` (1 or 2) on `day` counts for: of its target, or of 8 h without one."""
        return (self.target_seconds(day) or USUAL_DAY_SECONDS) * half_days // 2

    def spans(self, first: Date, last: Date) -> list[Span]:
        """The stretches from `first` to `last` (both included) in which targets are kept, in order."""
        begins = [Date.MIN, *(valid_from for valid_from, _ in self.hours_from)]
        ends = [*(begin.subtract(days=1) for begin in begins[1:]), Date.MAX]
        hours = [self.hours, *(later for _, later in self.hours_from)]
        cut = (Span(max(a, first), min(b, last), h) for a, b, h in zip(begins, ends, hours, strict=True))
        return [span for span in cut if span.hours and span.first <= span.last]
