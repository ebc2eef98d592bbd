"""Single values of an answer, in every shape in which they were met (sections 1.6 and 1.11)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field
from whenever import Instant

from punchcard.backends.http import wire
from punchcard.backends.http.wire import Wire, in_reach
from punchcard.backends.mctime.moments import told
from punchcard.backends.mctime.signing_in import TITLE
from punchcard.core.text import one_line

WireT = TypeVar("WireT", bound=Wire)


def parsed(model: type[WireT], data: Mapping[str, Any]) -> WireT:
    """Return the JSON object `data` as `model`.

    Raises:
        Garbled: It is not of that shape.
    """
    return wire.parsed(model, data, TITLE)


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


Stamp = Annotated[Instant, BeforeValidator(told), AfterValidator(in_reach)]
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
