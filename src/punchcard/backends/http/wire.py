"""What the answers of every service have in common once they are JSON, and how they are taken for values."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from whenever import Date, Instant, PlainDateTime, ZonedDateTime

from punchcard.backends.errors import NOTHING_TAKEN, Garbled
from punchcard.core.moments import FIRST_YEAR, LAST_YEAR
from punchcard.core.text import one_line

ModelT = TypeVar("ModelT", bound=BaseModel)
DatedT = TypeVar("DatedT", Date, Instant, PlainDateTime, ZonedDateTime)


class Wire(BaseModel):
    """A JSON object of which more may be known there than here."""

    model_config = ConfigDict(extra="ignore", frozen=True)


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
        raise unreadable(title, f"at {place}") from None


def unreadable(title: str, why: str) -> Garbled:
    """Return the error for an answer that is not what it should be."""
    return _garbled(f"{title} gave an answer that cannot be read ({why}).")


def endless(title: str, what: str = "a list", why: str = "") -> Garbled:
    """Return the error for pages that have no end; `what` they are of begins with an article."""
    return _garbled(f"{title} gave {what} that cannot be read to its end{f' ({why})' if why else ''}.")


def in_reach(dated: DatedT) -> DatedT:
    """Return a day or a moment, for pydantic.

    Raises:
        ValueError: It is in a year in which nobody works.
    """
    year = dated.to_fixed_offset().year if isinstance(dated, Instant) else dated.year
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError("nobody works then")
    return dated


def _garbled(sentence: str) -> Garbled:
    return Garbled(sentence, NOTHING_TAKEN)
