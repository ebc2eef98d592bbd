"""Entries that wait for an approval elsewhere, put together by person and week."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.domain import berlin
from whenever import Date, Weekday

from punchcard.core.entries import Entry, EntryStatus
from punchcard.core.findings import Rule
from punchcard.core.pending_weeks import pending_weeks
from punchcard.core.rule_sets import RULE_SETS
from punchcard.core.weeks import Week

NOW = berlin("20 12:00")


def entry(person: str, day: int, start: str, end: str, status: EntryStatus = EntryStatus.SUBMITTED) -> Entry:
    times = berlin(f"{day} {start}"), berlin(f"{day} {end}")
    return Entry(f"{person}{day}{start}", person, Date(2026, 3, day), *times, status=status)


def test_a_week_of_a_person_stands_together_and_the_oldest_first() -> None:
    given = [
        entry("ben", 11, "08:00", "12:00"),
        entry("ben", 3, "13:00", "17:00", EntryStatus.DECLINED),
        entry("li", 8, "08:00", "12:00"),
        entry("ben", 3, "08:00", "12:00"),
    ]
    first, other, newest = pending_weeks(given, Weekday.MONDAY)
    assert (first.person, first.week) == ("ben", Week(Date(2026, 3, 2), Date(2026, 3, 8)))
    assert [each.id for each in first.entries] == ["ben308:00", "ben313:00"]
    assert (first.seconds, first.oldest) == (8 * 3600, berlin("3 12:00"))
    assert list(first.statuses.items()) == [(EntryStatus.SUBMITTED, 1), (EntryStatus.DECLINED, 1)]
    assert (other.person, newest.first) == ("li", Date(2026, 3, 9))
    assert [week.first.day for week in pending_weeks(given, Weekday.SUNDAY)] == [1, 8, 8]


@pytest.mark.parametrize("silenced", [{}, {"missing_break": "agreed on"}])
def test_findings_are_those_of_days_that_wait(silenced: dict[str, str]) -> None:
    whole, gap = entry("ben", 3, "08:00", "17:00"), entry("ben", 4, "08:00", "10:00")
    (week,) = pending_weeks([whole, gap, entry("ben", 4, "14:00", "17:00")], Weekday.MONDAY)
    found = week.findings("Europe/Berlin", NOW, RULE_SETS["DE"], silenced)
    # Something that is approved may lie in a gap.
    assert [each.rule for each in found] == ([] if silenced else [Rule.MISSING_BREAK])


def test_an_entry_without_times_has_waited_for_nobody_knows_how_long() -> None:
    plain = replace(entry("ben", 3, "08:00", "12:00"), start=None, end=None, duration_seconds=3600)
    (week,) = pending_weeks([plain], Weekday.MONDAY)
    assert (week.oldest, week.seconds) == (None, 3600)
