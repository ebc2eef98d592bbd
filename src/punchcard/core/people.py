"""People, as a backend names them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person may do with the time of others."""

    WORKER = "worker"
    """Keeps their own time."""
    LEAD = "lead"
    """Decides the change requests and submitted weeks of others, never their own."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whose working time is kept."""

    id: str
    """The backend's own identifier, opaque here."""
    name: str
    email: str = ""
    role: Role = Role.WORKER
    team: str = ""
    """What the team is called that they belong to; empty for none, and where the backend does not say."""
