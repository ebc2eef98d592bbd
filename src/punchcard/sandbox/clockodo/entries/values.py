"""The values of an entry as they are sent, and what has to fit (Clockodo API, entries: company switches)."""

from __future__ import annotations

from dataclasses import replace

from whenever import Instant

from punchcard.core.entries import LONGEST_ENTRY_SECONDS
from punchcard.sandbox.clockodo.entries.booking import Booking
from punchcard.sandbox.clockodo.entries.overlaps import check_apart
from punchcard.sandbox.clockodo.records import Entry, EntryType
from punchcard.sandbox.clockodo.rights import sees_revenue
from punchcard.sandbox.clockodo.wire import messages
from punchcard.sandbox.clockodo.wire.answers import Problem, forbidden, malformed
from punchcard.sandbox.clockodo.wire.calls import Call

_CLEARABLE = ("projects_id", "subprojects_id")


def checked_text(call: Call) -> str | None:
    """Return the text that is sent, on one line where the company wants that.

    Raises:
        Problem: It is none.
    """
    text = call.given.text("text")
    if text and "\n" in text and not call.state.company.allow_entries_text_multiline:
        raise malformed(messages.ONE_LINE, "text")
    return text


def sent_type(call: Call) -> EntryType:
    """Return what a new entry is, by what is sent of it."""
    if call.given.values.get("lumpsum_services_id") is not None:
        return EntryType.LUMPSUM_SERVICE
    if call.given.values.get("lumpsum") is not None:
        return EntryType.LUMPSUM
    return EntryType.TIME


def sent_booking(call: Call, kind: EntryType) -> Booking:
    """Return what a new entry is booked on.

    Raises:
        Problem: Something is missing.
    """
    given, is_service = call.given, kind is EntryType.LUMPSUM_SERVICE
    return Booking(
        given.needed_integer("customers_id"), given.integer("projects_id", 1),
        given.integer("subprojects_id", 1), None if is_service else given.needed_integer("services_id"),
        given.needed_integer("lumpsum_services_id") if is_service else None,
    )  # fmt: skip


def changed_booking(call: Call, entry: Entry) -> Booking:
    """Return what an entry is booked on once what is sent is put in.

    A project goes with another customer, and a subproject with another project, unless they are sent too.
    """
    given = call.given
    customer = given.integer("customers_id", 1) or entry.customers_id
    project = _cleared(call, "projects_id", entry.projects_id if customer == entry.customers_id else None)
    same_project = project == entry.projects_id
    subproject = _cleared(call, "subprojects_id", entry.subprojects_id if same_project else None)
    service, lumpsum = entry.services_id, entry.lumpsum_services_id
    if entry.type is EntryType.LUMPSUM_SERVICE:
        lumpsum = given.integer("lumpsum_services_id", 1) or lumpsum
    else:
        service = given.integer("services_id", 1) or service
    return Booking(customer, project, subproject, service, lumpsum)


def with_amounts(call: Call, entry: Entry) -> Entry:
    """Return an entry with the lump sum, the amount and the rate that are sent.

    Raises:
        Problem: They make no sense, or the caller may not say what an hour costs.
    """
    given = call.given
    rate = given.number("hourly_rate")
    if rate is not None and not sees_revenue(call.caller, entry):
        raise forbidden(path="hourly_rate")
    if rate is not None:
        entry = replace(entry, hourly_rate=rate)
    if entry.type is EntryType.LUMPSUM:
        value = given.number("lumpsum")
        entry = replace(entry, lumpsum=entry.lumpsum if value is None else value)
    if entry.type is EntryType.LUMPSUM_SERVICE:
        value = given.number("lumpsum_services_amount")
        if value is None and entry.lumpsum_services_amount is None:
            raise given.missing("lumpsum_services_amount")
        entry = replace(
            entry, lumpsum_services_amount=entry.lumpsum_services_amount if value is None else value
        )
    return entry


def check_times(call: Call, users_id: int, since: Instant, until: Instant, leaving_out: int = 0) -> None:
    """Let pass where a time entry may lie there.

    Raises:
        Problem: It ends before it starts, is longer than a day, or lies over another one.
    """
    seconds = until.timestamp() - since.timestamp()
    if seconds <= 0:
        raise malformed(messages.BACKWARDS, "time_until")
    if seconds > LONGEST_ENTRY_SECONDS:
        raise malformed(messages.TOO_LARGE, "time_until")
    check_apart(call.state, users_id, since, until, leaving_out)


def checked_duration(call: Call, since: Instant, until: Instant) -> int:
    """Return the duration that is sent, or the time from start to end, in seconds.

    Raises:
        Problem: It is another one, and the company does not allow that; or it is longer.
    """
    linked = until.timestamp() - since.timestamp()
    duration = call.given.integer("duration")
    if duration is None:
        return linked
    if duration > linked or (call.state.company.force_linked_entry_times and duration != linked):
        raise Problem(400, "InvalidCombination", messages.NOT_LINKED, "duration")
    return duration


def _cleared(call: Call, name: str, stays: int | None) -> int | None:
    """A part of a booking: what is sent, nothing for null, and what it was where nothing is said."""
    return call.given.integer(name, 1) if name in call.given and name in _CLEARABLE else stays
