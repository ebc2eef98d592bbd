"""Single values of an answer, in every shape in which they were met (sections 1.6 and 1.11)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from whenever import Instant

from punchcard.backends.errors import Garbled
from punchcard.backends.mctime.moments import told
from punchcard.backends.mctime.signing_in import TITLE
from punchcard.core.moments import FIRST_YEAR, LAST_YEAR
from punchcard.core.text import one_line

WireT = TypeVar("WireT", bound="Wire")


class Wire(BaseModel):
    """A JSON object of which more may be known there than here."""

    model_config = ConfigDict(extra="ignore", frozen=True)


def parsed(model: type[WireT], data: Mapping[str, Any]) -> WireT:
    """Return the JSON object `data` as `model`.

    Raises:
        Garbled: It is not of that shape; the sentence names the place and never the value.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = one_line(".".join(str(part) for part in first["loc"]), 60) or "the whole of it"
        raise Garbled(
            f"{TITLE} gave an answer that cannot be read (at {place}).",
            "Nothing was taken from it; what was known before is still shown.",
        ) from None


def _moment_in_reach(moment: Instant) -> Instant:
    if not FIRST_YEAR <= moment.to_fixed_offset().year <= LAST_YEAR:
        raise ValueError("nobody works then")
    return moment


def _text(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    return str(value) if isinstance(value, int | float) else value


def _text_or_nothing(value: Any) -> Any:
    return "" if value is None else _text(value)


def _word_or_none(value: Any) -> Any:
    return None if value in ("", "null", "none") else _text(value)


def _count_or_none(value: Any) -> int | None:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value[:9])
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _number_or_none(value: Any) -> Any:
    if isinstance(value, str):
        text = value.strip().replace(",", ".")
        return None if text.casefold() in ("", "null", "none") else text
    return value


def _list(value: Any) -> Any:
    return () if value is None or value == "null" else value


def _flag(value: Any) -> Any:
    return False if value is None or value == "null" else value


def words_of(*texts: str) -> str:
    """Return what people have written on one line, one after the other."""
    return one_line(" ".join(texts))


Stamp = Annotated[Instant, BeforeValidator(told), AfterValidator(_moment_in_reach)]
"""A moment: ISO 8601 with any offset, or Z."""

Id = Annotated[str, BeforeValidator(_text), Field(min_length=1, max_length=200)]
"""Opaque; a number is taken as its digits."""

Text = Annotated[str, BeforeValidator(_text_or_nothing)]
"""What people have written; null is nothing."""

Word = Annotated[str | None, BeforeValidator(_word_or_none)]
"""One of an enumeration, whatever else it may become; null and the word "null" are none."""

Count = Annotated[int | None, BeforeValidator(_count_or_none)]
"""A number, or its digits in a string; None where it is neither."""

Number = Annotated[Annotated[float, Field(allow_inf_nan=False)] | None, BeforeValidator(_number_or_none)]
"""A number, or the same in a string; None where there is none."""

Flag = Annotated[bool, BeforeValidator(_flag)]
"""Yes or no; null is no."""

NoNull = BeforeValidator(_list)
"""For lists that may be null."""


class Page(Wire):
    """One page of a list."""

    page_count: Count = None
    """How many pages there are; None where it is not told."""

    @property
    def ids(self) -> frozenset[str]:
        """What stands on it; a page without any is the end."""
        raise NotImplementedError

    @property
    def is_last(self) -> bool:
        """Whether it shows by itself that none comes after it, as it is not full."""
        return False
