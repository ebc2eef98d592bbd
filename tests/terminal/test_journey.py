from __future__ import annotations

import os
import re
import signal

import pytest
from tests.terminal.conftest import Person
from tests.terminal.tmux import PROMPT, PUNCH, Terminal

IDLE = "Not clocked in"


def kill(terminal: Terminal) -> None:
    """Kill the app, and wipe away what it left on the screen."""
    os.kill(terminal.app(), signal.SIGKILL)
    terminal.shows(PROMPT.strip())
    # The app has no chance to give the line discipline back, so Enter is no line feed here. A key that
    # the app had not read yet is the beginning of the shell's line: it gets a line of its own.
    terminal.press("C-j")
    terminal.type("stty sane; clear")
    terminal.press("C-j")
    terminal.until(lambda seen: seen.strip() == PROMPT.strip(), "clear the screen")


def test_main_journey_in_an_empty_home_without_a_configuration(person: Person) -> None:
    terminal = person.terminal()

    terminal.start_app()
    terminal.shows(IDLE, "Nothing yet today")
    terminal.type("s")
    terminal.shows("Working since 12:00", "Clocked in at 12:00")
    terminal.type("b")
    terminal.shows("On a break since 12:00", "Resume")
    terminal.type("b")
    terminal.shows("Working since 12:00", "Back at work")
    terminal.type("x")
    terminal.shows(IDLE, "Clocked out at 12:00")
    terminal.type("q")
    terminal.shows(PROMPT.strip())

    assert person.status()["state"] == "idle"
    assert person.status()["pending"] == 0
    assert len(person.today()["entries"]) == 1


def test_a_day_punched_in_the_app_counts_like_one_punched_in_a_shell(person: Person) -> None:
    terminal = person.terminal()
    for time, keys, sentence in (
        ("08:00", "s", "Clocked in at 08:00"),
        ("12:00", "b", "On a break since 12:00"),
        ("12:30", "b", "Back at work at 12:30, after a break of 30 min"),
        ("16:45", "x", "Clocked out at 16:45: 8 h 15 min worked"),
    ):
        terminal.enter(f"clear; PUNCHCARD_NOW=2026-03-11T{time}:00+01:00 {PUNCH}")
        terminal.shows("saved", "Start")
        terminal.type(keys)
        terminal.shows(sentence)
        terminal.type("q")
        terminal.until(lambda seen: seen.rstrip().endswith(PROMPT.strip()), "come back to the shell")

    today = person.today()
    assert (today["worked_seconds"], today["break_seconds"]) == (29_700, 1_800)


def test_two_apps_and_a_shell_follow_each_other(person: Person) -> None:
    left, right = person.terminal(), person.terminal((120, 40))
    left.start_app()
    right.start_app()

    left.type("s")
    left.shows("Working since 12:00")
    right.shows("Working since 12:00")
    right.type("b")
    left.shows("On a break since 12:00", "Resume")
    person.punch("resume")
    left.shows("Working since 12:00")
    right.shows("Working since 12:00")
    person.punch("out")
    left.shows(IDLE)
    right.shows(IDLE)
    person.punch("in", "--at", "11:40")
    left.shows("Working since 11:40", "0:20")
    right.shows("Working since 11:40")

    assert len(person.today()["entries"]) == 2


def test_killed_app_leaves_a_clock_that_runs_once(person: Person) -> None:
    terminal = person.terminal()
    terminal.start_app()
    terminal.type("s")
    terminal.shows("Working since 12:00")

    kill(terminal)
    terminal.enter(PUNCH)

    terminal.shows("Working since 12:00", "saved")
    assert person.status()["state"] == "working"
    terminal.type("s")
    terminal.type("x")
    terminal.shows("Clocked out")
    terminal.type("q")
    terminal.shows(PROMPT.strip())
    assert len(person.today()["entries"]) == 1


def test_killed_in_the_middle_of_a_punch_it_happened_once_or_not_at_all(person: Person) -> None:
    terminal = person.terminal()
    terminal.start_app()
    terminal.type("s")
    kill(terminal)
    # What the dead app has left on the screen must not be taken for the new one.
    terminal.enter("clear; printf 'all%sgone' -")
    terminal.shows("all-gone")

    terminal.enter(PUNCH)
    seen = terminal.until(
        lambda seen: "saved" in seen and (IDLE in seen or "Working since 12:00" in seen), "show the clock"
    )
    state = person.status()["state"]

    assert state in ("working", "idle")
    assert ("Working since 12:00" if state == "working" else IDLE) in seen
    assert person.status()["pending"] == 0


def test_hung_up_terminal_loses_nothing(person: Person) -> None:
    terminal = person.terminal()
    terminal.start_app()
    terminal.type("s")
    terminal.shows("Clocked in at 12:00")
    os.kill(terminal.app(), signal.SIGHUP)
    terminal.shows(PROMPT.strip())

    assert person.status()["state"] == "working"


def test_small_window_says_so_and_comes_back(person: Person) -> None:
    terminal = person.terminal()
    terminal.start_app()
    terminal.type("s")
    terminal.shows("Working since 12:00")

    terminal.resize(50, 12)
    terminal.shows("Punchcard needs 60×18", "This window has 50×12", "Your clock keeps running")
    terminal.until(lambda seen: "Working since" not in seen, "show nothing else")
    terminal.type("x")
    terminal.resize(100, 30)

    terminal.shows(IDLE, "Clocked out")
    for width, height in ((60, 18), (200, 50), (20, 3), (1, 1), (80, 24)):
        terminal.resize(width, height)
    terminal.shows(IDLE, "Help", "Today")


@pytest.mark.parametrize("term", ["screen", "screen-256color", "tmux-256color", "xterm", "vt100", "dumb"])
def test_every_kind_of_terminal(person: Person, term: str) -> None:
    terminal = person.terminal(term=term if term.startswith(("screen", "tmux")) else "screen")
    terminal.enter(f"TERM={term} {PUNCH}")
    terminal.shows("Punchcard", "saved")

    terminal.type("s")

    terminal.shows("Working since 12:00")


def test_no_color_is_grey(person: Person) -> None:
    terminal = person.terminal(NO_COLOR="1", COLORTERM="truecolor")
    terminal.start_app()
    terminal.type("s")
    terminal.shows("Working since 12:00")

    styled = terminal.screen(with_style=True)

    assert not re.search(r"\x1b\[[0-9;]*\b[349][1-6]m", styled)
    coloured = [c.groups() for c in re.finditer(r"[34]8;2;(\d+);(\d+);(\d+)", styled)]
    assert all(red == green == blue for red, green, blue in coloured)


def test_big_digits_tick_once_a_second(person: Person) -> None:
    terminal = person.terminal(PUNCHCARD_NOW="")
    terminal.start_app()
    terminal.type("s")
    first = terminal.shows("Working since")

    second = terminal.until(lambda seen: _digits(seen) != _digits(first), "tick")
    terminal.until(lambda seen: _digits(seen) != _digits(second), "tick again")


def _digits(screen: str) -> list[str]:
    return [line[:38] for line in screen.splitlines()[2:5]]
