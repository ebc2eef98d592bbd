"""What the laboratory has to know of a vendor."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from functools import partial
from random import Random
from typing import Any, Protocol

from whenever import Date, Instant

from punchcard.backends.contract import Backend, Connection
from punchcard.backends.http import HttpClient
from punchcard.core.assignments import Assignment
from punchcard.core.clock import ClockState
from punchcard.core.entries import Entry
from punchcard.core.people import Person
from punchcard.core.time_types import TimeType
from punchcard.sandbox.application import Simulated

Vendor = Simulated[Any]
Said = tuple[object, ...]


class Kind(Protocol):
    """One vendor, in one generation of its API. Everything is read from what it really has, and not asked."""

    @property
    def name(self) -> str:
        """What tests are called by."""
        ...

    @property
    def backend(self) -> str:
        """The name of its backend."""
        ...

    @property
    def kept(self) -> tuple[str, ...]:
        """The fields of its state that writes change."""
        ...

    @property
    def unknown_acts(self) -> frozenset[str]:
        """The rows of the outbox that it has nothing for."""
        ...

    @property
    def left_to_the_person(self) -> frozenset[str]:
        """The acts of which, once their answer is lost, nobody can tell whether they have happened."""
        ...

    @property
    def work(self) -> TimeType | None:
        """The usual time type, where a vendor has one alone."""
        ...

    @property
    def other_type(self) -> TimeType | None:
        """What a running clock is changed to where its note cannot be changed; None where it can."""
        ...

    @property
    def doubts_401(self) -> bool:
        """Whether a 401 is about the key only where everything is answered so."""
        ...

    @property
    def parts_breaks(self) -> bool:
        """Whether a break parts what is worked in two."""
        ...

    @property
    def keeps_clock_here(self) -> bool:
        """Whether it has no clock, so that one is kept on the person's machine."""
        ...

    @property
    def cuts_at_midnight(self) -> bool:
        """Whether it takes no entry over midnight."""
        ...

    @property
    def paths(self) -> tuple[str, str]:
        """Where its clock and its entries are."""
        ...

    def start(self, now: Callable[[], Instant]) -> Vendor:
        """Return one with nothing booked."""
        ...

    def is_of(self, vendor: Vendor) -> bool:
        """Whether a vendor is of this kind."""
        ...

    def open(self, connection: Connection, http: partial[HttpClient]) -> Backend:
        """Open an account."""
        ...

    def settings(self, person: Person, url: str) -> dict[str, str]:
        """What stands in the configuration of somebody's account."""
        ...

    def people(self, vendor: Vendor) -> Mapping[str, Person]:
        """Everybody, by id."""
        ...

    def booked_on(self, vendor: Vendor, project: str, last: str) -> Assignment:
        """What time is booked on in tests: a project, and what stands last below it."""
        ...

    def usual(self, vendor: Vendor) -> Assignment:
        """What a clock has to be booked on at least."""
        ...

    def running(self, vendor: Vendor, person: str) -> ClockState:
        """What runs there for somebody."""
        ...

    def there(self, state: ClockState) -> ClockState:
        """What the vendor knows of a clock that is shown here."""
        ...

    def entries(self, vendor: Vendor, person: str, first: Date, last: Date) -> Sequence[Entry]:
        """Somebody's finished entries that touch those days, as the vendor shows them."""
        ...

    def everything(self, vendor: Vendor) -> Sequence[Entry]:
        """Every finished entry that it has."""
        ...

    def weeks(self, vendor: Vendor) -> Sequence[Said]:
        """The weeks that were handed in."""
        ...

    def requests(self, vendor: Vendor) -> Sequence[Said]:
        """The change requests, without ids and without when they were made."""
        ...

    def lock(self, vendor: Vendor) -> None:
        """Let requests for last week wait for somebody, where that does not take handing it in."""
        ...

    def change_elsewhere(self, vendor: Vendor, person: str, path: str, random: Random) -> None:
        """Let somebody else change what a request is about."""
        ...

    def most_writes(self, kind: str) -> int:
        """Of how many calls a row of the outbox is made at most."""
        ...


def person_named(kind: Kind, vendor: Vendor, name: str) -> Person:
    """Return somebody by their name."""
    return next(person for person in kind.people(vendor).values() if person.name == name)


def kept_of(kind: Kind, vendor: Vendor) -> dict[str, Any]:
    """Return a copy of what a vendor has, to be put back."""
    with vendor.state.lock:
        return {name: copy(getattr(vendor.state, name)) for name in kind.kept}


def put_back(vendor: Vendor, kept: Mapping[str, Any]) -> None:
    """Let a vendor have again what it had."""
    with vendor.state.lock:
        for name, value in kept.items():
            setattr(vendor.state, name, copy(value))
