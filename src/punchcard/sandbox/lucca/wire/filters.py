"""Filters of v3: `p=v`, `p=v1,v2`, `p=since,D`, `a.b=v` and the other operators (Lucca API, filters)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from whenever import Date, Instant, PlainDateTime, Time

from punchcard.core.zones import in_zone
from punchcard.sandbox.lucca.state import ZONE, LuccaState
from punchcard.sandbox.lucca.wire.answers import Problem, invalid
from punchcard.sandbox.lucca.wire.durations import c_seconds
from punchcard.sandbox.lucca.wire.resources import Kind, Resource

NOTHING = "null"
_EQUAL, _BETWEEN = "equal", "between"
_OPERANDS = {
    "notequal": None, "containsall": None, "since": 1, "until": 1, _BETWEEN: 2, "greaterthan": 1,
    "greaterthanorequal": 1, "lessthan": 1, "lessthanorequal": 1, "like": 1, "starts": 1,
}  # fmt: skip
"""The operators, each with how many values it takes; None for any number."""

_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "since": lambda value, given: value >= given,
    "until": lambda value, given: value <= given,
    "greaterthan": lambda value, given: value > given,
    "greaterthanorequal": lambda value, given: value >= given,
    "lessthan": lambda value, given: value < given,
    "lessthanorequal": lambda value, given: value <= given,
}
_INTEGER = re.compile(r"-?[0-9]{1,10}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,7})?)?)(Z?)")
_COMPARABLE = (Kind.NUMBER, Kind.DAY, Kind.MOMENT, Kind.DURATION)


class Filter(NamedTuple):
    """What an object has to have."""

    name: str
    """As it was given."""
    path: tuple[str, ...]
    kind: Kind
    operator: str
    operands: Sequence[Any]
    """Read as values of `kind`; None for null."""

    def lets(self, state: LuccaState, resource: Resource[Any], record: Any) -> bool:
        """Whether an object is as it is asked for."""
        values = list(_values(state, resource, record, self.path))
        given = self.operands
        match self.operator:
            case "equal":
                return any(each in given for each in values) or (None in given and not values)
            case "notequal":
                return not any(each in given for each in values) and (bool(values) or None not in given)
            case "containsall":
                return all(each in values for each in given)
            case "between":
                return any(each is not None and given[0] <= each <= given[1] for each in values)
            case "like":
                return any(each is not None and given[0].casefold() in each.casefold() for each in values)
            case "starts":
                return any(
                    each is not None and each.casefold().startswith(given[0].casefold()) for each in values
                )
            case _:
                compared = _COMPARED[self.operator]
                return any(each is not None and compared(each, given[0]) for each in values)


def filter_of(state: LuccaState, resource: Resource[Any], name: str, text: str) -> Filter:
    """Return the filter that a parameter of a query is.

    Raises:
        Problem: There is no such property, or the value is none of its kind.
    """
    path = tuple(name.split("."))
    kind = _kind(resource, path)
    first, *rest = text.split(",")
    operator = first.strip().casefold()
    if operator not in _OPERANDS:
        operator, rest = _EQUAL, text.split(",")
    needed = _OPERANDS.get(operator)
    if not rest or (needed is not None and len(rest) != needed):
        raise invalid(f"'{name[:60]}': the operator '{operator}' has the wrong number of values.")
    operands = [_operand(state, kind, name, each.strip()) for each in rest]
    _check(kind, name, operator, operands)
    if operator == _BETWEEN and kind is Kind.MOMENT and _DAY.fullmatch(rest[1].strip()):
        operands[1] = operands[1].replace(hour=23, minute=59, second=59, nanosecond=999_000_000)
    return Filter(name, path, kind, operator, operands)


def _check(kind: Kind, name: str, operator: str, operands: Sequence[Any]) -> None:
    is_text = operator in ("like", "starts")
    if (
        (is_text and kind is not Kind.TEXT)
        or (operator in (*_COMPARED, _BETWEEN) and kind not in _COMPARABLE)
        or (operator not in (_EQUAL, "notequal") and None in operands)
    ):
        raise invalid(f"'{name[:60]}': the operator '{operator}' does not go with it.")


def _kind(resource: Resource[Any], path: Sequence[str]) -> Kind:
    """What kind of value a path ends at; a link stands for the id that it leads to."""
    _, found = resource.property_named(path[0])
    if len(path) == 1:
        return Kind.NUMBER if found.kind in (Kind.LINK, Kind.LINKS) else found.kind
    if found.target is None:
        raise invalid(f"Unknown property '{'.'.join(path)[:60]}' on type '{resource.path}'.")
    return _kind(found.target(), path[1:])


def _values(state: LuccaState, resource: Resource[Any], record: Any, path: Sequence[str]) -> Iterator[Any]:
    _, found = resource.property_named(path[0])
    value = found.read(state, record)
    if found.target is None:
        yield value
        return
    target = found.target()
    for linked in value if found.kind is Kind.LINKS else [value]:
        if linked is None:
            yield None
        else:
            yield from _values(state, target, linked, path[1:] or ("id",))


def _operand(state: LuccaState, kind: Kind, name: str, text: str) -> Any:
    if text.casefold() == NOTHING:
        return None
    try:
        value = _READ[kind](state, text)
    except (KeyError, ValueError):
        value = None
    if value is None:
        raise _unreadable(name, text)
    return value


def _unreadable(name: str, text: str) -> Problem:
    return invalid(f"'{name[:60]}': the value '{text[:60]}' cannot be read.")


def _number(state: LuccaState, text: str) -> int | None:
    del state
    return int(text) if _INTEGER.fullmatch(text) and text.isascii() else None


def _text(state: LuccaState, text: str) -> str:
    del state
    return text


def _boolean(state: LuccaState, text: str) -> bool:
    del state
    return {"true": True, "1": True, "false": False, "0": False}[text.casefold()]


def _seconds(state: LuccaState, text: str) -> float | None:
    del state
    return c_seconds(text)


def _day(state: LuccaState, text: str) -> Date | None:
    moment = _moment(state, text)
    return None if moment is None else moment.date()


def _moment(state: LuccaState, text: str) -> PlainDateTime | None:
    """A moment by the wall clock; one with a Z is put onto the vendor's."""
    now = state.now()
    words = {"today": 0, "yesterday": -1, "tomorrow": 1}
    if text.casefold() == "now":
        return now
    if text.casefold() in words:
        return now.date().add(days=words[text.casefold()]).at(Time.MIN)
    if _DAY.fullmatch(text):
        return Date.parse_iso(text).at(Time.MIN)
    match = _MOMENT.fullmatch(text)
    if match is None:
        return None
    plain = match[1].replace(" ", "T")
    if match[2]:
        return in_zone(Instant.parse_iso(f"{plain}Z"), ZONE).to_plain()
    return PlainDateTime.parse_iso(plain)


_READ: dict[Kind, Callable[[LuccaState, str], Any]] = {
    Kind.NUMBER: _number, Kind.LINK: _number, Kind.LINKS: _number, Kind.TEXT: _text, Kind.BOOLEAN: _boolean,
    Kind.DAY: _day, Kind.MOMENT: _moment, Kind.DURATION: _seconds,
}  # fmt: skip
