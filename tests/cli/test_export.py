"""`punch export` as programs read it."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.program import Program

from punchcard.core.csv_safety import recovered

FORMULA = "=HYPERLINK(\"http://evil.example\",'x')"


@pytest.fixture
def worked(punch: Program) -> Program:
    for words in (
        [
            "add",
            "8",
            "12",
            "--on",
            "Northwind/Portal/Dev",
            "--create",
            "--note",
            FORMULA,
            "--break",
            "10-10:15",
        ],
        ["add", "13", "14", "--type", "travel", "--note", "'quoted', \"twice\"\nsecond line ﷽"],
        ["add", "22", "6", "--day", "28.2.", "--note", "night"],
    ):
        assert punch(*words).code == 0
    return punch


def raw(punch: Program, *words: str) -> bytes:
    return subprocess.run(
        [sys.executable, "-m", "punchcard", "export", *words], env=dict(punch.environment()),
        stdin=subprocess.DEVNULL, capture_output=True, check=True,
    ).stdout  # fmt: skip


def rows_of(body: bytes) -> list[dict[str, str]]:
    rows = csv.reader(io.StringIO(body.decode("utf-8"), newline=""), strict=True)
    header = next(rows)
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_csv_opens_safely_and_the_original_comes_back(worked: Program) -> None:
    body = raw(worked)
    first, second = rows_of(body)

    assert first["note"] == "'" + FORMULA
    assert recovered(first["note"]) == FORMULA
    assert recovered(second["note"]) == "'quoted', \"twice\"\nsecond line ﷽"
    assert {key: first[key] for key in first if key not in ("id", "person", "note")} == {
        "date": "2026-03-11", "start": "2026-03-11T08:00:00+01:00", "end": "2026-03-11T12:00:00+01:00",
        "duration": "3:45", "duration_seconds": "13500", "break_seconds": "900", "unit": "times", "type": "",
        "category": "", "client": "Northwind", "project": "Portal", "task": "Dev", "billable": "",
        "status": "open", "source": "typed",
    }  # fmt: skip
    assert (second["type"], second["category"]) == ("Travel", "productive")
    assert body.count(b"\r\n") == 3
    assert body.endswith(b"typed\r\n")


def test_json_holds_the_text_as_it_is(worked: Program) -> None:
    as_json, with_json = json.loads(raw(worked, "--as", "json")), worked("export", "--json")

    assert as_json["data"] == with_json.data
    first = with_json.data["entries"][0]
    assert (first["note"], first["date"], first["unit"]) == (FORMULA, "2026-03-11", "times")
    assert [r["name"] for r in first["references"]] == ["Northwind", "Portal", "Dev"]
    assert (first["duration_seconds"], first["pending"]) == (13500, None)


def test_an_entry_belongs_to_the_day_it_begins_on(worked: Program) -> None:
    assert [row["note"] for row in rows_of(raw(worked, "--last", "month"))] == ["night"]
    assert [row["note"] for row in rows_of(raw(worked, "--from", "2026-03-01", "--to", "2026-03-10"))] == []
    (travel,) = rows_of(raw(worked, "--filter", "type=travel"))
    assert travel["note"].startswith("''quoted")


def test_a_file_is_not_overwritten_unasked(worked: Program, tmp_path: Path) -> None:
    file = tmp_path / "out.csv"

    assert worked("export", "--output", str(file)).out == f"Wrote 2 entries to {file}.\n"
    before = file.read_bytes()
    assert before == raw(worked)
    said = worked("export", "--as", "json", "--output", str(file), "--json")
    assert (said.code, said.error["code"]) == (1, "file_exists")
    assert file.read_bytes() == before
    data = worked("export", "--as", "json", "--output", str(file), "--force", "--json").data
    assert (data["count"], data["form"], data["file"]) == (2, "json", str(file))
    assert len(json.loads(file.read_text("utf-8"))["data"]["entries"]) == 2


@pytest.mark.parametrize(
    ("words", "code", "part"),
    [
        (["--as", "xml"], 2, "none of csv, json"),
        (["--as", "csv", "--json"], 2, "contradict"),
        (["--output", ""], 2, "no file"),
        (["--output", "/nowhere/at/all.csv"], 1, "cannot be written"),
        (["--output", "/dev/null/x"], 1, "cannot be written"),
        (["--from", "2026-04-01"], 2, "before it begins"),
        (["--filter", "client=Nobody"], 5, "is no client"),
    ],
)
def test_what_is_wrong_is_a_sentence(worked: Program, words: list[str], code: int, part: str) -> None:
    said = worked("export", *words)

    assert said.code == code
    assert part in said.out + said.err


def test_an_empty_period_is_a_header(punch: Program) -> None:
    assert rows_of(raw(punch)) == []
    assert raw(punch).startswith(b"id,person,date,")
    assert punch("export", "--json").data["entries"] == []


def test_a_reader_that_goes_is_no_problem_and_a_full_disk_is_one(worked: Program) -> None:
    process = worked.start("export")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(timeout=30) == 0
    process.stderr.close()
    with open("/dev/full", "w", encoding="utf-8") as full:
        said = worked("export", to=full)
    assert said.code == 1
    assert "could not be written" in said.err
