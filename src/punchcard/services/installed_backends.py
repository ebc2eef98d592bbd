"""Finding the backend of an account by name, without loading any other."""

from __future__ import annotations

from importlib import import_module

from punchcard.backends.contract import ENTRY_POINT_GROUP, BackendFactory
from punchcard.core.refusals import NotFound

BUNDLED = {
    "local": "punchcard.backends.local:LocalBackend",
    "reference": "punchcard.backends.reference:ReferenceBackend",
}
"""The bundled backends. They are registered as entry points like any other (a test compares the two);
naming them here saves reading every installed package's metadata at each punch."""


def backend_factory(name: str) -> BackendFactory:
    """Return what opens accounts of the backend `name`.

    Raises:
        NotFound: No such backend is installed.
    """
    if name in BUNDLED:
        module, _, attribute = BUNDLED[name].partition(":")
        return getattr(import_module(module), attribute)
    from importlib.metadata import entry_points

    found = entry_points(group=ENTRY_POINT_GROUP, name=name)
    if not found:
        names = sorted({*BUNDLED, *entry_points(group=ENTRY_POINT_GROUP).names})
        raise NotFound(f"No backend named “{name}” is installed.", f"Installed are: {', '.join(names)}.")
    return next(iter(found)).load()
