"""A home with a team: workers who have asked for changes and handed weeks in, and a lead who decides."""

from __future__ import annotations

import asyncio
from asyncio import wrap_future
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

from tests.tui.homes import ZONE, Home
from tests.tui.piloting import app_of, running, seen, settled, until
from textual.pilot import Pilot
from whenever import Date, ZonedDateTime

from punchcard.backends.contract import Scope
from punchcard.config import load_config
from punchcard.core.approval_items import item_status
from punchcard.core.change_requests import (
    Decision,
    IntervalChange,
    PendingEntry,
    RequestedChange,
    Verdict,
)
from punchcard.core.groups import Period
from punchcard.core.intervals import Interval
from punchcard.core.people import Role
from punchcard.core.weeks import Week
from punchcard.core.when import parse_when
from punchcard.services.approvals.change_requesting import ask_for_change
from punchcard.services.approvals.deciding import decide
from punchcard.services.approvals.inbox import inbox
from punchcard.services.choices import assignment_named
from punchcard.services.entries import by_hand as entries
from punchcard.services.outbox.ports import entries_port
from punchcard.services.outbox.sync import deliver
from punchcard.services.session import Session, open_session
from punchcard.services.team import add_member
from punchcard.services.timesheet.handing_in import ask_submit
from punchcard.tui.app import PunchcardApp
from punchcard.tui.approvals.screen import ApprovalsScreen

ResultT = TypeVar("ResultT")

BEN, CARLA, LI = "Ben Okafor", "Carla Díaz", "李 明"
PORTAL = "Northwind/Portal/Development"

CONFIG = f"""\
hold_seconds = 60

[schedule]
zone = "{ZONE}"
rules = "DE"
hours = {{ mon = "8:00", tue = "8:00", wed = "8:00", thu = "8:00", fri = "8:00" }}

[accounts.local]
backend = "local"
name = "Ann Berger"
edit_lock_days = 1
"""
"""Nothing is let go before a test wants it: a decision is held for a minute."""

_LOCK = "edit_lock_days = 1\n"

Do = Callable[[Session], Awaitable[ResultT]]


class TeamHome(Home):
    """The home of Ann, who leads; things are done as anybody of the team."""

    def __init__(self, folder: Path, config: str = CONFIG, at: str = "2026-03-11 12:41") -> None:
        super().__init__(folder, config, at)

    def unlock(self) -> None:
        """Let everybody change any day, for as long as the past is written down."""
        self.configure(CONFIG.replace(_LOCK, ""))

    def lock(self) -> None:
        """From now on older days are changed by requests."""
        self.configure(CONFIG)

    def hold(self, seconds: int) -> None:
        """Hold decisions for as long."""
        self.configure(CONFIG.replace("hold_seconds = 60", f"hold_seconds = {seconds}"))

    def as_one(self, name: str | None, what: Do[ResultT]) -> ResultT:
        """Do something as one of the team; None for the lead whose home it is."""

        async def run() -> ResultT:
            session = await open_session(self.folders, load_config(self.folders), self.clock, None, name)
            try:
                result = await what(session)
                await deliver(session)
                return result
            finally:
                await session.aclose()

        with ThreadPoolExecutor(1) as pool:
            return pool.submit(lambda: asyncio.run(run())).result()

    def join(self, *names: str, role: Role = Role.WORKER) -> None:
        """Take people into the team."""

        async def run(session: Session) -> None:
            for name in names:
                await add_member(session, name, role)

        self.as_one(None, run)

    def work_as(self, name: str, *times: str, note: str = "") -> None:
        """Book time for somebody: "2026-03-03 08:00-12:00"."""

        async def run(session: Session) -> None:
            assignment = await assignment_named(session, PORTAL, create=True)
            for text in times:
                start, end = _span(session, text)
                entries.add(session, start, end, assignment=assignment, note=note)

        self.as_one(name, run)

    def ask(self, name: str, *changes: str, note: str = "", at: str | None = None) -> None:
        """Ask for a change: "+2026-03-03 16:00-17:00", "-2026-03-03 12:00-12:30"."""

        async def run(session: Session) -> None:
            asked: list[RequestedChange] = []
            for text in changes:
                kind = IntervalChange.ADD if text[0] == "+" else IntervalChange.REMOVE
                asked.append(RequestedChange(kind, Interval(*_span(session, text[1:]))))
            ask_for_change(session, asked[0].interval.start.date(), tuple(asked), note)

        before = self.clock.now()
        if at:
            self.clock.set(at)
        self.as_one(name, run)
        self.clock.set(before.to_plain().format_iso().replace("T", " ")[:16])

    def hand_in(self, name: str, *firsts: str, at: str | None = None) -> None:
        """Hand weeks in, each named by its first day."""

        async def run(session: Session) -> None:
            days = [Date.parse_iso(first) for first in firsts]
            with session.change() as transaction:
                ask_submit(session, transaction, tuple(Week(day, day.add(days=6)) for day in days))

        before = self.clock.now()
        if at:
            self.clock.set(at)
        self.as_one(name, run)
        self.clock.set(before.to_plain().format_iso().replace("T", " ")[:16])

    def decide(self, name: str, verdict: Verdict, *whose: str, reason: str = "") -> None:
        """Decide everything of some people that waits, as another lead, at once."""

        async def run(session: Session) -> None:
            waiting = (await inbox(session, "waiting")).items
            items = [found.item for found in waiting if found.person.name in whose]
            decidable = [item for item in items if not isinstance(item, PendingEntry)]
            decide(session, decidable, Decision(verdict, reason))

        self.as_one(name, run)

    def known_to(self, name: str | None, scope: Scope = "waiting") -> list[tuple[str, str]]:
        """The names and statuses that somebody sees."""

        async def run(session: Session) -> list[tuple[str, str]]:
            found = (await inbox(session, scope)).items
            return [(one.person.name, item_status(one.item).value) for one in found]

        return self.as_one(name, run)

    def worked_by(self, name: str, day: str) -> int:
        """Seconds of work of somebody on a day."""

        async def run(session: Session) -> int:
            on = Date.parse_iso(day)
            found = await entries_port(session).totals(session.person.id, Period(on, on))
            assert found is not None
            return found.worked_seconds

        return self.as_one(name, run)

    def app_as(self, name: str | None) -> PunchcardApp:
        """The app, as one of the team."""
        return PunchcardApp(self.folders, self.config(), self.clock, None, name)


