"""What only the local backend can show of approvals: its sentences, its lock, and leads at the same time."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.backends.test_local import NOW
from tests.domain import HOSTILE, PORTAL, berlin
from tests.processes import run_at_once
from whenever import Date, Instant, ZonedDateTime

from punchcard.backends.contract import ClockReading, Connection, Scope
from punchcard.backends.local import LocalBackend
from punchcard.backends.local.storage import MIGRATIONS
from punchcard.backends.outcomes import Confirmed, Outcome, Refused
from punchcard.core.approval_changes import Decide, RequestChange, WithdrawRequest
from punchcard.core.change_requests import (
    ChangeRequest,
    Decidable,
    Decision,
    IntervalChange,
    RequestedChange,
    Verdict,
)
from punchcard.core.changes import DeleteEntry, SaveEntry, SubmitWeeks
from punchcard.core.clock import IDLE
from punchcard.core.entries import Entry
from punchcard.core.groups import Filters, Period
from punchcard.core.identifiers import new_id
from punchcard.core.intervals import Interval
from punchcard.core.people import Person, Role
from punchcard.core.punches import Adjust, Cancel, Start, Stop
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.core.weeks import Week

TOO_OLD = "3 March is more than 7 days ago; ask for a change."


class Team:
    """Ann, whose home it is, Lea, another lead, and Ben, who works; days older than a week are locked."""

    def __init__(self, folder: Path, now: ZonedDateTime = NOW) -> None:
        self.now = now
        self.tick = 0
        """By how many milliseconds the clock moves each time that somebody looks at it."""
        settings = {"name": "Ann", "edit_lock_days": "7"}
        self.local = LocalBackend(Connection("local", str(folder), "Europe/Berlin", self._tick, settings))

    def _tick(self) -> Instant:
        self.now = self.now.add(milliseconds=self.tick)
        return self.now.to_instant()

    async def gather(self) -> Team:
        self.ann = await self.local.directory.whoami()
        people = {person.name: person for person in await self.local.directory.people()}
        self.lea = people.get("Lea") or await self.local.team.add("Lea", Role.LEAD)
        self.ben = people.get("Ben") or await self.local.team.add("Ben", Role.WORKER)
        return self

    async def works(self, start: str, end: str, note: str = "") -> Entry:
        """An entry of Ben's that stands although its day is locked."""
        begin = berlin(start)
        entry = Entry(new_id(), self.ben.id, begin.date(), begin, berlin(end), assignment=PORTAL, note=note)
        before, self.now = self.now, begin
        assert isinstance(await self.local.entries.save(SaveEntry(entry.id, entry)), Confirmed)
        self.now = before
        return entry

    async def asks(self, *changes: tuple[str, str, str], day: str = "3", note: str = "") -> RequestChange:
        wanted = tuple(
            RequestedChange(IntervalChange(kind), Interval(berlin(f"{day} {start}"), berlin(f"{day} {end}")))
            for kind, start, end in changes
        )
        request = ChangeRequest(new_id(), self.ben.id, berlin(f"{day} 12:00").date(), wanted, note=note)
        return RequestChange(request.id, request)

    async def pending(self, *changes: tuple[str, str, str], day: str = "3") -> ChangeRequest:
        outcome = await self.local.approvals.request(await self.asks(*changes, day=day))
        assert isinstance(outcome, Confirmed)
        request = outcome.result[0]
        assert isinstance(request, ChangeRequest)
        assert request.status is RequestStatus.PENDING
        return request

    async def decides(
        self, by: Person, item: Decidable, verdict: Verdict = Verdict.APPROVE, reason: str = ""
    ) -> Outcome[Sequence[Decidable]]:
        return await self.local.approvals.decide(Decide(new_id(), by.id, item, Decision(verdict, reason)))

    async def booked(self) -> list[tuple[str, str]]:
        period = Period(Date(2026, 2, 1), Date(2026, 3, 31))
        entries = await self.local.entries.list([self.ben.id], period, Filters())
        return [(_clock(entry.start), _clock(entry.end)) for entry in entries]

    async def seen(self, person: Person, scope: Scope) -> list[tuple[str, RequestStatus]]:
        items = await self.local.approvals.list(person.id, scope)
        return [(item.id, item.status) for item in items if isinstance(item, ChangeRequest)]


