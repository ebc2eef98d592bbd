"""What comes back of a request, turned into what an adapter gets: answers, outcomes and sentences."""

from __future__ import annotations

from typing import Any, NoReturn

from punchcard.backends.errors import SHOWN_IS_OLD, Garbled, Misdirected, Unreachable, Untrusted
from punchcard.backends.http.answers import Answer
from punchcard.backends.http.reply import Failure, Reach, Reply
from punchcard.backends.http.strict_json import NotJson, parsed
from punchcard.backends.outcomes import NotSent, Unanswered
from punchcard.core.text import one_line

_LONGEST_TEXT = 300


class Unusable(Exception):
    """The reply is none that an adapter could read; says why, as the rest of a sentence."""


def answer_of(reply: Reply, *, may_be_empty: bool) -> Answer:
    """Return the answer that a reply is. Takes long for a long body.

    Args:
        reply: 2xx or 4xx; anything else is no answer.
        may_be_empty: Whether a 2xx without a body says enough.

    Raises:
        Unusable: It is not what it should be.
    """
    if 400 <= reply.status < 500:
        return _refusal(reply)
    if not 200 <= reply.status < 300:
        raise Unusable(f"it answered with {reply.status}")
    if not reply.body.strip():
        if may_be_empty:
            return Answer(reply.status, None, reply.sent, reply.received)
        raise Unusable("it is empty")
    if _is_page(reply):
        raise Unusable("it is a page for people; is a login or a proxy in between?")
    if not _is_said_to_be_json(reply):
        raise Unusable("it says itself that it is no JSON")
    try:
        data = parsed(reply.body)
    except NotJson as problem:
        raise Unusable(str(problem)) from None
    return Answer(reply.status, data, reply.sent, reply.received)


def raise_failed_read(title: str, failure: Failure) -> NoReturn:
    """Raise what a read that came to nothing means."""
    if failure.reach is Reach.MISDIRECTED:
        raise misdirected(title, failure)
    if failure.reach is Reach.UNUSABLE:
        raise garbled(title, failure.why)
    raise Unreachable(f"{title} cannot be reached: {_ended(failure.why)}", SHOWN_IS_OLD)


def failed_write(title: str, failure: Failure) -> NotSent | Unanswered:
    """Return what a write that came to nothing means.

    Raises:
        Misdirected: Nothing was done.
    """
    if failure.reach is Reach.MISDIRECTED:
        raise misdirected(title, failure)
    if failure.reach is Reach.NOT_SENT:
        return NotSent(f"{title} cannot be reached: {_ended(failure.why)}")
    return unanswered(title, failure.why)


def unanswered(title: str, why: str) -> Unanswered:
    """Return the outcome of a write whose answer says nothing."""
    return Unanswered(f"{title} may have done it, but its answer is missing: {_ended(why)}")


def garbled(title: str, why: str) -> Garbled:
    """Return the error for an answer that cannot be taken."""
    return Garbled(f"{title} gave an answer that cannot be used: {_ended(why)}", SHOWN_IS_OLD)


def misdirected(title: str, failure: Failure) -> Misdirected:
    """Return the error for an address that leads to somebody else."""
    hint = (
        "Check the address of the account."
        if failure.kind == "Redirect"
        else "Check the address of the account; where a company has certificates of its own, SSL_CERT_FILE "
        "names their file."
    )
    kind = Untrusted if failure.kind == "Certificate" else Misdirected
    return kind(f"{title} is not where its address leads: {failure.why}. The key was not sent there.", hint)


def own_error(title: str, status: int) -> Unreachable:
    """Return the error for a service that is broken itself."""
    return Unreachable(
        f"{title} cannot be used just now: it reports an error of its own ({status}).", SHOWN_IS_OLD
    )


def _refusal(reply: Reply) -> Answer:
    data: Any = None
    text = ""
    try:
        data = parsed(reply.body)
    except NotJson:
        if not _is_page(reply):
            text = reply.body[: 4 * _LONGEST_TEXT].decode("utf-8", "replace")
    if isinstance(data, str):
        text = data
    return Answer(reply.status, data, reply.sent, reply.received, one_line(text, _LONGEST_TEXT))


def _is_page(reply: Reply) -> bool:
    return _media_type(reply) in ("text/html", "application/xhtml+xml") or reply.body.lstrip().startswith(
        b"<"
    )


def _is_said_to_be_json(reply: Reply) -> bool:
    """A service that does not say is believed if it is JSON."""
    kind = _media_type(reply)
    return kind in ("", "application/json", "text/json") or kind.endswith("+json")


def _media_type(reply: Reply) -> str:
    return reply.content_type.partition(";")[0].strip().lower()


def _ended(why: str) -> str:
    return why if why.endswith("?") else f"{why}."
