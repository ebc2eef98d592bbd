"""Ann's home with an account at a simulated Lucca, and what Ben, who works for her, does there."""

from __future__ import annotations

from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.backends.lucca.company import W9, W10, W11, worked
from tests.sandbox.lucca.asking import SHEETS, Vendor, caller
from tests.tui.homes import WITH_TARGETS, Home

from punchcard.core.weeks import Week
from punchcard.credentials import variable_of
from punchcard.sandbox.lucca.records import Status
from punchcard.sandbox.lucca.server import lucca_vendor
from punchcard.sandbox.serving import serving
from punchcard.services.secrets import forget_secret


@dataclass
class Place:
    """The home and the vendor, which answers."""

    home: Home
    vendor: Vendor

    def hand_in(self, name: str, *weeks: Week) -> None:
        """Let somebody hand in weeks elsewhere."""
        theirs = caller(self.vendor, name)
        for week in weeks:
            body = {"ownerId": theirs.id, "startsAt": f"{week.first.format_iso()}T00:00:00"}
            with ThreadPoolExecutor(1) as aside:
                answered = aside.submit(theirs, "POST", f"{SHEETS}/submit", body).result()
            assert answered.status == 200

    def sheets(self, name: str) -> list[tuple[Status, int, str | None]]:
        """How far what somebody has handed in has come, the oldest week first, with the comments."""
        owner = self.vendor.state.person_named(name).id
        mine = sorted(
            (s for s in self.vendor.state.sheets.values() if s.owner_id == owner), key=lambda s: s.starts_on
        )
        return [(sheet.status, sheet.steps_done, sheet.comment) for sheet in mine]


@contextmanager
def at_lucca(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Place]:
    """Ann and Ben have worked in weeks 9 and 10, and at the beginning of week 11."""
    home = Home(folder / "home", at="2026-03-11 12:41")
    vendor = lucca_vendor(now=home.clock, empty=True)
    for name in ("Ann", "Ben"):
        days = [week.first.add(days=number) for week in (W9, W10) for number in range(5)]
        worked(vendor.state, name, *days, W11.first)
    monkeypatch.setenv(variable_of("acme"), vendor.keys["Ann"])
    forget_secret("acme")
    with serving(vendor.app) as url:
        settings = {**vendor.settings["Ann"], "base_url": url}
        lines = "".join(f'{name} = "{value}"\n' for name, value in settings.items())
        home.configure(f'hold_seconds = 0\n{WITH_TARGETS}\n[accounts.acme]\nbackend = "lucca"\n{lines}')
        yield Place(home, vendor)
    forget_secret("acme")
