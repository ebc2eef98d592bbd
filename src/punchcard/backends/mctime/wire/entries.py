"""Time entries, as any of the calls answers them (section 1.11)."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from punchcard.backends.http.wire import Wire
from punchcard.backends.mctime.moments import told
from punchcard.backends.mctime.wire.values import Count, Flag, Id, NoNull, Page, Stamp, Text, Word

End = Annotated[Stamp | None, BeforeValidator(told)]
"""A moment; null and an empty text where there is none yet."""


class Break(Wire):
    """A pause inside an entry; one that is still open has no end."""

    id: Text = ""
    start: Stamp = Field(alias="from")
    end: End = Field(alias="to", default=None)
    automatic: Flag = False


class Entry(Wire):
    """A time entry, or a clock that runs; no call tells all of it."""

    id: Id
    start: Stamp = Field(alias="from")
    end: End = Field(alias="to", default=None)
    breaks: Annotated[tuple[Break, ...], NoNull] = ()
    comment: Text = ""
    type: Word = None
    organization_id: Word = Field(alias="organizationId", default=None)
    organization_name: Text = Field(alias="organizationName", default="")
    user_id: Word = Field(alias="userId", default=None)
    category: Word = None
    approval_status: Word = Field(alias="approvalStatus", default=None)
    creation_type: Word = Field(alias="creationType", default=None)


class Group(Wire):
    """One person's entries."""

    user_id: Id = Field(alias="userId")
    times: Annotated[tuple[Entry, ...], NoNull] = ()


class TimesPage(Page):
    """A page of people's entries."""

    groups: Annotated[tuple[Group, ...], NoNull] = Field(alias="timeEntries")
    page_count: Count = Field(alias="pageSize", default=None)
    """The number of pages, whatever it is called there."""

    @property
    def ids(self) -> frozenset[str]:
        """Who is on the page."""
        return frozenset(group.user_id for group in self.groups)
