"""Values that a request gives, read one by one (Clockodo API, dates and times, encoding of parameters)."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any, cast

from whenever import Date, Instant, ZonedDateTime

from punchcard.sandbox.clockodo.wire import messages
from punchcard.sandbox.clockodo.wire.answers import Problem, malformed, missing_value

LONGEST_TEXT = 1000
_LARGEST = 2**31 - 1
_INTEGER = re.compile(r"-?[0-9]{1,10}")
_UTC = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})Z")
_LOCAL = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2}) ([0-9]{2}):([0-9]{2}):([0-9]{2})")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FIRST_YEAR, _LAST_YEAR = 1910, 2099


class Given:
    """An object of parameters. What is null or an empty string is as good as left out, but was given."""

    def __init__(self, values: Mapping[str, Any], inside: str = "") -> None:
        self.values = values
        self._inside = inside

    def __contains__(self, name: str) -> bool:
        """Whether it was given, be it null."""
        return name in self.values

    def path(self, name: str) -> str:
        """How an error names it."""
        return f"{self._inside}[{name}]" if self._inside else name

    def only(self, names: Collection[str]) -> None:
        """Let nothing else stand there.

        Raises:
            Problem: Something does.
        """
        for name in self.values:
            if name not in names:
                raise malformed(messages.UNKNOWN_PARAMETER, self.path(name), self.path(name))

    def child(self, name: str) -> Given:
        """The object of that name; an empty one where it is left out."""
        value = self.values.get(name)
        if value is None or value in ("", []):
            return Given({}, name)
        if not isinstance(value, dict):
            raise malformed(messages.WRONG_FORMAT, self.path(name))
        return Given(cast("Mapping[str, Any]", value), name)

    def children(self, name: str) -> list[Given]:
        """The objects of a list."""
        value = self.values.get(name)
        if not isinstance(value, list):
            raise malformed(messages.ARRAY_EXPECTED, self.path(name)) if value else self.missing(name)
        found = list[Given]()
        for each in cast("list[object]", value):
            if not isinstance(each, dict):
                raise malformed(messages.WRONG_FORMAT, self.path(name))
            found.append(Given(cast("Mapping[str, Any]", each), name))
        return found

    def missing(self, name: str) -> Problem:
        """What to say where it is left out."""
        return missing_value(self.path(name))

    def integer(self, name: str, least: int = 0, among: Collection[int] | None = None) -> int | None:
        """A whole number, which a form has as a text."""
        return self._whole(name, self.values.get(name), least, among)

    def needed_integer(self, name: str, least: int = 1, among: Collection[int] | None = None) -> int:
        """A whole number that may not be left out."""
        value = self.integer(name, least, among)
        if value is None:
            raise self.missing(name)
        return value

    def integers(self, name: str) -> list[int | None] | None:
        """Several whole numbers: a list, one alone, or with commas between them; None for null in a list."""
        value = self.values.get(name)
        if value is None:
            return None
        if isinstance(value, str):
            value = value.split(",")
        several: list[object] = cast("list[object]", value) if isinstance(value, list) else [value]
        return [self._whole(name, each, 0, None) for each in several]

    def number(self, name: str, least: float = 0) -> float | None:
        """A number."""
        value = self._plain(name)
        if value is None:
            return None
        try:
            number = math.nan if isinstance(value, bool) else float(value)
        except (ValueError, OverflowError):
            number = math.nan
        if not least <= number <= _LARGEST:
            raise malformed(messages.WRONG_FORMAT, self.path(name))
        return number

    def boolean(self, name: str, default: bool = False) -> bool:
        """Whether something is meant: true or false, 1 or 0."""
        value = self.choice(name)
        return default if value is None else value

    def choice(self, name: str) -> bool | None:
        """True or false, 1 or 0; None where it is left open."""
        value = self._plain(name)
        if value is None:
            return None
        known = {"true": True, "1": True, "false": False, "0": False}
        said = str(value).casefold()
        if said not in known:
            raise malformed(messages.WRONG_FORMAT, self.path(name))
        return known[said]

    def text(self, name: str, most: int = LONGEST_TEXT) -> str | None:
        """A text; None also for an empty one."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, str) or not _is_sound(value):
            raise malformed(messages.WRONG_FORMAT, self.path(name))
        if len(value) > most:
            raise malformed(messages.TOO_LONG, self.path(name))
        return value

    def texts(self, name: str) -> list[str]:
        """Texts in a list or one alone, in which commas part them."""
        value = self.values.get(name)
        several: Iterable[object] = cast("list[object]", value) if isinstance(value, list) else [value]
        found = list[str]()
        for each in several:
            if isinstance(each, str):
                found += [part for part in each.split(",") if part]
            elif each is not None:
                raise malformed(messages.WRONG_FORMAT, self.path(name))
        return found

    def moment(self, name: str) -> Instant | None:
        """A moment in UTC with whole seconds and a Z, as nothing else is read."""
        value = self._plain(name)
        if value is None:
            return None
        if not isinstance(value, str) or (match := _UTC.fullmatch(value)) is None:
            raise malformed(messages.WRONG_FORMAT, self.path(name))
        try:
            moment = Instant.parse_iso(match[0])
        except ValueError as error:
            raise malformed(messages.WRONG_FORMAT, self.path(name)) from error
        self._check_year(name, int(value[:4]))
        return moment

    def needed_moment(self, name: str) -> Instant:
        """A moment that may not be left out."""
        moment = self.moment(name)
        if moment is None:
            raise self.missing(name)
        return moment

    def needed_local_moment(self, name: str, zone: str) -> Instant:
        """A moment on the wall clocks of a zone, as the older generation has it."""
        value = self._plain(name)
        if value is None:
            raise self.missing(name)
        if not isinstance(value, str) or (match := _LOCAL.fullmatch(value)) is None:
            raise malformed(messages.WRONG_FORMAT, self.path(name))
        year, month, day, hour, minute, second = (int(part) for part in match.groups())
        self._check_year(name, year)
        try:
            there = ZonedDateTime(
                year, month, day, hour, minute, second, tz=zone, disambiguation="compatible"
            )
        except ValueError as error:
            raise malformed(messages.WRONG_FORMAT, self.path(name)) from error
        return there.to_instant()

    def day(self, name: str) -> Date | None:
        """A calendar day."""
        value = self._plain(name)
        if value is None:
            return None
        if not isinstance(value, str) or _DAY.fullmatch(value) is None:
            raise malformed(messages.WRONG_FORMAT, self.path(name))
        try:
            day = Date.parse_iso(value)
        except ValueError as error:
            raise malformed(messages.WRONG_FORMAT, self.path(name)) from error
        self._check_year(name, day.year)
        return day

    def needed_day(self, name: str) -> Date:
        """A calendar day that may not be left out."""
        day = self.day(name)
        if day is None:
            raise self.missing(name)
        return day

    def _plain(self, name: str) -> str | int | float | bool | None:
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, str | int | float | bool):
            raise malformed(messages.WRONG_FORMAT, self.path(name))
        return value

    def _whole(self, name: str, value: object, least: int, among: Collection[int] | None) -> int | None:
        if value is None or value == "":
            return None
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        if isinstance(value, str) and _INTEGER.fullmatch(value):
            value, is_whole = int(value), True
        if not is_whole or not isinstance(value, int) or not least <= value <= _LARGEST:
            raise malformed(messages.WRONG_FORMAT, self.path(name))
        if among is not None and value not in among:
            raise malformed(messages.UNKNOWN_VALUE, self.path(name))
        return value

    def _check_year(self, name: str, year: int) -> None:
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            raise malformed(messages.WRONG_FORMAT, self.path(name))


def _is_sound(text: str) -> bool:
    return not any("\ud800" <= sign <= "\udfff" or sign == "\0" for sign in text)
