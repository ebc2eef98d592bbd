"""What others do at a simulated McTime on Wednesday, 11 March 2026, also while a punch is on its way."""

from __future__ import annotations

from whenever import Instant, ZonedDateTime

from punchcard.core.zones import in_zone
from punchcard.sandbox.application import Receive, Scope, Send, Simulated
from punchcard.sandbox.mctime.records import ApprovalStatus, Clock, Creation, TimeEntry
from punchcard.sandbox.mctime.state import McTimeState

ANN = "Ann Berger"
BASE = "/api/v2/auth"
APPROVED = ApprovalStatus.APPROVED
OPEN = ApprovalStatus.NOT_APPROVED_YET
ON = "Berger Works/Northwind"
ZONE = "Europe/Berlin"


class Elsewhere:
    """Ann's time at the vendor, as others see and change it; it answers requests as the vendor does."""

    def __init__(self, vendor: Simulated[McTimeState]) -> None:
        self.vendor, self.state = vendor, vendor.state
        self.ann = self.state.person_named(ANN)
        self.place = self.state.organization_at(ON).id
        self.meanwhile: list[tuple[str, str, ApprovalStatus]] = []
        """What is booked right before the next punch arrives."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, once everybody else has done what they do."""
        if scope.get("method") == "POST" and str(scope.get("path")).endswith("/clock"):
            while self.meanwhile:
                self.book(*self.meanwhile.pop())
        await self.vendor.app(scope, receive, send)

    def book(self, start: str, end: str, status: ApprovalStatus = OPEN) -> None:
        """Somebody books time for her."""
        with self.state.lock:
            self.state.keep(
                TimeEntry(
                    self.state.new_id(), self.ann.id, _at(start), _at(end), "work", self.place, "elsewhere",
                    status=status,
                )
            )  # fmt: skip

    def start(self, since: str) -> None:
        """She clocks in there."""
        with self.state.lock:
            self.state.clocks[self.ann.id] = Clock(
                self.state.new_id(), self.ann.id, _at(since), "home_office", self.place, "stock count"
            )

    def fail_to_stop(self, end: str) -> None:
        """She clocks out there, and her clock cannot be saved."""
        with self.state.lock:
            clock = self.state.clocks.pop(self.ann.id)
            self.state.keep(
                TimeEntry(
                    clock.id, self.ann.id, clock.since, _at(end), "clocking", clock.organization,
                    clock.comment, creation=Creation.CLOCK, is_invalid=True,
                )
            )  # fmt: skip

    def booked(self) -> list[str]:
        """What she has, with what could not be saved marked."""
        with self.state.lock:
            return [
                f"{_time(entry.since)}-{_time(entry.until)}{' invalid' if entry.is_invalid else ''}"
                for entry in self.state.entries_of(self.ann.id)
            ]

    def runs(self) -> bool:
        """Whether her clock runs."""
        return self.ann.id in self.state.clocks


def _at(time: str) -> Instant:
    hour, minute = map(int, time.split(":"))
    return ZonedDateTime(2026, 3, 11, hour, minute, tz=ZONE).to_instant()


def _time(moment: Instant) -> str:
    return f"{in_zone(moment, ZONE).time():HH:mm}"
