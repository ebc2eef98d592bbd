"""What drives the clock there, and what the service said besides, in sentences."""

from __future__ import annotations

from typing import Any

from whenever import ZonedDateTime

from punchcard.backends.clockodo import wire
from punchcard.backends.clockodo.client import ClockodoClient, as_refused
from punchcard.backends.clockodo.clock import remarks
from punchcard.backends.clockodo.clock.reading import paused
from punchcard.backends.clockodo.complaints import TITLE
from punchcard.backends.clockodo.entries.alike import same_assignment
from punchcard.backends.clockodo.entries.booking import Names, billable_body, booking_body, ids_of, names_of
from punchcard.backends.clockodo.entries.entries import path_of
from punchcard.backends.clockodo.entries.shapes import finished, running
from punchcard.backends.clockodo.moments import utc
from punchcard.backends.contract import ClockReading, Punched
from punchcard.backends.errors import BackendError
from punchcard.backends.http import Answer
from punchcard.backends.http.moments import local, near
from punchcard.backends.outcomes import Confirmed, Outcome, Refused, Unanswered, brought
from punchcard.core.assignments import Assignment
from punchcard.core.clock import IDLE, Working
from punchcard.core.entries import Entry

LIVE_SECONDS = 60
"""A start that is sent within this time was made with a connection."""


