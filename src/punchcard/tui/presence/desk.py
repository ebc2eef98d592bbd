"""What the panel asks for, whoever answers."""

from __future__ import annotations

from asyncio import wrap_future
from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

from punchcard.backends.abilities import Ability
from punchcard.core.clock import ClockState
from punchcard.core.people import Person
from punchcard.core.refusals import Refusal
from punchcard.core.text import one_line
from punchcard.services.acting import acting_as
from punchcard.services.presence import (
    Drive,
    OnItsWay,
    WhoIsIn,
    asked_of_clocks,
    drive,
    read_clock_of,
    who_is_in,
)
from punchcard.services.session import Session
from punchcard.tui.host import HostApp


class PresenceDesk(Protocol):
    """What can be asked; everything that waits is awaited in a worker and may raise a refusal."""

    async def read(self) -> WhoIsIn:
        """Ask the backend who is clocked in."""
        ...

    async def asked(self) -> Mapping[str, OnItsWay]:
        """Return what is on its way about anybody's clock, by the id of the person; asks nobody."""
        ...

    async def clock_of(self, person: Person) -> ClockState:
        """Read the clock of one person."""
        ...

    async def drive(self, person: Person, what: Drive, of: str) -> str:
        """Ask for a punch of somebody's clock, and return what was done in a sentence."""
        ...

    def why_not(self, person: Person) -> str:
        """Return why that person's clock cannot be driven; empty where it can."""
        ...


class EngineDesk:
    """Asks the account that is open in the app."""

    def __init__(self, app: HostApp) -> None:
        """Ask the engine of `app`."""
        self._app = app

    async def read(self) -> WhoIsIn:
        """Ask the backend who is clocked in."""
        return await wrap_future(self._app.engine.fetch(who_is_in))

    async def asked(self) -> Mapping[str, OnItsWay]:
        """Return what is on its way about anybody's clock."""
        return await wrap_future(self._app.engine.fetch(_asked))

    async def clock_of(self, person: Person) -> ClockState:
        """Read the clock of one person."""
        return await wrap_future(self._app.engine.fetch(partial(read_clock_of, person=person)))

    async def drive(self, person: Person, what: Drive, of: str) -> str:
        """Ask for a punch; it is delivered beside everything else.

        A stop that would remove other entries is asked about, as it is for one's own clock.
        """
        try:
            return await self._ask(partial(drive, person=person, what=what, of=of))
        except Refusal as refusal:
            if refusal.code != "over_others":
                raise
            from punchcard.tui.clock.stop_question import ask_what_becomes

            request = await ask_what_becomes(self._app, refusal)
        if request is None:
            return f"{one_line(person.name, 60)}: the clock was not stopped."
        return await self._ask(partial(_as_them, person=person, request=request))

    async def _ask(self, request: Callable[[Session], str]) -> str:
        return await wrap_future(self._app.engine.ask(request))

    def why_not(self, person: Person) -> str:
        """Return why that person's clock cannot be driven; empty where it can."""
        overview = self._app.overview
        if overview is None:
            return "The account is not open yet."
        is_own = person.id == overview.person.id and not overview.acting
        return overview.unable.get(Ability.CLOCK if is_own else Ability.CLOCK_OTHERS, "")


def _as_them(session: Session, person: Person, request: Callable[[Session], str]) -> str:
    return f"{one_line(person.name, 60)}: {request(acting_as(session, person))}"


async def _asked(session: Session) -> Mapping[str, OnItsWay]:
    return asked_of_clocks(session)
