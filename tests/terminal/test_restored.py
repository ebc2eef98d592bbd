"""Whatever ends the app, the terminal is as it was before."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.terminal.conftest import Person
from tests.terminal.tmux import PATIENCE_SECONDS, PROMPT, PUNCH, Terminal


def press_q(terminal: Terminal) -> None:
    terminal.type("q")


def press_ctrl_q(terminal: Terminal) -> None:
    terminal.press("C-q")


def quit_in_a_form(terminal: Terminal) -> None:
    terminal.type("S")
    terminal.shows("Book on")
    terminal.press("C-q")


@pytest.mark.parametrize("leave", [press_q, press_ctrl_q, quit_in_a_form])
def test_after_leaving(person: Person, leave: Callable[[Terminal], None]) -> None:
    terminal = person.terminal()
    before = terminal.settings()
    terminal.enter(f"clear; {PUNCH}; echo code=$?")
    terminal.shows("saved")
    assert terminal.ask("alternate_on") == "1"

    leave(terminal)

    terminal.shows("code=0", PROMPT.strip())
    assert terminal.settings() == before


def test_after_being_told_to_end(person: Person) -> None:
    terminal = person.terminal()
    before = terminal.settings()
    terminal.start_app()
    terminal.type("s")
    terminal.shows("Working since 12:00")

    os.kill(terminal.app(), signal.SIGTERM)

    terminal.until(lambda seen: "Working" not in seen, "leave")
    terminal.enter("echo code=$?")
    terminal.shows("code=143")
    assert terminal.settings() == before
    assert person.status()["state"] == "working"


def test_after_being_told_to_go_on_though_it_never_stopped(person: Person) -> None:
    # As by a terminal that is closed, beside being told to end.
    terminal = person.terminal()
    before = terminal.settings()
    terminal.start_app()
    os.kill(terminal.app(), signal.SIGCONT)
    terminal.type("s")
    terminal.shows("Working since 12:00")

    terminal.press("C-q")

    terminal.until(lambda seen: seen.rstrip().endswith(PROMPT.strip()), "come back to the shell")
    assert terminal.settings() == before


def test_a_terminal_that_is_closed_is_no_mistake(person: Person) -> None:
    terminal = person.terminal()
    terminal.start_app()
    terminal.type("s")
    terminal.shows("Working since 12:00")
    app = terminal.app()

    terminal.close()

    deadline = time.monotonic() + PATIENCE_SECONDS
    while Path(f"/proc/{app}").exists():
        assert time.monotonic() < deadline, "it goes on without a terminal"
        time.sleep(0.03)
    logs = [log.read_text() for log in person.home.rglob("*.log*") if log.is_file()]
    assert "mistake" not in "".join(logs)
    assert person.status()["state"] == "working"


def test_after_a_failure_to_open(person: Person) -> None:
    (person.home / "data").mkdir(parents=True)
    (person.home / "data" / "punchcard.db").write_bytes(b"this is no database, but it is long enough" * 100)
    terminal = person.terminal((160, 24))
    before = terminal.settings()

    terminal.enter(f"clear; {PUNCH}; echo code=$?")

    seen = terminal.shows("code=1")
    assert "punchcard.db" in seen
    assert "Traceback" not in seen
    assert terminal.settings() == before


WRONG_KEY = '[keys]\n"clock.strat" = "p"\n'
WRONG_THEME = 'theme = "punchcard-drak"\n'


@pytest.mark.parametrize(
    ("config", "sentence", "nearest"),
    [
        (WRONG_KEY, "line 2: there is nothing to bind called “clock.strat”", "`clock.start`"),
        (WRONG_THEME, "line 1: there is no theme “punchcard-drak”", "`punchcard-dark`"),
    ],
)
def test_refused_before_it_opens(person: Person, config: str, sentence: str, nearest: str) -> None:
    (person.home / "config").mkdir(parents=True)
    (person.home / "config" / "config.toml").write_text(config)
    terminal = person.terminal((200, 24))
    before = terminal.settings()

    terminal.enter(f"clear; {PUNCH}; echo code=$?")

    seen = terminal.shows("code=2")
    assert f"{sentence}; the nearest name is {nearest}." in " ".join(seen.split())
    assert not (person.home / "data").exists()
    assert terminal.settings() == before


def test_without_a_terminal(person: Person) -> None:
    terminal = person.terminal()
    terminal.enter(f"{PUNCH} </dev/null; echo code=$?")
    terminal.shows("The app needs a terminal", "code=2")
