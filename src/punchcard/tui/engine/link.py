"""How the account's service answers, as the app says it: shown as it is, logged and said where it changes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Generator
from contextlib import contextmanager

from textual.message import Message

from punchcard.backends.meter import Meter
from punchcard.core.refusals import Refusal
from punchcard.services.reading.connection_state import ConnectionState
from punchcard.services.reading.connection_words import (
    Activity,
    Service,
    code_of,
    connection_state,
    is_of_everything,
)
from punchcard.tui.messages import ConnectionChanged, Told

PATIENCE_SECONDS = 0.3
"""After which it is said that something is under way."""

NOT_AGAIN_SECONDS = 900.0
"""How long the same trouble, should it come and go, is not said again."""

_log = logging.getLogger("punchcard.sync")


class Link:
    """What is known of the connection: what stands in the way, and what is under way."""

    def __init__(
        self, account: str, service: Service, meter: Meter, post: Callable[[Message], object]
    ) -> None:
        """Say nothing until something is known."""
        self._account, self._service, self._meter, self._post = account, service, meter, post
        self._problems: dict[Activity, Refusal] = {}
        self._activities: list[Activity] = []
        self._shown: ConnectionState | None = None
        self._is_known = False
        """Whether it has ever answered, or failed."""
        self._is_said = False
        """Whether the person was told that something stands in the way."""
        self._said_at: dict[str, float] = {}

    @property
    def problems(self) -> tuple[Refusal, ...]:
        """What stands in the way now."""
        return tuple(self._problems.values())

    def fail(self, doing: Activity, problem: Refusal) -> None:
        """It has failed: said where that is news."""
        code, failing = code_of(problem), {code_of(known) for known in self._problems.values()}
        self._problems[doing] = problem
        self._is_known = True
        if code not in failing:
            _log.warning("%s fails (%s): %s", self._account, code, problem.message)
            self._tell(code, problem)
        self.show()

    def answer(self, doing: Activity) -> None:
        """It has worked: what stood in the way of everything does no more."""
        had_failed, self._is_known = bool(self._problems), True
        self._problems = {
            other: problem
            for other, problem in self._problems.items()
            if other is not doing and not is_of_everything(problem)
        }
        if had_failed and not self._problems:
            _log.info("%s works again", self._account)
            if self._is_said:
                self._post(Told(f"{self._service.info.title} answers again."))
            self._is_said = False
        self.show()

    def forget(self, doing: Activity) -> None:
        """There is nothing to do any more, so nothing stands in its way."""
        if self._problems.pop(doing, None) is not None:
            self.show()

    @contextmanager
    def busy(self, doing: Activity, *, at_once: bool = False) -> Generator[None]:
        """Show that something is under way, if it takes long enough to wonder."""
        # What fails again and again in the background does not flicker.
        is_quiet = (self._service.info.immediate or bool(self._problems)) and not at_once
        patience = 0.0 if at_once else PATIENCE_SECONDS
        late = None if is_quiet else asyncio.get_running_loop().call_later(patience, self._begin, doing)
        try:
            yield
        finally:
            if late is not None:
                late.cancel()
            if doing in self._activities:
                self._activities.remove(doing)
                self.show()

    def show(self) -> None:
        """Show how it is now, where that is known, and something else than what is shown."""
        if not self._is_known and not self._activities:
            return
        problem = next((self._problems[doing] for doing in sorted(self._problems, reverse=True)), None)
        state = connection_state(
            self._service,
            activity=max(self._activities, default=Activity.NOTHING),
            problem=problem,
            offset_seconds=self._meter.offset_seconds,
        )
        if state != self._shown:
            self._shown = state
            self._post(ConnectionChanged(state))

    def _begin(self, doing: Activity) -> None:
        self._activities.append(doing)
        self.show()

    def _tell(self, code: str, problem: Refusal) -> None:
        """Say it on the screen, unless the same was said a short while ago."""
        now = asyncio.get_running_loop().time()
        before = self._said_at.get(code)
        if before is not None and now - before < NOT_AGAIN_SECONDS:
            return
        self._said_at[code], self._is_said = now, True
        self._post(Told(connection_state(self._service, problem=problem).sentence, is_problem=True))
