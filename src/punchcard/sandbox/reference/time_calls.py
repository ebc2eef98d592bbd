"""The calls about the clock and the entries."""

from __future__ import annotations

from collections.abc import Iterable

from punchcard.core.clock import IDLE
from punchcard.core.codec import entry_to_json, state_to_json
from punchcard.core.entries import Entry
from punchcard.core.text import one_line
from punchcard.sandbox.reference import clock, entries
from punchcard.sandbox.reference.call import Call, Served
from punchcard.sandbox.reference.reading import read_entry, read_punch
from punchcard.sandbox.reference.rules import marked
from punchcard.sandbox.reference.shapes import Json

CLIENT_HEADER = "Reference-Client"
"""What the program that calls is named; a clock that it starts says so."""


def _show_clock(call: Call) -> Json:
    return {"state": state_to_json(call.state.running.get(call.person(), IDLE))}


def _punch(call: Call) -> Json:
    person, sent = call.sent_person(), read_punch(call.body)
    origin = one_line(call.request.headers.get(CLIENT_HEADER, ""), 60) or "Web"
    done = clock.punch(call.state, person, sent, origin)
    return {
        "state": state_to_json(done.state), "saved": _shown(call, done.saved), "removed": list(done.removed),
        "warnings": [warning for entry in done.saved for warning in entries.warnings(entry)],
    }  # fmt: skip


def _list_entries(call: Call) -> Json:
    return {"entries": _shown(call, call.state.entries_of(call.people(), *call.days()))}


def _show_entry(call: Call) -> Json:
    return {"entry": _shown(call, [entries.entry_named(call.state, call.caller, call.path_id())])[0]}


def _create_entry(call: Call) -> Json:
    return _kept(call, entries.create(call.state, call.caller, read_entry(call.body)))


def _change_entry(call: Call) -> Json:
    return _kept(call, entries.change(call.state, call.caller, call.path_id(), read_entry(call.body)))


def _delete_entry(call: Call) -> Json:
    entries.delete(call.state, call.caller, call.path_id())
    return {"deleted": call.path_id()}


def _shown(call: Call, found: Iterable[Entry]) -> list[Json]:
    return [entry_to_json(marked(call.state, entry)) for entry in found]


def _kept(call: Call, entry: Entry) -> Json:
    return {"entry": _shown(call, [entry])[0], "warnings": entries.warnings(entry)}


CALLS = (
    Served("GET", "clock", _show_clock),
    Served("POST", "clock", _punch),
    Served("GET", "entries", _list_entries),
    Served("POST", "entries", _create_entry, 201),
    Served("GET", "entries/{id}", _show_entry),
    Served("PUT", "entries/{id}", _change_entry),
    Served("DELETE", "entries/{id}", _delete_entry),
)
