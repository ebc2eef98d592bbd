"""The queue of entries that are approved at McTime: listed by person and week, and decided there."""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from tests.domain import HOSTILE
from tests.tui.approvals.team import approvals, calm, go_there, on_approvals, press, rows
from tests.tui.mctime.office import Office, office_at
from tests.tui.pictures import USUAL, SnapCompare, Steps, is_as_pictured
from tests.tui.piloting import app_of, running, said, seen, until
from textual.pilot import Pilot
from whenever import Date, Instant, Weekday, ZonedDateTime

from punchcard.credentials import variable_of
from punchcard.sandbox.faults import Fault
from punchcard.sandbox.mctime.filling.people import add_person
from punchcard.sandbox.mctime.records import ApprovalStatus, Creation, Grant, Role, TimeEntry
from punchcard.services.secrets import forget_secret
from punchcard.tui.approvals.query import parse_inbox_query
from punchcard.tui.approvals.reader import PATIENCE_SECONDS
from punchcard.tui.timesheet.read_only import ReadOnlyWeek

BEN, CARLA, LEA = "Ben Okafor", "Carla Díaz", "Lea Brandt"
OPEN, WAITS, BACK = (
    ApprovalStatus.NOT_APPROVED_YET, ApprovalStatus.UNDER_APPROVAL, ApprovalStatus.DISAPPROVED,
)  # fmt: skip
CLOCK, TYPED = Creation.CLOCK, Creation.TIMES
NORTHWIND, PORTAL = "Berger Works/Northwind", "Berger Works/Northwind/Portal"


class Queue:
    """What waits at McTime."""

    def __init__(self, office: Office) -> None:
        self.office, self.state = office, office.vendor.state
        self.hire(CARLA)

    def hire(self, name: str) -> None:
        company = self.state.organization_at("Berger Works").id
        add_person(self.state, name, [Grant(Role.EMPLOYEE, company)])

    def book(
        self,
        name: str,
        when: str,
        status: ApprovalStatus = WAITS,
        *,
        on: str = NORTHWIND,
        note: str = "",
        kind: str = "work",
        creation: Creation | None = CLOCK,
    ) -> None:
        """Somebody has booked "3 08:00-12:00" of March."""
        state = self.state
        day, _, times = when.partition(" ")
        start, _, end = times.partition("-")
        with state.lock:
            state.keep(
                TimeEntry(
                    state.new_id(), state.person_named(name).id, _at(day, start), _at(day, end), kind,
                    state.organization_at(on).id, note, status=status, creation=creation,
                )
            )  # fmt: skip


def _at(day: str, time: str) -> Instant:
    hour, minute = map(int, time.split(":"))
    return ZonedDateTime(2026, 3, int(day), hour, minute, tz="Europe/Berlin").to_instant()


@pytest.fixture
def queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Queue]:
    """Ann may see everybody; it is Wednesday, 11 March 2026, 12:10."""
    with office_at(tmp_path, monkeypatch) as office:
        config = office.home.folders.config_file
        office.home.configure(Path(config).read_text().replace("[schedule]", '[schedule]\nrules = "DE"'))
        yield Queue(office)


@pytest.fixture
def full(queue: Queue) -> Queue:
    """Three people and two weeks, with a day without a break among them."""
    for day in range(2, 7):
        queue.book(BEN, f"{day} 08:00-12:00", note="login form")
        queue.book(BEN, f"{day} 12:30-16:3{day}", on=PORTAL, creation=TYPED)
    queue.book(CARLA, "3 07:30-17:45", WAITS, on=PORTAL, note="release")
    queue.book(CARLA, "4 09:00-12:00", BACK, creation=None)
    queue.book(CARLA, "5 08:00-16:00", ApprovalStatus.APPROVED)
    queue.book(CARLA, "9 08:00-11:30", OPEN)
    queue.book(LEA, "9 08:15-12:15", OPEN, kind="home_office")
    queue.book(LEA, "10 08:00-16:00", OPEN, kind="vacation")
    return queue


@pytest.fixture
def look(snap_compare: SnapCompare) -> Callable[..., bool]:
    """Compare the approvals with their picture, once the list is shown and `steps` are done."""

    def compare(queue: Queue, size: str, steps: Steps | None = None) -> bool:
        return is_as_pictured(snap_compare, queue.office.home.app(), size, go_there, steps, calm)

    return compare


@pytest.mark.parametrize("size", USUAL)
def test_a_queue(full: Queue, look: SnapCompare, size: str) -> None:
    async def to_carla(pilot: Pilot[int]) -> None:
        await press(pilot, "down")

    assert look(full, size, to_carla)


def test_hostile_names_and_notes(queue: Queue, look: SnapCompare) -> None:
    name = "[red]Eve[b] \u202eolleh 日本株式会社 👩🏽‍💻 שלום"
    queue.hire(name)
    queue.book(name, "3 08:00-12:00", note=HOSTILE)
    assert look(queue, "wide")


