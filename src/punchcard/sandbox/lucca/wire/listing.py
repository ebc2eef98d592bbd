"""Lists and single objects of v3, in their envelope (Lucca API, query language)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from punchcard.sandbox.lucca.state import LuccaState
from punchcard.sandbox.lucca.wire.answers import Json, invalid, not_found
from punchcard.sandbox.lucca.wire.calls import Call
from punchcard.sandbox.lucca.wire.fields import Selection, selection
from punchcard.sandbox.lucca.wire.filters import filter_of
from punchcard.sandbox.lucca.wire.resources import Kind, Property, Resource, short, shown, whole

T = TypeVar("T")

LARGEST_PAGE = 1000
RESERVED = frozenset(
    {
        "fields", "paging", "orderby", "metadata", "callback", "randomnumber", "authtoken", "longtoken",
        "httpmethod", "notify", "accept", "groupby", "template", "_",
    }
)  # fmt: skip
"""Parameters that are no filters."""

_PAGING = re.compile(r"([0-9]{1,9}),([0-9]{1,9})")
_DIRECTIONS = {"asc": False, "desc": True}


def enveloped(call: Call, data: Any) -> Json:
    """Return an answer of v3."""
    generated = call.state.now().format_iso()
    return {"header": {"generated": generated, "principal": call.key.name}, "data": data}


def listed(
    call: Call,
    resource: Resource[T],
    records: Iterable[T],
    *,
    besides: Collection[str] = (),
    defaults: Mapping[str, str] | None = None,
) -> Json:
    """Return the page of a list that a query asks for.

    Args:
        call: The request.
        resource: What is listed.
        records: All of it.
        besides: Parameters that are no filters, in small letters.
        defaults: Filters that hold where the query says nothing of them.

    Raises:
        Problem: The query asks for something that there is not, or cannot be read.
    """
    wanted = selection(call.parameter("fields") or "")
    filters = {name: value for name, value in (defaults or {}).items() if call.parameter(name) is None} | {
        name: value
        for name, value in call.query.items()
        if name.casefold() not in RESERVED and name.casefold() not in besides
    }
    made = [filter_of(call.state, resource, name, value) for name, value in filters.items()]
    found = [each for each in records if all(made_one.lets(call.state, resource, each) for made_one in made)]
    ordered = _ordered(call, resource, found)
    offset, size = _paging(call)
    return enveloped(call, _data(call, resource, ordered[offset : offset + size], len(ordered), wanted))


def single(call: Call, resource: Resource[T], record: T) -> Json:
    """Return one object: all of it, unless `fields` asks for less."""
    return enveloped(call, object_of(call, resource, record))


def several(call: Call, resource: Resource[T], records: Iterable[T]) -> Json:
    """Return what became of the elements of an array."""
    return enveloped(call, {"items": [object_of(call, resource, each) for each in records]})


def object_of(call: Call, resource: Resource[T], record: T) -> Json:
    """Return an object as an answer about it alone tells it."""
    wanted = selection(call.parameter("fields") or "").fields
    return shown(call.state, resource, record, wanted) if wanted else whole(call.state, resource, record)


def found_in(table: Mapping[int, T], number: int, what: str) -> T:
    """Return what a path names.

    Raises:
        Problem: There is no such thing.
    """
    if number not in table:
        raise not_found(what, number)
    return table[number]


def _data(call: Call, resource: Resource[T], page: Sequence[T], count: int, wanted: Selection) -> Json:
    told: Json = {"count": count} if wanted.with_count else {}
    if wanted.fields:
        told["items"] = [shown(call.state, resource, each, wanted.fields) for each in page]
    elif not wanted.with_count:
        told["items"] = [short(call.state, resource, each) for each in page]
    return told


def _paging(call: Call) -> tuple[int, int]:
    text = call.parameter("paging")
    if text is None:
        return 0, LARGEST_PAGE
    match = _PAGING.fullmatch(text.replace(" ", ""))
    if match is None or not 1 <= int(match[2]) <= LARGEST_PAGE:
        raise invalid(f"'paging' has to be an offset and a size from 1 to {LARGEST_PAGE}.")
    return int(match[1]), int(match[2])


def _ordered(call: Call, resource: Resource[T], found: Sequence[T]) -> list[T]:
    """The records in the order that is asked for: of several pairs the first counts most."""
    words = [word.strip() for word in (call.parameter("orderBy") or "").split(",") if word.strip()]
    if len(words) % 2:
        raise invalid("'orderBy' has to be pairs of a property and asc or desc.")
    ordered = list(found)
    for name, direction in reversed(list(zip(words[::2], words[1::2], strict=True))):
        known = _DIRECTIONS.get(direction.casefold())
        _, wanted = resource.property_named(name)
        if known is None or wanted.kind in (Kind.LINK, Kind.LINKS):
            raise invalid(f"'orderBy' cannot be '{name[:60]},{direction[:20]}'.")
        ordered.sort(key=_comparable(call.state, wanted), reverse=known)
    return ordered


def _comparable(state: LuccaState, wanted: Property[T]) -> Callable[[T], tuple[Any, ...]]:
    """Nothing comes before something."""

    def key(record: T) -> tuple[Any, ...]:
        value = wanted.read(state, record)
        return (False,) if value is None else (True, value)

    return key
