"""What the reference vendor has at the start: the simulated company, or next to nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from punchcard.core.assignments import NOTHING, Assignment, Reference
from punchcard.core.clock import OnBreak, Working
from punchcard.core.entries import Break
from punchcard.core.people import Person, Role
from punchcard.core.submitted_weeks import RequestStatus
from punchcard.sandbox.company import work
from punchcard.sandbox.company.asked import EDIT_LOCK_DAYS
from punchcard.sandbox.company.books import Books
from punchcard.sandbox.company.company import Company, Records
from punchcard.sandbox.company.team import ANN
from punchcard.sandbox.reference.approvals import carry_out
from punchcard.sandbox.reference.state import DIMENSIONS, SCHEDULE, TIME_TYPES, Node, ReferenceState, in_order

_SMALL_TREE = (
    "Northwind/Portal/Development",
    "Northwind/Portal/Support",
    "Contoso/Audit/Report",
)


def clear(state: ReferenceState) -> None:
    """Forget everything but the clock."""
    for table in (
        state.people, state.keys, state.nodes, state.running, state.entries, state.weeks, state.requests,
        state.numbers,
    ):  # fmt: skip
        table.clear()
    state.edit_lock_days = None


def fill_small(state: ReferenceState) -> None:
    """Bring in Ann and Lea, who lead, Ben, who works, and a small tree; nothing is booked or locked."""
    for name, role in (("Ann", Role.LEAD), ("Ben", Role.WORKER), ("Lea", Role.LEAD)):
        _add_person(state, name, role)
    for path in _SMALL_TREE:
        _branch(state, path)


def fill_with_company(state: ReferenceState, seed: int) -> None:
    """Bring in the company of `seed` as it is by the vendor's clock."""
    company = Company.at(seed, state.now())
    ids = {name: state.new_id("P") for name in company.names()}
    branches = {path: _branch(state, path) for path in company.paths()}
    types = {each.name: each for each in TIME_TYPES}
    books = Books(branches, types, SCHEDULE, lambda: state.new_id("E"))
    records = company.everything(books, ids, lambda: state.new_id("R"))
    state.people |= {each.id: replace(each, email=_email(each.id)) for each in records.people}
    state.edit_lock_days = EDIT_LOCK_DAYS
    _keep(state, records)
    state.running[ids[ANN]] = _running(state, company, branches)


def _keep(state: ReferenceState, records: Records) -> None:
    state.entries |= {entry.id: entry for entry in in_order(records.entries)}
    for request in records.requests:
        state.requests[request.id] = request
        if request.status is RequestStatus.APPROVED:
            carry_out(state, request)
    for week in sorted(records.weeks, key=lambda each: str(each.submitted_at)):
        kept = replace(week, id=state.new_id("W"))
        state.weeks[kept.id or ""] = kept


def _running(state: ReferenceState, company: Company, branches: dict[str, Assignment]) -> Working | OnBreak:
    """Ann's clock: at work, or on her lunch break."""
    today, (path, note) = company.ann_today(), work.RUNNING
    clock = Working(state.new_id("E"), today.start, branches[path], TIME_TYPES[0], note, origin="Phone")
    if today.break_start is None:
        return clock
    if today.break_end is None:
        return clock.on_break(today.break_start, ())
    return clock.at_work((Break(today.break_start, today.break_end),))


def _add_person(state: ReferenceState, name: str, role: Role) -> None:
    person = state.new_id("P")
    state.people[person] = Person(person, name, _email(person), role)


def _email(person: str) -> str:
    return f"{person.lower()}@reference.example"


def _branch(state: ReferenceState, path: str) -> Assignment:
    """Return the branch that a path names, with whatever of it the tree lacks added."""
    references = list[Reference]()
    for dimension, name in zip(DIMENSIONS, _names(path), strict=False):
        parent = references[-1].id if references else None
        node = _node(state, dimension.id, parent, name)
        references.append(Reference(node.dimension, node.id, node.name))
    return Assignment(tuple(references), work.is_billable(path)) if references else NOTHING


def _node(state: ReferenceState, dimension: str, parent: str | None, name: str) -> Node:
    for node in state.nodes.values():
        if (node.dimension, node.parent, node.name) == (dimension, parent, name):
            return node
    node = Node(state.new_id("N"), dimension, parent, name)
    state.nodes[node.id] = node
    return node


def _names(path: str) -> Iterable[str]:
    return (name for name in path.split("/") if name)
