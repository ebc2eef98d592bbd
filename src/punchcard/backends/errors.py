"""What a backend raises: everything that is not the outcome of one write."""

from __future__ import annotations

from typing import ClassVar

from whenever import Instant

from punchcard.backends.outcomes import Refused
from punchcard.core.refusals import Refusal

SHOWN_IS_OLD = "What is shown is what was known before; it is asked for again by itself."
"""The hint of a read that came to nothing, where something is shown all the same."""

NOTHING_TAKEN = "Nothing was taken from it; what was known before is still shown."
"""The hint of an answer that cannot be read, or not in whole."""


class BackendError(Refusal):
    """The backend cannot be used just now, or not like this."""

    code: ClassVar[str] = "backend_error"


class BadCredentials(BackendError):
    """The secret or the name is wrong, missing or no longer valid."""

    code: ClassVar[str] = "bad_credentials"
    exit_code: ClassVar[int] = 4


class NotAllowed(BackendError):
    """The credentials are good; this person may not do or see this."""

    code: ClassVar[str] = "not_allowed"


class Throttled(BackendError):
    """Too many calls; nothing was done."""

    code: ClassVar[str] = "throttled"

    def __init__(self, message: str, retry_at: Instant) -> None:
        super().__init__(message)
        self.retry_at = retry_at


class Unreachable(BackendError):
    """A read got no answer; what is shown is what was known before."""

    code: ClassVar[str] = "unreachable"


class Retired(BackendError):
    """The vendor has switched this call off: this program is too old for the service."""

    code: ClassVar[str] = "retired"


class Misdirected(BackendError):
    """The address is not where the service is: another host, no TLS, a certificate that does not verify.

    Nothing was done there, and no secret was sent to anybody else.
    """

    code: ClassVar[str] = "misdirected"


class Unaddressable(BackendError):
    """Something is called by a name there that no address can hold. Nothing has gone out, now or ever."""

    code: ClassVar[str] = "unaddressable"


class Untrusted(Misdirected):
    """The certificate that was shown there does not verify."""

    code: ClassVar[str] = "untrusted"


class Garbled(BackendError):
    """The answer cannot be read as what it should be; it is never taken for "no data"."""

    code: ClassVar[str] = "garbled"


class NotBookable(Refusal):
    """What the service cannot book time on."""

    code = "not_bookable"

    def as_refused(self) -> Refused:
        """Return it as the refusal of a write; nothing was sent."""
        return Refused(f"{self.message} {self.hint}".strip(), "assignment")
