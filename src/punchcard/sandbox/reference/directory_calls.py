"""The calls about people, time types, the tree and targets."""

from __future__ import annotations

from punchcard.core.codec import person_to_json, time_type_to_json
from punchcard.core.entries import Unit
from punchcard.core.targets import targets_of
from punchcard.core.text import one_line
from punchcard.sandbox.company.month import HOLIDAYS
from punchcard.sandbox.reference.answers import malformed
from punchcard.sandbox.reference.call import Call, Served
from punchcard.sandbox.reference.shapes import Json
from punchcard.sandbox.reference.state import DIMENSIONS, SCHEDULE, TIME_TYPES

MOST_TARGET_DAYS = 4000


def _me(call: Call) -> Json:
    return {"person": person_to_json(call.caller)}


def _people(call: Call) -> Json:
    others = [each for each in call.state.people.values() if each.id != call.caller.id]
    seen = others if call.state.is_lead(call.caller.id) else []
    everybody = [call.caller, *sorted(seen, key=lambda each: (each.name.casefold(), each.id))]
    return {"people": [person_to_json(each) for each in everybody]}


def _time_types(call: Call) -> Json:
    del call
    return {"time_types": [time_type_to_json(each) for each in TIME_TYPES]}


def _dimensions(call: Call) -> Json:
    del call
    return {"dimensions": [{"id": d.id, "name": d.name, "required": d.required} for d in DIMENSIONS]}


def _choices(call: Call) -> Json:
    dimension = call.parameter("dimension")
    if dimension not in [each.id for each in DIMENSIONS]:
        raise malformed(f"There is no dimension “{one_line(dimension or '', 40)}”.", "dimension")
    parents = call.request.query_params.getlist("parent")
    parent = parents[-1] if parents else None
    found = [n for n in call.state.nodes.values() if n.dimension == dimension and n.parent == parent]
    found.sort(key=lambda node: (node.name.casefold(), node.id))
    return {"choices": [{"dimension": n.dimension, "id": n.id, "name": n.name} for n in found]}


def _rights(call: Call) -> Json:
    call.person()
    return {"units": [unit.value for unit in Unit], "edit_lock_days": call.state.edit_lock_days}


def _targets(call: Call) -> Json:
    person, (first, last) = call.person(), call.days()
    count = int(last.since(first, total="days")) + 1
    if count > MOST_TARGET_DAYS:
        raise malformed(f"Targets are told for at most {MOST_TARGET_DAYS} days at once.", "to")
    days = [first.add(days=number) for number in range(count)]
    holidays = {day: HOLIDAYS[day.month, day.day] for day in days if (day.month, day.day) in HOLIDAYS}
    found = targets_of(SCHEDULE, days, holidays, call.state.entries_of([person], first, last))
    return {"targets": [{**each._asdict(), "day": each.day.format_iso()} for each in found]}


CALLS = (
    Served("GET", "me", _me),
    Served("GET", "people", _people),
    Served("GET", "time-types", _time_types),
    Served("GET", "dimensions", _dimensions),
    Served("GET", "choices", _choices),
    Served("GET", "rights", _rights),
    Served("GET", "targets", _targets),
)
