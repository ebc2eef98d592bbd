"""Days as they stand on the wire: what was expected, worked and away (section 10.3)."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator

from punchcard.backends.lucca.wire.values import Day, Seconds, Wire


def _told(value: Any) -> Any:
    # Of what type they are is not described: a plain number may count anything.
    match value:
        case str() | {"iso": str()}:
            return value
        case _:
            return None


Told = Annotated[Seconds | None, BeforeValidator(_told)]
"""A duration in either form; None for anything else."""


class UserDate(Wire):
    """One day of a person."""

    date: Day
    dtt: Told = None
    """What was expected."""
    drt: Told = None
    """What was worked."""
    draj: Told = None
    """Absence."""


USER_DATE_FIELDS = "date,dtt,drt,draj"