def _clock(moment: ZonedDateTime | None) -> str:
    assert moment
    return f"{moment.day} {moment.hour:02}:{moment.minute:02}"


def refused(outcome: Outcome[object]) -> str:
    assert isinstance(outcome, Refused), outcome
    return outcome.reason


@pytest.fixture
async def team(tmp_path: Path) -> AsyncIterator[Team]:
    team = await Team(tmp_path).gather()
    yield team
    await team.local.aclose()


async def test_days_older_than_the_lock_are_locked_for_everybody(team: Team) -> None:
    entry = await team.works("3 08:00", "3 12:00")
    listed = (await team.local.entries.list([team.ben.id], Period(entry.day, entry.day), Filters()))[0]
    assert listed.locked == TOO_OLD
    last_open = replace(entry, day=Date(2026, 3, 4), start=berlin("4 08:00"), end=berlin("4 12:00"))
    for change in (
        SaveEntry(new_id(), replace(entry, note="changed"), entry),
        SaveEntry(new_id(), last_open, entry),
        SaveEntry(new_id(), replace(entry, id=new_id(), person=team.lea.id)),
    ):
        assert refused(await team.local.entries.save(change)) == TOO_OLD
    assert refused(await team.local.entries.delete(DeleteEntry(new_id(), entry))) == TOO_OLD
    new = replace(last_open, id=new_id())
    assert isinstance(await team.local.entries.save(SaveEntry(new.id, new)), Confirmed)
    moved = SaveEntry(new_id(), replace(entry, id=new.id), new)
    assert refused(await team.local.entries.save(moved)) == TOO_OLD
    assert await team.booked() == [("3 08:00", "3 12:00"), ("4 08:00", "4 12:00")]


async def test_no_punch_makes_or_ends_time_on_a_locked_day(team: Team) -> None:
    async def punch(change: Start | Stop | Adjust | Cancel) -> Outcome[object]:
        clock = team.local.clock
        return await clock.punch(change, await clock.reading(team.ben.id))

    assert refused(await punch(Start(new_id(), berlin("3 08:00")))) == TOO_OLD
    assert isinstance(await punch(Start(new_id(), berlin("4 08:00"))), Confirmed)
    assert refused(await punch(Adjust(new_id(), NOW, berlin("3 23:59")))) == TOO_OLD
    team.now = berlin("12 08:00")
    assert refused(await punch(Stop(new_id(), berlin("4 12:00")))) == (
        "4 March is more than 7 days ago; ask for a change."
    )
    assert isinstance(await punch(Cancel(new_id(), team.now)), Confirmed)


async def test_a_lock_of_the_last_year_names_its_year(tmp_path: Path) -> None:
    team = await Team(tmp_path, berlin("1 12:00")).gather()
    day = ZonedDateTime(2025, 12, 31, 8, tz="Europe/Berlin")
    entry = Entry(new_id(), team.ben.id, day.date(), day, day.add(hours=1))
    assert refused(await team.local.entries.save(SaveEntry(entry.id, entry))) == (
        "31 December 2025 is more than 7 days ago; ask for a change."
    )
    await team.local.aclose()


async def test_what_is_approved_is_cut_out_and_put_in_and_booked_like_its_neighbour(team: Team) -> None:
    entry = await team.works("3 08:00", "3 12:00", note="morning")
    request = await team.pending(
        ("remove", "09:00", "10:00"), ("add", "12:00", "13:00"), ("add", "07:00", "07:30")
    )
    assert isinstance(await team.decides(team.ann, request), Confirmed)
    assert await team.booked() == [
        ("3 07:00", "3 07:30"), ("3 08:00", "3 09:00"), ("3 10:00", "3 12:00"), ("3 12:00", "3 13:00"),
    ]  # fmt: skip
    period = Period(entry.day, entry.day)
    entries = await team.local.entries.list([team.ben.id], period, Filters())
    assert [item.assignment == PORTAL for item in entries] == [False, True, True, True]
    assert {item.locked for item in entries} == {TOO_OLD}


