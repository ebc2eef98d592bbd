"""Calls of the simulated McTime in this very process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from tests.domain import berlin
from tests.sandbox.asking import Hand, Said, answer_to

from punchcard.sandbox.application import App, Simulated
from punchcard.sandbox.mctime.records import ApprovalStatus, Creation, TimeEntry, TimeTracking
from punchcard.sandbox.mctime.server import mctime_vendor
from punchcard.sandbox.mctime.state import McTimeState

Vendor = Simulated[McTimeState]

ANN, BEN, LEA = "Ann Berger", "Ben Okafor", "Lea Brandt"
WORKS, LABS = "Berger Works", "Brandt Labs"
DEVELOPMENT = f"{WORKS}/Northwind/Portal/Development"
UNAUTHORIZED = {"items": [{"message": "Unauthorized"}], "valid": False}
"""2026-03-11, a Wednesday, is today: 12:41 in Berlin."""


@dataclass
class Answered(Said):
    """What the vendor answered."""

    @property
    def data(self) -> Any:
        """What the first item carries."""
        return self.body["items"][0]["data"]

    @property
    def message(self) -> str:
        """What the first item says."""
        return self.body["items"][0]["message"]

    @property
    def times(self) -> list[dict[str, Any]]:
        """The entries of all people on a page of `GET /times`."""
        return [entry for person in self.data["timeEntries"] for entry in person["times"]]


@dataclass
class Caller:
    """Somebody with a key; each call on an event loop of its own."""

    app: App
    id: str
    headers: Mapping[str, str]

    def __call__(self, method: str, path: str, body: object = None, **params: Any) -> Answered:
        # `from` cannot be named in Python.
        query = {name.rstrip("_"): value for name, value in params.items()}
        answer = answer_to(self.app, "/api/v2/auth/", method, path, body, query, self.headers)
        return Answered(answer.status_code, answer.json())

    def stamp(self, action: str, moment: str | None = None, **more: Any) -> Answered:
        """An action of the clock, at a moment of March 2026: `11 08:00`."""
        when = {} if moment is None else {"dateTime": at(moment)}
        return self("POST", "clock", {"action": action, **when, **more})

    def save(self, *entries: dict[str, Any], **more: Any) -> Answered:
        """Entries, saved in one call."""
        return self("POST", "times", {"times": list(entries), **more})

    def listed(self, first: str = "01 00:00", last: str = "31 00:00", **more: Any) -> Answered:
        """Entries of a stretch of March 2026."""
        return self("GET", "times", from_=at(first), to=at(last), **more)


def small(hand: Hand | None = None, *, seed: int = 1, people: int = 3, **manners: Any) -> Vendor:
    """Ann, who administrates everything, Ben, who works, Lea, who approves; nothing booked."""
    vendor = mctime_vendor(seed, hand or Hand(), empty=True, people=people)
    for name, value in manners.items():
        assert hasattr(vendor.state.manners, name)
        setattr(vendor.state.manners, name, value)
    return vendor


def caller(vendor: Vendor, name: str) -> Caller:
    return Caller(vendor.app, vendor.state.person_named(name).id, {"API_KEY": vendor.keys[name]})


def at(text: str) -> str:
    """A moment of March 2026 in Berlin as it is sent: `10 08:00`."""
    return berlin(text).to_fixed_offset().format_iso(unit="second")


def entry(since: str, until: str, *breaks: tuple[str, str], **more: Any) -> dict[str, Any]:
    """An entry of March 2026 as it is sent."""
    rests = [{"from": at(first), "to": at(last)} for first, last in breaks]
    return {"from": at(since), "to": at(until), "breaks": rests, "timeType": "work", **more}


def organization(vendor: Vendor, path: str = DEVELOPMENT) -> str:
    """The id of what a path names."""
    return vendor.state.organization_at(path).id


def set_up(vendor: Vendor, path: str, settings: TimeTracking) -> None:
    """Give an organization other settings."""
    there = vendor.state.organization_at(path)
    vendor.state.organizations[there.id] = replace(there, settings=settings)


def booked(
    vendor: Vendor,
    name: str,
    since: str,
    until: str,
    status: ApprovalStatus = ApprovalStatus.NOT_APPROVED_YET,
    *,
    path: str = DEVELOPMENT,
    creation: Creation | None = Creation.TIMES,
) -> TimeEntry:
    """Keep an entry of somebody that was there already."""
    state = vendor.state
    person, there = state.person_named(name), state.organization_at(path)
    first, last = berlin(since).to_instant(), berlin(until).to_instant()
    return state.keep(
        TimeEntry(state.new_id(), person.id, first, last, "work", there.id, status=status, creation=creation)
    )