def _span(session: Session, text: str) -> tuple[ZonedDateTime, ZonedDateTime]:
    day, _, times = text.partition(" ")
    start, _, end = times.partition("-")
    return parse_when(f"{day} {start}", session.now()), parse_when(f"{day} {end}", session.now())


@asynccontextmanager
async def on_approvals(app: PunchcardApp, size: tuple[int, int] = (80, 24)) -> AsyncGenerator[Pilot[int]]:
    """Run the app until the list is shown."""
    async with running(app, size) as pilot:
        await go_there(pilot)
        yield pilot


async def go_there(pilot: Pilot[int]) -> None:
    await pilot.press("3")
    await until(pilot, lambda: approvals(pilot).selection.is_known, "the list being known")
    await calm(pilot)


async def calm(pilot: Pilot[int]) -> None:
    """Wait until everything that was asked for is read and shown."""
    screen = approvals(pilot)
    for _ in range(2):
        await settled(pilot)
    if pilot.app.screen is screen:
        await until(pilot, lambda: screen.selected is None or shows_detail(screen), "the item being shown")
    await settled(pilot)


def shows_detail(screen: ApprovalsScreen) -> bool:
    row = screen.selected
    return row is not None and screen.shown_key == row.key


def approvals(pilot: Pilot[int]) -> ApprovalsScreen:
    """The screen, also below a dialog."""
    found = [screen for screen in pilot.app.screen_stack if isinstance(screen, ApprovalsScreen)]
    assert found, seen(pilot)
    return found[0]


async def let_go(pilot: Pilot[int]) -> None:
    """The time of everything that is held is up."""

    async def run(session: Session) -> None:
        with session.store.read() as transaction:
            held = transaction.outbox.held(session.account.name, session.person.id)
        session.hold.add([row.id for row in held], 0)

    await wrap_future(app_of(pilot).engine.fetch(run))
    await done(pilot)


async def done(pilot: Pilot[int]) -> None:
    """Wait until nothing is on its way any more."""
    screen = approvals(pilot)
    await until(pilot, lambda: not screen.going, "everything being decided")
    await calm(pilot)


async def press(pilot: Pilot[int], *keys: str) -> None:
    """Press keys, one after the other, each once the one before has been answered."""
    for key in keys:
        await pilot.press(key)
        await calm(pilot)


def rows(pilot: Pilot[int]) -> Sequence[str]:
    """The names in the list."""
    return [row.name for row in approvals(pilot).selection.rows]
