from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.tui.forms.entry_host import NOW, PORTAL, TUESDAY, VACATION, FakeDesk, entry, sheet
from tests.tui.forms.host import Host, settled
from textual.geometry import Region
from textual.pilot import Pilot
from textual.screen import ModalScreen
from whenever import Date

from punchcard.core.entries import Entry, Unit
from punchcard.core.findings import Finding, Rule, Severity
from punchcard.core.weeks import Week
from punchcard.services.timesheet.preflight import Preflight, WeekCheck
from punchcard.tui.forms.entry_form import EntryForm
from punchcard.tui.forms.entry_line import EntryLine
from punchcard.tui.forms.move_form import MoveForm
from punchcard.tui.forms.overlap_question import OverlapQuestion
from punchcard.tui.forms.split_form import SplitForm
from punchcard.tui.timesheet.preflight_question import PreflightQuestion

Compare = Callable[..., bool]
SMALL, NARROW, WIDE = (60, 18), (80, 24), (120, 40)
UNITS = (Unit.TIMES, Unit.HOURS, Unit.DAYS)
MORNING = entry("a", "08:00", "12:00")
AFTERNOON = entry("b", "12:30", "17:30", note="review")
LONG = entry("c", "08:00", "17:30", ("12:00", "12:30"), note="migration")
WEDNESDAY = entry("w", "09:00", "10:00", day=Date(2026, 3, 11))
AWAY = Entry("v", "p1", TUESDAY, None, None, time_type=VACATION, duration_seconds=4 * 3600, half_days=1)
HOSTILE = entry("h", "08:00", "12:00", locked="[b]locked[/] by \x1b[31mthe\u202e office")


def add(*entries: Entry, units: tuple[Unit, ...] = (Unit.TIMES,)) -> ModalScreen[Any]:
    desk = FakeDesk([sheet(*entries, units=units)])
    start = max((item.end for item in entries if item.end), default=None)
    return EntryForm(desk, desk.weeks[0], day=TUESDAY, assignment=PORTAL, start=start)


def edit(changed: Entry, *others: Entry) -> ModalScreen[Any]:
    desk = FakeDesk([sheet(changed, *others)])
    return EntryForm(desk, desk.weeks[0], day=TUESDAY, entry=changed)


def overlap(start: str, end: str, *others: Entry) -> ModalScreen[Any]:
    return OverlapQuestion(entry("n", start, end), others, NOW)


def split() -> ModalScreen[Any]:
    desk = FakeDesk([sheet(LONG)])
    return SplitForm(desk, desk.weeks[0], LONG)


def move() -> ModalScreen[Any]:
    desk = FakeDesk([sheet(LONG, WEDNESDAY)])
    return MoveForm(desk, desk.weeks[0], LONG)


def check(first: Date, worked: int, *findings: Finding) -> WeekCheck:
    return WeekCheck(Week(first, first.add(days=6)), worked * 60, 40 * 3600, findings)


BREAK = Finding(
    Rule.MISSING_BREAK, Severity.SERIOUS, TUESDAY,
    "9:40 worked with 15 min of breaks; over 9 h at least 45 min are due.", "ArbZG §4",
)  # fmt: skip
BELOW = Finding(Rule.BELOW_TARGET, Severity.NOTE, TUESDAY, "2:30 worked.")


def preflight(*, blocked: bool = False, withdraws: bool = False) -> ModalScreen[Any]:
    checks = (check(Date(2026, 3, 2), 2310), check(Date(2026, 3, 9), 2030, BREAK, BELOW))
    blockers = ("The clock runs since 08:02; stop it first.",) if blocked else ()
    warnings = ("Week 10 goes along: weeks are handed in in order.", "Week 11 has a serious finding.")
    return PreflightQuestion(Preflight(withdraws, checks, blockers, warnings), NOW.date())


def in_its_row(row: int = 10) -> ModalScreen[Any]:
    desk = FakeDesk([sheet(LONG)])
    return EntryLine(desk, desk.weeks[0], LONG, Region(1, row, 58, 1))


