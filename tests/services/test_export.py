"""Exported entries: each once, and as they are."""

from __future__ import annotations

import csv
import io
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain import HOSTILE, berlin, entries, texts
from tests.services.local_day import opened
from whenever import Date

from punchcard.core.assignments import Dimension
from punchcard.core.csv_safety import recovered
from punchcard.core.entries import Entry
from punchcard.core.groups import Filters, Period
from punchcard.services.entries import by_hand as booked
from punchcard.services.fold import KnownEntry
from punchcard.services.groups.export import Export, ExportRow, csv_text, read_export
from punchcard.services.groups.export_file import CannotWrite, FileIsThere, write_new_file

FEBRUARY = Period(Date(2026, 2, 1), Date(2026, 2, 28))
MARCH = Period(Date(2026, 3, 1), Date(2026, 3, 31))
DIMENSIONS = (Dimension("client", "Client"), Dimension("=evil", "=cmd|' /C calc'!A0"))


async def test_an_entry_over_midnight_is_in_one_of_two_months(tmp_path: Path) -> None:
    session = await opened(tmp_path / "home")
    booked.add(session, berlin("1 00:00").subtract(hours=2), berlin("1 06:00"), note="night")
    booked.add(session, berlin("1 08:00"), berlin("1 09:00"), note="day")

    months = [await read_export(session, month, [session.person], Filters()) for month in (FEBRUARY, MARCH)]

    assert [[row.known.entry.note for row in month.rows] for month in months] == [["night"], ["day"]]
    assert [dimension.id for dimension in months[0].dimensions] == ["client", "project", "task"]
    await session.aclose()


def read_back(text: str) -> list[dict[str, str]]:
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    return [
        dict(zip(rows[0], [recovered(cell) for cell in row], strict=True)) for row in rows[1:]
    ]  # fmt: skip


@given(st.lists(st.tuples(entries(), texts), max_size=4))
def test_every_row_comes_back(some: list[tuple[Entry, str]]) -> None:
    rows = tuple(ExportRow(name, KnownEntry(entry)) for entry, name in some)

    text = csv_text(Export(MARCH, DIMENSIONS, rows))

    found = read_back(text)
    assert [(r["id"], r["person"], r["note"]) for r in found] == [(e.id, name, e.note) for e, name in some]
    assert [int(r["duration_seconds"]) for r in found] == [e.worked_seconds for e, _ in some]
    assert all(cell[:1] not in set("=+-@\t\r\n") for line in csv.reader(io.StringIO(text, newline=""))
               for cell in line if cell)  # fmt: skip
    assert text.replace("\r\n", "").count("\r\n") == 0
    assert text.endswith("\r\n")


def test_hostile_text_breaks_no_row() -> None:
    note = HOSTILE + '\r\n"",;\t\x00\x1b[31m\u202e=1\ud83d'
    entry = Entry("1", "p", Date(2026, 3, 1), None, None, note=note, duration_seconds=90)

    (row,) = read_back(csv_text(Export(MARCH, DIMENSIONS, (ExportRow("\t=x", KnownEntry(entry)),))))

    assert (row["note"], row["person"]) == (note, "\t=x")
    assert (row["start"], row["end"], row["duration"], row["unit"]) == ("", "", "0:01", "hours")


def test_a_file_is_written_whole_and_never_over_another(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"

    assert write_new_file(str(path), b"one", replace=False) == str(path)
    with pytest.raises(FileIsThere):
        write_new_file(str(path), b"two", replace=False)
    assert path.read_bytes() == b"one"
    write_new_file(str(path), b"two", replace=True)

    assert path.read_bytes() == b"two"
    assert os.listdir(tmp_path) == ["out.csv"]
    assert path.stat().st_mode & 0o077 == 0


def test_a_file_that_appears_in_between_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.csv"
    path.write_bytes(b"somebody else's")

    def not_yet(_: str) -> bool:
        return False

    monkeypatch.setattr(os.path, "lexists", not_yet)

    with pytest.raises(FileIsThere):
        write_new_file(str(path), b"mine", replace=False)

    assert path.read_bytes() == b"somebody else's"
    assert os.listdir(tmp_path) == ["out.csv"]


@pytest.mark.parametrize("name", [".", "nowhere/out.csv", "a\0b", "x" * 300, "file/out.csv"])
def test_what_cannot_be_written_is_a_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_bytes(b"x")

    with pytest.raises(CannotWrite) as refused:
        write_new_file(str(tmp_path / name), b"x", replace=False)

    assert refused.value.hint
    assert os.listdir(tmp_path) == ["file"]


def test_only_ordinary_files_are_replaced(tmp_path: Path) -> None:
    pipe, real, link, loose = (tmp_path / name for name in ("pipe", "real.csv", "link.csv", "loose.csv"))
    os.mkfifo(pipe)
    for path in (str(pipe), "/dev/null"):
        with pytest.raises(CannotWrite, match="no ordinary file"):
            write_new_file(path, b"x", replace=True)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    real.write_text("old")
    link.symlink_to(real)
    loose.symlink_to(tmp_path / "new.csv")
    assert write_new_file(str(link), b"new", replace=True) == str(link)
    assert (link.is_symlink(), real.read_text()) == (True, "new")
    write_new_file(str(loose), b"new", replace=True)
    assert (loose.is_symlink(), (tmp_path / "new.csv").read_text()) == (True, "new")
