"""Single values of an answer, in every shape in which they are described (sections 4 and 9)."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel
from whenever import Date, PlainDateTime

from punchcard.backends.errors import Garbled
from punchcard.backends.http import wire
from punchcard.backends.lucca.durations import parse_iso_duration, parse_timespan
from punchcard.backends.lucca.moments import told, told_day
from punchcard.backends.lucca.signing_in import TITLE

WireT = TypeVar("WireT", bound="Wire")


class Wire(wire.Wire):
    """A JSON object of which more may be known there than here; its names are camelCase there."""

    model_config = ConfigDict(alias_generator=to_camel, validate_by_name=True)


def parsed(model: type[WireT], data: object) -> WireT:
    """Return the JSON value `data` as `model`.

    Raises:
        Garbled: It is not of that shape.
    """
    return wire.parsed(model, data, TITLE)


def unreadable(why: str) -> Garbled:
    """Return the error for an answer that is not what it should be."""
    return wire.unreadable(TITLE, why)


def _seconds(value: Any) -> Any:
    match value:
        case str():
            return parse_timespan(value)
        case {"iso": str() as text}:
            return parse_iso_duration(text)
        case _:
            # What a plain number counts is not described.
            raise ValueError("this is no duration")


def _number(value: Any) -> Any:
    # An id is text in one description and a number in the samples.
    return int(value) if isinstance(value, str) and value.isdecimal() and len(value) < 20 else value


def _text(value: Any) -> Any:
    return "" if value is None else value


def _list(value: Any) -> Any:
    return () if value is None else value


Floating = Annotated[PlainDateTime, BeforeValidator(told), AfterValidator(wire.in_reach)]
"""What the clock on the wall shows; never with an offset."""

Day = Annotated[Date, BeforeValidator(told_day), AfterValidator(wire.in_reach)]
"""A day, or its midnight."""

Seconds = Annotated[int, BeforeValidator(_seconds)]
"""A TimeSpan in the "c" format (v3), or an object that holds an ISO 8601 duration (v4), in whole seconds."""

Id = Annotated[int, BeforeValidator(_number), Field(ge=0, lt=2**63)]
"""A number, or its digits in a text."""

Text = Annotated[str, BeforeValidator(_text)]
"""What people have written; null is nothing."""

NoNull = BeforeValidator(_list)
"""For lists that may be null."""
