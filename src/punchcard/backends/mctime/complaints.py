"""What a refusal of the service means: a read that is refused raises, a write comes back refused."""

from __future__ import annotations

from typing import NoReturn

from punchcard.backends.errors import BackendError, BadCredentials, NotAllowed, Retired
from punchcard.backends.mctime.signing_in import TITLE
from punchcard.backends.mctime.verdict import Verdict
from punchcard.backends.outcomes import Refused

KEY_REFUSED = 401
"""Also the answer where somebody or something is named that the key may not see (section 1.7)."""

NO_RIGHT = (401, 403)
_NO_ROUTE = (405, 410)
_NOT_FOUND = 404
NOT_THERE = (404, 405, 410)
"""Neither tells whether it is the thing or the call that is not there."""


class NoSuchRoute(Retired):
    """The service does not know the call; nothing was done."""


def bad_key(verdict: Verdict) -> BadCredentials:
    """Return the error for a key that may do nothing at all."""
    return BadCredentials(
        f"{TITLE} does not accept the key of this account{_in_its_words(verdict)}",
        "`punch doctor` shows where the key comes from; what you have punched is kept.",
    )


def raise_refused(verdict: Verdict, what: str) -> NoReturn:
    """Raise what a refused read means; the key itself is good.

    Args:
        verdict: What was said.
        what: What was asked for, such as "the time of these people".

    Raises:
        BackendError: Always.
    """
    words = _in_its_words(verdict)
    if verdict.status in NO_RIGHT:
        raise NotAllowed(
            f"{TITLE} does not let you see {what}{words}",
            "Your key is good; your rights there do not reach as far. Whoever administers it there can help.",
        )
    if verdict.status in _NO_ROUTE:
        raise NoSuchRoute(
            f"{TITLE} does not know this call ({verdict.status}){words}",
            "Check the address of the account; this Punchcard may also be too old for the service.",
        )
    if verdict.status == _NOT_FOUND:
        raise BackendError(
            f"{TITLE} does not have {what}{words}",
            "It may be gone there; check the address of the account where nothing is found at all.",
        )
    raise BackendError(f"{TITLE} did not give {what}{words}", "What was known before is still shown.")


def refused(verdict: Verdict, what: str) -> Refused:
    """Return a write that the service will not do, in its own words.

    Args:
        verdict: What was said.
        what: What was to be done, such as "save this entry".
    """
    words = _in_its_words(verdict)
    if verdict.status in NO_RIGHT:
        return Refused(
            f"{TITLE} does not let you {what}: your rights there do not reach as far{words} "
            "Whoever administers it there can help."
        )
    if verdict.said and verdict.is_accepted:
        # It calls the answer a good one, so that its words may sound like it.
        return Refused(f"{TITLE} did not {what}, and says: “{verdict.said.rstrip('.')}”.")
    if verdict.said:
        return Refused(f"{TITLE} says: “{verdict.said.rstrip('.')}”.")
    return Refused(f"{TITLE} did not {what}, and gave no reason ({verdict.status}).")


def _in_its_words(verdict: Verdict) -> str:
    return f": “{verdict.said.rstrip('.')}”." if verdict.said else "."
