"""The five actions that drive the clock there (section 2.2). None of them is ever sent twice."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

from whenever import ZonedDateTime

from punchcard.backends.contract import ClockReading, Punched
from punchcard.backends.errors import BackendError, Garbled
from punchcard.backends.mctime.client import McTimeClient
from punchcard.backends.mctime.clock import remarks
from punchcard.backends.mctime.clock.alike import is_same, same_assignment
from punchcard.backends.mctime.clock.booked import entries_of
from punchcard.backends.mctime.clock.booking import as_told, organization_body, with_id
from punchcard.backends.mctime.clock.reading import read_clock, state_of, tells_change, told_of
from punchcard.backends.mctime.complaints import refused
from punchcard.backends.mctime.entries.shapes import shaped
from punchcard.backends.mctime.moments import sent
from punchcard.backends.mctime.time_types import CLOCKING, WORK
from punchcard.backends.mctime.verdict import Verdict
from punchcard.backends.mctime.wire.entries import Entry as Told
from punchcard.backends.mctime.wire.values import parsed
from punchcard.backends.outcomes import Confirmed, NotSent, Outcome, Refused, Unanswered
from punchcard.core.clock import IDLE, ClockState, Idle, OnBreak, Running, Working
from punchcard.core.clock_rules import entry_after
from punchcard.core.punches import Stop

_NOTHING: Mapping[str, str] = {}

_NOT_SAVED = "could not be saved"
"""What is said of a clock that has become an invalid clocking entry, also where data comes with it."""


class ClockWrites:
    """Writes of one connection. Each raises a `BackendError` where nothing was done."""

    def __init__(self, client: McTimeClient) -> None:
        self._client = client

    async def begin(self, reading: ClockReading, clock: Working) -> Outcome[Punched]:
        """Start `clock` there."""
        body = {"timeType": (clock.time_type or WORK).id, **organization_body(clock.assignment)}
        if clock.note:
            body["comment"] = clock.note
        answer = await self._stamp("start", reading.person, clock.since, body)
        if not isinstance(answer, Verdict):
            return answer
        if not answer.is_good:
            return await self._looked_up(reading, clock, answer, "start the clock")
        try:
            found = as_told(parsed(Told, answer.data), clock)
            # Where none was chosen, the service takes one, and tells its name alone.
            found = replace(found, assignment=await with_id(self._client, found.assignment))
        except BackendError as problem:
            return Unanswered(problem.message)
        return self._as_it_runs(reading, found, clock, answer)

    async def toggle(
        self, reading: ClockReading, wanted: Working | OnBreak, at: ZonedDateTime
    ) -> Outcome[Punched]:
        """Begin or end a break at `at`, and read whether the clock is as it is `wanted`.

        The reading upon which this is sent says that it is not yet.
        """
        answer = await self._stamp("break", reading.person, at)
        if not isinstance(answer, Verdict):
            return answer
        return await self._looked_up(reading, wanted, answer, "begin or end the break", at)

    async def end(
        self, reading: ClockReading, clock: Working, stop: Stop, if_it_runs_on: str = ""
    ) -> Outcome[Punched]:
        """Stop `clock`, which is at work; `if_it_runs_on` is said where that is refused."""
        answer = await self._stamp("stop", reading.person, stop.at)
        if not isinstance(answer, Verdict):
            return answer
        if not answer.is_good or _says_not_saved(answer) or _is_clocking(answer, clock):
            outcome = await self._not_saved(reading, clock, stop, answer)
            return outcome or _refused_to_stop(answer, if_it_runs_on)
        try:
            told = parsed(Told, answer.data)
            entry = shaped(told, reading.person, self._client.zone, clock.assignment)
        except Garbled as problem:
            return Unanswered(problem.message)
        with suppress(BackendError):
            # It is saved, whatever this cannot be looked up in.
            entry = replace(entry, assignment=await with_id(self._client, entry.assignment))
        asked, today = entry_after(clock, stop, reading.person), self._client.today()
        said = remarks.stopped_otherwise(entry, asked, today, is_altered=answer.is_altered)
        return Confirmed(Punched(reading._replace(state=IDLE), (entry,)), said)

    async def throw_away(self, reading: ClockReading, clock: Running) -> Outcome[Punched]:
        """Throw away what runs."""
        answer = await self._stamp("cancel", reading.person)
        if not isinstance(answer, Verdict):
            return answer
        done = Punched(reading._replace(state=IDLE), removed=(clock.entry_id,))
        if answer.is_good:
            return Confirmed(done)
        outcome = await self._looked_up(reading, IDLE, answer, "throw away the clock")
        return Confirmed(done) if isinstance(outcome, Confirmed) else outcome

    async def update(
        self, reading: ClockReading, clock: Working | OnBreak, wanted: Working | OnBreak
    ) -> Outcome[Punched]:
        """Book `clock` on another organization, or as another type; what is the same is not sent."""
        body: dict[str, str] = {}
        if wanted.note != clock.note:
            return Refused(remarks.START_AND_NOTE_STAY)
        if not same_assignment(clock.assignment, wanted.assignment):
            if not wanted.assignment:
                return Refused(remarks.ORGANIZATION_STAYS)
            body |= organization_body(wanted.assignment)
        kind = wanted.time_type
        if kind is not None and (clock.time_type is None or clock.time_type.id != kind.id):
            body["timeType"] = kind.id
        if not body:
            return Confirmed(Punched(reading))
        answer = await self._stamp("update", reading.person, body=body)
        if not isinstance(answer, Verdict):
            return answer
        if not answer.is_good:
            return await self._updated(reading, clock, wanted, answer)
        try:
            found = as_told(parsed(Told, answer.data), wanted)
        except Garbled as problem:
            return Unanswered(problem.message)
        return self._as_it_runs(reading, found, wanted, answer)

    def _as_it_runs(
        self, reading: ClockReading, found: Running, wanted: Running, answer: Verdict
    ) -> Outcome[Punched]:
        """The clock that the service tells, and what of it is not as it was wanted."""
        today = self._client.today()
        said = remarks.runs_otherwise(found, wanted, today, is_altered=answer.is_altered)
        return Confirmed(Punched(reading._replace(state=found)), said)

    async def _stamp(
        self, action: str, person: str, at: ZonedDateTime | None = None, body: Mapping[str, str] = _NOTHING
    ) -> Verdict | NotSent | Unanswered:
        """Send one action; for whom it is always goes along."""
        moment = {} if at is None else {"dateTime": sent(at, self._client.zone)}
        return await self._client.send(
            "POST", "clock", {"action": action, "userId": person, **moment, **body}
        )

    async def _looked_up(
        self,
        reading: ClockReading,
        wanted: ClockState,
        answer: Verdict,
        what: str,
        toggled_at: ZonedDateTime | None = None,
    ) -> Outcome[Punched]:
        """Read what came of an answer that does not tell it; what is refused outright is not looked up."""
        if not answer.is_accepted:
            return refused(answer, what)
        try:
            found = await read_clock(self._client, reading.person, wanted)
        except BackendError as problem:
            return Unanswered(problem.message)
        today = self._client.today()
        if is_same(found.state, wanted):
            said = () if toggled_at is None else remarks.paused_otherwise(found.state, wanted, today)
            return Confirmed(Punched(found), said)
        if toggled_at is None or not answer.is_good:
            return refused(answer, what)
        if isinstance(found.state, Idle):
            # Something else has ended it meanwhile: what became of it is found by settling.
            return Unanswered(remarks.in_words(found.state, today))
        return Refused(remarks.not_as_wanted(found.state, toggled_at, today))

    async def _updated(
        self, reading: ClockReading, clock: Working | OnBreak, wanted: Working | OnBreak, answer: Verdict
    ) -> Outcome[Punched]:
        """Read whether a clock was changed all the same; what is not told is not believed."""
        why = refused(answer, "change the clock")
        if not answer.is_accepted:
            return why
        try:
            told = await told_of(self._client, reading.person)
        except BackendError as problem:
            return Unanswered(problem.message)
        if told is None:
            return why
        if not tells_change(told, clock, wanted):
            return Refused(f"{why.reason} {remarks.BOOKING_UNTOLD}")
        read_at = self._client.vendor_now()
        found = state_of(told, wanted, self._client.zone, read_at)
        if not is_same(found, wanted):
            return why
        return Confirmed(Punched(ClockReading(reading.person, found, read_at)))

    async def _not_saved(
        self, reading: ClockReading, clock: Working, stop: Stop, answer: Verdict
    ) -> Refused | None:
        """Return what is said of a clock that has become an invalid clocking entry; None where it runs on."""
        today, is_found = self._client.today(), bool(answer.data.get("id"))
        try:
            after = await read_clock(self._client, reading.person, clock)
            if not isinstance(after.state, Idle):
                return None
            is_found = is_found or after.invalid_entry is not None
            if not is_found and (booked := await entries_of(self._client, reading.person, clock)):
                return Refused(remarks.stopped_elsewhere(booked, today))
        except BackendError:
            if not _says_not_saved(answer):
                return None
        return Refused(remarks.not_saved(clock, stop.at, _words(answer), today, is_found=is_found))


def _says_not_saved(answer: Verdict) -> bool:
    words = [answer.text, *(item.message for item in answer.items)]
    return any(_NOT_SAVED in each.casefold() for each in words)


def _is_clocking(answer: Verdict, clock: Running) -> bool:
    """Whether what came of a clock is an invalid clocking entry, whatever is said of it."""
    was = clock.time_type and clock.time_type.id
    return answer.data.get("type") == CLOCKING and was != CLOCKING


def _refused_to_stop(answer: Verdict, if_it_runs_on: str) -> Refused:
    why = refused(answer, "stop the clock")
    return why._replace(reason=f"{why.reason} {if_it_runs_on}".strip())


def _words(answer: Verdict) -> str:
    return answer.said or next((item.message for item in answer.items if item.message), "")
