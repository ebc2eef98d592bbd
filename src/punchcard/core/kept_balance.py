"""The balances that a vendor keeps of a person: of working time, and of vacation."""

from __future__ import annotations

from dataclasses import dataclass

from whenever import Date


@dataclass(frozen=True, slots=True)
class KeptBalance:
    """What a vendor says that a person has saved up. What it does not say is None, and never zero."""

    person: str
    """Whose balance it is."""
    seconds: int | None = None
    """Balance of working time at the end of `as_of`; negative for too little work."""
    as_of: Date | None = None
    vacation_days: float | None = None
    """Days of vacation that are left at the end of `vacation_as_of`."""
    vacation_as_of: Date | None = None
    entitlement_days: float | None = None
    """Days of vacation that the person is entitled to."""
