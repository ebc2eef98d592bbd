"""The picker's choices and the time types, asked of the engine. To be awaited in Textual workers only."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from punchcard.backends.abilities import Ability, unavailable
from punchcard.core.assignments import Assignment, Dimension, Reference
from punchcard.core.time_types import TimeType
from punchcard.services import kept_choices
from punchcard.services.allowed import tree_of
from punchcard.services.choices import recent_assignments
from punchcard.services.session import Session

if TYPE_CHECKING:
    from punchcard.tui.engine import Engine

MOST_FOUND = 12
"""How many nodes a search shows: of each it is looked up what it lies in."""


class EngineChoices:
    """What can be chosen in the account that the engine has opened."""

    def __init__(self, engine: Engine) -> None:
        """Ask `engine`."""
        self._engine = engine
        self._can_add = False

    @property
    def can_add(self) -> bool:
        """Whether the tree is kept here; known once `dimensions` has answered."""
        return self._can_add

    async def recents(self) -> Sequence[Assignment]:
        """Return what was booked on lately, newest first."""
        return await asyncio.wrap_future(self._engine.fetch(recent_assignments))

    async def dimensions(self) -> Sequence[Dimension]:
        """Return the levels of the tree from the top down."""
        dimensions, self._can_add = await asyncio.wrap_future(self._engine.fetch(_dimensions))
        return dimensions

    async def choices(self, dimension: str, parents: Sequence[Reference]) -> Sequence[Reference]:
        """Return what can be chosen on one level below `parents`."""

        async def read(session: Session) -> Sequence[Reference]:
            return await kept_choices.choices(session, dimension, parents)

        return await asyncio.wrap_future(self._engine.fetch(read))

    async def called(self, dimension: str, text: str) -> Sequence[Sequence[Reference]]:
        """Return the nodes whose name holds `text`, the first ones of many, each with all that it lies in."""

        async def read(session: Session) -> Sequence[Sequence[Reference]]:
            return await kept_choices.searched(session, dimension, text, MOST_FOUND)

        return await asyncio.wrap_future(self._engine.fetch(read))

    async def branches(self, nodes: Sequence[Reference]) -> Sequence[Sequence[Reference]]:
        """Return for each of `nodes` those from the top down to it, where the level nests."""

        async def read(session: Session) -> Sequence[Sequence[Reference]]:
            return await kept_choices.branches(session, nodes)

        return await asyncio.wrap_future(self._engine.fetch(read))

    async def add(self, dimension: str, parents: Sequence[Reference], name: str) -> Reference:
        """Add a node below `parents`, or return the one of that name."""

        async def write(session: Session) -> Reference:
            return await tree_of(session).add(dimension, parents, name)

        return await asyncio.wrap_future(self._engine.fetch(write))

    async def time_types(self) -> Sequence[TimeType]:
        """Return the time types that can be booked, the usual one first."""
        return await asyncio.wrap_future(self._engine.fetch(kept_choices.time_types))


async def _dimensions(session: Session) -> tuple[Sequence[Dimension], bool]:
    can_add = session.backend.tree is not None and unavailable(session.abilities, Ability.EDIT_TREE) is None
    return await kept_choices.dimensions(session), can_add