def test_an_empty_queue(queue: Queue, look: SnapCompare) -> None:
    assert look(queue, "normal")


async def test_people_and_weeks_stand_with_their_entries(full: Queue) -> None:
    async with on_approvals(full.office.home.app()) as pilot:
        assert rows(pilot) == [BEN, CARLA, CARLA, LEA]
        text = seen(pilot)
        for part in (
            "15 entries of 3 people, oldest 9 days", "Decided at McTime: https://mctime.com",
            "Week 10      40:20   9 days    ● 10 under approval",
            "! Carla Díaz", "Week 10      13:15   8 days    ● 1  ✗ 1", "○ 2 not approved yet",
        ):  # fmt: skip
            assert part in text, part
        await press(pilot, "down")
        await until(pilot, lambda: "disapproved" in seen(pilot), "the item")


async def test_nothing_is_decided_here_and_every_key_says_why(full: Queue) -> None:
    async with on_approvals(full.office.home.app()) as pilot:
        for key in ("a", "d", "v", "V"):
            await press(pilot, key)
            assert "McTime has no call that decides" in said(pilot), key
        await press(pilot, "h")
        assert "Decided at McTime: https://mctime.com" in said(pilot)
        assert approvals(pilot).scope == "waiting"
        assert [row.is_decidable for row in approvals(pilot).selection.rows] == [False] * 4


FILTERS = {
    "person:carla": [CARLA, CARLA],
    "status:under": [BEN, CARLA],
    "status:disapproved": [CARLA],
    "status:declined": [CARLA],
    'status:"not approved yet"': [CARLA, LEA],
    "date:w10": [BEN, CARLA],
    "date:10.3. lea": [LEA],
    "portal": [BEN, CARLA],
    "status:waiting kind:entry": [BEN, CARLA, CARLA, LEA],
}


async def test_the_filter_goes_by_person_status_and_period(full: Queue) -> None:
    async with on_approvals(full.office.home.app()) as pilot:
        selection = approvals(pilot).selection
        for text, left in FILTERS.items():
            selection.look_for(parse_inbox_query(text, Date(2026, 3, 11), Weekday.MONDAY))
            assert rows(pilot) == left, text
        await press(pilot, "f")
        await pilot.press(*"status:dis")
        await until(pilot, lambda: "1 of 4" in seen(pilot), "what is left")
        assert rows(pilot) == [CARLA]


async def test_enter_opens_the_week_of_its_person(full: Queue) -> None:
    async with on_approvals(full.office.home.app()) as pilot:
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReadOnlyWeek), "the week")
        assert BEN in seen(pilot)


async def test_ones_own_are_those_that_wait_or_came_back(full: Queue) -> None:
    full.book("Ann Berger", "4 08:00-12:00", WAITS)
    full.book("Ann Berger", "5 08:00-12:00", BACK)
    full.book("Ann Berger", "6 08:00-12:00", OPEN)
    async with on_approvals(full.office.home.app()) as pilot:
        await press(pilot, "m")
        await until(pilot, lambda: approvals(pilot).scope == "mine" and bool(rows(pilot)), "my own")
        assert "My entries   2 entries" in seen(pilot)
        await press(pilot, "w")
        assert "There is nothing to withdraw." in said(pilot)


async def test_who_leads_nobody_sees_their_own(full: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    home, vendor = full.office.home, full.office.vendor
    config = Path(home.folders.config_file)
    text = config.read_text()
    for name, value in vendor.settings["Ann Berger"].items():
        if name == "person":
            text = text.replace(value, vendor.settings[BEN][name])
    home.configure(text)
    monkeypatch.setenv(variable_of("acme"), vendor.keys[BEN])
    forget_secret("acme")
    async with running(home.app()) as pilot:
        await pilot.press("3")
        await until(pilot, lambda: approvals(pilot).scope == "mine" and bool(rows(pilot)), "my own")
        await calm(pilot)
        assert "My entries   10 entries" in seen(pilot)
        await press(pilot, "m")
        assert approvals(pilot).scope == "mine"


async def test_a_week_that_cannot_be_read_says_so_and_is_read_later(full: Queue) -> None:
    async with on_approvals(full.office.home.app()) as pilot:
        faults = full.office.vendor.faults
        faults.always(Fault.SERVER_ERROR, ["/api/v2/auth/times"])
        await pilot.press("down")
        await until(pilot, lambda: "! McTime" in seen(pilot), "the failure")
        await pilot.pause(PATIENCE_SECONDS + 0.05)
        assert "! McTime" in seen(pilot)
        faults.clear()
        approvals(pilot).show_connection(app_of(pilot).connection)
        await until(pilot, lambda: "“release”" in seen(pilot), "the week")
