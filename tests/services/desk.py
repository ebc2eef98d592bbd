"""A person at a desk: a home, a clock on the wall that can be moved, and sessions over both."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from tests.domain import berlin
from tests.services.vendor import ANN, Answer, Backend, Vendor
from whenever import Instant, Weekday, ZonedDateTime

from punchcard.backends.contract import Backend as AnyBackend
from punchcard.config import AccountConfig, Config
from punchcard.core.clock import ClockState
from punchcard.core.entries import Entry
from punchcard.core.people import Person
from punchcard.core.schedule import Schedule
from punchcard.core.zones import in_zone
from punchcard.paths import folders
from punchcard.services.fold import Known
from punchcard.services.outbox import sync
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxRow, OutboxState
from punchcard.store.store import Store

if TYPE_CHECKING:
    from punchcard.status.row import StatusRow


SCHEDULE = Schedule("Europe/Berlin", hours=tuple((day, 8 * 3600) for day in list(Weekday)[:5]), rules="DE")


class WallClock:
    """Stands still until it is moved."""

    def __init__(self, moment: ZonedDateTime) -> None:
        self.moment = moment.to_instant()

    def __call__(self) -> Instant:
        return self.moment

    def move(self, *, hours: int = 0, minutes: int = 0, seconds: int = 0) -> None:
        self.moment = self.moment.add(hours=hours, minutes=minutes, seconds=seconds)

    def set(self, text: str) -> None:
        self.moment = berlin(text).to_instant()


class Desk:
    """One home with one account at the vendor."""

    def __init__(self, home: Path, now: str = "11 08:00") -> None:
        self.folders = folders(str(home))
        self.clock = WallClock(berlin(now))
        self.vendor = Vendor(self.clock)
        self._open: list[Session] = []
        self.session = self.open()

    def open(
        self, backend: AnyBackend | None = None, config: Config | None = None, person: Person = ANN
    ) -> Session:
        """Another session in the same home."""
        account = AccountConfig("acme", "vendor", {})
        config = config or Config("config.toml", "acme", SCHEDULE, {"acme": account}, {})
        store = Store(self.folders.data, in_zone(self.clock(), "Europe/Berlin").date().format_iso())
        session = Session(
            self.folders, config, account, store, backend or Backend(self.vendor), person, self.clock
        )
        self._open.append(session)
        return session

    def close(self) -> None:
        for session in self._open:
            session.store.close()

    async def deliver(self, session: Session | None = None, wait: float = 10.0) -> sync.Delivery:
        return await sync.deliver(session or self.session, wait)

    async def deliver_until_settled(self, rounds: int = 30) -> None:
        """Come back again and again, as the app does, until nothing can go any more."""
        for _ in range(rounds):
            # As after any reading that has succeeded.
            self.session.gate.go_on()
            await self.deliver(wait=0.2 if self._hangs else 10.0)
            self.clock.move(minutes=10)

    @property
    def _hangs(self) -> bool:
        """Whether the vendor never answers one of the next writes."""
        return not {Answer.HANG_AFTER, Answer.HANG_BEFORE}.isdisjoint(self.vendor.answers)

    def rows(self) -> list[OutboxRow]:
        with self.session.store.read() as transaction:
            return transaction.outbox.latest("acme", 1000)[::-1]

    def states(self) -> list[OutboxState]:
        return [row.state for row in self.rows()]

    def row(self, row_id: str) -> OutboxRow:
        return next(row for row in self.rows() if row.id == row_id)

    def known(self) -> Known:
        with self.session.store.read() as transaction:
            week = self.session.week()
            return self.session.known(transaction, week[0], week[-1])

    @property
    def state(self) -> ClockState:
        return self.known().state

    @property
    def entries(self) -> tuple[Entry, ...]:
        return self.known().plain_entries

    def shown(self) -> StatusRow:
        """What `punch status` would print."""
        with self.session.store.read() as transaction:
            row = transaction.connection.execute("SELECT body FROM status WHERE account = 'acme'").fetchone()
        return json.loads(row["body"])

    def status_file(self) -> dict[str, object]:
        return json.loads(Path(self.folders.status_file).read_text())
