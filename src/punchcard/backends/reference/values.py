"""Single values of an answer: what is absurd makes it unreadable, before anything is reckoned with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field
from whenever import Date, ZonedDateTime

from punchcard.core.entries import Source
from punchcard.core.moments import FIRST_YEAR, LAST_YEAR
from punchcard.core.time_types import Category

DatedT = TypeVar("DatedT", Date, ZonedDateTime)


def _within_reach(dated: DatedT) -> DatedT:
    if not FIRST_YEAR <= dated.year <= LAST_YEAR:
        raise ValueError("nobody works then")
    return dated


def _one_of(known: Iterable[str], unknown: str) -> BeforeValidator:
    return BeforeValidator(lambda value: value if value in tuple(known) else unknown)


Day = Annotated[Date, AfterValidator(_within_reach)]
Moment = Annotated[ZonedDateTime, AfterValidator(_within_reach)]

Seconds = Annotated[int, Field(ge=0, le=366 * 24 * 3600)]
"""At most a year."""

HalfDays = Annotated[int, Field(ge=0, le=2 * 366)]
LockDays = Annotated[int, Field(ge=0, le=36_500)]

KnownCategory = Annotated[Category, _one_of(Category, Category.UNKNOWN)]
"""One that is new there is kept as unknown."""

KnownSource = Annotated[Source, _one_of(Source, Source.UNKNOWN)]
