"""A desk that answers from memory, and waits where a test wants it to."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from whenever import Weekday

from punchcard.backends.abilities import Ability, No, Partly, Yes
from punchcard.backends.contract import AccountField, BackendInfo
from punchcard.config import AccountConfig, Config
from punchcard.core.people import Person
from punchcard.core.refusals import Refusal
from punchcard.core.schedule import Schedule
from punchcard.services.ability_words import AbilityLine, ability_lines
from punchcard.services.accounts import AccountSummary, Agrees, Removal, SecretSource, Tested
from punchcard.services.reading.connection_state import ConnectionState
from punchcard.tui.accounts.desk import Draft
from punchcard.tui.accounts.secret_line import Typed

ANN = Person("p1", "Ann Berger", "ann@acme.example")

LOCAL = AccountSummary("local", "local", "This machine", "Ann Berger", False, "full", False, "", 0, 0)
ACME = AccountSummary("acme", "clocks", "Clocks & Co", "Ann Berger", True, "full", True, "", 2, 1)
PLANT = AccountSummary("plant", "gate", "Gatekeeper", None, False, "clock", True, "", 0, 0)
BROKEN = AccountSummary(
    "old", "punchy", "punchy", "A. Berger", False, "read-only", False,
    "No backend named “punchy” is installed.", 1, 0,
)  # fmt: skip

CLOCKS = BackendInfo(
    "clocks",
    "Clocks & Co",
    "https://clocks.example",
    (
        AccountField("email", "Email", "The one that you log in with at Clocks & Co."),
        AccountField(
            "base_url", "Address", "Only for a service of your own.", required=False,
            default="https://my.clocks.example/api",
        ),
        AccountField(
            "key", "API key", "Clocks & Co shows it below your name, My area, API.",
            "https://my.clocks.example/users/editself", secret=True,
        ),
    ),
)  # fmt: skip
HERE = BackendInfo("local", "This machine")

SILENT = SecretSource(None, "The keyring is locked.", "Unlock it, and test the connection.")
NO_KEY = SecretSource(None, "There is no key for plant.", "`k` keeps one.")


def lines() -> list[AbilityLine]:
    """What a vendor that cannot do everything can do."""
    answers = dict.fromkeys(Ability, Yes()) | {
        Ability.BREAK: Partly("A break is a stop and a start there, on what you worked on before."),
        Ability.GROUPS: Partly("Computed here from the entries."),
        Ability.BULK_EDIT: No("Clocks & Co changes one entry after the other."),
        Ability.SUBMIT_WEEK: No("Clocks & Co knows no weeks that are handed in."),
        Ability.EDIT_TREE: No("Customers and projects are kept at Clocks & Co."),
    }
    return ability_lines(answers)


class MemoryDesk:
    """Answers like the services would."""

    def __init__(
        self,
        accounts: Sequence[AccountSummary] = (LOCAL, ACME, PLANT),
        *,
        open_account: str = "local",
        connection: ConnectionState | None = None,
    ) -> None:
        self.accounts = list(accounts)
        self.open_account = open_account
        self.connection = connection or ConnectionState("good", "saved")
        self.sources = {"acme": SecretSource("keyring"), "plant": NO_KEY}
        self.refusal: Refusal | None = None
        """What the next test, or saving, is refused with."""
        self.failure: Refusal | None = None
        """Why the list cannot be read."""
        self.is_slow = False
        """Whether whoever asks waits for ever."""
        self.offset: float | None = 0.3
        self.person = ANN
        """Whom the service finds."""
        self.tested: list[str | Draft] = []
        self.saved: list[Draft] = []
        self.keys: list[tuple[str, Typed]] = []
        self.cancelled = 0
        self.listed = 0
        """How often the list was read."""

    @property
    def config(self) -> Config:
        accounts = {a.name: AccountConfig(a.name, a.backend, {}, a.write) for a in self.accounts}
        schedule = Schedule("Europe/Berlin", Weekday.MONDAY, ())
        return Config("config.toml", "acme", schedule, accounts, {})

    async def summaries(self) -> Sequence[AccountSummary]:
        self.listed += 1
        if self.is_slow and not self.tested:
            await asyncio.Event().wait()
        if self.failure is not None:
            raise self.failure
        return tuple(self.accounts)

    async def source(self, name: str) -> SecretSource:
        if name not in self.sources:
            await asyncio.Event().wait()
        return self.sources[name]

    async def backends(self) -> Sequence[BackendInfo]:
        return (HERE, CLOCKS)

    async def test(self, what: str | Draft) -> Tested:
        self.tested.append(what)
        await self._answer()
        return Tested(
            self.person, self.offset, "Clocks & Co answers: you are Ann Berger (ann@acme.example) there."
        )

    async def add(self, draft: Draft, agrees: Agrees) -> str:
        await self._answer()
        agrees(self.person)
        self.saved.append(draft)
        return f"The account {draft.name} is saved."

    async def use(self, name: str) -> str:
        self.accounts = [account._replace(is_default=account.name == name) for account in self.accounts]
        return f"Commands use {name} from now on."

    async def change_key(self, name: str, secret: Typed) -> str:
        await self._answer()
        self.keys.append((name, secret))
        return f"The new secret of {name} is kept."

    async def key_field(self, name: str) -> AccountField:
        return CLOCKS.fields[-1]

    async def abilities(self, name: str) -> Sequence[AbilityLine]:
        return lines()

    async def removal(self, name: str) -> Removal:
        account = next(account for account in self.accounts if account.name == name)
        return Removal(name, account.pending, "local" if account.is_default else None, "")

    async def remove(self, name: str) -> str:
        self.accounts = [account for account in self.accounts if account.name != name]
        return f"The account {name} is removed, and its secret."

    async def _answer(self) -> None:
        try:
            if self.is_slow:
                await asyncio.Event().wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        if self.refusal is not None:
            raise self.refusal
