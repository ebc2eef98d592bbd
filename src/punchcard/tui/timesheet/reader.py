"""Which week is wanted, and reading it: once at a time, again behind a change, the latest wish alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from punchcard.core.refusals import Refusal

if TYPE_CHECKING:
    from punchcard.core.people import Person
    from punchcard.core.weeks import Week
    from punchcard.tui.mode_screen import ModeScreen
    from punchcard.tui.timesheet.messages import Wanted

PATIENCE_SECONDS = 0.15
"""After which it is said that a week is being read."""


class WeekReader:
    """Has weeks read, and knows which answer still counts."""

    def __init__(self, screen: ModeScreen, show_wait: Callable[[], object]) -> None:
        """Read for `screen`; `show_wait` is called when a week lets one wait for it."""
        self._screen, self._show_wait = screen, show_wait
        self.wanted: Wanted | None = None
        self.failure: Refusal | None = None
        """Why the wanted week could not be read."""
        self.is_late: bool = False
        """Whether the wanted week lets one wait for it."""
        self._reading: Wanted | None = None
        self._is_stale: bool = False

    def want(self, week: Week, person: Person | None) -> None:
        """Read this week from now on; None for the account's own person."""
        from punchcard.core.days import LOOK_AROUND_DAYS
        from punchcard.tui.timesheet.messages import Wanted

        self.wanted = Wanted(week, person)
        self.read_again()
        # What is known is shown at once; where that is old, what it is now comes a little later.
        first, last = week.first.subtract(days=LOOK_AROUND_DAYS), week.last.add(days=LOOK_AROUND_DAYS)
        self._screen.app.engine.show_days(person.id if person else None, first, last)

    def mark_stale(self) -> None:
        """Something has changed while nobody looks."""
        self._is_stale = True

    def catch_up(self) -> None:
        """Read what has changed while nobody looked."""
        if self._is_stale:
            self.read_again()

    def read_again(self, *, alone: bool = False) -> None:
        """Read the wanted week; while that is being done already, once more behind it.

        Args:
            alone: Whether nothing can have changed but the time, so that what is beside the week stays.
        """
        if self.wanted is None:
            return
        self._is_stale = self._reading == self.wanted
        if not self._is_stale:
            self._reading = wanted = self.wanted
            self._screen.run_worker(self._read(wanted, alone=alone), group="week")
            self._screen.set_timer(PATIENCE_SECONDS, lambda: self._lose_patience(wanted))

    def takes(self, wanted: Wanted) -> bool:
        """Whether an answer about `wanted` still counts; if so, it is the one that was waited for."""
        if wanted != self.wanted:
            return False
        self._reading, self.failure, self.is_late = None, None, False
        return True

    def _lose_patience(self, wanted: Wanted) -> None:
        if self._reading == wanted == self.wanted:
            self.is_late = True
            self._show_wait()

    async def _read(self, wanted: Wanted, *, alone: bool) -> None:
        from punchcard.tui.timesheet import reading
        from punchcard.tui.timesheet.messages import TimesheetFailed, TimesheetRead

        screen = self._screen
        try:
            view = await reading.read_week(screen.app.engine, wanted)
        except Refusal as refusal:
            screen.post_message(TimesheetFailed(wanted, refusal))
            return
        screen.post_message(TimesheetRead(wanted, view))
        if not alone:
            # One at a time: a service that does not answer is not asked again and again.
            screen.run_worker(self._read_beside(wanted), group="beside the week", exclusive=True)

    async def _read_beside(self, wanted: Wanted) -> None:
        from punchcard.tui.timesheet import reading

        screen = self._screen
        screen.post_message(await reading.read_requests(screen.app.engine, wanted))
        # The week is there; a balance that cannot be summed now is no reason to say anything.
        screen.post_message(await reading.read_balance(screen.app.engine, wanted))
