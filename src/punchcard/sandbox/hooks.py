"""How the state of every simulated vendor is filled, put back, and changed by somebody else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from random import Random
from threading import RLock
from typing import Protocol, TypeVar

from punchcard.sandbox.application import VendorHooks


class Locked(Protocol):
    """A state that several threads look at."""

    @property
    def lock(self) -> RLock:
        """Held by whoever looks at it, or changes it."""
        ...


class Named(Protocol):
    """Somebody."""

    @property
    def name(self) -> str:
        """What they are called."""
        ...


StateT = TypeVar("StateT", bound=Locked)
CallerT = TypeVar("CallerT")
NamedT = TypeVar("NamedT", bound=Named)


def filled(
    state: StateT,
    seed: int,
    *,
    fill: Callable[[], None],
    caller_of: Callable[[StateT, Mapping[str, str]], CallerT | None],
    change: Callable[[StateT, CallerT, str, Random], None],
    error: Callable[[int, str], bytes],
) -> VendorHooks:
    """Fill a vendor's state, and return what only that vendor can say.

    Args:
        state: What it keeps.
        seed: What the changes that happen elsewhere are drawn from.
        fill: Brings in what is there at the start, whatever was there before.
        caller_of: Says from the headers, by their names in lower case, who asks; None for nobody.
        change: Lets somebody else change what a request to a path is about, drawn at random.
        error: As in `VendorHooks`.
    """
    random = Random()

    def reset() -> None:
        with state.lock:
            random.seed(f"{seed} elsewhere")
            fill()

    def elsewhere(method: str, path: str, headers: Mapping[str, str]) -> None:
        del method
        with state.lock:
            caller = caller_of(state, headers)
            if caller is not None:
                change(state, caller, path, random)

    reset()
    return VendorHooks(error, elsewhere, reset)


def person_named(people: Iterable[NamedT], name: str) -> NamedT:
    """Return the one of several people who is called so.

    Raises:
        KeyError: There is none.
    """
    for person in people:
        if person.name == name:
            return person
    raise KeyError(name)
