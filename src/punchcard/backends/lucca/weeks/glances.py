"""One reading of somebody's timesheets for the several questions of one action (section 7).

A week is shown with what is locked in it, how far it has come, and what an approval would take along: the
same list each time. Whoever asks the same question once more asks the service, and so does everybody after a
write; what is checked right before a write is never taken from here.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from whenever import Date

from punchcard.backends.lucca.client import LuccaClient
from punchcard.backends.lucca.wire import timesheets as wire

SECONDS = 5.0
"""How long one action may take; what is asked later is another one."""

WHAT = "the timesheets"

Question: TypeAlias = Literal["locks", "weeks", "along"]
"""What is approved, how far weeks have come, and what goes along with one."""


@dataclass(frozen=True, slots=True)
class _Glance:
    person: str
    last: Date
    at: float
    writes: int
    found: list[wire.Timesheet]
    answered: set[Question]


class LuccaGlances:
    """Answers each question from the last reading once, and reads where that is not enough."""

    def __init__(self, client: LuccaClient, seconds: Callable[[], float] = time.monotonic) -> None:
        """Know nothing yet.

        Args:
            client: The connection.
            seconds: A clock that is never set back.
        """
        self._client, self._seconds = client, seconds
        self._glance: _Glance | None = None

    async def of(self, question: Question, person: str, last: Date) -> list[wire.Timesheet]:
        """Return every timesheet of a person that begins on `last` or before; others may be among them.

        Args:
            question: What they are wanted for.
            person: An id.
            last: The last day.

        Raises:
            BackendError: They cannot be read.
        """
        glance = self._glance
        if glance is None or not self._answers(glance, question, person, last):
            # A reading during which something is written is as old as its beginning.
            at, writes = self._seconds(), self._client.writes
            # Whether an end counts in is not described: asked for with a day more.
            params = [("ownerId", person), ("startsOn", f"until,{last.add(days=1).format_iso()}")]
            found = await self._client.items(
                wire.Timesheet, "timmitimesheets", wire.SHEET_FIELDS, params, what=WHAT
            )
            glance = self._glance = _Glance(person, last, at, writes, found, set())
        glance.answered.add(question)
        return glance.found

    def _answers(self, glance: _Glance, question: Question, person: str, last: Date) -> bool:
        return (
            glance.person == person
            and last <= glance.last
            and question not in glance.answered
            and glance.writes == self._client.writes
            and self._seconds() - glance.at < SECONDS
        )
