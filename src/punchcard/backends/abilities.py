"""What a backend can do, declared once: for greyed-out keys, the command line and the README."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Ability(StrEnum):
    """One thing a person may want to do."""

    CLOCK = "clock"
    BREAK = "break"
    CANCEL = "cancel"
    UPDATE = "update"
    NOTE = "note"
    ADJUST = "adjust"
    UNDO_PUNCH = "undo_punch"
    BACKDATE = "backdate"
    ADD_ENTRY = "add_entry"
    CHANGE_ENTRY = "change_entry"
    DELETE_ENTRY = "delete_entry"
    ENTRY_BREAKS = "entry_breaks"
    OTHER_PEOPLE = "other_people"
    PRESENCE = "presence"
    CLOCK_OTHERS = "clock_others"
    GROUPS = "groups"
    BULK_EDIT = "bulk_edit"
    SUBMIT_WEEK = "submit_week"
    REQUEST_CHANGE = "request_change"
    WITHDRAW_REQUEST = "withdraw_request"
    APPROVE = "approve"
    DECLINE = "decline"
    DECLINE_REASON = "decline_reason"
    TARGETS = "targets"
    WORK_TIMES = "work_times"
    BALANCE = "balance"
    EDIT_TREE = "edit_tree"


@dataclass(frozen=True, slots=True)
class Yes:
    """It can."""


@dataclass(frozen=True, slots=True)
class Partly:
    """It can, with a limit that a person should know."""

    reason: str


@dataclass(frozen=True, slots=True)
class No:
    """It cannot, and this is why."""

    reason: str


AbilityAnswer = Yes | Partly | No
Abilities = Mapping[Ability, AbilityAnswer]
"""An answer for every ability; one left out is a fault that the contract suite finds."""


def limits(abilities: Abilities, *wanted: Ability) -> tuple[str, ...]:
    """Return why each of `wanted` is not to be had, or not all of it; nothing of what is."""
    answers = (abilities[ability] for ability in wanted)
    return tuple(answer.reason for answer in answers if not isinstance(answer, Yes))


def unavailable(abilities: Abilities, ability: Ability) -> str | None:
    """Return why `ability` is not to be had, or None where it is."""
    answer = abilities[ability]
    return answer.reason if isinstance(answer, No) else None
