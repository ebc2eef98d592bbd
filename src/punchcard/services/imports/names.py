"""What the names in a file mean: each is looked up once, however often it is there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeVar

from punchcard.backends.abilities import Ability, unavailable
from punchcard.core.assignments import NOTHING, Assignment, Dimension
from punchcard.core.people import Person
from punchcard.core.refusals import Refusal, UsageError
from punchcard.core.text import one_line
from punchcard.core.time_types import TimeType
from punchcard.services.choices import assignment_named, time_type_named
from punchcard.services.session import Session
from punchcard.services.team import person_named

FoundT = TypeVar("FoundT")


class Names:
    """Looks names up, and remembers what they mean, or why they mean nothing."""

    def __init__(
        self, session: Session, people: Sequence[Person], levels: Sequence[Dimension], bookers: Session
    ) -> None:
        """Take what is known of the account.

        Args:
            session: The account in use.
            people: Whose time may be saved.
            levels: What time is booked on.
            bookers: The same account, as somebody whose time is booked on those levels.
        """
        self._session, self._people, self._bookers = session, people, bookers
        self._levels = [level.name.casefold() for level in levels]
        self._types: dict[str, TimeType | Refusal] = {}
        self._branches: dict[str, Assignment | Refusal] = {}

    def person(self, name: str) -> Person:
        """Return whose time it is; one's own where nothing is said.

        Raises:
            Refusal: Nobody is called so, several are, or their time cannot be saved.
        """
        session = self._session
        wanted = one_line(name).casefold()
        by_email = [person for person in self._people if wanted and person.email.casefold() == wanted]
        found = session.person
        if wanted:
            where = f"whose time this account may see at {session.backend.info.title}"
            found = by_email[0] if len(by_email) == 1 else person_named(name, self._people, where)
        if found.id != session.person.id and session.backend.batch is None and session.backend.team is None:
            reason = unavailable(session.abilities, Ability.OTHER_PEOPLE) or ""
            raise UsageError(
                f"The time of {one_line(found.name, 60)} cannot be saved here: an account at "
                f"{session.backend.info.title} saves that of its own person. {reason}".strip()
            )
        return found

    async def time_type(self, name: str) -> TimeType | None:
        """Return the time type of that name; None where nothing is said.

        Raises:
            Refusal: There is none, or several.
        """
        if not name.strip():
            return None
        return await _once(self._types, name, lambda: time_type_named(self._session, name))

    async def booked_on(self, cells: Mapping[str, str]) -> Assignment:
        """Return what time is booked on: the column `on`, or those of the levels.

        Raises:
            Refusal: There is no such thing, or both are given.
        """
        parts = [cells.get(level, "").strip() for level in self._levels]
        path = cells.get("on", "").strip()
        if path and any(parts):
            raise UsageError(
                "What it is booked on is given twice: by `on`, and by the columns of the levels."
            )
        path = path or "/".join(part for part in parts if part)
        if not path:
            return NOTHING
        return await _once(self._branches, path, lambda: assignment_named(self._bookers, path))


async def _once(
    known: dict[str, FoundT | Refusal], name: str, look_up: Callable[[], Awaitable[FoundT]]
) -> FoundT:
    """Return what was found under a name; where that was nothing, say so of every line."""
    if name not in known:
        try:
            known[name] = await look_up()
        except Refusal as refusal:
            known[name] = refusal
    found = known[name]
    if isinstance(found, Refusal):
        raise found
    return found
