"""Single values of an answer: what is absurd makes it unreadable, before anything is reckoned with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field
from whenever import Date, ZonedDateTime

from punchcard.backends.http.wire import in_reach
from punchcard.core.entries import Source
from punchcard.core.time_types import Category


def _one_of(known: Iterable[str], unknown: str) -> BeforeValidator:
    return BeforeValidator(lambda value: value if value in tuple(known) else unknown)


Day = Annotated[Date, AfterValidator(in_reach)]
Moment = Annotated[ZonedDateTime, AfterValidator(in_reach)]

Seconds = Annotated[int, Field(ge=0, le=366 * 24 * 3600)]
"""At most a year."""

HalfDays = Annotated[int, Field(ge=0, le=2 * 366)]
LockDays = Annotated[int, Field(ge=0, le=36_500)]

KnownCategory = Annotated[Category, _one_of(Category, Category.UNKNOWN)]
"""One that is new there is kept as unknown."""

KnownSource = Annotated[Source, _one_of(Source, Source.UNKNOWN)]
