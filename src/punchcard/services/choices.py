"""What can be chosen: time types and the tree that time is booked on, by name."""

from __future__ import annotations

from collections.abc import Sequence

from punchcard.core.assignments import NOTHING, Assignment, Dimension, Reference
from punchcard.core.refusals import NotFound, UsageError
from punchcard.core.text import one_line
from punchcard.core.time_types import TimeType
from punchcard.services.allowed import tree_of
from punchcard.services.session import Session


class NoSuchNode(NotFound):
    """There is nothing of that name on a level."""


async def time_type_named(session: Session, wanted: str) -> TimeType:
    """Return the time type with this id or name, or the only one whose name begins so.

    Raises:
        NotFound: There is none, or several.
    """
    known = await session.backend.directory.time_types()
    key = wanted.strip().casefold()
    exact = [t for t in known if key in (t.id.casefold(), t.name.casefold())]
    found = exact or [t for t in known if key and t.name.casefold().startswith(key)]
    if len(found) == 1:
        return found[0]
    names = ", ".join(one_line(t.name) for t in (found or known))
    problem = "fits several time types" if found else "is no time type"
    raise NotFound(f"“{one_line(wanted, 40)}” {problem}. Nothing was changed.", f"Choose one of: {names}.")


async def assignment_named(
    session: Session, path: str, *, create: bool = False, added: list[Reference] | None = None
) -> Assignment:
    """Return the branch that a path such as "Northwind/Portal/Development" names.

    An empty path is plain working time. With `create`, what is missing is added where the backend
    keeps its tree here, and put into `added`.

    Raises:
        NotFound: A part of the path does not exist, or fits several.
        UsageError: The path has an empty part, or more parts than there are levels.
    """
    if not path.strip():
        return NOTHING
    parts = [one_line(part) for part in path.split("/")]
    if not all(parts):
        raise UsageError(
            f"“{one_line(path, 60)}” has an empty part, so it names nothing; nothing was changed.",
            "Say A, A/B or A/B/C, or an empty text for nothing.",
        )
    dimensions = await session.backend.directory.dimensions()
    if len(parts) > len(dimensions):
        levels = " / ".join(dimension.name for dimension in dimensions)
        raise UsageError(f"“{one_line(path, 60)}” has {len(parts)} parts.", f"The levels are: {levels}.")
    chosen: list[Reference] = []
    levels = list(dimensions)
    for part in parts:
        node, is_new = await _choose_below(session, levels, chosen, part, create=create)
        chosen.append(node)
        if is_new and added is not None:
            added.append(node)
    return Assignment(tuple(chosen))


async def recent_assignments(session: Session, limit: int = 8) -> list[Assignment]:
    """Return what was booked on lately, newest first, each once."""
    with session.store.read() as transaction:
        entries = transaction.cache(session.account.name).newest_entries(session.person.id, 200)
    seen: dict[str, Assignment] = {}
    for entry in entries:
        if entry.assignment:
            seen.setdefault(entry.assignment.path, entry.assignment)
    return list(seen.values())[:limit]


async def _choose_below(
    session: Session, levels: list[Dimension], parents: Sequence[Reference], part: str, *, create: bool
) -> tuple[Reference, bool]:
    """Choose on the next of `levels`, which it takes away.

    One that may be left out is, where nothing there is called so and a later one may not.
    """
    problem: NoSuchNode | None = None
    while levels:
        level = levels.pop(0)
        try:
            return await _choose(session, level, parents, part, create=create)
        except NoSuchNode as missing:
            problem = problem or missing
            if level.required or not any(each.required for each in levels):
                break
    raise problem or NoSuchNode(f"There is no level for “{part}”. Nothing was changed.")


async def _choose(
    session: Session, dimension: Dimension, parents: Sequence[Reference], part: str, *, create: bool
) -> tuple[Reference, bool]:
    """Return the node, and whether it was added just now."""
    choices = await session.backend.directory.choices(dimension.id, parents)
    key = part.casefold()
    exact = [c for c in choices if c.name.casefold() == key]
    found = exact or [c for c in choices if c.name.casefold().startswith(key)]
    if create and not exact:
        return await _add(session, dimension, parents, part), True
    if len(found) == 1:
        return found[0], False
    level = dimension.name.lower()
    if found:
        names = ", ".join(one_line(c.name) for c in found)
        raise NotFound(f"“{part}” fits several of level {level}: {names}. Nothing was changed.")
    raise NoSuchNode(f"There is no {level} “{part}”. Nothing was changed.", _how_to_go_on(session, choices))


async def _add(session: Session, dimension: Dimension, parents: Sequence[Reference], part: str) -> Reference:
    return await tree_of(session).add(dimension.id, parents, part)


def _how_to_go_on(session: Session, choices: Sequence[Reference]) -> str:
    names = ", ".join(one_line(choice.name) for choice in choices[:8])
    there = f"There are: {names}. " if names else ""
    return there + ("Add it with --create." if session.backend.tree else "")
