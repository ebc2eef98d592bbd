"""The app at the simulated McTime, over a real socket, while others book and approve there."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.at_mctime import ANN, BASE, ZONE, Elsewhere
from tests.tui.homes import Home

from punchcard.credentials import variable_of
from punchcard.sandbox.mctime.server import mctime_vendor
from punchcard.sandbox.serving import serving
from punchcard.services.secrets import forget_secret


class Office(Elsewhere):
    """A home, and what others do at the vendor; it is 12:10."""

    def __init__(self, folder: Path) -> None:
        self.home = Home(folder / "home", at="2026-03-11 12:10")
        super().__init__(mctime_vendor(now=self.home.clock, empty=True))


@contextmanager
def office_at(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Office]:
    """Open one."""
    office = Office(folder)
    monkeypatch.setenv(variable_of("acme"), office.vendor.keys[ANN])
    forget_secret("acme")
    with serving(office) as url:
        settings = {**office.vendor.settings[ANN], "base_url": f"{url}{BASE}"}
        lines = "".join(f'{name} = "{value}"\n' for name, value in settings.items())
        zone = f'[schedule]\nzone = "{ZONE}"\n'
        office.home.configure(f'default_account = "acme"\n{zone}[accounts.acme]\nbackend = "mctime"\n{lines}')
        yield office
    forget_secret("acme")
