"""Which simulated vendors there are, each loaded when it is asked for.

Others may bring their own: the entry-point group `punchcard.sandboxes` names, by the name of the backend that
speaks to it, a callable like `punchcard.sandbox.reference.server.reference_vendor`: it takes a seed and a
clock, and returns a `punchcard.sandbox.application.Simulated`. Where it plays several generations of
its API, its module names them in `GENERATIONS`, the usual one first, and it takes one as `generation`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from whenever import Instant

from punchcard.core.refusals import NotFound, Refusal
from punchcard.core.text import one_line

if TYPE_CHECKING:
    from punchcard.sandbox.application import Simulated

ENTRY_POINT_GROUP = "punchcard.sandboxes"
"""Where simulated vendors of others are registered by name."""

BUNDLED: Mapping[str, str] = MappingProxyType(
    {
        "clockodo": "punchcard.sandbox.clockodo.server:clockodo_vendor",
        "lucca": "punchcard.sandbox.lucca.server:lucca_vendor",
        "mctime": "punchcard.sandbox.mctime.server:mctime_vendor",
        "reference": "punchcard.sandbox.reference.server:reference_vendor",
    }
)
"""The simulated vendors that come along."""

_EXTRA = "Install them with: python3 -m pip install 'punchcard[sandbox]'"


class NoSandbox(Refusal):
    """What simulated vendors are made of is not installed."""

    code = "no_sandbox"


def vendor_names() -> tuple[str, ...]:
    """Return the names of all simulated vendors."""
    return tuple(sorted({*BUNDLED, *entry_points(group=ENTRY_POINT_GROUP).names}))


def simulated_vendor(
    name: str, seed: int, now: Callable[[], Instant], generation: str | None = None
) -> Simulated[Any]:
    """Return a simulated vendor of its own.

    Args:
        name: The name of the backend that speaks to it.
        seed: What everything arbitrary is drawn from.
        now: The clock that the vendor's own goes along with.
        generation: Which generation of its API it plays; None for the usual one.

    Raises:
        NotFound: There is none of that name, or it does not play that generation.
        NoSandbox: What it is made of is not installed.
    """
    if name not in vendor_names():
        raise NotFound(
            f"There is no simulated vendor “{one_line(name, 40)}”.",
            f"There are: {', '.join(vendor_names())}.",
        )
    require("starlette")
    maker = _maker(name)
    if generation is None:
        return maker(seed, now)
    played: Sequence[str] = getattr(import_module(maker.__module__), "GENERATIONS", ())
    if generation not in played:
        raise NotFound(
            f"The simulated vendor {name} plays no generation “{one_line(generation, 40)}” of its API.",
            f"It plays: {', '.join(played)}." if played else "It has but one; leave --generation out.",
        )
    return maker(seed, now, generation=generation)


def require(*modules: str) -> None:
    """Let pass where modules of the extra `sandbox` are installed.

    Raises:
        NoSandbox: One of them is missing.
    """
    missing = [module for module in modules if find_spec(module) is None]
    if missing:
        lacks = " and ".join(missing)
        raise NoSandbox(f"Simulated vendors need {lacks}, not installed here; nothing was started.", _EXTRA)


def _maker(name: str) -> Callable[..., Simulated[Any]]:
    if name in BUNDLED:
        module, _, attribute = BUNDLED[name].partition(":")
        return getattr(import_module(module), attribute)
    (found, *_) = entry_points(group=ENTRY_POINT_GROUP, name=name)
    return cast("Callable[..., Simulated[Any]]", found.load())
