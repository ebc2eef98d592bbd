"""Organizations: a tree of any depth that is read a node at a time (section 2.10)."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable, Sequence

from punchcard.backends.errors import NotAllowed
from punchcard.backends.mctime.client import McTimeClient, Params, quoted
from punchcard.backends.mctime.wire.organizations import OneOrganization, Organization, OrganizationsPage
from punchcard.core.assignments import Dimension, Reference
from punchcard.core.text import one_line

ORGANIZATION = Dimension("organization", "Organization", nests=True)
"""The one level there is; time is booked on a single node of it, at whatever depth."""

_PATH = "organizations"
_WHAT = "the organizations"
_AN_ID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")


def organization(number: str, name: str) -> Reference:
    """Return an organization as time is booked on it; by its id where its name is not told."""
    return Reference(ORGANIZATION.id, number, one_line(name) or one_line(number))


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

    async def branches(self, nodes: Sequence[Reference]) -> Sequence[Sequence[Reference]]:
        """Return for each node those from the company down to it, as far up as one may see.

        Raises:
            BackendError: They cannot be read.
        """
        known: dict[str, OneOrganization | None] = {}

        async def look_up(number: str) -> OneOrganization | None:
            if number not in known:
                known[number] = await self._one(number)
            return known[number]

        return [await _branch(node, look_up) for node in nodes]

    async def below(self, tops: Sequence[str], nodes: Iterable[Reference]) -> set[str]:
        """Return the ids of those of `nodes` that are one of `tops`, or lie below one, at whatever depth.

        Inside each top they are searched for by the longest word of their names, as spaces may be told
        otherwise than they are: a call for each word, and none for a name with a word that was searched for.

        Raises:
            BackendError: They cannot be looked up.
        """
        found, searched = set(tops), set[str]()
        for node in sorted(nodes, key=lambda each: (len(each.name), each.name)):
            if node.id in found or any(text in node.name for text in searched):
                continue
            word = max(node.name.split(), key=len)
            searched.add(word)
            for top in tops:
                listed = await self._listed((("organizationId", top), ("organizationName", word)))
                found |= {each.id for each in listed}
        return found

    async def _listed(self, params: Params) -> list[Organization]:
        pages = await self._client.pages(OrganizationsPage, _PATH, params, what=_WHAT)
        return list({each.id: each for page in pages for each in page.organizations}.values())

    async def _one(self, number: str) -> OneOrganization | None:
        """Return a node by itself; None where it is not there, or may not be seen."""
        try:
            return await self._client.find(OneOrganization, f"{_PATH}/{quoted(number)}", what=_WHAT)
        except NotAllowed:
            return None


async def _branch(
    node: Reference, look_up: Callable[[str], Awaitable[OneOrganization | None]]
) -> list[Reference]:
    found, one = [node], await look_up(node.id)
    # What is said to lie in itself has no end.
    while one is not None and one.parent and one.parent not in {each.id for each in found}:
        one = await look_up(one.parent)
        if one is not None:
            found.append(organization(one.id, one.name))
    return found[::-1]


def _by_name(found: Iterable[Organization]) -> list[Reference]:
    nodes = (organization(each.id, each.name) for each in found)
    return sorted(nodes, key=lambda node: (node.name.casefold(), node.id))
