"""One request of somebody who has signed in, and what every route needs of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias, TypeVar

from punchcard.sandbox.clockodo.records import User
from punchcard.sandbox.clockodo.rights import manages
from punchcard.sandbox.clockodo.state import ClockodoState
from punchcard.sandbox.clockodo.wire import messages
from punchcard.sandbox.clockodo.wire.answers import Json, Problem, forbidden, malformed, not_found
from punchcard.sandbox.clockodo.wire.given import Given
from punchcard.sandbox.clockodo.wire.messages import Message

T = TypeVar("T")

USUAL_PAGE = 1000
"""How many come on a page where nothing is said and the route allows as many."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request."""

    state: ClockodoState
    caller: User
    given: Given
    language: str
    path_id: int
    """The id in the path; 0 where there is none."""
    iso_utc: bool
    """Whether older routes shall speak of moments in UTC."""

    @property
    def is_classic(self) -> bool:
        """Whether the older description of the API is played."""
        return self.state.is_classic

    def without_newer(self, *names: str) -> Call:
        """Return the request as the classic generation reads it, where that is played: without `names`."""
        if not self.is_classic:
            return self
        values = {name: value for name, value in self.given.values.items() if name not in names}
        return replace(self, given=Given(values))

    def said(self, message: Message, about: str = "") -> str:
        """Return a sentence in the caller's language."""
        return message.said(self.language, about)

    def user(self, name: str = "users_id") -> User:
        """Whoever is meant, the caller where nobody is; somebody whose time the caller may see.

        Raises:
            Problem: The caller may not, or there is no such user.
        """
        wanted = self.given.integer(name, 1)
        user = self.caller if wanted is None else self.state.users.get(wanted)
        if user is None:
            raise not_found()
        if not manages(self.caller, user):
            raise forbidden(path=name)
        return user

    def paged(self, key: str, found: Sequence[T], shape: Callable[[T], Json], most: int) -> Json:
        """Return one page of a list in its envelope (Clockodo API, paging)."""
        number = self.given.integer("page", 1) or 1
        size = min(self.given.integer("items_per_page", 1) or min(most, USUAL_PAGE), most)
        count = -(-len(found) // size)
        if not found and self.is_classic:
            count = 1
        paging = {
            "items_per_page": size, "current_page": number, "count_pages": count, "count_items": len(found),
        }  # fmt: skip
        shown = found[(number - 1) * size : number * size]
        return {"paging": paging, key: [shape(each) for each in shown]}


Handler: TypeAlias = Callable[[Call], Json]


def known(table: dict[int, T], number: int, path: str) -> T:
    """Return what a body names by its id.

    Raises:
        Problem: There is no such thing.
    """
    if number not in table:
        raise Problem(404, "ResourceNotFound", messages.UNKNOWN_ID, path, path)
    return table[number]


def named(table: dict[int, T], number: int) -> T:
    """Return what a path names by its id.

    Raises:
        Problem: There is no such thing.
    """
    if number not in table:
        raise not_found()
    return table[number]


def sorted_by(found: Sequence[T], wanted: Sequence[str], keys: dict[str, Callable[[T], object]]) -> list[T]:
    """Return a list in the order that `sort` asks for: the first name counts most, `-` turns it around.

    Raises:
        Problem: There is no such order.
    """
    ordered = list(found)
    for name in reversed(wanted):
        key = keys.get(name.removeprefix("-"))
        if key is None:
            raise malformed(messages.UNKNOWN_VALUE, "sort")
        ordered.sort(key=_comparable(key), reverse=name.startswith("-"))
    return ordered


def _comparable(key: Callable[[T], object]) -> Callable[[T], tuple[bool, float, str]]:
    """Nothing comes before something, numbers by size, texts by the alphabet."""

    def compared(item: T) -> tuple[bool, float, str]:
        value = key(item)
        number = float(value) if isinstance(value, int | float) else 0.0
        return value is not None, number, "" if value is None else str(value).casefold()

    return compared
