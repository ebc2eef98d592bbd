"""The edit lock: how long a person may change a day themselves, before they have to ask for it."""

from __future__ import annotations

from dataclasses import dataclass

from whenever import Date

from punchcard.core.moments import day_and_month


@dataclass(frozen=True, slots=True)
class EditLock:
    """For how many days back entries may be changed without asking."""

    days: int | None = None
    """Entries that begin on an older day are locked; None where none is for its age."""
    clock_only: bool = False
    """Whether every entry by hand has to be asked for, on whatever day; the clock itself is free."""

    def why_locked(self, day: Date, today: Date) -> str | None:
        """Return why entries that begin on `day` cannot be changed, in a sentence; None where they can.

        Args:
            day: The day.
            today: The person's current day.
        """
        if self.clock_only:
            return "Work is recorded with the clock alone here; ask for a change."
        if self.days is None or day >= today.subtract(days=self.days):
            return None
        ago = "1 day" if self.days == 1 else f"{self.days} days"
        return f"{day_and_month(day, today)} is more than {ago} ago; ask for a change."
