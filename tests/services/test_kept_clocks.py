"""A clock that is kept on this machine: never lost, nothing sent before it stops, each piece booked once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.domain import PORTAL, berlin
from tests.services.desk import Desk
from tests.services.vendor import ANN, Answer, Backend, Vendor
from whenever import Date

from punchcard.backends.abilities import Abilities, Ability, No, Yes
from punchcard.backends.contract import Backend as AnyBackend
from punchcard.backends.contract import BackendInfo, ClockPort
from punchcard.backends.errors import NotAllowed, Unreachable
from punchcard.backends.lucca.clock.clock import LUCCA_CLOCK
from punchcard.config import Config
from punchcard.core.clock import IDLE, OnBreak, Working
from punchcard.core.clock_rules import AlreadyRunning
from punchcard.core.entries import Entry, Source
from punchcard.core.moments import clock_time
from punchcard.core.overlaps import Overlap
from punchcard.core.people import Person
from punchcard.core.submitted_weeks import SubmittedWeek
from punchcard.services import clocking, undo
from punchcard.services.entries import by_hand as entries
from punchcard.services.entries.by_hand import EntryChanges
from punchcard.services.kept_clocks import NoStopwatch
from punchcard.services.outbox import choices as outbox_choices
from punchcard.services.outbox import sync
from punchcard.services.overview import overview
from punchcard.services.reading.person_terms import person_terms
from punchcard.services.reading.refresh import refresh
from punchcard.services.session import Session
from punchcard.services.timesheet.weeks import LockedWeek
from punchcard.store.outbox import OutboxState

CONFIRMED, QUEUED, DROPPED = OutboxState.CONFIRMED, OutboxState.QUEUED, OutboxState.DROPPED
NEEDS_YOU = OutboxState.NEEDS_YOU
NIGHT = [("22:00", "23:45"), ("00:15", "06:00")]
LOST = [Answer.LOST_AFTER, Answer.LOST_BEFORE, Answer.HANG_AFTER, Answer.HANG_BEFORE, Answer.NOT_SENT]

ABILITIES: Abilities = {**dict.fromkeys(Ability, Yes()), Ability.ENTRY_BREAKS: No("They part entries.")}


class WithoutClock:
    """The vendor has entries and no clock."""

    info = BackendInfo("vendor", "The vendor", kept_clock=LUCCA_CLOCK)
    abilities = ABILITIES
    clock: ClockPort | None = None
    approvals = weeks = groups = days = tree = nodes = batch = checks = team = presence = balances = None

    def __init__(self, vendor: Vendor) -> None:
        there = Backend(vendor)
        self.entries, self.directory = there.entries, there.directory
        self.aclose = there.aclose


class Here(Desk):
    """A desk whose clock is kept here."""

    def open(
        self, backend: AnyBackend | None = None, config: Config | None = None, person: Person = ANN
    ) -> Session:
        return super().open(backend or WithoutClock(self.vendor), config, person)

    def work_a_night(self) -> None:
        clocking.start(self.session, berlin("10 22:00"), PORTAL, note="night")
        clocking.take_break(self.session, berlin("10 23:45"))
        clocking.resume(self.session, berlin("11 00:15"))

    def there(self) -> list[tuple[str, str]]:
        return spans(self.vendor.entries.values())


def spans(found: Iterable[Entry]) -> list[tuple[str, str]]:
    moments = [(entry.start, entry.end) for entry in found if entry.start and entry.end]
    return [(clock_time(start), clock_time(end)) for start, end in sorted(moments)]


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Here]:
    here = Here(tmp_path / "home", "11 06:00")
    yield here
    here.close()


def test_nothing_is_sent_and_nothing_waits_while_it_runs(here: Here) -> None:
    here.work_a_night()
    clocking.update(here.session, note="other")
    clocking.adjust(here.session, berlin("10 21:30"))
    assert here.states() == [CONFIRMED] * 5
    assert {row.attempts for row in here.rows()} == {0}
    assert here.vendor.sent == []
    shown = here.shown()
    assert (shown["state"], shown["pending"], shown["note"]) == ("working", 0, "other")
    now = overview(here.session)
    assert isinstance(now.state, Working)
    assert (now.state.since, now.clock_pending, now.pending) == (berlin("10 21:30"), None, 0)


@pytest.mark.parametrize("what", ["restart", "cache thrown away", "read", "read late", "outage"])
async def test_whatever_happens_the_clock_runs_on(here: Here, what: str) -> None:
    here.work_a_night()
    clocking.take_break(here.session, berlin("11 03:00"))
    before = here.state
    match what:
        case "restart":
            here.session.store.close()
            here.session = here.open()
        case "cache thrown away":
            with here.session.store.write() as transaction:
                transaction.cache("acme").clear()
        case "read":
            assert await refresh(here.session) == ()
        case "read late":
            # Whoever has read before the punch keeps what they have read after it.
            with here.session.store.write() as transaction:
                transaction.cache("acme").keep_clock(ANN.id, IDLE, here.clock())
        case _:
            here.vendor.listing.append(Unreachable("Away."))
            with pytest.raises(Unreachable):
                await refresh(here.session)
    assert isinstance(before, OnBreak)
    assert here.state == before
    other = here.open()
    assert overview(other).state == before
    with pytest.raises(AlreadyRunning):
        clocking.start(other, berlin("11 05:00"))


async def test_a_stop_books_each_piece_once_however_its_answer_is_lost(here: Here) -> None:
    for answer in LOST:
        for position in range(2):
            here.vendor.entries.clear()
            here.vendor.answers.extend([Answer.CONFIRM] * position)
            here.vendor.answers.append(answer)
            await refresh(here.session)
            here.work_a_night()
            clocking.stop(here.session, berlin("11 06:00"))
            assert here.state == IDLE
            assert spans(here.entries) == NIGHT, "shown before it is there"
            await here.deliver_until_settled()
            assert set(here.states()) == {CONFIRMED}, (answer, position)
            assert here.there() == spans(here.entries) == NIGHT, (answer, position)
            assert {entry.source for entry in here.vendor.entries.values()} == {Source.CLOCK}
            here.clock.set("11 06:00")


async def test_the_stop_is_one_action_that_is_undone_and_redone_as_one(here: Here) -> None:
    await refresh(here.session)
    here.work_a_night()
    running = here.state
    clocking.stop(here.session, berlin("11 06:00"))
    await here.deliver()
    for _ in range(2):
        undo.undo(here.session)
        assert here.state == running
        assert here.entries == ()
        await here.deliver()
        assert here.there() == []
        undo.redo(here.session)
        assert here.state == IDLE
        await here.deliver()
        assert here.there() == spans(here.entries) == NIGHT
    assert set(here.states()) == {CONFIRMED}
    assert overview(here.session).pending == 0


def test_undone_before_it_was_sent_nothing_is_ever_sent(here: Here) -> None:
    here.work_a_night()
    running = here.state
    clocking.stop(here.session, berlin("11 06:00"))
    undo.undo(here.session)
    assert (here.state, here.entries) == (running, ())
    assert here.states()[3:] == [CONFIRMED, DROPPED, DROPPED, CONFIRMED]
    assert {row.answer for row in here.rows()[4:6]} == {"It was undone before it was sent."}
    undo.redo(here.session)
    assert (here.state, spans(here.entries)) == (IDLE, NIGHT)
    undo.undo(here.session)
    assert here.state == running


async def test_undone_when_a_part_of_it_was_sent_it_is_redone_as_a_whole(here: Here) -> None:
    await refresh(here.session)
    here.work_a_night()
    clocking.stop(here.session, berlin("11 06:00"))
    here.vendor.answers.extend([Answer.CONFIRM, Answer.NOT_SENT])
    await here.deliver()
    assert len(here.there()) == 1
    undo.undo(here.session)
    here.session.gate.go_on()
    await here.deliver()
    assert here.there() == []
    undo.redo(here.session)
    await here.deliver()
    assert here.there() == spans(here.entries) == NIGHT


async def test_an_entry_from_elsewhere_may_lie_in_a_break_and_not_in_the_work(here: Here) -> None:
    here.work_a_night()
    start = berlin("10 23:50")
    inside = Entry("E1", ANN.id, start.date(), start, berlin("11 00:10"), assignment=PORTAL)
    here.vendor.entries["E1"] = inside
    await refresh(here.session)
    clocking.stop(here.session, berlin("11 06:00"))
    await here.deliver()
    assert here.there() == [NIGHT[0], ("23:50", "00:10"), NIGHT[1]]
    undo.undo(here.session)
    await here.deliver()
    here.vendor.entries["E1"] = replace(inside, end=berlin("11 00:20"))
    await refresh(here.session)
    with pytest.raises(Overlap):
        clocking.stop(here.session, berlin("11 06:00"))
    assert isinstance(here.state, Working)


async def test_a_piece_that_was_changed_and_deleted_since_is_put_back_first(here: Here) -> None:
    await refresh(here.session)
    here.work_a_night()
    clocking.stop(here.session, berlin("11 06:00"))
    await here.deliver()
    first = here.entries[0]
    entries.change(here.session, first.id, EntryChanges(note="other"))
    entries.delete(here.session, here.entries[1].id)
    await here.deliver()
    for _ in range(3):
        undo.undo(here.session)
    await here.deliver()
    assert isinstance(here.state, Working)
    assert here.there() == []


async def test_what_the_vendor_will_not_book_stays_here_and_can_be_sent_again(here: Here) -> None:
    await refresh(here.session)
    here.work_a_night()
    here.vendor.answers.append(Answer.REFUSE)
    clocking.stop(here.session, berlin("11 06:00"))
    delivery = await here.deliver()
    [row] = delivery.open_rows
    assert (row.state, row.attempts) == (NEEDS_YOU, 0)
    assert row.answer == (
        "The vendor does not like it. What you worked is kept here: "
        f"`punch outbox retry {row.id[-6:]}` sends it once it can be booked; in the timesheet, or with "
        f"`punch change {row.id[-6:]}`, it is changed until it can be."
    )
    assert (here.there(), spans(here.entries)) == (NIGHT[1:], NIGHT)
    assert here.shown()["attention"] == 1
    outbox_choices.send_again(here.session, row)
    await here.deliver()
    assert here.there() == NIGHT
    assert set(here.states()) == {CONFIRMED}


@pytest.mark.parametrize("answer", LOST)
async def test_a_piece_that_was_not_booked_and_is_changed_is_booked_once(here: Here, answer: Answer) -> None:
    await refresh(here.session)
    clocking.start(here.session, berlin("11 01:00"))
    here.vendor.answers.append(Answer.REFUSE)
    clocking.stop(here.session, berlin("11 02:00"))
    [row] = (await here.deliver()).open_rows
    [before] = here.entries
    here.vendor.answers.append(answer)
    asked = entries.save(here.session, replace(before, assignment=PORTAL), before)
    assert asked.row_id == row.id
    await sync.deliver(here.session, 0.2)
    here.clock.set("11 07:00")
    await here.deliver()
    assert here.states() == [CONFIRMED] * 3
    assert [entry.assignment for entry in here.vendor.entries.values()] == [PORTAL]
    assert here.there() == spans(here.entries) == [("01:00", "02:00")]


async def test_an_undone_stop_leaves_nothing_of_what_was_done_to_a_piece_that_was_not_sent(
    here: Here,
) -> None:
    await refresh(here.session)
    clocking.start(here.session, berlin("11 01:00"), PORTAL)
    clocking.stop(here.session, berlin("11 02:00"))
    [piece] = here.entries
    entries.delete(here.session, piece.id)
    undo.undo(here.session)
    assert spans(here.entries) == [("01:00", "02:00")]
    undo.undo(here.session)
    await here.deliver()
    assert isinstance(here.state, Working)
    assert (here.there(), here.vendor.sent) == ([], [])


async def test_where_days_are_written_down_a_start_is_refused_and_a_stop_says_what_to_do(here: Here) -> None:
    here.work_a_night()
    with here.session.store.write() as transaction:
        transaction.cache("acme").keep_directory(
            f"terms:{ANN.id}",
            {"day": "2026-03-11", "units": ["days"], "can_sum": False, "first_day": None},
            here.clock(),
        )
    assert (await person_terms(here.session, ANN.id)).units == ("days",)
    asked = clocking.stop(here.session, berlin("11 06:00"))
    assert asked.message.endswith("Nothing was booked of the 7 h 30 min: enter the day in the timesheet.")
    assert (here.state, here.rows()[-1].change.kind) == (IDLE, "stop")
    assert asked.message.endswith(here.rows()[-1].answer or "?")
    with pytest.raises(NoStopwatch, match="half and whole days"):
        clocking.start(here.session)
    assert len(here.rows()) == 4


async def test_other_things_that_cannot_be_sent_keep_no_punch_waiting(here: Here) -> None:
    await refresh(here.session)
    entries.add(here.session, berlin("10 08:00"), berlin("10 09:00"), assignment=PORTAL)
    here.vendor.answers.append(Answer.NOT_SENT)
    await sync.deliver(here.session, 0.2)
    clocking.start(here.session, berlin("11 05:00"), PORTAL)
    assert here.states() == [QUEUED, CONFIRMED]
    assert overview(here.session).clock_pending is None


def test_a_cancelled_clock_leaves_nothing_and_comes_back_with_an_undo(here: Here) -> None:
    here.work_a_night()
    running = here.state
    clocking.cancel(here.session)
    assert (here.state, here.entries) == (IDLE, ())
    undo.undo(here.session)
    assert here.state == running
    assert here.vendor.sent == []


def test_an_account_that_is_given_up_takes_its_clock_along(here: Here) -> None:
    here.work_a_night()
    with here.session.store.write() as transaction:
        transaction.forget_account("acme", "The account was removed.", 0)
    assert here.state == IDLE


async def test_the_undo_of_a_cancel_leaves_alone_what_an_earlier_clock_has_become(here: Here) -> None:
    await refresh(here.session)
    here.work_a_night()
    clocking.stop(here.session, berlin("11 06:00"))
    await here.deliver()
    here.clock.set("11 08:00")
    clocking.start(here.session, berlin("11 07:00"), PORTAL)
    running = here.state
    clocking.cancel(here.session)
    undo.undo(here.session)
    await here.deliver()
    assert here.state == running
    assert here.there() == spans(here.entries) == NIGHT


@pytest.mark.parametrize("answer", [Answer.LOST_AFTER, Answer.LOST_BEFORE])
async def test_a_stop_is_undone_while_nobody_knows_whether_a_piece_is_there(
    here: Here, answer: Answer
) -> None:
    await refresh(here.session)
    here.work_a_night()
    running = here.state
    here.vendor.answers.append(answer)
    clocking.stop(here.session, berlin("11 06:00"))
    here.vendor.settling.extend([Unreachable("Away.")] * 3)
    await here.deliver()
    assert OutboxState.UNKNOWN in here.states()
    undo.undo(here.session)
    assert (here.state, here.entries) == (running, ())
    here.vendor.settling.clear()
    await here.deliver_until_settled()
    assert here.there() == []


async def test_a_clock_that_runs_into_a_locked_week_can_still_be_stopped(here: Here) -> None:
    await refresh(here.session)
    here.work_a_night()
    days = Date(2026, 3, 9), Date(2026, 3, 15)
    with here.session.store.write() as transaction:
        transaction.cache("acme").replace_weeks(ANN.id, *days, [SubmittedWeek("W", ANN.id, *days)])
    clocking.stop(here.session, berlin("11 06:00"))
    assert (here.state, spans(here.entries)) == (IDLE, NIGHT)
    with pytest.raises(LockedWeek):
        clocking.start(here.session, berlin("11 06:00"))


async def test_an_account_that_may_punch_alone_books_its_clock(here: Here) -> None:
    await refresh(here.session)
    here.session = replace(here.session, account=here.session.account._replace(write="clock"))
    here.work_a_night()
    clocking.stop(here.session, berlin("11 06:00"))
    await here.deliver()
    assert here.there() == NIGHT
    with pytest.raises(NotAllowed):
        entries.add(here.session, berlin("10 08:00"), berlin("10 09:00"), assignment=PORTAL)
