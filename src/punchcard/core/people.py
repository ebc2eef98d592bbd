"""People, as a backend names them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whose working time is kept."""

    id: str
    """The backend's own identifier, opaque here."""
    name: str
    email: str = ""
