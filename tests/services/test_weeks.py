"""Weeks on their way: what is known of them, what they lock, and that they arrive once, after all else."""

from __future__ import annotations

import pytest
from tests.domain import berlin
from tests.services.desk import Desk
from tests.services.test_sync import CONFIRMED, ERRORS, LOSSES, NEEDS_YOU, QUEUED, REFUSED
from tests.services.vendor import Answer, Backend
from whenever import Date

from punchcard.backends.abilities import Ability, No
from punchcard.backends.errors import Unreachable
from punchcard.backends.outcomes import Unsure
from punchcard.core.changes import SubmitWeeks
from punchcard.core.clock import IDLE, Working
from punchcard.core.entries import Entry, EntryStatus
from punchcard.core.groups import Period
from punchcard.core.identifiers import new_id
from punchcard.core.refusals import Refusal
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.core.weeks import Week, WeekStatus
from punchcard.services import clocking
from punchcard.services.entries import by_hand as entries
from punchcard.services.entries.by_hand import EntryChanges
from punchcard.services.entries.edits import LockedEntry
from punchcard.services.groups.bulk import plan
from punchcard.services.groups.bulk_plan import NewValues, Selection
from punchcard.services.groups.grouping import Kept
from punchcard.services.outbox.items import write_down
from punchcard.services.reading.refresh import ensure_known, refresh_days
from punchcard.services.timesheet.handing_in import NotReady, WeeksAsked, ask_submit, ask_withdraw
from punchcard.services.timesheet.preflight import preflight, submit, withdraw, withdraw_preflight
from punchcard.services.timesheet.week_sentences import standing_in_words
from punchcard.services.timesheet.weeks import LockedWeek, WeekStanding, refresh_weeks, week_standing
from punchcard.services.undo import redo, undo
from punchcard.store.outbox import OutboxState

W9, W10, W11 = (Week(Date(2026, 2, 23).add(days=7 * n), Date(2026, 3, 1).add(days=7 * n)) for n in range(3))


async def worked(desk: Desk, *days: str) -> None:
    """An hour from 08:00 on days of March, delivered; by default a day of week 10."""
    for day in days or ("3",):
        entries.add(desk.session, berlin(f"{day} 08:00"), berlin(f"{day} 09:00"))
    await ensure_known(desk.session)
    await desk.deliver()
    await refresh_days(desk.session, W9.first, W11.last)


async def handed_in(desk: Desk, week: Week = W10) -> WeeksAsked:
    return submit(desk.session, await preflight(desk.session, week))


def standing(desk: Desk, week: Week = W10) -> WeekStanding:
    with desk.session.store.read() as transaction:
        return week_standing(desk.session, transaction, desk.session.person.id, week)


async def test_a_week_is_handed_in_and_its_entries_are_locked_at_once(desk: Desk) -> None:
    await worked(desk, "3", "9")
    assert standing(desk) == WeekStanding()
    asked = await handed_in(desk)
    assert asked.message == "Handed in week 10."
    assert (standing(desk).status, standing(desk).pending) == (WeekStatus.SUBMITTED, QUEUED)
    assert standing(desk).locked == "Week 10 was handed in on Wed 11 Mar; take it back to change it."
    assert standing_in_words(standing(desk)) == "handed in Wed 11 Mar 08:00, not confirmed yet"
    await desk.deliver()
    assert desk.vendor.done[-1] == asked.row_id
    assert list(desk.vendor.weeks) == [W10.first]
    assert (standing(desk).status, standing(desk).pending) == (WeekStatus.SUBMITTED, None)
    assert standing(desk, W11) == WeekStanding()


def frame(desk: Desk, week: Week) -> tuple[Entry, ...]:
    with desk.session.store.read() as transaction:
        return desk.session.known(transaction, week.first, week.last).plain_entries


async def test_the_lock_is_seen_on_the_entries_before_and_after_delivery(desk: Desk) -> None:
    await worked(desk)
    await handed_in(desk)
    for _ in range(2):
        (entry,) = frame(desk, W10)
        assert (entry.status, bool(entry.locked)) == (EntryStatus.SUBMITTED, True)
        await desk.deliver()
    withdraw(desk.session, await withdraw_preflight(desk.session, W10))
    assert standing_in_words(standing(desk)) == "being taken back"
    for _ in range(2):
        (entry,) = frame(desk, W10)
        assert (entry.status, entry.locked, standing(desk).locked) == (EntryStatus.OPEN, None, None)
        await desk.deliver()
    assert standing(desk) == WeekStanding()


