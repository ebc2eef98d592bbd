"""Clocks that run, as GET /clock tells them (section 2.1); only its first fields are documented."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, cast

from pydantic import Field, ModelWrapValidatorHandler, ValidationError, model_validator

from punchcard.backends.http.wire import Wire
from punchcard.backends.mctime.wire.entries import Break, End
from punchcard.backends.mctime.wire.values import Flag, Id, NoNull, Text, Word

_DOCUMENTED = frozenset({"userId", "userFirstName", "userLastName", "clockedIn", "onBreak", "from"})


class Clock(Wire):
    """One person's clock; of what is not documented, `tells` says whether it is there to be read."""

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

    @model_validator(mode="wrap")
    @classmethod
    def _leave_out_the_unreadable(cls, data: Any, handler: ModelWrapValidatorHandler[Clock]) -> Clock:
        """Of what is not documented nobody knows its shape: another one is as good as left out."""
        try:
            return handler(data)
        except ValidationError as error:
            wrong = {each["loc"][0] for each in error.errors() if each["loc"]} - _DOCUMENTED
            if not wrong:
                raise
            told = cast("Mapping[str, Any]", data)
            return handler({name: value for name, value in told.items() if name not in wrong})
