"""How many calls it takes to look at weeks and to add an entry: 50 a minute are for the whole company."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.backends.lucca.bookings import booked_on, draft, new
from tests.backends.lucca.company import W9, W10, Company
from tests.backends.lucca.office import Office
from tests.backends.outcomes import done

from punchcard.backends.lucca import LuccaBackend
from punchcard.core.approval_changes import Decide
from punchcard.core.change_requests import Decision, Verdict
from punchcard.core.entries import EntryStatus
from punchcard.core.groups import Filters, Period
from punchcard.core.identifiers import new_id
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.sandbox.lucca.records import Status
from punchcard.services.approvals.detail import detail
from punchcard.services.approvals.inbox import inbox
from punchcard.services.reading.refresh import refresh, refresh_days

TARGETS, ENTRIES, SHEETS = (f"GET api/v3/{name}" for name in ("userdates", "timeentries", "timmitimesheets"))
TWO_WEEKS = Period(W9.first, W10.last)


@pytest.fixture
async def there(place: Office, tmp_path: Path) -> AsyncIterator[Company]:
    company = Company.at(place, tmp_path)
    for name in ("Ann", "Ben"):
        company.worked(name, W9.first, W10.first)
    yield company
    await company.aclose()


async def test_stepping_to_the_next_waiting_week_takes_three_calls(there: Company) -> None:
    await there.handed_in("Ben", W9)
    await there.handed_in("Ben", W10)
    session = there.session("Ann")
    found = [each.item for each in (await inbox(session, "waiting")).items]
    first, second = (each for each in found if isinstance(each, SubmittedWeek))
    await detail(session, first)
    there.place.sent()
    shown = await detail(session, second)
    assert there.place.sent() == [TARGETS, ENTRIES, SHEETS]
    assert [each.first for each in shown.affected if isinstance(each, SubmittedWeek)] == [W9.first]
    assert {known.entry.status for known in shown.sheet.entries} == {EntryStatus.SUBMITTED}


async def test_a_week_takes_three_calls_and_reading_it_again_two(there: Company) -> None:
    session = there.session("Ann")
    await refresh(session)
    there.place.sent()
    await refresh_days(session, W9.first, W9.last)
    assert there.place.sent() == [TARGETS, ENTRIES, SHEETS]
    await refresh_days(session, W9.first, W9.last)
    assert there.place.sent() == [ENTRIES, SHEETS]


async def test_the_next_process_knows_how_time_is_written_down(there: Company) -> None:
    connection = there.place.connection(there.vendor)
    for expected in ([TARGETS, ENTRIES], [TARGETS]):
        backend = there.place.open(connection)
        there.place.sent()
        await backend.directory.targets(there.id("Ann"), TWO_WEEKS)
        assert there.place.sent() == expected
        await backend.aclose()


async def test_whom_one_manages_is_asked_for_together(there: Company) -> None:
    backend = there.backend("Ann")
    people = [person.id for person in await backend.directory.people()]
    there.place.sent()
    for person in people[1:]:
        await backend.directory.units(person)
    assert len(people) > 1
    assert there.place.sent() == [ENTRIES]


async def test_an_entry_is_looked_at_twice_and_sent(there: Company) -> None:
    """Once before anything is asked for, and once more right before it is sent."""
    connection = there.place.connection(there.vendor)
    for expected in (9, 3):
        backend = there.place.open(connection)
        there.place.sent()
        chosen = booked_on(there.vendor).references
        for depth, level in enumerate(await backend.directory.dimensions()):
            await backend.directory.choices(level.id, chosen[:depth])
        change = new(draft(there.vendor, "10 18:40", "10 19:00"))
        assert backend.checks is not None
        assert await backend.checks.objections([change]) == [None]
        done(await backend.entries.save(change))
        sent = there.place.sent()
        assert (len(sent), sent[-3:]) == (expected, [ENTRIES, ENTRIES, "POST api/v3/timeentries"])
        await backend.aclose()


def approved(there: Company) -> None:
    """Let somebody else approve everything of Ben."""
    with there.state.lock:
        for sheet in there.sheets("Ben"):
            there.state.sheets[sheet.id] = replace(sheet, status=Status.APPROVED)


async def weeks(backend: LuccaBackend, person: str) -> list[RequestStatus]:
    return [week.status for week in await backend.weeks.list(person, TWO_WEEKS)]


async def test_the_same_question_is_asked_anew_each_time(there: Company) -> None:
    await there.handed_in("Ben", W9, W10)
    ann, ben = there.backend("Ann"), there.id("Ben")
    await ann.entries.list([ben], TWO_WEEKS, Filters())
    assert await weeks(ann, ben) == [RequestStatus.PENDING] * 2
    approved(there)
    assert await weeks(ann, ben) == [RequestStatus.APPROVED] * 2


async def test_after_a_write_nothing_is_taken_from_before(there: Company) -> None:
    await there.handed_in("Ben", W9, W10)
    ann, ben = there.backend("Ann"), there.id("Ben")
    await ann.entries.list([ben], TWO_WEEKS, Filters())
    done(await ann.entries.save(new(draft(there.vendor, "10 18:40", "10 19:00"))))
    approved(there)
    assert await weeks(ann, ben) == [RequestStatus.APPROVED] * 2


async def test_a_decision_never_goes_by_what_was_seen(there: Company) -> None:
    await there.handed_in("Ben", W9, W10)
    ann, ben = there.backend("Ann"), there.id("Ben")
    seen = (await ann.weeks.list(ben, TWO_WEEKS))[-1]
    approved(there)
    decision = Decide(new_id(), there.id("Ann"), seen, Decision(Verdict.DECLINE, "No"))
    outcome = await ann.approvals.decide(decision)
    assert "is approved" in str(outcome)
    assert there.posts() == []
