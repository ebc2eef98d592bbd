"""Axes and their sections: what time is booked on (Lucca API, axes and axis sections)."""

from __future__ import annotations

from typing import Any

from punchcard.sandbox.lucca.records import Axis, Section
from punchcard.sandbox.lucca.state import LuccaState
from punchcard.sandbox.lucca.wire.answers import Json
from punchcard.sandbox.lucca.wire.calls import Call
from punchcard.sandbox.lucca.wire.listing import found_in, listed, single
from punchcard.sandbox.lucca.wire.resources import (
    Kind,
    Property,
    Resource,
    boolean,
    day,
    number,
    text,
    url,
)

_LANGUAGES = ("en", "fr")


def list_axes(call: Call) -> Json:
    """`GET axes`: active ones, unless others are asked for."""
    return listed(call, AXES, call.state.axes.values(), defaults={"isActive": "true"})


def show_axis(call: Call) -> Json:
    """`GET axes/{id}`."""
    return single(call, AXES, found_in(call.state.axes, call.path_id, "axis"))


def list_sections(call: Call) -> Json:
    """`GET axisSections`: active ones, unless others are asked for."""
    return listed(call, SECTIONS, call.state.sections.values(), defaults={"active": "true"})


def show_section(call: Call) -> Json:
    """`GET axisSections/{id}`."""
    return single(call, SECTIONS, found_in(call.state.sections, call.path_id, "axis section"))


def level_of(state: LuccaState, axis: Axis) -> int:
    """Return how many axes lie above one."""
    parent = state.axes.get(axis.parent_id or 0)
    return 0 if parent is None else 1 + level_of(state, parent)


def _multilingual() -> Property[Any]:
    return text(lambda record: "|".join(f"{language}={record.name}" for language in _LANGUAGES))


AXES: Resource[Axis] = Resource(
    "axes",
    {
        "id": number(lambda axis: axis.id),
        "name": text(lambda axis: axis.name),
        "url": url("axes"),
        "multilingualName": _multilingual(),
        "position": number(lambda axis: axis.position),
        "parentAxisId": number(lambda axis: axis.parent_id),
        "isActive": boolean(lambda axis: axis.is_active),
        "isReadOnly": boolean(lambda _: False),
        "isNNRelation": boolean(lambda axis: axis.is_nn),
        "level": Property(Kind.NUMBER, level_of),
        "parentAxis": Property(
            Kind.LINK, lambda state, axis: state.axes.get(axis.parent_id or 0), lambda: AXES
        ),
        "childrenAxes": Property(
            Kind.LINKS,
            lambda state, axis: [each for each in state.axes.values() if each.parent_id == axis.id],
            lambda: AXES,
        ),
    },
)
"""The levels of what time is booked on."""

SECTIONS: Resource[Section] = Resource(
    "axisSections",
    {
        "id": number(lambda section: section.id),
        "name": text(lambda section: section.name),
        "url": url("axisSections"),
        "code": text(lambda section: section.code),
        "multilingualName": _multilingual(),
        "description": text(lambda section: section.description),
        "ownerId": number(lambda section: section.owner_id),
        "startOn": day(lambda section: section.start_on),
        "endOn": day(lambda section: section.end_on),
        "active": boolean(lambda section: section.active),
        "axisId": number(lambda section: section.axis_id),
        "axis": Property(Kind.LINK, lambda state, section: state.axes[section.axis_id], lambda: AXES),
        "parentAxisSections": Property(
            Kind.LINKS,
            lambda state, section: [state.sections[number] for number in section.parent_ids],
            lambda: SECTIONS,
        ),
        "childrenAxisSections": Property(
            Kind.LINKS,
            lambda state, section: [e for e in state.sections.values() if section.id in e.parent_ids],
            lambda: SECTIONS,
        ),
    },
)
"""What time is booked on."""
