"""Groups of entries as they stand on the wire (section 5); what may not be seen is absent, and never zero."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AliasChoices, BeforeValidator, Field

from punchcard.backends.clockodo.values import ListOrObject
from punchcard.backends.http.wire import Wire

_MOST_SECONDS = 10**12
"""Of everybody for ever."""


def _as_text(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if is_number else value


def _as_object(value: Any) -> Any:
    return {} if value is None or value == [] else value


def _as_groups(value: Any) -> Any:
    return () if value is None else value


Text = Annotated[str, BeforeValidator(_as_text)]
"""A text that is also sent as a number."""

Money = Annotated[float, Field(allow_inf_nan=False)]
Duration = Annotated[int, Field(ge=0, le=_MOST_SECONDS)]


class EntryGroup(Wire):
    """A group with everything that is told of it."""

    grouped_by: str = Field(validation_alias=AliasChoices("grouped_by", "groupedBy"))
    group: Text
    """What identifies it; opaque but for ids."""
    name: Text
    number: Text | None = None
    note: str | None = None
    restrictions: Annotated[Mapping[str, Any], BeforeValidator(_as_object)] = {}
    """The outer restrictions in force."""
    duration: Duration
    """In seconds; rounded where that was asked for."""
    revenue: Money | None = None
    budget_used: bool | None = None
    has_budget_revenues_billed: bool | None = None
    has_budget_revenues_not_billed: bool | None = None
    has_non_budget_revenues_billed: bool | None = None
    has_non_budget_revenues_not_billed: bool | None = None
    hourly_rate: Money | None = None
    """None unless it is the same for all, and there are no lump sums."""
    has_equal_hourly_rate: bool | None = Field(
        default=None,
        validation_alias=AliasChoices(
            "hourly_rate_is_equal_and_has_no_lumpsums",
            "hourly_rate_is_equal_and_has_no_lump_sums",
            "hourly_rate_is_equal_and_has_no_lumpSums",
        ),
    )
    duration_without_rounding: Duration | None = None
    revenue_without_rounding: Money | None = None
    rounding_success: bool | None = None
    """Told of innermost groups alone."""
    sub_groups: Annotated[tuple[EntryGroup, ...], ListOrObject, BeforeValidator(_as_groups)] = ()

    @property
    def exact_seconds(self) -> int:
        """Its time before any rounding."""
        return self.duration if self.duration_without_rounding is None else self.duration_without_rounding


class EntryGroups(Wire):
    """All groups; they have no pages."""

    groups: Annotated[tuple[EntryGroup, ...], ListOrObject]


class Step(Wire):
    """The answer to either step of a bulk change."""

    confirm_key: Text | None = None
    affected_entries: Annotated[int, Field(ge=0)] | None = None
    success: bool | None = None
    edited_entries: Annotated[int, Field(ge=0)] | None = None
    deleted_entries: Annotated[int, Field(ge=0)] | None = None

    @property
    def done(self) -> int | None:
        """How many entries were changed or deleted, by either name; None where that is not told."""
        return self.edited_entries if self.deleted_entries is None else self.deleted_entries
