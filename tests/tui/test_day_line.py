"""The day to scale: every cell where the clock on the wall says, also on days on which the clocks change."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain import berlin, epochs, from_epoch, zones
from whenever import Date, ZonedDateTime

from punchcard.core.intervals import Interval, day_interval
from punchcard.tui.clock.day_line import Cell
from punchcard.tui.clock.day_line_model import day_line

WIDTH = 84


def at(day: str, clock: str) -> ZonedDateTime:
    return ZonedDateTime.parse_iso(f"{day}T{clock}:00[Europe/Berlin]")


def hour_labels(hours: str) -> dict[int, str]:
    return {column: hours[column : column + 2] for column in range(len(hours) - 1) if hours[column].isdigit()
            and (column == 0 or not hours[column - 1].isdigit())}  # fmt: skip


def test_usual_day() -> None:
    frame = day_interval(Date(2026, 3, 11), "Europe/Berlin")
    work = [
        Interval(berlin("11 08:00"), berlin("11 12:00")),
        Interval(berlin("11 12:30"), berlin("11 13:00")),
    ]
    pause = [Interval(berlin("11 12:00"), berlin("11 12:30"))]

    line = day_line(frame, work, pause, None, berlin("11 16:30"), WIDTH)

    assert hour_labels(line.hours) == {6 * n: f"{6 + n:02}" for n in range(14)}
    kinds = [cell for cell, _ in line.cells]
    assert kinds[:12] == [Cell.GAP] * 12
    assert kinds[12:36] == [Cell.WORK] * 24
    assert kinds[36:39] == [Cell.BREAK] * 3
    assert kinds[39:42] == [Cell.WORK] * 3
    assert kinds[42:] == [Cell.GAP] * 42
    assert line.finish_column == 63
    assert line.labels.index("08:00") == 12


@pytest.mark.parametrize(("day", "first", "last"), [("2026-03-29", "07", "20"), ("2026-10-25", "05", "18")])
def test_hours_stand_where_the_clock_on_the_wall_says(day: str, first: str, last: str) -> None:
    work = [Interval(at(day, "09:00"), at(day, "12:00"))]

    line = day_line(day_interval(Date.parse_iso(day), "Europe/Berlin"), work, [], None, None, WIDTH)

    labels = hour_labels(line.hours)
    assert (min(labels.values()), max(labels.values())) == (first, last)
    begins = [cell for cell, _ in line.cells].index(Cell.WORK)
    assert labels[begins] == "09"
    assert line.labels.index("09:00") == begins


def test_clock_that_moves_by_half_an_hour() -> None:
    frame = day_interval(Date(2026, 10, 4), "Australia/Lord_Howe")
    end = frame.end.subtract(minutes=15)

    line = day_line(frame, [Interval(end.subtract(hours=3), end)], [], None, None, 120)

    labels = hour_labels(line.hours)
    assert line.cells[114][0] is Cell.WORK
    assert line.labels.index("20:45") == 95
    assert labels[96] == "21"


@given(zones, epochs, st.lists(st.tuples(st.integers(0, 90_000), st.integers(1, 40_000)), max_size=6),
       st.integers(10, 300))  # fmt: skip
def test_every_day_has_its_line(zone: str, second: int, pieces: list[tuple[int, int]], width: int) -> None:
    frame = day_interval(from_epoch(second, zone).date(), zone)
    work: list[Interval] = []
    for begin, length in pieces:
        start = frame.start.add(seconds=min(begin, frame.seconds - 1))
        work.append(Interval(start, min(start.add(seconds=length), frame.end)))

    line = day_line(frame, sorted(work, key=_start), [], None, frame.end, width)

    assert len(line.hours) == len(line.cells) == len(line.labels) == width
    if any(piece.seconds >= 8 * 3600 for piece in work):
        assert Cell.WORK in {cell for cell, _ in line.cells}


def _start(piece: Interval) -> int:
    return piece.start.timestamp()