@pytest.mark.parametrize("takes_back", [False, True], ids=["handing in", "taking back"])
@pytest.mark.parametrize("trouble", [*LOSSES, *ERRORS], ids=lambda t: getattr(t, "name", None) or t.code)
async def test_no_trouble_loses_or_doubles_a_week(
    desk: Desk, trouble: Answer | Exception, takes_back: bool
) -> None:
    await worked(desk)
    asked = await handed_in(desk)
    if takes_back:
        await desk.deliver()
        asked = withdraw(desk.session, await withdraw_preflight(desk.session, W10))
    desk.vendor.answers.extend([trouble, trouble])
    before = standing(desk)
    await desk.deliver(wait=0.05)
    assert standing(desk).status is before.status
    await desk.deliver_until_settled()
    assert desk.vendor.done.count(asked.row_id) == 1
    assert desk.row(asked.row_id).state is CONFIRMED
    assert standing(desk).pending is None
    assert list(desk.vendor.weeks) == ([] if takes_back else [W10.first])
    assert standing(desk).status is (WeekStatus.OPEN if takes_back else WeekStatus.SUBMITTED)


async def test_what_nobody_can_find_out_needs_you(desk: Desk) -> None:
    await worked(desk)
    asked = await handed_in(desk)
    desk.vendor.answers.append(Answer.LOST_AFTER)
    desk.vendor.settling.append(Unsure("The vendor does not say."))
    await desk.deliver_until_settled(3)
    assert desk.row(asked.row_id).state is NEEDS_YOU
    assert standing(desk).status is WeekStatus.SUBMITTED


async def test_a_sender_that_died_is_settled_by_the_next(desk: Desk) -> None:
    await worked(desk)
    asked = await handed_in(desk)
    desk.vendor.answers.append(Answer.HANG_AFTER)
    await desk.deliver(wait=0.05)
    with desk.session.change() as transaction:
        transaction.outbox.move(asked.row_id, OutboxState.SENDING)
    await desk.deliver(desk.open())
    assert (desk.vendor.done.count(asked.row_id), desk.row(asked.row_id).state) == (1, CONFIRMED)


async def test_a_week_goes_after_the_last_change_of_its_days_and_before_the_next(desk: Desk) -> None:
    await worked(desk)
    session = desk.session
    late = entries.add(session, berlin("4 08:00"), berlin("4 09:00")).row_id
    other = entries.add(session, berlin("10 08:00"), berlin("10 09:00")).row_id
    with session.change() as transaction:
        # Only a preflight makes sure that everything has arrived before; the order holds without it.
        ask = (W10,)
        with pytest.raises(NotReady, match="still on the way"):
            ask_submit(session, transaction, ask)
    desk.vendor.answers.append(Answer.NOT_SENT)
    with session.change() as transaction:
        change = SubmitWeeks(new_id(), session.person.id, ask)
        write_down(session, transaction, change, IDLE)
    await desk.deliver()
    assert change.id not in desk.vendor.sent
    with session.change() as transaction:
        taken = ask_withdraw(session, transaction, ask)
    after = entries.add(session, berlin("5 08:00"), berlin("5 09:00")).row_id
    await desk.deliver_until_settled()
    done = desk.vendor.done
    assert sorted(done[1:]) == sorted([late, other, change.id, taken.row_id, after])
    assert [i for i in done if i in (late, change.id, taken.row_id, after)] == [
        late, change.id, taken.row_id, after,
    ]  # fmt: skip
    assert set(desk.states()) == {CONFIRMED}


async def test_a_change_that_needs_you_holds_its_week_back_and_no_other(desk: Desk) -> None:
    await worked(desk, "3", "9")
    entry = entries.add(desk.session, berlin("4 08:00"), berlin("4 09:00"))
    with desk.session.change() as transaction:
        transaction.outbox.move(entry.row_id, NEEDS_YOU)
    found = await preflight(desk.session, W10)
    assert found.blockers == ("One change of these days needs you first: look at the outbox.",)
    clocking.start(desk.session)
    await desk.deliver()
    assert isinstance(desk.vendor.state, Working)


