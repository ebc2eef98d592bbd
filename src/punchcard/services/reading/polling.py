"""When to read what from a service: seldom while all is quiet, at once where something may have changed.

A quiet minute costs one call at most: the clock, and now and then in its place the entries, the inbox or the
targets.
All moments are epoch seconds of this machine's clock, which goes on while the machine sleeps.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from whenever import Date

QUIET_SECONDS = 60.0
"""How long nothing is read after the last reading, while all is quiet."""

SELDOM_SECONDS = 900.0
"""How old may become what changes seldom: the entries of this week, the inbox, and the targets."""

FIRST_BACK_OFF_SECONDS, LONGEST_BACK_OFF_SECONDS = 60.0, 900.0
"""After a failure; doubled with each one that follows."""

AT_HAND_SECONDS = 15.0
"""When to try again what fails on this machine already, such as a locked keyring: nobody is bothered."""

EAGER_SECONDS = (3.0, 10.0, 30.0)
"""When to try again after waking up: the network comes back some seconds after the machine."""

JITTER = 0.2
"""By how much of itself a back-off is longer or shorter, so that not everybody comes back at once."""


class What(Enum):
    """What is read at one time."""

    CLOCK = "clock"
    ENTRIES = "entries"
    """This week's, in the place of the clock."""
    INBOX = "inbox"
    """What waits for the person, in the place of the clock."""
    TARGETS = "targets"
    """What is expected of the person, in the place of the clock."""
    DAYS = "days"
    """The clock and this week whole: something of it has changed, or a day has begun."""
    EVERYTHING = "everything"


@dataclass(frozen=True, slots=True)
class Polling:
    """What was read when, and what stands in the way; each step returns the next value."""

    is_needless: bool = False
    """Whether nothing changes unnoticed, so that only what is wanted is read."""
    wanted: What | None = What.EVERYTHING
    """What is to be read as soon as it may."""
    day: Date | None = None
    """The person's day when this week was last read."""
    read_at: float | None = None
    entries_at: float | None = None
    inbox_at: float | None = None
    targets_at: float | None = None
    failures: int = 0
    """How often reading has failed since it last worked."""
    failed_at: float = 0.0
    not_before: float = 0.0
    is_throttled: bool = False
    """Whether the service itself has named `not_before`, so that nobody may come sooner."""
    eager: tuple[float, ...] = ()
    """The pauses after the next failures, where it is likely to work soon."""

    def due(self, now: float, day: Date) -> What | None:
        """Return what to read at `now`, on the person's `day`; None while it is quiet, or has to wait."""
        if self.seconds_left(now) > 0:
            return None
        if self.wanted is not None or self.is_needless:
            return self.wanted
        if self.day is not None and day != self.day:
            return What.DAYS
        if not _is_older(self.read_at, QUIET_SECONDS, now):
            return None
        if _is_older(self.entries_at, SELDOM_SECONDS, now):
            return What.ENTRIES
        if _is_older(self.inbox_at, SELDOM_SECONDS, now):
            return What.INBOX
        return What.TARGETS if _is_older(self.targets_at, SELDOM_SECONDS, now) else What.CLOCK

    def seconds_left(self, now: float) -> float:
        """Return for how long nothing may be read; 0 where it may."""
        was_set_back = now < self.failed_at
        return 0.0 if was_set_back and not self.is_throttled else max(0.0, self.not_before - now)

    def want(self, what: What) -> Polling:
        """Read this at once, whatever has failed before; a moment that the service has named still stands."""
        wanted = self.wanted if self.wanted is What.EVERYTHING else what
        return replace(self, wanted=wanted, not_before=self.not_before if self.is_throttled else 0.0)

    def wake(self) -> Polling:
        """The machine has slept: read everything, and do not take the first failures for an answer."""
        return replace(self.want(What.EVERYTHING), eager=EAGER_SECONDS)

    def reached(self, now: float) -> Polling:
        """A delivery has succeeded: the clock is known, and what has failed may work again."""
        if self.failures and not self.is_throttled:
            return self.want(What.EVERYTHING)
        return replace(self, read_at=now)

    def begin(self) -> Polling:
        """What was wanted is being read; what is wanted from now on comes after that."""
        return replace(self, wanted=None)

    def succeed(self, what: What, now: float, day: Date, *, clock_changed: bool = False) -> Polling:
        """It was read at `now`; where the clock has changed, there is more to read."""
        whole = what in (What.DAYS, What.EVERYTHING)
        follows = What.DAYS if clock_changed and not whole else None
        return replace(
            self,
            wanted=self.wanted or follows,
            day=day if whole or self.day is None else self.day,
            read_at=now,
            entries_at=now if whole or what is What.ENTRIES else self.entries_at,
            inbox_at=now if what in (What.INBOX, What.EVERYTHING) else self.inbox_at,
            targets_at=now if what in (What.TARGETS, What.EVERYTHING) else self.targets_at,
            failures=0,
            not_before=0.0,
            is_throttled=False,
            eager=(),
        )

    def fail(
        self, now: float, chance: float, *, retry_at: float | None = None, at_hand: bool = False
    ) -> Polling:
        """It has failed at `now`; once it works again, everything is read.

        Args:
            now: The current moment.
            chance: A random number from -1 to 1.
            retry_at: The moment that the service has named.
            at_hand: Whether it has failed on this machine, before anybody was asked.
        """
        if retry_at is not None:
            pause = max(0.0, retry_at - now)
        elif self.eager:
            pause = self.eager[0]
        else:
            pause = AT_HAND_SECONDS if at_hand else back_off_seconds(self.failures + 1, chance)
        return replace(
            self,
            wanted=What.EVERYTHING,
            failures=self.failures + 1,
            failed_at=now,
            not_before=now + pause,
            is_throttled=retry_at is not None,
            eager=self.eager[1:],
        )


def back_off_seconds(failures: int, chance: float) -> float:
    """Return how long to wait after so many failures in a row: 1, 2, 4 … 15 minutes.

    Args:
        failures: How often it has failed, 1 or more.
        chance: A random number from -1 to 1.
    """
    pause = min(LONGEST_BACK_OFF_SECONDS, FIRST_BACK_OFF_SECONDS * 2 ** min(failures - 1, 10))
    return pause * (1 + JITTER * chance)


def _is_older(moment: float | None, seconds: float, now: float) -> bool:
    """Whether it lies so far back, was never, or seems to come yet, as after the clock was set back."""
    return moment is None or not 0 <= now - moment < seconds
