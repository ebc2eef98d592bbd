"""Clocks that run, as GET /clock tells them (section 2.1); only its first fields are documented."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from punchcard.backends.mctime.wire.entries import Break, End
from punchcard.backends.mctime.wire.values import Flag, Id, NoNull, Text, Wire, Word


class Clock(Wire):
    """One person's clock; of what is not documented, `tells` says whether it is there."""

    user_id: Id = Field(alias="userId")
    clocked_in: Flag = Field(alias="clockedIn")
    on_break: Flag = Field(alias="onBreak", default=False)
    start: End = Field(alias="from", default=None)
    first_name: Text = Field(alias="userFirstName", default="")
    last_name: Text = Field(alias="userLastName", default="")
    id: Word = None
    breaks: Annotated[tuple[Break, ...], NoNull] = ()
    comment: Text = ""
    type: Word = None
    category: Word = None
    organization_id: Word = Field(alias="organizationId", default=None)
    organization_name: Text = Field(alias="organizationName", default="")

    def tells(self, name: str) -> bool:
        """Whether the answer has a field, whatever stands in it."""
        return name in self.model_fields_set
