"""An account belongs to one person: with the key of another nothing is sent, and nothing is read."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Generator
from contextlib import closing
from pathlib import Path

import pytest
from pydantic import SecretStr
from tests.tui.engine.away import ACCOUNT, Away, Keyring
from whenever import Instant

from punchcard.backends.contract import Connection
from punchcard.backends.errors import Garbled, Unreachable
from punchcard.backends.http import HttpClient, Service
from punchcard.backends.outcomes import NotSent
from punchcard.core.people import Person
from punchcard.core.refusals import Refusal
from punchcard.credentials import Secret, variable_of
from punchcard.sandbox.faults import Fault
from punchcard.services import accounts, clocking
from punchcard.services.acting import acting_as
from punchcard.services.outbox.sync import deliver
from punchcard.services.reading.refresh import refresh
from punchcard.services.secrets import forget_secret
from punchcard.services.session import Session, open_session
from punchcard.services.whose_key import SomebodyElse
from punchcard.store.outbox import OutboxState

WHOAMI = "GET /api/me"


@pytest.fixture
def away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Away]:
    """Ben's account at a vendor behind a real socket, opened before; his key is in the environment."""
    found = Away(tmp_path)
    monkeypatch.setenv(variable_of(ACCOUNT), found.key)
    forget_secret(ACCOUNT)
    found.connect()
    found.vendor.log.clear()
    yield found
    found.close()
    forget_secret(ACCOUNT)


def key_of(away: Away, name: str) -> str:
    return next(key for person, key in away.vendor.keys.items() if person.startswith(name))


def another_key_of_ben(away: Away) -> str:
    away.vendor.state.keys["bens-second-key"] = away.person
    return "bens-second-key"


def punched(session: Session) -> None:
    clocking.start(session)


def opened(away: Away) -> Session:
    return asyncio.run(open_session(away.home.folders, away.home.config(), away.home.clock))


def what_is_known(away: Away) -> list[str]:
    kept = tuple(
        f'INSERT INTO "{table}"' for table in ("clock", "entry", "fetched_day", "directory", "target")
    )
    with closing(sqlite3.connect(away.home.folders.database_file)) as database:
        return [line for line in database.iterdump() if line.startswith(kept)]


def with_key(key: str) -> dict[str, str]:
    return {"Key": key}


def marks(away: Away) -> str:
    with closing(sqlite3.connect(away.home.folders.database_file)) as database:
        rows = database.execute("SELECT body FROM directory WHERE name = 'confirmed_keys'").fetchall()
    return "".join(body for (body,) in rows)


def test_nothing_goes_with_the_key_of_somebody_else(away: Away, monkeypatch: pytest.MonkeyPatch) -> None:
    async def act() -> None:
        session = await open_session(away.home.folders, away.home.config(), away.home.clock)
        try:
            punched(session)
            before = what_is_known(away)
            monkeypatch.setenv(variable_of(ACCOUNT), key_of(away, "Ann"))
            problem = (await deliver(session)).problem
            assert isinstance(problem, SomebodyElse)
            assert (problem.code, problem.exit_code) == ("somebody_else", 4)
            assert problem.message == (
                f"The key of the account {ACCOUNT} belongs to Ann there, and the account to Ben: "
                "nothing is sent or read with it. What waits to be sent is kept until the key of Ben "
                "is back."
            )
            assert problem.hint == (f"Unset {variable_of(ACCOUNT)}. An account for Ann: `punch account add`.")
            assert away.calls() == [WHOAMI]
            for _ in range(3):
                assert (await deliver(session)).problem is problem
                with pytest.raises(SomebodyElse):
                    await refresh(session)
            assert away.calls() == [WHOAMI]
            assert away.vendor.state.running == {}
            assert what_is_known(away) == before
            assert [row.state for row in away.rows()] == [OutboxState.QUEUED]

            monkeypatch.setenv(variable_of(ACCOUNT), away.key)
            await refresh(session)
            assert (await deliver(session)).problem is None
            assert away.calls().count(WHOAMI) == 1
            assert list(away.vendor.state.running) == [away.person]
        finally:
            await session.aclose()

    with away.served():
        asyncio.run(act())


def test_in_normal_use_nobody_is_asked_once_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    away = Away(tmp_path)
    monkeypatch.setenv(variable_of(ACCOUNT), away.key)
    away.connect()
    with away.served():
        away.home.start()
        away.home.clock.set("09:00")
        away.home.do(refresh)
    assert away.calls().count(WHOAMI) == 1
    assert away.calls()[0] == WHOAMI
    away.close()


def test_another_key_of_the_same_person_is_asked_about_once(
    away: Away, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable_of(ACCOUNT), another_key_of_ben(away))
    with away.served():
        for at in ("08:01", "08:02"):
            away.home.clock.set(at)
            away.home.do(refresh)
        # Such as a job in the background that has a key of its own.
        for key in (away.key, "bens-second-key", away.key):
            monkeypatch.setenv(variable_of(ACCOUNT), key)
            away.home.do(refresh)
    assert away.calls().count(WHOAMI) == 1


def test_calls_at_the_same_time_ask_once(away: Away, monkeypatch: pytest.MonkeyPatch) -> None:
    async def act() -> None:
        session = await open_session(away.home.folders, away.home.config(), away.home.clock)
        try:
            await asyncio.gather(*(session.backend.directory.people() for _ in range(5)))
        finally:
            await session.aclose()

    monkeypatch.setenv(variable_of(ACCOUNT), another_key_of_ben(away))
    with away.served():
        asyncio.run(act())
    assert away.calls().count(WHOAMI) == 1


