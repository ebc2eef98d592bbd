"""One call of a key, and what every route needs of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from punchcard.sandbox.lucca.records import ApplicationKey, Right, User
from punchcard.sandbox.lucca.state import LuccaState
from punchcard.sandbox.lucca.wire.answers import forbidden, invalid, not_found


@dataclass(frozen=True, slots=True)
class Call:
    """One request."""

    state: LuccaState
    key: ApplicationKey
    query: Mapping[str, str]
    """Its parameters; of several of one name the last."""
    body: bytes
    path_id: int
    """The id in the path; 0 where there is none."""

    def parameter(self, name: str) -> str | None:
        """Return a parameter of the query, however its name is capitalized; None where it is left out."""
        for given, value in self.query.items():
            if given.casefold() == name.casefold():
                return value
        return None

    def json(self) -> Any:
        """Return what the body says.

        Raises:
            Problem: It is no JSON in UTF-8.
        """
        try:
            return json.loads(self.body.decode("utf-8"))
        except (ValueError, RecursionError) as error:
            raise invalid("The body is no valid JSON.") from error

    def needs(self, right: Right) -> None:
        """Let pass whoever has a right.

        Raises:
            Problem: The role of the key does not give it.
        """
        if right not in self.key.rights:
            raise forbidden(f"The role of this API key does not allow this ({right.name.casefold()}).")

    def user(self, number: int) -> User:
        """Return somebody whose time the key reaches.

        Raises:
            Problem: There is nobody of that id, or they are outside the key's population.
        """
        if number not in self.state.users or not self.key.reaches(number):
            raise not_found("user", number)
        return self.state.users[number]


Handler: TypeAlias = Callable[[Call], Any]
"""Answers a call with JSON."""
