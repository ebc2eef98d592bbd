"""What can be chosen: time types and the tree that time is booked on, by name."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from punchcard.backends.errors import BackendError, NotAllowed
from punchcard.core.assignments import (
    NOTHING,
    Assignment,
    Dimension,
    Reference,
    assignment_of,
    levels_below,
    levels_missing,
)
from punchcard.core.refusals import NotFound, UsageError
from punchcard.core.text import one_line
from punchcard.core.time_types import TimeType
from punchcard.services import kept_choices
from punchcard.services.allowed import tree_of
from punchcard.services.session import Session


class NoSuchNode(NotFound):
    """There is nothing of that name on a level."""


class NotWhole(NotFound):
    """A path that ends before a level that time has to be booked on."""

    code = "not_whole"


@contextmanager
def looking_up() -> Generator[None]:
    """Let a name that fits nothing be told without a word on changes, where none was asked for."""
    try:
        yield
    except (NotFound, UsageError) as refusal:
        refusal.message = refusal.message.replace("; nothing was changed.", ".")
        refusal.message = refusal.message.removesuffix(" Nothing was changed.")
        raise


async def time_type_named(session: Session, wanted: str) -> TimeType:
    """Return the time type with this id or name, or the only one whose name begins so.

    Raises:
        NotFound: There is none, or several.
    """
    known = await kept_choices.time_types(session)
    key = wanted.strip().casefold()
    exact = [t for t in known if key in (t.id.casefold(), t.name.casefold())]
    found = exact or [t for t in known if key and t.name.casefold().startswith(key)]
    if len(found) == 1:
        return found[0]
    names = ", ".join(one_line(t.name) for t in (found or known))
    problem = "fits several time types" if found else "is no time type"
    raise NotFound(f"“{one_line(wanted, 40)}” {problem}. Nothing was changed.", f"Choose one of: {names}.")


async def assignment_named(
    session: Session,
    path: str,
    *,
    create: bool = False,
    added: list[Reference] | None = None,
    in_part: bool = False,
) -> Assignment:
    """Return the branch that a path such as "Northwind/Portal/Development" names.

    An empty path is plain working time. With `create`, what is missing is added where the backend
    keeps its tree here, and put into `added`. Only with `in_part` may the path end before a level that time
    has to be booked on. While the backend cannot be used, the tree is known as it was read last, and what was
    booked on lately by its whole path.

    Of a level that nests (`Dimension.nests`) the path is as long as the tree is deep there, and may begin at
    any node whose name no other one has.

    Raises:
        NotFound: A part of the path does not exist, or fits several; or the path ends too early.
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
    added = [] if added is None else added
    try:
        return await _found_in_tree(session, path, parts, added, create=create, in_part=in_part)
    except BackendError as problem:
        known = _booked_lately(session, parts)
        if known is None or isinstance(problem, NotAllowed):
            raise
        return known


def _booked_lately(session: Session, parts: Sequence[str]) -> Assignment | None:
    """Return what was booked on lately under these names, from the top down."""
    wanted = [part.casefold() for part in parts]
    found = [
        lately
        for lately in _lately(session)
        if [one_line(each.name).casefold() for each in lately.references] == wanted
    ]
    return found[0] if len(found) == 1 else None


async def _found_in_tree(
    session: Session,
    path: str,
    parts: Sequence[str],
    added: list[Reference],
    *,
    create: bool,
    in_part: bool,
) -> Assignment:
    dimensions = await kept_choices.dimensions(session)
    if not dimensions:
        raise UsageError(
            f"Your time is booked on nothing here, so it cannot be on “{one_line(path, 60)}”.",
            "Leave that out.",
        )
    if len(parts) > len(dimensions) and not any(level.nests for level in dimensions):
        levels = " / ".join(dimension.name for dimension in dimensions)
        raise UsageError(f"“{one_line(path, 60)}” has {len(parts)} parts.", f"The levels are: {levels}.")
    chosen: list[Reference] = []
    if dimensions and dimensions[0].nests:
        from punchcard.services.named_nodes import first_node

        chosen.append(await first_node(session, dimensions[0], parts))
    for part in parts[len(chosen) :]:
        place = _Place(dimensions, tuple(chosen), is_last=len(chosen) + 1 == len(parts))
        node, is_new = await _choose_below(session, place, part, create=create)
        chosen.append(node)
        if is_new:
            added.append(node)
    if not in_part and (missing := levels_missing(dimensions, chosen)):
        level, below = missing[0], await _all_below(session, dimensions, chosen)
        raise NotWhole(
            f"“{one_line(path, 60)}” lacks a {level.name.lower()}, which time has to be booked on. "
            "Nothing was changed.",
            _how_to_go_on(session, [each for each in below if each.dimension == level.id] or below),
        )
    return assignment_of(dimensions, chosen)


