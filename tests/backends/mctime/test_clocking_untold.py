"""A clock of which no more is told than what its page documents: what is not known of it is not lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.backends.mctime.hands import Hands, at
from tests.backends.mctime.office import Office

from punchcard.backends.mctime.time_types import TIME_TYPES
from punchcard.core.assignments import NOTHING
from punchcard.core.clock import IDLE, OnBreak, Working
from punchcard.core.identifiers import new_id
from punchcard.core.punches import Restore, Resume, Start, Stop, TakeBreak
from punchcard.sandbox.mctime.records import Manners

TRAVEL = TIME_TYPES["travel"]


async def started_elsewhere(place: Office) -> Hands:
    """It was started, and paused, on a phone: here it is known by its start alone."""
    phone = Hands(place, place.vendor(manners=Manners(sparse_clock=True)))
    await phone.start(note="spec review")
    for punch in (TakeBreak(new_id(), at("09:00")), Resume(new_id(), at("09:30"))):
        await phone.done(punch)
    with phone.vendor.state.lock:
        clocks = phone.vendor.state.clocks
        clocks[phone.person] = replace(clocks[phone.person], type=TRAVEL.id)
    phone.state = IDLE
    phone.state = (await phone.reading()).state
    assert isinstance(phone.state, Working)
    assert (phone.state.note, phone.state.assignment, phone.state.breaks) == ("", NOTHING, ())
    return phone


async def test_what_was_not_told_of_it_is_not_said_to_be_another(place: Office) -> None:
    ann = await started_elsewhere(place)
    outcome = await ann.done(Stop(new_id(), at("11:00")))
    assert outcome.warnings == ("The clock of 08:00 to 11:00 is saved with these breaks: 09:00 to 09:30.",)
    [entry] = outcome.result.saved
    assert entry.assignment.references[-1].id


@pytest.mark.parametrize("is_on_break", [False, True])
async def test_an_undone_stop_leaves_nothing_out_that_the_entry_had(
    place: Office, *, is_on_break: bool
) -> None:
    ann = await started_elsewhere(place)
    if is_on_break:
        await ann.done(TakeBreak(new_id(), at("10:30")))
    there = ann.vendor.state.clocks[ann.person]
    before = ann.state
    stopped = await ann.done(Stop(new_id(), at("11:00")))
    assert isinstance(before, Working | OnBreak)
    # The ledger has the id that the answer gave it.
    before = replace(before, entry_id=stopped.result.saved[0].id)
    await ann.done(Restore(new_id(), at("11:10"), before))
    again = ann.vendor.state.clocks[ann.person]
    assert ann.vendor.state.entries == {}
    for one, other in zip(there.breaks, again.breaks, strict=True):
        assert (one.since, one.until) == (other.since, other.until)
    assert (again.type, again.organization, again.comment) == (there.type, there.organization, there.comment)


async def test_a_note_that_was_written_here_is_missed(place: Office) -> None:
    ann = Hands(place, place.vendor(manners=Manners(sparse_clock=True)))
    await ann.done(Start(new_id(), at("08:00"), note="mine"))
    with ann.vendor.state.lock:
        clocks = ann.vendor.state.clocks
        clocks[ann.person] = replace(clocks[ann.person], comment="theirs")
    outcome = await ann.done(Stop(new_id(), at("11:00")))
    assert "another note" in " ".join(outcome.warnings)
