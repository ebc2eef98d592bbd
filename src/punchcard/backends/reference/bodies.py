"""The body of each answer."""

from __future__ import annotations

from punchcard.backends.reference import team_wire, wire
from punchcard.backends.reference.values import LockDays
from punchcard.core.entries import Unit


class Me(wire.Answered):
    """Whose key it is."""

    person: wire.Person


class People(wire.Answered):
    """Everybody to be seen."""

    people: tuple[wire.Person, ...]


class TimeTypes(wire.Answered):
    """The time types, the usual one first."""

    time_types: tuple[wire.TimeType, ...]


class Dimensions(wire.Answered):
    """The levels of the tree, from the top down."""

    dimensions: tuple[wire.Dimension, ...]


class Choices(wire.Answered):
    """What can be chosen on a level."""

    choices: tuple[wire.Reference, ...]


class Rights(wire.Answered):
    """What a person may write down, and for how long back."""

    units: tuple[Unit, ...]
    edit_lock_days: LockDays | None


class Targets(wire.Answered):
    """What is expected, a day each."""

    targets: tuple[wire.Target, ...]


class Clock(wire.Answered):
    """What runs."""

    state: wire.State


class Punched(Clock):
    """What a punch led to."""

    saved: tuple[wire.Entry, ...]
    removed: tuple[str, ...]
    warnings: tuple[str, ...] = ()


class Entries(wire.Answered):
    """Finished entries, the oldest first."""

    entries: tuple[wire.Entry, ...]


class Entry(wire.Answered):
    """One entry, and what was changed besides."""

    entry: wire.Entry
    warnings: tuple[str, ...] = ()


class Deleted(wire.Answered):
    """The id of what is gone."""

    deleted: str


class Weeks(wire.Answered):
    """Weeks, the oldest first."""

    weeks: tuple[team_wire.Week, ...]


class Items(wire.Answered):
    """What stands in an inbox."""

    items: tuple[team_wire.Item, ...]


class Changed(wire.Answered):
    """Every item that a write has changed, the one that was meant first."""

    items: tuple[team_wire.Decidable, ...]
    warnings: tuple[str, ...] = ()
