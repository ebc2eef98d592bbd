"""The reference vendor, put together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from whenever import Instant

from punchcard.core.people import Person
from punchcard.sandbox.application import Simulated, SimulatedApplication
from punchcard.sandbox.faults import FaultBoard
from punchcard.sandbox.hooks import filled
from punchcard.sandbox.reference.answers import error_body
from punchcard.sandbox.reference.elsewhere import change_elsewhere
from punchcard.sandbox.reference.filling import clear, fill_small, fill_with_company
from punchcard.sandbox.reference.routes import KEY_HEADER, reference_routes
from punchcard.sandbox.reference.state import ReferenceState
from punchcard.sandbox.request_log import RequestLog
from punchcard.sandbox.vendor_clock import VendorClock

NAME = "reference"
TITLE = "The reference vendor"
PORT = 8817
"""Where it listens by hand; its accounts look for it there where they name no address."""


def reference_vendor(
    seed: int = 1, now: Callable[[], Instant] = Instant.now, *, empty: bool = False
) -> Simulated[ReferenceState]:
    """Return a reference vendor of its own, with the simulated company of `seed`.

    Args:
        seed: What everything arbitrary is drawn from: the company, the keys, what happens elsewhere.
        now: The clock that the vendor's own goes along with.
        empty: Ann and Lea, who lead, Ben, who works, a small tree, and nothing booked: for tests.
    """
    state = ReferenceState(clock := VendorClock(now))

    def fill() -> None:
        clear(state)
        fill_small(state) if empty else fill_with_company(state, seed)
        state.keys |= {_key(seed, person): person.id for person in state.people.values()}

    hooks = filled(state, seed, fill=fill, caller_of=_caller_of, change=change_elsewhere, error=error_body)
    keys = {state.people[person].name: key for key, person in state.keys.items()}
    faults, log = FaultBoard(), RequestLog(tuple(keys.values()))
    app = SimulatedApplication(reference_routes(state), hooks, faults, log, clock)
    settings: Mapping[str, Mapping[str, str]] = {name: {} for name in keys}
    leads = tuple(person.name for person in state.people.values() if state.is_lead(person.id))
    return Simulated(NAME, TITLE, PORT, app, faults, log, clock, keys, leads, state, settings)


def _caller_of(state: ReferenceState, headers: Mapping[str, str]) -> str | None:
    return state.keys.get(headers.get(KEY_HEADER.lower(), ""))


def _key(seed: int, person: Person) -> str:
    return f"ref-{Random(f'{seed} key {person.name}').getrandbits(96):024x}"
