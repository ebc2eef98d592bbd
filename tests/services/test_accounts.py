from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyringAtAll
from keyring.core import load_keyring
from pydantic import SecretStr
from tests.domain import berlin
from tests.harbour import kept_secrets, surroundings
from tests.services.desk import WallClock

from punchcard.backends.errors import BadCredentials, Unreachable
from punchcard.config import Config, load_config
from punchcard.config.errors import ConfigError
from punchcard.core.clock import IDLE, Working
from punchcard.core.identifiers import new_id
from punchcard.core.punches import Start
from punchcard.core.refusals import NotFound, Refusal, UsageError
from punchcard.credentials import CredentialProblem
from punchcard.database.failures import StorageFailed
from punchcard.paths import Folders, folders
from punchcard.services import accounts, clocking, secrets
from punchcard.services.accounts import AlreadyThere, NewAccount
from punchcard.services.accounts import saving as account_saving
from punchcard.services.accounts import testing as account_testing
from punchcard.services.accounts.saving import HalfSaved, KeyTaken
from punchcard.services.accounts.testing import SomebodyElse
from punchcard.services.session import open_session
from punchcard.store.outbox import NewRow, OutboxState
from punchcard.store.store import Store

EMAIL = {"email": "ann@harbour.example"}


class Home:
    """A home whose accounts are managed."""

    def __init__(self, folder: Path) -> None:
        self.keys = folder
        self.folders: Folders = folders(str(folder / "home"))
        self.clock = WallClock(berlin("11 08:00"))

    @property
    def config(self) -> Config:
        return load_config(self.folders)

    @property
    def text(self) -> str:
        path = Path(self.folders.config_file)
        return path.read_text() if path.exists() else ""

    def write(self, text: str) -> None:
        os.makedirs(self.folders.config, exist_ok=True)
        Path(self.folders.config_file).write_text(text)

    async def add(self, name: str = "pier", key: str | None = "anns-good-key", **changes: Any) -> str:
        new = NewAccount(name, "harbour", EMAIL, secret=SecretStr(key) if key is not None else None)
        use = bool(changes.pop("use", False))
        new = new._replace(**changes)
        return await accounts.add_account(self.folders, self.config, self.clock, new, use=use)

    async def change(self, new: NewAccount) -> str:
        return await accounts.change_account(self.folders, self.config, self.clock, new)

    async def replace(self, key: str, name: str = "pier") -> str:
        return await accounts.replace_secret(self.folders, self.config, self.clock, name, SecretStr(key))

    async def remove(self, name: str, *, drop_pending: bool = False) -> str:
        return await accounts.remove_account(
            self.folders, self.config, self.clock, name, drop_pending=drop_pending
        )

    @property
    def secrets(self) -> dict[str, str]:
        return dict(kept_secrets(self.keys))

    def is_untouched(self) -> bool:
        return not self.secrets and not self.text and not Path(self.folders.data).exists()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    found = surroundings(tmp_path)
    monkeypatch.setattr(sys, "path", [found["PYTHONPATH"], *sys.path])
    monkeypatch.setenv("HARBOUR_KEYRING", found["HARBOUR_KEYRING"])
    monkeypatch.setattr(account_testing, "TEST_SECONDS", 0.5)
    before = keyring.get_keyring()
    keyring.set_keyring(load_keyring(found["PYTHON_KEYRING_BACKEND"]))
    yield Home(tmp_path)
    keyring.set_keyring(before)


async def test_an_account_is_tested_then_saved(home: Home) -> None:
    home.write("# mine\n")
    said = await home.add(write="clock")
    assert said == (
        "Harbour Office answers: you are Ann Weber (ann@harbour.example) there. The account pier is saved. "
        "Its address is https://harbour.example/api, the usual one."
    )
    assert home.secrets == {"punchcard/pier": "anns-good-key"}
    assert home.text == (
        '# mine\n\n[accounts.local]\nbackend = "local"\n\n[accounts.pier]\nbackend = "harbour"\n'
        'email = "ann@harbour.example"\nbase_url = "https://harbour.example/api"\nwrite = "clock"\n'
    )
    [local, pier] = accounts.list_accounts(home.folders, home.config, home.clock)
    assert (local.name, local.is_default, local.needs_secret) == ("local", True, False)
    assert pier == (
        "pier", "harbour", "Harbour Office", "Ann Weber", False, "clock", True, "", 0, 0, None,
    )  # fmt: skip
    assert accounts.secret_source("pier") == ("keyring", "", "")


