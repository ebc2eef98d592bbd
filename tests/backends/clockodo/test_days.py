"""What stands beside the entries of days at Clockodo, what is no time, and how many calls a week takes."""

from __future__ import annotations

from dataclasses import replace
from typing import NoReturn

import pytest
from tests.backends.clockodo.office import Office, Vendor
from tests.backends.clockodo.team import worked
from tests.domain import berlin

from punchcard.backends.errors import NotAllowed
from punchcard.backends.outcomes import Refused
from punchcard.core.changes import DeleteEntry, SaveEntry
from punchcard.core.editing.moving import NoTime
from punchcard.core.groups import Filters, Period
from punchcard.core.identifiers import new_id
from punchcard.core.intervals import Interval
from punchcard.core.weeks import week_at
from punchcard.core.work_times import WorkTimeDay, work_times_in_words
from punchcard.services.entries import by_hand
from punchcard.services.entries.edits import LockedEntry
from punchcard.services.outbox import sync
from punchcard.services.reading.polling import Polling, What
from punchcard.services.reading.quiet_reads import read_what
from punchcard.services.reading.refresh import refresh, refresh_days
from punchcard.services.session import Session
from punchcard.services.timesheet.edit_locks import keep_first_lock
from punchcard.services.timesheet.week import Timesheet, timesheet

TODAY = berlin("11 00:00").date()
MARCH = Period(TODAY.replace(day=1), TODAY)


def company(place: Office, *, empty: bool = False) -> tuple[Vendor, Session]:
    """A company with everything, or nothing booked, and somebody whose clock runs there."""
    vendor = place.vendor(empty=empty)
    name = next(iter(vendor.settings))
    state, number = vendor.state, worked(vendor, name, "11 11:30", "11 12:00")
    state.entries[number] = replace(state.entries[number], time_until=None, duration=None, clocked=True)
    session = place.session(vendor, name)
    place.sent()
    return vendor, session


async def shown(session: Session) -> Timesheet:
    return await timesheet(session, week_at(session.today(), session.schedule.week_starts))


async def test_a_week_takes_four_requests_the_first_time_too(place: Office) -> None:
    _, session = company(place)
    await refresh(session, everything=True)
    await shown(session)
    assert len(place.sent()) <= 4
    last = session.today().subtract(days=7)
    await refresh_days(session, last.subtract(days=2), last.add(days=6))
    assert len(place.sent()) <= 4
    await session.aclose()


async def test_a_quiet_hour_takes_one_request_a_minute_and_learns_what_was_left(place: Office) -> None:
    vendor, session = company(place)
    users, me = vendor.state.users, session.person.id
    users[int(me)] = replace(users[int(me)], work_time_edit_lock_days=3, edit_lock_dyn=None)
    await refresh(session, everything=True)
    place.sent()
    polling, asked = Polling().begin().succeed(What.EVERYTHING, 0.0, TODAY), list[str]()
    for minute in range(1, 61):
        place.clock.moment = berlin("11 12:00").to_instant().add(minutes=minute)
        what = polling.due(minute * 60.0, TODAY)
        assert what is not None
        if what is not What.INBOX:
            await read_what(session, what)
        sent = place.sent()
        assert len(sent) <= 1, (minute, what, sent)
        asked += sent
        polling = polling.succeed(what, minute * 60.0, TODAY)
    for path in ("v2/workTimes", f"userreports/{me}", f"v3/users/{me}", "v2/entries", "v2/clock"):
        assert f"GET {path}" in asked
    assert (await shown(session)).lock.days == 2
    await session.aclose()


async def test_a_lock_that_is_told_with_the_person_costs_nothing(place: Office) -> None:
    vendor = place.vendor()
    user = vendor.state.person_named("Ben")
    vendor.state.users[user.id] = replace(user, work_time_edit_lock_days=0)
    session = place.session(vendor, "Ben")
    await session.backend.directory.whoami()
    place.sent()
    await keep_first_lock(
        session.store, session.backend, session.account.name, session.person.id, session.instant()
    )
    assert place.sent() == []
    assert (await shown(session)).lock.clock_only
    await session.aclose()


