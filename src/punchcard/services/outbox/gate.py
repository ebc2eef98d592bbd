"""Whether an account is delivered to now: not while its secret is refused, nor sooner than it allows."""

from __future__ import annotations

from dataclasses import dataclass

from whenever import Instant

from punchcard.backends.errors import BackendError, BadCredentials, Throttled
from punchcard.core.refusals import Refusal


@dataclass(slots=True)
class Gate:
    """What keeps one session from delivering; it holds for the whole account. Shut by `sync` alone."""

    problem: BackendError | None = None
    """What shut it: the same object for as long as it is shut, so that it need be said only once."""

    def shut(self, problem: Refusal) -> None:
        """Deliver nothing more where `problem` is one of the whole account; another one changes nothing."""
        if isinstance(problem, BadCredentials | Throttled):
            self.problem = problem

    def why_shut(self, now: Instant) -> BackendError | None:
        """Return what stands in the way at `now`; None where delivering may be tried."""
        if isinstance(self.problem, Throttled) and self.problem.retry_at <= now:
            self.problem = None
        return self.problem

    def go_on(self) -> None:
        """Try again: the secret was changed, the person asks for it, or the backend has answered a read.

        A moment before which the backend will not be asked again is kept.
        """
        if isinstance(self.problem, BadCredentials):
            self.problem = None
