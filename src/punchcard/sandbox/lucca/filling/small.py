"""Next to nothing: three people, a small tree, and nothing booked."""

from __future__ import annotations

from dataclasses import replace

from whenever import Weekday

from punchcard.core.days import week_of
from punchcard.sandbox.lucca.filling.people import add_key, add_person
from punchcard.sandbox.lucca.filling.theory import add_theory
from punchcard.sandbox.lucca.filling.tree import SMALL_TREE, add_axes, branch, close
from punchcard.sandbox.lucca.records import Department, Right
from punchcard.sandbox.lucca.state import LuccaState

DUE_WEEKS = 2
"""How many whole weeks before the current one are there to be submitted."""

_WORKER = frozenset({Right.WRITE, Right.SUBMIT})


def fill_small(state: LuccaState) -> None:
    """Bring in Ann, who manages and is managed by Lea, Ben, who works for Ann, and Lea, who approves second.

    Ben's timesheets are approved by Ann and then by Lea, those of the others in one step. Ann's and Lea's
    keys reach everybody, Ben's himself.
    """
    ann, ben, lea = (add_person(state, name) for name in ("Ann Berger", "Ben Okafor", "Lea Brandt"))
    monday = week_of(state.today(), Weekday.MONDAY)[0]
    for number, approvers in ((ann, (lea,)), (ben, (ann, lea)), (lea, (ann,))):
        state.users[number] = replace(
            state.users[number], manager_id=approvers[0], approver_ids=approvers,
            timesheets_since=monday.subtract(weeks=DUE_WEEKS),
        )  # fmt: skip
    state.departments[1] = Department(1, "Product", ann)
    for number in (ann, lea):
        add_key(state, state.users[number])
    add_key(state, state.users[ben], rights=_WORKER, population=frozenset({ben}))
    add_axes(state)
    for path in SMALL_TREE:
        branch(state, path)
    close(state, "Northwind/Portal/Fax")
    add_theory(state, monday.subtract(weeks=DUE_WEEKS))