async def test_time_that_was_added_meanwhile_is_not_booked_twice(team: Team) -> None:
    team.now = berlin("10 12:00")
    wanted = await team.pending(("add", "08:00", "12:00"), day="2")
    assert isinstance(await team.decides(team.lea, wanted), Confirmed)
    late = await team.pending(("add", "07:00", "10:00"), day="2")
    earlier = await team.decides(team.ann, late)
    assert isinstance(earlier, Confirmed)
    assert await team.booked() == [("2 07:00", "2 08:00"), ("2 08:00", "2 12:00")]


async def test_a_running_clock_is_stopped_before_time_is_put_over_it(team: Team) -> None:
    request = await team.pending(("add", "08:00", "12:00"))
    team.now = berlin("3 09:00")
    reading = ClockReading(team.ben.id, IDLE, NOW.to_instant())
    assert isinstance(await team.local.clock.punch(Start(new_id(), team.now), reading), Confirmed)
    said = "The clock runs since 09:00, over what is to be added; it has to be stopped first."
    assert refused(await team.decides(team.ann, request)) == said
    assert refused(await team.local.approvals.request(await team.asks(("add", "09:00", "09:30")))) == said
    assert await team.seen(team.ann, "waiting") == [(request.id, RequestStatus.PENDING)]
    assert isinstance(await team.decides(team.ann, request, Verdict.DECLINE), Confirmed)


async def test_an_unlocked_day_is_changed_at_once_unless_that_reaches_a_locked_one(team: Team) -> None:
    team.now = berlin("10 12:00")
    at_once = await team.local.approvals.request(await team.asks(("add", "08:00", "09:00"), day="3"))
    assert isinstance(at_once, Confirmed)
    assert at_once.result[0].status is RequestStatus.APPROVED
    # A night that began on a day that is locked by now.
    night = await team.works("2 22:00", "3 06:00")
    over = await team.asks(("remove", "05:00", "06:00"), day="3")
    waits = await team.local.approvals.request(over)
    assert isinstance(waits, Confirmed)
    assert waits.result[0].status is RequestStatus.PENDING
    assert isinstance(await team.decides(team.lea, waits.result[0]), Confirmed)
    assert await team.booked() == [("2 22:00", "3 05:00"), ("3 08:00", "3 09:00")]
    assert night.end == berlin("3 06:00")


async def test_a_newer_request_says_what_it_replaces(team: Team) -> None:
    old = await team.pending(("add", "08:00", "12:00"))
    team.now = berlin("11 14:00")
    newer = await team.local.approvals.request(await team.asks(("add", "08:00", "13:00")))
    assert isinstance(newer, Confirmed)
    assert [(one.id, one.status) for one in newer.result[1:]] == [(old.id, RequestStatus.REPLACED)]
    assert refused(await team.decides(team.ann, old)) == (
        "A newer request for the same day has taken its place on Wed 11 March at 14:00."
    )
    assert refused(await team.local.approvals.withdraw(WithdrawRequest(new_id(), old))) == (
        "A newer request for the same day has taken its place on Wed 11 March at 14:00. "
        "It stays; nothing was taken back."
    )


async def test_whoever_comes_late_is_told_who_decided_how_and_when(team: Team) -> None:
    request = await team.pending(("add", "08:00", "12:00"))
    team.now = berlin("11 14:02")
    assert isinstance(await team.decides(team.lea, request), Confirmed)
    team.now = berlin("12 09:00")
    for verdict in (Verdict.APPROVE, Verdict.DECLINE):
        assert refused(await team.decides(team.ann, request, verdict)) == (
            "Lea approved it on Wed 11 March at 14:02."
        )
    assert refused(await team.decides(team.ben, request)) == "Only a lead decides, and Ben is a worker."
    await team.local.team.remove(team.lea)
    assert (
        refused(await team.decides(team.lea, request)) == "Only a lead decides, and Lea is not in the team."
    )
    assert refused(await team.decides(team.ann, request)) == "Lea approved it on Wed 11 March at 14:02."
    assert await team.seen(team.ann, "decided") == [(request.id, RequestStatus.APPROVED)]


