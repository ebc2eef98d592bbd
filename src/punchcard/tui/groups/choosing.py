"""What the form of filters asks of the engine, and what it answers with. Runs on its thread."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from punchcard.core.entry_words import APPROVAL_STATUSES
from punchcard.core.filters import Terms
from punchcard.core.groups import GroupExtras, Period
from punchcard.core.people import Person
from punchcard.core.refusals import Refusal
from punchcard.core.text import one_line
from punchcard.services.choices import recent_assignments
from punchcard.services.groups.entry_filters import resolve_filters
from punchcard.services.team import everybody

if TYPE_CHECKING:
    from punchcard.core.groups import Filters
    from punchcard.services.session import Session


LATELY = 50
"""How much of what was booked on lately is offered."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was filled in, and what it means."""

    terms: Terms
    """Keys with the names that were typed."""
    filters: Filters
    people: tuple[Person, ...]
    extras: GroupExtras
    words: str
    """The filters as people say them; empty without any."""
    rounding: int
    """In minutes; 0 for none."""


async def look_up(
    session: Session, terms: Terms, switches: tuple[tuple[str, bool], ...], rounding: int, period: Period
) -> Chosen:
    """Return what was filled in, looked up.

    Raises:
        Refusal: A name fits nothing, or several things.
    """
    found = await resolve_filters(session, terms, period)
    is_anybody = any(key == "person" for key, _ in terms)
    people = found.people if is_anybody or not found.people else ()
    extras = GroupExtras(found.extras.filters, switches)
    words = [found.words] if found.words else []
    words += [", ".join(one.name for one in people)] if is_anybody and len(people) < 3 else []
    words += [f"{len(people)} people"] if len(people) > 2 else []
    return Chosen(terms, found.filters, people, extras, ", ".join(words), rounding)


def split_names(text: str) -> tuple[str, ...]:
    """Return the names that commas stand between; quotes hold one together: `Work, "Sites, north"`."""
    (parts,) = csv.reader([one_line(text)], skipinitialspace=True)
    return tuple(part.strip() for part in parts if part.strip())


def joined(names: Sequence[str]) -> str:
    """Return names as `split_names` reads them."""
    return ", ".join(_quoted(name) if "," in name or name.startswith('"') else name for name in names)


def _quoted(name: str) -> str:
    inside = name.replace('"', '""')
    return f'"{inside}"'


async def names_of(session: Session, key: str) -> tuple[str, ...]:
    """Return what can be typed behind a key; nothing where that cannot be told."""
    port = session.backend.groups
    try:
        if key == "person":
            return ("all", *(person.name for person in await everybody(session.backend)))
        if key == "type":
            return tuple(each.name for each in await session.backend.directory.time_types())
        if key == "status":
            return tuple(APPROVAL_STATUSES.values())
        if session.backend.nodes is not None:
            return tuple(each.label for each in await recent_assignments(session, LATELY))
        listed = await port.choices(key) if port is not None else None
    except Refusal:
        return ()
    return tuple(choice.name for choice in listed or ())
