"""What an account may do: what its backend can, less what `write` in its configuration keeps it from."""

from __future__ import annotations

from punchcard.backends.abilities import Abilities, Ability, No
from punchcard.config import AccountConfig

CLOCK_ABILITIES = frozenset(
    {
        Ability.CLOCK, Ability.BREAK, Ability.CANCEL, Ability.UPDATE, Ability.ADJUST, Ability.UNDO_PUNCH,
        Ability.BACKDATE,
    }
)  # fmt: skip
"""What `write = "clock"` leaves."""

READING = frozenset(
    {Ability.OTHER_PEOPLE, Ability.GROUPS, Ability.DECLINE_REASON, Ability.TARGETS, Ability.BALANCE}
)
"""What writes nothing, and is left to everybody."""


def allowed_abilities(account: AccountConfig, abilities: Abilities) -> Abilities:
    """Return an answer for every ability: the backend's, or No where the configuration keeps from it."""
    if account.write == "full":
        return abilities
    left = READING if account.write == "read-only" else READING | CLOCK_ABILITIES
    why = No(
        f'The account {account.name} has write = "{account.write}" in the configuration'
        + (", so nothing can be changed." if account.write == "read-only" else ", so only the clock works.")
    )
    return {
        ability: answer if ability in left or isinstance(answer, No) else why
        for ability, answer in abilities.items()
    }
