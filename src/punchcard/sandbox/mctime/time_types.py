"""The time types, and of which category each is (McTime API, enumerations; the mapping is not published)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

INVALID = "clocking"
"""The type of a clock that could not be saved."""

_CATEGORIES = {
    "productive": "work home_office travel out_office worked_rest_period",
    "unproductive": "clocking flextime free_time bad_weather",
    "vacation": "vacation company_vacation vacation_abroad",
    "sick": "sick medical_leave work_accident_sickness",
    "paid_leave": (
        "statutory_leave public_holiday_abroad paid_time_off jubilee_day move special_leave study_leave"
        " other_leave"
    ),
    "unpaid_leave": (
        "parental_leave care_leave unpaid_vacation unpaid_time_off military_exercize military_service"
    ),
}

CATEGORY_OF: Mapping[str, str] = MappingProxyType(
    {name: category for category, names in _CATEGORIES.items() for name in names.split()}
)
"""Every time type with its category."""