async def test_nothing_is_changed_in_a_week_that_was_handed_in(desk: Desk) -> None:
    await worked(desk, "3", "9")
    await handed_in(desk)
    inside, outside = frame(desk, W10)[0], frame(desk, W11)[0]
    moved = entries.EntryChanges(start=berlin("4 08:00"), end=berlin("4 09:00"))
    for attempt in (
        lambda: entries.add(desk.session, berlin("4 08:00"), berlin("4 09:00")),
        lambda: entries.change(desk.session, inside.id, entries.EntryChanges(note="changed")),
        lambda: entries.change(desk.session, outside.id, moved),
        lambda: entries.delete(desk.session, inside.id),
    ):
        rows = desk.rows()
        with pytest.raises(Refusal) as refused:
            attempt()
        assert refused.value.code == "locked"
        assert "week 10 was handed in" in refused.value.message.casefold()
        assert desk.rows() == rows


async def test_the_midnight_before_a_week_that_was_handed_in_is_not_its_own(desk: Desk) -> None:
    await worked(desk, "9")
    desk.vendor.weeks[W11.first] = SubmittedWeek("x", "ann", W11.first, W11.last)
    await refresh_weeks(desk.session, "ann", W10.first, W11.last)
    with pytest.raises(LockedWeek):
        entries.add(desk.session, berlin("8 20:00"), berlin("9 00:01"))
    evening = entries.add(desk.session, berlin("8 20:00"), berlin("9 00:00")).entry
    shown = await plan(desk.session, Selection(Period(W10.first, W10.last), Kept()), NewValues(note="x"))
    assert [entry.id for entry in shown.entries] == [evening.id]
    assert shown.locked == ()


async def test_nothing_begins_in_a_week_that_was_handed_in_wherever_it_ends(desk: Desk) -> None:
    await worked(desk)
    await handed_in(desk)
    with pytest.raises(LockedWeek):
        entries.add(desk.session, berlin("8 22:00"), berlin("9 02:00"))


async def test_undo_takes_nothing_out_of_a_week_that_was_handed_in_elsewhere(desk: Desk) -> None:
    await worked(desk, "3", "9")
    entry = frame(desk, W11)[0]
    entries.move(desk.session, entry.id, Date(2026, 3, 4))
    await desk.deliver()
    desk.vendor.weeks[W10.first] = SubmittedWeek("x", "ann", W10.first, W10.last)
    await refresh_weeks(desk.session, "ann", W10.first, W11.last)
    before = desk.rows()
    with pytest.raises(LockedWeek):
        undo(desk.session)
    assert desk.rows() == before


async def test_no_clock_starts_in_a_week_that_was_handed_in(desk: Desk) -> None:
    await worked(desk)
    await handed_in(desk)
    with pytest.raises(LockedWeek, match="Week 10 was handed in on Wed 11 Mar"):
        clocking.start(desk.session, berlin("8 20:00"))
    clocking.start(desk.session)
    with pytest.raises(LockedWeek):
        clocking.adjust(desk.session, berlin("8 20:00"))
    assert desk.state == Working(desk.rows()[-1].id, berlin("11 08:00"))


async def test_weeks_that_are_due_before_go_along_and_are_named(desk: Desk) -> None:
    desk.clock.set("16 08:00")
    await worked(desk, "3", "9")
    found = await preflight(desk.session, W11)
    assert found.weeks == (W10, W11)
    assert found.blockers == ()
    assert found.question(desk.session.today()) == "Hand in weeks 10 and 11?"
    assert "Week 10 goes along: weeks are handed in in order." in found.warnings
    assert [check.worked_seconds for check in found.checks] == [3600, 3600]
    submit(desk.session, found)
    # What is on its way counts as handed in.
    assert (await preflight(desk.session, W11)).blockers == ("Week 11 was already handed in on Mon 16 Mar.",)
    await desk.deliver()
    back = await withdraw_preflight(desk.session, W10)
    assert (back.weeks, back.blockers) == ((W10, W11), ())
    assert back.warnings == ("Week 11 goes along: weeks are taken back from the newest on.",)
    assert withdraw(desk.session, back).message == "Took back weeks 10 and 11."
    await desk.deliver()
    assert desk.vendor.weeks == {}