def test_an_account_of_an_earlier_version_is_confirmed_by_a_test(away: Away) -> None:
    with closing(sqlite3.connect(away.home.folders.database_file)) as database:
        database.execute("DELETE FROM directory WHERE name = 'confirmed_keys'")
        database.commit()
    home = away.home
    with away.served():
        asyncio.run(accounts.test_saved(home.folders, home.config(), home.clock, ACCOUNT))
        home.do(refresh)
    assert away.calls().count(WHOAMI) == 1


def test_a_key_that_was_kept_after_a_test_is_confirmed(away: Away, monkeypatch: pytest.MonkeyPatch) -> None:
    home, keyring = away.home, Keyring(away.key, monkeypatch)

    def keep(account: str, secret: SecretStr) -> None:
        del account
        keyring.key = secret.get_secret_value()

    def kept(account: str, on_prompt: object) -> Secret:
        del account, on_prompt
        return Secret(SecretStr(keyring.key), "keyring")

    monkeypatch.setattr("punchcard.credentials.keep_secret", keep)
    monkeypatch.setattr("punchcard.credentials.kept_secret", kept)
    secret = SecretStr(another_key_of_ben(away))
    with away.served():
        asyncio.run(accounts.replace_secret(home.folders, home.config(), home.clock, ACCOUNT, secret))
        home.do(refresh)
    assert keyring.key == "bens-second-key"
    assert away.calls().count(WHOAMI) == 1


def test_a_key_that_cannot_be_confirmed_now_sends_nothing(
    away: Away, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def act(session: Session) -> None:
        punched(session)
        monkeypatch.setenv(variable_of(ACCOUNT), another_key_of_ben(away))
        away.vendor.faults.always(Fault.SERVER_ERROR, ("/api/me",))
        assert isinstance((await deliver(session)).problem, Unreachable)
        assert set(away.calls()) == {WHOAMI}

    with away.served():
        away.home.do(act)
        assert [row.state for row in away.rows()] == [OutboxState.QUEUED]
        away.vendor.faults.clear()
        away.home.clock.set("09:00")
        away.home.do(deliver)
    assert [row.state for row in away.rows()] == [OutboxState.CONFIRMED]


@pytest.mark.parametrize("problem", [Unreachable("Nobody answers."), Garbled("It is a page.")])
def test_a_write_whose_key_is_not_confirmed_was_surely_not_sent(tmp_path: Path, problem: Refusal) -> None:
    async def unsure() -> SecretStr:
        raise problem

    async def act() -> None:
        settings = {"base_url": "http://127.0.0.1:9"}
        connection = Connection(ACCOUNT, str(tmp_path), "Europe/Berlin", Instant.now, settings, unsure)
        http = HttpClient(Service("Acme", settings["base_url"], {}, with_key), connection)
        assert await http.write("POST", "/x") == NotSent(problem.message)
        await http.aclose()

    asyncio.run(act())


def test_what_another_one_asked_for_does_not_go_where_it_is_forgotten_whose_the_account_is(
    away: Away, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = opened(away)
    punched(session)
    # As mending does, after the files were damaged.
    with session.store.write() as transaction:
        transaction.cache(ACCOUNT).clear()
    asyncio.run(session.aclose())
    monkeypatch.setenv(variable_of(ACCOUNT), key_of(away, "Ann"))
    with away.served():
        with pytest.raises(SomebodyElse, match="asked for by somebody else"):
            away.home.do(deliver)
        assert away.calls() == [WHOAMI]
        monkeypatch.setenv(variable_of(ACCOUNT), away.key)
        away.home.do(deliver)
    assert list(away.vendor.state.running) == [away.person]


def test_the_mark_holds_nothing_of_the_key(away: Away, tmp_path: Path) -> None:
    [[salt, mark]] = [json.loads(marks(away))]
    assert (len(salt), len(mark)) == (32, 8)
    # Shorter pieces may be there by chance.
    assert all(away.key[at : at + 8] not in marks(away) for at in range(len(away.key) - 7))
    another = Away(tmp_path / "another")
    another.connect()
    assert another.key == away.key
    assert mark not in marks(another)
    another.close()


def test_what_was_asked_for_about_others_waits_for_the_key_of_whoever_asked(
    away: Away, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lead drives the clock of somebody else: what waits is about another, and asked with one's own key."""

    async def act() -> None:
        session = await open_session(away.home.folders, away.home.config(), away.home.clock)
        try:
            punched(acting_as(session, Person("lea", "Lea")))
            # Another key of the same person turns up, and then it is forgotten whose the account is.
            monkeypatch.setenv(variable_of(ACCOUNT), another_key_of_ben(away))
            await refresh(session)
            with session.store.write() as transaction:
                transaction.cache(ACCOUNT).clear()
        finally:
            await session.aclose()
        session = await open_session(away.home.folders, away.home.config(), away.home.clock)
        await session.aclose()
        assert session.person.id == away.person

    with away.served():
        asyncio.run(act())
    assert [(row.state, row.asked_by) for row in away.rows()] == [(OutboxState.QUEUED, away.person)]
