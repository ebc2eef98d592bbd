"""What a backend can do, in words: for the command line, the app and the README."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

from punchcard.backends.abilities import Abilities, Ability, AbilityAnswer, No, Partly
from punchcard.services.allowed import allowed_abilities
from punchcard.services.installed_backends import backend_factory

if TYPE_CHECKING:
    from punchcard.config import AccountConfig

ABILITY_WORDS: Mapping[Ability, str] = MappingProxyType(
    {
        Ability.CLOCK: "start and stop the clock",
        Ability.BREAK: "take breaks",
        Ability.CANCEL: "throw the running clock away",
        Ability.UPDATE: "change what the running clock is booked on",
        Ability.NOTE: "change the note of the running clock",
        Ability.ADJUST: "move the start of the running clock",
        Ability.UNDO_PUNCH: "undo punches",
        Ability.BACKDATE: "punch for an earlier moment",
        Ability.ADD_ENTRY: "add time entries",
        Ability.CHANGE_ENTRY: "change time entries",
        Ability.DELETE_ENTRY: "delete time entries",
        Ability.ENTRY_BREAKS: "keep breaks inside of entries",
        Ability.OTHER_PEOPLE: "see the time of others",
        Ability.PRESENCE: "see who is clocked in",
        Ability.CLOCK_OTHERS: "drive the clock of others",
        Ability.GROUPS: "group the time of a period",
        Ability.BULK_EDIT: "change or delete a whole group",
        Ability.SUBMIT_WEEK: "hand in weeks",
        Ability.REQUEST_CHANGE: "request changes of locked days",
        Ability.WITHDRAW_REQUEST: "withdraw requests",
        Ability.APPROVE: "approve requests and weeks",
        Ability.DECLINE: "decline requests and weeks",
        Ability.DECLINE_REASON: "say why something is declined",
        Ability.TARGETS: "know the target of a day",
        Ability.WORK_TIMES: "see work times beside the entries",
        Ability.BALANCE: "know the balance",
        Ability.EDIT_TREE: "change what time is booked on",
    }
)
"""Every ability as something that a person may want to do, in the order in which they are listed."""


class AbilityLine(NamedTuple):
    """One ability with its answer."""

    ability: Ability
    words: str
    answer: Literal["yes", "partly", "no"]
    reason: str
    """Why not, or not all of it; empty for yes."""


def ability_lines(abilities: Abilities) -> list[AbilityLine]:
    """Return every ability with its answer, in the usual order."""
    answers = dict(abilities)
    if isinstance(declining := answers[Ability.DECLINE], No):
        # Nobody says why to what they cannot decline.
        answers[Ability.DECLINE_REASON] = declining
    return [_line(ability, words, answers[ability]) for ability, words in ABILITY_WORDS.items()]


def backend_abilities(name: str) -> Abilities:
    """Return what the backend `name` can do.

    Raises:
        Refusal: It is not installed, or cannot be loaded.
    """
    return backend_factory(name).abilities


def account_abilities(account: AccountConfig) -> Abilities:
    """Return what an account can do: what its backend can, limited by its `write`.

    Raises:
        Refusal: Its backend is not installed, or cannot be loaded.
    """
    return allowed_abilities(account, backend_factory(account.backend))


def _line(ability: Ability, words: str, answer: AbilityAnswer) -> AbilityLine:
    match answer:
        case No(reason):
            return AbilityLine(ability, words, "no", reason)
        case Partly(reason):
            return AbilityLine(ability, words, "partly", reason)
        case _:
            return AbilityLine(ability, words, "yes", "")
