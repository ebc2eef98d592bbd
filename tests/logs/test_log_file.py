"""The log: small, the person's own, and without secrets."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Generator
from pathlib import Path

import pytest
from tests.cli.program import Program
from tests.processes import run_python

from punchcard.logs import HIDDEN, hide, record_crash, start_logging
from punchcard.logs.file import LARGEST_FILE, OLD_FILES, OwnFile
from punchcard.paths import Folders, folders

CANARY = "canary-of-this-log"


@pytest.fixture
def home(tmp_path: Path) -> Generator[Folders]:
    yield folders(str(tmp_path))
    root = logging.getLogger()
    for handler in [each for each in root.handlers if isinstance(each, OwnFile)]:
        root.removeHandler(handler)
        handler.close()
    logging.getLogger("punchcard").setLevel(logging.NOTSET)


def log_of(home: Folders) -> str:
    return (Path(home.state) / "punchcard.log").read_text()


def test_secrets_are_hidden_in_messages_arguments_and_errors(home: Folders) -> None:
    hide(CANARY)
    start_logging(home)
    log = logging.getLogger("punchcard.sync")
    log.warning("in the message %s and %s", CANARY, {"Authorization": "Bearer whatever"})
    try:
        raise ValueError(f"in the error {CANARY}")
    except ValueError:
        log.exception("it broke")
    text = log_of(home)
    assert CANARY not in text
    assert "whatever" not in text
    assert text.count(HIDDEN) == 3
    assert "ValueError: in the error" in text


def test_what_is_quoted_cannot_look_like_a_line_of_its_own(home: Folders) -> None:
    start_logging(home)
    logging.getLogger("punchcard.sync").warning(
        "said: %s", "a\n2026-01-01T00:00:00Z INFO 1 punchcard: b\x1b[2J"
    )
    [line] = log_of(home).splitlines()
    assert line.endswith("said: a 2026-01-01T00:00:00Z INFO 1 punchcard: b")


def test_a_crash_is_written_down_with_its_places_and_without_values(home: Folders) -> None:
    def fall_over(note: str) -> None:
        local_value = f"the value of {note}"
        raise RuntimeError(f"no {len(local_value)}")

    with pytest.raises(RuntimeError) as caught:
        fall_over("-".join(("a", "note")))
    record = record_crash(home, caught.value)
    for text in (log_of(home), record.traceback):
        assert "in fall_over" in text
        assert "RuntimeError" in text
        assert "a-note" not in text


def test_the_log_is_the_persons_own_and_stays_small(home: Folders) -> None:
    start_logging(home, debug=True)
    log = logging.getLogger("punchcard.http")
    for _ in range(900):
        log.debug("some words " * 170)
    files = sorted(Path(home.state).glob("punchcard.log*"))
    assert len(files) == 1 + OLD_FILES
    assert all(file.stat().st_size <= LARGEST_FILE for file in files)
    assert all(file.stat().st_mode & 0o777 == 0o600 for file in files)
    assert Path(home.state).stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("debug", [True, False])
def test_requests_are_written_down_where_that_was_asked_for(home: Folders, debug: bool) -> None:
    start_logging(home, debug=debug)
    logging.getLogger("punchcard.http").debug("GET /x")
    logging.getLogger("httpcore.http11").debug("send_request_headers")
    assert ("GET /x" in log_of(home)) is debug
    assert "send_request_headers" not in log_of(home)


def test_there_is_one_log_at_a_time(home: Folders, tmp_path: Path) -> None:
    other = folders(str(tmp_path / "other"))
    start_logging(home)
    start_logging(other)
    logging.getLogger("punchcard").warning("to the other one")
    assert log_of(home) == ""
    assert "to the other one" in log_of(other)


def test_without_a_place_to_write_nothing_is_refused_or_printed(
    home: Folders, capfd: pytest.CaptureFixture[str]
) -> None:
    Path(home.state).write_text("a file where the folder should be")
    assert not start_logging(home)
    record = record_crash(home, ValueError(CANARY))
    assert record.path == ""
    assert capfd.readouterr().err == ""


def test_a_punch_on_this_machine_needs_no_log(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom punchcard.cli.main import main\ncode = main(sys.argv[1:])\n"
        "heavy = {'logging', 'punchcard.logs', 'keyring', 'pydantic', 'httpx'}\n"
        "print(code, sorted(heavy & set(sys.modules)))"
    )
    said = run_python(program, "--home", tmp_path, "in")
    assert said.endswith("0 []")
    assert not (tmp_path / "state" / "punchcard.log").exists()


@pytest.mark.parametrize("form", ["before", "behind", "variable"])
def test_the_log_is_begun_where_it_is_asked_for(punch: Program, form: str) -> None:
    words = {"before": ["--debug", "in"], "behind": ["in", "--debug"], "variable": ["in"]}[form]
    if form == "variable":
        punch.surroundings["PUNCHCARD_DEBUG"] = "1"
    assert punch(*words).code == 0
    file = punch.home / "state" / "punchcard.log"
    assert file.stat().st_mode & 0o777 == 0o600
    assert os.access(file, os.W_OK)
    assert sys.platform == "win32" or file.stat().st_uid == os.getuid()
