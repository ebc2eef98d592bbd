"""Bad input and a bad machine: a sentence, the right exit code, nothing lost."""

from __future__ import annotations

import errno
import json
import os
import sqlite3

import pytest
from tests.cli.program import Program, no_room_left

from punchcard.cli import output
from punchcard.cli.context import Result
from punchcard.cli.delivery import delivering
from punchcard.cli.main import main
from punchcard.core.refusals import Refusal
from punchcard.database.failures import StorageFailed


@pytest.mark.parametrize(
    ("words", "code", "sentence", "hint"),
    [
        (["in", "--type", "nonsense"], 5, "“nonsense” is no time type", "Choose one of: Work,"),
        (["in", "--at", "25:00"], 2, "“25:00” is not a time.", "Say 08:15"),
        (
            ["in", "--at", "2026-03-29 02:30"], 2, "02:30 does not exist on Sunday 29 March 2026",
            "Say 2026-03-29T01:30+01:00 or 2026-03-29T03:30+02:00.",
        ),
        (
            ["in", "--at", "2025-10-26 02:30"], 2, "02:30 happens twice on Sunday 26 October 2025",
            "Say 2025-10-26T02:30+02:00 or 2025-10-26T02:30+01:00.",
        ),
        (["in", "--note", "x" * 10_000], 2, "The note has 10,000 characters", "Shorten it"),
        (["in", "--at", "18:00"], 1, "18:00 is in the future; it is 17:00 now.", "Nothing was changed."),
        (["in", "--on", "Nobody"], 5, "There is no client “Nobody”.", "Add it with --create."),
        (["in", "--on", "a/b/c/d"], 2, "“a/b/c/d” has 4 parts.", "The levels are"),
        (["out"], 1, "You are not clocked in", "Start it with `punch in`."),
        (["edit"], 2, "There is nothing to change.", "--at"),
        (["change", "123456"], 2, "There is nothing to change.", "punch change --help"),
        (["delete", "123456", "--yes"], 5, "There is no entry “123456”.", "punch today"),
        (["delete", "\udcff%", "--yes"], 5, "There is no entry", "punch today"),
        (["outbox", "show", "%"], 5, "There is no outbox item “%”.", "punch outbox list"),
        (["add", "08:00"], 2, "`punch add` needs END,", "punch add --help"),
        (["add", "08:00", "09:00", "--break", "noon"], 2, "“noon” is not a break.", "12:00-12:30"),
        (["today", "--day", "someday"], 2, "“someday” is not a day.", "Say today"),
        (["brek"], 2, "There is no command `brek`. Did you mean `break`?", "punch --help"),
        (["in", "08:00"], 2, "`punch in` does not know “08:00”. Did you mean `--at 08:00`?", "--help"),
        (["in", "--ta", "8"], 2, "Did you mean `--at`?", "punch in --help"),
        (["in", "--at"], 2, "`--at` needs a value.", "punch in --help"),
        (["in", "--wait", "nan"], 2, "“nan” is no number of seconds", "punch in --help"),
        (["completion", "fsh"], 2, "“fsh” is none of bash, zsh, fish. Did you mean `fish`?", "--help"),
        (["--account", "nope", "in"], 5, "There is no account “nope”.", "local"),
        ([], 2, "The app needs a terminal", "punch --help"),
    ],
)  # fmt: skip
def test_a_sentence_and_its_exit_code(
    punch: Program, words: list[str], code: int, sentence: str, hint: str
) -> None:
    said = punch(*words)
    assert (said.code, said.out) == (code, "")
    assert sentence in said.err.splitlines()[0]
    assert hint in said.err.splitlines()[1]
    if words:
        error = punch(*words, "--json")
        assert error.code == code
        assert sentence in error.error["message"]
        assert error.err == ""
    assert punch("today", "--json").data["entries"] == []


def test_control_characters_are_left_out_and_markup_is_kept_as_it_is(punch: Program) -> None:
    note = "[bold]x[/] [@click=app.quit]x[/] \x1b[31mred\x1b[0m\x07 \u202eback"
    said = punch("in", "--at", "08:00", "--note", note)
    assert (said.code, said.err) == (0, "Control characters were left out of the note.\n")
    kept = "[bold]x[/] [@click=app.quit]x[/] red back"
    assert punch("today", "--json").data["running"]["note"] == kept
    assert kept in punch("today").out
    assert punch("edit", "--note", "\x1b[2Jagain", "--json").data["warnings"] == [
        "Control characters were left out of the note."
    ]
    assert punch("edit", "--note", "e\u0301 composed", "--json").data["warnings"] == []


def test_a_note_may_begin_with_a_hyphen_and_a_moment_may_be_one_ago(punch: Program) -> None:
    assert punch("in", "--at", "-15m", "--note", "-5 degrees").code == 0
    running = punch("today", "--json").data["running"]
    assert (running["start"], running["note"]) == ("2026-03-11T16:45:00+01:00", "-5 degrees")


