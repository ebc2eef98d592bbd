"""Who works with Ann, and how far the weeks of each have come."""

from __future__ import annotations

from typing import NamedTuple

from punchcard.core.people import Role

ANN = "Ann Berger"
LEAD = "Lea Hoffmann"
DEPUTY = "Николай Петров"
"""Decides what Lea may not: her own."""


class Colleague(NamedTuple):
    """Somebody of the team."""

    name: str
    role: Role = Role.WORKER
    shift_minutes: int = 0
    """How much later than Ann they come."""
    vacation_weeks_ago: int = 0
    """Which week they were away; 0 for none."""
    sick_days_ago: int = 0
    """Which working day they were ill; 0 for none."""
    waiting_weeks: int = 0
    """How many of their newest weeks wait for a decision."""
    open_weeks: int = 0
    """How many after those are not handed in."""
    declined_weeks_ago: int = 0
    """Which week was declined and not handed in again; 0 for none."""


COLLEAGUES = (
    Colleague(LEAD, Role.LEAD, -20, vacation_weeks_ago=7, waiting_weeks=1),
    Colleague("Aoife O’Brien", shift_minutes=45, sick_days_ago=17, waiting_weeks=2),
    Colleague("Ben Okafor", shift_minutes=10, vacation_weeks_ago=5, waiting_weeks=1),
    Colleague("Carla Díaz", shift_minutes=-35, sick_days_ago=8, waiting_weeks=1),
    Colleague(DEPUTY, Role.LEAD, 30, vacation_weeks_ago=9, waiting_weeks=1),
    Colleague("Zoë Müller", vacation_weeks_ago=11, open_weeks=2, declined_weeks_ago=2),
    Colleague("李 明", shift_minutes=55, sick_days_ago=31, open_weeks=1),
)
"""Everybody but Ann."""

DECLINED_BECAUSE = "Thursday has no break; please correct it and hand it in again."


def lead_named(name: str) -> str | None:
    """Return the full name of the lead who is meant by `name`, "lead" being Lea; None for anybody else."""
    key = name.strip().casefold()
    if key == Role.LEAD.value:
        return LEAD
    return next(
        (
            each.name
            for each in COLLEAGUES
            if each.role is Role.LEAD and key and each.name.casefold().startswith(key)
        ),
        None,
    )
