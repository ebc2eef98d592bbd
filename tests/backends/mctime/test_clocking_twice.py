"""A punch that arrives after one from another device: what is there is said, and nothing is asked twice."""

from __future__ import annotations

from typing import Literal

import pytest
from tests.backends.mctime.bookings import times
from tests.backends.mctime.hands import Hands, at
from tests.backends.mctime.office import Office

from punchcard.backends.outcomes import Refused
from punchcard.core.identifiers import new_id
from punchcard.core.punches import Stop
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