class ClockWrites:
    """Writes of one connection. Each raises a `BackendError` where nothing was done."""

    def __init__(self, client: ClockodoClient) -> None:
        self._client = client

    async def begin(self, reading: ClockReading, clock: Working) -> Outcome[Punched]:
        """Start `clock` there.

        Raises:
            NotBookable: It cannot be booked there; nothing was sent.
        """
        body: dict[str, Any] = {**booking_body(clock.assignment), **billable_body(clock.assignment)}
        body |= {"text": clock.note or None, "users_id": int(reading.person)}
        late = (reading.read_at - clock.since.to_instant()).total("seconds")
        if late >= 0:
            # Where its clock is behind, what is now here would be in the future there.
            body["time_since"] = utc(clock.since)
            if late <= LIVE_SECONDS:
                body["clocked_now"] = True
        outcome = await self._client.write(wire.Started, "POST", "v2/clock", body, refusal=_refused)
        names = names_of(clock.assignment.references)
        asked = clock.since if late >= 0 else None
        return brought(outcome, lambda started: self._started(reading, started, names, asked))

    async def end(
        self, reading: ClockReading, clock: Working, at: ZonedDateTime | None = None
    ) -> Outcome[Punched]:
        """Stop `clock` there, at a moment before or, with None, now."""
        params = [("users_id", reading.person)]
        is_past = at is not None and at.to_instant() <= reading.read_at
        if at is not None and is_past:
            params.append(("time_until", utc(at)))
        path = f"v2/clock/{clock.entry_id}"
        outcome = await self._client.write(wire.Stopped, "DELETE", path, params=params, refusal=_refused)
        names = names_of(clock.assignment.references)
        return brought(outcome, lambda stopped: self._stopped(reading, stopped, names, at, is_past=is_past))

    async def take_break(self, reading: ClockReading, clock: Working, at: ZonedDateTime) -> Outcome[Punched]:
        """Stop `clock` for a break."""
        outcome = await self.end(reading, clock, at)
        return brought(outcome, lambda punched: _on_break(punched, clock, at, outcome))

    async def throw_away(self, reading: ClockReading, clock: Working, at: ZonedDateTime) -> Outcome[Punched]:
        """Stop `clock` and delete what became of it; by the moment it is known which stop was this one."""
        if self._client.may_write != "full":
            return Refused("This account may drive the clock and delete nothing: stop it instead.")
        outcome = await self.end(reading, clock, max(at, clock.since))
        if not isinstance(outcome, Confirmed):
            return outcome
        gone = await self.remove(clock.entry_id, "The clock was stopped")
        stopped = outcome.result.reading
        # That it was cut is nothing to know of what is gone.
        said = () if stopped.state == IDLE else outcome.warnings
        return brought(gone, lambda _: Confirmed(Punched(stopped, removed=(clock.entry_id,)), said))

    async def remove(self, entry_id: str, done: str) -> Outcome[None]:
        """Delete an entry as the second half of a punch, of which the first, `done`, has happened."""
        try:
            outcome = await self._client.remove(path_of(entry_id), _refused)
        except BackendError as problem:
            return Unanswered(f"{done}; its entry could not be deleted: {problem.message}")
        if isinstance(outcome, Confirmed):
            return outcome
        if isinstance(outcome, Refused):
            return Refused(f"{done}, and what ran stays booked: {outcome.reason}")
        return Unanswered(f"{done}; whether its entry is deleted is not known: {outcome.detail}")

    async def update(self, reading: ClockReading, clock: Working, wanted: Working) -> Outcome[Punched]:
        """Book `clock` as `wanted` is booked; what is the same is not sent.

        Raises:
            NotBookable: It cannot be booked there; nothing was sent.
        """
        body: dict[str, Any] = {}
        if not same_assignment(clock.assignment, Assignment(wanted.assignment.references)):
            body |= booking_body(wanted.assignment)
        if wanted.assignment.billable != clock.assignment.billable:
            body |= billable_body(wanted.assignment)
        if wanted.note != clock.note:
            body["text"] = wanted.note
        if not body:
            return Confirmed(Punched(reading))
        outcome = await self._client.write(
            wire.OneEntry, "PUT", path_of(clock.entry_id), body, refusal=_refused
        )
        names = names_of((*clock.assignment.references, *wanted.assignment.references))
        return brought(outcome, lambda one: self._changed(reading, one.entry, names))

    async def adjust(self, reading: ClockReading, clock: Working, since: ZonedDateTime) -> Outcome[Punched]:
        """Move the start of `clock`."""
        body = {"time_since": utc(since), "time_since_before": utc(clock.since)}
        path = f"v2/clock/{clock.entry_id}"
        outcome = await self._client.write(wire.Corrected, "PUT", path, body, refusal=_refused)
        names = names_of(clock.assignment.references)
        return brought(outcome, lambda told: self._corrected(reading, told, since, names))

    def _started(
        self, reading: ClockReading, started: wire.Started, names: Names, asked: ZonedDateTime | None
    ) -> Confirmed[Punched]:
        clock = running(started.running, self._client.zone, names)
        today, said, saved = self._client.today(), list[str](), list[Entry]()
        if asked is not None and not near(clock.since, asked):
            said.append(remarks.started_otherwise(clock.since, asked, today))
        if started.stopped is not None:
            names = {**self._client.names, **names}
            ended, is_named = self._finished(started.stopped, names), _is_named(started.stopped, names)
            saved += [ended] if is_named else []
            said.append(remarks.stopped_by(clock, ended, today, is_named=is_named))
            if started.stopped_has_been_truncated or remarks.was_cut(ended, clock.since):
                said.append(remarks.cut(ended, clock.since, today))
        if (message := started.additional_message) is not None:
            text = message if isinstance(message, str) else message.text
            said.append(remarks.said_of_start(clock, text, today))
        return Confirmed(Punched(_as_now(reading, started, clock), tuple(saved)), tuple(said))

    def _stopped(
        self,
        reading: ClockReading,
        stopped: wire.Stopped,
        names: Names,
        at: ZonedDateTime | None,
        *,
        is_past: bool,
    ) -> Confirmed[Punched]:
        zone, today = self._client.zone, self._client.today()
        ended = self._finished(stopped.stopped, names)
        after, said = _as_now(reading, stopped, IDLE), list[str]()
        asked = at or local(after.read_at, zone)
        # The older answers do not say so.
        if stopped.stopped_has_been_truncated or remarks.was_cut(ended, asked):
            said.append(remarks.cut(ended, asked, today))
        elif is_past and ended.end is not None and not near(ended.end, asked):
            said.append(remarks.stopped_otherwise(ended.end, asked, today))
        if stopped.running is not None:
            clock = running(stopped.running, zone, names)
            after = after._replace(state=clock)
            said.append(remarks.started_too(clock, ended, today))
        return Confirmed(Punched(after, (ended,)), tuple(said))

    def _corrected(
        self, reading: ClockReading, told: wire.Corrected, asked: ZonedDateTime, names: Names
    ) -> Confirmed[Punched]:
        changed = self._changed(reading, told.updated, names)
        since = local(told.updated.time_since, self._client.zone)
        said = changed.warnings
        if not near(since, asked):
            said += (remarks.moved(asked, since, self._client.today()),)
        elif told.overlapping_correction is not None and told.overlapping_correction.overlapping:
            said += (remarks.overlaps(since, self._client.today()),)
        return Confirmed(changed.result, said)

    def _changed(self, reading: ClockReading, entry: wire.Entry, names: Names) -> Confirmed[Punched]:
        if entry.is_running:
            state = running(entry, self._client.zone, names)
            return Confirmed(Punched(reading._replace(state=state)))
        done = Punched(reading._replace(state=IDLE), (self._finished(entry, names),))
        return Confirmed(done, ("The clock was stopped there meanwhile; its entry was changed.",))

    def _finished(self, entry: wire.Entry, names: Names) -> Entry:
        return finished(entry, self._client.zone, names)


def _refused(answer: Answer) -> Refused:
    return as_refused(answer, TITLE)


def _on_break(
    punched: Punched, clock: Working, at: ZonedDateTime, outcome: Outcome[Punched]
) -> Confirmed[Punched]:
    warnings = outcome.warnings if isinstance(outcome, Confirmed) else ()
    if punched.reading.state != IDLE:
        return Confirmed(punched, warnings)
    since = next((entry.end for entry in punched.saved if entry.end), at)
    reading = punched.reading._replace(state=paused(clock, since))
    return Confirmed(punched._replace(reading=reading), warnings)


def _is_named(entry: wire.Entry, names: Names) -> bool:
    return all(key in names for key in ids_of(entry))


def _as_now(reading: ClockReading, told: wire.Started | wire.Stopped, state: object) -> ClockReading:
    read_at = told.current_time or reading.read_at
    return reading._replace(state=state, read_at=read_at)
