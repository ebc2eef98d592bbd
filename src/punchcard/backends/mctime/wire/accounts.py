"""Balances, in whatever way the list is laid out (section 2.12)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Annotated, Any, cast

from pydantic import BeforeValidator, Field
from whenever import Date, OffsetDateTime

from punchcard.backends.http.moments import local
from punchcard.backends.http.wire import Wire
from punchcard.backends.mctime.wire.values import Id, Number

_LAST_HOUR = 23


def _end_of_day(value: Any) -> Any:
    """Return a moment; only where it is the end of a day by its own offset, that is the day it means."""
    text = value.strip() if isinstance(value, str) else ""
    if text in ("", "null"):
        return None
    return OffsetDateTime.parse_iso(text[:-1] + "+00:00" if text.endswith(("Z", "z")) else text)


EndOfDay = Annotated[OffsetDateTime | None, BeforeValidator(_end_of_day)]
"""The end of a day, in whatever zone the service writes it down."""


class Account(Wire):
    """What somebody has saved up."""

    user_id: Id = Field(alias="userId")
    hours: Number = Field(alias="timeBalanceHours", default=None)
    as_of: EndOfDay = Field(alias="timeBalanceAsOf", default=None)
    vacation_days: Number = Field(alias="vacationBalanceDays", default=None)
    vacation_as_of: EndOfDay = Field(alias="vacationBalanceAsOf", default=None)
    entitlement_days: Number = Field(alias="vacationEntitlementDays", default=None)


def day_of(moment: OffsetDateTime | None, zone: str) -> Date | None:
    """Return the day that ends at a moment, for somebody in `zone` (IANA name)."""
    if moment is None:
        return None
    return moment.date() if moment.hour == _LAST_HOUR else local(moment.to_instant(), zone).date()


def accounts_in(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Return the people in the object of one item: itself, or what stands in a list of it."""
    if "userId" in data:
        yield data
        return
    lists = (cast("list[object]", value) for value in data.values() if isinstance(value, list))
    for each in chain.from_iterable(lists):
        if isinstance(each, dict) and "userId" in each:
            yield cast("Mapping[str, Any]", each)
