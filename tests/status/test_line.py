from __future__ import annotations

import io
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import punchcard
from punchcard import __main__
from punchcard.status import line as status_line
from punchcard.status.row import idle_row, status_at
from punchcard.status.text import as_json, line, prompt

HOUR = 3600
Punch = Callable[..., tuple[int | None, str]]


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


NOON = at("2026-03-11T12:00+01:00")
WORKING: dict[str, Any] = {
    "account": "local", "backend": "local", "state": "working", "since": "2026-03-11T08:02:00+01:00",
    "zone": "Europe/Berlin", "day_start": at("2026-03-11T00:00+01:00"),
    "day_end": at("2026-03-12T00:00+01:00"), "week_end": at("2026-03-16T00:00+01:00"),
    "today_seconds": HOUR, "break_seconds": 600, "week_seconds": 10 * HOUR, "stretch_seconds": HOUR,
    "counting_from": NOON - 2 * HOUR, "break_from": None, "target_seconds": 8 * HOUR, "coming_targets": "",
    "pending": 0, "attention": 0, "as_of": NOON, "type": "Office",
    "assignment": "Northwind › Portal", "note": None,
}  # fmt: skip
BREAK = WORKING | {
    "state": "break", "since": "2026-03-11T11:48:00+01:00", "counting_from": None, "break_from": NOON - 720,
}  # fmt: skip
IDLE = BREAK | {"state": "idle", "since": None, "break_from": None, "stretch_seconds": 0, "assignment": None}


def keep(home: Path, row: dict[str, Any], account: str = "local") -> None:
    (home / "data").mkdir(exist_ok=True)
    schema = Path(punchcard.__file__).with_name("store") / "schema.sql"
    connection = sqlite3.connect(home / "data" / "punchcard.db")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.executescript(schema.read_text())
    connection.execute("INSERT INTO status VALUES (?, ?)", (account, json.dumps(row)))
    connection.commit()
    connection.close()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "100% odd?#home"
    folder.mkdir()
    return folder


@pytest.fixture
def punch(home: Path, capsys: pytest.CaptureFixture[str]) -> Punch:
    def run(*options: str, now: int = NOON) -> tuple[int | None, str]:
        code = status_line.run(["status", *options, "--home", str(home)], now)
        printed = capsys.readouterr()
        return code, (printed.out + printed.err).rstrip("\n")

    return run


def data(punch: Punch, now: int = NOON) -> dict[str, Any]:
    code, text = punch("--json", now=now)
    assert code == 0
    answer = json.loads(text)
    assert answer["ok"] is True
    return answer["data"]


@pytest.mark.parametrize(
    ("row", "line", "prompt"),
    [
        (WORKING, "Working 3:00 since 08:02 · Northwind › Portal · today 3:00 of 8:00", "▶ 3:00"),
        (BREAK, "On a break since 11:48 (0:12) · today 1:00 of 8:00", "⏸ 0:12"),
        (IDLE | {"target_seconds": None}, "Not clocked in · today 1:00", ""),
        (
            WORKING | {"pending": 2, "attention": 1, "assignment": None},
            "Working 3:00 since 08:02 · today 3:00 of 8:00 · 1 on its way · 1 needs you",
            "▶ 3:00!",
        ),
        (WORKING | {"counting_from": NOON + 60, "assignment": "a\x1b[31m\u202eb\nc"},
         "Working 1:00 since 08:02 · a[31mb c · today 1:00 of 8:00", "▶ 1:00"),
    ],
)  # fmt: skip
def test_each_state_is_one_line(home: Path, punch: Punch, row: dict[str, Any], line: str, prompt: str):
    keep(home, row)

    assert punch() == (0, line)
    assert punch("--prompt") == (0, prompt)


