"""The demo's team: three months of eight people, what they have asked for, and who decides it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest
from whenever import Date, ZonedDateTime

from punchcard.config import load_config
from punchcard.core.change_requests import ChangeRequest, IntervalChange, PendingEntry
from punchcard.core.entries import Entry
from punchcard.core.groups import Filters, Period
from punchcard.core.people import Role
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.core.weeks import Week, WeekStatus
from punchcard.paths import folders
from punchcard.sandbox.company.team import COLLEAGUES, lead_named
from punchcard.services.approvals.detail import detail
from punchcard.services.approvals.inbox import Inbox, inbox
from punchcard.services.clocks import stopped_at
from punchcard.services.demo.build import build_demo
from punchcard.services.outbox.ports import entries_port
from punchcard.services.session import Session, open_session
from punchcard.services.timesheet.week import timesheet

ResultT = TypeVar("ResultT")

WEDNESDAY = "2026-03-11T12:41:00+01:00"
NAMES = (
    "Ann Berger", "Aoife O’Brien", "Ben Okafor", "Carla Díaz", "Lea Hoffmann", "Zoë Müller", "Николай Петров",
    "李 明",
)  # fmt: skip
MOMENTS = (
    WEDNESDAY, "2026-03-09T00:05:00+01:00", "2026-03-10T03:00:00+01:00", "2026-03-29T03:10:00+02:00",
    "2026-10-25T02:30:00+01:00", "2026-01-02T09:00:00+01:00", "2024-02-29T15:00:00+01:00",
    "1971-01-01T00:00:00+01:00",
)  # fmt: skip


async def as_one(
    home: Path, moment: str, name: str | None, look: Callable[[Session], Awaitable[ResultT]]
) -> ResultT:
    """Look at the demo as one of the team."""
    there = folders(str(home))
    session = await open_session(there, load_config(there), stopped_at(moment), None, name)
    try:
        return await look(session)
    finally:
        await session.aclose()


async def inbox_of(home: Path, moment: str, name: str | None, scope: str) -> Inbox:
    async def look(session: Session) -> Inbox:
        return await inbox(
            session, "mine" if scope == "mine" else "waiting" if scope == "waiting" else "decided"
        )

    return await as_one(home, moment, name, look)


async def everything(home: Path, moment: str) -> dict[str, list[Entry]]:
    """Everybody's entries, by name."""

    async def look(session: Session) -> dict[str, list[Entry]]:
        period = Period(Date(1970, 1, 1), Date(2027, 1, 1))
        people = await session.backend.directory.people()
        port = entries_port(session)
        return {each.name: list(await port.list([each.id], period, Filters())) for each in people}

    return await as_one(home, moment, None, look)


async def all_requests(home: Path, moment: str) -> list[ChangeRequest]:
    found: list[ChangeRequest] = []
    for name in NAMES:
        seen = await inbox_of(home, moment, name, "mine")
        found += [one.item for one in seen.items if isinstance(one.item, ChangeRequest)]
    return found


async def build(home: Path, moment: str) -> Path:
    await build_demo(folders(str(home)), stopped_at(moment))
    return home


async def test_a_team_of_eight_with_a_lead_and_ann_at_home(tmp_path: Path) -> None:
    await build(tmp_path, WEDNESDAY)

    async def look(session: Session) -> dict[str, Role]:
        assert session.person.name == "Ann Berger"
        return {each.name: each.role for each in await session.backend.directory.people()}

    roles = await as_one(tmp_path, WEDNESDAY, None, look)
    assert tuple(roles) == NAMES
    assert {name for name, role in roles.items() if role is Role.LEAD} == {"Lea Hoffmann", "Николай Петров"}


async def test_everybody_has_three_months_behind_them(tmp_path: Path) -> None:
    entries = await everything(await build(tmp_path, WEDNESDAY), WEDNESDAY)
    for name, found in entries.items():
        days = {entry.day for entry in found}
        assert min(days) <= Date(2025, 12, 23), name
        assert len(days) > 55, name
        weeks = Counter(entry.day.iso_week_date().week for entry in found)
        assert len(weeks) >= 12, name
    away = [entry for found in entries.values() for entry in found if entry.is_absence]
    assert len({entry.person for entry in away}) >= 6


async def test_a_dozen_requests_of_every_kind(tmp_path: Path) -> None:
    requests = await all_requests(await build(tmp_path, WEDNESDAY), WEDNESDAY)
    assert len(requests) >= 12
    of_weeks_alone = {RequestStatus.REJECTED, RequestStatus.UNKNOWN}
    assert {request.status for request in requests} == set(RequestStatus) - of_weeks_alone
    kinds = {frozenset(change.change for change in request.changes) for request in requests}
    add, remove = IntervalChange.ADD, IntervalChange.REMOVE
    assert kinds >= {frozenset({add}), frozenset({remove}), frozenset({add, remove})}
    declined = [request for request in requests if request.status is RequestStatus.DECLINED]
    assert all(request.reason and request.decided_by == "Lea Hoffmann" for request in declined)
    pending = [
        (request.person, request.day) for request in requests if request.status is RequestStatus.PENDING
    ]
    assert len(pending) == len(set(pending)) == 6


