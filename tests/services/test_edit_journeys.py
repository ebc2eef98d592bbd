"""Any sequence of edits against a plain model: the set of minutes that were worked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from hypothesis import given, note, settings
from hypothesis import strategies as st
from tests.domain import berlin
from tests.services.desk import Desk
from tests.services.vendor import Answer

from punchcard.core.editing.room import OverlapChoice
from punchcard.core.entries import Break, Entry
from punchcard.core.refusals import Refusal
from punchcard.services import undo
from punchcard.services.entries import by_hand as entries
from punchcard.services.entries.by_hand import EntryChanges
from punchcard.services.outbox import choices as outbox_choices
from punchcard.services.undo import NothingToRedo, NothingToUndo
from punchcard.store.outbox import OutboxState

Minutes = frozenset[int]

MONDAY = berlin("9 00:00")
DAY = 24 * 60


class Step(NamedTuple):
    """One thing that a person does; the numbers are read as each of them needs."""

    act: str
    day: int
    start: int
    length: int
    which: int
    choice: OverlapChoice | None


steps = st.lists(
    st.builds(
        Step,
        act=st.sampled_from(
            ["add", "add", "add", "change", "split", "move", "duplicate", "delete", "undo", "undo", "redo"]
        ),
        day=st.integers(0, 3),
        start=st.integers(0, 23).map(lambda hour: hour * 60),
        length=st.integers(1, 10).map(lambda half_hours: half_hours * 30),
        which=st.integers(0, 5),
        choice=st.sampled_from([None, *OverlapChoice]),
    ),
    max_size=16,
)


def span(start: int, length: int) -> Minutes:
    return frozenset(range(start, start + length))


def worked(entry: Entry) -> Minutes:
    """The minutes since Monday's midnight that were worked."""
    zero = MONDAY.timestamp()
    return frozenset(
        minute
        for piece in entry.worked_pieces()
        for minute in range((piece.start.timestamp() - zero) // 60, (piece.end.timestamp() - zero) // 60)
    )


class Journey:
    """A desk, the minutes as the model has them, and what undo and redo lead back to."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.minutes: Minutes = frozenset()
        self.past: list[Minutes] = []
        self.future: list[Minutes] = []

    def known(self) -> list[Entry]:
        with self.desk.session.store.read() as transaction:
            days = MONDAY.date().subtract(days=7), MONDAY.date().add(days=14)
            return list(self.desk.session.known(transaction, *days).plain_entries)

    def take(self, step: Step) -> None:
        """Do the step; where it is refused, nothing may have changed."""
        before = self.known()
        try:
            expected = getattr(self, f"_{step.act}")(step, before)
        except (NothingToUndo, NothingToRedo):
            assert not (self.past if step.act == "undo" else self.future)
            return
        except Refusal as refusal:
            note(f"refused: {refusal.message}")
            assert self.known() == before
            return
        if step.act not in ("undo", "redo"):
            self.past.append(self.minutes)
            self.future.clear()
            self.minutes = expected

    def check(self) -> None:
        now = self.known()
        pieces = [worked(entry) for entry in now]
        assert frozenset[int]().union(*pieces) == self.minutes
        # No minute counts twice.
        assert sum(map(len, pieces)) == len(self.minutes)
        assert sum(entry.worked_seconds for entry in now) == 60 * len(self.minutes)
        assert all(0 < entry.worked_seconds <= 24 * 3600 for entry in now)

    def _room(self, step: Step, taken: Minutes, others: list[Entry]) -> Minutes:
        """What is left of the other minutes once the person has chosen what happens to them."""
        rest = self.minutes
        for other in others:
            assert other.start
            assert other.end
            first = (other.start.timestamp() - MONDAY.timestamp()) // 60
            length = (other.end.timestamp() - other.start.timestamp()) // 60
            if step.choice is OverlapChoice.REPLACE and span(first, length) & taken:
                rest -= worked(other)
        return rest - taken

    def _add(self, step: Step, before: list[Entry]) -> Minutes:
        first = step.day * DAY + step.start
        start = MONDAY.add(minutes=first)
        end, middle = start.add(minutes=step.length), start.add(minutes=step.length // 2)
        pause = (Break(middle.subtract(minutes=5), middle.add(minutes=5)),) if step.which % 2 else ()
        entries.add(self.desk.session, start, end, pause, note=str(step.which), choice=step.choice)
        taken = span(first, step.length)
        own = taken - span(first + step.length // 2 - 5, 10) if pause else taken
        return self._room(step, taken, before) | own

    def _one(self, step: Step, before: list[Entry]) -> Entry:
        if not before:
            raise Refusal("There is nothing to change.")
        return before[step.which % len(before)]

    def _change(self, step: Step, before: list[Entry]) -> Minutes:
        entry = self._one(step, before)
        assert entry.start
        end = entry.start.add(minutes=step.length)
        changes = EntryChanges(end=end, breaks=())
        others = [other for other in before if other.id != entry.id]
        first = (entry.start.timestamp() - MONDAY.timestamp()) // 60
        entries.change(self.desk.session, entry.id, changes, step.choice)
        self_free = self.minutes - worked(entry)
        kept, self.minutes = self.minutes, self_free
        taken = span(first, step.length)
        after = self._room(step, taken, others) | taken
        self.minutes = kept
        return after

    def _split(self, step: Step, before: list[Entry]) -> Minutes:
        entry = self._one(step, before)
        assert entry.start
        entries.split(self.desk.session, entry.id, entry.start.add(minutes=step.length))
        return self.minutes

    def _shifted(self, step: Step, before: list[Entry], entry: Entry, base: Minutes) -> Minutes:
        assert entry.start
        assert entry.end
        days = int(entry.start.date().since(MONDAY.date(), total="days"))
        shift = (step.day - days) * DAY
        own = frozenset(minute + shift for minute in worked(entry))
        first = (entry.start.timestamp() - MONDAY.timestamp()) // 60 + shift
        taken = span(first, (entry.end.timestamp() - entry.start.timestamp()) // 60)
        kept, self.minutes = self.minutes, base
        after = self._room(step, taken, before) | own
        self.minutes = kept
        return after

    def _move(self, step: Step, before: list[Entry]) -> Minutes:
        entry = self._one(step, before)
        entries.move(self.desk.session, entry.id, MONDAY.date().add(days=step.day), step.choice)
        others = [other for other in before if other.id != entry.id]
        return self._shifted(step, others, entry, self.minutes - worked(entry))

    def _duplicate(self, step: Step, before: list[Entry]) -> Minutes:
        entry = self._one(step, before)
        entries.duplicate(self.desk.session, entry.id, MONDAY.date().add(days=step.day), step.choice)
        return self._shifted(step, before, entry, self.minutes)

    def _delete(self, step: Step, before: list[Entry]) -> Minutes:
        entry = self._one(step, before)
        entries.delete(self.desk.session, entry.id)
        return self.minutes - worked(entry)

    def _undo(self, _step: Step, _before: list[Entry]) -> Minutes:
        undo.undo(self.desk.session)
        self.future.append(self.minutes)
        self.minutes = self.past.pop()
        return self.minutes

    def _redo(self, _step: Step, _before: list[Entry]) -> Minutes:
        undo.redo(self.desk.session)
        self.past.append(self.minutes)
        self.minutes = self.future.pop()
        return self.minutes


def travel(journey: list[Step], between: Callable[[Desk], object]) -> None:
    with TemporaryDirectory() as home:
        desk = Desk(Path(home), "20 12:00")
        try:
            model = Journey(desk)
            for step in journey:
                model.take(step)
                model.check()
                between(desk)
                model.check()
            while model.past:
                model.take(journey[0]._replace(act="undo"))
                model.check()
                between(desk)
            assert model.known() == []
            while model.future:
                model.take(journey[0]._replace(act="redo"))
                model.check()
            between(desk)
            model.check()
        finally:
            desk.close()


@settings(max_examples=80, deadline=None)
@given(steps)
def test_worked_time_is_what_a_plain_model_says_and_undoing_everything_leads_back(
    journey: list[Step],
) -> None:
    travel(journey, lambda _desk: None)


@settings(max_examples=60, deadline=None)
@given(steps, st.lists(st.sampled_from(list(Answer)[:5]), max_size=12), st.integers(1, 5))
def test_whatever_is_refused_what_is_shown_in_the_end_is_what_the_vendor_has(
    journey: list[Step], answers: list[Answer], every: int
) -> None:
    with TemporaryDirectory() as home:
        desk = Desk(Path(home), "20 12:00")
        try:
            model = Journey(desk)
            desk.vendor.answers.extend(answers)
            for number, step in enumerate(journey):
                model.past.append(frozenset())
                model.future.append(frozenset())
                with suppress(Refusal):
                    getattr(model, f"_{step.act}")(step, model.known())
                if number % every == 0:
                    asyncio.run(desk.deliver_until_settled(2))
                    desk.clock.set("20 12:00")
            drop_everything(desk)
            assert sorted(model.known(), key=by_id) == sorted(desk.vendor.entries.values(), key=by_id)
        finally:
            desk.close()


def by_id(entry: Entry) -> str:
    return entry.id


def drop_everything(desk: Desk) -> None:
    """Deliver, and drop what needs the person, until nothing is open."""
    for _ in range(100):
        asyncio.run(desk.deliver_until_settled(4))
        needing = [row for row in desk.rows() if row.state is OutboxState.NEEDS_YOU]
        if needing:
            outbox_choices.drop(desk.session, needing[0])
        elif all(row.is_settled for row in desk.rows()):
            break
    assert all(row.is_settled for row in desk.rows())


@settings(max_examples=60, deadline=None)
@given(steps, st.lists(st.sampled_from([a for a in Answer if a is not Answer.REFUSE][:4]), max_size=8))
def test_the_same_holds_while_it_is_delivered_over_a_bad_line(
    journey: list[Step], answers: list[Answer]
) -> None:
    def deliver(desk: Desk) -> None:
        desk.vendor.answers.extend(answers)
        asyncio.run(desk.deliver_until_settled(4))
        desk.clock.set("20 12:00")

    travel(journey, deliver)
