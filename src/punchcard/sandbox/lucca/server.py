"""The simulated Lucca, put together."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from whenever import Instant

from punchcard.sandbox.application import Simulated, SimulatedApplication
from punchcard.sandbox.faults import FaultBoard
from punchcard.sandbox.hooks import filled
from punchcard.sandbox.lucca.elsewhere import change_elsewhere
from punchcard.sandbox.lucca.filling.filling import clear, fill_small, fill_with_company
from punchcard.sandbox.lucca.records import User
from punchcard.sandbox.lucca.routes import lucca_routes
from punchcard.sandbox.lucca.state import LuccaState
from punchcard.sandbox.lucca.wire.answers import error_body
from punchcard.sandbox.lucca.wire.signing_in import key_of
from punchcard.sandbox.request_log import RequestLog
from punchcard.sandbox.vendor_clock import VendorClock

NAME = "lucca"
TITLE = "Lucca Timesheet"
PORT = 8820
"""Where it listens by hand."""


def lucca_vendor(
    seed: int = 1, now: Callable[[], Instant] = Instant.now, *, empty: bool = False
) -> Simulated[LuccaState]:
    """Return a simulated Lucca of its own, with the simulated company of `seed`.

    A key is an application's; here everybody has one for their program. Where it is `empty`, people are
    known by their first names, as those of other simulated vendors are.

    Args:
        seed: What everything arbitrary is drawn from: the company, the keys, what happens elsewhere.
        now: The clock that the vendor's own goes along with.
        empty: Ann Berger, who manages, Ben Okafor, who works for her, Lea Brandt, who approves second, a
            small tree, and nothing booked: for tests.
    """
    state = LuccaState(clock := VendorClock(now), seed)

    def fill() -> None:
        clear(state)
        fill_small(state) if empty else fill_with_company(state, seed)

    def known_as(user: User) -> str:
        return user.first_name if empty else user.name

    hooks = filled(state, seed, fill=fill, caller_of=key_of, change=change_elsewhere, error=error_body)
    holders = {text: state.users[key.holder] for text, key in state.keys.items()}
    keys = {known_as(user): text for text, user in holders.items()}
    settings: Mapping[str, Mapping[str, str]] = {
        known_as(user): {"email": user.mail} for user in holders.values()
    }
    managers = {user.manager_id for user in state.users.values()}
    leads = tuple(known_as(user) for user in holders.values() if user.id in managers)
    faults, log = FaultBoard(), RequestLog(tuple(keys.values()))
    app = SimulatedApplication(lucca_routes(state), hooks, faults, log, clock)
    return Simulated(NAME, TITLE, PORT, app, faults, log, clock, keys, leads, state, settings)
