"""Undo and redo of what takes several rows, where one of them went wrong or the world has moved on."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from tests.domain import berlin
from tests.services.desk import Desk
from tests.services.test_clocking import assert_refused
from tests.services.vendor import Answer

from punchcard.backends.outcomes import Unsure
from punchcard.core.changes import SaveEntry
from punchcard.core.editing.room import OverlapChoice
from punchcard.core.entries import Entry
from punchcard.core.identifiers import new_id
from punchcard.core.refusals import NotFound
from punchcard.services import clocking, undo
from punchcard.services.entries import by_hand as entries
from punchcard.services.entries.by_hand import EntryChanges
from punchcard.services.entries.edits import NotYours, carry_out
from punchcard.services.entries.seen_entries import ChangedMeanwhile
from punchcard.services.outbox import choices as outbox_choices
from punchcard.services.reading.refresh import refresh
from punchcard.store.outbox import OutboxState

WHOLE = ("11 08:00", "11 12:00")
MIDDLE = ("11 09:00", "11 10:00")


def spans(desk: Desk) -> list[str]:
    """What is known, as times on the clock."""
    return [_span(entry) for entry in desk.entries]


def at_the_vendor(desk: Desk) -> list[str]:
    found = [entry for entry in desk.vendor.entries.values() if entry.start]
    return [_span(entry) for entry in sorted(found, key=lambda entry: entry.start or berlin("11 00:00"))]


def _span(entry: Entry) -> str:
    assert entry.start
    assert entry.end
    return f"{entry.start.time().format_iso()[:5]}-{entry.end.time().format_iso()[:5]}"


@pytest.fixture
def whole(desk: Desk) -> Desk:
    """One entry from 08:00 to 12:00, which the vendor has."""
    desk.clock.set("11 17:00")
    entries.add(desk.session, berlin(WHOLE[0]), berlin(WHOLE[1]))
    return desk


def cut_out(desk: Desk) -> None:
    """Three rows: the first piece, the second piece, and what stands between them."""
    entries.add(desk.session, berlin(MIDDLE[0]), berlin(MIDDLE[1]), choice=OverlapChoice.SPLIT)


REFUSED_AT = {
    0: ["08:00-12:00"],
    1: ["08:00-09:00"],
    2: ["08:00-09:00", "10:00-12:00"],
}


@pytest.mark.parametrize("row", REFUSED_AT)
async def test_an_action_that_was_refused_in_part_is_undone_as_far_as_it_went(whole: Desk, row: int) -> None:
    await whole.deliver()
    cut_out(whole)
    whole.vendor.answers.extend([Answer.CONFIRM] * row + [Answer.REFUSE])
    await whole.deliver_until_settled(2)
    assert at_the_vendor(whole) == REFUSED_AT[row]

    if row:
        undo.undo(whole.session)
        await whole.deliver_until_settled(2)
        assert spans(whole) == ["08:00-12:00"]
    await drop_all(whole)
    assert at_the_vendor(whole) == spans(whole) == ["08:00-12:00"]


@pytest.mark.parametrize("row", REFUSED_AT)
async def test_what_is_refused_after_it_was_undone_leaves_nothing_behind(whole: Desk, row: int) -> None:
    await whole.deliver()
    cut_out(whole)
    undo.undo(whole.session)
    assert spans(whole) == ["08:00-12:00"]
    whole.vendor.answers.extend([Answer.CONFIRM] * row + [Answer.REFUSE])
    await whole.deliver_until_settled(2)

    assert at_the_vendor(whole) == spans(whole) == ["08:00-12:00"]
    assert {state for state in whole.states() if state not in {OutboxState.CONFIRMED}} <= {
        OutboxState.REFUSED, OutboxState.DROPPED,
    }  # fmt: skip


@pytest.mark.parametrize("row", REFUSED_AT)
async def test_dropping_what_needs_you_never_lets_the_rest_of_it_go(whole: Desk, row: int) -> None:
    await whole.deliver()
    cut_out(whole)
    whole.vendor.answers.extend([Answer.CONFIRM] * row + [Answer.REFUSE])
    await whole.deliver_until_settled(2)
    await drop_all(whole)
    assert at_the_vendor(whole) == spans(whole) == REFUSED_AT[row]


async def drop_all(desk: Desk) -> None:
    """Drop one after the other what needs the person."""
    for _ in range(10):
        needing = [row for row in desk.rows() if row.state is OutboxState.NEEDS_YOU]
        if not needing:
            break
        outbox_choices.drop(desk.session, needing[0])
        await desk.deliver_until_settled(2)
    assert all(row.is_settled for row in desk.rows())


async def test_a_row_that_needs_you_is_undone_once_you_have_decided(whole: Desk) -> None:
    await whole.deliver()
    cut_out(whole)
    whole.vendor.answers.extend([Answer.CONFIRM, Answer.LOST_AFTER])
    whole.vendor.settling.append(Unsure("It may have happened."))
    await whole.deliver_until_settled(2)
    assert OutboxState.NEEDS_YOU in whole.states()

    undo.undo(whole.session)
    assert spans(whole) == ["08:00-12:00"]
    needing = next(row for row in whole.rows() if row.state is OutboxState.NEEDS_YOU)
    outbox_choices.it_happened(whole.session, needing)
    await whole.deliver_until_settled(2)
    assert at_the_vendor(whole) == spans(whole) == ["08:00-12:00"]

    undo.redo(whole.session)
    await whole.deliver_until_settled(2)
    assert at_the_vendor(whole) == spans(whole) == ["08:00-09:00", "09:00-10:00", "10:00-12:00"]


async def test_a_refused_row_of_an_undo_is_undone_again(whole: Desk) -> None:
    await whole.deliver()
    cut_out(whole)
    await whole.deliver()
    undo.undo(whole.session)
    whole.vendor.answers.extend([Answer.CONFIRM, Answer.REFUSE])
    await whole.deliver_until_settled(2)
    await drop_all(whole)
    assert at_the_vendor(whole) == spans(whole) == ["08:00-09:00", "10:00-12:00"]

    undo.undo(whole.session)
    await whole.deliver_until_settled(2)
    assert at_the_vendor(whole) == spans(whole) == ["08:00-12:00"]


async def test_undo_does_not_write_over_what_was_changed_elsewhere(whole: Desk) -> None:
    entry = whole.entries[0]
    entries.change(whole.session, entry.id, EntryChanges(note="mine"))
    await whole.deliver()
    theirs = replace(whole.vendor.entries[entry.id], end=berlin("11 13:00"), note="theirs")
    whole.vendor.entries[entry.id] = theirs
    await refresh(whole.session)

    with pytest.raises(ChangedMeanwhile, match="changed in the meantime"):
        undo.undo(whole.session)
    assert whole.entries == (theirs,)
    assert len(whole.rows()) == 2


async def test_undo_of_what_was_deleted_elsewhere_is_refused(whole: Desk) -> None:
    entry = whole.entries[0]
    entries.change(whole.session, entry.id, EntryChanges(note="mine"))
    await whole.deliver()
    del whole.vendor.entries[entry.id]
    await refresh(whole.session)

    with pytest.raises(ChangedMeanwhile, match="deleted in the meantime"):
        undo.undo(whole.session)
    assert whole.entries == ()


async def test_redo_does_not_write_over_what_was_changed_elsewhere(whole: Desk) -> None:
    entry = whole.entries[0]
    entries.change(whole.session, entry.id, EntryChanges(note="mine"))
    undo.undo(whole.session)
    await whole.deliver()
    theirs = replace(whole.vendor.entries[entry.id], note="theirs")
    whole.vendor.entries[entry.id] = theirs
    await refresh(whole.session)

    with pytest.raises(ChangedMeanwhile, match="changed in the meantime"):
        undo.redo(whole.session)
    assert whole.entries == (theirs,)


async def test_what_builds_upon_a_refused_change_needs_you(whole: Desk) -> None:
    await whole.deliver()
    entry_id = whole.entries[0].id
    for note in ("one", "two", "three"):
        entries.change(whole.session, entry_id, EntryChanges(note=note))
    other = entries.add(whole.session, berlin("11 13:00"), berlin("11 14:00")).row_id
    whole.vendor.answers.append(Answer.REFUSE)
    await whole.deliver()
    assert whole.states()[1:] == [
        OutboxState.REFUSED, OutboxState.NEEDS_YOU, OutboxState.QUEUED, OutboxState.CONFIRMED,
    ]  # fmt: skip
    assert whole.row(other).state is OutboxState.CONFIRMED
    await drop_all(whole)
    assert [entry.note for entry in whole.entries] == ["", ""]
    assert whole.vendor.entries[entry_id].note == ""


async def test_what_was_sent_and_is_not_known_is_never_dropped_by_itself(whole: Desk) -> None:
    await whole.deliver()
    cut_out(whole)
    undo.undo(whole.session)
    whole.vendor.answers.append(Answer.LOST_AFTER)
    whole.vendor.settling.append(Unsure("It may have happened."))
    await whole.deliver()
    first = next(row for row in whole.rows() if row.state is OutboxState.NEEDS_YOU)
    outbox_choices.drop(whole.session, first)
    await whole.deliver_until_settled(2)
    assert all(row.is_settled for row in whole.rows())
    assert len(whole.vendor.sent) == 2


async def test_a_punch_behind_a_dropped_one_goes_on_and_behind_a_refused_one_needs_you(desk: Desk) -> None:
    for choose, state in ((True, OutboxState.CONFIRMED), (False, OutboxState.NEEDS_YOU)):
        clocking.start(desk.session)
        await desk.deliver()
        desk.clock.move(minutes=10)
        update = clocking.update(desk.session, note="n").row_id
        desk.vendor.answers.append(Answer.LOST_BEFORE if choose else Answer.REFUSE)
        desk.vendor.settling.extend([Unsure("It may have happened.")] if choose else [])
        stop = clocking.stop(desk.session).row_id
        await desk.deliver()
        if choose:
            outbox_choices.drop(desk.session, desk.row(update))
            await desk.deliver()
        assert desk.row(stop).state is state


async def test_the_days_that_were_never_read_say_nothing_of_what_was_deleted(whole: Desk) -> None:
    entry = whole.entries[0]
    entries.change(whole.session, entry.id, EntryChanges(note="mine"))
    await whole.deliver()
    with whole.session.change() as transaction:
        transaction.cache("acme").clear()
    undo.undo(whole.session)
    await whole.deliver()
    assert whole.vendor.entries[entry.id].note == ""


async def test_the_vendor_never_has_two_entries_at_one_time(whole: Desk) -> None:
    await whole.deliver()
    looks: list[int] = []

    def look() -> None:
        spans = [entry.interval for entry in whole.vendor.entries.values() if entry.interval]
        assert not any(a.overlaps(b) for a, b in combinations(spans, 2))
        looks.append(len(spans))

    whole.vendor.during = look
    for act in (lambda: cut_out(whole), lambda: undo.undo(whole.session), lambda: undo.redo(whole.session)):
        act()
        await whole.deliver()
        look()
    assert max(looks) == 3


def test_another_persons_time_is_refused(whole: Desk) -> None:
    entry = replace(whole.entries[0], person="bob")
    assert_refused(whole, NotYours, lambda session: entries.save(session, replace(entry, id="new"), None))


async def test_another_process_is_undone_first(whole: Desk) -> None:
    await whole.deliver()
    cut_out(whole)
    other = whole.open()
    entries.change(other, whole.entries[0].id, EntryChanges(note="from the other one"))
    assert whole.entries[0].note == "from the other one"

    undo.undo(whole.session)
    assert whole.entries[0].note == ""
    undo.undo(other)
    assert spans(whole) == ["08:00-12:00"]
    undo.redo(whole.session)
    undo.redo(other)
    await whole.deliver()
    assert [entry.note for entry in whole.entries] == ["from the other one", "", ""]
    assert at_the_vendor(whole) == spans(whole)


async def test_a_change_of_what_was_deleted_elsewhere_is_refused_and_shown_as_it_is(whole: Desk) -> None:
    await whole.deliver()
    entry = whole.entries[0]
    whole.vendor.entries.clear()
    row = entries.change(whole.session, entry.id, EntryChanges(note="mine")).row_id
    whole.vendor.answers.append(Answer.REFUSE)
    await whole.deliver()

    assert whole.row(row).state is OutboxState.REFUSED
    assert whole.entries == ()
    assert_refused(whole, NotFound, lambda session: entries.delete(session, entry.id))


async def test_an_action_that_changes_one_entry_twice_is_undone_and_redone(whole: Desk) -> None:
    await whole.deliver()
    await refresh(whole.session)
    first = whole.entries[0]
    second, third = replace(first, note="second"), replace(first, note="third")
    changes = [SaveEntry(new_id(), second, first), SaveEntry(new_id(), third, second)]
    with whole.session.change() as transaction:
        carry_out(whole.session, transaction, changes)
    for act, note in ((undo.undo, ""), (undo.redo, "third"), (undo.undo, "")):
        act(whole.session)
        assert [entry.note for entry in whole.entries] == [note]
