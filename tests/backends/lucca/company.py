"""Timesheets at a simulated Lucca over a real socket: weeks 9 and 10 are due, week 11 is running."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.backends.lucca.office import Office, Vendor
from tests.faults.lab import open_store
from tests.services.desk import SCHEDULE
from whenever import Date, PlainDateTime

from punchcard.backends.contract import ApprovalsPort, Backend, WeeksPort
from punchcard.backends.lucca import LuccaBackend
from punchcard.backends.meter import Meter
from punchcard.config import AccountConfig, Config
from punchcard.core.change_requests import ApprovalItem
from punchcard.core.changes import SubmitWeeks, WithdrawWeeks
from punchcard.core.groups import Period
from punchcard.core.identifiers import new_id
from punchcard.core.people import Person, Role
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.core.weeks import Week
from punchcard.paths import folders
from punchcard.sandbox.lucca.records import Configuration, Entry, Sheet, Unit
from punchcard.sandbox.lucca.records import Period as Length
from punchcard.sandbox.lucca.state import LuccaState
from punchcard.services.session import Session

W9, W10, W11, W12 = (
    Week(Date(2026, 2, 23).add(days=7 * n), Date(2026, 3, 1).add(days=7 * n)) for n in range(4)
)
FEBRUARY, MARCH = Week(Date(2026, 2, 1), Date(2026, 2, 28)), Week(Date(2026, 3, 1), Date(2026, 3, 31))
EVERYTHING = Period(Date(2026, 1, 1), Date(2026, 12, 31))
THE_WRITE = 2
"""Which call of an action it is: what it would reach is read before."""


@dataclass
class Company:
    """Ann, who manages and is approved by Lea, Ben, who is approved by Ann and then by Lea, and Lea."""

    place: Office
    vendor: Vendor
    folder: Path
    opened: list[Backend] = field(default_factory=list[Backend])

    @classmethod
    def at(cls, place: Office, folder: Path) -> Company:
        """A new one, with nothing booked."""
        return cls(place, place.vendor(), folder)

    @property
    def state(self) -> LuccaState:
        return self.vendor.state

    def id(self, name: str) -> str:
        return str(self.state.person_named(name).id)

    def backend(self, name: str) -> LuccaBackend:
        backend = self.place.backend(self.vendor, name)
        self.opened.append(backend)
        return backend

    def weeks(self, name: str) -> WeeksPort:
        return self.backend(name).weeks

    def approvals(self, name: str) -> ApprovalsPort:
        return self.backend(name).approvals

    def session(self, name: str, role: Role = Role.LEAD) -> Session:
        """Somebody's session over a store that is new."""
        account = f"desk{next(self.place.numbers)}"
        user, home = self.state.person_named(name), self.folder / account
        settings = {**self.vendor.settings[name], "base_url": self.place.url}
        config = AccountConfig(account, "lucca", settings)
        return Session(
            folders(str(home)),
            Config("config.toml", account, SCHEDULE, {account: config}, {}),
            config,
            open_store(home),
            self.backend(name),
            Person(str(user.id), user.name, user.mail, role),
            self.place.clock,
            meter=Meter(),
        )

    async def aclose(self) -> None:
        for backend in self.opened:
            await backend.aclose()

    def worked(self, name: str, *days: Date) -> None:
        """Let somebody have worked from 9 to 13 and from 13:30 to 17:30 on some days."""
        worked(self.state, name, *days)

    def by_month(self, name: str) -> None:
        """Let somebody hand in months, from February on."""
        by_month(self.state, name)

    def sheets(self, name: str) -> list[Sheet]:
        """What somebody has handed in, in order."""
        owner = int(self.id(name))
        mine = [sheet for sheet in self.state.sheets.values() if sheet.owner_id == owner]
        return sorted(mine, key=lambda sheet: (sheet.starts_on, sheet.id))

    def posts(self) -> list[str]:
        """Every write since it was last asked for, below the timesheets."""
        lines = [
            each.path.removeprefix("/timmi-timesheet/api/timesheets/")
            for each in self.vendor.log.all()
            if each.method == "POST"
        ]
        self.vendor.log.clear()
        return lines

    async def handed_in(self, name: str, *weeks: Week) -> None:
        """Let somebody hand in weeks with their own key."""
        outcome = await self.weeks(name).submit(self.submission(name, *weeks))
        assert type(outcome).__name__ == "Confirmed", outcome
        self.posts()

    def submission(self, name: str, *weeks: Week) -> SubmitWeeks:
        return SubmitWeeks(new_id(), self.id(name), weeks)

    def withdrawal(self, name: str, *weeks: Week) -> WithdrawWeeks:
        return WithdrawWeeks(new_id(), self.id(name), weeks)


def worked(state: LuccaState, name: str, *days: Date) -> None:
    """Let somebody have worked from 9 to 13 and from 13:30 to 17:30 on some days."""
    with state.lock:
        branch = tuple(
            next(each.id for each in state.sections.values() if each.name == section)
            for section in ("Northwind", "Portal", "Development")
        )
        owner, at = state.person_named(name).id, PlainDateTime(2026, 3, 11, 9)
        for day in days:
            for hour, minute in ((9, 0), (13, 30)):
                number, start = state.new_id(), PlainDateTime(day.year, day.month, day.day, hour, minute)
                state.entries[number] = Entry(
                    number, owner, start, 4 * 3600, Unit.TIME, owner, at, owner, at, section_ids=branch
                )


def by_month(state: LuccaState, name: str) -> None:
    """Let somebody hand in months, from February on."""
    user = state.person_named(name)
    state.users[user.id] = replace(
        user, configurations=(Configuration(period=Length.MONTH),), timesheets_since=Date(2026, 2, 1)
    )


def spans(sheets: Sequence[SubmittedWeek]) -> list[Week]:
    return [Week(sheet.first, sheet.last) for sheet in sheets]


def standing(sheets: Sequence[SubmittedWeek]) -> dict[Week, RequestStatus]:
    return {Week(sheet.first, sheet.last): sheet.status for sheet in sheets}


def as_sheets(items: Sequence[ApprovalItem]) -> list[SubmittedWeek]:
    found = [item for item in items if isinstance(item, SubmittedWeek)]
    assert len(found) == len(items)
    return found
