"""An account with a vendor, from the form to a punch: a real server, a real keyring, the real services."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring
from tests.secret_service import SecretService, secret_service
from tests.tui.accounts.two import arrived
from tests.tui.homes import WITH_TARGETS, Home
from tests.tui.piloting import app_of, on_top, press, running, said, seen, settled, until
from textual import events
from textual.pilot import Pilot
from textual.widgets import Button

from punchcard.sandbox.application import Simulated
from punchcard.sandbox.faults import Fault
from punchcard.sandbox.reference.server import reference_vendor
from punchcard.sandbox.reference.state import ReferenceState
from punchcard.sandbox.serving import serving
from punchcard.services.secrets import forget_secret
from punchcard.tui.accounts.backend_picker import BackendPicker, BackendRows
from punchcard.tui.accounts.form import AccountForm
from punchcard.tui.accounts.screen import AccountsScreen
from punchcard.tui.accounts.secret_line import SecretLine
from punchcard.tui.forms.base import TextLine
from punchcard.tui.forms.confirm import ConfirmScreen


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Generator[SecretService]:
    """A real keyring for this very process."""
    with secret_service() as running_service:
        for name in ("DBUS_SESSION_BUS_ADDRESS", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR"):
            monkeypatch.setenv(name, running_service.environment[name])
        keyring.set_keyring(NoKeyring())
        yield running_service
    keyring.set_keyring(NoKeyring())
    forget_secret("reference")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home", f"# mine\n{WITH_TARGETS}", "2026-03-11 08:00")


async def open_form(pilot: Pilot[int]) -> None:
    """From anywhere to the form for an account at the reference vendor."""
    await pilot.press("f2")
    await on_top(pilot, AccountsScreen)
    await until(pilot, lambda: "This machine" in seen(pilot))
    await pilot.press("a")
    await on_top(pilot, BackendPicker)
    rows = pilot.app.screen.query_one(BackendRows)
    await until(pilot, lambda: rows.row_count > 0)
    at = [backend.name for backend in rows.backends].index("reference")
    await pilot.press(*["down"] * at, "enter")
    await on_top(pilot, AccountForm)


async def paste_key(pilot: Pilot[int], key: str) -> None:
    line = pilot.app.screen.query_one(SecretLine)
    line.focus()
    line.clear()
    line.post_message(events.Paste(key))
    await pilot.pause()


async def test_an_account_is_added_used_and_removed(home: Home, service: SecretService) -> None:
    vendor: Simulated[ReferenceState] = reference_vendor(now=home.clock, empty=True)
    name, key = next(iter(vendor.keys.items()))
    with serving(vendor.app) as address:
        async with running(home.app()) as pilot:
            await open_form(pilot)
            pilot.app.screen.query_one("#field-base_url", TextLine).value = address
            await paste_key(pilot, "not-the-key")
            await pilot.press("enter")
            await until(pilot, lambda: "Nothing was saved" in seen(pilot), "the refusal")
            assert "not-the-key" not in seen(pilot)
            assert "reference" not in home.config().accounts
            await paste_key(pilot, key)
            await pilot.press("enter")
            save = pilot.app.screen.query_one("#save", Button)
            await until(pilot, lambda: not save.disabled, "a good test")
            assert name in seen(pilot)
            await pilot.press("enter")
            await on_top(pilot, AccountsScreen)
            await until(pilot, lambda: "is saved" in seen(pilot))
            await until(pilot, lambda: "in the keyring" in seen(pilot))
            assert key not in seen(pilot)

            await pilot.press("enter")
            await arrived(pilot, "reference")
            assert name in said(pilot)
            await press(pilot, "s", "Clocked in")
            await until(pilot, lambda: len(vendor.state.running) == 1, "the vendor's clock running")

            await removed(pilot)
    text = Path(home.folders.config_file).read_text(encoding="utf-8")
    assert text.startswith("# mine")
    assert "reference" not in home.config().accounts
    for file in home.folder.rglob("*"):
        assert not file.is_file() or key.encode() not in file.read_bytes(), file
    assert keyring.get_password("punchcard", "reference") is None


async def removed(pilot: Pilot[int]) -> None:
    """Go back to the account of this machine, and remove the other one."""
    app = app_of(pilot)
    await pilot.press("f2")
    await on_top(pilot, AccountsScreen)
    await until(pilot, lambda: "This machine" in seen(pilot))
    await pilot.press("home", "enter")
    await arrived(pilot, "local")
    await pilot.press("f2")
    await on_top(pilot, AccountsScreen)
    await until(pilot, lambda: "reference" in seen(pilot))
    await pilot.press("end", "d")
    await on_top(pilot, ConfirmScreen)
    assert "stays in the ledger" in " ".join(seen(pilot).split())
    await pilot.press("y")
    await until(pilot, lambda: "reference" not in app.config.accounts, "being removed")
    await settled(pilot)


async def test_the_screen_answers_while_the_vendor_does_not(
    home: Home, service: SecretService, monkeypatch: pytest.MonkeyPatch
) -> None:
    vendor = reference_vendor(now=home.clock, empty=True)
    vendor.faults.delay_seconds = 3600
    vendor.faults.always(Fault.DELAY)
    with serving(vendor.app) as address:
        async with running(home.app()) as pilot:
            await open_form(pilot)
            pilot.app.screen.query_one("#field-base_url", TextLine).value = address
            await paste_key(pilot, next(iter(vendor.keys.values())))
            await pilot.press("ctrl+t")
            await until(pilot, lambda: "Asking the service" in seen(pilot))
            await pilot.press("shift+tab", *"x")
            await until(pilot, lambda: "x" in pilot.app.screen.query_one("#field-email", TextLine).value)
            await pilot.press("escape")
            await until(pilot, lambda: "Asking the service" not in seen(pilot))
            vendor.faults.clear()
            await pilot.press("ctrl+t")
            save = pilot.app.screen.query_one("#save", Button)
            await until(pilot, lambda: not save.disabled, "a good test")
