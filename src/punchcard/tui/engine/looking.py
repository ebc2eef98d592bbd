"""Looking around once a second: other processes, midnight, what is held back no more, sleep."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from punchcard.core.refusals import Refusal
from punchcard.services.outbox.holding import release_held
from punchcard.services.repair import is_forgotten, note_seen
from punchcard.services.session import Session
from punchcard.tui.engine.delivering import Delivering
from punchcard.tui.engine.reading import Reading
from punchcard.tui.engine.showing import Showing
from punchcard.tui.messages import MachineSlept
from punchcard.tui.sleep_watch import SleepWatch

if TYPE_CHECKING:
    from punchcard.core.intervals import Interval

LOOK_SECONDS = 1.0
"""How often is looked for changes that other processes made, and for rows that may go now."""

SHORTEST_REST_SECONDS = 0.05
"""How long to rest at least, also where the next thing is due."""

SEEN_SECONDS = 60
"""How often it is written down that the person is at work."""


class Looking:
    """Waits for nobody, so that it is never late: what takes time is done by those whom it wakes."""

    def __init__(self, session: Session, showing: Showing, delivering: Delivering, reading: Reading) -> None:
        """Look around in `session`."""
        self._session, self._showing = session, showing
        self._delivering, self._reading = delivering, reading
        self._seen_at = 0

    async def run(self) -> None:
        """Look, again and again, until this is cancelled."""
        time = asyncio.get_running_loop().time
        watch = SleepWatch(self._session.now(), time())
        while True:
            try:
                self._look()
            except Refusal as refusal:
                self._showing.refuse(refusal)
            await asyncio.sleep(_rest(self._session))
            slept = watch.look(self._session.now(), time())
            if slept is not None:
                self._wake_up(slept)

    def _look(self) -> None:
        session = self._session
        if release_held(session) or self._showing.has_changed():
            self._showing.show()
            self._delivering.wake()
            self._reading.read_inboxes()
        self._delivering.look()
        self._reading.look()
        now = session.instant().timestamp()
        # A clock that was forgotten keeps when its person was last seen before that.
        if now - self._seen_at >= SEEN_SECONDS and not is_forgotten(self._showing.state, session.now()):
            self._seen_at = now
            note_seen(session)

    def _wake_up(self, slept: Interval) -> None:
        """Whatever was under way is over, and much may have happened meanwhile."""
        try:
            self._delivering.hurry()
        except Refusal as refusal:
            self._showing.refuse(refusal)
        self._reading.after_sleep()
        if self._showing.was_working(slept.start):
            self._showing.post(MachineSlept(slept.start, slept.end))


def _rest(session: Session) -> float:
    """How long to rest: until the next second, or until the next decision is held back no more."""
    left = session.hold.seconds_left()
    return LOOK_SECONDS if left is None else min(LOOK_SECONDS, max(SHORTEST_REST_SECONDS, left))
