"""What may stand in `config.toml`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
)
from whenever import Weekday, ZonedDateTime, available_timezones

from punchcard.config.account_settings import shown
from punchcard.config.errors import nearest
from punchcard.core.durations import HOUR, parse_duration
from punchcard.core.findings.finding import Rule
from punchcard.core.moments import FIRST_YEAR, LAST_YEAR
from punchcard.core.refusals import UsageError
from punchcard.core.rule_sets import RULE_SETS

WEEKDAYS = {day.name.lower(): day.value for day in Weekday}
"""The number of each weekday by its name, Monday first."""

RULES = tuple(rule.value for rule in Rule)
"""The names of what is looked for in a week."""

LONGEST_HOLD_SECONDS = 60
"""How long a decision may be held back at most."""


def _one_of(names: Iterable[str]) -> Callable[[str], str]:
    known = tuple(names)

    def check(name: str) -> str:
        if name not in known:
            raise ValueError(f"cannot be “{name}”; {nearest(name, known)}")
        return name

    return check


def _account_name(name: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", name):
        raise ValueError("is not a name for an account; take letters, digits, - and _, at most 64.")
    return name


def _rule(name: str) -> str:
    if name not in RULES:
        raise ValueError(f"is no rule; {nearest(name, RULES)}")
    return name


def _zone(name: str) -> str:
    try:
        return ZonedDateTime(1970, 1, 1, tz=name).tz_id or name
    except ValueError as error:
        raise ValueError(f"cannot be “{name}”; {nearest(name, available_timezones())}") from error


def _day(value: object) -> str:
    # A moment is a day to Python as well, but not to the person who wrote it.
    if type(value) is not date:
        raise ValueError("has to be a day without quotes, such as 2026-07-01.")
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError(f"is too far away; the years are {FIRST_YEAR} to {LAST_YEAR}.")
    return value.isoformat()


def _signed_seconds(value: object) -> int:
    if isinstance(value, int | float) and not isinstance(value, bool) and -9999 <= value <= 9999:
        return round(value * HOUR)
    if not isinstance(value, str):
        raise ValueError('has to be a duration, such as "+12:30" or "-3:00".')
    text = value.strip()
    try:
        seconds = parse_duration(text.lstrip("+-\N{MINUS SIGN}") if text[1:2].isdigit() else text)
    except UsageError as error:
        raise ValueError(f"cannot be used: {error.message} Say “+12:30” or “-3:00”, for example.") from error
    return -seconds if text[:1] in ("-", "\N{MINUS SIGN}") else seconds


def _in_order(ranges: list[HoursFromTable]) -> list[HoursFromTable]:
    days = [each.valid_from for each in ranges]
    if twice := next((day for day in days if days.count(day) > 1), None):
        raise ValueError(f"has two ranges that are valid from {twice}.")
    return sorted(ranges, key=lambda each: each.valid_from)


def _seconds(value: object) -> int:
    try:
        if isinstance(value, str):
            seconds = parse_duration(value)
        elif isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 24:
            seconds = round(value * HOUR)
        else:
            raise ValueError('has to be a duration of at most 24 hours, such as "8:00" or 7.5.')
    except UsageError as error:
        raise ValueError(f"cannot be used: {error.message} {error.hint}") from error
    if seconds > 24 * HOUR:
        raise ValueError("is longer than a day.")
    return seconds


def _hold_seconds(value: object) -> int:
    if type(value) is not int or not 0 <= value <= LONGEST_HOLD_SECONDS:
        raise ValueError(f"has to be a number of seconds from 0 to {LONGEST_HOLD_SECONDS}, such as 5.")
    return value


Text = Annotated[str, AfterValidator(shown)]
"""Text that can be shown."""

Seconds = Annotated[int, BeforeValidator(_seconds)]
"""A duration, written as one or as a number of hours."""


Day = Annotated[str, BeforeValidator(_day)]
"""A day, written as TOML writes days; kept as `YYYY-MM-DD`."""


class Table(BaseModel):
    """A table with nothing in it but what is known."""

    model_config = ConfigDict(extra="forbid", strict=True)


class HoursTable(Table):
    """Target hours a weekday."""

    mon: Seconds | None = None
    tue: Seconds | None = None
    wed: Seconds | None = None
    thu: Seconds | None = None
    fri: Seconds | None = None
    sat: Seconds | None = None
    sun: Seconds | None = None


class HoursFromTable(Table):
    """Target hours a weekday from a day on."""

    valid_from: Day
    hours: HoursTable


class HolidaysTable(Table):
    """Whose public holidays are free days."""

    country: Text
    subdivision: Text | None = None

    @field_validator("country")
    @classmethod
    def _known_country(cls, country: str) -> str:
        from punchcard.config.holiday_names import checked_country

        return checked_country(country)

    @field_validator("subdivision")
    @classmethod
    def _known_subdivision(cls, subdivision: str | None, info: ValidationInfo) -> str | None:
        from punchcard.config.holiday_names import checked_subdivision

        country: str | None = info.data.get("country")
        return checked_subdivision(country, subdivision) if country and subdivision else subdivision


class BalanceTable(Table):
    """Where the running balance begins."""

    first: Day | None = Field(None, alias="from")
    seconds: Annotated[int, BeforeValidator(_signed_seconds)] = Field(0, alias="start")


class ScheduleTable(Table):
    """When a person is expected to work."""

    zone: Annotated[Text, AfterValidator(_zone)] | None = None
    week_starts: Annotated[Text, AfterValidator(_one_of(WEEKDAYS))] = "monday"
    hours: HoursTable = HoursTable()
    hours_from: Annotated[list[HoursFromTable], AfterValidator(_in_order)] = []
    holidays: HolidaysTable | None = None
    balance: BalanceTable | None = None
    rules: Annotated[Text, AfterValidator(_one_of(RULE_SETS))] = "none"


class AccountTable(Table):
    """One account. Whatever else it says is for its backend, which knows what that may be."""

    model_config = ConfigDict(extra="allow", strict=True)

    backend: Text
    write: Annotated[Text, AfterValidator(_one_of(("full", "clock", "read-only")))] = "full"


class ConfigFile(Table):
    """The whole file."""

    default_account: Text | None = None
    schedule: ScheduleTable = ScheduleTable()
    accounts: dict[Annotated[str, AfterValidator(_account_name)], AccountTable] = {}
    keys: dict[Text, Text] = {}
    theme: Text | None = None
    silenced: dict[Annotated[str, AfterValidator(_rule)], Text] = {}
    hold_seconds: Annotated[int, BeforeValidator(_hold_seconds)] = 5
