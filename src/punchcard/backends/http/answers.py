"""What a service has answered, and what its refusals mean where the adapter knows no better."""

from __future__ import annotations

from typing import Any, NamedTuple, NoReturn

from whenever import Instant

from punchcard.backends.errors import BackendError, BadCredentials, NotAllowed, Retired
from punchcard.backends.outcomes import Refused
from punchcard.core.text import one_line

_LONGEST_SAID = 300
_ENDS = (".", "!", "?", "…")
_GONE = (404, 405, 410)


class Answer(NamedTuple):
    """An answer that could be read: 2xx, or 4xx but for 429."""

    status: int
    data: Any
    """The JSON; None where the body is empty, or that of a 4xx is no JSON."""
    sent: Instant
    """When the request went out, by this machine's clock."""
    received: Instant
    """When the answer was there: both for a vendor that tells its clock in a field (`Meter.vendor_clock`)."""
    text: str = ""
    """What a 4xx says in plain text instead of JSON, on one line."""

    @property
    def is_good(self) -> bool:
        """Whether the service did what it was asked."""
        return 200 <= self.status < 300


def fail(answer: Answer, title: str, said: str = "", credentials: str = "the key") -> NoReturn:
    """Raise what a refused read means.

    Args:
        answer: A 4xx.
        title: What the service is called.
        said: The service's own words, where the adapter has found them.
        credentials: What somebody signs in with there.
    """
    words = _words(answer, said)
    in_its_words = f": {_ended(words)}" if words else "."
    if answer.status == 401:
        raise BadCredentials(
            f"{title} does not accept {credentials} of this account{in_its_words}",
            "`punch doctor` shows where the key comes from; what you have punched is kept.",
        )
    if answer.status == 403:
        raise NotAllowed(f"{title} does not allow this{in_its_words}")
    if answer.status in _GONE:
        raise Retired(
            f"{title} does not know this call ({answer.status}){in_its_words}",
            "Check the address of the account; this Punchcard may also be too old for the service.",
        )
    raise BackendError(_says(title, words) or f"{title} refused this without a reason ({answer.status}).")


def refused(answer: Answer, said: str = "", field: str | None = None, *, title: str = "") -> Refused:
    """Return a refused write.

    Args:
        answer: A 4xx.
        said: The service's own words, where the adapter has found them.
        field: Which value it objects to, where it says so.
        title: What the service is called, so that its words are told from the program's own.
    """
    reason = _says(title, _words(answer, said)) or f"It was refused without a reason ({answer.status})."
    return Refused(reason, None if field is None else one_line(field, 80))


def _says(title: str, words: str) -> str:
    """Return a service's words as a sentence that names who speaks; empty where it says nothing."""
    if not words or not title:
        return words
    return f"{title} says: “{words.rstrip('.')}”."


def _ended(words: str) -> str:
    return words if words.endswith(_ENDS) else f"{words}."


def _words(answer: Answer, said: str) -> str:
    return one_line(said or answer.text, _LONGEST_SAID)
