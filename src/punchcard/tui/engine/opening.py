"""Opening the account: where its service is asked for that, as often as it takes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple, cast

from textual.message import Message
from whenever import ZonedDateTime

from punchcard.backends.contract import WritePolicy
from punchcard.backends.errors import BackendError
from punchcard.config import AccountConfig, Config
from punchcard.core.zones import in_zone
from punchcard.paths import Folders
from punchcard.services.clocks import WallClock
from punchcard.services.installed_backends import backend_factory
from punchcard.services.reading.connection_words import Service, code_of, unopened_state
from punchcard.services.reading.polling import Polling, What
from punchcard.services.session import Session, chosen_account, open_session
from punchcard.tui.engine.backing_off import after_failure, ask_for_the_secret_again, forget_a_refused_secret
from punchcard.tui.engine.looking import LOOK_SECONDS
from punchcard.tui.messages import ConnectionChanged
from punchcard.tui.sleep_watch import SleepWatch

_log = logging.getLogger("punchcard.sync")


class Wanted(NamedTuple):
    """Which account is to be opened."""

    folders: Folders
    config: Config
    clock: WallClock
    account: str | None
    acting_as: str | None


class Opening:
    """Opens an account; one that was never connected needs its service for that, and waits for it."""

    def __init__(self, wanted: Wanted, post: Callable[[Message], object]) -> None:
        """Open what is wanted; `post` says why it cannot be opened yet."""
        self._wanted, self._post = wanted, post
        self._zone = wanted.config.schedule.zone
        self._polling = Polling()
        self._again = asyncio.Event()
        self.problem: BackendError | None = None
        """Why it is not open yet; None as long as it is tried for the first time."""

    def ask(self) -> None:
        """Try again now."""
        self._polling = self._polling.want(What.EVERYTHING)
        if self.problem is not None:
            ask_for_the_secret_again(self._account.name, self.problem)
        self._again.set()

    async def open(self, failed: Callable[[], object]) -> Session:
        """Return the open account; `failed` is called each time that it cannot be opened yet.

        Raises:
            Refusal: It can never be opened like this: a mistake in the configuration, a damaged store.
        """
        while True:
            try:
                session = await open_session(*self._wanted)
            except BackendError as problem:
                self._fail(problem)
                failed()
                await self._wait()
            else:
                if self.problem is not None:
                    _log.info("%s can be opened now", session.account.name)
                self.problem = None
                return session

    def _fail(self, problem: BackendError) -> None:
        account = self._account
        if self.problem is None or code_of(self.problem) != code_of(problem):
            _log.warning("%s cannot be opened (%s): %s", account.name, code_of(problem), problem.message)
        self.problem = problem
        self._polling = after_failure(self._polling, problem, self._now())
        forget_a_refused_secret(account.name, problem)
        info, write = backend_factory(account.backend).info, cast("WritePolicy", account.write)
        service = Service(info, write, self._zone)
        self._post(ConnectionChanged(unopened_state(service, problem)))

    async def _wait(self) -> None:
        """Wait until it is worth to try again, the person asks for it, or the machine has slept."""
        time = asyncio.get_running_loop().time
        watch = SleepWatch(self._moment(), time())
        while self._polling.seconds_left(self._now()) > 0:
            self._again.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._again.wait()
            if watch.look(self._moment(), time()) is not None:
                self._polling = self._polling.wake()

    @property
    def _account(self) -> AccountConfig:
        return chosen_account(self._wanted.config, self._wanted.account)

    def _moment(self) -> ZonedDateTime:
        return in_zone(self._wanted.clock(), self._zone)

    def _now(self) -> float:
        return self._wanted.clock().timestamp(unit="millisecond") / 1000
