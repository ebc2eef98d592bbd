"""Who works at the simulated Lucca, and their keys."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from random import Random

from punchcard.sandbox.lucca.records import ApplicationKey, Configuration, Right, User
from punchcard.sandbox.lucca.state import LuccaState

CONFIGURED = Configuration()
"""Activities by the clock, in weeks."""


def add_person(state: LuccaState, name: str, configuration: Configuration = CONFIGURED) -> int:
    """Bring somebody in; return their id."""
    number = state.new_id()
    first, _, last = name.partition(" ")
    login = plain(first) or f"person{number}"
    state.users[number] = User(
        number, first, last, login, f"{login}@lucca.example", configurations=(configuration,)
    )
    return number


def add_key(
    state: LuccaState,
    user: User,
    rights: Collection[Right] = tuple(Right),
    population: frozenset[int] | None = None,
) -> None:
    """Bring in a key for the program that somebody uses."""
    drawn = Random(f"{state.seed} lucca {user.name}").getrandbits(128)
    digits = f"{drawn:032x}"
    text = "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
    state.keys[text] = ApplicationKey(
        state.new_id(), f"Punchcard of {user.name}", user.id, frozenset(rights), population
    )


def plain(name: str) -> str:
    """Return a name in small letters of ASCII; empty where it has others."""
    parted = unicodedata.normalize("NFKD", name).casefold()
    bare = "".join(char for char in parted if not unicodedata.combining(char))
    return bare if bare.isascii() else ""
