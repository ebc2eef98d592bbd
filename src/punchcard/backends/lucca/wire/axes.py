"""Axes and their sections as they stand on the wire (section 10.1)."""

from __future__ import annotations

from typing import Annotated

from punchcard.backends.lucca.wire.values import Id, NoNull, Text, Wire


class Axis(Wire):
    """One level that time is booked on."""

    id: Id
    name: Text = ""
    is_active: bool = True
    parent_axis_id: Id | None = None
    level: int | None = None
    position: int | None = None


AXIS_FIELDS = "id,name,isActive,parentAxisId,level,position"


class Parent(Wire):
    """A section that another one lies below."""

    id: Id


class AxisSection(Wire):
    """A node of an axis."""

    id: Id
    name: Text = ""
    active: bool = True
    axis_id: Id
    parent_axis_sections: Annotated[tuple[Parent, ...], NoNull] = ()


SECTION_FIELDS = "id,name,active,axisId,parentAxisSections[id]"
