"""What the simulated Lucca has at the start: the simulated company, or next to nothing."""

from __future__ import annotations

from punchcard.sandbox.lucca.filling.company import fill_with_company
from punchcard.sandbox.lucca.filling.small import fill_small
from punchcard.sandbox.lucca.records import Options
from punchcard.sandbox.lucca.state import LuccaState

__all__ = ["clear", "fill_small", "fill_with_company"]

_FIRST_ID = 100


def clear(state: LuccaState) -> None:
    """Forget everything but the clock."""
    for table in (
        state.users, state.keys, state.departments, state.axes, state.sections, state.time_types,
        state.entries, state.theoretical, state.empty_days, state.sheets, state.absences, state.holidays,
        state.calls,
    ):  # fmt: skip
        table.clear()
    state.options = Options(arrays_are_atomic=state.seed % 2 == 1)
    state.filled_at, state.last_id = state.now(), _FIRST_ID
