"""A day by its work times: what a change request is about where a service keeps them beside the entries."""

from __future__ import annotations

from tests.core.findings.made import Made, booked, moment, working
from whenever import Date

from punchcard.core.attended_days import as_attended
from punchcard.core.change_requests import ChangeRequest, IntervalChange, RequestedChange
from punchcard.core.findings import Rule
from punchcard.core.identifiers import new_id
from punchcard.core.intervals import Interval
from punchcard.core.moments import clock_time
from punchcard.core.requested_days import DayPreview, preview
from punchcard.core.work_times import WorkTimeDay

DAY = Date(2026, 3, 11)


def span(text: str) -> Interval:
    first, _, last = text.partition("-")
    return Interval(moment(f"2026-03-11 {first}"), moment(f"2026-03-11 {last}"))


def told(*spans: str, goes_on: bool = False) -> WorkTimeDay:
    return WorkTimeDay(DAY, tuple(span(each) for each in spans), goes_on)


def asked(week: Made, day: WorkTimeDay, kind: IntervalChange, text: str) -> DayPreview:
    request = ChangeRequest("1", "ann", DAY, (RequestedChange(kind, span(text)),))
    return preview(as_attended(week.given, day, "ann", new_id), request, new_id)


def in_words(pieces: tuple[Interval, ...]) -> list[str]:
    return [f"{clock_time(each.start)}-{clock_time(each.end)}" for each in pieces]


def test_a_request_changes_the_work_times_and_not_what_was_booked() -> None:
    week = Made("2026-03-09", ("2026-03-11 09:00-11:00", "2026-03-12 08:00-10:00"))
    found = asked(week, told("08:00-12:00", "13:00-17:00"), IntervalChange.REMOVE, "16:00-17:00")
    assert in_words(found.before) == ["08:00-12:00", "13:00-17:00"]
    assert in_words(found.after) == ["08:00-12:00", "13:00-16:00"]
    assert found.difference_seconds == -3600


def test_rules_go_by_the_work_times_of_the_day_and_by_the_entries_of_the_others() -> None:
    week = Made("2026-03-09", ("2026-03-10 14:00-22:00 18:00-18:30", "2026-03-11 09:00-11:00"))
    worked = told("09:30-13:00", "14:00-18:00")
    longer = asked(week, worked, IntervalChange.ADD, "18:00-21:00")
    assert {finding.rule for finding in longer.appearing} >= {Rule.LONG_DAY}
    earlier = asked(week, worked, IntervalChange.ADD, "08:00-09:30")
    assert Rule.SHORT_REST in {finding.rule for finding in earlier.appearing}


def test_an_open_stretch_is_left_to_the_clock_that_is_known_here() -> None:
    worked = told("08:00-12:00", "12:30-14:00", goes_on=True)
    own = Made("2026-03-09", now="2026-03-11 15:00", state=working("2026-03-11 12:30"))
    starts = [entry.start for entry in as_attended(own.given, worked, "ann", new_id).entries]
    assert starts == [moment("2026-03-11 08:00")]
    of_another = Made("2026-03-09", now="2026-03-11 15:00")
    assert len(as_attended(of_another.given, worked, "ann", new_id).entries) == 2


def test_what_has_no_times_stays() -> None:
    sick = booked("2026-03-12 08:00-10:00")
    given = as_attended(Made("2026-03-09", (sick, "2026-03-11 09:00-11:00")).given, told(), "ann", new_id)
    assert given.entries == (sick,)
