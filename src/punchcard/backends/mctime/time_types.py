"""The 29 time types, in plain English, and what each counts as (section 1.10).

Which category a type has is not published: where an answer does not tell, it is taken from what the type
is called.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from punchcard.core.text import one_line
from punchcard.core.time_types import Category, TimeType

_P, _U, _V, _S = Category.PRODUCTIVE, Category.UNPRODUCTIVE, Category.VACATION, Category.SICK
_PAID, _UNPAID = Category.PAID_LEAVE, Category.UNPAID_LEAVE

CLOCKING = "clocking"
"""What a clock is that runs, or that could not be saved."""

_TYPES = (
    TimeType("work", "Work", _P),
    TimeType("home_office", "Home office", _P),
    TimeType("out_office", "Out of office", _P),
    TimeType("travel", "Travel", _P),
    TimeType("worked_rest_period", "Work in a rest period", _P),
    TimeType("bad_weather", "Bad weather", _U),
    TimeType("vacation", "Vacation", _V),
    TimeType("vacation_abroad", "Vacation abroad", _V),
    TimeType("company_vacation", "Company vacation", _V),
    TimeType("unpaid_vacation", "Unpaid vacation", _UNPAID),
    TimeType("sick", "Sick", _S),
    TimeType("medical_leave", "Medical leave", _S),
    TimeType("work_accident_sickness", "Sick after a work accident", _S),
    TimeType("care_leave", "Care leave", _PAID),
    TimeType("parental_leave", "Parental leave", _PAID),
    TimeType("statutory_leave", "Statutory leave", _PAID),
    TimeType("public_holiday_abroad", "Public holiday abroad", _PAID),
    TimeType("study_leave", "Study leave", _PAID),
    TimeType("special_leave", "Special leave", _PAID),
    TimeType("other_leave", "Other leave", _PAID),
    TimeType("paid_time_off", "Paid time off", _PAID),
    TimeType("unpaid_time_off", "Unpaid time off", _UNPAID),
    TimeType("flextime", "Flextime", _PAID),
    TimeType("free_time", "Free time", _PAID),
    TimeType("jubilee_day", "Jubilee day", _PAID),
    TimeType("move", "Moving house", _PAID),
    TimeType("military_service", "Military service", _PAID),
    TimeType("military_exercize", "Military exercise", _PAID),
    TimeType(CLOCKING, "Clocking", _P),
)

TIME_TYPES: Mapping[str, TimeType] = MappingProxyType({each.id: each for each in _TYPES})
"""By the word on the wire: the usual one first, and last what hardly anybody means."""

WORK = TIME_TYPES["work"]


def time_type_of(word: str | None, category: str | None = None) -> TimeType | None:
    """Return what a word on the wire means; one that is not known here is kept as it is.

    A type counts as the same whichever call tells of it, as most of them leave its category out.

    Args:
        word: Such as `home_office`; None where there is none.
        category: What it counts as, where the answer tells; taken for words that are not known here.
    """
    if word is None:
        return None
    if word in TIME_TYPES:
        return TIME_TYPES[word]
    told = next((each for each in Category if each == category), Category.UNKNOWN)
    return TimeType(word, one_line(word, 60).replace("_", " ").capitalize(), told)
