"""The app opens with a locked or hanging keyring, says so, works, and goes on once the keyring does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import SecretStr
from tests.secret_service import SecretService
from tests.tui.piloting import until
from textual.pilot import Pilot
from whenever import Instant

from punchcard.config import load_config
from punchcard.core.clock import Working
from punchcard.credentials import keep_secret
from punchcard.paths import Folders, folders
from punchcard.sandbox.application import Simulated
from punchcard.sandbox.reference.server import reference_vendor
from punchcard.sandbox.reference.state import ReferenceState
from punchcard.sandbox.serving import serving
from punchcard.services.secrets import forget_secret
from punchcard.tui.app import PunchcardApp

ACCOUNT = "acme"


def app_in(home: Folders) -> PunchcardApp:
    app = PunchcardApp(home, load_config(home), Instant.now)
    app.animation_level = "none"
    return app


async def shows(pilot: Pilot[int], app: PunchcardApp, words: str) -> None:
    await until(pilot, lambda: words in app.connection.words, f"“{words}”, but to {app.connection}")


def punches(vendor: Simulated[ReferenceState]) -> int:
    return sum(request.method == "POST" and request.status == 200 for request in vendor.log.all())


@pytest.mark.parametrize("way", ["locked", "hanging"])
async def test_it_works_without_and_recovers(way: str, service_here: SecretService, tmp_path: Path) -> None:
    stop, go_on = _ways(service_here)[way]
    vendor, home = reference_vendor(empty=True), folders(str(tmp_path))
    keep_secret(ACCOUNT, SecretStr(next(iter(vendor.keys.values()))))
    with serving(vendor.app) as url:
        config = Path(home.config_file)
        config.parent.mkdir()
        config.write_text(
            f'default_account = "{ACCOUNT}"\n[accounts.{ACCOUNT}]\n'
            f'backend = "reference"\nbase_url = "{url}"\n'
        )
        app = app_in(home)
        async with app.run_test(size=(100, 30)) as pilot:
            await shows(pilot, app, "connected")
        forget_secret(ACCOUNT)
        await asyncio.to_thread(stop)
        app = app_in(home)
        async with app.run_test(size=(100, 30)) as pilot:
            await until(pilot, lambda: app.overview is not None, "the app being open")
            await pilot.press("s")
            await until(pilot, lambda: isinstance(app.overview and app.overview.state, Working), "working")
            await shows(pilot, app, "keyring")
            assert app.overview is not None
            assert (app.overview.pending, punches(vendor)) == (1, 0)
            await asyncio.to_thread(go_on)
            await pilot.press("r")
            await shows(pilot, app, "connected")
            await until(pilot, lambda: app.overview is not None and app.overview.pending == 0, "delivering")
            assert punches(vendor) == 1
    forget_secret(ACCOUNT)


def _ways(service: SecretService) -> dict[str, tuple[Callable[[], None], Callable[[], None]]]:
    return {
        "locked": (service.lock, service.unlock),
        "hanging": (service.stop_answering, service.answer_again),
    }
