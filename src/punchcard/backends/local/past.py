"""A team's past, written into the local file at once: for a home that is built and not lived in."""

from __future__ import annotations

from typing import NamedTuple

from whenever import Instant, ZonedDateTime

from punchcard.backends.local.edit_lock import DayLocks
from punchcard.backends.local.request_table import RequestTable
from punchcard.backends.local.requested_entries import RequestedEntries
from punchcard.backends.local.storage import LocalStorage
from punchcard.backends.local.team_table import TeamTable
from punchcard.backends.local.week_table import WeekTable
from punchcard.core.change_requests import ChangeRequest
from punchcard.core.edit_lock import EditLock
from punchcard.core.entries import Entry
from punchcard.core.people import Person
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.core.weeks import Week


class Past(NamedTuple):
    """What has been before; whoever decided something is named as in `people`."""

    people: tuple[Person, ...]
    entries: tuple[Entry, ...]
    weeks: tuple[SubmittedWeek, ...]
    """Handed in, each with its moments."""
    requests: tuple[ChangeRequest, ...]
    """The oldest first; what was approved is made, upon `entries`."""


def write_past(folder: str, zone: str, past: Past) -> None:
    """Write everything into the file of an account, in one transaction.

    Args:
        folder: The account's folder.
        zone: IANA name of the zone that its days are counted in.
        past: What is written; nothing of it may be there already, but the owner.

    Raises:
        Refusal: The file cannot be opened or written.
    """
    writer = _Writer(folder, zone)
    try:
        writer.write(past)
    finally:
        writer.close()


class _Writer:
    """Lets the tables believe that it is then."""

    def __init__(self, folder: str, zone: str) -> None:
        self._moment = Instant.from_timestamp(0)
        self._zone = zone
        self._storage = LocalStorage(folder, "1970-01-01")
        self._team = TeamTable(self._storage)
        self._weeks = WeekTable(self._storage, zone, self._now)
        self._requests = RequestTable(self._storage, zone)
        locks = DayLocks(self._weeks, EditLock())
        self._entries = RequestedEntries(self._storage, zone, self._now, locks)

    def write(self, past: Past) -> None:
        ids = {person.name: person.id for person in past.people}
        with self._storage.change():
            for person in past.people:
                self._team.keep(person)
            for entry in past.entries:
                self._storage.keep_entry(entry, self._zone)
            for request in past.requests:
                self._write_request(request, ids.get(request.decided_by or ""))
            for week in past.weeks:
                self._write_week(week, ids.get(week.decided_by or ""))

    def close(self) -> None:
        self._storage.close()

    def _write_request(self, request: ChangeRequest, decider: str | None) -> None:
        self._go_to(request.requested_at)
        self._requests.add(request, self._moment)
        if request.status is RequestStatus.PENDING:
            return
        self._go_to(request.decided_at)
        self._requests.settle(request, request.status, self._moment, decider, request.reason)
        if request.status is RequestStatus.APPROVED:
            self._entries.apply(request)

    def _write_week(self, week: SubmittedWeek, decider: str | None) -> None:
        self._go_to(week.submitted_at)
        self._weeks.add(week.person, [Week(week.first, week.last)])
        if decider is not None:
            (kept,) = self._weeks.newest(week.person, week.first, week.last)
            self._go_to(week.decided_at)
            self._weeks.decide(kept, week.status, self._moment, decider, week.reason)

    def _now(self) -> Instant:
        return self._moment

    def _go_to(self, moment: ZonedDateTime | None) -> None:
        if moment is not None:
            self._moment = moment.to_instant()
