"""The simulated Clockodo, put together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random

from whenever import Instant

from punchcard.sandbox.application import Simulated, SimulatedApplication
from punchcard.sandbox.clockodo.elsewhere import change_elsewhere
from punchcard.sandbox.clockodo.filling.filling import clear, fill_small, fill_with_company
from punchcard.sandbox.clockodo.records import User
from punchcard.sandbox.clockodo.rights import decides
from punchcard.sandbox.clockodo.routes import BASE, clockodo_routes
from punchcard.sandbox.clockodo.state import ClockodoState, Generation
from punchcard.sandbox.clockodo.wire.answers import error_body
from punchcard.sandbox.clockodo.wire.signing_in import caller_of
from punchcard.sandbox.faults import FaultBoard
from punchcard.sandbox.hooks import filled
from punchcard.sandbox.request_log import RequestLog
from punchcard.sandbox.vendor_clock import VendorClock

NAME = "clockodo"
TITLE = "Clockodo"
PORT = 8818
"""Where it listens by hand."""

GENERATIONS: tuple[Generation, ...] = ("current", "classic")
"""Which descriptions of the API it plays, the usual one first."""


def clockodo_vendor(
    seed: int = 1,
    now: Callable[[], Instant] = Instant.now,
    *,
    empty: bool = False,
    generation: Generation = "current",
) -> Simulated[ClockodoState]:
    """Return a simulated Clockodo of its own, with the simulated company of `seed`.

    Args:
        seed: What everything arbitrary is drawn from: the company, the keys, which of several documented
            answers is given, what happens elsewhere.
        now: The clock that the vendor's own goes along with.
        empty: Ann and Lea, who own the company, Ben, who works, a small tree, and nothing booked: for tests.
        generation: Which description of the API is played (`punchcard.sandbox.clockodo`).
    """
    state = ClockodoState(clock := VendorClock(now), seed, generation)

    def fill() -> None:
        clear(state)
        fill_small(state) if empty else fill_with_company(state, seed)
        state.keys |= {_key(seed, user): user.id for user in state.users.values()}

    hooks = filled(state, seed, fill=fill, caller_of=caller_of, change=change_elsewhere, error=error_body)
    keys = {state.users[number].name: key for key, number in state.keys.items()}
    users = list(state.users.values())
    settings: Mapping[str, Mapping[str, str]] = {user.name: {"email": user.email} for user in users}
    faults, log = FaultBoard(), RequestLog(tuple(keys.values()))
    app = SimulatedApplication(clockodo_routes(state), hooks, faults, log, clock)
    return Simulated(NAME, TITLE, PORT, app, faults, log, clock, keys, _leads(users), state, settings, BASE)


def _leads(users: Sequence[User]) -> Sequence[str]:
    return tuple(user.name for user in users if any(decides(user, other) for other in users))


def _key(seed: int, user: User) -> str:
    return f"{Random(f'{seed} clockodo {user.name}').getrandbits(128):032x}"
