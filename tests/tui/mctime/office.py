"""The app at the simulated McTime, over a real socket, with somebody who books and approves there meanwhile."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.tui.homes import ZONE, Home
from whenever import Instant, ZonedDateTime

from punchcard.credentials import variable_of
from punchcard.sandbox.application import Receive, Scope, Send
from punchcard.sandbox.mctime.records import ApprovalStatus, Clock, TimeEntry
from punchcard.sandbox.mctime.server import mctime_vendor
from punchcard.sandbox.serving import serving
from punchcard.services.secrets import forget_secret

APPROVED = ApprovalStatus.APPROVED
OPEN = ApprovalStatus.NOT_APPROVED_YET
ON = "Berger Works/Northwind"


class Office:
    """A home, and what others do at the vendor. Times are those of Wednesday, 11 March 2026."""

    def __init__(self, folder: Path) -> None:
        self.home = Home(folder / "home", at="2026-03-11 12:10")
        self.vendor = mctime_vendor(now=self.home.clock, empty=True)
        self.state = self.vendor.state
        self.ann = self.state.person_named("Ann Berger")
        self.meanwhile: list[tuple[str, str, ApprovalStatus]] = []
        """What is booked right before the next stop arrives."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, once everybody else has done what they do."""
        if scope.get("method") == "POST" and str(scope.get("path")).endswith("/clock"):
            while self.meanwhile:
                self.book(*self.meanwhile.pop())
        await self.vendor.app(scope, receive, send)

    def book(self, start: str, end: str, status: ApprovalStatus = OPEN) -> None:
        """Somebody books time for Ann elsewhere."""
        with self.state.lock:
            self.state.keep(
                TimeEntry(
                    self.state.new_id(), self.ann.id, at(start), at(end), "work", self.place, "elsewhere",
                    status=status,
                )
            )  # fmt: skip

    def start(self, since: str) -> None:
        """Ann clocks in elsewhere."""
        with self.state.lock:
            self.state.clocks[self.ann.id] = Clock(
                self.state.new_id(), self.ann.id, at(since), "home_office", self.place, "stock count"
            )

    @property
    def place(self) -> str:
        return self.state.organization_at(ON).id

    def booked(self) -> list[str]:
        """What Ann has there, with what could not be saved marked."""
        with self.state.lock:
            return [
                f"{_time(entry.since)}-{_time(entry.until)}{' invalid' if entry.is_invalid else ''}"
                for entry in self.state.entries_of(self.ann.id)
            ]

    def runs(self) -> bool:
        """Whether her clock runs there."""
        return self.ann.id in self.state.clocks


def at(time: str) -> Instant:
    hour, minute = map(int, time.split(":"))
    return ZonedDateTime(2026, 3, 11, hour, minute, tz=ZONE).to_instant()


def _time(moment: Instant) -> str:
    return f"{moment.to_tz(ZONE).time():HH:mm}"


@contextmanager
def office_at(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Office]:
    """Open one."""
    office = Office(folder)
    monkeypatch.setenv(variable_of("acme"), office.vendor.keys["Ann Berger"])
    forget_secret("acme")
    with serving(office) as url:
        settings = {**office.vendor.settings["Ann Berger"], "base_url": f"{url}/api/v2/auth"}
        lines = "".join(f'{name} = "{value}"\n' for name, value in settings.items())
        zone = f'[schedule]\nzone = "{ZONE}"\n'
        office.home.configure(f'default_account = "acme"\n{zone}[accounts.acme]\nbackend = "mctime"\n{lines}')
        yield office
    forget_secret("acme")
