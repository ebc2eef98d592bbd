"""Organizations: a tree of any depth that is read a node at a time (section 2.10)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from punchcard.backends.errors import NotAllowed
from punchcard.backends.mctime.client import McTimeClient, Params, quoted
from punchcard.backends.mctime.wire.organizations import OneOrganization, Organization, OrganizationsPage
from punchcard.core.assignments import Dimension, Reference
from punchcard.core.text import one_line

ORGANIZATION = Dimension("organization", "Organization", nests=True)
"""The one level there is; time is booked on a single node of it, at whatever depth."""

_PATH = "organizations"
_WHAT = "the organizations"
_DEEPEST = 50
"""More levels are a mistake: a node that lies in itself."""

_AN_ID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")


def organization(number: str, name: str) -> Reference:
    """Return an organization as time is booked on it; by its id where its name is not told."""
    return Reference(ORGANIZATION.id, number, one_line(name) or number)


class McTimeOrganizations:
    """Reads the tree; an inactive organization is not among what can be chosen."""

    def __init__(self, client: McTimeClient) -> None:
        self._client = client

    async def choices(self, parents: Sequence[Reference]) -> Sequence[Reference]:
        """Return the companies, or what lies directly in the last of `parents`, by name.

        Raises:
            BackendError: It cannot be read.
        """
        below = (("organizationId", parents[-1].id),) if parents else ()
        # A node comes with its children.
        above = {each.id for each in parents}
        return _by_name(each for each in await self._listed(below) if each.id not in above)

    async def called(self, dimension: str, text: str) -> Sequence[Reference]:
        """Return every organization whose name holds `text`, or whose id it is, by name.

        Raises:
            BackendError: It cannot be read.
        """
        wanted = one_line(text).casefold()
        if dimension != ORGANIZATION.id or not wanted:
            return []
        listed = await self._listed((("organizationName", one_line(text)),))
        # A search that is not known there finds everything.
        found = _by_name(each for each in listed if wanted in one_line(each.name).casefold())
        if found or not _AN_ID.fullmatch(wanted):
            return found
        one = await self._one(one_line(text))
        return [organization(one.id, one.name)] if one else []

    async def branch(self, node: Reference) -> Sequence[Reference]:
        """Return the nodes from the company down to `node`, as far up as one may see.

        Raises:
            BackendError: It cannot be read.
        """
        found = [node]
        one = await self._one(node.id)
        while one is not None and one.parent and len(found) < _DEEPEST:
            if one.parent in {each.id for each in found}:
                break
            one = await self._one(one.parent)
            if one is not None:
                found.append(organization(one.id, one.name))
        return found[::-1]

    async def _listed(self, params: Params) -> list[Organization]:
        pages = await self._client.pages(OrganizationsPage, _PATH, params, what=_WHAT)
        return list({each.id: each for page in pages for each in page.organizations}.values())

    async def _one(self, number: str) -> OneOrganization | None:
        """Return a node by itself; None where it is not there, or may not be seen."""
        try:
            return await self._client.find(OneOrganization, f"{_PATH}/{quoted(number)}", what=_WHAT)
        except NotAllowed:
            return None


def _by_name(found: Iterable[Organization]) -> list[Reference]:
    nodes = (organization(each.id, each.name) for each in found)
    return sorted(nodes, key=lambda node: (node.name.casefold(), node.id))
