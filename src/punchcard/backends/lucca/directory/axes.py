"""Axes and their sections: what time is booked on in activity mode (section 10.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from punchcard.backends.lucca.client import LuccaClient, Params, is_id
from punchcard.backends.lucca.wire.axes import AXIS_FIELDS, SECTION_FIELDS, Axis, AxisSection
from punchcard.backends.remembering import Remembered
from punchcard.core.assignments import Dimension, Reference
from punchcard.core.text import one_line

_PREFIX = "axis-"
_AXES, _SECTIONS = "the axes", "the sections of the axes"


class LuccaAxes:
    """The axes from parent to child, and what is active on each."""

    def __init__(self, client: LuccaClient) -> None:
        self._client = client
        self._axes = Remembered[list[Axis]](client.now)
        self._sections = Remembered[AxisSection | None](client.now)

    async def axes(self) -> list[Axis]:
        """Return the active axes, parents before their children.

        Raises:
            BackendError: They cannot be read.
        """
        return await self._axes.get("axes", self._asked_axes)

    async def dimensions(self, *, required: bool) -> list[Dimension]:
        """Return the axes as levels; with `required` time has to be booked at least on the first one.

        Raises:
            BackendError: They cannot be read.
        """
        return [
            Dimension(dimension_of(axis.id), one_line(axis.name) or f"Axis {axis.id}", required and at == 0)
            for at, axis in enumerate(await self.axes())
        ]

    async def choices(self, dimension: str, parents: Sequence[Reference]) -> list[Reference]:
        """Return the active sections of an axis, of those alone that lie below what is chosen above it.

        Raises:
            BackendError: They cannot be read.
        """
        axis = next((each for each in await self.axes() if dimension_of(each.id) == dimension), None)
        if axis is None:
            return []
        params: list[tuple[str, str]] = [("axisId", str(axis.id))]
        above = await self._above(axis, parents)
        if above is not None:
            if not is_id(above):
                return []
            params.append(("parentAxisSections.id", above))
        found = [each for each in await self._listed(params) if each.axis_id == axis.id]
        if above is not None:
            found = [each for each in found if int(above) in parents_of(each)]
        return [reference(each.axis_id, each.id, each.name) for each in found]

    async def sections(self, ids: Iterable[str]) -> Mapping[str, AxisSection | None]:
        """Return sections by their ids, active or not; None for one that is gone or not shown.

        Raises:
            BackendError: They cannot be read.
        """
        return {each: await self._sections.get(each, lambda each=each: self._asked(each)) for each in ids}

    async def _above(self, axis: Axis, parents: Sequence[Reference]) -> str | None:
        """The id of what is chosen on the parent axis, "" where nothing is; None for an axis at the top."""
        if axis.parent_axis_id not in {each.id for each in await self.axes()}:
            return None
        level = dimension_of(axis.parent_axis_id or 0)
        return next((each.id for each in parents if each.dimension == level), "")

    async def _asked_axes(self) -> list[Axis]:
        found = await self._client.items(Axis, "axes", AXIS_FIELDS, what=_AXES, memory="use")
        return in_order([axis for axis in found if axis.is_active])

    async def _asked(self, an_id: str) -> AxisSection | None:
        return await self._client.find(
            AxisSection, "axisSections", an_id, SECTION_FIELDS, what=_SECTIONS, memory="use"
        )

    async def _listed(self, params: Params) -> list[AxisSection]:
        found = await self._client.items(
            AxisSection, "axisSections", SECTION_FIELDS, params, what=_SECTIONS, memory="use"
        )
        for section in found:
            self._sections.keep(str(section.id), section)
        by_name = sorted(found, key=lambda each: (one_line(each.name).casefold(), each.id))
        return [section for section in by_name if section.active]


def dimension_of(axis_id: int) -> str:
    """Return the id of the dimension that an axis is."""
    return f"{_PREFIX}{axis_id}"


def reference(axis_id: int | None, section_id: int, name: str) -> Reference:
    """Return a section as something that time is booked on; one without a name is called by its number."""
    return Reference(dimension_of(axis_id or 0), str(section_id), one_line(name) or f"Section {section_id}")


def is_of_axis(chosen: Reference) -> bool:
    """Whether something chosen is a section of an axis."""
    return chosen.dimension.startswith(_PREFIX) and is_id(chosen.id)


def parents_of(section: AxisSection) -> frozenset[int]:
    """Return the ids of what a section lies below."""
    return frozenset(each.id for each in section.parent_axis_sections)


def in_order(axes: Sequence[Axis]) -> list[Axis]:
    """Return axes with each parent before its children, else by level, position and id."""
    rest = sorted(axes, key=lambda each: (each.level or 0, each.position or 0, each.id))
    placed: list[Axis] = []
    while rest:
        waiting = {each.id for each in rest}
        # Where axes are said to lie in a circle, the first one is taken all the same.
        following = next((each for each in rest if each.parent_axis_id not in waiting - {each.id}), rest[0])
        placed.append(following)
        rest.remove(following)
    return placed
