"""What the simulated McTime has at the start: the simulated company, or next to nothing."""

from __future__ import annotations

from random import Random

from punchcard.sandbox.mctime.filling.people import add_crowd, add_small_team
from punchcard.sandbox.mctime.filling.tree import (
    OTHER_COMPANY,
    OTHER_TREE,
    SMALL_COMPANY,
    SMALL_TREE,
    add_company,
    add_path,
)
from punchcard.sandbox.mctime.state import McTimeState


def clear(state: McTimeState) -> None:
    """Forget everything but the clock, and begin to draw anew."""
    for table in (state.users, state.keys, state.organizations, state.clocks, state.entries):
        table.clear()
    state.random = Random(f"{state.seed} mctime")
    state.account_id = state.new_id()


def fill_small(state: McTimeState, people: int) -> None:
    """Bring in a small team, as many others as make `people`, and two small trees; nothing is booked."""
    company, others = add_company(state, SMALL_COMPANY), add_company(state, OTHER_COMPANY)
    for path in SMALL_TREE:
        add_path(state, company, path)
    for path in OTHER_TREE:
        add_path(state, others, path)
    add_small_team(state, company)
    add_crowd(state, company, people)


def fill_with_company(state: McTimeState) -> None:
    """Bring in the company of the state's seed as it is by the vendor's clock."""
    fill_small(state, 3)
