"""Hundreds of decisions at once: how far they have come is shown, and the rest can be stopped."""

from __future__ import annotations

import re
from pathlib import Path

from tests.tui.approvals.team import BEN, CONFIG, TeamHome, on_approvals
from tests.tui.homes import ZONE
from tests.tui.piloting import on_top, said, seen, until
from whenever import ZonedDateTime

from punchcard.backends.local.past import Past, write_past
from punchcard.core.change_requests import ChangeRequest, IntervalChange, RequestedChange
from punchcard.core.identifiers import new_id
from punchcard.core.intervals import Interval
from punchcard.core.people import Person
from punchcard.services.approvals.inbox import inbox
from punchcard.services.session import Session
from punchcard.tui.forms.confirm import ConfirmScreen

MANY = 300


def crowded(folder: Path) -> TeamHome:
    """A home in which hundreds of requests of Ben wait for Ann."""
    home = TeamHome(folder, CONFIG.replace("hold_seconds = 60", "hold_seconds = 0"))

    async def owner(session: Session) -> Person:
        return session.person

    ann, ben = home.as_one(None, owner), Person(new_id(), BEN)
    requests: list[ChangeRequest] = []
    for number in range(MANY):
        start = ZonedDateTime(2026, 3, 6, 16, tz=ZONE).subtract(days=number)
        added = RequestedChange(IntervalChange.ADD, Interval(start, start.add(hours=1)))
        at = ZonedDateTime(2026, 3, 9, 8, tz=ZONE).add(seconds=number)
        requests.append(ChangeRequest(new_id(), ben.id, start.date(), (added,), requested_at=at))
    write_past(home.folders.account("local"), ZONE, Past((ann, ben), (), (), tuple(requests)))
    return home


async def test_all_are_marked_and_approved_and_the_rest_is_stopped_between_two(tmp_path: Path) -> None:
    home = crowded(tmp_path / "team")
    async with on_approvals(home.app()) as pilot:
        await pilot.press("V")
        await until(pilot, lambda: f"{MANY} marked" in seen(pilot), "all being marked")
        await pilot.press("a")
        await on_top(pilot, ConfirmScreen)
        await pilot.press("y")
        await until(
            pilot, lambda: bool(re.search(rf"[1-9]\d* of {MANY} · esc stops", seen(pilot))), "progress"
        )
        await pilot.press("escape")
        # The engine says what it took back, then the screen how it all ended.
        words = re.compile(rf"(\d+)(?: of {MANY})? taken back")
        await until(pilot, lambda: words.search(said(pilot)) is not None, "stopping")
        found = words.search(said(pilot))
        assert found is not None
        back = int(found[1])
        assert 0 < back < MANY
        await until(pilot, lambda: f"{back} waiting" in seen(pilot), "the rest waiting")

    async def counted(session: Session) -> tuple[int, int]:
        waiting, decided = await inbox(session, "waiting"), await inbox(session, "decided")
        return len(waiting.items), len(decided.items)

    assert home.as_one(None, counted) == (back, MANY - back)
