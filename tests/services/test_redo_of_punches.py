"""Redo leads back to what was undone, with the same ids, also where punches and edits alternate."""

from __future__ import annotations

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain import berlin
from tests.services.desk import Desk
from tests.services.test_undo import walk

from punchcard.core.clock import ClockState, Working
from punchcard.core.entries import Entry
from punchcard.services import clocking, undo
from punchcard.services.entries import by_hand as entries
from punchcard.services.entries.by_hand import EntryChanges
from punchcard.services.undo import NothingToUndo

STEPS = ("start", "break", "resume", "stop", "cancel", "update", "adjust", "add", "change", "delete", "wait")
journeys = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 90)), max_size=12)


def seen(desk: Desk) -> tuple[ClockState, tuple[Entry, ...]]:
    return desk.state, desk.entries


def test_a_change_of_what_was_punched_is_redone_after_the_punches(desk: Desk) -> None:
    desk.clock.set("11 17:00")
    clocking.start(desk.session, berlin("11 08:00"))
    clocking.stop(desk.session, berlin("11 12:00"))
    entries.change(desk.session, desk.entries[0].id, EntryChanges(note="x"))
    whole = seen(desk)
    for first in (
        "Redone. Clocked in at 08:00.",
        "Redone. The clock is back as it was: working since 08:00.",
    ):
        for _ in range(3):
            undo.undo(desk.session)
        assert desk.entries == ()
        said = [undo.redo(desk.session)[1] for _ in range(3)]
        assert said[:2] == [first, "Redone. Clocked out at 12:00: 4 h worked."]
        assert seen(desk) == whole


async def test_a_start_that_was_redone_is_undone_like_the_first(desk: Desk) -> None:
    clocking.start(desk.session)
    undo.undo(desk.session)
    undo.redo(desk.session)
    await desk.deliver_until_settled()
    assert isinstance(desk.vendor.state, Working)
    undo.undo(desk.session)
    await desk.deliver_until_settled()
    assert desk.vendor.state == desk.state
    assert not isinstance(desk.state, Working)


@settings(max_examples=60, deadline=None)
@given(journeys, st.integers(1, 12), st.booleans())
def test_undoing_and_redoing_leads_back(
    journey: list[tuple[str, int]], steps: int, deliver_before: bool
) -> None:
    with TemporaryDirectory() as home:
        desk = Desk(Path(home), "11 12:00")
        try:
            walk(desk, journey)
            if deliver_before:
                asyncio.run(desk.deliver())
            views = [seen(desk)]
            for _ in range(steps):
                try:
                    undo.undo(desk.session)
                except NothingToUndo:
                    break
                views.append(seen(desk))
            for view in views[-2::-1]:
                undo.redo(desk.session)
                assert seen(desk) == view
            asyncio.run(desk.deliver_until_settled())
            assert desk.vendor.state == desk.state
            assert set(desk.vendor.entries) == {entry.id for entry in desk.entries}
        finally:
            desk.close()
