"""The command line at a vendor: what is old is read anew within the wait, and else said to be old."""

from __future__ import annotations

import signal
import time
from collections.abc import Generator
from pathlib import Path

import pytest
from tests.cli.program import Program
from tests.tui.engine.away import ACCOUNT, Away

from punchcard.core.clock import Working
from punchcard.credentials import variable_of
from punchcard.sandbox.faults import Fault

NOW, LATER = "2026-03-11T08:00:00+01:00", "2026-03-11T09:30:00+01:00"
SOON_SECONDS = 12.0
"""A process on a busy machine; a command that waited for the vendor would take minutes."""


@pytest.fixture
def away(tmp_path: Path) -> Generator[Away]:
    found = Away(tmp_path)
    yield found
    found.close()


@pytest.fixture
def punch(away: Away) -> Program:
    """The program in a home whose account is at the vendor, on Wednesday 11 March 2026 at 08:00."""
    return Program(away.home.folder, NOW, {variable_of(ACCOUNT): away.key})


def silent(away: Away) -> None:
    away.vendor.faults.delay_seconds = 3600.0
    away.vendor.faults.always(Fault.DELAY)


def test_what_is_old_is_read_and_what_is_new_is_not(away: Away, punch: Program) -> None:
    with away.served():
        assert punch("today", "--json").data["state"] == "idle"
        away.vendor.log.clear()
        assert punch("today").err == ""
        assert "GET /api/clock" not in away.calls()

        away.vendor.state.running[away.person] = Working("E9", away.home.clock.now())
        away.home.clock.set("09:30")
        said = punch.at(LATER)("today", "--json")
        assert said.data["state"] == "working"
        assert any("another device" in warning for warning in said.data["warnings"])
        assert "another device" not in punch.at(LATER)("today").err


@pytest.mark.parametrize("words", [["today"], ["week"], ["requests"], ["approvals"]])
def test_out_of_reach_it_says_how_old_it_is(away: Away, punch: Program, words: list[str]) -> None:
    with away.served():
        assert punch(*words).code == 0
    said = punch.at(LATER)(*words)
    assert said.code == 0
    assert "As of 08:00. The reference vendor cannot be reached" in said.err
    assert said.err.count("cannot be reached") == 1


def test_silence_ends_with_the_wait(away: Away, punch: Program) -> None:
    with away.served():
        punch("today")
        silent(away)
        away.home.clock.set("09:30")
        begun = time.monotonic()
        said = punch.at(LATER)("week", "--wait", "1")
        assert (said.code, "Week 11" in said.out or "11" in said.out) == (0, True)
        assert "As of 08:00. The reference vendor has not answered within one second." in said.err
        said = punch.at(LATER)("today", "--no-wait")
        assert "As of 08:00. The reference vendor was not asked." in said.err
        said = punch.at(LATER)("in", "--no-wait")
        assert (said.code, said.out.splitlines()[0]) == (3, "Clocked in at 09:30.")
        assert time.monotonic() - begun < 3 * SOON_SECONDS


def test_status_never_asks(away: Away, punch: Program) -> None:
    with away.served():
        punch("today")
        away.vendor.log.clear()
        assert punch.at(LATER)("status", "--json").data["state"] == "idle"
    assert away.calls() == []


def test_interrupted_while_it_hangs_says_what_is_kept(away: Away, punch: Program) -> None:
    with away.served():
        punch("today")
        silent(away)
        process = punch.start("in", "--wait", "600")
        deadline = time.monotonic() + 60
        while not any(row.change.kind == "start" for row in away.rows()):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        time.sleep(0.5)
        begun = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, error = process.communicate(timeout=60)
        assert time.monotonic() - begun < SOON_SECONDS
    assert process.returncode == 130
    assert b"Written down and kept: Clocked in at 08:00." in error
    assert b"Traceback" not in error


def test_sync_says_what_it_did(away: Away, punch: Program) -> None:
    with away.served():
        punch("today")
    said = punch("in")
    assert (said.code, "cannot be reached" in said.out) == (3, True)
    with away.served():
        said = punch.at(LATER)("sync")
        assert said.code == 0
        assert "1 outbox item is delivered." in said.out
        assert "The clock and this week were read anew." in said.out


def test_sync_tries_again_at_once_and_says_why_something_stays(away: Away, punch: Program) -> None:
    with away.served():
        punch("today")
    assert "cannot be reached" in punch("in").out
    assert "goes with the first command from 08:01 on, or at once with `punch sync`." in punch("break").out
    assert "1 outbox item" not in punch("resume").out
    said = punch("sync")
    assert (said.code, said.out.count("cannot be reached")) == (3, 1)
    later = punch.at("2026-03-11T08:00:30+01:00")("today")
    assert later.err.startswith("As of 08:00. The reference vendor cannot be reached"), "though it is new"
    assert said.out.startswith(
        "3 outbox items are still on their way. The reference vendor cannot be reached"
    )
    assert "from 08:01 on" in said.out
    with away.served():
        said = punch("sync")
        assert (said.code, said.out.split(".")[0]) == (0, "3 outbox items are delivered")


def test_what_could_not_even_be_written_down_is_said_so(away: Away, punch: Program) -> None:
    """The tree was never read in this home."""
    with away.served():
        punch("today")
    said = punch("in", "--on", "Northwind/Portal")
    assert said.code == 1
    assert said.err.startswith("Not clocked in. The reference vendor cannot be reached")
    assert said.err.rstrip().endswith("Say it without --on, or again when that is over.")
    assert away.rows() == []
    assert punch("add", "06:00", "07:00", "--type", "Work").err.startswith("Nothing was added.")
    assert punch("submit", "last", "--check").err.startswith("It could not be checked.")
    asked = punch("requests", "create", "2026-02-02", "--add", "08:00-09:00", "--yes")
    assert (asked.code, asked.err.startswith("Nothing was asked for.")) == (1, True), asked.err


def test_never_connected_and_out_of_reach(away: Away, punch: Program) -> None:
    said = punch("in")
    assert said.code == 1
    assert "cannot be reached" in said.err