async def test_it_opens_offline_afterwards(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    await home.add(use=True)
    monkeypatch.setenv("HARBOUR", "down")
    session = await open_session(home.folders, home.config, home.clock)
    try:
        assert (session.account.name, session.person.name) == ("pier", "Ann Weber")
    finally:
        await session.aclose()
    with pytest.raises(Unreachable):
        await accounts.test_saved(home.folders, home.config, home.clock, "pier")


async def test_a_test_says_who_you_are_and_saves_nothing(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HARBOUR_AHEAD", "-90")
    new = NewAccount("pier", "harbour", EMAIL, secret=SecretStr("anns-good-key"))
    tested = await accounts.test_account(home.folders, home.config, home.clock, new)
    assert tested.person.name == "Ann Weber"
    assert tested.clock_offset_seconds == -90
    assert tested.sentence.endswith("Its clock is 90 seconds behind this machine's.")
    assert home.is_untouched()
    new = new._replace(secret=SecretStr("evil-key-here"))
    hostile = await accounts.test_account(home.folders, home.config, home.clock, new)
    assert hostile.sentence.startswith("Harbour Office answers: you are Eve [b]Evil (x y) there.")


@pytest.mark.parametrize(
    ("changes", "kind", "said"),
    [
        ({"name": "pier 1"}, UsageError, "not a name for an account"),
        ({"name": "x" * 65}, UsageError, "not a name for an account"),
        ({"name": "../etc"}, UsageError, "not a name for an account"),
        ({"name": "LOCAL"}, AlreadyThere, "There is an account “local” already"),
        ({"backend": "harbor"}, NotFound, "No backend named “harbor” is installed"),
        ({"backend": "wreck"}, Refusal, r"installed and cannot be loaded \(ImportError\('a library"),
        ({"settings": {}}, UsageError, r"also needs: Your email \(--email\)"),
        ({"settings": {"email": "  "}}, UsageError, r"also needs: Your email \(--email\)"),
        ({"settings": {**EMAIL, "company": "x"}}, UsageError, "harbour takes no company"),
        ({"settings": {**EMAIL, "key": "x"}}, UsageError, "harbour takes no key"),
        ({"settings": {"email": "a\x1bb"}}, UsageError, "characters that cannot be shown"),
        ({"settings": {**EMAIL, "base_url": "http://harbour.example"}}, UsageError, "http"),
        ({"secret": None}, BadCredentials, "The account pier needs the Pier key"),
        ({"secret": SecretStr("a-wrong-key")}, BadCredentials, "does not know this key. Nothing was saved."),
    ],
)
async def test_what_cannot_be_leaves_nothing_behind(
    home: Home, changes: dict[str, Any], kind: type[Refusal], said: str
) -> None:
    with pytest.raises(kind, match=said):
        await home.add(**{"name": "pier", **changes})
    assert home.is_untouched()


async def test_the_refusal_of_an_unknown_backend_names_the_nearest(home: Home) -> None:
    with pytest.raises(NotFound) as caught:
        await home.add(backend="harbor")
    installed = "local, clockodo, lucca, mctime, reference,"
    assert caught.value.hint.startswith(f"Did you mean “harbour”? Installed are: {installed}")


async def test_missing_fields_are_explained(home: Home) -> None:
    with pytest.raises(UsageError) as caught:
        await home.add(settings={})
    assert caught.value.hint == "The one you sign in with. https://harbour.example/me"


@pytest.mark.parametrize("state", ["down", "silent"])
async def test_a_service_that_does_not_answer_is_not_added(
    home: Home, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    monkeypatch.setenv("HARBOUR", state)
    with pytest.raises(Unreachable, match=r"Nothing was saved\.$") as caught:
        await home.add()
    assert caught.value.hint.startswith("The address is https://harbour.example/api. Look at it")
    assert home.is_untouched()


async def test_names_that_cannot_be_told_apart_everywhere(home: Home) -> None:
    await home.add("north-pier")
    with pytest.raises(AlreadyThere, match="“north-pier” already, and “North_Pier” cannot be told from it"):
        await home.add("North_Pier")


async def test_without_a_keyring_nothing_is_saved(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    keyring.set_keyring(NoKeyringAtAll())
    with pytest.raises(CredentialProblem):
        await home.add()
    assert home.is_untouched()


async def test_a_keyring_that_keeps_nothing_more_saves_nothing(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HARBOUR_KEYRING_FULL", "1")
    with pytest.raises(CredentialProblem):
        await home.add()
    assert home.is_untouched()


async def test_where_the_configuration_cannot_be_written_the_secret_goes_again(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.write('[accounts.shed]\nbackend = "local"\n')
    config = home.config
    home.write("[accounts.shed\n")
    new = NewAccount("pier", "harbour", EMAIL, secret=SecretStr("anns-good-key"))
    with pytest.raises(ConfigError, match="line 1: this is not TOML"):
        await accounts.add_account(home.folders, config, home.clock, new)
    assert (home.secrets, home.text) == ({}, "[accounts.shed\n")


async def test_where_the_person_cannot_be_kept_nothing_is_saved(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> Store:
        raise StorageFailed("The disk is full.")

    monkeypatch.setattr(account_saving, "open_store", full)
    with pytest.raises(StorageFailed):
        await home.add()
    assert home.is_untouched()


async def test_where_the_keyring_cannot_be_put_back_either_both_are_said(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    await home.add()

    def both_fail(*_: object) -> None:
        monkeypatch.setenv("HARBOUR_KEYRING_FULL", "1")
        raise ConfigError("config.toml cannot be written; it was left as it is.")

    monkeypatch.setattr(account_saving, "edit_config", both_fail)
    with pytest.raises(HalfSaved) as caught:
        await home.change(NewAccount("pier", "harbour", EMAIL, secret=SecretStr("anns-new-key")))
    assert "config.toml cannot be written" in caught.value.message
    assert "no room" in caught.value.message
    assert "the secret in the keyring is not the one from before" in caught.value.hint
    assert home.secrets == {"punchcard/pier": "anns-new-key"}


async def test_the_environment_gives_the_secret_and_nothing_is_written_back(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUNCHCARD_SECRET_PIER", "bens-good-key")
    assert "you are Ben Okafor there. The account pier is saved." in await home.add(key=None)
    assert not home.secrets
    assert accounts.secret_source("pier").source == "environment"
    said = await home.replace("bens-good-key")
    assert said.endswith("PUNCHCARD_SECRET_PIER is set and wins over the keyring as long as it is.")


async def test_a_key_that_has_expired_is_replaced_after_a_test(home: Home) -> None:
    await home.add()
    with pytest.raises(BadCredentials) as caught:
        await home.replace("a-wrong-key")
    assert caught.value.hint == "Copy it once more, whole. Below Profile. https://harbour.example/key"
    assert home.secrets == {"punchcard/pier": "anns-good-key"}
    assert (await home.replace("anns-new-key")).endswith("The new secret of pier is kept.")
    assert home.secrets == {"punchcard/pier": "anns-new-key"}
    tested = await accounts.test_saved(home.folders, home.config, home.clock, "pier")
    assert tested.person.name == "Ann Weber"


async def test_the_key_of_somebody_else_is_not_taken(home: Home) -> None:
    await home.add()
    with pytest.raises(SomebodyElse, match="That is Ben Okafor there, and the account pier belongs to Ann"):
        await home.replace("bens-good-key")
    assert home.secrets == {"punchcard/pier": "anns-good-key"}


async def test_two_homes_do_not_take_each_others_keys(home: Home) -> None:
    await home.add()
    home.folders = folders(str(home.keys / "another home"))
    with pytest.raises(KeyTaken, match="The keyring holds another key under the name pier already"):
        await home.add(key="bens-good-key")
    assert (home.secrets, home.text) == ({"punchcard/pier": "anns-good-key"}, "")
    await home.add()
    keyring.set_password("punchcard", "pier", "bens-good-key")
    secrets.forget_secret("pier")
    with pytest.raises(SomebodyElse, match="That is Ben Okafor there"):
        await accounts.test_saved(home.folders, home.config, home.clock, "pier")


async def test_settings_are_changed_after_a_test(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    await home.add(write="read-only")
    home.write(home.text.replace('write = "read-only"', 'write = "read-only"  # for now') + "# end\n")
    new = NewAccount("pier", "harbour", {"email": "a@b.example"}, secret=SecretStr("anns-new-key"))
    await home.change(new)
    assert home.text.endswith(
        '[accounts.pier]\nbackend = "harbour"\nemail = "a@b.example"\n'
        'base_url = "https://harbour.example/api"\n# end\n'
    )
    assert home.secrets == {"punchcard/pier": "anns-new-key"}
    monkeypatch.setenv("HARBOUR", "down")
    before = home.text
    with pytest.raises(Unreachable):
        await home.change(new._replace(settings={"email": "other@b.example"}))
    assert home.text == before


async def test_the_default_is_chosen(home: Home) -> None:
    await home.add()
    assert accounts.use_account(home.folders, home.config, "pier") == "Commands use pier from now on."
    assert home.text.startswith('default_account = "pier"\n')
    before = home.text
    assert accounts.use_account(home.folders, home.config, "pier") == "Commands use pier already."
    assert home.text == before
    with pytest.raises(NotFound):
        accounts.use_account(home.folders, home.config, "quay")


async def test_an_account_is_removed_with_its_secret(home: Home) -> None:
    home.write("# mine\n")
    await home.add(use=True)
    removal = accounts.removal_of(home.folders, home.config, home.clock, "pier")
    assert removal.question == "Commands will use local instead. Remove the account pier and its secret?"
    said = await home.remove("pier")
    assert said.startswith("The account pier and its secret are removed.")
    assert "ledger" in said
    assert home.secrets == {}
    assert home.text == '# mine\n\ndefault_account = "local"\n\n[accounts.local]\nbackend = "local"\n'
    with pytest.raises(Refusal, match="local is the only account, so it stays"):
        await home.remove("local")


async def test_local_can_go_where_there_is_another(home: Home) -> None:
    await home.add()
    assert (await home.remove("local")).startswith("The account local is removed.")
    assert list(home.config.accounts) == ["pier"]
    assert home.config.default_account == "pier"
    with pytest.raises(Refusal, match="pier is the only account"):
        await home.remove("pier")


async def test_where_the_configuration_cannot_be_written_the_secret_stays(home: Home) -> None:
    await home.add()
    config = home.config
    home.write("[accounts.shed\n")
    with pytest.raises(ConfigError):
        await accounts.remove_account(home.folders, config, home.clock, "pier")
    assert home.secrets == {"punchcard/pier": "anns-good-key"}


async def test_a_removed_account_is_shown_nowhere_any_more(home: Home) -> None:
    home.write('[accounts.a]\nbackend = "local"\n[accounts.b]\nbackend = "local"\n')
    status_file = Path(home.folders.status_file)
    for name in ("a", "b"):
        session = await open_session(home.folders, home.config, home.clock, name)
        with session.change():
            pass
        await session.aclose()
        assert f'"account": "{name}"' in status_file.read_text()
    await home.remove("a")
    assert '"account": "b"' in status_file.read_text()
    home.write('[accounts.b]\nbackend = "local"\n[accounts.c]\nbackend = "local"\n')
    await home.remove("b")
    assert not status_file.exists()
    store = Store(home.folders.data, "2026-03-11")
    with store.read() as transaction:
        assert [transaction.status(name) for name in ("a", "b")] == [None, None]
    store.close()


async def test_what_is_on_its_way_keeps_an_account_from_being_removed(home: Home) -> None:
    home.write('[accounts.a]\nbackend = "local"\n[accounts.b]\nbackend = "local"\n')
    session = await open_session(home.folders, home.config, home.clock, "a")
    clocking.start(session)
    await session.aclose()
    [a, b] = accounts.list_accounts(home.folders, home.config, home.clock)
    assert (a.pending, b.pending) == (1, 0)
    removal = accounts.removal_of(home.folders, home.config, home.clock, "a")
    assert removal.question.startswith("1 thing is on the way and will never be sent.")
    with pytest.raises(Refusal, match="1 thing is still on the way and would") as caught:
        await home.remove("a")
    assert "punch sync --account a" in caught.value.hint
    assert "a" in home.config.accounts
    said = await home.remove("a", drop_pending=True)
    assert "1 thing is given up." in said
    home.write('[accounts.a]\nbackend = "local"\n[accounts.b]\nbackend = "local"\n')
    session = await open_session(home.folders, home.config, home.clock, "a")
    try:
        with session.store.read() as transaction:
            assert transaction.outbox.unsettled("a") == []
            [row] = transaction.outbox.latest("a", 10)
        assert (row.state.value, row.answer) == ("dropped", "The account was removed.")
    finally:
        await session.aclose()


async def test_a_clock_that_is_kept_here_keeps_its_account_from_being_removed(home: Home) -> None:
    home.write('[accounts.a]\nbackend = "local"\n[accounts.b]\nbackend = "local"\n')
    store = Store(home.folders.data, "2026-03-11")
    with store.write() as transaction:
        transaction.cache("a").keep_own_clock("ann", Working("c", berlin("11 08:00")))
        transaction.cache("b").keep_own_clock("ann", IDLE)
    store.close()
    removal = accounts.removal_of(home.folders, home.config, home.clock, "a")
    assert removal.question.startswith(
        "Its clock runs, is kept on this machine alone, and will be thrown away."
    )
    assert not accounts.removal_of(home.folders, home.config, home.clock, "b").is_running
    with pytest.raises(Refusal, match="and would be thrown away") as caught:
        await home.remove("a")
    assert "`punch out --account a`" in caught.value.hint
    assert "The clock that ran there is thrown away." in await home.remove("a", drop_pending=True)
    store = Store(home.folders.data, "2026-03-11")
    with store.read() as transaction:
        assert transaction.cache("a").clock("ann") == IDLE
    store.close()


async def test_accounts_that_cannot_be_used_are_listed_with_the_reason(home: Home) -> None:
    home.write(
        '[accounts.a]\nbackend = "gone"\n[accounts.b]\nbackend = "wreck"\n[accounts.c]\nbackend = "harbour"\n'
    )
    found = accounts.list_accounts(home.folders, home.config, home.clock)
    assert [account.problem.split(".")[0] for account in found] == [
        "No backend named “gone” is installed",
        "The backend “wreck” is installed and cannot be loaded "
        "(ImportError('a library of the wreck is missing'))",
        "An account of Harbour Office also needs: Your email (--email)",
    ]
    assert "harbour" in [info.name for info in accounts.installed()]
    assert accounts.secret_source("c").source is None
    assert "no secret" in accounts.secret_source("c").problem
    assert (await home.remove("a")).startswith("The account a")


async def test_what_somebody_else_has_left_under_the_name_is_not_sent(home: Home) -> None:
    await home.add("pier")
    store = Store(home.folders.data, "2026-03-11")
    start = Start(new_id(), berlin("11 08:00"))
    with store.write() as transaction:
        transaction.outbox.add(NewRow("pier", "1", start, IDLE, 0, "mark"))
    # As by hand, or by whoever was interrupted.
    home.write("")
    keyring.delete_password("punchcard", "pier")
    await home.add("pier", key="bens-good-key")
    with store.read() as transaction:
        assert transaction.outbox.unsettled("pier") == []
        row = transaction.outbox.find(start.id)
        assert row
        assert row.state is OutboxState.DROPPED
    store.close()
