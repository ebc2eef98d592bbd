"""The reference vendor, put together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from whenever import Instant

from punchcard.core.people import Person, Role
from punchcard.sandbox.application import Simulated, SimulatedApplication, VendorHooks
from punchcard.sandbox.faults import FaultBoard
from punchcard.sandbox.reference.answers import error_body
from punchcard.sandbox.reference.elsewhere import change_elsewhere
from punchcard.sandbox.reference.routes import KEY_HEADER, reference_routes
from punchcard.sandbox.reference.state import Node, ReferenceState
from punchcard.sandbox.request_log import RequestLog
from punchcard.sandbox.vendor_clock import VendorClock

NAME = "reference"
TITLE = "Reference vendor"


def reference_vendor(
    seed: int = 1, now: Callable[[], Instant] = Instant.now, *, empty: bool = False
) -> Simulated[ReferenceState]:
    """Return a reference vendor of its own, with the simulated company of `seed`.

    Args:
        seed: What everything arbitrary is drawn from: the company, the keys, what happens elsewhere.
        now: The clock that the vendor's own goes along with.
        empty: Three people and a small tree instead of the company, and nothing booked: for tests.
    """
    clock = VendorClock(now)
    state = ReferenceState(clock)
    random = Random(f"{seed} elsewhere")

    def fill() -> None:
        random.seed(f"{seed} elsewhere")
        with state.lock:
            _clear(state)
            _fill_small(state)
            state.keys.update({_key(seed, person): person.id for person in state.people.values()})

    def elsewhere(method: str, path: str, headers: Mapping[str, str]) -> None:
        del method
        person = state.keys.get(headers.get(KEY_HEADER.lower(), ""))
        if person is not None:
            with state.lock:
                change_elsewhere(state, person, path, random)

    fill()
    faults, log = FaultBoard(), RequestLog(tuple(state.keys))
    hooks = VendorHooks(error_body, elsewhere, fill)
    app = SimulatedApplication(reference_routes(state), hooks, faults, log, clock)
    names = {person: state.people[person].name for person in state.people}
    keys = {names[person]: key for key, person in state.keys.items()}
    return Simulated(NAME, TITLE, app, faults, log, clock, keys, state, {name: {} for name in keys})


def _key(seed: int, person: Person) -> str:
    random = Random(f"{seed} key {person.name}")
    return f"ref-{random.getrandbits(96):024x}"


def _clear(state: ReferenceState) -> None:
    state.people.clear()
    state.keys.clear()
    state.nodes.clear()
    state.running.clear()
    state.entries.clear()
    state.weeks.clear()
    state.requests.clear()
    state.numbers.clear()
    state.edit_lock_days = None


def _fill_small(state: ReferenceState) -> None:
    for name, role in (("Ann", Role.LEAD), ("Ben", Role.WORKER), ("Lea", Role.LEAD)):
        person = Person(state.new_id("P"), name, f"{name.lower()}@example.org", role)
        state.people[person.id] = person
    for path in ("Northwind/Portal/Development", "Northwind/Portal/Support", "Contoso/Audit/Report"):
        add_branch(state, path)


def add_branch(state: ReferenceState, path: str) -> None:
    """Add what a branch of the tree lacks."""
    parent: str | None = None
    for dimension, name in zip(("client", "project", "task"), path.split("/"), strict=False):
        beside = (n for n in state.nodes.values() if n.parent == parent and n.dimension == dimension)
        node = next((n for n in beside if n.name == name), None)
        if node is None:
            node = Node(state.new_id("N"), dimension, parent, name)
            state.nodes[node.id] = node
        parent = node.id
