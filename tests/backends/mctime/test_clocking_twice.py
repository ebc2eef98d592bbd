"""A punch that arrives after one from another device: what is there is said, and nothing is asked twice."""

from __future__ import annotations

from typing import Literal

import pytest
from tests.backends.mctime.bookings import times
from tests.backends.mctime.hands import Hands, at
from tests.backends.mctime.office import Office

from punchcard.backends.mctime.time_types import TIME_TYPES
from punchcard.backends.outcomes import Absent, Confirmed, Refused, Unanswered, Unsure
from punchcard.core.identifiers import new_id
from punchcard.core.punches import AnyPunch, Cancel, Resume, Start, Stop, TakeBreak, Update
from punchcard.sandbox.faults import Fault
from punchcard.sandbox.mctime.records import Manners


@pytest.mark.parametrize("failure", ["inside", "status", "disguised"])
async def test_a_stop_after_one_from_elsewhere_is_said_to_be_booked(
    place: Office, failure: Literal["inside", "status", "disguised"]
) -> None:
    ann, phone = (Hands(place, vendor) for vendor in [place.vendor(manners=Manners(failure=failure))] * 2)
    await ann.start()
    reading = await ann.reading()
    await phone.done(Stop(new_id(), at("10:00")))
    assert await ann.outcome(Stop(new_id(), at("11:00")), reading) == Refused(
        "The clock was stopped elsewhere before that. It is booked as 08:00 to 10:00."
    )
    assert times(ann.vendor) == ["08:00-10:00"]


async def test_a_start_that_was_stopped_elsewhere_since_is_found_by_what_it_became(place: Office) -> None:
    ann = Hands(place, place.vendor())
    start = Start(new_id(), at("08:00"), note="audit")
    ann.vendor.faults.at(2, Fault.DROP_AFTER)
    assert isinstance(await ann.outcome(start), Unanswered)
    await Hands(place, ann.vendor).done(Stop(new_id(), at("10:00")))
    settled = await ann.settled(start)
    assert isinstance(settled, Confirmed)
    assert [entry.note for entry in settled.result.saved] == ["audit"]
    assert await ann.settled(Start(new_id(), at("08:00"), note="another")) == Absent()


@pytest.mark.parametrize(
    ("before", "punch", "is_harmless"),
    [
        ([], Start(new_id(), at("9:00")), True),
        (["start"], Stop(new_id(), at("9:00")), True),
        (["start"], Update(new_id(), at("9:00"), time_type=TIME_TYPES["home_office"]), True),
        (["start"], TakeBreak(new_id(), at("9:00")), False),
        (["start"], Cancel(new_id(), at("9:00")), False),
        (["start", "break"], Resume(new_id(), at("9:00")), False),
        (["start", "break"], Stop(new_id(), at("9:00")), False),
    ],
    ids=["start", "stop", "update", "break", "cancel", "resume", "stop on a break"],
)
async def test_what_would_do_harm_if_it_came_twice_is_not_sent_again_by_itself(
    place: Office, before: list[str], punch: AnyPunch, is_harmless: bool
) -> None:
    ann = Hands(place, place.vendor())
    if "start" in before:
        await ann.start()
    if "break" in before:
        await ann.done(TakeBreak(new_id(), at("8:30")))
    ann.vendor.faults.at(2, Fault.DROP_BEFORE)
    assert isinstance(await ann.outcome(punch), Unanswered)
    settled = await ann.settled(punch)
    if is_harmless:
        assert settled == Absent()
    else:
        assert isinstance(settled, Unsure)
        assert "it may still arrive there" in settled.detail
