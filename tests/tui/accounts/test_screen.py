"""The list of accounts: what it says of each, and what its keys do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest
from tests.tui.accounts.desks import ACME, LOCAL, PLANT, MemoryDesk
from tests.tui.forms.host import Host
from tests.tui.piloting import until
from textual.pilot import Pilot
from textual.widgets import Static

from punchcard.backends.errors import Unreachable
from punchcard.services.accounts import AccountSummary, SecretSource
from punchcard.services.reading.connection_state import ConnectionState
from punchcard.tui.accounts.desk import Added
from punchcard.tui.accounts.facts import AccountFacts
from punchcard.tui.accounts.rows import AccountRows
from punchcard.tui.accounts.screen import AccountsScreen
from punchcard.tui.accounts.words import clocks_in_words, outbox_in_words, signs


class Asked:
    """Answers yes to everything, and remembers it."""

    def __init__(self, desk: MemoryDesk) -> None:
        self.desk = desk
        self.questions: list[str] = []

    async def add(self) -> Added | None:
        self.desk.accounts.append(PLANT._replace(name="new"))
        return Added("new", "The account new is saved.")

    async def key(self, account: AccountSummary) -> str:
        self.questions.append(f"key {account.name}")
        return f"The new secret of {account.name} is kept."

    async def abilities(self, account: AccountSummary) -> str:
        self.questions.append(f"abilities {account.name}")
        return ""

    async def remove(self, account: AccountSummary) -> str:
        return await self.desk.remove(account.name)


class Driven:
    def __init__(self, pilot: Pilot[None], desk: MemoryDesk) -> None:
        self.pilot, self.desk = pilot, desk
        self.asked = Asked(desk)
        self.switched: list[str] = []

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            for _ in range(2):
                await self.pilot.pause()

    @property
    def facts(self) -> str:
        return str(self.pilot.app.screen.query_one(AccountFacts).content)

    @property
    def said(self) -> str:
        return str(self.pilot.app.screen.query_one("#said", Static).content)

    @property
    def names(self) -> list[str]:
        return [account.name for account in self.pilot.app.screen.query_one(AccountRows).accounts]


@asynccontextmanager
async def listed(desk: MemoryDesk | None = None) -> AsyncGenerator[Driven]:
    desk = desk or MemoryDesk()
    switched: list[str] = []
    asked = Asked(desk)
    app = Host(AccountsScreen(desk, asked, switched.append))
    async with app.run_test(size=(80, 24)) as pilot:
        driven = Driven(pilot, desk)
        driven.asked, driven.switched = asked, switched
        await driven.press()
        yield driven


async def test_enter_and_a_second_click_switch() -> None:
    async with listed() as driven:
        await driven.press("enter")
        assert not driven.switched
        assert "You are in local already." in driven.said
        await driven.press("down", "enter")
        assert driven.switched == ["acme"]
        rows = driven.pilot.app.screen.query_one(AccountRows)
        await driven.pilot.click(rows, offset=(4, 2), times=2)
        await driven.press()
        assert driven.switched == ["acme", "plant"]


async def test_a_test_says_who_you_are_and_how_the_clocks_are() -> None:
    async with listed() as driven:
        driven.desk.offset = -93.0
        await driven.press("down", "t")
        assert "you are Ann Berger" in driven.facts
        assert "93 s behind" in " ".join(driven.facts.split())
        driven.desk.refusal = Unreachable("Nobody answers there.", "Look whether you are online.")
        await driven.press("t")
        assert "! Nobody answers there. Is the address right, and this machine online?" in " ".join(
            driven.facts.split()
        )
        await driven.press("up")
        assert "Nobody answers" not in driven.facts


async def test_a_test_is_not_believed_any_more_once_the_connection_is_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("punchcard.tui.accounts.screen.LOOK_SECONDS", 0.05)
    desk = MemoryDesk(open_account="acme", connection=ConnectionState("wrong", "keyring silent"))
    desk.sources["acme"] = SecretSource(None, "The keyring is silent.")
    desk.refusal = Unreachable("The keyring has not answered.")
    async with listed(desk) as driven:
        await driven.press("t")
        assert "! The keyring has not answered." in driven.facts
        desk.sources["acme"] = SecretSource("keyring")
        for state in (ConnectionState("busy", "reading …"), ConnectionState("good", "connected")):
            desk.connection, before = state, desk.listed
            await until(driven.pilot, lambda before=before: desk.listed > before + 1, "looking again")
        await until(driven.pilot, lambda: "connected" in driven.facts, "believing the connection")
        assert "has not answered" not in driven.facts
        assert "in the keyring of this system" in driven.facts


async def test_a_test_that_goes_on_is_not_begun_twice_and_others_go_on() -> None:
    async with listed() as driven:
        driven.desk.is_slow = True
        await driven.press("down", "t", "t")
        assert driven.desk.tested == ["acme"]
        assert "asking the service" in driven.facts
        await driven.press("down", "t")
        assert driven.desk.tested == ["acme", "plant"]


async def test_who_you_are_is_known_after_a_test() -> None:
    async with listed() as driven:
        await driven.press("down", "down")
        assert "not known yet" in driven.facts
        await driven.press("t")
        assert "not known yet" not in driven.facts
        rows = driven.pilot.app.screen.query_one(AccountRows)
        assert [account.person for account in rows.accounts] == ["Ann Berger"] * 3


async def test_where_the_key_is_is_looked_for_once() -> None:
    desk = MemoryDesk()
    asked: list[str] = []
    find = desk.source

    async def source(name: str) -> SecretSource:
        asked.append(name)
        await asyncio.sleep(0)
        return await find(name)

    desk.source = source
    async with listed(desk) as driven:
        await driven.press("down")
        assert "in the keyring of this system" in driven.facts
        await driven.press("down", "up", "down")
        assert "There is no key for plant." in driven.facts
        await driven.press("up", "up")
        assert "Key" not in driven.facts, "an account on this machine needs none"
    assert asked == ["acme", "plant"]


async def test_default_key_abilities_and_remove() -> None:
    async with listed() as driven:
        await driven.press("asterisk")
        assert "Commands use local from now on." in driven.said
        await driven.press("d")
        assert "Go over to another account to remove it." in driven.said
        await driven.press("k")
        assert driven.asked.questions == [], "it has no key"
        await driven.press("down", "k", "b")
        assert driven.asked.questions == ["key acme", "abilities acme"]
        await driven.press("down", "d")
        assert driven.names == ["local", "acme"]
        assert "The account plant is removed" in driven.said


async def test_a_new_account_is_selected() -> None:
    async with listed() as driven:
        await driven.press("a")
        assert driven.names[-1] == "new"
        assert driven.facts.startswith("new")
        assert "The account new is saved." in driven.said


async def test_the_selected_account_stays_selected_when_others_come_and_go() -> None:
    async with listed() as driven:
        await driven.press("down", "down")
        assert driven.facts.startswith("plant")
        driven.desk.accounts = [LOCAL, PLANT, ACME._replace(name="zeta")]
        await driven.press("m")
        assert driven.facts.startswith("plant")


def test_words() -> None:
    assert outbox_in_words(0, 0) == ""
    assert outbox_in_words(3, 1) == "2 on their way, 1 needs you"
    assert outbox_in_words(2, 2) == "2 need you"
    assert signs(3, 1) == "↑2  !1 needs you"
    assert clocks_in_words(None) == ""
    assert clocks_in_words(0.4) == "The clocks agree within a second."
    assert clocks_in_words(61) == "Its clock is 61 s ahead of this machine's."
