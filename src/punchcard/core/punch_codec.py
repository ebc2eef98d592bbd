"""Punches as plain JSON values and back, as the ledger keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from punchcard.core.clock import Idle
from punchcard.core.codec import (
    Json,
    assignment_from_json,
    assignment_to_json,
    moment_from_json,
    moment_to_json,
    state_from_json,
    state_to_json,
    time_type_from_json,
    time_type_to_json,
)
from punchcard.core.punches import (
    Adjust,
    AnyPunch,
    Cancel,
    Restore,
    Resume,
    Start,
    Stop,
    TakeBreak,
    Update,
)

_PLAIN = {"break": TakeBreak, "resume": Resume, "stop": Stop, "cancel": Cancel}


def punch_to_json(punch: AnyPunch) -> Json:
    """Return `punch` as a JSON object with its `kind`."""
    data: Json = {"kind": punch.kind, "id": punch.id, "at": moment_to_json(punch.at)}
    match punch:
        case Start() | Update():
            assignment = punch.assignment
            data["assignment"] = None if assignment is None else assignment_to_json(assignment)
            data["type"] = time_type_to_json(punch.time_type)
            data["note"] = punch.note
        case Adjust():
            data["since"] = moment_to_json(punch.since)
        case Restore():
            data["state"] = state_to_json(punch.state)
            if punch.instead_of:
                data["instead_of"] = punch.instead_of
        case _:
            pass
    return data


def punch_from_json(data: Mapping[str, Any]) -> AnyPunch:
    """Read what `punch_to_json` wrote."""
    identifier, at, kind = data["id"], moment_from_json(data["at"]), data["kind"]
    if kind in _PLAIN:
        return _PLAIN[kind](identifier, at)
    if kind == "start":
        assignment = assignment_from_json(data["assignment"])
        return Start(identifier, at, assignment, time_type_from_json(data["type"]), data["note"])
    if kind == "update":
        chosen = None if data["assignment"] is None else assignment_from_json(data["assignment"])
        return Update(identifier, at, chosen, time_type_from_json(data["type"]), data["note"])
    if kind == "adjust":
        return Adjust(identifier, at, moment_from_json(data["since"]))
    if kind == "restore":
        state = state_from_json(data["state"])
        if isinstance(state, Idle):
            raise ValueError("a restore needs a running state")
        return Restore(identifier, at, state, data.get("instead_of", ""))
    raise ValueError(f"unknown kind of punch: {kind!r}")
