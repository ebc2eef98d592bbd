"""What a person reads of an item that needs them: what was asked, what is there, what they can do."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.domain import berlin
from tests.services.desk import Desk
from tests.services.vendor import Answer

from punchcard.backends.errors import NotAllowed
from punchcard.backends.outcomes import Unsure
from punchcard.core.clock import Working
from punchcard.core.entries import Entry
from punchcard.services import clocking
from punchcard.services.entries import by_hand as entries
from punchcard.services.entries.by_hand import EntryChanges
from punchcard.services.outbox.knowledge import (
    asked_in_full,
    choices_in_words,
    is_unsure,
    there_now,
    why_hard,
)
from punchcard.services.reading.refresh import refresh
from punchcard.store.outbox import OutboxRow


@pytest.fixture
async def theirs(desk: Desk) -> Entry:
    """An entry that the vendor has, and that is known here."""
    desk.clock.set("11 17:00")
    start, end = berlin("10 08:00"), berlin("10 09:00")
    entry = Entry("E1", "ann", start.date(), start, end, note="theirs")
    desk.vendor.entries = {entry.id: entry}
    await refresh(desk.session)
    return entry


def newest(desk: Desk) -> OutboxRow:
    return desk.rows()[-1]


async def test_of_a_punch_it_is_said_how_the_clock_is_there(desk: Desk) -> None:
    clocking.start(desk.session, note="mine")
    row = newest(desk)
    assert there_now(desk.session, row) == "What The vendor has was not read yet."
    desk.vendor.state = Working("theirs", berlin("11 07:30"))
    await desk.deliver()
    assert there_now(desk.session, row) == ("At The vendor you are working since 07:30, as read at 08:00.")
    assert asked_in_full(row) == "note “mine”"


async def test_of_a_change_it_is_said_what_the_entry_is_there(desk: Desk, theirs: Entry) -> None:
    entries.change(desk.session, "E1", EntryChanges(note="mine"))
    row = newest(desk)
    desk.vendor.entries["E1"] = replace(theirs, note="elsewhere")
    await refresh(desk.session)
    assert asked_in_full(row) == "note “mine”"
    assert there_now(desk.session, row).endswith("1 h: note “elsewhere”.")
    desk.vendor.entries.clear()
    await refresh(desk.session)
    assert there_now(desk.session, row) == "The vendor has no such entry, as read at 17:00."


async def test_of_a_new_entry_it_is_said_what_is_there_at_that_time(desk: Desk, theirs: Entry) -> None:
    entries.delete(desk.session, "E1")
    await desk.deliver()
    entries.add(desk.session, berlin("10 08:00"), berlin("10 09:00"), note="mine")
    row = newest(desk)
    assert there_now(desk.session, row) == "The vendor has no such entry, as read at 17:00."
    desk.vendor.entries = {"E2": replace(theirs, id="E2")}
    await refresh(desk.session)
    assert there_now(desk.session, row).endswith("1 h: note “theirs”.")


async def unsure(desk: Desk) -> OutboxRow:
    """Deliver, and never learn whether it has happened."""
    desk.vendor.answers.append(Answer.LOST_AFTER)
    desk.vendor.settling.append(Unsure("There are two like it."))
    await desk.deliver()
    return newest(desk)


async def test_a_change_that_is_sent_again_overwrites_and_is_never_there_twice(
    desk: Desk, theirs: Entry
) -> None:
    entries.change(desk.session, "E1", EntryChanges(note="mine"))
    row = await unsure(desk)
    assert choices_in_words(row).send_again == "send it again; it overwrites what is there now"
    assert why_hard(row).endswith("sent again, it overwrites what is there now.")


async def test_a_deletion_that_is_sent_again_is_refused_at_worst(desk: Desk, theirs: Entry) -> None:
    entries.delete(desk.session, "E1")
    row = await unsure(desk)
    assert choices_in_words(row).send_again == "send it again; if it has happened, it is refused at worst"
    assert why_hard(row).endswith("sent again, it is refused at worst.")


async def test_a_break_that_may_still_arrive_is_read_before_it_is_sent_again(desk: Desk) -> None:
    clocking.start(desk.session)
    await desk.deliver()
    clocking.take_break(desk.session)
    row = await unsure(desk)
    assert "the clock is read first" in choices_in_words(row).send_again
    assert why_hard(row).startswith("Nobody can tell whether it still arrives: wait a minute")


async def test_the_choices_of_what_nobody_can_tell_say_so(desk: Desk) -> None:
    entries.add(desk.session, berlin("10 08:00"), berlin("10 09:00"))
    desk.vendor.answers.append(Answer.LOST_AFTER)
    desk.vendor.settling.append(Unsure("There are two like it."))
    await desk.deliver()
    row = newest(desk)
    assert is_unsure(row)
    assert choices_in_words(row) == (
        "send it again; if it has happened, it is there twice then",
        "it happened; nothing more is sent",
        "you do not want it; if it has happened, it stays there",
    )


async def test_the_choices_of_what_has_surely_not_happened_are_simple(desk: Desk) -> None:
    entries.add(desk.session, berlin("10 08:00"), berlin("10 09:00"))
    desk.vendor.answers.append(NotAllowed("You may only look."))
    await desk.deliver()
    assert not is_unsure(newest(desk))
    assert choices_in_words(newest(desk)).send_again == "send it"
