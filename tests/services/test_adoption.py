"""What other devices did is taken over and said once, and never what this home has asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.domain import berlin
from tests.services.desk import Desk
from tests.services.test_refresh import booked
from tests.services.vendor import BEN, Answer, Backend

from punchcard.backends.contract import BackendInfo
from punchcard.backends.errors import Unreachable
from punchcard.backends.outcomes import Unsure
from punchcard.core.clock import IDLE, Working
from punchcard.core.entries import Entry
from punchcard.services import clocking
from punchcard.services.entries import by_hand as entries
from punchcard.services.outbox import choices as outbox_choices
from punchcard.services.overview import overview
from punchcard.services.reading.adoption import take_news
from punchcard.services.reading.polling import What
from punchcard.services.reading.quiet_reads import read_what
from punchcard.services.reading.refresh import MOST_READINGS, OutOfDate, ensure_known, refresh, refresh_days
from punchcard.store.outbox import OutboxState


@pytest.fixture
async def knowing(desk: Desk) -> Desk:
    """A desk that has read the vendor once."""
    desk.vendor.entries = {entry.id: entry for entry in booked(8, 9, 10)}
    assert await refresh(desk.session) == ()
    return desk


async def test_what_another_device_did_is_said_once(knowing: Desk) -> None:
    knowing.vendor.state = Working("theirs", berlin("11 07:30"))
    knowing.vendor.entries["new"] = replace(booked(12)[0], id="new")
    assert await refresh(knowing.session) == (
        "Started on another device at 07:30.",
        "Elsewhere 1 entry was added (Tue 10 Mar).",
    )
    assert await refresh(knowing.session) == await refresh(knowing.open()) == ()


async def test_the_first_reading_is_no_news(desk: Desk) -> None:
    desk.vendor.state = Working("theirs", berlin("11 07:30"))
    desk.vendor.entries = {entry.id: entry for entry in booked(8)}
    assert await ensure_known(desk.session) == ()


async def test_days_that_were_never_read_are_no_news(knowing: Desk) -> None:
    start = berlin("02 08:00")
    old = replace(booked(8)[0], id="old", day=start.date(), start=start, end=start.add(hours=1))
    knowing.vendor.entries["old"] = old
    first = berlin("02 00:00").date()
    assert await refresh_days(knowing.session, first, knowing.session.today()) == ()
    del knowing.vendor.entries["old"]
    said = await refresh_days(knowing.session, first, knowing.session.today())
    assert said == ("Elsewhere 1 entry was removed (Mon 2 Mar).",)


@pytest.mark.parametrize("answer", [Answer.CONFIRM, Answer.LOST_AFTER, Answer.LOST_BEFORE])
@pytest.mark.parametrize("gives_ids", [True, False])
async def test_a_day_of_ones_own_is_never_said(knowing: Desk, answer: Answer, gives_ids: bool) -> None:
    knowing.vendor.gives_ids = gives_ids
    said: list[str] = []
    acts = (clocking.start, clocking.take_break, clocking.resume, clocking.stop)
    for act in acts:
        knowing.clock.move(hours=1)
        act(knowing.session)
        begins = knowing.session.now().subtract(hours=30)
        entries.add(knowing.session, begins, begins.add(minutes=30))
        knowing.vendor.answers.extend([answer, answer])
        knowing.vendor.settling.append(Unreachable("No answer."))
        said += (await knowing.deliver()).adopted
        said += await refresh(knowing.session)
        knowing.clock.move(minutes=10)
        said += (await knowing.deliver()).adopted
        knowing.clock.move(minutes=10)
        said += (await knowing.deliver()).adopted
    assert (said, knowing.state, len(knowing.entries)) == ([], IDLE, 8)
    assert set(knowing.states()) == {OutboxState.CONFIRMED}


@pytest.mark.parametrize("choose", [outbox_choices.it_happened, outbox_choices.drop])
@pytest.mark.parametrize("answer", [Answer.LOST_AFTER, Answer.LOST_BEFORE])
async def test_what_the_person_has_settled_is_never_said(
    knowing: Desk, choose: object, answer: Answer
) -> None:
    row_id = clocking.start(knowing.session).row_id
    knowing.vendor.answers.append(answer)
    knowing.vendor.settling.append(Unsure("It cannot tell."))
    await knowing.deliver()
    decide = outbox_choices.it_happened if choose is outbox_choices.it_happened else outbox_choices.drop
    decide(knowing.session, knowing.row(row_id))
    assert await refresh(knowing.session) == ()
    knowing.clock.move(hours=1)
    knowing.vendor.state = IDLE if knowing.vendor.state is not IDLE else Working("R", berlin("11 07:00"))
    assert len(await refresh(knowing.session)) == 1


async def test_what_is_read_before_a_punch_is_said_with_the_delivery(knowing: Desk) -> None:
    clocking.start(knowing.session)
    await knowing.deliver()
    assert isinstance(knowing.vendor.state, Working)
    knowing.vendor.state = knowing.vendor.state.on_break(berlin("11 08:30"), ())
    knowing.clock.set("11 09:00")
    clocking.update(knowing.session, note="mine")
    assert (await knowing.deliver()).adopted == ("Break begun on another device at 08:30.",)
    assert (await knowing.deliver()).adopted == await refresh(knowing.session) == ()


async def test_a_conflict_says_what_the_other_device_did(knowing: Desk) -> None:
    clocking.start(knowing.session)
    knowing.vendor.state = Working("theirs", berlin("11 07:30"))
    assert (await knowing.deliver()).adopted == ("Started on another device at 07:30.",)


async def test_a_conflict_says_once_what_became_of_the_clock(knowing: Desk) -> None:
    clocking.start(knowing.session)
    await knowing.deliver()
    knowing.clock.set("11 17:00")
    clocking.stop(knowing.session)
    knowing.vendor.state = IDLE
    start, end = berlin("11 08:00"), berlin("11 12:00")
    knowing.vendor.entries["E9"] = Entry("E9", "ann", start.date(), start, end)
    assert (await knowing.deliver()).adopted == ("Stopped on another device at 12:00.",)
    assert await refresh(knowing.session) == ()


async def test_a_clock_whose_days_were_not_known_was_not_thrown_away(knowing: Desk) -> None:
    clocking.start(knowing.session)
    await knowing.deliver()
    knowing.vendor.state = IDLE
    start, end = berlin("11 08:00"), berlin("11 12:00")
    knowing.vendor.entries["E9"] = Entry("E9", "ann", start.date(), start, end)
    with knowing.session.store.write() as transaction:
        transaction.cache("acme").forget_days("ann", start.date(), start.date())
    assert await refresh(knowing.session) == ("Stopped on another device at 12:00.",)


async def test_of_a_clock_that_began_before_what_was_read_nobody_knows_what_became(knowing: Desk) -> None:
    knowing.vendor.state = Working("theirs", berlin("02 22:00"))
    await refresh(knowing.session)
    knowing.vendor.state = IDLE
    assert await refresh(knowing.session) == ("Stopped on another device.",)


@pytest.mark.parametrize("first", [What.CLOCK, What.ENTRIES])
async def test_readings_of_one_call_each_say_it_once_too(knowing: Desk, first: What) -> None:
    clocking.start(knowing.session)
    await knowing.deliver()
    knowing.clock.set("11 17:00")
    knowing.vendor.state = IDLE
    start, end = berlin("11 08:00"), berlin("11 12:00")
    knowing.vendor.entries["E9"] = Entry("E9", "ann", start.date(), start, end)
    said = [*(await read_what(knowing.session, first)).news]
    said += (await read_what(knowing.session, What.DAYS)).news
    assert said == ["Stopped on another device at 12:00."]


async def test_the_days_of_somebody_else_are_nobodys_news(knowing: Desk) -> None:
    today = knowing.session.today()
    await refresh_days(knowing.session, today.subtract(days=1), today, BEN.id)
    knowing.vendor.entries["b"] = replace(booked(15)[0], id="b", person=BEN.id)
    assert await refresh_days(knowing.session, today.subtract(days=1), today, BEN.id) == ()


class OnThisMachine(Backend):
    """A backend that nobody else can reach."""

    info = BackendInfo("vendor", "The vendor", immediate=True)


async def test_what_is_kept_on_this_machine_is_never_said(knowing: Desk) -> None:
    session = knowing.open(OnThisMachine(knowing.vendor))
    knowing.vendor.state = Working("theirs", berlin("11 07:30"))
    assert await refresh(session) == ()
    assert knowing.state == knowing.vendor.state


async def test_what_the_vendor_has_lost_is_said(knowing: Desk) -> None:
    knowing.vendor.listing.append([])
    assert await refresh(knowing.session) == (
        "The vendor had lost 3 of the 3 entries of Sat 7 Mar to Tue 17 Mar; read again, they are there.",
    )
    knowing.vendor.entries.clear()
    assert await refresh(knowing.session) == (
        "The vendor has lost 3 of the 3 entries of Sat 7 Mar to Tue 17 Mar; "
        "it was read a second time and says so.",
    )


@pytest.mark.parametrize("answer", [Answer.CONFIRM, Answer.LOST_AFTER])
async def test_what_was_deleted_here_is_neither_lost_nor_news(knowing: Desk, answer: Answer) -> None:
    """Its answer is lost, so that its day is read before it is settled."""
    knowing.vendor.answers.append(answer)
    entries.delete(knowing.session, booked(9)[0].id)
    assert (await knowing.deliver()).adopted == await refresh(knowing.session) == ()
    assert [entry.id for entry in knowing.entries] == [entry.id for entry in booked(8, 10)]


async def test_more_than_half_is_counted_by_what_is_gone_and_not_by_what_is_there(knowing: Desk) -> None:
    knowing.vendor.lists = 0
    knowing.vendor.entries = {entry.id: entry for entry in booked(8, 12, 13, 14)}
    await refresh(knowing.session)
    assert knowing.vendor.lists == 2


async def test_a_reading_that_is_out_of_date_each_time_ends(knowing: Desk) -> None:
    other, hours = knowing.open(), iter(range(100))

    def ask_meanwhile() -> None:
        minute = next(hours)
        entries.add(other, berlin("09 08:00").add(minutes=minute), berlin("09 08:01").add(minutes=minute))

    knowing.vendor.during, knowing.vendor.lists = ask_meanwhile, 0
    with pytest.raises(OutOfDate, match="was out of date each time"):
        await refresh(knowing.session)
    assert knowing.vendor.lists == MOST_READINGS


@pytest.mark.parametrize(
    ("measured", "told"), [(None, 0.0), (1.9, 0.0), (-1.9, 0.0), (2.0, 2.0), (-61.5, -61.5)]
)
async def test_the_offset_of_the_vendors_clock_is_told_where_it_matters(
    knowing: Desk, measured: float | None, told: float
) -> None:
    knowing.session.meter.offset_seconds = measured
    assert overview(knowing.session).clock_offset_seconds == told


async def test_news_waits_for_whoever_asks(knowing: Desk) -> None:
    knowing.session.news.append("Somebody did something.")
    assert take_news(knowing.session) == ("Somebody did something.",)
    assert take_news(knowing.session) == ()
