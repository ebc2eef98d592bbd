"""Many entries changed or deleted at once, in two steps (Clockodo API, entry groups: PUT and DELETE).

The first answer tells how many entries it would be, and gives a key for the second. A key works once, for
whoever got it, for the very same request, while the very same entries are meant, and for ten minutes. Any
other key is answered like the first step: with a new key and the count as it is then.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import cast

from punchcard.sandbox.clockodo.entries.booking import booking_of, check_bookable
from punchcard.sandbox.clockodo.entries.locks import check_open
from punchcard.sandbox.clockodo.entries.overlaps import check_given
from punchcard.sandbox.clockodo.entries.selection import selected
from punchcard.sandbox.clockodo.entries.values import changed_booking, checked_text
from punchcard.sandbox.clockodo.groups.groups import read_selection
from punchcard.sandbox.clockodo.records import Entry, EntryType, User
from punchcard.sandbox.clockodo.rights import edits_entry, sees_revenue
from punchcard.sandbox.clockodo.state import Confirmation
from punchcard.sandbox.clockodo.wire import messages
from punchcard.sandbox.clockodo.wire.answers import Json, Problem, forbidden, malformed
from punchcard.sandbox.clockodo.wire.calls import Call, known

KEY_SECONDS = 10 * 60
_SELECTION = ("time_since", "time_until", "filter", "confirm_key")
_VALUES = (
    "users_id", "customers_id", "projects_id", "subprojects_id", "services_id", "lumpsum_services_id",
    "billable", "text", "hourly_rate",
)  # fmt: skip
_NEWER = ("subprojects_id", "lumpsum_services_id")
"""What the classic generation does not set."""


def edit(call: Call) -> Json:
    """Give many entries other values."""
    call = call.without_newer(*_NEWER)
    values = (*_VALUES, "texts_id") if call.is_classic else _VALUES
    moves = call.given.integer("users_id", 1) is not None
    meant = _meant(call, (*_SELECTION, *values), times=moves)
    if not any(name in call.given for name in values):
        raise malformed(messages.MISSING, values[0], ", ".join(values))
    changed = [_changed(call, entry) for entry in meant]
    if moves:
        _check_given(call, meant, changed)

    def carry_out() -> Json:
        for entry in changed:
            call.state.keep(entry)
        return {"success": True, "edited_entries": len(changed)}

    return _in_two_steps(call, "PUT", meant, carry_out)


def delete(call: Call) -> Json:
    """Delete many entries."""
    meant = _meant(call, _SELECTION, times=True)

    def carry_out() -> Json:
        for entry in meant:
            del call.state.entries[entry.id]
        return {"success": True, "deleted_entries": len(meant)}

    return _in_two_steps(call, "DELETE", meant, carry_out)


def _in_two_steps(call: Call, method: str, meant: list[Entry], carry_out: Callable[[], Json]) -> Json:
    state, now = call.state, call.state.now()
    said = {name: _plain(value) for name, value in call.given.values.items() if name != "confirm_key"}
    asked = json.dumps([call.caller.id, method, said], sort_keys=True)
    entries = frozenset(entry.id for entry in meant)
    given = call.given.text("confirm_key")
    confirmed = state.confirmations.pop(given, None) if given else None
    if confirmed is not None and (confirmed.asked, confirmed.entries) == (asked, entries):
        age = now.timestamp() - confirmed.given_at.timestamp()
        if 0 <= age <= KEY_SECONDS:
            return carry_out()
    key = f"{Random(f'{state.seed} confirm {state.new_id()}').getrandbits(128):032x}"
    state.confirmations[key] = Confirmation(asked, entries, now)
    return {"confirm_key": key, "affected_entries": len(meant)}


def _plain(value: object) -> object:
    """A value as it is compared: the same in a query and in JSON."""
    if isinstance(value, dict):
        inner = cast("dict[str, object]", value)
        return {name: _plain(each) for name, each in inner.items()}
    return str(value)


def _meant(call: Call, names: tuple[str, ...], *, times: bool) -> list[Entry]:
    """The entries that are meant and that the caller may touch; closed ones and clocks that run are not."""
    window, chosen = read_selection(call, names)
    found = selected(call, window, chosen)
    return [entry for entry in found if not entry.is_running and _is_open(call, entry, times)]


def _is_open(call: Call, entry: Entry, times: bool) -> bool:
    if not edits_entry(call.caller, entry):
        return False
    touched = times and entry.type is EntryType.TIME
    try:
        check_open(call, call.state.users[entry.users_id], [entry.time_since], entry, times=touched)
    except Problem:
        # A closed entry is left out, and not counted.
        return False
    return True


def _changed(call: Call, entry: Entry) -> Entry:
    given = call.given
    user, booking = _user(call, entry), changed_booking(call, entry)
    if booking != booking_of(entry) or user.id != entry.users_id:
        check_bookable(call, user, booking, booking_of(entry))
    billable, rate = given.integer("billable", among=(0, 1, 2)), given.number("hourly_rate")
    if rate is not None and not sees_revenue(call.caller, entry):
        raise forbidden(path="hourly_rate")
    takes_rate = rate is not None and entry.type is EntryType.TIME
    return replace(
        entry, users_id=user.id, customers_id=booking.customers_id, projects_id=booking.projects_id,
        subprojects_id=booking.subprojects_id, services_id=booking.services_id,
        lumpsum_services_id=booking.lumpsum_services_id, text=_text(call, entry),
        billable=entry.billable if billable is None else billable,
        hourly_rate=rate if takes_rate else entry.hourly_rate, time_last_change=call.state.now(),
    )  # fmt: skip


def _check_given(call: Call, before: list[Entry], after: list[Entry]) -> None:
    """What somebody gets from others has to have room, on days that are not closed for them."""
    given = [new for old, new in zip(before, after, strict=True) if old.users_id != new.users_id]
    for entry in given:
        is_time = entry.type is EntryType.TIME
        check_open(call, call.state.users[entry.users_id], [entry.time_since], entry, times=is_time)
    if given:
        check_given(call.state, given[0].users_id, given)


def _user(call: Call, entry: Entry) -> User:
    return known(call.state.users, call.given.integer("users_id", 1) or entry.users_id, "users_id")


def _text(call: Call, entry: Entry) -> str | None:
    if call.is_classic and (number := call.given.integer("texts_id", 1)) is not None:
        texts = {text_id: text for text, text_id in call.state.texts.items()}
        return known(texts, number, "texts_id")
    return checked_text(call) if "text" in call.given else entry.text
