"""Single values of an answer and what every answer has in common; what is absurd makes it unreadable."""

from __future__ import annotations

from typing import Annotated, Any, cast

from pydantic import AfterValidator, BeforeValidator, Field
from whenever import Date, Instant

from punchcard.backends.http.wire import Wire, in_reach


def _as_list(value: Any) -> Any:
    return list(cast("dict[str, Any]", value).values()) if isinstance(value, dict) else value


Day = Annotated[Date, AfterValidator(in_reach)]
"""A calendar day in the person's own zone."""

Stamp = Annotated[Instant, AfterValidator(in_reach)]
"""A moment: ISO 8601 in UTC, with or without milliseconds."""

Id = Annotated[int, Field(ge=0, lt=2**63)]

Seconds = Annotated[int, Field(ge=0, le=366 * 24 * 3600)]
"""At most a year."""

Offset = Annotated[int, Field(ge=-366 * 24 * 3600, le=366 * 24 * 3600)]

ListOrObject = BeforeValidator(_as_list)
"""For lists that are also described as an object of objects."""


class Paging(Wire):
    """Where a page stands in its list."""

    current_page: Annotated[int, Field(ge=0)]
    count_pages: Annotated[int, Field(ge=0)]


class Page(Wire):
    """One page of a list."""

    paging: Paging


class Timed(Wire):
    """An answer that may tell the time of the service's clock."""

    current_time: Stamp | None = None
