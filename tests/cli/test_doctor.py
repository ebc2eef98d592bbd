"""Damaged files: named, kept, brought back."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.cli.program import Program

STORE, LOCAL = "punchcard.db", "accounts/local/local.db"


def damage(punch: Program, name: str) -> Path:
    path = punch.home / "data" / name
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    path.write_bytes(b"this is no database, " * 500)
    return path


@pytest.fixture
def worked(punch: Program) -> Program:
    """A home with Tuesday's work in its backups, and Wednesday's clock running."""
    tuesday = punch.at("2026-03-10T17:00:00+01:00")
    tuesday("add", "08:00", "16:00")
    tuesday("today")
    punch("in", "--at", "08:00")
    return punch


@pytest.mark.parametrize("name", [STORE, LOCAL])
def test_a_damaged_file_is_named_and_kept(worked: Program, name: str) -> None:
    path = damage(worked, name)
    for words in (["in"], ["today"], ["sync"], ["undo"]):
        said = worked(*words)
        assert said.code == 1
        assert f"{path} is damaged." in said.err
        assert "punch doctor --restore" in said.err
    [kept] = [p for p in path.parent.iterdir() if ".damaged-" in p.name]
    assert kept.read_bytes().startswith(b"this is no database")
    assert not path.exists()
    report = worked("doctor")
    assert report.code == 1
    assert str(kept) in report.out


@pytest.mark.parametrize("name", [STORE, LOCAL])
def test_restore_brings_the_newest_backup_back(worked: Program, name: str) -> None:
    path = damage(worked, name)
    mended = worked("doctor", "--restore")
    assert mended.code == 0, mended.out
    assert "is back as it was on 2026-03-11" in mended.out
    assert any(".damaged-" in p.name for p in path.parent.iterdir())
    assert worked("today", "--day", "tue", "--json").data["worked_seconds"] == 8 * 3600
    assert worked("doctor", "--restore").out.startswith("No file is damaged; nothing was done.")


def test_what_the_backend_still_has_comes_back_with_a_restored_store(worked: Program) -> None:
    damage(worked, STORE)
    worked("doctor", "--restore")
    assert worked("today", "--json").data["since"] == "2026-03-11T08:00:00+01:00"
    assert worked("out").code == 0


def test_a_request_from_a_backup_is_never_sent_a_second_time(punch: Program) -> None:
    tuesday = punch.at("2026-03-10T17:00:00+01:00")
    tuesday("in", "--at", "08:00", "--no-wait")
    # Wednesday's backup is made with the request still waiting in it; then it is delivered.
    assert punch("status", "--json").data["pending"] == 1
    punch("out", "--at", "2026-03-10 17:00")
    assert punch("today", "--day", "tue", "--json").data["worked_seconds"] == 9 * 3600
    damage(punch, STORE)
    assert punch("doctor", "--restore").code == 0
    assert punch("sync").code == 0
    data = punch("today", "--day", "tue", "--json").data
    assert (data["worked_seconds"], len(data["entries"])) == (9 * 3600, 1)
    assert punch("today", "--json").data["state"] == "idle"


def test_start_empty_begins_a_new_file(worked: Program) -> None:
    path = damage(worked, LOCAL)
    mended = worked("doctor", "--start-empty")
    assert mended.code == 0
    assert "begins anew" in mended.out
    assert worked("today", "--json").data["entries"] == []
    assert worked("in", "--at", "09:00").code == 0
    assert any(".damaged-" in p.name for p in path.parent.iterdir())


@pytest.mark.parametrize("choice", ["--restore", "--start-empty"])
@pytest.mark.parametrize("name", [STORE, LOCAL])
def test_the_status_is_right_at_once_after_mending(worked: Program, name: str, choice: str) -> None:
    bar = worked.home / "runtime" / "status.json"
    assert "Working" in worked("status").out
    assert bar.exists()
    damage(worked, name)
    assert worked("doctor", choice).code == 0
    assert "Working" not in worked("status").out
    assert not bar.exists()
    state = worked("today", "--json").data["state"]
    assert worked("status", "--json").data["state"] == state


def test_what_only_the_cache_still_has_is_kept_before_it_is_forgotten(worked: Program) -> None:
    worked("add", "2026-03-09 08:00", "2026-03-09 09:00", "--note", "only in the cache")
    damage(worked, LOCAL)
    assert "is kept in" in worked("doctor", "--start-empty").out
    [copy] = (worked.home / "data" / "backups").glob("punchcard-2026-03-11-before-mending-*.db")
    with closing(sqlite3.connect(copy)) as connection:
        found = connection.execute("SELECT body FROM entry WHERE body LIKE '%only in the cache%'").fetchall()
    assert len(found) == 1


def test_a_crash_between_a_file_and_its_log_leaves_no_log_for_the_backup(worked: Program) -> None:
    path = worked.home / "data" / STORE
    kept = path.with_name(f"{STORE}.damaged-20260311-120000")
    path.rename(kept)
    path.with_name(f"{STORE}-wal").write_bytes(b"the log")
    assert worked("doctor", "--restore").code == 0
    assert kept.with_name(f"{kept.name}-wal").read_bytes() == b"the log"
    assert worked("today", "--day", "tue", "--json").data["worked_seconds"] == 8 * 3600


def test_a_sound_home_is_in_order(punch: Program) -> None:
    assert punch("doctor").code == 0
    punch("in")
    said = punch("doctor", "--json")
    names = [check["name"] for check in said.data["checks"]]
    assert {"punchcard", "sqlite", "data folder", "configuration", LOCAL, STORE, "clock"} <= set(names)
    assert (said.code, said.data["problems"]) == (0, 0)


def test_the_report_for_programs_says_that_something_is_wrong(punch: Program) -> None:
    fine = punch("doctor", "--json")
    assert (fine.code, fine.data["problems"]) == (0, 0)
    punch.configure('theme = "no such theme"\n')
    report = punch("doctor", "--json")
    assert (report.code, report.error["code"]) == (1, "not_in_order")
    assert "theme" in report.error["message"]
    assert json.loads(report.out)["data"]["problems"] == 1
