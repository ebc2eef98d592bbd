"""Local people, time types, and the tree client › project › task."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING

from punchcard.backends.local.storage import LocalStorage
from punchcard.backends.local.team_table import TeamTable
from punchcard.core.assignments import Dimension, Reference
from punchcard.core.edit_lock import EditLock
from punchcard.core.entries import Unit
from punchcard.core.identifiers import new_id
from punchcard.core.people import Person
from punchcard.core.refusals import UsageError
from punchcard.core.text import one_line
from punchcard.core.time_types import Category, TimeType

if TYPE_CHECKING:
    from punchcard.core.groups import Period
    from punchcard.core.targets import DayTarget

NAME_LIMIT = 200
"""Longest name of a node, in characters."""


class LocalDirectory:
    """Names for everything in the local file. There is one person at first: you."""

    def __init__(
        self, storage: LocalStorage, team: TeamTable, lock: EditLock, own_name: str = "", units: str = ""
    ) -> None:
        """Take the names from `storage`; `units` are those of the setting, with commas between them."""
        self._storage = storage
        self._team = team
        self._lock = lock
        self._units = units or Unit.TIMES.value
        self._name = one_line(own_name, NAME_LIMIT)

    async def whoami(self) -> Person:
        """Return the person of this home, written down when first asked for."""
        if (owner := self._team.owner()) is not None:
            return owner
        with self._storage.change():
            return self._team.keep_owner(self._name or _login_name())

    async def people(self) -> Sequence[Person]:
        """Return everybody in the team: whose home it is, then the others by name."""
        return self._team.people()

    async def edit_lock(self, person: str) -> EditLock:
        """Return what the account's setting says; the same for everybody, leads included."""
        del person
        return self._lock

    async def time_types(self) -> Sequence[TimeType]:
        """Return the time types, "Work" first."""
        rows = self._connection.execute("SELECT id, name, category FROM time_type ORDER BY position")
        return [TimeType(row["id"], row["name"], Category(row["category"])) for row in rows]

    async def dimensions(self, person: str | None = None) -> Sequence[Dimension]:
        """Return client, project and task; none of them has to be chosen."""
        del person
        rows = self._connection.execute("SELECT id, name FROM dimension ORDER BY position")
        return [Dimension(row["id"], row["name"]) for row in rows]

    async def choices(self, dimension: str, parents: Sequence[Reference]) -> Sequence[Reference]:
        """Return the nodes of one level below the last of `parents`, by name."""
        rows = self._connection.execute(
            "SELECT id, name FROM node WHERE dimension = ? AND parent IS ? AND archived = 0"
            " ORDER BY lower(name)",
            (dimension, parents[-1].id if parents else None),
        )
        return [Reference(dimension, row["id"], row["name"]) for row in rows]

    async def units(self, person: str) -> Sequence[Unit]:
        """Return what the account's setting allows, the usual one first; times alone without one."""
        del person
        return [Unit(name) for name in self._units.split(",")]

    async def targets(self, person: str, period: Period) -> Sequence[DayTarget] | None:
        """The schedule in the configuration says what is expected here."""
        del person, period

    @property
    def _connection(self) -> sqlite3.Connection:
        return self._storage.connection


class LocalTree:
    """Changes the tree that local time is booked on."""

    def __init__(self, storage: LocalStorage) -> None:
        self._storage = storage

    async def add(self, dimension: str, parents: Sequence[Reference], name: str) -> Reference:
        """Add a node below the last of `parents`, or return the one of that name.

        Raises:
            UsageError: The name is empty or longer than 200 characters.
        """
        clean = _checked_name(name)
        parent = parents[-1].id if parents else None
        with self._storage.change():
            known = self._storage.connection.execute(
                "SELECT id, name FROM node WHERE dimension = ? AND parent IS ?"
                " AND lower(name) = lower(?) AND archived = 0",
                (dimension, parent, clean),
            ).fetchone()
            if known:
                return Reference(dimension, known["id"], known["name"])
            node = Reference(dimension, new_id(), clean)
            self._storage.connection.execute(
                "INSERT INTO node (id, dimension, parent, name) VALUES (?, ?, ?, ?)",
                (node.id, dimension, parent, clean),
            )
        return node

    async def rename(self, reference: Reference, name: str) -> Reference:
        """Give a node another name; entries keep the name they were booked under.

        Raises:
            UsageError: The name is unusable, or its neighbour has it.
        """
        clean = _checked_name(name)
        try:
            with self._storage.change():
                self._storage.connection.execute(
                    "UPDATE node SET name = ? WHERE id = ?", (clean, reference.id)
                )
        except sqlite3.IntegrityError as error:
            raise UsageError(
                f"There is already a “{clean}” beside “{reference.name}”; nothing was renamed."
            ) from error
        return Reference(reference.dimension, reference.id, clean)

    async def archive(self, reference: Reference) -> None:
        """Offer a node and all below it no more."""
        with self._storage.change():
            self._storage.connection.execute(
                "WITH RECURSIVE branch (id) AS (SELECT ? UNION ALL"
                " SELECT node.id FROM node JOIN branch ON node.parent = branch.id)"
                " UPDATE node SET archived = 1 WHERE id IN (SELECT id FROM branch)",
                (reference.id,),
            )


def _checked_name(name: str) -> str:
    clean = one_line(name)
    if not clean:
        raise UsageError("A name needs at least one visible character; nothing was added.")
    if len(clean) > NAME_LIMIT:
        raise UsageError(
            f"The name has {len(clean)} characters; at most {NAME_LIMIT} fit. Nothing was added."
        )
    return clean


def _login_name() -> str:
    import getpass

    try:
        return one_line(getpass.getuser()) or "You"
    except (OSError, KeyError, ImportError):
        return "You"
