"""A team in real terminals: asked for, decided, taken back, decided twice, and left while it was held."""

from __future__ import annotations

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.terminal.conftest import Person
from tests.terminal.team import BEN, CARLA, LEA, Team
from tests.terminal.tmux import PATIENCE_SECONDS, PROMPT, Terminal

LONG_HOLD = 60
NOTHING_WAITS = "Nothing waits for you."
NOT_SENT = "was not sent: Punchcard ended while it could still be taken back."


def ask(terminal: Terminal, start: str, end: str) -> str:
    """Ask for a stretch of work on the selected day of the timesheet; return what the form says of it."""
    terminal.type("c")
    # What is typed ahead of a key that moves the cursor would still go to the field before it.
    seen = terminal.until(lambda seen: "Nothing changes yet" in seen and "│  █" in seen, "open the form")
    if not _is_ready(seen):
        terminal.press("C-n")
        terminal.until(_is_ready, "begin another stretch")
    terminal.type(start)
    terminal.press("Tab")
    terminal.until(lambda seen: "– █" in seen, "go to the next field")
    terminal.type(end)
    return terminal.shows("The day then has")


def _is_ready(screen: str) -> bool:
    """Whether the cursor is in the line of the form that is not filled in; one that is can be taken out."""
    form = [line.partition("│")[2] for line in screen.splitlines() if "│" in line]
    return "█" in next(line for line in form if "   –   " in line and "✕" not in line).partition("–")[0]


def test_a_worker_asks_a_lead_reads_and_approves_the_day_is_changed(person: Person) -> None:
    team = Team(person, hold=1)
    ben, lea = team.app("Ben"), team.app(LEA)
    lea.shows(NOTHING_WAITS)

    ben.type("2[")
    ben.shows("Week 10")
    ben.press("Home")
    ben.shows("Monday 2 March", "8:00")
    assert "It waits until it is decided." in " ".join(ask(ben, "1700", "1800").split())
    ben.press("C-s")
    ben.shows("Asked for a change of Mon 2 Mar.")

    lea.shows("1 waiting", BEN, "+ add    17:00 – 18:00", "+1:00")
    lea.shows("before", "after", "✓ nothing changes")
    lea.until(lambda seen: any("+++" in line for line in _lines_of(seen, "after")), "draw what is added")
    lea.type("a")
    lea.shows(NOTHING_WAITS)

    ben.shows("9:00    of 8:00    +1:00", "17:00 – 18:00")
    ben.type("3")
    ben.shows("approved by Lea Hoffmann")
    assert team.monday_of("Ben") == ["08:00-12:00", "13:00-17:00", "17:00-18:00"]


def _lines_of(screen: str, beginning: str) -> list[str]:
    return [line for line in screen.splitlines() if line.strip().startswith(beginning)]


def test_declined_with_a_reason_the_worker_reads_it_and_cannot_take_it_back(person: Person) -> None:
    team = Team(person, hold=0, pending=1)
    lea, ben = team.app(LEA), team.app("Ben")
    ben.shows("waits")
    lea.shows(BEN)

    lea.type("d")
    lea.shows("Why      █")
    lea.type("The office was closed")
    lea.shows("The office was closed")
    lea.press("C-s")
    lea.shows(NOTHING_WAITS)

    ben.shows("declined by Lea Hoffmann", "The office was closed")
    ben.type("w")
    ben.shows("Only what still waits can be withdrawn: it is declined")
    lea.type("h")
    lea.shows("declined by Lea Hoffmann", "The office was closed")
    assert team.status_of("Ben") == ["declined"]
    assert team.monday_of("Ben") == ["08:00-12:00", "13:00-17:00"]


def test_replaced_withdrawn_and_approved_at_once(person: Person) -> None:
    team = Team(person, hold=1, pending=1)
    lea, ben = team.app(LEA), team.app("Ben")
    lea.shows("17:00 – 18:00")

    ben.type("2[")
    ben.shows("Week 10")
    ben.press("Home")
    ben.shows("▸ Mon  2", "? asked for: + 17:00 – 18:00", "13:00 – 17:00")
    ask(ben, "1700", "1930")
    ben.press("C-s")
    ben.shows("takes the place of")
    lea.shows("17:00 – 19:30", "1 waiting")
    ben.type("3")
    ben.shows("replaced")
    ben.press("End")
    ben.type("w")
    ben.shows("Withdraw your change request")
    ben.type("y")
    lea.shows(NOTHING_WAITS)
    ben.shows("withdrawn")

    ben.type("2]")
    ben.shows("Week 11")
    ben.press("Home")
    ben.shows("Monday 9 March")
    ask(ben, "0800", "0930")
    ben.press("C-s")
    ben.shows("1:30    of 8:00")
    assert team.status_of("Ben") == ["replaced", "withdrawn", "approved"]
    assert NOTHING_WAITS in lea.screen()