async def test_what_may_not_be_seen_beside_the_entries_hides_none_of_them(
    place: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    vendor, session = company(place, empty=True)
    worked(vendor, session.person.name, "10 08:00", "10 11:00")
    asked = list[str]()

    async def forbidden(person: str, *_: object) -> NoReturn:
        asked.append(person)
        raise NotAllowed("Not yours.")

    monkeypatch.setattr(session.backend.directory, "edit_lock", forbidden)
    monkeypatch.setattr(session.backend.days, "work_times", forbidden)
    for _ in range(2):
        await refresh_days(session, TODAY.subtract(days=2), TODAY)
    assert len(asked) == 3, "the work times each time, the lock once"
    sheet = await shown(session)
    assert (sheet.lock.days, sheet.work_times) == (None, {})
    assert sheet.day(TODAY.subtract(days=1), session.now()).worked_seconds == 3 * 3600
    await session.aclose()


async def test_work_times_stand_beside_the_entries_and_are_worked_once(place: Office) -> None:
    vendor, session = company(place, empty=True)
    worked(vendor, session.person.name, "11 08:00", "11 11:00")
    await refresh(session)
    sheet = await shown(session)
    told = sheet.work_times[TODAY]
    assert told.goes_on
    assert work_times_in_words(told.at(session.now())) == "08:00 – 11:00, 11:30 – … · 3:30"
    assert sheet.day(TODAY, session.now()).worked_seconds == told.at(session.now()).seconds == 12_600
    without = replace(sheet, work_times={})
    assert sheet.findings(session.now()) == without.findings(session.now())
    await session.aclose()


async def test_work_times_of_a_day_that_was_changed_here_are_not_shown_as_they_were(place: Office) -> None:
    vendor, session = company(place, empty=True)
    yesterday = TODAY.subtract(days=1)
    worked(vendor, session.person.name, "10 08:00", "10 11:00")
    await refresh(session)
    (known,) = (await shown(session)).entries_of(yesterday)
    by_hand.change(session, known.entry.id, by_hand.EntryChanges(end=berlin("10 12:00")))
    await sync.deliver(session)
    told = (await shown(session)).work_times
    assert yesterday not in told or told[yesterday].at(session.now()).seconds == 4 * 3600
    await refresh(session)
    assert (await shown(session)).work_times[yesterday].at(session.now()).seconds == 4 * 3600
    await session.aclose()


def test_a_day_that_goes_on_lasts_until_now() -> None:
    stretch = Interval(berlin("11 08:00"), berlin("11 09:00"))
    day = WorkTimeDay(TODAY, (stretch,), goes_on=True, offset_seconds=-600)
    assert work_times_in_words(day.at(berlin("11 10:30"))) == "08:00 – …, −0:10 beside · 2:20"
    assert day.at(berlin("11 08:30")) == day


async def test_holidays_get_their_names_when_there_is_time_for_it(place: Office) -> None:
    vendor = place.vendor()
    place.clock.moment = berlin("31 12:00").to_instant()
    session = place.session(vendor, "Ben")
    free = TODAY.replace(month=5, day=1)
    await refresh_days(session, free.subtract(days=4), free.add(days=3))
    with session.store.read() as transaction:
        assert session.told_targets(transaction, session.person.id, free, free)[free].holiday
    await refresh_days(session, free.subtract(days=4), free.add(days=3))
    with session.store.read() as transaction:
        told = session.told_targets(transaction, session.person.id, free, free)
    assert told[free].holiday == "Erster Mai"
    await session.aclose()


@pytest.mark.parametrize("kind", ["lump sum of 184.50", "lump sum service (1.5 times)"])
async def test_what_is_no_time_is_shown_and_never_touched(place: Office, kind: str) -> None:
    vendor = place.vendor(empty=False)
    session = place.session(vendor, next(iter(vendor.settings)))
    port, person = session.backend.entries, session.person.id
    listed = await port.list([person], MARCH, Filters()) if port else ()
    entry = next(each for each in listed if each.lump_sum == kind)
    await refresh_days(session, MARCH.first, MARCH.last)
    assert (entry.interval, entry.worked_seconds) == (None, 0)
    place.sent()
    assert port is not None
    before = dict(vendor.state.entries)
    saved = await port.save(SaveEntry(new_id(), replace(entry, note="x"), entry))
    deleted = await port.delete(DeleteEntry(new_id(), entry))
    assert isinstance(saved, Refused)
    assert isinstance(deleted, Refused)
    assert f"It is a {kind} and no time" in deleted.reason
    for act in (
        lambda: by_hand.change(session, entry.id, by_hand.EntryChanges(note="x")),
        lambda: by_hand.split(session, entry.id, berlin("9 10:00")),
        lambda: by_hand.move(session, entry.id, TODAY),
        lambda: by_hand.delete(session, entry.id),
    ):
        with pytest.raises(LockedEntry, match="no time"):
            act()
    with pytest.raises(NoTime):
        by_hand.duplicate(session, entry.id, TODAY)
    assert (place.sent(), vendor.state.entries) == ([], before)
    await session.aclose()
