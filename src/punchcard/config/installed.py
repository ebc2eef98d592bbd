"""Which backends are installed, by name, and what each wants to know of an account.

Backends stand above the configuration, and an account holds what its backend declares: so they are found
here by name alone, and nothing is taken of them but the names of their fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Any, NamedTuple

ENTRY_POINT_GROUP = "punchcard.backends"
"""Where installed backends, the bundled ones included, are registered by name."""

BUNDLED = {
    "local": "punchcard.backends.local:LocalBackend",
    "clockodo": "punchcard.backends.clockodo:ClockodoBackend",
    "lucca": "punchcard.backends.lucca:LuccaBackend",
    "mctime": "punchcard.backends.mctime:McTimeBackend",
    "reference": "punchcard.backends.reference:ReferenceBackend",
}
"""The bundled backends. They are registered as entry points like any other (a test compares the two);
naming them here saves reading every installed package's metadata at each punch."""


class NotInstalled(LookupError):
    """No backend has this name."""


class Declared(NamedTuple):
    """What a backend wants to know of an account, by name."""

    settings: tuple[str, ...]
    secret: str
    """What is kept in the keyring and never in the file; empty for nothing."""


def loaded(name: str) -> Any:
    """Return what opens accounts of the backend `name`.

    Raises:
        NotInstalled: There is none.
        Exception: Whatever it raises; somebody else may have written it.
    """
    if name in BUNDLED:
        module, _, attribute = BUNDLED[name].partition(":")
        return getattr(import_module(module), attribute)
    from importlib.metadata import entry_points

    found = entry_points(group=ENTRY_POINT_GROUP, name=name)
    if not found:
        raise NotInstalled(name)
    return next(iter(found)).load()


def declared(name: str) -> Declared | None:
    """Return what the backend `name` wants to know; None where it is not installed, or cannot be loaded."""
    try:
        fields = tuple(loaded(name).info.fields)
        secret = next((str(field.name) for field in fields if field.secret), "")
        return Declared(tuple(str(field.name) for field in fields if not field.secret), secret)
    except Exception:
        # What somebody else has written may fail in any way. Whoever uses the account is told how; the
        # others can be used all the same.
        return None


def versions(names: Iterable[str]) -> Mapping[str, str | None]:
    """Return which version of each backend is installed, None for none; bundled ones are left out."""
    others = sorted(set(names) - set(BUNDLED))
    if not others:
        return {}
    from importlib.metadata import entry_points

    found = {entry.name: entry for entry in entry_points(group=ENTRY_POINT_GROUP)}
    return {name: _version(found[name]) if name in found else None for name in others}


def _version(entry: Any) -> str:
    return f"{entry.value} {entry.dist.version if entry.dist else ''}".strip()
