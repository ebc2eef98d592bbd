"""Follows decisions on their way: how far each batch has come, until nothing more happens to it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from punchcard.core.change_requests import Verdict
from punchcard.tui.approvals.batch import Batch, Progress, doing_in_words
from punchcard.tui.approvals.messages import BatchMoved

if TYPE_CHECKING:
    from punchcard.tui.mode_screen import ModeScreen

HELD_SECONDS = 1.0
"""How often is looked after decisions that are held."""

SENDING_SECONDS, A_RESULT_SECONDS = 0.1, 0.0002
"""How often after those that are sent: less often where there are thousands of results to read."""


class Follower:
    """Knows the batches on their way, and what has become of those before."""

    def __init__(self, screen: ModeScreen) -> None:
        """Follow for `screen`, which is told by messages."""
        self._screen = screen
        self._going: dict[Batch, Progress] = {}
        self._looks: set[asyncio.Event] = set()
        self.problems: dict[str, str] = {}
        """Why decisions did not work, by the row's key."""

    @property
    def going(self) -> Sequence[Batch]:
        """The batches on their way, the oldest first."""
        return list(self._going)

    @property
    def is_held(self) -> bool:
        """Whether something can still be taken back."""
        return any(progress.held for progress in self._going.values())

    @property
    def stoppable(self) -> bool:
        """Whether several decisions are on their way, so that it is worth to stop them."""
        return any(batch.count > 1 for batch in self._going)

    @property
    def verdicts(self) -> Mapping[str, tuple[Verdict, int]]:
        """What was decided of rows that are on their way, and until when that is held."""
        return {
            key: (batch.verdict, batch.held_until if progress.held else 0)
            for batch, progress in self._going.items()
            for key in progress.open_keys
        }

    def begin(self, batch: Batch) -> None:
        """Follow another batch."""
        for key in batch.keys:
            self.problems.pop(key, None)
        self.problems.update(batch.left_out)
        self._going[batch] = Progress(frozenset(batch.keys), batch.count if batch.held_until else 0)
        self._screen.run_worker(partial(self._follow, batch), group="batches")

    def move(self, batch: Batch, progress: Progress) -> None:
        """Take over how far a batch has come."""
        # As soon as they are known: a row that is neither on its way nor has a reason is not kept.
        self.problems.update(progress.problems)
        if progress.is_over:
            self._going.pop(batch, None)
        elif batch in self._going:
            self._going[batch] = progress

    def look(self) -> None:
        """Something has changed: look at once."""
        for look in self._looks:
            look.set()

    def doing(self, second: int, undo_key: str) -> str:
        """What is being done, in words; `second` is the current moment in epoch seconds."""
        for batch, progress in reversed(self._going.items()):
            left = max(1, batch.held_until // 1000 - second)
            return doing_in_words(batch, progress, left, undo_key)
        return ""

    async def _follow(self, batch: Batch) -> None:
        from punchcard.services.session import Session
        from punchcard.tui.approvals import reading

        async def read(session: Session) -> Progress:
            return await reading.read_progress(session, batch)

        look = asyncio.Event()
        self._looks.add(look)
        try:
            while True:
                look.clear()
                progress = await asyncio.wrap_future(self._screen.app.engine.fetch(read))
                self._screen.post_message(BatchMoved(batch, progress))
                if progress.is_over:
                    return
                pause = HELD_SECONDS if progress.held else SENDING_SECONDS + A_RESULT_SECONDS * batch.count
                await _at_most(look, pause)
        finally:
            self._looks.discard(look)


async def _at_most(look: asyncio.Event, seconds: float) -> None:
    """Wait until something has changed, but no longer than that."""
    try:
        await asyncio.wait_for(look.wait(), seconds)
    except TimeoutError:
        return
