"""What the account must be able to do for each action of the clock."""

from __future__ import annotations

from collections.abc import Mapping

from punchcard.backends.abilities import Ability

NEEDED: Mapping[str, Ability] = {
    "start": Ability.CLOCK,
    "start_with": Ability.CLOCK,
    "take_break": Ability.BREAK,
    "resume": Ability.BREAK,
    "stop": Ability.CLOCK,
    "cancel": Ability.CANCEL,
    "edit": Ability.UPDATE,
    "note": Ability.NOTE,
    "who": Ability.PRESENCE,
}
"""By the name of the action."""
