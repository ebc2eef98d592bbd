"""What teams are called, where users tell no more than their ids (section 9)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from punchcard.backends.clockodo.client import ClockodoClient
from punchcard.backends.clockodo.values import Id, Page
from punchcard.backends.clockodo.wire import User
from punchcard.backends.errors import NotAllowed, Retired
from punchcard.backends.http.wire import Wire
from punchcard.backends.remembering import Remembered
from punchcard.core.text import one_line


class Team(Wire):
    """A team."""

    id: Id
    name: str


class Teams(Page):
    """A page of teams."""

    data: tuple[Team, ...]


class TeamNames:
    """Asks for the list of teams where somebody belongs to one."""

    def __init__(self, client: ClockodoClient) -> None:
        self._client = client
        self._names = Remembered[Mapping[int, str]](client.now)

    async def of(self, users: Iterable[User]) -> Mapping[int, str]:
        """Return the names of teams by their ids; whoever may not see the list knows none.

        Raises:
            BackendError: The list cannot be read just now.
        """
        if all(user.teams_id is None for user in users):
            return {}
        return await self._names.get("teams", self._read)

    async def _read(self) -> Mapping[int, str]:
        try:
            pages = await self._client.pages(Teams, "v3/teams")
        except (NotAllowed, Retired):
            return {}
        return {team.id: one_line(team.name) for page in pages for team in page.data}
