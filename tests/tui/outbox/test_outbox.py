from __future__ import annotations

from collections.abc import Sequence

import pytest
from rich.cells import cell_len
from tests.tui.forms.host import NOW, Host, branch, now, settled
from tests.tui.outbox.rows import ledger, row
from tests.tui.piloting import until
from textual.widgets import OptionList, Static
from textual.widgets._footer import FooterKey

from punchcard.core.changes import SaveEntry
from punchcard.core.entries import Entry
from punchcard.core.punches import Start, Stop
from punchcard.core.refusals import Refusal
from punchcard.store.outbox import OutboxRow, OutboxState
from punchcard.tui.forms.confirm import ConfirmScreen
from punchcard.tui.outbox.model import SIGNS, Choice, choices_for, details, made, state, summary, what
from punchcard.tui.outbox.screen import OutboxScreen


class Desk:
    """Requests that a screen reads, and what it decided about them."""

    def __init__(self, rows: Sequence[OutboxRow]) -> None:
        self.rows = list(rows)
        self.failure: Exception | None = None
        self.decided: list[tuple[str, Choice]] = []
        self.host = Host(OutboxScreen(self.load, self.decide, now))

    async def load(self) -> Sequence[OutboxRow]:
        if self.failure:
            raise self.failure
        return tuple(self.rows)

    def decide(self, row: OutboxRow, choice: Choice) -> None:
        self.decided.append((row.id, choice))
        self.rows = [r._replace(state=OutboxState.CONFIRMED) if r.id == row.id else r for r in self.rows]

    @property
    def lines(self) -> list[str]:
        return [str(option.prompt) for option in self.host.screen.query_one("#rows", OptionList).options]

    def text(self, selector: str) -> str:
        return str(self.host.screen.query_one(selector, Static).content)


async def test_shows_what_waits_newest_first_and_everything_on_demand() -> None:
    desk = Desk(ledger())
    async with desk.host.run_test() as pilot:
        await settled(pilot)
        assert [line.split()[0] for line in desk.lines] == ["›", "08:37", "08:32"]
        assert "! needs you" in desk.lines[2]
        assert str(desk.host.screen.query_one("#dialog").border_subtitle) == "2 on their way, 1 needs you"
        await pilot.press("a")
        assert len(desk.lines) == 6
        await pilot.press("end")
        await pilot.pause()
        assert "[bold]Fabrikam[/] › 移行" in desk.text("#detail")
        await pilot.press("a", "escape")
        assert desk.host.answer is None


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["narrow", "wide"])
@pytest.mark.parametrize("waiting", [0, 2])
async def test_everything_on_demand_is_laid_out_like_the_rest(size: tuple[int, int], waiting: int) -> None:
    settled_rows = [r._replace(state=OutboxState.CONFIRMED) for r in ledger()[waiting:] * 10]
    desk = Desk(ledger()[:waiting] + settled_rows)
    async with desk.host.run_test(size=size) as pilot:
        await settled(pilot)
        await pilot.press("a")
        await settled(pilot)
        assert not [line for line in desk.lines if "…" in line[:40]]
        room = desk.host.screen.query_one("#rows").scrollable_content_region.width
        assert {cell_len(line) for line in desk.lines} <= {room, room - 1, room - 2}


async def test_every_key_is_read_whole_in_the_smallest_window() -> None:
    desk = Desk(ledger())
    async with desk.host.run_test(size=(60, 18)) as pilot:
        await settled(pilot)
        last = list(desk.host.screen.query(FooterKey))[-1]
        assert last.description == "Close"
        assert desk.host.screen.query_one("#dialog").content_region.contains_region(last.region)


async def test_what_needs_the_person_can_be_decided() -> None:
    desk = Desk(ledger())
    async with desk.host.run_test() as pilot:
        await settled(pilot)
        await pilot.press("y")
        assert desk.decided == []
        await pilot.press("down", "down", "y")
        await settled(pilot)
        assert desk.decided == [("id-break", Choice.IT_HAPPENED)]
        assert len(desk.lines) == 2


