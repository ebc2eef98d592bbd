"""The people of the local file: who is in the team, who was, and what they may do."""

from __future__ import annotations

from whenever import Instant

from punchcard.backends.local.storage import LocalStorage
from punchcard.core.identifiers import new_id
from punchcard.core.people import Person, Role
from punchcard.core.text import one_line

_SELECT = "SELECT id, name, email, role FROM person "


class TeamTable:
    """Reads the people of the local file."""

    def __init__(self, storage: LocalStorage) -> None:
        self._storage = storage

    def owner(self) -> Person | None:
        """Return the person whose home this is; None in a file that nobody has used."""
        return next(iter(self._read("WHERE is_owner = 1")), None)

    def people(self) -> list[Person]:
        """Return everybody in the team: the owner, then the others by name."""
        found = self._read("WHERE removed_at IS NULL ORDER BY is_owner DESC, id")
        return [*found[:1], *sorted(found[1:], key=lambda person: (person.name.casefold(), person.id))]

    def former(self) -> list[Person]:
        """Return everybody who was removed, the last one first."""
        return self._read("WHERE removed_at IS NOT NULL ORDER BY removed_at DESC, id")

    def role_of(self, person: str) -> Role | None:
        """Return the role of somebody in the team; None for anybody else."""
        found = self._read("WHERE removed_at IS NULL AND id = ?", person)
        return found[0].role if found else None

    def name_of(self, person: str) -> str:
        """Return the name of somebody who is or was in the team, on one line."""
        found = self._read("WHERE id = ?", person)
        return one_line(found[0].name, 60) if found else "somebody unknown"

    def keep_owner(self, name: str) -> Person:
        """Return the person whose home this is: who is there already, or somebody new with this name."""
        if (owner := self.owner()) is not None:
            return owner
        owner = Person(new_id(), name, role=Role.LEAD)
        self.keep(owner)
        self._storage.connection.execute("UPDATE person SET is_owner = 1 WHERE id = ?", (owner.id,))
        return owner

    def keep(self, person: Person) -> None:
        """Keep a person as they are now, in the team."""
        self._storage.connection.execute(
            "INSERT INTO person (id, name, email, role) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
            " name = excluded.name, email = excluded.email, role = excluded.role, removed_at = NULL",
            (person.id, person.name, person.email, person.role.value),
        )

    def remove(self, person: str, at: Instant) -> None:
        """Take a person out of the team."""
        self._storage.connection.execute(
            "UPDATE person SET removed_at = ? WHERE id = ?", (at.timestamp(unit="millisecond"), person)
        )

    def _read(self, where: str, *values: str) -> list[Person]:
        rows = self._storage.connection.execute("".join((_SELECT, where)), values)
        return [Person(row["id"], row["name"], row["email"], Role(row["role"])) for row in rows]
