"""Single values of an answer and what every answer has in common; what is absurd makes it unreadable."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar, cast

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from whenever import Date, Instant

from punchcard.backends.errors import Garbled
from punchcard.core.moments import FIRST_YEAR, LAST_YEAR
from punchcard.core.text import one_line

ModelT = TypeVar("ModelT", bound=BaseModel)


def parsed(model: type[ModelT], data: object, title: str) -> ModelT:
    """Return the JSON value `data` as `model`.

    Raises:
        Garbled: It is not of that shape; the sentence names the place and never the value.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = one_line(".".join(str(part) for part in first["loc"]), 60) or "the whole of it"
        raise Garbled(
            f"{title} gave an answer that cannot be read (at {place}).",
            "Nothing was taken from it; what was known before is still shown.",
        ) from None


def _day_in_reach(day: Date) -> Date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError("nobody works then")
    return day


def _moment_in_reach(moment: Instant) -> Instant:
    _day_in_reach(moment.to_fixed_offset().date())
    return moment


def _as_list(value: Any) -> Any:
    return list(cast("dict[str, Any]", value).values()) if isinstance(value, dict) else value


Day = Annotated[Date, AfterValidator(_day_in_reach)]
"""A calendar day in the person's own zone."""

Stamp = Annotated[Instant, AfterValidator(_moment_in_reach)]
"""A moment: ISO 8601 in UTC, with or without milliseconds."""

Id = Annotated[int, Field(ge=0, lt=2**63)]

Seconds = Annotated[int, Field(ge=0, le=366 * 24 * 3600)]
"""At most a year."""

Offset = Annotated[int, Field(ge=-366 * 24 * 3600, le=366 * 24 * 3600)]

ListOrObject = BeforeValidator(_as_list)
"""For lists that are also described as an object of objects."""


class Wire(BaseModel):
    """A JSON object of which more may be known there than here."""

    model_config = ConfigDict(extra="ignore", frozen=True)


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


class Anything(Wire):
    """An answer that is judged by its status alone."""
