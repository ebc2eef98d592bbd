"""Shapes of JSON values, looked at before anything is done with what was sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias, cast

from punchcard.sandbox.reference.answers import malformed

Json: TypeAlias = dict[str, Any]

MOST = 200
"""Most items of a list in what is sent."""


class Maybe(NamedTuple):
    """A shape, or null."""

    shape: Shape


class Many(NamedTuple):
    """A list of values of one shape."""

    shape: Shape


Shape: TypeAlias = "type | Maybe | Many | Mapping[str, Any]"
"""What a value has to be: of a type, null or else, a list, or an object with members of their own shapes."""

REFERENCE = {"dimension": str, "id": str, "name": str}
ASSIGNMENT = {"references": Many(REFERENCE), "billable": Maybe(bool)}
TIME_TYPE = {"id": str, "name": str, "category": str}
BREAK = {"start": str, "end": str, "automatic": bool}
ENTRY = {
    "person": str, "day": str, "start": Maybe(str), "end": Maybe(str), "breaks": Many(BREAK),
    "type": Maybe(TIME_TYPE), "assignment": ASSIGNMENT, "note": str, "duration_seconds": Maybe(int),
    "half_days": Maybe(int),
}  # fmt: skip
STATE = {
    "state": str, "entry_id": str, "since": str, "assignment": ASSIGNMENT, "type": Maybe(TIME_TYPE),
    "note": str, "breaks": Many(BREAK), "origin": str, "break_since": Maybe(str),
}  # fmt: skip
PUNCHES: Mapping[str, Mapping[str, Any]] = {
    "start": {"assignment": ASSIGNMENT, "type": Maybe(TIME_TYPE), "note": str},
    "update": {"assignment": Maybe(ASSIGNMENT), "type": Maybe(TIME_TYPE), "note": Maybe(str)},
    "adjust": {"since": str},
    "restore": {"state": STATE},
    "break": {},
    "resume": {},
    "stop": {},
    "cancel": {},
}
"""What each kind of punch carries besides its moment."""
REQUEST = {
    "person": str, "day": str, "note": str, "changes": Many({"change": str, "start": str, "end": str}),
}  # fmt: skip

_NAMES: Mapping[type, str] = {str: "a text", int: "a whole number", bool: "true or false", dict: "an object"}


def fit(value: object, shape: Shape, where: str) -> None:
    """Let a value pass that has a shape; what an object holds besides is of no interest.

    Raises:
        Problem: It has another one; says where.
    """
    match shape:
        case Maybe():
            if value is not None:
                fit(value, shape.shape, where)
        case Many():
            if not isinstance(value, list) or len(cast("list[object]", value)) > MOST:
                raise malformed(f"“{where}” has to be a list of at most {MOST}.", where)
            for item in cast("list[object]", value):
                fit(item, shape.shape, where)
        case type():
            # For Python true is a number, for nobody else.
            if not isinstance(value, shape) or isinstance(value, bool) is not (shape is bool):
                raise malformed(f"“{where}” has to be {_NAMES[shape]}.", where)
        case _:
            _fit_object(value, shape, where)


def _fit_object(value: object, shape: Mapping[str, Any], where: str) -> None:
    if not isinstance(value, dict):
        raise malformed(f"“{where}” has to be an object.", where)
    members = cast("Json", value)
    for name, inner in shape.items():
        if name not in members:
            raise malformed(f"“{where}” lacks “{name}”.", name)
        fit(members[name], inner, name)
