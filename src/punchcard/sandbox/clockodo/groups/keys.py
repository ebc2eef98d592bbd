"""By what entries are grouped, and what each group is called (Clockodo API, entry groups)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from whenever import Date, ZonedDateTime

from punchcard.sandbox.clockodo.records import Entry, EntryType, User
from punchcard.sandbox.clockodo.state import ClockodoState
from punchcard.sandbox.clockodo.wire import messages

IDS = (
    "customers_id", "projects_id", "subprojects_id", "services_id", "lumpsum_services_id", "users_id",
    "texts_id",
)  # fmt: skip
TIMES = ("day", "week", "month", "year")
CURRENT = (*IDS, "billable", "is_lumpsum", *TIMES)
CLASSIC = (
    "customers_id", "projects_id", "services_id", "users_id", "texts_id", "billable", "is_lumpSum",
    "year", "week", "month", "day",
)  # fmt: skip
NUMBERED = ("customers_id", "projects_id", "services_id", "users_id")
NOTED = ("customers_id", "projects_id", "services_id")


class Place(NamedTuple):
    """What an entry is grouped under."""

    group: str | int
    """The identifier, in the type in which it is sent."""
    apart: int
    """What parts groups that have the same identifier: those without a project, one for each customer."""


@dataclass(frozen=True, slots=True)
class Naming:
    """How groups are named."""

    state: ClockodoState
    caller: User
    language: str
    with_customer: bool
    """Whether a project's name begins with that of its customer."""

    def place(self, key: str, entry: Entry) -> Place:
        """Return what an entry is grouped under by a key."""
        if key in TIMES:
            return Place(_period(key, self._there(entry)), 0)
        if key == "billable":
            return Place(str(entry.billable), 0)
        if key in ("is_lumpsum", "is_lumpSum"):
            return Place(str(int(entry.type is not EntryType.TIME)), 0)
        number = self._id(key, entry)
        if number is None:
            return Place(0, entry.customers_id if key == "projects_id" else 0)
        return Place(str(number), 0)

    def name(self, key: str, entry: Entry) -> str:
        """Return what the group that an entry is under is called."""
        if key in TIMES:
            return self._period_name(key, self._there(entry).date())
        if key == "billable":
            return self._said(messages.BILLABLE[entry.billable])
        if key in ("is_lumpsum", "is_lumpSum"):
            return self._said(messages.LUMPSUM[int(entry.type is not EntryType.TIME)])
        if key == "texts_id":
            return entry.text or self._said(messages.NOTHING)
        customer = self.state.customers[entry.customers_id].name
        item = self._item(key, entry)
        if key != "projects_id":
            return item.name if item else self._said(messages.NOTHING)
        name = item.name if item else self._said(messages.NO_PROJECT)
        return f"{customer} - {name}" if self.with_customer else name

    def extras(self, key: str, entry: Entry) -> dict[str, str | None]:
        """Return the number and the note, where a group of this kind has them."""
        item, told = self._item(key, entry), dict[str, str | None]()
        if key in NUMBERED:
            told["number"] = item.number if item else None
        if key in NOTED:
            told["note"] = item.note if item else None
        return told

    def _there(self, entry: Entry) -> ZonedDateTime:
        return self.state.local(self.caller, entry.time_since)

    def _said(self, message: messages.Message, about: str = "") -> str:
        return message.said(self.language, about)

    def _id(self, key: str, entry: Entry) -> int | None:
        if key == "texts_id":
            return None if entry.text is None else self.state.texts[entry.text]
        return getattr(entry, key)

    def _item(self, key: str, entry: Entry) -> Any:
        tables: dict[str, dict[int, Any]] = {
            "customers_id": self.state.customers, "projects_id": self.state.projects,
            "subprojects_id": self.state.subprojects, "services_id": self.state.services,
            "lumpsum_services_id": self.state.lumpsum_services, "users_id": self.state.users,
        }  # fmt: skip
        return tables[key].get(self._id(key, entry) or 0) if key in tables else None

    def _period_name(self, key: str, day: Date) -> str:
        month = self._said(messages.MONTHS[day.month - 1])
        match key:
            case "year":
                return str(day.year)
            case "month":
                return f"{month} {day.year}"
            case "week":
                year, week = _iso_week(day)
                return f"{self._said(messages.WEEK, str(week))} {year}"
            case _:
                forms = {
                    "de": f"{day.day:02}.{day.month:02}.{day.year}",
                    "fr": f"{day.day} {month} {day.year}",
                }
                return forms.get(self.language, f"{month} {day.day}, {day.year}")


def in_restrictions(key: str) -> str | None:
    """Return how restrictions name a key; None for what they leave out: times, and lump sum or not."""
    if key in TIMES or key in ("is_lumpsum", "is_lumpSum"):
        return None
    return "entriesTexts_id" if key == "texts_id" else key


def known_keys(is_classic: bool) -> Sequence[str]:
    """Return what may be grouped by."""
    return CLASSIC if is_classic else CURRENT


def _period(key: str, moment: ZonedDateTime) -> str | int:
    day = moment.date()
    match key:
        case "year":
            return day.year
        case "month":
            return f"{day.year}{day.month:02}"
        case "week":
            year, week = _iso_week(day)
            return f"{year}{week:02}"
        case _:
            return f"{day.year}{day.month:02}{day.day:02}"


def _iso_week(day: Date) -> tuple[int, int]:
    """The ISO year and week: those of the week's Thursday."""
    thursday = day.add(days=4 - day.day_of_week().value)
    return thursday.year, (thursday.day_of_year() - 1) // 7 + 1
