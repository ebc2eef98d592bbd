"""Opening a week in a store with a great many entries."""

from __future__ import annotations

from collections.abc import Iterator

from tests.benchmarks.homes import script
from tests.benchmarks.many_entries import Crowd, home_of
from tests.benchmarks.measures import Measure
from tests.benchmarks.timing import Program, compared

MILLION = 1_000_000
FEW = 1_000


def weeks(pairs: int) -> Iterator[Measure]:
    """`punch week`, with a million entries against a thousand."""
    for what, people, a_day in (("200 people", 200, 4), ("one person", 1, 40)):
        with (
            home_of(Crowd(MILLION, people, a_day)) as many,
            home_of(Crowd(FEW, people, a_day)) as few,
        ):
            week = [script("punch"), "week", "--json"]
            found = compared(Program(week, many), Program(week, few), pairs)
        yield Measure(f"a week in {MILLION:,} : {FEW:,} entries, {what}", found.wall, 1.5, found.detail)