async def test_who_went_leaves_what_they_asked_for(team: Team) -> None:
    request = await team.pending(("add", "08:00", "12:00"))
    await team.local.team.remove(team.ben)
    assert refused(await team.local.approvals.request(await team.asks(("add", "08:00", "09:00")))) == (
        "Whoever asks is not in the team any more; nothing was asked for."
    )
    assert isinstance(await team.decides(team.ann, request), Confirmed)
    assert await team.booked() == [("3 08:00", "3 12:00")]


async def test_decisions_on_weeks_say_what_else_they_reached(team: Team) -> None:
    weeks = [Week(Date(2026, 2, 23).add(days=7 * n), Date(2026, 3, 1).add(days=7 * n)) for n in range(2)]
    await team.works("1 08:00", "1 12:00")
    await team.works("3 08:00", "3 12:00")
    submit = SubmitWeeks(new_id(), team.ben.id, tuple(weeks))
    assert isinstance(await team.local.weeks.submit(submit), Confirmed)
    first, second = (
        item for item in await team.local.approvals.list(team.ann.id, "waiting") if item.id is not None
    )
    approved = await team.local.approvals.decide(
        Decide(new_id(), team.lea.id, _decidable(second), Decision(Verdict.APPROVE))
    )
    assert isinstance(approved, Confirmed)
    assert approved.warnings == ("Week 9 was approved along with it.",)
    opened = await team.decides(team.ann, _decidable(first), Verdict.REOPEN)
    assert isinstance(opened, Confirmed)
    assert opened.warnings == ("Week 10 is open again along with it.",)
    assert refused(await team.decides(team.ann, _decidable(first))) == (
        "Ann opened it again on Wed 11 March at 12:00."
    )
    request = await team.pending(("add", "14:00", "15:00"))
    assert refused(await team.decides(team.ann, request, Verdict.REOPEN)) == (
        "A decided request cannot be opened again; the opposite change has to be asked for."
    )


async def test_what_one_write_reaches_is_returned_however_long_it_takes(team: Team) -> None:
    """Also when it is asked for a second time, its first answer being lost."""
    await team.works("1 08:00", "1 12:00")
    team.tick = 1
    days = [Date(2026, 2, 23), Date(2026, 3, 2)]
    submit = SubmitWeeks(new_id(), team.ben.id, tuple(Week(day, day.add(days=6)) for day in days))
    assert isinstance(await team.local.weeks.submit(submit), Confirmed)
    newest = (await team.local.approvals.list(team.ann.id, "waiting"))[-1]
    approve = Decide(new_id(), team.ann.id, _decidable(newest), Decision(Verdict.APPROVE))
    old, newer = await team.pending(("add", "08:00", "12:00")), await team.asks(("add", "08:00", "13:00"))
    for _ in range(2):
        decided = await team.local.approvals.decide(approve)
        assert isinstance(decided, Confirmed)
        weeks = [item.first for item in decided.result if isinstance(item, SubmittedWeek)]
        assert weeks == days[::-1]
        asked = await team.local.approvals.request(newer)
        assert isinstance(asked, Confirmed)
        assert [one.id for one in asked.result] == [newer.id, old.id]


def _decidable(item: object) -> Decidable:
    assert isinstance(item, ChangeRequest | SubmittedWeek)
    return item


async def test_hostile_notes_and_reasons_are_kept_as_text(team: Team) -> None:
    asked = await team.local.approvals.request(
        await team.asks(("add", "08:00", "12:00"), note=f"\x1b[31m{HOSTILE}\u202e")
    )
    assert isinstance(asked, Confirmed)
    request = asked.result[0]
    assert isinstance(request, ChangeRequest)
    assert request.note == HOSTILE
    assert refused(await team.decides(team.ann, request, Verdict.DECLINE, "x" * 10_000)) == (
        "The reason has 10,000 characters; at most 1,000 fit. Nothing was changed."
    )
    declined = await team.decides(team.ann, request, Verdict.DECLINE, f"{HOSTILE}\x07")
    assert isinstance(declined, Confirmed)
    assert declined.result[0].reason == HOSTILE