def test_a_terminal_that_knows_ascii_only_gets_question_marks(punch: Program) -> None:
    punch.surroundings = {"PYTHONIOENCODING": "ascii"}
    punch("in", "--note", "naïve – 日本語")
    said = punch("today")
    assert said.code == 0
    assert "na?ve ? ???" in said.out


def test_a_file_in_the_place_of_the_data_folder(punch: Program) -> None:
    punch.home.mkdir()
    (punch.home / "data").write_text("in the way")
    said = punch("in")
    assert said.code == 1
    assert "cannot write to" in said.err
    assert punch("status").code == 1
    assert punch("doctor").code == 1
    assert (punch.home / "data").read_text() == "in the way"


@pytest.mark.parametrize("size", [0, 4096, 65536])
def test_a_full_disk_loses_nothing(punch: Program, size: int) -> None:
    punch("in", "--at", "08:00")
    before = punch("today", "--json").data
    for command in ("break", "out", "today"):
        said = punch(command, limit=no_room_left(size))
        assert said.code in (0, 1, 3), said
        assert said.code == 0 or said.err or said.out
    after = punch("today", "--json").data
    assert after["entries"][0]["id"] == before["entries"][0]["id"]
    assert after["entries"][0]["start"] == before["entries"][0]["start"]
    assert punch("doctor").code == 0


def test_a_fresh_home_on_a_full_disk(punch: Program) -> None:
    said = punch("in", limit=no_room_left(0))
    assert said.code == 1
    assert said.err.strip()
    assert punch("in").code == 0


def test_a_wrong_key_in_the_configuration(punch: Program) -> None:
    punch.configure('[schedule]\nzone = "Europe/Berlin"\nholliday = "DE"\n')
    said = punch("in")
    assert said.code == 2
    assert "holliday" in said.err
    assert not (punch.home / "data").exists()
    checks = {check["name"]: check for check in json.loads(punch("doctor", "--json").out)["data"]["checks"]}
    assert "holliday" in checks["configuration"]["problem"]


def test_a_moment_that_the_clock_cannot_stand_at(punch: Program) -> None:
    said = punch.at("lunch time")("in")
    assert said.code == 2
    assert "lunch time" in said.err
    assert punch.at("lunch time")("doctor").code == 1


def test_a_reader_that_goes_away_is_no_news(punch: Program) -> None:
    process = punch.start("completion", "bash")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.wait(timeout=30) == 0
    assert process.stderr.read() == b""
    process.stderr.close()


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_a_punch_whose_output_cannot_be_written_is_said_to_be_kept(punch: Program, form: list[str]) -> None:
    with open("/dev/full", "w") as full:
        said = punch("in", "--at", "08:00", *form, to=full)
        assert said.code == 1
        assert "The output could not be written" in said.err
        assert "Written down and kept: Clocked in" in said.err
        assert "Nothing was changed" not in said.err
        assert punch("today", *form, to=full).err == (
            "The output could not be written: No space left on device.\n"
        )
        refused = punch("in", *form, to=full)
        assert (refused.code, "already" in refused.err) == (1, True)
    assert punch("today", "--json").data["state"] == "working"


@pytest.mark.parametrize(
    "failure",
    [
        StorageFailed("The disk is full: x.db could not be written."),
        OSError(errno.ENOSPC, "No space left on device"),
        sqlite3.OperationalError("database or disk is full"),
    ],
)
def test_a_disk_that_is_full_after_a_punch_was_written_down_does_not_deny_it(
    failure: Exception, punch: Program, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def full(*_arguments: object) -> None:
        raise failure

    monkeypatch.setattr(delivering, "deliver_all", full)
    assert main(["--home", str(punch.home), "in"]) == 3
    err = capsys.readouterr().err
    assert err.startswith("Written down and kept: Clocked in")
    assert "The disk is full" in err
    assert "Nothing was changed" not in err
    assert "`punch sync` delivers it." in err


def test_nothing_that_is_printed_steers_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    nasty = "one\x1b]0;owned\x07\x1b[2J\u202e\ntwo"
    assert output.show(Result(nasty, warnings=(nasty,)), as_json=False) == 0
    output.show_refusal(Refusal(nasty, nasty), as_json=False)
    said = capsys.readouterr()
    assert (said.out, said.err) == ("one\ntwo\n", "one\ntwo\n" * 3)


def open_umask() -> None:
    os.umask(0)


def test_everything_below_the_data_folder_is_the_persons_alone(punch: Program) -> None:
    punch("in", limit=open_umask)
    data = punch.home / "data"
    modes = {path.name: path.stat().st_mode & 0o777 for path in data.rglob("*") if path.is_dir()}
    assert modes == {"accounts": 0o700, "local": 0o700}
