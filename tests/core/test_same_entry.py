"""Whether two entries take the same time."""

from __future__ import annotations

from dataclasses import replace

from tests.domain import berlin

from punchcard.core.entries import Entry, EntryStatus
from punchcard.core.same_entry import is_same_time, the_same_among

WORKED = Entry("w", "ann", berlin("11 08:00").date(), berlin("11 08:00"), berlin("11 10:00"))


def test_what_is_rounded_to_minutes_takes_the_same_time() -> None:
    rounded = replace(WORKED, id="r", end=berlin("11 10:01"))
    assert is_same_time(WORKED, rounded)
    assert not is_same_time(WORKED, replace(rounded, end=berlin("11 10:02")))
    assert not is_same_time(WORKED, replace(rounded, person="ben"))


def test_a_clock_that_could_not_be_saved_is_not_the_entry_that_is_booked_in_its_place() -> None:
    lost = replace(WORKED, id="x", status=EntryStatus.INVALID)
    assert not is_same_time(WORKED, lost)
    assert the_same_among(WORKED, [lost]) is None
    assert is_same_time(lost, replace(lost, id="y"))