async def test_a_week_that_goes_on_may_be_handed_in_after_a_warning(desk: Desk) -> None:
    await worked(desk, "9")
    found = await preflight(desk.session, W11)
    assert found.blockers == ()
    assert any("goes on until Sun 15 Mar" in warning for warning in found.warnings)
    clocking.start(desk.session)
    await desk.deliver()
    found = await preflight(desk.session, W11)
    assert found.blockers == ("The clock runs since 08:00; stop it first.",)
    with pytest.raises(NotReady, match="stop it first"):
        submit(desk.session, found)


async def test_what_stands_in_the_way_is_said(desk: Desk) -> None:
    later = Week(W11.last.add(days=1), W11.last.add(days=7))
    assert "Nothing is booked" in (await preflight(desk.session, W10)).blockers[0]
    await worked(desk)
    future = await preflight(desk.session, later)
    assert "Week 12 begins on Mon 16 Mar; it cannot be handed in before." in future.blockers
    assert (await withdraw_preflight(desk.session, W10)).blockers == (
        "Week 10 is not handed in; there is nothing to take back.",
    )
    limited = Backend(desk.vendor)
    limited.abilities = {**limited.abilities, Ability.SUBMIT_WEEK: No("Not with this vendor.")}
    session = desk.open(limited)
    for found in (await preflight(session, W10), await withdraw_preflight(session, W10)):
        assert found.blockers == ("Not with this vendor.",)


async def test_nothing_is_handed_in_that_was_not_looked_at(desk: Desk) -> None:
    await worked(desk)
    found = await preflight(desk.session, W10)
    entries.add(desk.session, berlin("4 08:00"), berlin("4 09:00"))
    with pytest.raises(NotReady, match="has changed since"):
        submit(desk.session, found)
    await desk.deliver()
    with pytest.raises(NotReady, match="has changed since"):
        submit(desk.session, found)
    submit(desk.session, await preflight(desk.session, W10))
    back = await withdraw_preflight(desk.session, W10)
    desk.vendor.weeks[W11.first] = SubmittedWeek("x", "ann", W11.first, W11.last)
    await desk.deliver()
    await refresh_weeks(desk.session, "ann", W10.first, W11.last)
    with pytest.raises(NotReady, match="weeks 10 and 11 would be taken back"):
        withdraw(desk.session, back)


async def test_time_that_has_only_moved_within_the_week_is_looked_at_again(desk: Desk) -> None:
    await worked(desk)
    entry = frame(desk, W10)[0]
    for changes in (EntryChanges(note="other"), EntryChanges(berlin("4 08:00"), berlin("4 09:00"))):
        found = await preflight(desk.session, W10)
        entries.change(desk.open(), entry.id, changes)
        await desk.deliver()
        with pytest.raises(NotReady, match="has changed since"):
            submit(desk.session, found)
    assert submit(desk.session, await preflight(desk.session, W10)).weeks == (W10,)


async def test_a_change_on_its_way_is_waited_for_and_one_that_comes_later_is_refused(desk: Desk) -> None:
    await worked(desk)
    entry = frame(desk, W10)[0]
    entries.change(desk.session, entry.id, EntryChanges(note="on its way"))
    blocked = await preflight(desk.session, W10)
    assert "One change of these days is still on the way" in blocked.blockers[0]
    with pytest.raises(NotReady, match="still on the way"):
        submit(desk.session, blocked)
    entries.move(desk.session, entry.id, Date(2026, 3, 10))
    with pytest.raises(NotReady, match="still on the way"), desk.session.change() as transaction:
        ask_submit(desk.session, transaction, (W10,))
    undo(desk.session)
    await desk.deliver()
    await handed_in(desk)
    with pytest.raises(LockedEntry):
        entries.change(desk.open(), entry.id, EntryChanges(note="too late"))
    with pytest.raises(LockedEntry):
        entries.move(desk.session, entry.id, Date(2026, 3, 10))
    await desk.deliver()
    assert [found.note for found in frame(desk, W10)] == ["on its way"]


