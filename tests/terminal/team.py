"""A small team: Ann and Lea lead, Ben and Carla have worked in week 10, which is locked."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from tests.terminal.conftest import Person
from tests.terminal.tmux import BERLIN_NOON, PUNCH, Terminal
from whenever import Date, ZonedDateTime

from punchcard.backends.local.past import Past, write_past
from punchcard.config import load_config
from punchcard.core.change_requests import ChangeRequest, IntervalChange, RequestedChange
from punchcard.core.entries import Entry
from punchcard.core.identifiers import new_id
from punchcard.core.intervals import Interval
from punchcard.core.people import Person as Member
from punchcard.core.people import Role
from punchcard.paths import folders
from punchcard.services.clocks import stopped_at
from punchcard.services.session import open_session

ZONE = "Europe/Berlin"
BEN, CARLA, LEA = "Ben Okafor", "Carla Díaz", "Lea Hoffmann"
MONDAY = Date(2026, 3, 2)
_CONFIG = """\
hold_seconds = {hold}

[schedule]
zone = "Europe/Berlin"
rules = "DE"
hours = {{ mon = "8:00", tue = "8:00", wed = "8:00", thu = "8:00", fri = "8:00" }}

[accounts.local]
backend = "local"
name = "Ann Berger"
edit_lock_days = 2
"""


class Team:
    """The team, its terminals, and a shell beside them."""

    def __init__(self, person: Person, *, hold: float, pending: int = 0) -> None:
        """Let `pending` requests of Ben and Carla wait, an hour more on each day from Monday on."""
        self._person = person
        config = Path(folders(str(person.home)).config_file)
        config.parent.mkdir(parents=True)
        config.write_text(_CONFIG.format(hold=hold))
        self.requests = asyncio.run(self._begin(pending))

    async def _begin(self, pending: int) -> list[str]:
        there = folders(str(self._person.home))
        session = await open_session(there, load_config(there), stopped_at(BERLIN_NOON))
        ann = session.person
        await session.aclose()
        ben, carla = Member(new_id(), BEN), Member(new_id(), CARLA)
        requests = [_request([ben, carla][n % 2].id, MONDAY.add(days=n // 2), n) for n in range(pending)]
        entries = [
            Entry(new_id(), who.id, day, _at(day, first), _at(day, last))
            for who in (ben, carla)
            for day in (MONDAY.add(days=n) for n in range(5))
            for first, last in ((8, 12), (13, 17))
        ]
        people = (ann, ben, carla, Member(new_id(), LEA, role=Role.LEAD))
        write_past(there.account("local"), ZONE, Past(people, tuple(entries), (), tuple(requests)))
        return [request.id for request in requests]

    def app(self, name: str | None = None, size: tuple[int, int] = (100, 30)) -> Terminal:
        """Open the app as one of the team, on its approvals."""
        terminal = self._person.terminal(size)
        self.start(terminal, name)
        terminal.type("3")
        terminal.shows("Inbox" if name in (None, LEA) else "My requests")
        return terminal

    def start(self, terminal: Terminal, name: str | None = None) -> None:
        """Start the app once more."""
        terminal.start_app(f"{PUNCH} --as '{name}'" if name else PUNCH)

    def punch(self, *words: str) -> str:
        """Run a command beside the app; it has to work."""
        return self._person.punch(*words)

    def data(self, *words: str) -> Any:
        """What a command says with `--json`."""
        return self._person.data(*words)

    def status_of(self, name: str) -> list[str]:
        """What has become of everything that somebody has asked for, the oldest first."""
        return [item["status"] for item in self.data("requests", "list", "--all", "--as", name)["items"]]

    def monday_of(self, name: str) -> list[str]:
        """The worked times of Monday as their person sees them: "08:00-12:00"."""
        days = self.data("week", "2026-W10", "--as", name)["days"]
        return [f"{entry['start'][11:16]}-{entry['end'][11:16]}" for entry in days[0]["entries"]]


def _request(person: str, day: Date, number: int) -> ChangeRequest:
    added = RequestedChange(IntervalChange.ADD, Interval(_at(day, 17), _at(day, 18)))
    return ChangeRequest(new_id(), person, day, (added,), requested_at=_at(MONDAY.add(days=7), 9 + number))


def _at(day: Date, hour: int) -> ZonedDateTime:
    return ZonedDateTime(day.year, day.month, day.day, hour, tz=ZONE)
