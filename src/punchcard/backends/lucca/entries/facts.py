"""What is known before something is sent: the day, the person, and the sections that are named."""

from __future__ import annotations

from collections.abc import Sequence

from whenever import Date

from punchcard.backends.lucca.client import LuccaClient
from punchcard.backends.lucca.directory.axes import LuccaAxes
from punchcard.backends.lucca.entries.alike import times_of
from punchcard.backends.lucca.entries.drafts import Draft
from punchcard.backends.lucca.entries.habits import RECENT_DAYS, UNKNOWN, LuccaHabits, learned
from punchcard.backends.lucca.entries.reading import of_person, rows
from punchcard.backends.lucca.entries.validation import Known
from punchcard.backends.lucca.moments import told
from punchcard.backends.lucca.wire import entries as wire


class LuccaFacts:
    """Reads the weeks before a day once: they show what is locked and how time is written down."""

    def __init__(self, client: LuccaClient, axes: LuccaAxes, habits: LuccaHabits) -> None:
        self._client, self._axes, self._habits = client, axes, habits

    async def around(self, people: Sequence[str], first: Date, last: Date) -> list[wire.Entry]:
        """Return the rows of people on some days and in the weeks before.

        Raises:
            BackendError: They cannot be read.
        """
        found = await rows(self._client, people, first.subtract(days=RECENT_DAYS), last)
        # Of whom they show nothing it is asked now: of all with one call, and not of each with one.
        silent = [each for each in people if learned(of_person(found, each), last) == UNKNOWN]
        await self._habits.of_all(silent)
        return found

    async def typed(self, draft: Draft, around: Sequence[wire.Entry]) -> Draft:
        """Return a new draft with the usual time type of its owner, where it names none.

        Args:
            draft: What would be sent.
            around: Rows of its day and of the weeks before.

        Raises:
            BackendError: It cannot be read.
        """
        if draft.time_type is not None:
            return draft
        habits = await self._habits.on(str(draft.owner), told(draft.starts_at).date(), around)
        return draft._replace(time_type=habits.usual_type)

    async def known(
        self, draft: Draft, day: Date, around: Sequence[wire.Entry], kept: wire.Entry | None = None
    ) -> Known:
        """Return what a draft is judged by.

        Args:
            draft: What would be sent.
            day: The day that it begins on.
            around: Rows of that day and of the weeks before.
            kept: The row that is changed; None for a new one.

        Raises:
            BackendError: It cannot be read.
        """
        person = str(draft.owner)
        on_day = [row for row in of_person(around, person) if row.starts_at.date() == day]
        sections = await self._axes.sections(str(number) for number in draft.sections)
        axes = await self._axes.axes() if draft.sections else []
        return Known(
            self._client.today(),
            await self._habits.on(person, day, around),
            # Each day of a timesheet that was handed in has a row, without length where nothing was worked.
            any(row.timesheet_id is not None for row in on_day),
            {int(number): section for number, section in sections.items()},
            {axis.id: axis.parent_axis_id for axis in axes if axis.parent_axis_id is not None},
            None if kept is None else times_of(kept),
        )
