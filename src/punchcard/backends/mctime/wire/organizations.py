"""Organizations: flat in a list, nested by themselves (section 2.10)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from punchcard.backends.http.wire import Wire
from punchcard.backends.mctime.wire.values import Id, NoNull, Page, Text, Word

ORGANIZATIONS_ON_A_PAGE = 50


class Organization(Wire):
    """A node of the tree, in a list."""

    id: Id
    name: Text = Field(alias="organizationName", default="")


class OrganizationsPage(Page):
    """A page of organizations."""

    organizations: Annotated[tuple[Organization, ...], NoNull]

    @property
    def ids(self) -> frozenset[str]:
        """What is on the page."""
        return frozenset(each.id for each in self.organizations)

    @property
    def is_last(self) -> bool:
        """Whether it is not full; the opened node itself may stand on each page."""
        return len(self.organizations) < ORGANIZATIONS_ON_A_PAGE


class _Name(Wire):
    name: Text = Field(alias="organizationName", default="")


class _Place(Wire):
    parent: Word = Field(alias="parentOrganizationUnitId", default=None)


class OneOrganization(Wire):
    """A node read by itself."""

    id: Id
    told: _Name = Field(alias="name", default=_Name())
    place: _Place = Field(alias="organizationType", default=_Place())

    @property
    def name(self) -> str:
        """What it is called."""
        return self.told.name

    @property
    def parent(self) -> str | None:
        """Id of the node that it lies in; None for a company, and where that is not told."""
        return self.place.parent
