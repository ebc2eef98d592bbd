"""Reading for the Approvals screen: once at a time, again behind a change, the latest wish alone."""

from __future__ import annotations

from asyncio import sleep, wrap_future
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from punchcard.core.refusals import Refusal
from punchcard.tui.approvals.messages import DetailFailed, DetailRead, ListingFailed, ListingRead, WorkedRead

if TYPE_CHECKING:
    from punchcard.backends.contract import Scope
    from punchcard.core.submitted_weeks import SubmittedWeek
    from punchcard.services.session import Session
    from punchcard.tui.approvals.actions import ApprovalsActions
    from punchcard.tui.approvals.detail_view import DetailView
    from punchcard.tui.approvals.rows import Listing, Row

PATIENCE_SECONDS = 0.15
"""After which it is said that something is being read."""

RESTING_SECONDS = 0.03
"""How long the selection rests before an item is read in full: a key held down only passes by."""


class Reader:
    """Has lists and items read, and knows which answers still count."""

    def __init__(self, screen: ApprovalsActions) -> None:
        """Read for `screen`."""
        self._screen = screen
        self.problem: str = ""
        """Why the backend could not be asked."""
        self.is_late: bool = False
        """Whether the list lets one wait for it."""
        self._reading: Scope | None = None
        self._stamp: object = None
        self._is_stale: bool = False

    def begin_again(self) -> None:
        """Another list is wanted."""
        self._stamp, self._reading, self.problem = None, None, ""
        self.read_again()

    def mark_stale(self) -> None:
        """Something has changed while nobody looks."""
        self._is_stale = True

    def catch_up(self) -> None:
        """Read what has changed while nobody looked."""
        if self._is_stale:
            self.read_again()

    def read_again(self, *, anew: bool = False) -> None:
        """Read the list; while that is being done already, once more behind it.

        Args:
            anew: Whether to read it also where nothing seems to have changed.
        """
        if anew:
            self._stamp = None
        if self._screen.app.overview is None:
            return
        scope = self._screen.scope
        self._is_stale = self._reading == scope
        if not self._is_stale:
            self._reading = scope
            self._screen.run_worker(partial(self._read, scope, self._stamp), group="listing", exclusive=True)
            self._screen.set_timer(PATIENCE_SECONDS, lambda: self._lose_patience(scope))

    def takes_listing(self, event: ListingRead) -> bool:
        """Whether a list still counts; if so, it is the one that was waited for."""
        if event.scope != self._screen.scope:
            return False
        self._reading, self.is_late, self.problem = None, False, event.problem
        if event.listing is not None:
            self._stamp = event.listing.stamp
        return True

    def takes_failure(self, event: ListingFailed) -> bool:
        """Whether a failure still counts."""
        if event.scope != self._screen.scope:
            return False
        self._reading, self.is_late = None, False
        self.problem = event.refusal.message
        return True

    def want_detail(self, row: Row, show_wait: Callable[[], object]) -> None:
        """Read an item in full, once the selection rests."""
        reading = self._screen.run_worker(partial(self._read_detail, row), group="detail", exclusive=True)
        # What has failed meanwhile has said why.
        self._screen.set_timer(PATIENCE_SECONDS, lambda: None if reading.is_finished else show_wait())

    def read_worked(self, weeks: Sequence[SubmittedWeek]) -> None:
        """Read how much was worked in some weeks."""
        self._screen.run_worker(partial(self._read_worked, weeks), group="worked")

    def _lose_patience(self, scope: Scope) -> None:
        if self._reading == scope == self._screen.scope:
            self.is_late = True

    async def _read(self, scope: Scope, stamp: object) -> None:
        from punchcard.tui.approvals import reading

        async def read(session: Session) -> tuple[Listing | None, str]:
            return await reading.read_listing(session, scope, stamp)

        screen = self._screen
        try:
            listing, problem = await wrap_future(screen.app.engine.fetch(read))
        except Refusal as refusal:
            screen.post_message(ListingFailed(scope, refusal))
            return
        screen.post_message(ListingRead(scope, listing, problem))

    async def _read_detail(self, row: Row) -> None:
        from punchcard.tui.approvals import reading

        async def read(session: Session) -> DetailView:
            return await reading.read_detail(session, row.item)

        await sleep(RESTING_SECONDS)
        screen = self._screen
        try:
            view = await wrap_future(screen.app.engine.fetch(read))
        except Refusal as refusal:
            screen.post_message(DetailFailed(row.key, refusal))
            return
        screen.post_message(DetailRead(row.key, view))

    async def _read_worked(self, weeks: Sequence[SubmittedWeek]) -> None:
        from punchcard.tui.approvals import reading

        screen = self._screen
        try:
            worked = await wrap_future(screen.app.engine.fetch(lambda s: reading.read_worked(s, weeks)))
        except Refusal:
            # The column stays empty; the item in full says why it cannot be read.
            return
        screen.post_message(WorkedRead(worked))
