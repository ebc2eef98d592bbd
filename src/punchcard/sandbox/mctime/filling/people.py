"""Who works at the simulated McTime, and which roles they hold where."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from punchcard.sandbox.mctime.records import Grant, Role, User
from punchcard.sandbox.mctime.state import McTimeState

NO_EMAIL = "none"
"""What stands there for somebody without an address."""

_FIRST = ("Ada", "Bruno", "Clara", "David", "Emre", "Freya", "Gustav", "Hana", "Igor")
_LAST = ("Adler", "Bauer", "Costa", "Dumont", "Ekström")


def add_person(state: McTimeState, name: str, grants: Sequence[Grant], email: str | None = None) -> User:
    """Bring in somebody and return them."""
    first, _, last = name.partition(" ")
    user = User(state.new_id(), first, last, email or _email(name), tuple(grants))
    state.users[user.id] = user
    return user


def add_small_team(state: McTimeState, company: str) -> None:
    """Bring in Ann, who administrates everything, Ben, who works, and Lea, who approves."""
    add_person(state, "Ann Berger", [Grant(Role.EMPLOYEE, company), Grant(Role.MAIN_ADMINISTRATOR, company)])
    add_person(state, "Ben Okafor", [Grant(Role.EMPLOYEE, company)])
    add_person(state, "Lea Brandt", [Grant(Role.EMPLOYEE, company), Grant(Role.APPROVER, company)])


def add_crowd(state: McTimeState, company: str, people: int) -> None:
    """Bring in employees until there are so many people; every name is another one."""
    number = 0
    while len(state.users) < people:
        turn, place = divmod(number, len(_FIRST) * len(_LAST))
        name = f"{_FIRST[place % len(_FIRST)]} {_LAST[place // len(_FIRST)]}"
        add_person(state, f"{name} {turn + 1}" if turn else name, [Grant(Role.EMPLOYEE, company)])
        number += 1


def _email(name: str) -> str:
    parted = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(sign if sign.isascii() and sign.isalnum() else " " for sign in parted)
    words = plain.split()
    return f"{'.'.join(words)}@mctime.example" if words else NO_EMAIL
