"""Organizations, from paths of names: client, project, and what is done there, below the company."""

from __future__ import annotations

from dataclasses import replace

from punchcard.sandbox.mctime.records import Organization, OrganizationType
from punchcard.sandbox.mctime.state import McTimeState

SMALL_COMPANY, OTHER_COMPANY = "Berger Works", "Brandt Labs"
"""Everybody's, and one that only Ann sees."""

SMALL_TREE = (
    "Northwind/Portal/Development", "Northwind/Portal/Support", "Contoso/Audit/Report", "Contoso/Support",
)  # fmt: skip
"""Below the small company; the name “Support” is there twice."""

COMPANY = "Hoffmann & Partners"
"""The simulated company, below which its clients lie."""

CLOSED = "Tailspin"
"""A client that has left."""

OTHER_TREE = ("Fabrikam/Relaunch",)

_TYPES = (OrganizationType.CLIENT, OrganizationType.PROJECT, OrganizationType.OTHER)


def add_company(state: McTimeState, name: str) -> str:
    """Bring in a company and return its id."""
    return _add(state, Organization(state.new_id(), name))


def add_path(state: McTimeState, company: str, path: str) -> str:
    """Return what a path below a company names, with whatever of it is missing added; itself for none."""
    current = company
    for depth, name in enumerate(name for name in path.split("/") if name):
        found = [each.id for each in state.children(current) if each.name == name]
        kind = _TYPES[min(depth, len(_TYPES) - 1)]
        current = found[0] if found else _add(state, Organization(state.new_id(), name, current, kind))
    return current


def close(state: McTimeState, organization: str) -> None:
    """Let an organization have ended a year ago."""
    ended = state.now().subtract(hours=365 * 24)
    state.organizations[organization] = replace(state.organizations[organization], valid_to=ended)


def _add(state: McTimeState, organization: Organization) -> str:
    state.organizations[organization.id] = organization
    return organization.id
