"""Secrets for an event loop: it never stalls, and goes on once the keyring can."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Generator

import pytest
from pydantic import SecretStr
from tests.secret_service import SecretService

from punchcard.backends.errors import BadCredentials
from punchcard.credentials import keep_secret, remove_secret, variable_of
from punchcard.services.secrets import SecretNotToBeHad, forget_secret, secret_of

ACCOUNT = "acme"
SHORT = 0.3
LONGEST_STALL = 0.2
"""Far below the limit of `SHORT` seconds, and far above what a busy machine makes of a moment."""


@pytest.fixture(autouse=True)
def nothing_remembered() -> Generator[None]:
    forget_secret(ACCOUNT)
    yield
    forget_secret(ACCOUNT)


async def fetch(seconds: float = 5.0) -> str:
    return (await secret_of(ACCOUNT, seconds)()).get_secret_value()


async def problem(seconds: float = 5.0) -> SecretNotToBeHad:
    with pytest.raises(SecretNotToBeHad) as caught:
        await fetch(seconds)
    assert isinstance(caught.value, BadCredentials)
    assert caught.value.exit_code == 4
    return caught.value


def keyring_threads() -> int:
    return sum(thread.name == "punchcard-keyring" for thread in threading.enumerate())


async def longest_stall(until: asyncio.Event) -> float:
    longest, last = 0.0, time.monotonic()
    while not until.is_set():
        await asyncio.sleep(0.005)
        longest, last = max(longest, time.monotonic() - last), time.monotonic()
    return longest


async def test_an_answer_is_asked_for_once(service_here: SecretService) -> None:
    keep_secret(ACCOUNT, SecretStr("known-by-now"))
    assert await fetch() == "known-by-now"
    service_here.die()
    assert await fetch() == "known-by-now"
    forget_secret(ACCOUNT)
    assert "keyring" in (await problem()).message


async def test_a_secret_that_was_changed_is_read_anew(service_here: SecretService) -> None:
    keep_secret(ACCOUNT, SecretStr("the-old-one"))
    assert await fetch() == "the-old-one"
    keep_secret(ACCOUNT, SecretStr("the-new-one"))
    forget_secret(ACCOUNT)
    assert await fetch() == "the-new-one"
    remove_secret(ACCOUNT)
    forget_secret(ACCOUNT)
    assert f"“{ACCOUNT}”" in (await problem()).message


async def test_a_hanging_keyring_stalls_nothing_and_hangs_one_thread(service_here: SecretService) -> None:
    keep_secret(ACCOUNT, SecretStr("late-but-there"))
    service_here.stop_answering()
    over = asyncio.Event()
    watch = asyncio.create_task(longest_stall(over))
    said = await asyncio.gather(*(problem(SHORT) for _ in range(5)))
    assert all("has not answered" in each.message for each in said)
    assert "has not answered" in (await problem(SHORT)).message
    over.set()
    assert await watch < LONGEST_STALL
    assert keyring_threads() == 1
    service_here.answer_again()
    assert await fetch() == "late-but-there"


async def test_a_late_answer_is_kept_for_the_next_time(service_here: SecretService) -> None:
    keep_secret(ACCOUNT, SecretStr("late-but-there"))
    service_here.stop_answering()
    await problem(SHORT)
    service_here.answer_again()
    while keyring_threads():
        await asyncio.sleep(0.01)
    service_here.stop_answering()
    # The keyring hangs again; what it said in between is known.
    assert await fetch(SHORT) == "late-but-there"


async def test_a_locked_keyring_recovers_when_it_is_unlocked(service_here: SecretService) -> None:
    keep_secret(ACCOUNT, SecretStr("behind-the-lock"))
    service_here.lock()
    for _ in range(2):
        assert "is locked" in (await problem()).message
    service_here.unlock()
    assert await fetch() == "behind-the-lock"


async def test_a_prompt_is_shown_once_and_never_in_the_way(service_here: SecretService) -> None:
    keep_secret(ACCOUNT, SecretStr("behind-the-lock"))
    service_here.lock()
    with service_here.prompt_that_nobody_answers():
        assert "nobody has unlocked it" in (await problem(SHORT)).message
        began = time.monotonic()
        # It still stands there, and whether somebody has unlocked it elsewhere is looked at beside it.
        assert "is locked" in (await problem()).message
        assert time.monotonic() - began < 2.0
        service_here.unlock()
        assert await fetch() == "behind-the-lock"


async def test_the_environment_wins_and_is_never_written_back(
    service_here: SecretService, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_secret(ACCOUNT, SecretStr("of-the-keyring"))
    monkeypatch.setenv(variable_of(ACCOUNT), "of-the-environment\n")
    assert await fetch() == "of-the-environment"
    monkeypatch.setenv(variable_of(ACCOUNT), "changed-meanwhile")
    assert await fetch() == "changed-meanwhile"
    monkeypatch.delenv(variable_of(ACCOUNT))
    assert await fetch() == "of-the-keyring"


def test_a_loop_that_is_gone_does_not_mind_a_late_answer(
    service_here: SecretService, capfd: pytest.CaptureFixture[str]
) -> None:
    keep_secret(ACCOUNT, SecretStr("late-but-there"))
    service_here.stop_answering()
    asyncio.run(problem(SHORT))
    service_here.answer_again()
    while keyring_threads():
        time.sleep(0.01)
    assert capfd.readouterr().err == ""
    assert asyncio.run(fetch()) == "late-but-there"
