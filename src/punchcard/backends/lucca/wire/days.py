"""Days as they stand on the wire: what was expected, worked and away (section 10.3)."""

from __future__ import annotations

from punchcard.backends.lucca.wire.values import Day, Seconds, Wire


class UserDate(Wire):
    """One day of a person."""

    date: Day
    dtt: Seconds | None = None
    """What was expected."""
    drt: Seconds | None = None
    """What was worked."""
    draj: Seconds | None = None
    """Absence."""


USER_DATE_FIELDS = "date,dtt,drt,draj"
