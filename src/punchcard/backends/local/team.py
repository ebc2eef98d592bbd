"""The people of the local team, and what they may do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from whenever import Instant

from punchcard.backends.local.storage import LocalStorage
from punchcard.backends.local.team_table import TeamTable
from punchcard.core.clock import Running
from punchcard.core.identifiers import new_id
from punchcard.core.moments import spoken
from punchcard.core.people import Person, Role
from punchcard.core.refusals import Refusal, UsageError
from punchcard.core.text import one_line
from punchcard.core.zones import in_zone

PERSON_LIMIT = 200
"""Longest name of a person, in characters."""


class NotInTeam(Refusal):
    """A person who could not be added, changed or removed."""

    code = "team"


class LocalTeam:
    """Adds people, gives them roles, and takes them out."""

    def __init__(
        self, storage: LocalStorage, zone: str, now: Callable[[], Instant], table: TeamTable
    ) -> None:
        self._storage = storage
        self._zone = zone
        self._now = now
        self._table = table

    async def former(self) -> Sequence[Person]:
        """Return everybody who was removed; what they did stays under their names."""
        return self._table.former()

    async def add(self, name: str, role: Role) -> Person:
        """Add somebody; whoever was removed under that name comes back, with the time from before.

        Raises:
            UsageError: The name is empty or longer than 200 characters.
            NotInTeam: There is somebody of that name.
        """
        clean = _checked(name)
        with self._storage.change():
            if twin := _named(clean, self._table.people()):
                raise NotInTeam(
                    f"There is a {one_line(twin.name, 60)} in the team already; nobody was added."
                )
            known = _named(clean, self._table.former())
            person = Person(known.id if known else new_id(), clean, known.email if known else "", role)
            self._table.keep(person)
        return person

    async def give_role(self, person: Person, role: Role) -> Person:
        """Let somebody be a worker or a lead.

        Raises:
            NotInTeam: They are not in the team, or nobody would be left to decide.
        """
        with self._storage.change():
            known = self._member(person)
            changed = Person(known.id, known.name, known.email, role)
            if role is not Role.LEAD:
                self._keep_a_lead(known)
            self._table.keep(changed)
        return changed

    async def remove(self, person: Person) -> None:
        """Take somebody out of the team; what they have booked and asked for stays.

        Raises:
            NotInTeam: They are not in the team, it is their home, their clock runs, or nobody would be left
                to decide.
        """
        with self._storage.change():
            known = self._member(person)
            name, owner = one_line(known.name, 60), self._table.owner()
            if owner is not None and owner.id == known.id:
                raise NotInTeam(f"This is the home of {name}, who cannot be removed from it.")
            state = self._storage.running(known.id)
            if isinstance(state, Running):
                since = spoken(state.since, in_zone(self._now(), self._zone).date())
                raise NotInTeam(f"The clock of {name} runs since {since}; it has to be stopped first.")
            self._keep_a_lead(known)
            self._table.remove(known.id, self._now())

    def _member(self, person: Person) -> Person:
        for known in self._table.people():
            if known.id == person.id:
                return known
        raise NotInTeam(f"{one_line(person.name, 60)} is not in the team any more; nothing was changed.")

    def _keep_a_lead(self, leaving: Person) -> None:
        others = (other for other in self._table.people() if other.id != leaving.id)
        if leaving.role is Role.LEAD and not any(other.role is Role.LEAD for other in others):
            raise NotInTeam(
                f"{one_line(leaving.name, 60)} is the only lead; nobody would be left to decide. "
                "Nothing was changed.",
                "Make somebody else a lead first: `punch team role NAME lead`.",
            )


def _named(name: str, people: Sequence[Person]) -> Person | None:
    return next((person for person in people if person.name.casefold() == name.casefold()), None)


def _checked(name: str) -> str:
    clean = one_line(name)
    if not clean:
        raise UsageError("A name needs at least one visible character; nobody was added.")
    if len(clean) > PERSON_LIMIT:
        raise UsageError(
            f"The name has {len(clean):,} characters; at most {PERSON_LIMIT} fit. Nobody was added."
        )
    return clean