async def test_what_was_approved_is_worked(tmp_path: Path) -> None:
    await build(tmp_path, WEDNESDAY)
    entries = {e.id: e for found in (await everything(tmp_path, WEDNESDAY)).values() for e in found}
    for request in await all_requests(tmp_path, WEDNESDAY):
        worked = [
            piece
            for entry in entries.values()
            if entry.person == request.person
            for piece in entry.worked_pieces()
        ]
        for change in request.changes:
            touched = sum(
                min(piece.end, change.interval.end).timestamp()
                - max(piece.start, change.interval.start).timestamp()
                for piece in worked
                if piece.overlaps(change.interval)
            )
            is_made = request.status is RequestStatus.APPROVED
            is_there = is_made is (change.change is IntervalChange.ADD)
            assert touched == (change.interval.seconds if is_there else 0), request


async def test_weeks_in_every_status(tmp_path: Path) -> None:
    await build(tmp_path, WEDNESDAY)

    async def look(session: Session) -> set[WeekStatus]:
        found: set[WeekStatus] = set()
        for ago in range(1, 12):
            first = Date(2026, 3, 9).subtract(weeks=ago)
            sheet = await timesheet(session, Week(first, first.add(days=6)))
            found.add(sheet.standing.status)
        return found

    assert await as_one(tmp_path, WEDNESDAY, "Zoë", look) == {
        WeekStatus.OPEN, WeekStatus.DECLINED, WeekStatus.APPROVED,
    }  # fmt: skip
    assert await as_one(tmp_path, WEDNESDAY, "Aoife", look) == {WeekStatus.SUBMITTED, WeekStatus.APPROVED}


@pytest.mark.parametrize("moment", MOMENTS)
async def test_whatever_the_moment_nothing_of_the_team_lies_ahead(tmp_path: Path, moment: str) -> None:
    await build(tmp_path, moment)
    now = ZonedDateTime.parse_iso(moment + "[Europe/Berlin]")
    for found in (await everything(tmp_path, moment)).values():
        assert all(entry.end is None or entry.end <= now for entry in found)
    for name in ("Lea", "Ник"):
        for scope in ("waiting", "decided"):
            seen = await inbox_of(tmp_path, moment, name, scope)
            assert seen.why_not is None
            assert seen.items
            for one in seen.items:
                assert isinstance(one.item, ChangeRequest | SubmittedWeek)
                at = one.item.requested_at if isinstance(one.item, ChangeRequest) else one.item.submitted_at
                assert at is not None
                assert at <= now
                assert one.item.decided_at is None or at <= one.item.decided_at <= now


async def test_every_request_that_waits_can_be_looked_at(tmp_path: Path) -> None:
    await build(tmp_path, WEDNESDAY)

    async def look(session: Session) -> int:
        seen = await inbox(session, "waiting")
        items = [one.item for one in seen.items if not isinstance(one.item, PendingEntry)]
        assert len(items) == len(seen.items)
        details = [await detail(session, item) for item in items]
        changed = [found.preview for found in details if found.preview is not None]
        assert all(change.before != change.after for change in changed)
        assert all(found.sheet.sheet(session.now()).worked_seconds > 0 for found in details)
        return len(changed)

    assert await as_one(tmp_path, WEDNESDAY, "Lea", look) == 6


async def test_the_same_moment_gives_the_same_inbox(tmp_path: Path) -> None:
    def plain(seen: Inbox) -> list[tuple[object, ...]]:
        return [(one.person.name, type(one.item), _when(one.item)) for one in seen.items]

    first = await inbox_of(await build(tmp_path / "first", WEDNESDAY), WEDNESDAY, "Lea", "waiting")
    second = await inbox_of(await build(tmp_path / "second", WEDNESDAY), WEDNESDAY, "Lea", "waiting")
    assert plain(first) == plain(second)


def _when(item: object) -> object:
    return (
        item.changes
        if isinstance(item, ChangeRequest)
        else item.first
        if isinstance(item, SubmittedWeek)
        else None
    )


def test_leads_are_known_by_what_they_are_and_by_name() -> None:
    assert lead_named("lead") == lead_named("Lea") == lead_named("LEA HOFFMANN") == "Lea Hoffmann"
    assert lead_named("ник") == "Николай Петров"
    assert (lead_named("Ben"), lead_named("")) == (None, None)
    assert len(COLLEAGUES) == 7
