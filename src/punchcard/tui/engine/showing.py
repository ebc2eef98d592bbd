"""What the screens show: worked out on the engine's thread, and said where it has changed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from textual.message import Message
from whenever import ZonedDateTime

from punchcard.backends.errors import BackendError
from punchcard.core.clock import IDLE, ClockState, Working
from punchcard.core.refusals import Refusal
from punchcard.services.overview import overview
from punchcard.services.repair import is_forgotten, proposals
from punchcard.services.session import Session
from punchcard.services.timesheet.targets import has_targets
from punchcard.tui.messages import EngineFailed, OverviewChanged, RequestRefused, Told

if TYPE_CHECKING:
    from punchcard.core.balance import Balance
    from punchcard.services.invalid_entries import InvalidClock


class Showing:
    """Knows what was shown last, and what makes it worth to look at everything again."""

    def __init__(self, session: Session, post: Callable[[Message], object]) -> None:
        """Show what is known in `session`."""
        self._session, self.post = session, post
        self.state: ClockState = IDLE
        """The clock as it was shown last."""
        self._seen: tuple[int, str, bool] | None = None
        self._balance: Balance | None = None
        self._reckoned: tuple[int, int, str] | None = None

    def show(self) -> None:
        """Show what is known now."""
        session = self._session
        version = session.store.file.version()
        view = overview(session, self._balance)
        self.state = view.state
        forgotten = is_forgotten(view.state, view.as_of)
        self._seen = (version, view.as_of.date().format_iso(), forgotten)
        found = tuple(proposals(session, view.state, view.as_of)) if forgotten else ()
        self.post(OverviewChanged(view, found, self._invalid()))

    def _invalid(self) -> tuple[InvalidClock, ...]:
        """What a vendor could not save that removes what is saved over: no other one makes anything of it."""
        if not self._session.backend.info.overwrites:
            return ()
        from punchcard.services.invalid_entries import invalid_clocks

        return invalid_clocks(self._session)

    def has_changed(self) -> bool:
        """Whether another process has changed the store, or a day has begun, since it was last shown."""
        session = self._session
        forgotten = is_forgotten(self.state, session.now())
        return self._seen != (session.store.file.version(), session.today().format_iso(), forgotten)

    async def reckon(self) -> None:
        """Work the balance out where something was written, or a day has passed, since it was."""
        session = self._session
        if not has_targets(session) or session.backend.balances is not None:
            return
        from punchcard.services.timesheet.balance import balance

        file, today = session.store.file, session.today()
        stamp = (file.version(), file.connection.total_changes, today.format_iso())
        if stamp != self._reckoned:
            self._reckoned = stamp
            # That the backend cannot be reached is said where it is read; the last balance stays.
            with suppress(BackendError):
                self._balance = await balance(session, today)

    def was_working(self, moment: ZonedDateTime) -> bool:
        """Whether the clock was running at `moment`, as far as was shown."""
        return isinstance(self.state, Working) and self.state.last_moment() <= moment

    def refuse(self, refusal: Refusal) -> None:
        """Say it; where the store is gone from under the app, it cannot go on."""
        is_lost = self._session.store.file.is_lost
        self.post(EngineFailed(refusal) if is_lost else RequestRefused(refusal))

    def tell(self, news: tuple[str, ...]) -> None:
        """Say what other devices did, if they did anything."""
        if news:
            self.post(Told(" ".join(news)))
