"""New entries, and changes of those that are there: looked at, checked, and sent as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from punchcard.backends.errors import Garbled, NotAllowed, Unreachable
from punchcard.backends.http import Answer
from punchcard.backends.lucca.client import LuccaClient, envelope
from punchcard.backends.lucca.complaints import refused
from punchcard.backends.lucca.entries.alike import (
    changed_fields,
    has_other_times,
    merged,
    same_entry,
    times_of,
)
from punchcard.backends.lucca.entries.drafts import Draft, NotWritable, draft_of, zone_of
from punchcard.backends.lucca.entries.facts import LuccaFacts
from punchcard.backends.lucca.entries.reading import LIST, row_of
from punchcard.backends.lucca.entries.shapes import IN_A_TIMESHEET, LuccaShapes
from punchcard.backends.lucca.entries.sources import Sources, may_be_about_source
from punchcard.backends.lucca.entries.validation import objection
from punchcard.backends.lucca.entries.words import span, wall
from punchcard.backends.lucca.moments import floating, local, told, wall_end
from punchcard.backends.lucca.signing_in import TITLE
from punchcard.backends.lucca.wire import entries as wire
from punchcard.backends.lucca.wire.entries import CLOCKED, MANUAL
from punchcard.backends.lucca.wire.values import parsed
from punchcard.backends.outcomes import Confirmed, NotSent, Outcome, Refused, Unanswered
from punchcard.core.changes import SaveEntry
from punchcard.core.durations import format_duration
from punchcard.core.entries import Entry, Source
from punchcard.core.moments import clock_time
from punchcard.core.text import one_line

PATH = f"api/v3/{LIST}"
GONE = f"{TITLE} does not have this entry any more, or does not show it to this key: it was not changed."

_FROM_ELSEWHERE = ""
"""Stands for the change that nobody here has asked for."""


class Writing(NamedTuple):
    """An entry on its way, and what it is sent as."""

    entry: Entry
    draft: Draft


class LuccaSaving:
    """Writes one entry with one call."""

    def __init__(self, client: LuccaClient, facts: LuccaFacts, shapes: LuccaShapes) -> None:
        self._client, self._facts, self._shapes = client, facts, shapes
        self.sources = Sources(client.folder)
        self.made: dict[str, str] = {}
        """Which change each entry came of, by the entry's id: two alike are told apart by it."""

    async def create(self, change: SaveEntry) -> Outcome[Entry]:
        """Add an entry.

        Raises:
            BackendError: Nothing was done.
        """
        writing = self.written(change.entry)
        if isinstance(writing, Refused):
            return writing
        person, day = change.entry.person, told(writing.draft.starts_at).date()
        try:
            around = await self._facts.around([person], day, day)
            why = await self.objection(writing, around)
            writing = await self.typed(writing, around)
        except Unreachable as problem:
            return NotSent(problem.message)
        if why is not None:
            return why
        self.keep_apart(around, writing.draft)
        return await self.post(change, writing)

    async def change(self, change: SaveEntry, before: Entry) -> Outcome[Entry]:
        """Change an entry: as it is there now, with what was changed here alone.

        Raises:
            BackendError: Nothing was done.
        """
        self._check_policy(change.entry)
        try:
            there = await row_of(self._client, change.entry.id)
        except Unreachable as problem:
            return NotSent(problem.message)
        if there is None or str(there.owner_id) != before.person:
            return Refused(GONE)
        if (why := unchangeable(there)) is not None:
            return why
        fresh = await self._shapes.entry(there)
        fields = changed_fields(change.entry, before)
        wanted = merged(fresh, change.entry, before)
        if not changed_fields(wanted, fresh):
            return Confirmed(fresh)
        writing = self._rewritten(wanted, there, has_times=has_other_times(fields))
        if isinstance(writing, Refused):
            return writing
        day = told(writing.draft.starts_at).date()
        around = await self._facts.around([before.person], day, day)
        known = await self._facts.known(writing.draft, day, around, there)
        if (why := objection(writing.draft, known)) is not None:
            return why
        answer = await self._client.send("PUT", f"{PATH}/{there.id}", writing.draft.body(there.id))
        if isinstance(answer, Answer) and answer.status == 404:
            return Refused(GONE)
        return await self._outcome(answer, writing)

    async def objection(self, writing: Writing, around: Sequence[wire.Entry]) -> Refused | None:
        """Return why a new entry is not sent; None where nothing is known against it.

        Raises:
            BackendError: What is to be known cannot be read.
        """
        day = told(writing.draft.starts_at).date()
        return objection(writing.draft, await self._facts.known(writing.draft, day, around))

    def written(self, entry: Entry) -> Writing | Refused:
        """Return a new entry as it is sent.

        Raises:
            NotAllowed: The account may not write it.
        """
        self._check_policy(entry)
        try:
            return Writing(entry, draft_of(entry, self._client.zone, self.sources.of(entry)))
        except NotWritable as problem:
            return problem.as_refused()

    async def typed(self, writing: Writing, around: Sequence[wire.Entry]) -> Writing:
        """Return a new entry with the usual time type of its owner, where it names none.

        Raises:
            BackendError: It cannot be read.
        """
        return Writing(writing.entry, await self._facts.typed(writing.draft, around))

    def keep_apart(self, around: Sequence[wire.Entry], draft: Draft) -> None:
        """Remember that what is equal to a new entry, and there before it is sent, came of something else."""
        for row in around:
            if same_entry(row, draft):
                self.made.setdefault(str(row.id), _FROM_ELSEWHERE)

    async def post(self, change: SaveEntry, writing: Writing) -> Outcome[Entry]:
        """Send a new entry; where a clock is no source there, once more as one that was typed.

        Raises:
            BackendError: Nothing was done.
        """
        answer = await self._client.send("POST", PATH, writing.draft.body())
        if isinstance(answer, Answer) and writing.draft.source == CLOCKED and may_be_about_source(answer):
            writing = Writing(writing.entry, writing.draft._replace(source=MANUAL))
            answer = await self._client.send("POST", PATH, writing.draft.body())
            if isinstance(answer, Answer) and answer.is_good:
                self.sources.refuse()
        outcome = await self._outcome(answer, writing)
        if isinstance(outcome, Confirmed):
            self.made[outcome.result.id] = change.id
        return outcome

    async def confirmed(self, row: wire.Entry, writing: Writing) -> Confirmed[Entry]:
        """Return a row as what an entry has become, and what is otherwise than it was asked for."""
        saved = await self._shapes.entry(row, told_of=writing.entry)
        return Confirmed(saved, tuple(self._warnings(row, writing)))

    def _rewritten(self, wanted: Entry, there: wire.Entry, *, has_times: bool) -> Writing | Refused:
        writing = self.written(replace(wanted, source=Source.TYPED))
        if isinstance(writing, Refused) or has_times:
            return writing
        starts_at, duration = times_of(there)
        draft = writing.draft._replace(starts_at=starts_at, duration=duration, unit=there.unit)
        return Writing(wanted, draft)

    async def _outcome(self, answer: Answer | NotSent | Unanswered, writing: Writing) -> Outcome[Entry]:
        if not isinstance(answer, Answer):
            return answer
        if not answer.is_good:
            return refused(answer)
        try:
            row = parsed(wire.Entry, envelope(answer.data))
        except Garbled as problem:
            return Unanswered(problem.message)
        return await self.confirmed(row, writing)

    def _warnings(self, row: wire.Entry, writing: Writing) -> list[str]:
        found: list[str] = []
        if times_of(row) != (writing.draft.starts_at, writing.draft.duration):
            found.append(f"{TITLE} keeps it as {span(row.starts_at, row.duration)}.")
        entry, zone = writing.entry, zone_of(writing.entry, self._client.zone)
        if entry.start is None or entry.end is None:
            return found
        start, end = floating(entry.start, zone), floating(entry.end, zone)
        if local(start, zone).timestamp() != entry.start.timestamp():
            found.append(f"{wall(start)} comes twice that night, and {TITLE} does not tell which is meant.")
        shown = wall_end(start, entry.worked_seconds)
        if shown != end:
            found.append(
                f"The clocks are changed that day: {TITLE} shows {span(start, entry.worked_seconds)} for "
                f"what is {clock_time(entry.start)} – {clock_time(entry.end)} here, and counts "
                f"{format_duration(entry.worked_seconds)} of work."
            )
        return found

    def _check_policy(self, entry: Entry) -> None:
        if self._client.may_write == "clock" and entry.source is not Source.CLOCK:
            raise NotAllowed(
                "The account may read, and drive the clock, but change nothing else: nothing was sent.",
                'write = "clock" is set for it in config.toml; "full" allows this.',
            )


def unchangeable(row: wire.Entry) -> Refused | None:
    """Return why a row cannot be changed whatever is to become of it; None where it can."""
    if row.timesheet_id is not None:
        return Refused(IN_A_TIMESHEET)
    inactive = next((each for each in row.axis_sections if each.active is False), None)
    if inactive is None:
        return None
    return Refused(
        f"It is booked on “{one_line(inactive.name, 60)}”, which is no longer active at {TITLE}: it cannot "
        "be changed until that is active again.",
        "assignment",
    )
