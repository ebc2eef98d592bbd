"""The local clock: a running entry without an end."""

from __future__ import annotations

from collections.abc import Callable

from whenever import Instant

from punchcard.backends.contract import ClockReading, Punched
from punchcard.backends.local.edit_lock import DayLocks
from punchcard.backends.local.storage import LocalStorage
from punchcard.backends.outcomes import Absent, Confirmed, Outcome, Refused, Settled
from punchcard.core.clock import IDLE, ClockState, Idle, Running
from punchcard.core.clock_rules import apply, entry_after
from punchcard.core.entries import Entry
from punchcard.core.punches import Adjust, AnyPunch, Restore, Start, Stop
from punchcard.core.refusals import Refusal


class LocalClock:
    """Drives the running entries of the local file."""

    def __init__(self, storage: LocalStorage, zone: str, now: Callable[[], Instant], locks: DayLocks) -> None:
        self._storage = storage
        self._zone = zone
        self._now = now
        self._locks = locks

    async def reading(self, person: str, known: ClockState = IDLE) -> ClockReading:
        """Return what runs now; all of it is kept in the file."""
        del known
        return self._reading(person)

    async def punch(self, punch: AnyPunch, reading: ClockReading) -> Outcome[Punched]:
        """Do one punch; one that was done before is recognised by its id and not done again."""
        with self._storage.change():
            if self._storage.is_done(punch.id):
                return Confirmed(Punched(self._reading(reading.person)))
            state = self._storage.running(reading.person)
            try:
                after = apply(state, punch)
            except Refusal as refusal:
                return Refused(refusal.message)
            reason = self._why_locked(reading.person, state, punch)
            if reason:
                return Refused(reason)
            saved = self._write(reading.person, state, punch, after)
            self._storage.note_done(punch.id, punch.kind, self._now())
        removed = (punch.state.entry_id,) if isinstance(punch, Restore) else ()
        return Confirmed(Punched(self._reading(reading.person), saved, removed))

    async def settle(self, person: str, punch: AnyPunch, before: ClockState) -> Settled[Punched]:
        """Look for the receipt of a punch whose answer was lost."""
        del before
        with self._storage.look():
            if not self._storage.is_done(punch.id):
                return Absent()
            return Confirmed(Punched(self._reading(person)))

    def _why_locked(self, person: str, state: ClockState, punch: AnyPunch) -> str | None:
        """A day that is locked takes no more entries, and gives none back to the clock."""
        match punch:
            case Start():
                day = punch.at.date()
            case Adjust():
                day = punch.since.date()
            case Restore():
                day = punch.state.since.date()
            case Stop() if isinstance(state, Running):
                day = state.since.date()
            case _:
                return None
        return self._locks.why_locked(person, day)

    def _write(self, person: str, state: ClockState, punch: AnyPunch, after: ClockState) -> tuple[Entry, ...]:
        if isinstance(punch, Stop):
            entry = entry_after(state, punch, person)
            self._storage.keep_entry(entry, self._zone)
            return (entry,)
        if isinstance(after, Idle):
            if not isinstance(state, Idle):
                self._storage.drop(state.entry_id)
            return ()
        self._storage.keep_running(person, after)
        return ()

    def _reading(self, person: str) -> ClockReading:
        return ClockReading(person, self._storage.running(person), self._now())
