"""Vendors give ids of their own, and keep things otherwise than they were sent."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.domain import berlin
from tests.services.desk import Desk
from tests.services.vendor import Answer

from punchcard.backends.errors import Unreachable
from punchcard.core.approval_changes import RequestChange, WithdrawRequest
from punchcard.core.change_requests import ChangeRequest, IntervalChange, RequestedChange
from punchcard.core.changes import SaveEntry
from punchcard.core.clock import IDLE, Running
from punchcard.core.entries import Entry
from punchcard.core.intervals import Interval
from punchcard.core.submitted_weeks import RequestStatus
from punchcard.services import clocking
from punchcard.services.approvals import change_requesting
from punchcard.services.approvals.inbox import inbox
from punchcard.services.clocking import AnotherClock
from punchcard.services.entries import by_hand as entries
from punchcard.services.entries.by_hand import EntryChanges
from punchcard.services.entries.seen_entries import ChangedMeanwhile
from punchcard.services.outbox import choices as outbox_choices
from punchcard.services.reading.refresh import refresh, refresh_days
from punchcard.services.undo import redo, undo
from punchcard.store.outbox import OutboxState

CONFIRMED, REFUSED = OutboxState.CONFIRMED, OutboxState.REFUSED


@pytest.fixture
def giving(desk: Desk) -> Desk:
    """A desk at a vendor that gives ids of its own."""
    desk.vendor.gives_ids = True
    desk.clock.set("11 17:00")
    return desk


def add(desk: Desk, note: str = "") -> str:
    return entries.add(desk.session, berlin("10 08:00"), berlin("10 09:00"), note=note).row_id


def ids(desk: Desk) -> list[str]:
    return [entry.id for entry in desk.entries]


def notes(desk: Desk) -> list[str]:
    return [entry.note for entry in desk.vendor.entries.values()]


def to_the_minute(entry: Entry) -> Entry:
    """As a vendor keeps it that knows no seconds and trims notes."""
    assert entry.start
    assert entry.end
    start, end = (moment.round("minute", mode="floor") for moment in (entry.start, entry.end))
    return replace(entry, start=start, end=end, note=entry.note[:10].strip())


async def test_an_entry_takes_the_id_that_it_is_given_and_is_seen_once(giving: Desk) -> None:
    row_id = add(giving)
    assert ids(giving) == [row_id]
    await giving.deliver()
    assert ids(giving) == list(giving.vendor.entries) == ["E1"]


async def test_what_waits_behind_it_reaches_it(giving: Desk) -> None:
    row_id = add(giving)
    entries.change(giving.session, row_id, EntryChanges(note="one"))
    entries.change(giving.session, row_id, EntryChanges(note="two"))
    await giving.deliver()
    assert (notes(giving), giving.states()) == (["two"], [CONFIRMED] * 3)
    entries.delete(giving.session, row_id[-6:])
    await giving.deliver()
    assert (giving.vendor.entries, giving.entries) == ({}, ())


async def test_a_form_that_was_opened_before_reaches_it(giving: Desk) -> None:
    row_id = add(giving)
    seen = giving.entries[0]
    await giving.deliver()
    entries.save(giving.session, replace(seen, note="typed"), seen)
    await giving.deliver()
    assert notes(giving) == ["typed"]
    with pytest.raises(ChangedMeanwhile):
        entries.save(giving.session, replace(seen, note="again"), seen)
    assert (seen.id, ids(giving)) == (row_id, ["E1"])


async def test_the_clock_that_a_form_was_opened_for_is_the_same_under_its_new_id(giving: Desk) -> None:
    clocking.start(giving.session, berlin("11 08:00"))
    seen = giving.state
    assert isinstance(seen, Running)
    await giving.deliver()
    assert isinstance(giving.state, Running)
    assert giving.state.entry_id == "R1"
    clocking.update(giving.session, note="typed", of=seen.entry_id)
    clocking.stop(giving.session, of=seen.entry_id)
    await giving.deliver()
    assert (notes(giving), giving.state) == (["typed"], IDLE)
    entries.change(giving.session, seen.entry_id, EntryChanges(note="later"))
    entries.change(giving.session, "R1", EntryChanges(note="latest"))
    await giving.deliver()
    assert (notes(giving), ids(giving)) == (["latest"], ["E2"])
    clocking.start(giving.session)
    with pytest.raises(AnotherClock):
        clocking.stop(giving.session, of=seen.entry_id)


async def test_a_day_that_waits_whole_arrives_whole(giving: Desk) -> None:
    started = clocking.start(giving.session, berlin("11 08:00")).row_id
    clocking.take_break(giving.session, berlin("11 12:00"))
    clocking.resume(giving.session, berlin("11 12:30"))
    clocking.stop(giving.session, berlin("11 16:00"))
    entries.change(giving.session, started, EntryChanges(note="changed"))
    entries.split(giving.session, started, berlin("11 10:00"))
    before = [(entry.interval, entry.note) for entry in giving.entries]
    await giving.deliver()
    assert [(entry.interval, entry.note) for entry in giving.entries] == before
    assert sorted(ids(giving)) == sorted(giving.vendor.entries) == ["E2", "E3"]
    assert set(giving.states()) == {CONFIRMED}


@pytest.mark.parametrize("answer", [Answer.LOST_AFTER, Answer.LOST_BEFORE])
async def test_what_was_settled_has_its_id_too(giving: Desk, answer: Answer) -> None:
    """The vendor does not say what a stop has made, where it is asked only afterwards."""
    clocking.start(giving.session, berlin("11 08:00"))
    await giving.deliver()
    clocking.stop(giving.session, berlin("11 12:00"))
    entries.change(giving.session, "R1", EntryChanges(note="mine"))
    giving.vendor.answers.append(answer)
    await giving.deliver()
    assert (notes(giving), giving.states()) == (["mine"], [CONFIRMED] * 3)
    assert ids(giving) == list(giving.vendor.entries)


async def test_an_entry_is_never_seen_twice_nor_missed_while_it_is_settled(giving: Desk) -> None:
    """Another process looks all the time, and reads what the vendor has."""
    other = giving.open()
    counts: set[int] = set()

    def look() -> None:
        with other.store.read() as transaction:
            counts.add(len(other.known(transaction, berlin("10 00:00").date(), other.today()).entries))

    add(giving)
    clocking.start(giving.session, berlin("11 08:00"))
    clocking.stop(giving.session, berlin("11 12:00"))
    giving.vendor.during = look
    giving.vendor.answers.extend([Answer.LOST_AFTER, Answer.CONFIRM, Answer.LOST_AFTER])
    await giving.deliver()
    look()
    assert (giving.states(), counts) == ([CONFIRMED] * 3, {2})


async def test_an_entry_is_seen_once_where_it_is_read_before_it_is_settled(giving: Desk) -> None:
    add(giving)
    giving.vendor.answers.append(Answer.LOST_AFTER)
    giving.vendor.settling.append(Unreachable("No answer."))
    await giving.deliver()
    assert giving.states() == [OutboxState.UNKNOWN]
    assert await refresh(giving.session) == ()
    assert len(giving.entries) == 1
    giving.clock.move(minutes=10)
    await giving.deliver()
    assert (ids(giving), giving.states()) == (["E1"], [CONFIRMED])


async def test_a_stop_is_seen_once_where_its_entry_is_read_before_it_is_settled(giving: Desk) -> None:
    clocking.start(giving.session, berlin("11 08:00"))
    clocking.stop(giving.session, berlin("11 12:00"))
    giving.vendor.answers.extend([Answer.CONFIRM, Answer.LOST_AFTER])
    giving.vendor.settling.append(Unreachable("No answer."))
    await giving.deliver()
    for read in (refresh_days(giving.session, giving.session.today(), giving.session.today()),
                 refresh(giving.session)):  # fmt: skip
        assert await read == ()
        assert (len(giving.entries), giving.state) == (1, IDLE)


async def test_a_stop_whose_days_cannot_be_read_leaves_its_entry_to_be_seen(giving: Desk) -> None:
    clocking.start(giving.session, berlin("11 08:00"))
    clocking.stop(giving.session, berlin("11 12:00"))
    giving.vendor.answers.extend([Answer.CONFIRM, Answer.LOST_AFTER])
    giving.vendor.listing.append(Unreachable("No answer."))
    await giving.deliver()
    assert (giving.states(), len(giving.entries)) == ([CONFIRMED] * 2, 1)
    shown = ids(giving)[0]
    entries.change(giving.session, shown, EntryChanges(note="mine"))
    await giving.deliver()
    assert (notes(giving), ids(giving)) == (["mine"], ["E2"])
    entries.delete(giving.session, shown)
    await giving.deliver()
    assert giving.vendor.entries == {}


async def test_undo_and_redo_go_by_what_came_back(giving: Desk) -> None:
    giving.vendor.keeps = to_the_minute
    entries.add(
        giving.session, berlin("10 08:00").add(seconds=20), berlin("10 09:00").add(seconds=40), note="x" * 40
    )
    await giving.deliver()
    assert [(entry.interval, entry.note) for entry in giving.entries] == [
        (Interval(berlin("10 08:00"), berlin("10 09:00")), "x" * 10)
    ]
    entries.change(giving.session, "E1", EntryChanges(note="y" * 40))
    await giving.deliver()
    for expected in (["x" * 10], [], ["x" * 10], ["y" * 10]):
        undo(giving.session) if len(giving.vendor.done) < 4 else redo(giving.session)
        await giving.deliver()
        assert notes(giving) == [entry.note for entry in giving.entries] == expected
    assert set(giving.states()) == {CONFIRMED}


async def test_undo_of_what_came_back_otherwise_is_refused_where_it_was_changed_since(giving: Desk) -> None:
    giving.vendor.keeps = to_the_minute
    entries.add(giving.session, berlin("10 08:00").add(seconds=20), berlin("10 09:00"))
    await giving.deliver()
    giving.vendor.entries["E1"] = replace(giving.vendor.entries["E1"], note="elsewhere")
    await refresh(giving.session)
    with pytest.raises(ChangedMeanwhile):
        undo(giving.session)


async def test_undo_of_a_deletion_makes_another_one_and_all_that_was_before_follows(giving: Desk) -> None:
    row_id = add(giving, "kept")
    await giving.deliver()
    entries.delete(giving.session, "E1")
    await giving.deliver()
    undo(giving.session)
    await giving.deliver()
    assert (ids(giving), notes(giving)) == (["E2"], ["kept"])
    undo(giving.session)
    await giving.deliver()
    assert giving.vendor.entries == {}
    redo(giving.session)
    await giving.deliver()
    for name in (row_id, "E1", "E2"):
        entries.change(giving.session, name, EntryChanges(note=f"by {name}"))
        await giving.deliver()
        assert (ids(giving), notes(giving)) == (["E3"], [f"by {name}"])


async def test_punches_are_undone_and_redone_under_the_ids_that_they_were_given(giving: Desk) -> None:
    clocking.start(giving.session, berlin("11 08:00"), note="day")
    clocking.stop(giving.session, berlin("11 12:00"))
    await giving.deliver()
    for _ in range(2):
        undo(giving.session)
        await giving.deliver()
        assert (giving.vendor.entries, isinstance(giving.state, Running)) == ({}, True)
        assert giving.state == giving.vendor.state
        redo(giving.session)
        await giving.deliver()
        assert (giving.state, notes(giving), len(giving.entries)) == (IDLE, ["day"], 1)
    assert set(giving.states()) == {CONFIRMED}


async def test_an_id_that_is_used_again_is_not_taken_for_what_had_it_before(giving: Desk) -> None:
    """A vendor may call whatever runs by the same name."""
    clocking.start(giving.session, berlin("11 08:00"))
    await giving.deliver()
    clocking.stop(giving.session, berlin("11 09:00"))
    await giving.deliver()
    giving.vendor.numbers = 0
    started = clocking.start(giving.session, berlin("11 10:00")).row_id
    await giving.deliver()
    assert isinstance(giving.state, Running)
    assert giving.state.entry_id == "R1"
    clocking.update(giving.session, note="second", of=started)
    clocking.update(giving.session, note="third", of="R1")
    giving.vendor.numbers = 10
    clocking.stop(giving.session, of="R1")
    await giving.deliver()
    assert (notes(giving), set(giving.states())) == (["", "third"], {CONFIRMED})


async def test_what_happened_on_the_persons_word_is_found_by_its_times(giving: Desk) -> None:
    row_id = add(giving)
    entries.change(giving.session, row_id, EntryChanges(note="mine"))
    giving.vendor.answers.append(Answer.LOST_AFTER)
    giving.vendor.settling.append(Unreachable("No answer."))
    await giving.deliver()
    outbox_choices.it_happened(giving.session, giving.row(row_id))
    await giving.deliver()
    assert (notes(giving), giving.states()) == (["mine"], [CONFIRMED] * 2)


async def test_what_is_dropped_while_its_entry_is_looked_for_is_not_sent(giving: Desk) -> None:
    row_id = add(giving)
    changed = entries.change(giving.session, row_id, EntryChanges(note="mine")).row_id
    giving.vendor.answers.append(Answer.LOST_AFTER)
    giving.vendor.settling.append(Unreachable("No answer."))
    await giving.deliver()
    outbox_choices.it_happened(giving.session, giving.row(row_id))

    def drop() -> None:
        giving.vendor.during = None
        outbox_choices.drop(giving.session, giving.row(changed))

    giving.vendor.during = drop
    await giving.deliver()
    assert giving.states() == [CONFIRMED, OutboxState.DROPPED]
    assert (giving.vendor.sent, notes(giving)) == ([row_id], [""])


async def test_a_change_of_what_is_not_there_is_refused_and_what_builds_upon_it_needs_you(
    giving: Desk,
) -> None:
    row_id = add(giving)
    entries.change(giving.session, row_id, EntryChanges(note="mine"))
    entries.change(giving.session, row_id, EntryChanges(note="again"))
    giving.vendor.answers.append(Answer.LOST_BEFORE)
    giving.vendor.settling.append(Unreachable("No answer."))
    await giving.deliver()
    outbox_choices.it_happened(giving.session, giving.row(row_id))
    await giving.deliver()
    assert giving.states() == [CONFIRMED, REFUSED, OutboxState.NEEDS_YOU]
    assert "is not at The vendor any more" in (giving.rows()[1].answer or "")


REQUESTED = RequestedChange(IntervalChange.ADD, Interval(berlin("02 08:00"), berlin("02 09:00")))


@pytest.fixture
def asked(giving: Desk) -> ChangeRequest:
    """A request for a day that may not be edited, as it was asked for."""
    day = berlin("02 08:00").date()
    row_id = change_requesting.ask_for_change(giving.session, day, (REQUESTED,), "forgot").row_id
    change = giving.row(row_id).change
    assert isinstance(change, RequestChange)
    return change.request


async def mine(desk: Desk) -> list[tuple[str | None, RequestStatus]]:
    found = await inbox(desk.session, "mine")
    return [(one.item.id, one.item.status) for one in found.items if isinstance(one.item, ChangeRequest)]


@pytest.mark.parametrize("is_sent", [True, False], ids=["sent", "waits"])
async def test_a_request_is_withdrawn_under_the_id_that_it_was_given(
    giving: Desk, asked: ChangeRequest, is_sent: bool
) -> None:
    if is_sent:
        await giving.deliver()
        assert await mine(giving) == [("Q1", RequestStatus.PENDING)]
    row_id = change_requesting.withdraw_request(giving.session, asked).row_id
    await giving.deliver()
    change = giving.row(row_id).change
    assert isinstance(change, WithdrawRequest)
    assert (change.request.id, set(giving.states())) == ("Q1", {CONFIRMED})
    assert await mine(giving) == [("Q1", RequestStatus.WITHDRAWN)]


async def test_a_request_that_is_kept_otherwise_is_withdrawn_and_undone_all_the_same(
    giving: Desk, asked: ChangeRequest
) -> None:
    def keep_otherwise() -> None:
        for key, item in giving.vendor.items.items():
            if isinstance(item, ChangeRequest):
                giving.vendor.items[key] = replace(item, changes=())

    await giving.deliver()
    keep_otherwise()
    await mine(giving)
    undo(giving.session)
    await giving.deliver()
    assert await mine(giving) == [("Q1", RequestStatus.WITHDRAWN)]
    redo(giving.session)
    await giving.deliver()
    assert [state for _, state in await mine(giving)] == [RequestStatus.WITHDRAWN, RequestStatus.PENDING]


@pytest.mark.parametrize("times", [1, 3])
async def test_the_ledger_keeps_what_was_asked_for(giving: Desk, times: int) -> None:
    giving.vendor.keeps = to_the_minute
    row_id = add(giving, "n" * 40)
    for number in range(times):
        entries.change(giving.session, row_id, EntryChanges(note=f"{number}" * 40))
    asked_for = asked_notes(giving)
    await giving.deliver()
    assert asked_notes(giving) == asked_for == ["n" * 40, *(f"{number}" * 40 for number in range(times))]


def asked_notes(desk: Desk) -> list[str]:
    return [row.change.entry.note for row in desk.rows() if isinstance(row.change, SaveEntry)]
