"""The connection in words: short enough for the top line, whole in the sentence, never colour alone."""

from __future__ import annotations

import pytest
from tests.domain import berlin
from whenever import Instant

from punchcard.backends.contract import BackendInfo, WritePolicy
from punchcard.backends.errors import (
    BackendError,
    BadCredentials,
    Garbled,
    Misdirected,
    NotAllowed,
    Retired,
    Throttled,
    Unaddressable,
    Unreachable,
    Untrusted,
)
from punchcard.core.refusals import Refusal
from punchcard.credentials import KeyringDenied, KeyringLocked, KeyringSilent, NoKeyring, NoSecret
from punchcard.services.reading.connection_state import ConnectionState
from punchcard.services.reading.connection_words import (
    Activity,
    Service,
    connection_state,
    is_at_hand,
    unopened_state,
    until_in_words,
)
from punchcard.services.secrets import SecretNotToBeHad
from punchcard.services.whose_key import SomebodyElse

LONGEST_SHORT = 22
"""Cells that the top line has at 80 columns beside the screens, a symbol and a mark."""


def service(write: WritePolicy = "full", *, immediate: bool = False) -> Service:
    return Service(BackendInfo("acme", "Acme", immediate=immediate), write, "Europe/Berlin")


def not_to_be_had(below: Refusal) -> BadCredentials:
    problem = SecretNotToBeHad(below.message, below.hint)
    problem.__cause__ = below
    return problem


PROBLEMS = [
    (Unreachable("Acme cannot be reached."), "offline, kept here"),
    (Throttled("Too often.", berlin("11 08:02:10").to_instant()), "asked to wait until 08:03"),
    (BadCredentials("Acme does not know the key."), "key refused ({app.accounts})"),
    (not_to_be_had(KeyringLocked("Locked.")), "keyring locked"),
    (not_to_be_had(KeyringSilent("Silent.")), "keyring does not answer"),
    (not_to_be_had(KeyringDenied("Denied.")), "keyring refuses the key"),
    (not_to_be_had(NoKeyring("None.")), "no keyring here"),
    (not_to_be_had(NoSecret("None kept.")), "no key yet ({app.accounts})"),
    (Garbled("It answers with a page."), "answers cannot be read"),
    (Unaddressable("It names a thing “..”."), "names that nobody can ask for"),
    (Misdirected("It leads elsewhere."), "not the right address"),
    (Untrusted("Its certificate does not hold."), "certificate not trusted"),
    (Retired("It was switched off."), "Punchcard is too old"),
    (NotAllowed("Not yours."), "not allowed there"),
    (BackendError("Something else."), "not in step"),
    (SomebodyElse("It belongs to Ben."), "key of somebody else"),
]


@pytest.mark.parametrize(("problem", "words"), PROBLEMS, ids=lambda value: getattr(value, "code", str(value)))
def test_every_problem_has_its_words(problem: Refusal, words: str) -> None:
    state = connection_state(service(), problem=problem)
    assert state.words == words
    assert state.tone in ("away", "wrong")
    assert state.is_problem
    assert len((state.short or state.words).replace("{app.accounts}", "f2")) <= LONGEST_SHORT
    assert problem.message in state.sentence
    assert "kept here and sent as soon as it works again" in state.sentence


@pytest.mark.parametrize(("problem", "words"), PROBLEMS, ids=lambda value: getattr(value, "code", str(value)))
def test_where_nothing_was_ever_known_nothing_is_said_to_be_kept(problem: Refusal, words: str) -> None:
    state = unopened_state(service(), problem)
    assert "kept here" not in state.words + state.sentence
    assert problem.message in state.sentence
    assert len(state.words) <= len(words)


def test_all_words_differ() -> None:
    words = [connection_state(service(), problem=problem).words for problem, _ in PROBLEMS]
    assert len(set(words)) == len(words)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (connection_state(service(immediate=True)), "saved"),
        (connection_state(service()), "connected"),
        (connection_state(service("read-only")), "reads only"),
        (connection_state(service(), activity=Activity.SENDING, problem=Unreachable("No.")), "sending …"),
        (connection_state(service(), activity=Activity.READING), "reading …"),
        (connection_state(service(), offset_seconds=-180.0), "your clock is 3 min ahead of Acme's"),
        (connection_state(service(), offset_seconds=7300.0), "your clock is 2 h behind Acme's"),
        (connection_state(service(), offset_seconds=59.0), "connected"),
    ],
)
def test_what_is_no_problem(state: ConnectionState, words: str) -> None:
    assert state.words == words
    assert state.tone in ("good", "busy")
    assert state.sentence


def test_reads_only_promises_no_sending() -> None:
    assert "sent" not in connection_state(service("read-only"), problem=Unreachable("No answer.")).sentence


def test_a_moment_is_never_said_too_early() -> None:
    assert until_in_words(berlin("11 08:03:00").to_instant(), "Europe/Berlin") == "08:03"
    assert until_in_words(berlin("11 08:03:00").to_instant().add(milliseconds=1), "Europe/Berlin") == "08:04"
    assert until_in_words(Instant.from_timestamp(0), "Europe/Berlin") == "01:00"


def test_only_what_fails_here_is_at_hand() -> None:
    assert is_at_hand(not_to_be_had(KeyringLocked("Locked.")))
    assert not is_at_hand(BadCredentials("The key is refused."))
    assert not is_at_hand(Unreachable("No answer."))