async def test_thousands_of_requests_take_a_few_questions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, connect = list[sqlite3.Connection](), sqlite3.connect

    def remembered(*given: Any, **named: Any) -> sqlite3.Connection:
        opened.append(connect(*given, **named))
        return opened[-1]

    monkeypatch.setattr(sqlite3, "connect", remembered)
    team = await Team(tmp_path / "account").gather()
    for number in range(60):
        day = Date(2025, 1, 1).add(days=number)
        start = ZonedDateTime(day.year, day.month, day.day, 8, tz="Europe/Berlin")
        stretch = RequestedChange(IntervalChange.ADD, Interval(start, start.add(hours=1)))
        request = ChangeRequest(new_id(), team.ben.id, day, (stretch,))
        await team.local.approvals.request(RequestChange(request.id, request))
    asked: list[str] = []
    opened[-1].set_trace_callback(asked.append)
    scopes: tuple[tuple[Scope, int], ...] = (("waiting", 60), ("decided", 0), ("mine", 0))
    for scope, count in scopes:
        assert len(await team.local.approvals.list(team.ann.id, scope)) == count
    assert 0 < len(asked) < 20
    await team.local.aclose()


DECIDE = """
import asyncio, sys, time
from pathlib import Path
from punchcard.backends.outcomes import Confirmed
from punchcard.core.change_requests import Verdict
from tests.backends.test_local_approvals import Team

async def main():
    team = await Team(Path(sys.argv[1])).gather()
    (item,) = await team.local.approvals.list(team.ann.id, "waiting")
    verdict = Verdict(sys.argv[3])
    Path(sys.argv[4], sys.argv[2]).touch()
    while not all(Path(sys.argv[4], name).exists() for name in ("ann", "lea")):
        time.sleep(0.001)
    outcome = await team.decides(getattr(team, sys.argv[2]), item, verdict, "no")
    print("stands" if isinstance(outcome, Confirmed) else outcome.reason)

asyncio.run(main())
"""


def test_of_two_leads_in_two_processes_one_decides_and_the_other_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "account"

    async def prepare() -> str:
        team = await Team(folder).gather()
        request = await team.pending(("add", "08:00", "12:00"))
        await team.local.aclose()
        return request.id

    asked = asyncio.run(prepare())
    ends = run_at_once(DECIDE, [(folder, "ann", "approve", tmp_path), (folder, "lea", "decline", tmp_path)])
    said = [text.strip() for _, text in ends]
    assert [code for code, _ in ends] == [0, 0], ends
    assert said.count("stands") == 1
    approved = said[0] == "stands"
    assert said[1 if approved else 0] == (
        f"{'Ann approved' if approved else 'Lea declined'} it on Wed 11 March at 12:00."
    )
    with closing(sqlite3.connect(folder / "local.db")) as file:
        row = file.execute("SELECT status, reason FROM change_request WHERE id = ?", (asked,)).fetchone()
        count = file.execute("SELECT count(*) FROM entry").fetchone()[0]
    assert row == (("approved", "no") if approved else ("declined", "no"))
    assert count == (1 if approved else 0)


def test_whose_home_it_was_leads_it_once_there_are_teams(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "local.db")) as file:
        for name in ("0001_initial.sql", "0002_sums_and_weeks.sql"):
            file.executescript(Path(MIGRATIONS, name).read_text("utf-8"))
        file.executescript("INSERT INTO person (id, name) VALUES ('a', 'Old Ann'); PRAGMA user_version = 2;")
    local = LocalBackend(Connection("local", str(tmp_path), "Europe/Berlin", NOW.to_instant))
    assert asyncio.run(local.directory.whoami()) == Person("a", "Old Ann", role=Role.LEAD)
    asyncio.run(local.aclose())
