"""What people are called, where an answer tells no more than their ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from punchcard.backends.clockodo.client import ClockodoClient
from punchcard.backends.clockodo.wire import Users
from punchcard.backends.errors import NotAllowed, Retired
from punchcard.core.text import one_line


class UserNames:
    """Asks for the list of people where a name is wanted that is not known yet; belongs to one connection."""

    def __init__(self, client: ClockodoClient) -> None:
        self._client = client
        self._names: dict[int, str] = {}
        self._asked: set[int] = set()

    async def of(self, ids: Iterable[int]) -> Mapping[int, str]:
        """Return the names that can be had; whoever may not see the list of people knows none.

        Raises:
            BackendError: The list cannot be read just now.
        """
        wanted = set(ids) - self._asked
        if wanted:
            self._names |= await self._read()
            self._asked |= wanted | self._names.keys()
        return self._names

    async def _read(self) -> dict[int, str]:
        try:
            pages = await self._client.pages(Users, "v3/users")
        except (NotAllowed, Retired):
            return {}
        return {user.id: one_line(user.name) for page in pages for user in page.data}
