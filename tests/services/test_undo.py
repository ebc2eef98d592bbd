from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st
from tests.domain import PORTAL, berlin
from tests.services.desk import Desk
from tests.services.test_clocking import assert_refused
from tests.services.vendor import Answer

from punchcard.core.clock import IDLE, Working
from punchcard.core.refusals import Refusal
from punchcard.services import clocking, undo
from punchcard.services.entries import by_hand as entries
from punchcard.services.entries.by_hand import EntryChanges
from punchcard.services.undo import CannotUndo, NothingToUndo

Act = Callable[[Desk, int], object]


def _entry_id(desk: Desk, number: int) -> str:
    known = desk.entries
    return known[number % len(known)].id if known else "none"


ACTS: dict[str, Act] = {
    "start": lambda d, n: clocking.start(d.session, d.session.now().subtract(minutes=n), note=str(n)),
    "break": lambda d, n: clocking.take_break(d.session, d.session.now().subtract(minutes=n)),
    "resume": lambda d, n: clocking.resume(d.session, d.session.now().subtract(minutes=n)),
    "stop": lambda d, n: clocking.stop(d.session, d.session.now().subtract(minutes=n)),
    "cancel": lambda d, _n: clocking.cancel(d.session),
    "update": lambda d, n: clocking.update(d.session, assignment=PORTAL, note=str(n)),
    "adjust": lambda d, n: clocking.adjust(d.session, d.session.now().subtract(minutes=n)),
    "add": lambda d, n: entries.add(
        d.session, d.session.now().subtract(minutes=n + 20), d.session.now().subtract(minutes=n)
    ),
    "change": lambda d, n: entries.change(
        d.session, _entry_id(d, n), EntryChanges(end=d.session.now().subtract(minutes=n), note="new")
    ),
    "delete": lambda d, n: entries.delete(d.session, _entry_id(d, n)),
    "wait": lambda d, n: d.clock.move(minutes=n),
    "deliver": lambda d, _n: asyncio.run(d.deliver()),
}
steps = st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 90)), max_size=14)


@settings(max_examples=50)
@given(steps, st.booleans(), st.lists(st.sampled_from(list(Answer)[:5]), max_size=6))
def test_undoing_everything_leads_back_to_the_first_state(
    journey: list[tuple[str, int]], deliver_between: bool, answers: list[Answer]
) -> None:
    with TemporaryDirectory() as home:
        desk = Desk(Path(home), "11 12:00")
        desk.vendor.answers.extend(answer for answer in answers if answer is not Answer.REFUSE)
        try:
            walk(desk, journey)
            before_undo = desk.known()
            undo_everything(desk, deliver=deliver_between)
            assert (desk.state, desk.entries) == (IDLE, ()), before_undo
            asyncio.run(desk.deliver_until_settled())
            assert (desk.vendor.state, desk.vendor.entries) == (IDLE, {})
            assert (desk.state, desk.entries) == (IDLE, ())
            assert len(set(desk.vendor.done)) == len(desk.vendor.done)
        finally:
            desk.close()


def walk(desk: Desk, journey: list[tuple[str, int]]) -> None:
    for name, number in journey:
        desk.clock.move(seconds=1)
        try:
            ACTS[name](desk, number)
        except Refusal as refusal:
            note(f"{name}: {refusal.message}")


def undo_everything(desk: Desk, *, deliver: bool) -> None:
    for _ in range(40):
        desk.clock.move(minutes=3)
        if deliver:
            asyncio.run(desk.deliver())
        try:
            undo.undo(desk.session)
        except NothingToUndo:
            return
    raise AssertionError("there is no end of undoing")


def test_with_nothing_asked_for_there_is_nothing_to_undo(desk: Desk) -> None:
    assert_refused(desk, NothingToUndo, undo.undo)


def test_undo_says_what_it_undid(desk: Desk) -> None:
    clocking.start(desk.session)
    desk.clock.move(hours=1)
    clocking.stop(desk.session)
    assert undo.undo(desk.session)[1] == "Undone. The clock is back as it was: working since 08:00."
    assert undo.undo(desk.session)[1] == "Undone. The clock of 08:00 was thrown away; nothing was booked."


async def test_undo_never_throws_away_the_clock_of_somebody_else(desk: Desk) -> None:
    clocking.start(desk.session, note="mine")
    desk.vendor.state = theirs = Working("elsewhere", berlin("11 07:30"), note="theirs")
    await desk.deliver()
    assert desk.state == theirs
    refusal = assert_refused(desk, CannotUndo, undo.undo)
    assert "07:30" in refusal.message
    await desk.deliver_until_settled()
    assert desk.vendor.state == theirs


async def test_what_was_refused_is_not_undone_again(desk: Desk) -> None:
    entries.add(desk.session, berlin("10 08:00"), berlin("10 09:00"), note="kept")
    clocking.start(desk.session)
    desk.vendor.answers.extend([Answer.CONFIRM, Answer.REFUSE])
    await desk.deliver()
    assert "Deleted" in undo.undo(desk.session)[1]


@pytest.mark.parametrize("answer", [Answer.REFUSE, Answer.CONFIRM])
async def test_an_undo_that_was_refused_can_be_asked_for_again(desk: Desk, answer: Answer) -> None:
    clocking.start(desk.session)
    await desk.deliver()
    undo.undo(desk.session)
    desk.vendor.answers.append(answer)
    await desk.deliver()
    if answer is Answer.REFUSE:
        assert "thrown away" in undo.undo(desk.session)[1]
    else:
        assert_refused(desk, NothingToUndo, undo.undo)
