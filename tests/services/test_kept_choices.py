"""What can be chosen, as it was read last, is that of whoever is booked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.services.desk import Desk
from tests.services.vendor import BEN, Backend, Directory, Vendor

from punchcard.backends.errors import Unreachable
from punchcard.core.assignments import Dimension
from punchcard.services import kept_choices
from punchcard.services.acting import acting_as

LEVEL = Dimension("project", "Project", required=True)


class Levels(Directory):
    """The time of others alone is booked on something."""

    is_down = False

    async def dimensions(self, person: str | None = None) -> Sequence[Dimension]:
        if self.is_down:
            raise Unreachable("No answer.")
        return [LEVEL] if person else []


class Booking(Backend):
    def __init__(self, vendor: Vendor) -> None:
        super().__init__(vendor)
        self.directory = self.levels = Levels(vendor)


async def test_what_somebody_else_books_on_is_never_taken_from_what_one_books_on_oneself(
    tmp_path: Path,
) -> None:
    desk = Desk(tmp_path / "home")
    backend = Booking(desk.vendor)
    own = desk.open(backend)
    theirs = acting_as(own, BEN)
    assert await kept_choices.dimensions(own) == []
    backend.levels.is_down = True
    with pytest.raises(Unreachable):
        await kept_choices.dimensions(theirs)
    backend.levels.is_down = False
    assert await kept_choices.dimensions(theirs) == [LEVEL]
    backend.levels.is_down = True
    assert (await kept_choices.dimensions(own), await kept_choices.dimensions(theirs)) == ([], [LEVEL])
    desk.close()
