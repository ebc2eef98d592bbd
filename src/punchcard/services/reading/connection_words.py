"""How an account's service answers, in words: short for the top line, whole for whoever wants to know.

What is said goes by the stable `code` of a problem, so that an adapter's own kinds find their words too.
"""

from __future__ import annotations

import math
from enum import IntEnum
from typing import NamedTuple

from whenever import Instant, ZonedDateTime

from punchcard.backends.contract import BackendInfo, WritePolicy
from punchcard.backends.errors import BadCredentials, NotAllowed, Throttled
from punchcard.core.moments import clock_time
from punchcard.core.refusals import Refusal
from punchcard.core.zones import in_zone
from punchcard.services.reading.connection_state import ConnectionState, Tone

KEPT = "What you do is kept here and sent as soon as it works again."

NEW_KEY = "{app.accounts} and k keep a new one."
"""What to do about a key that was refused, where the app is open."""

NOTICED_OFFSET_SECONDS = 60.0
"""Clocks that are further apart than this are worth a word."""


class Activity(IntEnum):
    """What is under way; of several the greatest is shown."""

    NOTHING = 0
    READING = 1
    SENDING = 2


class Service(NamedTuple):
    """Whose words these are."""

    info: BackendInfo
    write: WritePolicy
    zone: str
    """IANA name of the person's zone, for the times in the words."""


class _Words(NamedTuple):
    tone: Tone
    words: str
    short: str = ""


_PROBLEMS = {
    "unreachable": _Words("away", "offline, kept here", "offline"),
    "bad_credentials": _Words("wrong", "key refused ({app.accounts})"),
    "somebody_else": _Words("wrong", "key of somebody else"),
    "no_secret": _Words("wrong", "no key yet ({app.accounts})"),
    "secret_variable": _Words("wrong", "key cannot be used", "key unusable"),
    "keyring_locked": _Words("wrong", "keyring locked"),
    "keyring_silent": _Words("wrong", "keyring does not answer", "keyring silent"),
    "keyring_denied": _Words("wrong", "keyring refuses the key", "keyring refuses"),
    "no_keyring": _Words("wrong", "no keyring here"),
    "untrusted": _Words("wrong", "certificate not trusted", "not trusted"),
    "misdirected": _Words("wrong", "not the right address", "wrong address"),
    "garbled": _Words("wrong", "answers cannot be read", "unreadable"),
    "unaddressable": _Words("wrong", "names that nobody can ask for", "strange names"),
    "retired": _Words("wrong", "Punchcard is too old", "too old"),
    "not_allowed": _Words("wrong", "not allowed there", "not allowed"),
}
_OTHER = _Words("wrong", "not in step", "not in step")
_OF_ONE_CALL = ("garbled", "retired", "unaddressable")


def connection_state(
    service: Service,
    *,
    activity: Activity = Activity.NOTHING,
    problem: Refusal | None = None,
    offset_seconds: float | None = None,
) -> ConnectionState:
    """Return what is shown of the connection.

    Args:
        service: Whose service it is.
        activity: What is under way and takes long enough to be said.
        problem: What stands in the way; None where it answers.
        offset_seconds: How far its clock is ahead of this machine's, negative where behind; None if unknown.
    """
    title = service.info.title
    match activity:
        case Activity.SENDING:
            return ConnectionState("busy", "sending …", "", f"What you asked for is on its way to {title}.")
        case Activity.READING:
            return ConnectionState("busy", "reading …", "", f"{title} is asked what it has now.")
        case Activity.NOTHING:
            pass
    if problem is not None:
        return _in_the_way(service, problem)
    if service.info.immediate:
        return ConnectionState("good", "saved", "", "Everything is saved on this machine.")
    if offset_seconds is not None and abs(offset_seconds) > NOTICED_OFFSET_SECONDS:
        return _clocks_apart(title, offset_seconds)
    if service.write == "read-only":
        sentence = f"{title} answers. This account reads only: nothing is ever sent there."
        return ConnectionState("good", "reads only", "", sentence)
    return ConnectionState("good", "connected", "", f"{title} answers, and has everything that was sent.")


def unopened_state(service: Service, problem: Refusal) -> ConnectionState:
    """Return what is shown while an account cannot be opened that was never connected."""
    state = connection_state(service, problem=problem)
    # That what was known before is shown is no help where nothing was.
    sentence = problem.message if state.tone == "away" else f"{problem.message} {_hint(problem)}".strip()
    return ConnectionState(state.tone, state.short or state.words, "", sentence)


def code_of(problem: Refusal) -> str:
    """Return what a problem is known by; of a secret that is not to be had the reason counts."""
    below = problem.__cause__
    return below.code if isinstance(problem, BadCredentials) and isinstance(below, Refusal) else problem.code


def is_of_everything(problem: Refusal) -> bool:
    """Whether a problem is one of the whole connection, and not of this one call alone."""
    return not isinstance(problem, NotAllowed) and code_of(problem) not in _OF_ONE_CALL


def is_at_hand(problem: Refusal) -> bool:
    """Whether it has failed on this machine, before anybody else was asked: it costs nothing to try again."""
    return isinstance(problem, BadCredentials) and isinstance(problem.__cause__, Refusal)


def until_in_words(moment: Instant, zone: str) -> str:
    """Return a moment as "08:03", no earlier than it is: rounded up to the minute."""
    minutes = math.ceil(moment.timestamp(unit="nanosecond") / 60e9)
    return clock_time(_minute(minutes, zone))


def _minute(minutes: int, zone: str) -> ZonedDateTime:
    return in_zone(Instant.from_timestamp(minutes * 60), zone)


def _hint(problem: Refusal) -> str:
    return NEW_KEY if code_of(problem) == BadCredentials.code else problem.hint


def _in_the_way(service: Service, problem: Refusal) -> ConnectionState:
    said = f"{problem.message} {_hint(problem)}".strip()
    # Some problems of sending say it themselves.
    is_needless = service.write == "read-only" or service.info.immediate or "is kept" in said
    kept = "" if is_needless else f" {KEPT}"
    if isinstance(problem, Throttled):
        until = until_in_words(problem.retry_at, service.zone)
        sentence = f"{said}{kept}"
        return ConnectionState("away", f"asked to wait until {until}", f"waits until {until}", sentence)
    words = _PROBLEMS.get(code_of(problem), _OTHER)
    return ConnectionState(words.tone, words.words, words.short, f"{said}{kept}")


def _clocks_apart(title: str, offset_seconds: float) -> ConnectionState:
    seconds = abs(offset_seconds)
    amount, whole = _amount(seconds)
    where = "behind" if offset_seconds > 0 else "ahead"
    of = "" if where == "behind" else " of"
    return ConnectionState(
        "good",
        f"your clock is {amount} {where}{of} {title}'s",
        f"clock {amount} {where}",
        f"The clock of this machine is {whole} {where}{of} {title}'s. Punches carry the time "
        "of this machine: set its clock, or let the system set it.",
    )


def _amount(seconds: float) -> tuple[str, str]:
    minutes = round(seconds / 60)
    if minutes < 120:
        return f"{minutes} min", f"{minutes} minutes" if minutes > 1 else "one minute"
    return f"{round(minutes / 60)} h", f"about {round(minutes / 60)} hours"
