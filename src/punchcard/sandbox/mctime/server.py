"""The simulated McTime, put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Literal, TypeAlias

from whenever import Instant

from punchcard.sandbox.application import Simulated, SimulatedApplication, VendorHooks
from punchcard.sandbox.faults import FaultBoard
from punchcard.sandbox.hooks import filled
from punchcard.sandbox.mctime.elsewhere import change_elsewhere
from punchcard.sandbox.mctime.filling.filling import clear, fill_small, fill_with_company
from punchcard.sandbox.mctime.filling.people import NO_EMAIL
from punchcard.sandbox.mctime.records import Manners, User
from punchcard.sandbox.mctime.rights import HIGHER
from punchcard.sandbox.mctime.routes import BASE, mctime_routes
from punchcard.sandbox.mctime.state import McTimeState
from punchcard.sandbox.mctime.wire.answers import error_body
from punchcard.sandbox.mctime.wire.signing_in import caller_of
from punchcard.sandbox.request_log import RequestLog
from punchcard.sandbox.vendor_clock import VendorClock

NAME = "mctime"
TITLE = "McTime"
PORT = 8819
"""Where it listens by hand."""

Generation: TypeAlias = Literal["delete-by-path", "delete-by-query"]

GENERATIONS: tuple[Generation, ...] = ("delete-by-path", "delete-by-query")
"""The two readings of how an entry is deleted, the likelier one first."""

SMALL_TEAM = 3


def mctime_vendor(
    seed: int = 1,
    now: Callable[[], Instant] = Instant.now,
    *,
    empty: bool = False,
    people: int = SMALL_TEAM,
    generation: Generation = "delete-by-path",
    manners: Manners | None = None,
) -> Simulated[McTimeState]:
    """Return a simulated McTime of its own, with the simulated company of `seed`.

    Args:
        seed: What everything arbitrary is drawn from: the company, the keys and ids, what the vendor does
            where its pages are silent, what happens elsewhere.
        now: The clock that the vendor's own goes along with.
        empty: Ann, who administrates everything, Ben, who works, and Lea, who approves; two small trees of
            organizations, one for Ann's eyes alone, and nothing booked: for tests.
        people: How many there are in all where it is empty; whoever is not named above is called otherwise
            and works in the same company as Ann.
        generation: Which form of `DELETE /times` there is, where `manners` do not say.
        manners: What it does where its pages are silent, for those drawn from the seed.
    """
    state = McTimeState(VendorClock(now), seed, manners or manners_of(seed, generation))

    def fill() -> None:
        clear(state)
        fill_small(state, people) if empty else fill_with_company(state)
        active = [user for user in state.users.values() if user.is_active(state.now())]
        state.keys |= {_key(seed, user): user.id for user in active}

    hooks = filled(state, seed, fill=fill, caller_of=caller_of, change=change_elsewhere, error=error_body)
    return _put_together(state, hooks)


def manners_of(seed: int, generation: Generation = "delete-by-path") -> Manners:
    """Return what the vendor of a seed does where its pages are silent; the next seed does it otherwise."""
    return Manners(
        failure=("disguised", "inside", "status")[seed % 3],
        delete="query" if generation == "delete-by-query" else "path",
        no_such_method=405 if seed % 2 else 404,
        bare=frozenset({"organizations"} if seed % 2 else {"users"}),
        lists_idle=bool(seed % 2),
    )


def _put_together(state: McTimeState, hooks: VendorHooks) -> Simulated[McTimeState]:
    keys = {state.users[user].name: key for key, user in state.keys.items()}
    users = [state.users[user] for user in state.keys.values()]
    settings = {user.name: {"person": user.id if user.email == NO_EMAIL else user.email} for user in users}
    clock, faults, log = state.clock, FaultBoard(), RequestLog(tuple(keys.values()))
    app = SimulatedApplication(mctime_routes(state), hooks, faults, log, clock)
    return Simulated(NAME, TITLE, PORT, app, faults, log, clock, keys, _leads(users), state, settings, BASE)


def _leads(users: Sequence[User]) -> Sequence[str]:
    return tuple(user.name for user in users if any(grant.role in HIGHER for grant in user.grants))


def _key(seed: int, user: User) -> str:
    return f"{Random(f'{seed} mctime {user.name}').getrandbits(160):040x}"
