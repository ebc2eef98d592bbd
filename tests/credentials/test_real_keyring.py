"""Secrets in a real Secret Service: gnome-keyring on a D-Bus of its own."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from pydantic import SecretStr
from tests.secret_service import SecretService

from punchcard.credentials import (
    CredentialProblem,
    KeyringLocked,
    KeyringSilent,
    NoKeyring,
    NoSecret,
    keep_secret,
    keyring_in_use,
    read_secret,
    remove_secret,
)

ACCOUNT = "acme"
SHORT = 0.5

STRANGE = ["p", "with spaces inside", "“Größe” 🔑 ключ", "%41+/=&?#'\"\\`$(x)", "x" * 1000, "a\u0301 é"]

KEEP = """
import sys
from pydantic import SecretStr
from punchcard.credentials import keep_secret, read_secret
keep_secret(sys.argv[1], SecretStr(sys.stdin.read()))
"""


def kept(account: str = ACCOUNT) -> str:
    secret = read_secret(account)
    assert secret.source == "keyring"
    return secret.value.get_secret_value()


def problem_of(ask: Callable[[], object]) -> CredentialProblem:
    with pytest.raises(CredentialProblem) as caught:
        ask()
    assert caught.value.exit_code == 4
    assert caught.value.message.endswith(".")
    assert caught.value.hint.endswith(".")
    return caught.value


def test_a_secret_is_kept_read_overwritten_and_removed(service_here: SecretService) -> None:
    assert "SecretService" in keyring_in_use().name
    assert isinstance(problem_of(lambda: read_secret(ACCOUNT)), NoSecret)
    keep_secret(ACCOUNT, SecretStr("first-secret"))
    keep_secret("other", SecretStr("of another account"))
    assert kept() == "first-secret"
    keep_secret(ACCOUNT, SecretStr("second-secret"))
    assert kept() == "second-secret"
    assert (remove_secret(ACCOUNT), remove_secret(ACCOUNT)) == (True, False)
    assert isinstance(problem_of(lambda: read_secret(ACCOUNT)), NoSecret)
    assert kept("other") == "of another account"


def test_strange_characters_come_back_as_they_were(service_here: SecretService) -> None:
    for number, secret in enumerate(STRANGE):
        keep_secret(f"strange-{number}", SecretStr(f"  {secret}\r\n"))
    assert [kept(f"strange-{number}") for number in range(len(STRANGE))] == STRANGE


def test_the_keyring_outlives_its_daemon_and_keeps_nothing_in_clear(service_here: SecretService) -> None:
    keep_secret(ACCOUNT, SecretStr("canary-of-the-keyring"))
    service_here.die()
    service_here.start()
    assert kept() == "canary-of-the-keyring"
    assert service_here.file.stat().st_size > 0
    assert b"canary-of" not in service_here.file.read_bytes()


def test_a_locked_keyring_says_so_and_opens_when_it_is_unlocked(service_here: SecretService) -> None:
    keep_secret(ACCOUNT, SecretStr("behind-the-lock"))
    service_here.lock()
    asks: list[Callable[[], object]] = [
        lambda: read_secret(ACCOUNT),
        lambda: read_secret(ACCOUNT, may_prompt=False),
        lambda: keep_secret(ACCOUNT, SecretStr("another one")),
        lambda: remove_secret(ACCOUNT),
    ]
    for ask in asks:
        problem = problem_of(ask)
        assert isinstance(problem, KeyringLocked)
        assert "is locked" in problem.message
    assert isinstance(keyring_in_use().problem, KeyringLocked)
    service_here.unlock()
    assert keyring_in_use().problem is None
    assert kept() == "behind-the-lock"


def test_a_prompt_that_nobody_answers_is_waited_for_and_no_longer(service_here: SecretService) -> None:
    keep_secret(ACCOUNT, SecretStr("behind-the-lock"))
    service_here.lock()
    with service_here.prompt_that_nobody_answers():
        began = time.monotonic()
        problem = problem_of(lambda: read_secret(ACCOUNT, seconds=SHORT))
        assert isinstance(problem, KeyringLocked)
        assert "nobody has unlocked it within 0.5 seconds" in problem.message
        assert time.monotonic() - began < 10 * SHORT
        quiet = problem_of(lambda: read_secret(ACCOUNT, may_prompt=False))
        assert "was not unlocked" in quiet.message


def test_a_keyring_that_hangs_is_waited_for_and_no_longer(service_here: SecretService) -> None:
    keep_secret(ACCOUNT, SecretStr("still there"))
    service_here.stop_answering()
    asks: list[Callable[[], object]] = [
        lambda: read_secret(ACCOUNT, seconds=SHORT),
        lambda: keep_secret(ACCOUNT, SecretStr("too late to be kept"), seconds=SHORT),
        lambda: remove_secret(ACCOUNT, seconds=SHORT),
    ]
    for ask in asks[:2]:
        began = time.monotonic()
        problem = problem_of(ask)
        assert isinstance(problem, KeyringSilent)
        assert "has not answered within 0.5 seconds" in problem.message
        assert time.monotonic() - began < 10 * SHORT
    assert isinstance(keyring_in_use(seconds=SHORT).problem, KeyringSilent)
    service_here.answer_again()
    assert kept() == "still there"
    time.sleep(0.2)
    # What was given up is not kept behind the person's back.
    assert kept() == "still there"


def test_a_daemon_that_dies_in_the_middle_is_named(service_here: SecretService) -> None:
    keep_secret(ACCOUNT, SecretStr("still there"))
    service_here.stop_answering()
    problem_of(lambda: read_secret(ACCOUNT, seconds=SHORT))
    service_here.die()
    assert isinstance(problem_of(lambda: read_secret(ACCOUNT)), NoKeyring)
    service_here.start()
    assert kept() == "still there"


def test_without_a_bus_it_says_what_to_install(service: SecretService) -> None:
    service.bus.terminate()
    service.bus.wait(10)
    program = "from punchcard.credentials import read_secret\nread_secret('acme')"
    said = service.python(program)
    assert said.returncode == 1
    assert "There is no keyring here that could keep a secret" in said.stderr


def test_a_bus_that_goes_away_is_no_crash(service_here: SecretService) -> None:
    keep_secret(ACCOUNT, SecretStr("still there"))
    service_here.bus.kill()
    service_here.bus.wait(10)
    for ask in (lambda: read_secret(ACCOUNT), lambda: remove_secret(ACCOUNT)):
        assert isinstance(problem_of(ask), NoKeyring)