def test_json_has_the_documented_keys_and_what_has_passed_since(home: Path, punch: Punch):
    keep(home, WORKING | {"note": 'a "note" \U0001f600'})

    found = data(punch)

    assert list(found) == [
        "account", "backend", "state", "since", "elapsed_seconds", "today_seconds", "break_seconds",
        "target_seconds", "week_seconds", "pending", "attention", "as_of", "type", "assignment", "note",
    ]  # fmt: skip
    assert found["elapsed_seconds"] == found["today_seconds"] == 3 * HOUR
    assert found["week_seconds"] == 12 * HOUR
    assert found["as_of"] == "2026-03-11T11:00:00Z"
    assert found["note"] == 'a "note" \U0001f600'
    assert found["since"] == WORKING["since"]


def test_an_open_break_counts_as_break(home: Path, punch: Punch):
    keep(home, BREAK)

    found = data(punch)

    assert (found["break_seconds"], found["today_seconds"], found["elapsed_seconds"]) == (1320, HOUR, HOUR)


@pytest.mark.parametrize(
    ("row", "moment", "today", "week", "target"),
    [
        pytest.param(IDLE, "2026-03-12T08:00+01:00", 0, 10, None, id="the next day"),
        pytest.param(IDLE, "2026-03-17T08:00+01:00", 0, 0, None, id="the next week"),
        pytest.param(WORKING, "2026-03-12T01:00+01:00", 1, 25, None, id="work past midnight"),
        pytest.param(WORKING, "2026-03-16T02:00+01:00", 2, 2, None, id="work into the next week"),
        pytest.param(
            WORKING | {"counting_from": at("2026-03-10T22:00+01:00")},
            "2026-03-11T03:00+01:00", 4, 15, 8 * HOUR,
            id="work that began the day before",
        ),
        pytest.param(
            WORKING | {"counting_from": at("2026-03-28T23:00+01:00")}, "2026-03-29T04:00+02:00", 3, 4, None,
            id="the night of the change",
        ),
    ],
)  # fmt: skip
def test_figures_begin_again_at_midnight(
    home: Path, punch: Punch, row: dict[str, Any], moment: str, today: int, week: int, target: int | None
):
    keep(home, row)

    found = data(punch, at(moment))

    assert found["today_seconds"] == today * HOUR
    assert found["week_seconds"] == week * HOUR
    assert found["target_seconds"] == target


@pytest.mark.parametrize(
    ("moment", "target"),
    [
        ("2026-03-12T00:00+01:00", 8 * HOUR),
        ("2026-03-13T23:59+01:00", 0),
        ("2026-03-14T08:00+01:00", None),
        ("2026-03-15T08:00+01:00", 4 * HOUR),
        pytest.param("2026-03-16T08:00+01:00", None, id="past what the row knows"),
    ],
)
def test_a_later_day_has_its_own_target(home: Path, punch: Punch, moment: str, target: int | None):
    keep(home, IDLE | {"coming_targets": "28800,28800,0,,14400"})

    assert data(punch, at(moment))["target_seconds"] == target


def test_a_row_of_an_older_program_has_no_targets_for_later_days(home: Path, punch: Punch):
    keep(home, {name: value for name, value in IDLE.items() if name != "coming_targets"})

    assert data(punch, NOON + 24 * HOUR)["target_seconds"] is None


def test_format_fills_in_and_names_what_it_does_not_know(home: Path, punch: Punch):
    keep(home, WORKING)

    assert punch("--format", "{state} {elapsed:>5} {left} {since}|{note}|{week}|{account}") == (
        0,
        "working  3:00 5:00 08:02||12:00|local",
    )
    code, sentence = punch("--format={nope}")
    assert code == 2
    assert "{nope}" in sentence
    assert "{attention}" in sentence
    assert punch("--format={")[0] == punch("--format={}")[0] == punch("--format={state.nope}")[0] == 2


def test_nothing_stored_yet_is_idle(home: Path, punch: Punch):
    assert punch() == (0, "Not clocked in · today 0:00")
    assert not list(home.iterdir())
    keep(home, WORKING, account="other")
    assert data(punch)["state"] == "idle"


@pytest.mark.parametrize("content", [b"", b"garbage" * 500])
def test_a_damaged_store_is_left_to_the_slow_way(home: Path, punch: Punch, content: bytes):
    (home / "data").mkdir()
    (home / "data" / "punchcard.db").write_bytes(content)

    assert punch() == (None, "")