def test_of_five_two_were_decided_elsewhere_three_are_done_two_remain_with_the_reason(person: Person) -> None:
    team = Team(person, hold=3, pending=5)
    ann = team.app()
    ann.shows("5 waiting", CARLA)
    ann.type("V")
    ann.shows("5 marked")
    ann.type("a")
    ann.shows("Approve 5")
    ann.type("y")
    ann.shows("approving 5 in")

    elsewhere = [team.requests[1], team.requests[2]]
    team.punch("approvals", "decline", *elsewhere, "--reason", "Not then", "--yes", "--as", "Lea")

    ann.shows("3 approved, 2 remain")
    ann.until(lambda seen: _rows_with(seen, "Lea Hoffmann declined it") == [CARLA, BEN], "say who did")
    assert team.status_of("Ben") == ["approved", "declined", "approved"]
    assert team.status_of("Carla") == ["declined", "approved"]


def _rows_with(screen: str, words: str) -> list[str]:
    """Whose rows of the list say `words`."""
    rows = [line for line in screen.splitlines() if f"   {words}" in line and "! " in line]
    return [name for row in rows for name in (BEN, CARLA) if name in row]


def test_taken_back_within_the_hold_nothing_is_sent(person: Person) -> None:
    team = Team(person, hold=LONG_HOLD, pending=2)
    lea = team.app(LEA)
    lea.shows("2 waiting")
    lea.type("a")
    lea.shows("approving in", "u takes it back")
    assert team.monday_of("Ben") == ["08:00-12:00", "13:00-17:00"]
    lea.type("u")
    lea.shows("Taken back; nothing was sent.", "2 waiting")
    assert team.status_of("Ben") == team.status_of("Carla") == ["pending"]
    assert team.data("outbox", "list", "--as", "Lea")["items"] == []


@pytest.mark.parametrize("leave", ["C-q", "kill"])
def test_left_in_the_hold_nothing_is_sent_and_the_next_start_says_so(person: Person, leave: str) -> None:
    team = Team(person, hold=LONG_HOLD, pending=2)
    lea = team.app(LEA)
    lea.shows("2 waiting")
    lea.type("a")
    lea.shows("approving in")
    if leave == "kill":
        os.kill(lea.app(), signal.SIGKILL)
        lea.shows(PROMPT.strip())
    else:
        lea.press(leave)
        lea.until(lambda seen: "waiting" not in seen and PROMPT.strip() in seen, "leave")
    assert team.status_of("Ben") == ["pending"]

    again = person.terminal((110, 30))
    team.start(again, LEA)
    again.until(lambda seen: NOT_SENT in " ".join(seen.split()), "say what was not sent")
    again.type("3")
    again.shows("2 waiting")
    assert team.status_of("Ben") == ["pending"]


def test_two_leads_at_the_same_time_one_decision_stands(person: Person) -> None:
    team = Team(person, hold=1, pending=1)
    ann, lea = team.app(), team.app(LEA)
    ann.shows(BEN, "17:00 – 18:00")
    lea.shows(BEN, "17:00 – 18:00")
    lea.type("d")
    lea.shows("Why      █")
    lea.type("Not then")
    lea.shows("Not then")

    together = threading.Barrier(2)

    def press(terminal: Terminal, key: str) -> None:
        together.wait()
        terminal.press(key)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(press, (ann, lea), ("a", "C-s")))

    status = _decided(team)
    first, later = ("Ann Berger", lea) if status == "approved" else (LEA, ann)
    later.shows(f"{first} {status} it")
    changed = ["17:00-18:00"] if status == "approved" else []
    assert team.monday_of("Ben") == ["08:00-12:00", "13:00-17:00", *changed]
    decided = team.data("requests", "list", "--all", "--as", "Ben")["items"]
    assert [one["decided_by"] for one in decided] == [first]


def _decided(team: Team) -> str:
    """What has become of Ben's only request, once it is decided."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (found := team.status_of("Ben")) == ["pending"]:
        assert time.monotonic() < deadline, "nobody has decided it"
    [status] = found
    return status