async def test_a_week_that_was_refused_after_it_was_taken_back_leaves_nothing_behind(desk: Desk) -> None:
    await worked(desk)
    await handed_in(desk)
    undo(desk.session)
    desk.vendor.answers.append(Answer.REFUSE)
    await desk.deliver()
    assert (standing(desk).status, standing(desk).pending, desk.vendor.weeks) == (WeekStatus.OPEN, None, {})
    assert desk.shown()["attention"] == 0


async def test_a_week_handed_in_elsewhere_is_refused_and_seen(desk: Desk) -> None:
    await worked(desk)
    asked = await handed_in(desk)
    desk.vendor.weeks[W10.first] = SubmittedWeek("x", "ann", W10.first, W10.last)
    delivery = await desk.deliver()
    assert [row.state for row in delivery.refused] == [REFUSED]
    assert desk.row(asked.row_id).answer == "The vendor has that week already."
    assert (standing(desk).status, standing(desk).pending) == (WeekStatus.SUBMITTED, None)
    assert frame(desk, W10)[0].locked


async def test_undo_of_handing_in_is_taking_back_and_redo_hands_in_again(desk: Desk) -> None:
    await worked(desk)
    await handed_in(desk)
    assert undo(desk.session)[1] == "Undone. Took back week 10."
    assert standing(desk).status is WeekStatus.OPEN
    await desk.deliver()
    assert desk.vendor.weeks == {}
    assert redo(desk.session)[1] == "Redone. Handed in week 10."
    await desk.deliver()
    assert list(desk.vendor.weeks) == [W10.first]
    assert undo(desk.session)[1] == "Undone. Took back week 10."
    await desk.deliver()
    assert desk.vendor.weeks == {}
    assert set(desk.states()) == {CONFIRMED}


async def test_a_decided_week_is_not_taken_back_by_undo(desk: Desk) -> None:
    await worked(desk)
    await handed_in(desk)
    await desk.deliver()
    at = berlin("11 07:00")
    decided = SubmittedWeek(
        "x", "ann", W10.first, W10.last, RequestStatus.APPROVED, decided_by="Lea", decided_at=at
    )
    desk.vendor.weeks[W10.first] = decided
    await refresh_weeks(desk.session, "ann", W10.first, W10.last)
    assert standing_in_words(standing(desk)) == "approved by Lea Wed 11 Mar 07:00"
    with pytest.raises(NotReady, match="approved by Lea on Wed 11 Mar; ask for a change"):
        undo(desk.session)


async def test_a_declined_week_is_open_and_says_why(desk: Desk) -> None:
    await worked(desk)
    desk.vendor.weeks[W10.first] = SubmittedWeek(
        "x", "ann", W10.first, W10.last, RequestStatus.DECLINED,
        decided_by="Lea", decided_at=berlin("11 07:00"), reason="Tuesday is missing.",
    )  # fmt: skip
    await refresh_weeks(desk.session, "ann", W10.first, W10.last)
    assert (standing(desk).status, standing(desk).locked) == (WeekStatus.DECLINED, None)
    assert standing_in_words(standing(desk)) == "declined by Lea Wed 11 Mar 07:00: Tuesday is missing."
    assert (await withdraw_preflight(desk.session, W10)).blockers == (
        "Week 10 was declined, so it is open already.",
    )


async def test_without_the_network_the_weeks_that_go_are_those_that_were_known(desk: Desk) -> None:
    await worked(desk, "3", "9")
    desk.vendor.due_fails = Unreachable("No connection.")
    found = await preflight(desk.session, W10)
    assert (found.weeks, found.blockers) == ((W10,), ())
    assert found.warnings[0].startswith("No connection. Which weeks go along")
    asked = submit(desk.session, found)
    desk.vendor.answers.append(Answer.NOT_SENT)
    await desk.deliver()
    assert desk.row(asked.row_id).state is QUEUED
    assert (await preflight(desk.session, W11)).weeks == (W11,)
    await desk.deliver_until_settled()
    assert desk.row(asked.row_id).state is CONFIRMED
