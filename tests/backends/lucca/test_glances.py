"""One reading answers several questions of one action, and no later one."""

from __future__ import annotations

from functools import partial

from tests.backends.lucca.office import ANN, Office
from tests.domain import berlin
from tests.faults.lab import IMPATIENT

from punchcard.backends.http import HttpClient
from punchcard.backends.lucca.client import LuccaClient
from punchcard.backends.lucca.weeks.glances import SECONDS, LuccaGlances

DAY = berlin("11 00:00").date()


async def test_what_was_seen_counts_as_long_as_one_action_may_take(place: Office) -> None:
    vendor = place.vendor()
    client = LuccaClient(place.connection(vendor), partial(HttpClient, limits=IMPATIENT, wall=place.wall))
    moments = [0.0]
    glances = LuccaGlances(client, lambda: moments[-1])
    ann = str(vendor.state.person_named(ANN).id)
    asked: list[int] = []
    for moment, question in ((0.0, "locks"), (SECONDS - 0.1, "weeks"), (SECONDS, "along")):
        moments.append(moment)
        assert question in ("locks", "weeks", "along")
        await glances.of(question, ann, DAY)
        asked.append(len(place.sent()))
    assert asked == [1, 0, 1]
    await client.aclose()