async def test_dropping_asks_first() -> None:
    desk = Desk(ledger())
    async with desk.host.run_test() as pilot:
        await settled(pilot)
        await pilot.press("d")
        assert isinstance(desk.host.screen, ConfirmScreen)
        await pilot.press("enter", "d", "y")
        await settled(pilot)
        assert desk.decided == [("id-stop", Choice.DROP)]


async def test_sending_again_needs_no_question() -> None:
    desk = Desk(ledger())
    async with desk.host.run_test() as pilot:
        await settled(pilot)
        await pilot.press("r")
        assert desk.decided == [("id-stop", Choice.SEND_AGAIN)]


@pytest.fixture
def looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("punchcard.tui.outbox.screen.LOOK_SECONDS", 0.05)


@pytest.mark.usefixtures("looks_often")
async def test_follows_what_happens_and_keeps_the_mark() -> None:
    desk = Desk(ledger())
    async with desk.host.run_test() as pilot:
        await settled(pilot)
        await pilot.press("down", "down")
        desk.rows = desk.rows[1:]
        await until(pilot, lambda: len(desk.lines) == 2)
        assert desk.lines[1].startswith("› 08:32")
        desk.rows = []
        await until(pilot, lambda: not desk.lines)
        assert desk.text("#empty") == "Nothing is on its way. Everything you asked for has arrived."
        await pilot.press("a", "r", "d", "y")
        await pilot.pause()
        assert desk.text("#empty") == "You have not asked for anything yet."
        assert desk.decided == []


@pytest.mark.usefixtures("looks_often")
async def test_a_failure_is_said_and_what_was_known_stays() -> None:
    desk = Desk(ledger())
    desk.failure = Refusal("The database is busy.", "Try again.")
    async with desk.host.run_test() as pilot:
        await settled(pilot)
        assert desk.text("#empty") == "! The database is busy. Try again."
        desk.failure = None
        await until(pilot, lambda: len(desk.lines) == 3)


def test_only_what_waits_can_be_decided() -> None:
    each = {s: choices_for(row(Stop("x", NOW), s)) for s in OutboxState}
    assert each.pop(OutboxState.NEEDS_YOU) == frozenset(Choice)
    for waiting in (OutboxState.HELD, OutboxState.QUEUED):
        assert each.pop(waiting) == {Choice.SEND_AGAIN, Choice.DROP}
    assert set(each.values()) == {frozenset()}
    assert choices_for(None) == frozenset()


def test_every_state_has_a_sign_and_words() -> None:
    assert set(SIGNS) == set(OutboxState)
    assert {len(sign) for sign in SIGNS.values()} == {1}
    assert state(row(Stop("x", NOW), OutboxState.QUEUED)) == "↑ waits to be sent"


def test_requests_in_words() -> None:
    start = row(Start("x", NOW, branch("Northwind", "Portal")), OutboxState.QUEUED)
    assert what(start, NOW) == "Clock in at 08:41 · Northwind › Portal"
    assert what(start._replace(undoes="y"), NOW).startswith("Undo: Clock in")
    entry = Entry("e", "p", NOW.date(), NOW.subtract(hours=2), NOW, assignment=branch("Contoso"))
    saved = row(SaveEntry("x", entry), OutboxState.QUEUED)
    assert what(saved, NOW) == "Add 06:41 – 08:41, 2 h · Contoso"
    assert made(start, NOW) == "08:41"
    assert made(start, NOW.add(hours=24)) == "11 Mar 08:41"


def test_details_of_a_request_that_backs_off() -> None:
    waits = row(Stop("0123456789abcdef", NOW), OutboxState.QUEUED, answer="No\nconnection.")._replace(
        not_before=(NOW.timestamp() + 300) * 1000,
        attempts=3,
    )
    assert details(waits, NOW) == [
        "No connection.",
        "Goes at 08:46:23 at the earliest.",
        "Asked for on Wed 11 Mar at 08:41, sent 3 times; item abcdef.",
    ]


def test_the_summary_counts() -> None:
    rows = ledger()
    assert summary(rows[:1]) == "1 on its way"
    assert summary(rows[2:4]) == "1 needs you"
    assert summary(rows[3:]) == ""