async def recent_assignments(session: Session, limit: int = 8) -> list[Assignment]:
    """Return what was booked on lately and a clock can be booked on as well, newest first, each once."""
    return _lately(session)[:limit]


def _lately(session: Session) -> list[Assignment]:
    needed = session.backend.info.booked_on
    with session.store.read() as transaction:
        entries = transaction.cache(session.account.name).newest_entries(session.person.id, 200)
    # In a tree that nests, names alone do not tell what was booked on.
    is_nested = session.backend.nodes is not None
    seen: dict[object, Assignment] = {}
    for entry in entries:
        if entry.assignment and not levels_missing(needed, entry.assignment.references):
            ids = tuple(each.id for each in entry.assignment.references) if is_nested else ()
            seen.setdefault((entry.assignment.path, ids), entry.assignment)
    return list(seen.values())


class _Place(NamedTuple):
    """Where in the tree something is looked for."""

    dimensions: Sequence[Dimension]
    parents: tuple[Reference, ...]
    is_last: bool
    """Whether nothing is to be named below it."""


async def _choose_below(
    session: Session, place: _Place, part: str, *, create: bool
) -> tuple[Reference, bool]:
    """Return the node of that name on one of the next levels, and whether it was added just now."""
    choices = await _all_below(session, place.dimensions, place.parents)
    key = part.casefold()
    levels = levels_below(place.dimensions, place.parents)
    is_nested = any(level.nests for level in levels)
    exact = [choice for choice in choices if choice.name.casefold() == key]
    exact = [choice for choice in choices if is_nested and choice.id == part] or exact
    if create and not exact and levels:
        return await _add(session, levels[0], place.parents, part), True
    found = _fitting(place, exact or [choice for choice in choices if choice.name.casefold().startswith(key)])
    if len(found) == 1:
        return found[0], False
    names = " or ".join(level.name.lower() for level in levels)
    if found and is_nested:
        from punchcard.services.named_nodes import which_node

        raise await which_node(session, levels[0], part, found)
    if found:
        several = ", ".join(one_line(choice.name) for choice in found)
        raise NotFound(f"“{part}” fits several of level {names}: {several}. Nothing was changed.")
    problem = f"There is no {names} “{part}”." if names else f"There is no level for “{part}”."
    raise NoSuchNode(f"{problem} Nothing was changed.", _how_to_go_on(session, choices))


def _fitting(place: _Place, found: Sequence[Reference]) -> list[Reference]:
    """Keep the nodes that lead where the path does; of two equal names, the one on the higher level."""
    whole = [each for each in found if not levels_missing(place.dimensions, (*place.parents, each))]
    left = whole if place.is_last and whole else list(found)
    if not place.is_last:
        left = [each for each in left if levels_below(place.dimensions, (*place.parents, each))]
    first = [each for each in left if each.dimension == left[0].dimension]
    is_one_name = len({each.name.casefold() for each in left}) == 1
    return first if is_one_name else left


async def _all_below(
    session: Session, dimensions: Sequence[Dimension], parents: Sequence[Reference]
) -> list[Reference]:
    """Return what can be chosen next, level by level."""
    found: list[Reference] = []
    for level in levels_below(dimensions, parents):
        found += await kept_choices.choices(session, level.id, parents)
    return found


async def _add(session: Session, dimension: Dimension, parents: Sequence[Reference], part: str) -> Reference:
    return await tree_of(session).add(dimension.id, parents, part)


def _how_to_go_on(session: Session, choices: Sequence[Reference]) -> str:
    names = ", ".join(one_line(choice.name) for choice in choices[:8])
    more = f" and {len(choices) - 8} more" if len(choices) > 8 else ""
    there = f"There are: {names}{more}." if names else ""
    return f"{there} {'Add it with --create.' if session.backend.tree else ''}".strip()
