"""`assignments`: the tree that time is booked on."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from punchcard.cli.context import Context, Result
from punchcard.cli.delivery.delivering import deliver_rest
from punchcard.cli.delivery.sessions import in_session
from punchcard.core.assignments import Assignment, Dimension, Reference
from punchcard.core.refusals import UsageError
from punchcard.core.text import one_line
from punchcard.services.allowed import tree_of
from punchcard.services.choices import assignment_named
from punchcard.services.session import Session

_ACTIONS = ("list", "add", "rename", "archive")


def configure(name: str, parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `assignments`."""
    parser.epilog = (
        f"examples:\n"
        f"  punch {name}\n"
        f"  punch {name} list Northwind   (what lies in it, where the tree is of any depth)\n"
        f"  punch {name} add Northwind/Portal/Development\n"
        f"  punch {name} rename Northwind/Portal 'Customer portal'\n"
        f"  punch {name} archive Northwind/Portal"
    )
    parser.add_argument("action", nargs="?", default="list", choices=_ACTIONS, metavar="ACTION",
                        help=f"one of {', '.join(_ACTIONS)} (default: list)")  # fmt: skip
    parser.add_argument("path", nargs="?", metavar="A/B/C", help="the branch: client/project/task")
    parser.add_argument("name", nargs="?", metavar="NAME", help="its new name, for rename")


def run(arguments: argparse.Namespace, context: Context) -> Result:
    """Show the tree, or change it."""
    needed = {"list": 0, "add": 1, "rename": 2, "archive": 1}[arguments.action]
    given = [value for value in (arguments.path, arguments.name) if value is not None]
    below = arguments.path if arguments.action == "list" else None
    if len(given) != needed and not (below and len(given) == 1):
        raise _takes(arguments.action, needed)

    async def work(session: Session) -> Result:
        warnings = await deliver_rest(session)
        if arguments.action == "list":
            return await _list(session, below, warnings)
        tree = tree_of(session)
        if arguments.action == "add":
            branch = await assignment_named(session, arguments.path, create=True)
            return _said(_not_empty(branch), "There is now", warnings)
        if "/" in (arguments.name or ""):
            raise UsageError("A name cannot hold a slash: it divides the levels.", "Choose another name.")
        branch = _not_empty(await assignment_named(session, arguments.path))
        if arguments.action == "archive":
            await tree.archive(branch.references[-1])
            return _said(branch, "Not offered any more, with all below it:", warnings)
        renamed = await tree.rename(branch.references[-1], arguments.name)
        return _said(Assignment((*branch.references[:-1], renamed)), "It is now called", warnings)

    return in_session(context, work)


def _takes(action: str, needed: int) -> UsageError:
    takes = ("no branch", "one branch, such as Northwind/Portal", "a branch and its new name")[needed]
    return UsageError(f"`punch assignments {action}` takes {takes}.")


async def _list(session: Session, below: str | None, warnings: tuple[str, ...]) -> Result:
    dimensions = await session.backend.directory.dimensions()
    if any(level.nests for level in dimensions):
        from punchcard.cli.assignments.nested import listed

        return await listed(session, dimensions[0], below, warnings)
    if below is not None:
        raise _takes("list", 0)
    if not dimensions:
        title = session.backend.info.title
        nothing: dict[str, Any] = {"dimensions": [], "assignments": []}
        return Result(f"Your time is booked on nothing at {title}.", nothing, warnings=warnings)
    branches = await _branches(session, dimensions, ())
    levels = " / ".join(dimension.name for dimension in dimensions)
    hint = "Add one with `punch assignments add`" if session.backend.tree else "They are kept by the backend"
    lines = [
        "  " * (len(branch.references) - 1) + one_line(branch.references[-1].name) for branch in branches
    ]
    text = "\n".join(lines) or f"There are no assignments yet. {hint}: {levels}."
    data = {
        "dimensions": [{"id": d.id, "name": d.name, "required": d.required} for d in dimensions],
        "assignments": [branch_shape(branch) for branch in branches],
    }
    return Result(text, data, warnings=warnings)


async def _branches(
    session: Session, dimensions: Sequence[Dimension], parents: tuple[Reference, ...]
) -> list[Assignment]:
    if not dimensions:
        return []
    found: list[Assignment] = []
    for choice in await session.backend.directory.choices(dimensions[0].id, parents):
        branch = (*parents, choice)
        found += [Assignment(branch), *await _branches(session, dimensions[1:], branch)]
    return found


def _not_empty(branch: Assignment) -> Assignment:
    if not branch:
        raise UsageError("An empty branch names nothing; nothing was changed.", "Say Northwind/Portal.")
    return branch


def _said(branch: Assignment, what: str, warnings: tuple[str, ...]) -> Result:
    return Result(f"{what} {branch.label}.", branch_shape(branch), warnings=warnings)


def branch_shape(branch: Assignment) -> dict[str, Any]:
    """Return the end of a branch as JSON has it."""
    last = branch.references[-1]
    return {"id": last.id, "name": last.name, "dimension": last.dimension, "path": branch.path}
