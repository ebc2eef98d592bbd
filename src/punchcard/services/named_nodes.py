"""Nodes of a level that nests, by bare names: wherever in the tree they lie, and never one at random."""

from __future__ import annotations

from collections.abc import Sequence

from punchcard.core.assignments import Dimension, Reference
from punchcard.core.refusals import NotFound
from punchcard.core.text import one_line
from punchcard.services import kept_choices
from punchcard.services.choices import NoSuchNode
from punchcard.services.session import Session

MOST_SHOWN = 8
"""How many nodes a question names: each is looked up with all that it lies in."""


class SeveralNodes(NotFound):
    """A name that several nodes have, or a beginning of several names."""

    code = "ambiguous"


async def first_node(session: Session, level: Dimension, parts: Sequence[str]) -> Reference:
    """Return where a path begins: at the top, else at the one node of that name, however deep it lies.

    A path of one part may end anywhere: a name at the top does not win over the same one further down.

    Args:
        session: The account in use.
        level: The level, which nests.
        parts: The names of the path, the first one first.

    Raises:
        NotFound: There is none, or several.
    """
    if len(parts) > 1:
        found = meant_by(parts[0], await kept_choices.choices(session, level.id, ()))
        if len(found) > 1:
            raise await which_node(session, level, parts[0], found)
        if found:
            return found[0]
    return await node_named(session, level, parts[0])


async def node_named(session: Session, level: Dimension, name: str) -> Reference:
    """Return the only node with this id or name, or the only one whose name begins so.

    Args:
        session: The account in use.
        level: The level, which nests.
        name: What was typed.

    Raises:
        NotFound: There is none, or several; then it is asked which one.
    """
    listed = await kept_choices.called(session, level.id, name)
    key = name.casefold()
    found = meant_by(name, listed) or [each for each in listed if each.name.casefold().startswith(key)]
    if len(found) > 1:
        raise await which_node(session, level, name, found)
    if found:
        return found[0]
    what = level.name.lower()
    near = listed or await kept_choices.choices(session, level.id, ())
    names = ", ".join(one_line(each.name, 60) for each in near[:MOST_SHOWN])
    more = f" and {len(near) - MOST_SHOWN} more" if len(near) > MOST_SHOWN else ""
    raise NoSuchNode(
        f"There is no {what} “{name}” that you may see. Nothing was changed.",
        f"There are: {names}{more}." if names else "",
    )


def meant_by(name: str, nodes: Sequence[Reference]) -> list[Reference]:
    """Return the node with this id, else all of this whole name, capitals aside."""
    by_id = [each for each in nodes if each.id == name]
    return by_id or [each for each in nodes if each.name.casefold() == name.casefold()]


async def which_node(session: Session, level: Dimension, name: str, found: Sequence[Reference]) -> NotFound:
    """Return the question which of several nodes is meant, with all that each of them lies in."""
    shown_first = found[:MOST_SHOWN]
    branches = await kept_choices.branches(session, shown_first)
    paths = [_path(branch) for branch in branches]
    shown = ", ".join(
        path
        if _can_be_typed(branch) and paths.count(path) == 1
        else f"{path} (id {one_line(branch[-1].id, 60)})"
        for path, branch in zip(paths, branches, strict=True)
    )
    more = f" and {len(found) - MOST_SHOWN} more" if len(found) > MOST_SHOWN else ""
    return SeveralNodes(
        f"“{name}” fits several {level.name.lower()}s: {shown}{more}. Nothing was changed.",
        "Say which, with all that it lies in; or its id, where that is shown.",
    )


def _path(branch: Sequence[Reference]) -> str:
    return "/".join(one_line(each.name, 60) for each in branch)


def _can_be_typed(branch: Sequence[Reference]) -> bool:
    """Whether a path leads to the node: one name alone may be anywhere, and a slash parts the names."""
    return len(branch) > 1 and not any("/" in each.name for each in branch)
