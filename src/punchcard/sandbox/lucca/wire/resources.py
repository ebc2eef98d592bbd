"""Objects of v3: which properties each kind has, and how they are told.

A property says what kind of value it is, so that filters can read what they are compared with, and how it is
found in a record. Links lead to other resources, as deep as `fields` or a filter asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Generic, TypeAlias, TypeVar

from whenever import Date, PlainDateTime

from punchcard.sandbox.lucca.state import LuccaState
from punchcard.sandbox.lucca.wire.answers import Json, invalid
from punchcard.sandbox.lucca.wire.durations import c_text

T = TypeVar("T")

HOST = "http://practice.ilucca-demo.net"
"""What addresses of objects begin with, wherever they were asked for."""

SHORT = ("id", "name", "url")
"""What is told of an object whose fields nobody asked for."""

Fields: TypeAlias = Mapping[str, "Fields"]
"""The properties that are asked for, each with those of what it leads to."""


class Kind(Enum):
    """What sort of value a property has."""

    NUMBER = auto()
    TEXT = auto()
    BOOLEAN = auto()
    DAY = auto()
    """Told as its midnight."""
    MOMENT = auto()
    DURATION = auto()
    """In seconds, told in the "c" format."""
    LINK = auto()
    """A record of another resource."""
    LINKS = auto()
    """Several of them."""


@dataclass(frozen=True, slots=True)
class Property(Generic[T]):
    """One property of a resource."""

    kind: Kind
    read: Callable[[LuccaState, T], Any]
    target: Callable[[], Resource[Any]] | None = None
    """What kind of object a link leads to."""


@dataclass(frozen=True, slots=True)
class Resource(Generic[T]):
    """A kind of object."""

    path: str
    """The last part of its address."""
    properties: Mapping[str, Property[T]]
    short: tuple[str, ...] = SHORT

    def property_named(self, name: str) -> tuple[str, Property[T]]:
        """Return a property and its right name, however it is capitalized.

        Raises:
            Problem: There is none.
        """
        key = name.strip().casefold()
        for known, found in self.properties.items():
            if known.casefold() == key:
                return known, found
        raise invalid(f"Unknown property '{name[:60]}' on type '{self.path}'.")


def number(read: Callable[[T], int | None]) -> Property[T]:
    """A number that a record has."""
    return Property(Kind.NUMBER, lambda _, record: read(record))


def text(read: Callable[[T], str | None]) -> Property[T]:
    """A text that a record has."""
    return Property(Kind.TEXT, lambda _, record: read(record))


def boolean(read: Callable[[T], bool]) -> Property[T]:
    """Something that a record is or is not."""
    return Property(Kind.BOOLEAN, lambda _, record: read(record))


def day(read: Callable[[T], Date | None]) -> Property[T]:
    """A day that a record has."""
    return Property(Kind.DAY, lambda _, record: read(record))


def moment(read: Callable[[T], PlainDateTime | None]) -> Property[T]:
    """A moment that a record has."""
    return Property(Kind.MOMENT, lambda _, record: read(record))


def url(path: str) -> Property[Any]:
    """The property that tells the address of an object."""
    return text(lambda record: f"{HOST}/api/v3/{path}/{record.id}")


def shown(state: LuccaState, resource: Resource[T], record: T, wanted: Fields) -> Json:
    """Return an object with the properties that are asked for.

    Raises:
        Problem: It has no such property.
    """
    told: Json = {}
    for name, inner in wanted.items():
        known, found = resource.property_named(name)
        told[known] = _told(state, found, record, inner)
    return told


def short(state: LuccaState, resource: Resource[T], record: T) -> Json:
    """Return an object whose fields nobody asked for."""
    return shown(state, resource, record, _none_within(resource.short))


def whole(state: LuccaState, resource: Resource[T], record: T) -> Json:
    """Return an object with all of its properties."""
    return shown(state, resource, record, _none_within(resource.properties))


def _none_within(names: Iterable[str]) -> Fields:
    return {name: {} for name in names}


def _told(state: LuccaState, found: Property[T], record: T, inner: Fields) -> Any:
    value = found.read(state, record)
    if inner and found.kind not in (Kind.LINK, Kind.LINKS):
        raise invalid(f"'{next(iter(inner))[:60]}' cannot be selected: its parent is a plain value.")
    if value is None:
        return None
    match found.kind:
        case Kind.DAY:
            return f"{value.format_iso()}T00:00:00"
        case Kind.MOMENT:
            return value.format_iso()
        case Kind.DURATION:
            return c_text(value)
        case Kind.LINK if found.target is not None:
            return _link(state, found.target(), value, inner)
        case Kind.LINKS if found.target is not None:
            target = found.target()
            return [_link(state, target, each, inner) for each in value]
        case _:
            return value


def _link(state: LuccaState, resource: Resource[Any], record: Any, inner: Fields) -> Json:
    return shown(state, resource, record, inner) if inner else short(state, resource, record)
