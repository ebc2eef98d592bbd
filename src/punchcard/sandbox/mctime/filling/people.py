"""Who works at the simulated McTime, and which roles they hold where."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from whenever import Date

from punchcard.sandbox.company.month import HOLIDAYS
from punchcard.sandbox.company.team import ANN, COLLEAGUES, DEPUTY, LEAD
from punchcard.sandbox.mctime.records import AutomaticBreak, Grant, Role, TargetTimes, User
from punchcard.sandbox.mctime.state import McTimeState

NO_EMAIL = "none"
"""What stands there for somebody without an address."""

LEFT, LEFT_DAYS_AGO = "Jonas Weber", 200
"""Who is not there any more, and since when."""

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


def add_team(state: McTimeState, company: str) -> dict[str, str]:
    """Bring in the simulated company's people, and one who has left; return everybody's id by name.

    Lea administrates the company, Nikolai manages it; everybody else works there.
    """
    roles = {LEAD: Role.ADMINISTRATOR, DEPUTY: Role.MANAGER}
    ids = dict[str, str]()
    for name in (ANN, *(each.name for each in COLLEAGUES)):
        higher = [Grant(roles[name], company)] if name in roles else []
        ids[name] = add_person(state, name, [Grant(Role.EMPLOYEE, company), *higher]).id
    left = add_person(state, LEFT, [Grant(Role.EMPLOYEE, company)])
    ended = state.now().subtract(hours=LEFT_DAYS_AGO * 24)
    state.users[left.id] = replace(left, valid_to=ended)
    return ids


def add_targets(state: McTimeState, first: Date) -> None:
    """Let everybody's balance count from a day on, and breaks be added as the law has them."""
    target = TargetTimes(
        automatic_breaks=(AutomaticBreak(6 * 60, 30), AutomaticBreak(9 * 60, 45)), counts_from=first,
        free_days=frozenset(HOLIDAYS),
    )  # fmt: skip
    for user in list(state.users.values()):
        state.users[user.id] = replace(user, target=target)


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
    bare = "".join(sign for sign in parted if not unicodedata.combining(sign))
    words = "".join(sign for sign in bare if (sign.isascii() and sign.isalnum()) or sign == " ").split()
    return f"{'.'.join(words)}@mctime.example" if words else NO_EMAIL
