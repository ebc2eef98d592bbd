"""What the simulated McTime has at the start: the simulated company, or next to nothing."""

from __future__ import annotations

from random import Random

from punchcard.sandbox.company.company import Company
from punchcard.sandbox.company.team import ANN
from punchcard.sandbox.mctime.filling.history import add_history, add_invalid, records_of
from punchcard.sandbox.mctime.filling.people import add_crowd, add_small_team, add_targets, add_team
from punchcard.sandbox.mctime.filling.today import add_today
from punchcard.sandbox.mctime.filling.tree import (
    CLOSED,
    COMPANY,
    OTHER_COMPANY,
    OTHER_TREE,
    SMALL_COMPANY,
    SMALL_TREE,
    add_company,
    add_path,
    close,
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
    home = add_company(state, COMPANY)
    ids = add_team(state, home)
    now = state.local(state.users[ids[ANN]], state.now())
    company = Company.at(state.seed, now)
    add_targets(state, company.first_day())
    branches = {path: add_path(state, home, path) for path in ("", *company.paths())}
    close(state, add_path(state, home, CLOSED))
    add_history(state, records_of(company, branches, ids), ids[ANN], now.date(), home)
    add_invalid(state, ids[ANN], now.date())
    add_today(state, company, branches, ids)
