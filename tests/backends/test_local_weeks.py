"""What only the local backend can show: decisions of a lead, other first days, repeated requests."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.backends.test_local import NOW, opened
from tests.domain import berlin
from whenever import Date, Weekday

from punchcard.backends.local import LocalBackend
from punchcard.backends.outcomes import Confirmed, Refused
from punchcard.core.changes import SaveEntry, SubmitWeeks, WithdrawWeeks
from punchcard.core.entries import Entry, EntryStatus
from punchcard.core.groups import Filters, Period
from punchcard.core.identifiers import new_id
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.core.weeks import Week, week_at

FIRST = Date(2026, 2, 23)
W9, W10, W11 = (Week(FIRST.add(days=7 * n), FIRST.add(days=7 * n + 6)) for n in range(3))
ALL = Period(FIRST, NOW.date())


@pytest.fixture
async def local(tmp_path: Path) -> AsyncIterator[LocalBackend]:
    backend = opened(tmp_path)
    yield backend
    await backend.aclose()


async def me(local: LocalBackend) -> str:
    return (await local.directory.whoami()).id


async def works(local: LocalBackend, day: str) -> Entry:
    start, end = berlin(f"{day} 08:00"), berlin(f"{day} 12:00")
    entry = Entry(new_id(), await me(local), start.date(), start, end)
    assert isinstance(await local.entries.save(SaveEntry(entry.id, entry)), Confirmed)
    return entry


async def submit(local: LocalBackend, *weeks: Week) -> str | None:
    """Hand in; None where it was done, and why not otherwise."""
    outcome = await local.weeks.submit(SubmitWeeks(new_id(), await me(local), weeks))
    return outcome.reason if isinstance(outcome, Refused) else None


async def withdraw(local: LocalBackend, *weeks: Week) -> str | None:
    outcome = await local.weeks.withdraw(WithdrawWeeks(new_id(), await me(local), weeks))
    return outcome.reason if isinstance(outcome, Refused) else None


async def standing(local: LocalBackend) -> list[tuple[str, RequestStatus]]:
    weeks = await local.weeks.list(await me(local), ALL)
    return [(Week(week.first, week.last).name, week.status) for week in weeks]


def decide(folder: Path, week: Week, status: RequestStatus, reason: str = "") -> None:
    """What a lead will do on the approvals screen."""
    with closing(sqlite3.connect(folder / "local.db", isolation_level=None)) as connection:
        connection.execute("INSERT OR IGNORE INTO person (id, name) VALUES ('lea', 'Lea')")
        connection.execute(
            "UPDATE submitted_week SET status = ?, decided_by = 'lea', decided_at = ?, reason = ?"
            " WHERE first = ? AND status = 'pending'",
            (status.value, berlin("10 09:30").timestamp() * 1000, reason, week.first.format_iso()),
        )


async def test_an_approved_week_stays_as_it_is(local: LocalBackend, tmp_path: Path) -> None:
    await works(local, "3")
    assert await submit(local, W10) is None
    decide(tmp_path, W10, RequestStatus.APPROVED)
    (entry,) = await local.entries.list([await me(local)], ALL, Filters())
    assert entry.status is EntryStatus.APPROVED
    assert entry.locked == "Week 10 was approved by Lea on Tue 10 Mar; ask for a change."
    assert await withdraw(local, W10) == entry.locked
    assert await submit(local, W10) == "Week 10 is approved already."
    assert await standing(local) == [("2026-W10", RequestStatus.APPROVED)]


async def test_a_declined_week_is_open_says_why_and_goes_with_the_next(
    local: LocalBackend, tmp_path: Path
) -> None:
    await works(local, "3")
    await works(local, "9")
    assert await submit(local, W10) is None
    decide(tmp_path, W10, RequestStatus.DECLINED, "Tuesday is missing.")
    (week,) = await local.weeks.list(await me(local), ALL)
    assert (week.decided_by, week.decided_at, week.reason) == (
        "Lea", berlin("10 09:30"), "Tuesday is missing.",
    )  # fmt: skip
    await works(local, "4")
    entries = await local.entries.list([await me(local)], ALL, Filters())
    assert {(entry.status, entry.locked) for entry in entries} == {(EntryStatus.OPEN, None)}
    assert await submit(local, W11) == (
        "Weeks are handed in in order and without a gap: weeks 10 and 11 together."
    )
    assert await withdraw(local, W10) == "Week 10 is not handed in; there is nothing to take back."
    assert await submit(local, W10, W11) is None
    assert await standing(local) == [
        ("2026-W10", RequestStatus.PENDING),
        ("2026-W11", RequestStatus.PENDING),
    ]


async def test_later_weeks_are_named_when_one_is_taken_back(local: LocalBackend, tmp_path: Path) -> None:
    await works(local, "3")
    assert await submit(local, W10, W11) is None
    assert await withdraw(local, W10) == (
        "Later weeks go along: weeks 10 and 11 can only be taken back together."
    )
    decide(tmp_path, W11, RequestStatus.APPROVED)
    assert await withdraw(local, W10) is None
    assert await standing(local) == [("2026-W11", RequestStatus.APPROVED)]


async def test_filters_know_the_status_that_comes_from_the_week(local: LocalBackend) -> None:
    for day in ("3", "9"):
        await works(local, day)
    await submit(local, W10)
    for status, days in (("submitted", [3]), ("open", [9]), ("approved", [])):
        found = await local.entries.list([await me(local)], ALL, Filters(statuses=(status,)))
        assert [entry.day.day for entry in found] == days


@pytest.mark.parametrize("starts", [Weekday.SUNDAY, Weekday.SATURDAY, Weekday.THURSDAY])
async def test_weeks_begin_on_the_day_that_they_are_named_with(local: LocalBackend, starts: Weekday) -> None:
    await works(local, "3")
    week = week_at(Date(2026, 3, 3), starts)
    due = await local.weeks.due(await me(local), week.last)
    assert [(found.first, found.last) for found in due] == [week]
    assert await submit(local, week) is None
    # Another first day was configured since: days that were handed in are not handed in again.
    assert "was already handed in on Wed 11 Mar." in (await submit(local, W10) or "")


async def test_weeks_are_due_from_that_of_the_first_entry_on(local: LocalBackend) -> None:
    assert await local.weeks.due(await me(local), W11.last) == []
    assert await submit(local, W10) == (
        "Nothing is booked up to the end of week 10, so there is nothing to hand in."
    )
    await works(local, "9")
    assert await local.weeks.due(await me(local), W10.last) == []
    assert await local.weeks.due(await me(local), W11.last) == [
        SubmittedWeek(None, await me(local), W11.first, W11.last)
    ]


async def test_a_repeated_request_says_what_became_of_the_first(local: LocalBackend, tmp_path: Path) -> None:
    await works(local, "3")
    change = SubmitWeeks(new_id(), await me(local), (W10,))
    assert isinstance(await local.weeks.submit(change), Confirmed)
    taken = WithdrawWeeks(new_id(), await me(local), (W10,))
    for _ in range(2):
        outcome = await local.weeks.withdraw(taken)
        assert isinstance(outcome, Confirmed)
        assert [week.status for week in outcome.result] == [RequestStatus.WITHDRAWN]
    again = await local.weeks.submit(change)
    assert isinstance(again, Confirmed)
    assert await standing(local) == []


def hand_in(folder: Path, person: str) -> bool:
    """Hand in over a connection of its own."""
    backend = opened(folder)
    outcome = asyncio.run(backend.weeks.submit(SubmitWeeks(new_id(), person, (W10,))))
    asyncio.run(backend.aclose())
    return isinstance(outcome, Confirmed)


async def test_of_many_who_hand_in_at_once_one_succeeds(local: LocalBackend, tmp_path: Path) -> None:
    await works(local, "3")
    person = await me(local)
    done = await asyncio.gather(*(asyncio.to_thread(hand_in, tmp_path, person) for _ in range(6)))
    assert sum(done) == 1
    assert await standing(local) == [("2026-W10", RequestStatus.PENDING)]


async def test_a_week_stands_also_where_a_clock_was_set_back(local: LocalBackend, tmp_path: Path) -> None:
    await works(local, "3")
    assert await submit(local, W10) is None
    assert await withdraw(local, W10) is None
    with closing(sqlite3.connect(tmp_path / "local.db", isolation_level=None)) as connection:
        connection.execute("UPDATE submitted_week SET submitted_at = submitted_at + 3600000")
    assert await submit(local, W10) is None
    assert await standing(local) == [("2026-W10", RequestStatus.PENDING)]
    assert "handed in" in (await submit(local, W10) or "")
