"""Axes and sections, from the paths of the simulated company: client, project and task."""

from __future__ import annotations

from dataclasses import replace

from punchcard.core.assignments import Assignment, Reference
from punchcard.sandbox.company import work
from punchcard.sandbox.lucca.records import Axis, Section
from punchcard.sandbox.lucca.state import LuccaState

AXES = ("Client", "Project", "Task")
GENERAL = "General"
"""What stands for a part that a path does not name."""

SMALL_TREE = ("Northwind/Portal/Development", "Northwind/Portal/Support", "Contoso/Audit/Report")


def add_axes(state: LuccaState) -> None:
    """Bring in the three axes, each below the one before; a task may belong to several projects."""
    above: int | None = None
    for position, name in enumerate(AXES, 1):
        number = state.new_id()
        state.axes[number] = Axis(number, name, position, above, is_nn=name == AXES[-1])
        above = number


def branch(state: LuccaState, path: str) -> tuple[int, ...]:
    """Return the sections that a path names, with whatever of it is missing added."""
    names = path.split("/") if path else [work.INTERNAL]
    names += [GENERAL] * (len(AXES) - len(names))
    above: int | None = None
    found = list[int]()
    for axis, name in zip(state.axes.values(), names, strict=True):
        above = _section(state, axis, name, above)
        found.append(above)
    return tuple(found)


def assignment(state: LuccaState, path: str) -> Assignment:
    """Return a path as what time is booked on, each part with the id of its section."""
    ids = branch(state, path)
    return Assignment(
        tuple(
            Reference(state.axes[state.sections[each].axis_id].name, str(each), state.sections[each].name)
            for each in ids
        ),
        work.is_billable(path),
    )


def close(state: LuccaState, path: str) -> None:
    """Close what a path ends at; nobody can book on it any more."""
    number = branch(state, path)[-1]
    state.sections[number] = replace(state.sections[number], active=False)


def _section(state: LuccaState, axis: Axis, name: str, above: int | None) -> int:
    """A section of an axis below another one; that of a task is the same in each project."""
    for section in state.sections.values():
        if section.axis_id != axis.id or section.name != name:
            continue
        if above is None or above in section.parent_ids:
            return section.id
        if axis.is_nn:
            state.sections[section.id] = replace(section, parent_ids=(*section.parent_ids, above))
            return section.id
    number = state.new_id()
    code = f"{name[:3].upper()}-{number}"
    parents = () if above is None else (above,)
    state.sections[number] = Section(number, axis.id, name, code, parents)
    return number
