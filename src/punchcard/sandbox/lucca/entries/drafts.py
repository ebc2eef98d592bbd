"""What a body says of an entry, read value by value (Lucca API, create time entries)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, cast

from whenever import PlainDateTime

from punchcard.sandbox.lucca.records import Entry, Source, Unit
from punchcard.sandbox.lucca.wire.durations import c_seconds

LONGEST_COMMENT = 1000
LARGEST_ID = 2**31 - 1

_STARTS_AT = re.compile(
    r"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(\.[0-9]{1,7})?)?"
)
_WITH_OFFSET = re.compile(r".*[T ][0-9:.]+\s*(?:[Zz]|[+-][0-9]{2}:?[0-9]{2})")


class _Kept:
    """What stands for a value that a body does not name."""


KEPT: Final = _Kept()


class Unreadable(Exception):
    """Values that cannot be read, each with a sentence."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry as it is to be."""

    owner_id: int
    starts_at: PlainDateTime
    seconds: int
    unit: Unit
    creation_source: Source = Source.MANUAL
    section_ids: tuple[int, ...] = ()
    comment: str | None = None
    time_type_id: int | None = None

    @classmethod
    def of(cls, entry: Entry) -> Draft:
        """Return an entry as it is; where its next change comes from is not known yet."""
        comment = None if entry.comment is None else entry.comment.content
        return cls(
            entry.owner_id, entry.starts_at, entry.seconds, entry.unit, Source.MANUAL, entry.section_ids,
            comment, entry.time_type_id,
        )  # fmt: skip


def drafted(body: Mapping[str, Any], before: Draft | None = None) -> Draft:
    """Return what a body wants an entry to be.

    Args:
        body: What was sent.
        before: What it is; None for a new one. What the body leaves out stays so.

    Raises:
        Unreadable: Values are missing, or none that an entry can have.
    """
    reader = _Reader(body, is_new=before is None)
    owner, starts, seconds = reader.needed_id("ownerId"), reader.starts_at(), reader.duration()
    unit, source = reader.choice("unit", Unit), reader.choice("creationSource", Source)
    sections, comment, time_type = reader.sections(), reader.comment(), reader.time_type()
    if reader.wrong:
        raise Unreadable(reader.wrong)
    read: dict[str, Any] = {
        "owner_id": owner, "starts_at": starts, "seconds": seconds, "unit": unit, "creation_source": source,
        "section_ids": sections, "comment": comment, "time_type_id": time_type,
    }  # fmt: skip
    said = {name: value for name, value in read.items() if value is not KEPT}
    return Draft(**said) if before is None else replace(before, **said)


@dataclass
class _Reader:
    """Reads the values of a body, and collects what is wrong with them."""

    body: Mapping[str, Any]
    is_new: bool
    wrong: list[str] = field(default_factory=list[str])

    def needed_id(self, name: str) -> int | _Kept:
        """An id that a new entry has to have."""
        if name not in self.body:
            return self._missing(name)
        value = self.body[name]
        return value if is_id(value) else self._wrong(name, "has to be an id")

    def starts_at(self) -> PlainDateTime | _Kept:
        """The start, without any offset."""
        if "startsAt" not in self.body:
            return self._missing("startsAt")
        value = self.body["startsAt"]
        if isinstance(value, str) and _WITH_OFFSET.fullmatch(value):
            return self._wrong("startsAt", "is a floating date-time: do not send any UTC offset")
        match = _STARTS_AT.fullmatch(value) if isinstance(value, str) else None
        if match is None or int((match[1] or ".0")[1:]):
            return self._wrong("startsAt", "has to be a date and time in whole seconds")
        try:
            return PlainDateTime.parse_iso(match[0].replace(" ", "T"))
        except ValueError:
            return self._wrong("startsAt", "has to be a date and time in whole seconds")

    def duration(self) -> int | _Kept:
        """The duration in seconds."""
        if "duration" not in self.body:
            return self._missing("duration")
        value = self.body["duration"]
        seconds = c_seconds(value) if isinstance(value, str) else None
        if seconds is None or seconds != int(seconds):
            return self._wrong("duration", "has to be d.hh:mm:ss in whole seconds")
        return int(seconds)

    def choice(self, name: str, among: type[Unit] | type[Source]) -> Unit | Source | _Kept:
        """One of the numbers that there are; the unit may not be left out of a new entry."""
        if name not in self.body:
            return self._missing(name) if among is Unit else KEPT
        value = self.body[name]
        known = [int(each) for each in among]
        if not isinstance(value, int) or isinstance(value, bool) or value not in known:
            return self._wrong(name, f"has to be one of {', '.join(map(str, known))}")
        return among(value)

    def sections(self) -> tuple[int, ...] | _Kept:
        """What it is booked on, each thing by its id."""
        if "axisSections" not in self.body:
            return KEPT
        value = self.body["axisSections"]
        listed = cast("list[object]", value) if isinstance(value, list) else None
        ids = [] if value is None else [_id_of(each) for each in listed or []]
        if (value is not None and listed is None) or None in ids:
            return self._wrong("axisSections", "has to be an array of objects with an id")
        return tuple(number for number in ids if number is not None)

    def comment(self) -> str | _Kept | None:
        """What is said of it."""
        if "comment" not in self.body:
            return KEPT
        value = self.body["comment"]
        if value is None:
            return None
        content = cast("Mapping[str, Any]", value).get("content") if isinstance(value, dict) else 0
        if content is not None and not isinstance(content, str):
            return self._wrong("comment", "has to be an object with its content")
        if content and (len(content) > LONGEST_COMMENT or not _is_sound(content)):
            return self._wrong("comment", f"has to be text of at most {LONGEST_COMMENT} characters")
        return content or None

    def time_type(self) -> int | _Kept | None:
        """The time type."""
        if "timeTypeId" not in self.body:
            return KEPT
        value = self.body["timeTypeId"]
        return value if value is None or is_id(value) else self._wrong("timeTypeId", "has to be an id")

    def _missing(self, name: str) -> _Kept:
        if self.is_new:
            self.wrong.append(f"{name} is required.")
        return KEPT

    def _wrong(self, name: str, sentence: str) -> _Kept:
        self.wrong.append(f"{name} {sentence}.")
        return KEPT


def is_id(value: object) -> bool:
    """Whether a value can be an id."""
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= LARGEST_ID


def _id_of(value: object) -> int | None:
    number = cast("Mapping[str, Any]", value).get("id") if isinstance(value, dict) else None
    return number if is_id(number) else None


def _is_sound(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text