@pytest.mark.parametrize("row", [{"state": "idle"}, WORKING | {"zone": "No/Where"}])
def test_a_row_of_another_shape_is_left_to_the_slow_way(home: Path, punch: Punch, row: dict[str, Any]):
    keep(home, row)

    assert punch(now=NOON + 24 * HOUR) == (None, "")


def test_a_store_that_was_moved_aside_is_left_to_the_slow_way(home: Path, punch: Punch):
    (home / "data").mkdir()
    (home / "data" / "punchcard.db.damaged-20260311").touch()

    assert punch() == (None, "")


@pytest.mark.parametrize(
    "options",
    [["--help"], ["--nope"], ["--json", "--prompt"], ["--format"], ["--account", "nobody"], ["more"]],
)
def test_what_is_out_of_the_ordinary_is_left_to_the_slow_way(home: Path, options: list[str]):
    assert status_line.run(["--home", str(home), "status", *options], NOON) is None


def test_the_account_comes_from_the_checked_configuration(home: Path, punch: Punch):
    keep(home, WORKING | {"account": "acme", "backend": "clockodo"}, account="acme")
    (home / "config").mkdir()
    (home / "config" / "config.toml").write_text("default_account = 'acme'")
    assert punch()[0] is None
    value = {
        "default_account": "acme",
        "accounts": {"acme": {"backend": "clockodo"}, "x-1": {"backend": "mctime"}},
    }
    checked = {"source": "default_account = 'acme'", "version": punchcard.__version__, "value": value}
    (home / "state").mkdir()
    (home / "state" / "config.checked.json").write_text(json.dumps(checked))

    assert data(punch)["account"] == "acme"
    assert punch("--account", "x-1", "--format", "{account} {state}") == (0, "x-1 idle")
    assert punch("--account", "nobody")[0] is None
    (home / "config" / "config.toml").write_text("default_account = 'changed'")
    assert punch()[0] is None


def test_the_moment_can_be_given(home: Path, punch: Punch, monkeypatch: pytest.MonkeyPatch):
    keep(home, WORKING)
    argv = ["status", "--home", str(home)]
    monkeypatch.setenv("PUNCHCARD_NOW", "2026-03-11T13:00+01:00")
    monkeypatch.setattr(sys, "argv", ["punch", *argv, "--format={elapsed}"])
    printed = io.StringIO()
    monkeypatch.setattr(sys, "stdout", printed)

    assert __main__.main() == 0
    assert printed.getvalue() == "4:00\n"
    monkeypatch.setenv("PUNCHCARD_NOW", "2026-03-11T13:00")
    assert status_line.run(argv) is None


def test_an_old_terminal_and_a_closed_pipe_do_no_harm(home: Path):
    keep(home, WORKING)
    command = [sys.executable, "-m", "punchcard", "status", "--prompt", "--home", str(home)]

    plain = subprocess.run(command, env={"PYTHONIOENCODING": "ascii"}, capture_output=True, check=True)
    assert plain.stdout.startswith(b"? ")
    reader, writer = os.pipe()
    os.close(reader)
    closed = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, check=True)
    os.close(writer)
    assert closed.stderr == b""


def test_the_fast_way_imports_nothing_slow(home: Path):
    keep(home, WORKING)
    slow = "argparse asyncio dataclasses httpx json keyring pathlib platformdirs pydantic re textual whenever"
    script = (
        "import sys; before = set(sys.modules); from punchcard.status import line;"
        f"line.run(['status', '--json', '--home', {str(home)!r}]);"
        f"print(*(set({slow!r}.split()) & (set(sys.modules) - before)), file=sys.stderr)"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stderr.strip() == ""


def test_of_an_account_elsewhere_that_was_never_read_nothing_is_known() -> None:
    row = idle_row("acme", "reference", NOON)
    status = status_at(row, NOON)
    assert (status["state"], status["as_of"]) == ("idle", None)
    assert line(status, 0) == "Nothing is known yet of the account acme; `punch today` reads it"
    assert prompt(status, 0) == ""
    assert '"as_of": null' in as_json(status)
