"""Timesheets of Lucca as they are handed in and taken back, over a real socket."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.backends.lucca.company import (
    EVERYTHING,
    FEBRUARY,
    MARCH,
    THE_WRITE,
    W9,
    W10,
    W11,
    W12,
    Company,
    spans,
    standing,
)
from tests.backends.lucca.office import Office
from tests.faults.lab import deliver_all

from punchcard.backends.errors import Garbled, NotAllowed
from punchcard.backends.outcomes import Absent, Confirmed, Refused, Unanswered, Unsure
from punchcard.core.submitted_weeks import RequestStatus
from punchcard.core.weeks import Week, WeekStatus
from punchcard.sandbox.faults import Fault
from punchcard.sandbox.lucca.records import Status
from punchcard.services.outbox.sync import deliver
from punchcard.services.timesheet.preflight import preflight, submit, withdraw, withdraw_preflight
from punchcard.services.timesheet.week import timesheet
from punchcard.services.timesheet.week_sentences import standing_in_words
from punchcard.services.timesheet.weeks import read_weeks, refresh_weeks

PENDING, REJECTED = RequestStatus.PENDING, RequestStatus.REJECTED


@pytest.fixture
async def there(place: Office, tmp_path: Path) -> AsyncIterator[Company]:
    company = Company.at(place, tmp_path)
    yield company
    await company.aclose()


async def test_what_is_due_has_the_running_week_and_no_id(there: Company) -> None:
    weeks = there.weeks("Ann")
    due = await weeks.due(there.id("Ann"), W11.last)
    assert spans(due) == [W9, W10, W11]
    assert {(week.id, week.person) for week in due} == {(None, there.id("Ann"))}
    assert spans(await weeks.due(there.id("Ann"), W10.last)) == [W9, W10]
    assert await weeks.list(there.id("Ann"), EVERYTHING) == []


async def test_three_weeks_go_with_one_call_and_say_who_is_next(there: Company) -> None:
    weeks = there.weeks("Ann")
    outcome = await weeks.submit(there.submission("Ann", W9, W10, W11))
    assert isinstance(outcome, Confirmed)
    assert standing(outcome.result) == dict.fromkeys((W9, W10, W11), PENDING)
    assert {(week.next_actor, week.next_actor_id) for week in outcome.result} == {
        ("Lea Brandt", there.id("Lea"))
    }
    assert outcome.warnings == ()
    assert there.posts() == ["submit"]
    # The end is the first day after the last week, as the vendor's own example has it.
    assert [sent.body for sent in there.place.watch.sent if sent.method == "POST"] == [
        {
            "ownerId": int(there.id("Ann")), "startsAt": "2026-03-09T00:00:00",
            "endsAt": "2026-03-16T00:00:00", "transfers": [],
        }
    ]  # fmt: skip
    assert await weeks.list(there.id("Ann"), EVERYTHING) == list(outcome.result)
    assert await weeks.due(there.id("Ann"), W11.last) == []
    # The ids are those of the timesheets, and not those of what was done.
    assert [week.id for week in outcome.result] == [str(sheet.id) for sheet in there.sheets("Ann")]


@pytest.mark.parametrize(
    ("weeks", "words"),
    [
        ((W11,), "would hand in weeks 9 to 11 together"),
        ((W9, W11), "would hand in weeks 9 to 11 together"),
        ((W9, W10, W11, W12), "Week 12 begins on Mon 16 Mar"),
    ],
)
async def test_what_was_not_named_is_never_handed_in(
    there: Company, weeks: tuple[Week, ...], words: str
) -> None:
    outcome = await there.weeks("Ann").submit(there.submission("Ann", *weeks))
    assert isinstance(outcome, Refused)
    assert words in outcome.reason
    assert (there.posts(), there.sheets("Ann")) == ([], [])


async def test_a_week_that_became_due_since_it_was_looked_at_is_not_taken_along(there: Company) -> None:
    await there.handed_in("Ann", W9)
    session = there.session("Ann")
    found = await preflight(session, W11)
    assert found.weeks == (W10, W11)
    submit(session, found)
    first = there.sheets("Ann")[0]
    there.state.sheets[first.id] = replace(first, status=Status.REJECTED)
    (row,) = (await deliver(session)).refused
    assert row.answer is not None
    assert "would hand in weeks 9 to 11 together" in row.answer
    assert there.posts() == []


async def test_what_is_refused_for_one_week_is_said_for_it(there: Company) -> None:
    there.state.options = replace(there.state.options, refuses_empty_timesheets=True)
    there.worked("Ann", W9.first, W11.first)
    outcome = await there.weeks("Ann").submit(there.submission("Ann", W9, W10, W11))
    assert isinstance(outcome, Confirmed)
    assert spans(outcome.result) == [W9, W11]
    assert outcome.warnings == ("Week 10 was not handed in: “There is no time in this timesheet”.",)
    nothing = await there.weeks("Lea").submit(there.submission("Lea", W9))
    assert nothing == Refused("Lucca says: “There is no time in this timesheet”. Nothing was handed in.")


async def test_a_key_without_the_right_is_told_so(there: Company) -> None:
    key = next(text for text, key in there.state.keys.items() if str(key.holder) == there.id("Ann"))
    there.state.keys[key] = replace(there.state.keys[key], rights=frozenset())
    outcome = await there.weeks("Ann").submit(there.submission("Ann", W9))
    assert isinstance(outcome, Refused)
    assert outcome.reason.startswith("Lucca does not let this key do that")


async def test_taking_back_takes_the_later_ones_along_and_names_them(there: Company) -> None:
    await there.handed_in("Ann", W9, W10, W11)
    weeks = there.weeks("Ann")
    alone = await weeks.withdraw(there.withdrawal("Ann", W10))
    assert alone == Refused("Later ones go along: weeks 10 and 11 can only be taken back together.")
    outcome = await weeks.withdraw(there.withdrawal("Ann", W10, W11))
    assert isinstance(outcome, Confirmed)
    assert standing(outcome.result) == dict.fromkeys((W10, W11), RequestStatus.WITHDRAWN)
    assert there.posts() == [f"{there.sheets('Ann')[1].id}/cancel"]
    # Which of the three it was, the service does not tell.
    assert standing(await weeks.list(there.id("Ann"), EVERYTHING)) == {
        W9: PENDING, W10: REJECTED, W11: REJECTED,
    }  # fmt: skip
    assert spans(await weeks.due(there.id("Ann"), W11.last)) == [W10, W11]
    again = await weeks.submit(there.submission("Ann", W10))
    assert isinstance(again, Confirmed)
    assert standing(await weeks.list(there.id("Ann"), EVERYTHING))[W10] is PENDING


async def test_what_another_key_handed_in_stays(there: Company) -> None:
    change = there.submission("Ben", W9)
    assert isinstance(await there.weeks("Ann").submit(change), Confirmed)
    outcome = await there.weeks("Ben").withdraw(there.withdrawal("Ben", W9))
    assert outcome == Refused(
        "Lucca says: “Only the author of a submission can cancel it”. Nothing was taken back. "
        "With Lucca only the key that handed a timesheet in can take it back."
    )


async def test_months_are_handed_in_as_such(there: Company) -> None:
    there.by_month("Ann")
    there.worked("Ann", W11.first)
    session = there.session("Ann")
    found = await preflight(session, W11)
    assert found.weeks == (FEBRUARY, MARCH)
    assert found.question(session.today()) == "Hand in February 2026 and March 2026?"
    assert found.warnings[0] == "February 2026 goes along: months are handed in in order."
    assert found.blockers == ()
    asked = submit(session, found)
    assert asked.message == "Handed in February 2026 and March 2026."
    await deliver(session)
    assert [(s.starts_on, s.ends_on) for s in there.sheets("Ann")] == [
        (FEBRUARY.first, MARCH.first), (MARCH.first, MARCH.last.add(days=1)),
    ]  # fmt: skip
    await refresh_weeks(session, session.person.id, W11.first, W11.last)
    sheet = await timesheet(session, W11)
    assert sheet.standing.status is WeekStatus.SUBMITTED
    assert standing_in_words(sheet.standing) == "March 2026 handed in, waits for Lea Brandt"
    assert sheet.standing.locked == "March 2026 was handed in; take it back to change it."
    back = await withdraw_preflight(session, W11)
    assert back.weeks == (MARCH,)
    withdraw(session, back)
    await deliver(session)
    assert [sheet.status for sheet in there.sheets("Ann")] == [Status.SUBMITTED, Status.REJECTED]


@pytest.mark.parametrize("fault", [Fault.DROP_AFTER, Fault.SERVER_ERROR_AFTER, Fault.TRUNCATED])
@pytest.mark.parametrize("what", ["submit", "cancel"])
async def test_a_lost_answer_is_settled_by_reading(there: Company, fault: Fault, what: str) -> None:
    session = there.session("Ann")
    if what == "cancel":
        await there.handed_in("Ann", W9, W10)
    found = await (withdraw_preflight(session, W9) if what == "cancel" else preflight(session, W10))
    assert found.weeks == (W9, W10)
    (withdraw if what == "cancel" else submit)(session, found)
    there.vendor.faults.at(THE_WRITE, fault)
    assert await deliver_all(session) == []
    assert len(there.posts()) == 1
    wanted = Status.REJECTED if what == "cancel" else Status.SUBMITTED
    assert [sheet.status for sheet in there.sheets("Ann")] == [wanted, wanted]


async def test_what_surely_did_not_happen_is_sent_once_more(there: Company) -> None:
    session = there.session("Ann")
    submit(session, await preflight(session, W10))
    there.vendor.faults.at(THE_WRITE, Fault.DROP_BEFORE)
    assert await deliver_all(session) == []
    assert [sheet.status for sheet in there.sheets("Ann")] == [Status.SUBMITTED, Status.SUBMITTED]


async def test_settling_does_not_hand_in_what_was_declined(there: Company) -> None:
    weeks = there.weeks("Ann")
    change = there.submission("Ann", W9, W10)
    assert await weeks.settle(change) == Absent()
    await there.handed_in("Ann", W9)
    part = await weeks.settle(change)
    assert part == Unsure("1 of 2 are handed in there: week 9.")
    first = there.sheets("Ann")[0]
    there.state.sheets[first.id] = replace(first, status=Status.REJECTED)
    assert isinstance(await weeks.settle(there.submission("Ann", W9)), Unsure)
    assert isinstance(await weeks.settle(there.withdrawal("Ann", W9)), Confirmed)


async def test_what_cannot_be_read_afterwards_is_left_to_settling(there: Company) -> None:
    weeks = there.weeks("Ann")
    for position in range(THE_WRITE + 1, THE_WRITE + 9):
        there.vendor.faults.at(position, Fault.HTML)
    outcome = await weeks.submit(there.submission("Ann", W9))
    assert isinstance(outcome, Unanswered)
    assert outcome.detail.startswith("Lucca took it, and what came of it could not be read.")
    there.vendor.faults.clear()
    assert isinstance(await weeks.settle(there.submission("Ann", W9)), Confirmed)


def told(**more: object) -> dict[str, object]:
    """A timesheet as the service may tell of it: its id a text, its days midnights."""
    sheet = {
        "id": "4410",
        "ownerId": 58,
        "startsOn": "2026-03-02T00:00:00",
        "endsOn": "2026-03-09",
        "status": 1,
    }
    return {"data": {"items": [{**sheet, **more}]}, "header": {"generated": "x"}}


async def test_both_shapes_of_days_and_ids_are_read_and_names_cleaned(there: Company) -> None:
    actor = {"id": 12, "firstName": "\x1b[31mLea\u202e", "lastName": "Brandt\n"}
    there.place.watch.answer("GET", 200, told(expectedNextActorId="12", expectedNextActor=actor, surplus=1))
    (week,) = await there.weeks("Ann").list("58", EVERYTHING)
    assert (week.id, week.first, week.last, week.status) == ("4410", *W10, PENDING)
    assert (week.next_actor, week.next_actor_id) == ("Lea Brandt", "12")


async def test_a_status_that_nobody_has_described_is_no_other_one(there: Company) -> None:
    there.place.watch.answer("GET", 200, told(status=7))
    (week,) = await there.weeks("Ann").list("58", EVERYTHING)
    assert (week.status, week.reason) == (RequestStatus.UNKNOWN, "Lucca calls it “7”.")


async def test_those_of_others_are_nobodys_own_whatever_is_listed(there: Company) -> None:
    there.place.watch.answer("GET", 200, told(ownerId=59))
    assert await there.weeks("Ann").list("58", EVERYTHING) == []


@pytest.mark.parametrize("wrong", [{"endsOn": "2026-03-02"}, {"startsOn": "soon"}, {"ownerId": None}])
async def test_what_cannot_be_read_is_no_empty_list(there: Company, wrong: dict[str, object]) -> None:
    there.place.watch.answer("GET", 200, told(**wrong))
    with pytest.raises(Garbled):
        await there.weeks("Ann").list("58", EVERYTHING)


async def test_a_key_that_may_not_see_timesheets_still_shows_the_week(there: Company) -> None:
    session = there.session("Ann")
    there.place.watch.answer("GET", 403, {"Status": 403, "Message": "not for this role"})
    with pytest.raises(NotAllowed, match="does not let this key see the timesheets"):
        await there.weeks("Ann").list(there.id("Ann"), EVERYTHING)
    there.place.watch.answer("GET", 403, {"Status": 403, "Message": "not for this role"})
    assert await read_weeks(session, session.person.id, *W10) is None
