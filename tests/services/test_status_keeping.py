from __future__ import annotations

import asyncio
import os
import stat
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from tests.services.desk import Desk
from tests.services.test_undo import steps, walk

from punchcard.core.clock import Idle
from punchcard.core.days import DaySheet
from punchcard.paths import Folders
from punchcard.services import clocking
from punchcard.services import session as session_module
from punchcard.services.status_keeping import status_row, write_status_file
from punchcard.status.row import status_at

if TYPE_CHECKING:
    from punchcard.status.row import StatusRow


def fresh_row(desk: Desk) -> StatusRow:
    session = desk.session
    with session.store.read() as transaction:
        week = session.week()
        known = session.known(transaction, week[0], session.today().add(days=40))
        unsettled = transaction.outbox.count_unsettled("acme")
    return status_row(session.account, session.config, week, session.now(), known, unsettled, {}, {})


@settings(max_examples=40)
@given(steps)
def test_the_kept_row_is_what_would_be_worked_out_anew(journey: list[tuple[str, int]]) -> None:
    with TemporaryDirectory() as home:
        desk = Desk(Path(home), "11 12:00")
        try:
            for step in journey:
                rows = desk.rows()
                walk(desk, [step])
                if desk.rows() != rows:
                    assert desk.shown() == fresh_row(desk)
                    assert desk.status_file()["state"] == desk.shown()["state"]
            if desk.rows():
                assert_figures(desk)
        finally:
            desk.close()


def assert_figures(desk: Desk) -> None:
    """What a prompt adds to the row gives the sums of the sheets."""
    for minutes in (0, 7, 50):
        desk.clock.move(minutes=minutes)
        now, known = desk.session.now(), desk.known()
        said = status_at(desk.shown(), now.timestamp())
        sheets = [
            DaySheet(day, "Europe/Berlin", known.plain_entries, known.state, now)
            for day in desk.session.week()
        ]
        assert said["week_seconds"] == sum(sheet.worked_seconds for sheet in sheets)
        assert said["today_seconds"] == sheets[2].worked_seconds
        assert said["break_seconds"] == sheets[2].break_seconds
        worked = 0 if isinstance(known.state, Idle) else known.state.worked_seconds(now)
        assert said["elapsed_seconds"] == worked


def test_the_file_for_status_bars_is_the_persons_alone_and_replaced_as_a_whole(desk: Desk) -> None:
    clocking.start(desk.session)
    path = Path(desk.folders.status_file)
    first = path.stat().st_ino
    assert desk.status_file() == {
        "state": "working", "class": "working", "since": desk.session.now().timestamp(), "today_seconds": 0,
        "pending": 1, "attention": 0, "account": "acme", "as_of": desk.session.now().timestamp(),
    }  # fmt: skip
    clocking.stop(desk.session)
    assert path.stat().st_ino != first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert os.listdir(path.parent) == ["status.json"]


def test_a_runtime_folder_that_cannot_be_written_does_not_refuse_a_punch(desk: Desk) -> None:
    Path(desk.folders.runtime).parent.mkdir(exist_ok=True)
    Path(desk.folders.runtime).write_text("in the way")
    clocking.start(desk.session)
    assert len(desk.rows()) == 1


def always_the_same(size: int) -> bytes:
    return bytes(size)


def test_a_link_in_the_place_of_the_half_written_file_is_not_followed(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clocking.start(desk.session)
    victim = tmp_path / "victim"
    victim.write_text("precious")
    monkeypatch.setattr(os, "urandom", always_the_same)
    for name in (f"{os.getpid()}", always_the_same(4).hex()):
        Path(f"{desk.folders.status_file}.{name}.partial").symlink_to(victim)
    write_status_file(desk.folders, desk.shown())
    assert victim.read_text() == "precious"


def test_a_runtime_folder_that_cannot_even_be_named_does_not_refuse_a_punch(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unnamed(_folders: Folders) -> str:
        raise PermissionError

    monkeypatch.setattr(Folders, "runtime", property(unnamed))
    clocking.start(desk.session)
    assert len(desk.rows()) == 1


def test_of_two_processes_the_file_shows_what_was_committed_last(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One is slow between its commit and its file; the other one commits and writes in between."""
    other, write, waited = desk.open(), session_module.write_status_file, list[str]()

    def slow_write(folders: Folders, row: StatusRow) -> None:
        if not waited:
            waited.append("")
            waited[0] = clocking.take_break(other).row_id
        write(folders, row)

    monkeypatch.setattr(session_module, "write_status_file", slow_write)
    clocking.start(desk.session)
    assert desk.shown()["state"] == "break"
    assert desk.status_file()["state"] == "break"


def test_everything_is_kept_when_asked_from_an_event_loop_too(desk: Desk) -> None:
    async def ask() -> None:
        clocking.start(desk.session)

    asyncio.run(ask())
    assert desk.shown()["state"] == "working"
