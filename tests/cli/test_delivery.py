"""What is not delivered at once is kept, said, and delivered by whatever comes next."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from contextlib import closing

from tests.cli.program import Program


def test_without_waiting_the_next_command_delivers(punch: Program) -> None:
    said = punch("in", "--at", "08:00", "--no-wait", "--json")
    assert (said.code, said.data["outcome"], said.data["state"]) == (3, "queued", "working")
    assert said.data["today_seconds"] == 9 * 3600
    assert punch("status", "--json").data["pending"] == 1
    assert punch("today", "--json").data["running"]["pending"] is None
    assert punch("outbox", "--json").data == {"items": []}
    assert punch("status", "--json").data["pending"] == 0


def test_what_is_on_its_way_is_said(punch: Program) -> None:
    said = punch("in", "--wait", "0")
    assert said.code == 3
    assert said.out.splitlines()[1] == "It is on its way; the next command or `punch sync` delivers it."
    synced = punch("sync")
    assert (synced.code, synced.out.split(".")[0]) == (0, "1 outbox item is delivered")
    assert "Nothing was waiting" in punch("sync").out


def test_the_ledger_keeps_everything(punch: Program) -> None:
    punch("in", "--at", "08:00")
    punch("cancel", "--yes")
    requests = punch("outbox", "list", "--all", "--json").data["items"]
    assert [request["what"] for request in requests] == [
        "throw the clock away at 17:00",
        "clock in at 08:00",
    ]
    assert {request["state"] for request in requests} == {"confirmed"}
    shown = punch("outbox", "show", requests[1]["id"][-8:])
    assert "clock in at 08:00" in shown.out
    refused = punch("outbox", "drop", requests[1]["id"], "--yes", "--json")
    assert (refused.code, refused.error["code"]) == (1, "not_waiting")
    assert len(punch("outbox", "--all", "--limit", "1", "--json").data["items"]) == 1


def test_a_request_can_be_dropped_confirmed_and_sent_again(punch: Program) -> None:
    punch("in", "--at", "08:00", "--no-wait")
    first = waiting(punch)
    assert punch("outbox", "drop", first).code == 2
    assert punch("outbox", "drop", first, "--yes", "--json").data["state"] == "dropped"
    assert punch("today", "--json").data["state"] == "idle"
    punch("in", "--at", "09:00", "--no-wait")
    assert punch("outbox", "retry", waiting(punch), "--json").data["state"] == "confirmed"
    assert punch("today", "--json").data["since"] == "2026-03-11T09:00:00+01:00"


def test_a_request_that_no_longer_fits_needs_you(punch: Program) -> None:
    punch("in", "--at", "08:00")
    punch("out", "--at", "09:00", "--no-wait")
    with closing(sqlite3.connect(punch.home / "data" / "accounts" / "local" / "local.db")) as connection:
        connection.execute("DELETE FROM entry")
        connection.commit()
    said = punch("sync")
    assert said.code == 3
    assert said.out.startswith("1 outbox item needs you: see `punch outbox`.")
    assert "on its way" not in said.out
    [request] = punch("outbox", "--json").data["items"]
    assert request["state"] == "needs_you"
    assert punch("status", "--json").data["attention"] == 1
    assert "1 outbox item needs you: `punch outbox`." in punch("today").err
    assert punch("doctor").code == 1
    done = punch("outbox", "confirm", request["id"])
    assert (done.code, done.out) == (0, "Clock out at 09:00: done.\n")


def test_an_interruption_says_what_was_kept(punch: Program) -> None:
    punch("today")
    with closing(sqlite3.connect(punch.home / "data" / "accounts" / "local" / "sending.lock")) as other:
        # Another process has the right to send, so the command has to wait.
        (punch.home / "data" / "accounts" / "local").mkdir(exist_ok=True)
        other.execute("BEGIN EXCLUSIVE")
        process = punch.start("in", "--at", "08:00", "--wait", "600")
        until(lambda: punch("status", "--json").data["pending"] == 1)
        os.kill(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert out == b""
    assert err.decode() == (
        "Interrupted. Written down and kept: Clocked in at 08:00.\n`punch sync` delivers it.\n"
    )
    assert punch("today", "--json").data["state"] == "working"


def waiting(punch: Program) -> str:
    """The id of the one request that waits, read without delivering it."""
    with closing(sqlite3.connect(punch.home / "data" / "punchcard.db")) as connection:
        [(found,)] = connection.execute("SELECT id FROM outbox WHERE state = 'queued'").fetchall()
    return found


def until(condition: object) -> None:
    assert callable(condition)
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)