PICTURES = [
    pytest.param(in_its_row, "", id="in_its_row"),
    pytest.param(in_its_row, "tab K", id="in_its_row_changed"),
    pytest.param(lambda: in_its_row(22), "2 5", id="in_the_last_row_problem"),
    pytest.param(lambda: add(MORNING), "", id="add"),
    pytest.param(lambda: add(MORNING), "1 7 3 0 tab 1 5 m", id="add_filled"),
    pytest.param(lambda: add(MORNING, units=UNITS), "shift+tab shift+tab right 4 : 3 0", id="add_units"),
    pytest.param(lambda: edit(LONG), "tab K", id="edit"),
    pytest.param(lambda: edit(AWAY), "", id="edit_half_day"),
    pytest.param(lambda: edit(LONG), "tab 0 7 0 0", id="edit_problem"),
    pytest.param(lambda: edit(AFTERNOON, MORNING), "1 1 3 0", id="edit_overlap"),
    pytest.param(lambda: overlap("11:00", "13:00", MORNING, AFTERNOON), "", id="overlap_trim"),
    pytest.param(lambda: overlap("11:00", "12:30", LONG), "", id="overlap_split"),
    pytest.param(lambda: overlap("11:00", "12:30", LONG), "down", id="overlap_split_replace"),
    pytest.param(lambda: overlap("07:00", "18:00", MORNING, AFTERNOON), "", id="overlap_replace"),
    pytest.param(lambda: overlap("11:00", "13:00", HOSTILE), "", id="overlap_locked"),
    pytest.param(split, "", id="split"),
    pytest.param(move, "t h u", id="move"),
    pytest.param(move, "w e d", id="move_overlap"),
    pytest.param(preflight, "", id="preflight"),
    pytest.param(lambda: preflight(blocked=True), "", id="preflight_blocked"),
    pytest.param(lambda: preflight(withdraws=True), "", id="take_back"),
]


def look(
    compare: Compare,
    make: Callable[[], ModalScreen[Any]],
    keys: str,
    size: tuple[int, int],
    theme: str = "punchcard-dark",
) -> None:
    async def prepare(pilot: Pilot[None]) -> None:
        await settled(pilot)
        for key in keys.split():
            await pilot.press(key)
            await settled(pilot)

    assert compare(Host(make(), theme), terminal_size=size, run_before=prepare)


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
@pytest.mark.parametrize(("make", "keys"), PICTURES)
def test_looks(
    snap_compare: Compare, make: Callable[[], ModalScreen[Any]], keys: str, size: tuple[int, int]
) -> None:
    look(snap_compare, make, keys, size)


@pytest.mark.parametrize(
    ("make", "keys"),
    [
        pytest.param(lambda: add(MORNING, units=UNITS), "1 7 3 0", id="add"),
        pytest.param(lambda: edit(LONG), "tab K", id="edit"),
        pytest.param(lambda: overlap("11:00", "13:00", MORNING, AFTERNOON), "", id="overlap"),
        pytest.param(split, "", id="split"),
        pytest.param(preflight, "", id="preflight"),
        pytest.param(lambda: preflight(blocked=True), "", id="preflight_blocked"),
    ],
)
def test_looks_in_the_smallest_window(
    snap_compare: Compare, make: Callable[[], ModalScreen[Any]], keys: str
) -> None:
    look(snap_compare, make, keys, SMALL)


@pytest.mark.parametrize("theme", ["punchcard-light", "ansi-dark", "ansi-light"])
@pytest.mark.parametrize(
    ("make", "keys"),
    [
        pytest.param(lambda: add(MORNING, units=UNITS), "shift+tab shift+tab right", id="units"),
        pytest.param(lambda: edit(LONG), "tab K", id="edit"),
        pytest.param(lambda: overlap("11:00", "13:00", MORNING, AFTERNOON), "", id="overlap"),
        pytest.param(lambda: preflight(blocked=True), "", id="preflight_blocked"),
    ],
)
def test_looks_in_other_themes(
    snap_compare: Compare, make: Callable[[], ModalScreen[Any]], keys: str, theme: str
) -> None:
    look(snap_compare, make, keys, NARROW, theme)
