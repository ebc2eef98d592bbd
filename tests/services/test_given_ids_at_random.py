"""Whatever a person does: a vendor that gives ids of its own ends with the same as one that takes ours."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain import berlin
from tests.services.desk import Desk
from tests.services.vendor import Answer

from punchcard.core.clock import ClockState, Running
from punchcard.core.entries import Entry
from punchcard.core.refusals import Refusal
from punchcard.core.same_entry import content_of
from punchcard.services import clocking
from punchcard.services.entries import by_hand as entries
from punchcard.services.entries.by_hand import EntryChanges
from punchcard.services.reading.refresh import refresh
from punchcard.services.session import Session
from punchcard.services.undo import redo, undo
from punchcard.store.outbox import OutboxState

Do = Callable[[Session], str]


class Step(NamedTuple):
    """One thing that a person, or the network, does."""

    name: str
    number: int = 0


PUNCHES: dict[str, Do] = {
    "start": lambda session: clocking.start(session, note="day").message,
    "break": lambda session: clocking.take_break(session).message,
    "resume": lambda session: clocking.resume(session).message,
    "stop": lambda session: clocking.stop(session).message,
    "cancel": lambda session: clocking.cancel(session).message,
    "update": lambda session: clocking.update(session, note=str(session.now())).message,
    "undo": lambda session: undo(session)[1],
    "redo": lambda session: redo(session)[1],
}
NETWORK = ("deliver", "refresh", "lost after", "lost before", "not sent", "refused")
EDITS = ("add", "change", "delete", "split")
NUMBERED = st.builds(Step, st.sampled_from(EDITS), st.integers(0, 3))
STEPS = st.lists(
    st.one_of(
        st.sampled_from([Step(name) for name in PUNCHES]),
        st.sampled_from([Step("undo"), Step("redo"), Step("deliver"), Step("start"), Step("stop")]),
        st.sampled_from([Step(name) for name in NETWORK]),
        NUMBERED,
    ),
    min_size=4,
    max_size=24,
)


def edit(desk: Desk, step: Step) -> str:
    session = desk.session
    if step.name == "add":
        hour = 8 + 2 * step.number
        return entries.add(session, berlin(f"10 {hour:02}:00"), berlin(f"10 {hour + 1:02}:00")).message
    known = desk.entries
    if not known:
        return "nothing there"
    entry = known[step.number % len(known)]
    match step.name:
        case "change":
            return entries.change(session, entry.id, EntryChanges(note=f"{entry.note}+")).message
        case "delete":
            return entries.delete(session, entry.id, entry).message
        case _:
            assert entry.start
            return entries.split(session, entry.id, entry.start.add(minutes=1), entry).message


async def take(desk: Desk, step: Step) -> str:
    """Take a step; return what is said of it."""
    desk.clock.move(minutes=7)
    answers = {"lost after": Answer.LOST_AFTER, "lost before": Answer.LOST_BEFORE,
               "not sent": Answer.NOT_SENT, "refused": Answer.REFUSE}  # fmt: skip
    if step.name in answers:
        desk.vendor.answers.append(answers[step.name])
        return ""
    if step.name == "deliver":
        return " ".join((await desk.deliver()).adopted)
    try:
        if step.name == "refresh":
            return " ".join(await refresh(desk.session))
        return PUNCHES[step.name](desk.session) if step.name in PUNCHES else edit(desk, step)
    except Refusal as refusal:
        return f"{refusal.code}: {refusal.message}"


def without_ids(entries: tuple[Entry, ...]) -> list[str]:
    return sorted(repr(content_of(entry)) for entry in entries)


def of_clock(state: ClockState) -> object:
    return (type(state), state.since, state.note, state.breaks) if isinstance(state, Running) else None


def picture(desk: Desk) -> object:
    """What the person sees, without ids."""
    return of_clock(desk.state), without_ids(desk.entries), desk.states()


async def both_ways(steps: list[Step], homes: Path) -> None:
    plain, giving = Desk(homes / "plain"), Desk(homes / "giving")
    giving.vendor.gives_ids = True
    try:
        for step in steps:
            assert await take(giving, step) == await take(plain, step), step
            assert picture(giving) == picture(plain), step
        for desk in (giving, plain):
            desk.vendor.answers.clear()
            await arrive(desk)
        assert picture(giving) == picture(plain)
        if OutboxState.NEEDS_YOU not in giving.states():
            assert giving.state == giving.vendor.state
            await refresh(giving.session)
            assert sorted(giving.entries, key=id_of) == sorted(giving.vendor.entries.values(), key=id_of)
        assert without_ids(tuple(giving.vendor.entries.values())) == without_ids(
            tuple(plain.vendor.entries.values())
        )
    finally:
        giving.close()
        plain.close()


async def arrive(desk: Desk) -> None:
    """Come back until nothing can go any more, without ever cutting a write."""
    for _ in range(4):
        await desk.deliver()
        desk.clock.move(minutes=10)


def id_of(entry: Entry) -> str:
    return entry.id


@settings(max_examples=80, deadline=None, print_blob=True)
@given(STEPS)
def test_ids_of_the_vendors_own_change_nothing(steps: list[Step]) -> None:
    with TemporaryDirectory() as home:
        asyncio.run(both_ways(steps, Path(home)))
