"""When a person is expected to work: zone, week, hours a weekday, rules of breaks and rest."""

from __future__ import annotations

from dataclasses import dataclass, field

from whenever import Date, Weekday


@dataclass(frozen=True, slots=True)
class Schedule:
    """A person's expected working time."""

    zone: str
    """IANA name of the zone that days are counted in."""
    week_starts: Weekday = Weekday.MONDAY
    hours: tuple[tuple[Weekday, int], ...] = field(default=())
    """Target seconds a weekday; weekdays left out have none. Empty: no targets at all."""
    rules: str = "none"
    """Code of the rule set for breaks, long days and rest: DE, AT, CH, FR, UK, EU or none."""

    def target_seconds(self, day: Date) -> int | None:
        """Seconds to work on `day`: 0 on a free weekday, None when no targets are kept."""
        if not self.hours:
            return None
        return dict(self.hours).get(day.day_of_week(), 0)
