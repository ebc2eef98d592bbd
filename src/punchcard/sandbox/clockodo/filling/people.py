"""Who works at the simulated Clockodo, what they may, and what they have to work."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from whenever import Date

from punchcard.sandbox.clockodo.records import OWNER, WORKER, Access, TargetHours, Team, User
from punchcard.sandbox.clockodo.state import ClockodoState
from punchcard.sandbox.company.asked import EDIT_LOCK_DAYS
from punchcard.sandbox.company.team import ANN, COLLEAGUES, DEPUTY, LEAD

BY_THE_MONTH, PART_TIME_ONCE, BY_DEFAULT, LIMITED = "李 明", "Zoë Müller", "Carla Díaz", "Carla Díaz"
"""Whose target is set by the month; who has two rows of targets, and who none; whose access is limited."""

_OPEN_DAYS = EDIT_LOCK_DAYS + 1
"""How many days are open, today included."""


def add_small_team(state: ClockodoState) -> None:
    """Bring in Ann and Lea, who own the company, and Ben, who works for Ann; nothing is locked."""
    ids = {name: _add(state, name, OWNER if name != "Ben" else WORKER) for name in ("Ann", "Ben", "Lea")}
    state.users[ids["Ben"]] = replace(state.users[ids["Ben"]], boss=ids["Ann"])
    _add_team(state, "Everybody", ids["Ann"], list(ids.values()))


def add_team(state: ClockodoState) -> dict[str, int]:
    """Bring in the company's people; return everybody's id by name.

    Lea owns the company and is everybody's boss. Hers is Nikolai, who may also see every report.
    """
    names = (ANN, *(each.name for each in COLLEAGUES))
    ids = {name: _add(state, name, OWNER if name == LEAD else WORKER) for name in names}
    for name, number in ids.items():
        boss = ids[DEPUTY] if name == LEAD else ids[LEAD]
        open_days = None if name == LEAD else _OPEN_DAYS
        access = Access(report=name == DEPUTY)
        state.users[number] = replace(
            state.users[number], boss=boss, access=access, edit_lock_dyn=open_days,
            work_time_edit_lock_days=open_days,
        )  # fmt: skip
    _add_team(state, "Product", ids[LEAD], [ids[name] for name in names if name != DEPUTY][:5])
    _add_team(state, "Customers", ids[DEPUTY], [number for number in ids.values() if _is_free(state, number)])
    return ids


def limit_access(state: ClockodoState, ids: dict[str, int]) -> None:
    """Let one of them book on one project and for the company itself alone."""
    allowed: dict[int, bool | frozenset[int]] = {}
    for customer in state.customers.values():
        inside = [each for each in state.projects.values() if each.customers_id == customer.id]
        if not customer.billable_default:
            allowed[customer.id] = True
        elif portal := frozenset(each.id for each in inside if each.name == "Portal"):
            allowed[customer.id] = portal
    user = state.users[ids[LIMITED]]
    state.users[user.id] = replace(user, access=Access(add=allowed))


def add_targets(state: ClockodoState, ids: dict[str, int], today: Date) -> None:
    """Bring in what everybody has to work: eight hours from Monday to Friday for most."""
    begin = Date(2020, 1, 1)
    for name, number in ids.items():
        if name == BY_DEFAULT:
            continue
        if name == PART_TIME_ONCE:
            last = Date(today.year - 1, 12, 31)
            _add_target(state, TargetHours(0, number, begin, last, (5, 5, 5, 5, 0, 0, 0)))
            _add_target(state, TargetHours(0, number, last.add(days=1)))
            continue
        monthly = 173.33 if name == BY_THE_MONTH else None
        _add_target(state, TargetHours(0, number, begin, monthly_target=monthly))


def _add(state: ClockodoState, name: str, role: str) -> int:
    number = state.new_id()
    email = f"{_plain(name.split()[0]) or f'person{number}'}@clockodo.example"
    state.users[number] = User(number, name, email, role, number=f"P{number:03}")
    return number


def _add_team(state: ClockodoState, name: str, leader: int, inside: list[int]) -> None:
    team = Team(state.new_id(), name, leader)
    state.teams[team.id] = team
    for number in inside:
        state.users[number] = replace(state.users[number], teams_id=team.id)


def _add_target(state: ClockodoState, row: TargetHours) -> None:
    number = state.new_id()
    state.target_hours[number] = replace(row, id=number)


def _is_free(state: ClockodoState, number: int) -> bool:
    return state.users[number].teams_id is None


def _plain(name: str) -> str:
    """A name in small letters of ASCII; empty where it has others."""
    parted = unicodedata.normalize("NFKD", name).casefold()
    bare = "".join(char for char in parted if not unicodedata.combining(char))
    return bare if bare.isascii() else ""
