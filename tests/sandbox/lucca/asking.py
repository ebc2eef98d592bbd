"""Calls of the simulated Lucca in this very process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tests.sandbox.asking import Hand, Said, answer_to

from punchcard.sandbox.application import App, Simulated
from punchcard.sandbox.lucca.records import Configuration
from punchcard.sandbox.lucca.server import lucca_vendor
from punchcard.sandbox.lucca.state import LuccaState

Vendor = Simulated[LuccaState]
"""2026-03-11, a Wednesday, is today: 12:41 in Paris. Week 9 (from February 23) and 10 (March 2) are due."""

SHEETS = "/timmi-timesheet/api/timesheets"


@dataclass
class Answered(Said):
    """What the vendor answered, with its headers."""

    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    text: str = ""

    @property
    def data(self) -> Any:
        """What is in the envelope of v3."""
        return self.body["data"]

    @property
    def items(self) -> list[dict[str, Any]]:
        """The elements of a list of v3."""
        return self.data["items"]

    @property
    def message(self) -> str:
        """The sentence of an error in v3."""
        return self.body["Message"]


@dataclass
class Caller:
    """An application with its key; each call on an event loop of its own."""

    app: App
    id: int
    """Who holds the key."""
    headers: Mapping[str, str]

    def __call__(
        self, method: str, path: str, body: object = None, headers: Any = None, **params: Any
    ) -> Answered:
        answer = answer_to(self.app, "", method, path, body, params, {**self.headers, **(headers or {})})
        is_json = answer.text[:1] in ("{", "[")
        return Answered(answer.status_code, answer.json() if is_json else None, answer.headers, answer.text)

    def read(self, name: str, **params: Any) -> Answered:
        """A list of v3; `_` stands for a dot in the names of parameters."""
        query = {key.replace("_", "."): value for key, value in params.items()}
        return self("GET", f"/api/v3/{name}", **query)


def small(*, seed: int = 1, hand: Hand | None = None) -> Vendor:
    """Ann, who manages, Ben, Lea, who approves second; nothing booked."""
    return lucca_vendor(seed, hand or Hand(), empty=True)


def caller(vendor: Vendor, name: str) -> Caller:
    user = vendor.state.person_named(name)
    return Caller(vendor.app, user.id, {"Authorization": f"lucca application={vendor.keys[name]}"})


def configured(vendor: Vendor, name: str, configuration: Configuration) -> None:
    """Let somebody write down time in another way."""
    user = vendor.state.person_named(name)
    vendor.state.users[user.id] = replace(user, configurations=(configuration,))


def section(vendor: Vendor, name: str) -> int:
    """The id of what is called so."""
    return next(each.id for each in vendor.state.sections.values() if each.name == name)


def on(vendor: Vendor, *names: str) -> list[dict[str, int]]:
    """Sections as a body names them; Development on Northwind's portal where none is named."""
    return [{"id": section(vendor, name)} for name in names or ("Northwind", "Portal", "Development")]


def entry(vendor: Vendor, name: str = "Ann", at: str = "10T09:40", **more: Any) -> dict[str, Any]:
    """A time entry of 80 minutes in March 2026 as it is sent."""
    return {
        "ownerId": vendor.state.person_named(name).id,
        "startsAt": f"2026-03-{at}:00",
        "duration": "01:20:00",
        "unit": 2,
        "axisSections": on(vendor),
        **more,
    }


def made(ann: Caller, vendor: Vendor, **more: Any) -> dict[str, Any]:
    """An entry that was made."""
    answer = ann("POST", "/api/v3/timeentries", entry(vendor, **more))
    assert answer.status == 200, answer.text
    return answer.data


def submitted(ann: Caller, vendor: Vendor, name: str = "Ben", day: str = "2026-03-02") -> list[int]:
    """The ids of somebody's timesheets after they were submitted up to a day, the earliest first."""
    owner = vendor.state.person_named(name).id
    answer = ann("POST", f"{SHEETS}/submit", {"ownerId": owner, "startsAt": f"{day}T00:00:00"})
    assert answer.status == 200, answer.text
    return [sheet.id for sheet in vendor.state.sheets_of(owner)]


def outcomes(answer: Answered) -> list[tuple[str, str]]:
    """What became of each timesheet, by its first day."""
    assert answer.status == 200, answer.text
    return [(item["startsOn"], item["status"]) for item in answer.body]
