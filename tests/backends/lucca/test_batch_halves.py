"""What was saved of a batch is said although a later call of it is not let through."""

from __future__ import annotations

from tests.backends.lucca.office import Office, Vendor
from tests.backends.lucca.test_batch import arrays, noted, thirty

from punchcard.backends.outcomes import Confirmed, NotSent
from punchcard.sandbox.faults import Fault

WRONG = {"Status": 400, "Message": "Something is wrong"}
"""Of the whole array: it is not said which entry that is."""


async def test_a_half_that_is_not_let_through_leaves_the_other_one_saved(place: Office) -> None:
    vendor = place.vendor()
    requests = await requests_of_halves(place, vendor)
    vendor = place.vendor()
    backend = place.backend(vendor)
    place.watch.answer("POST", 400, WRONG)
    # By the second half the key is not accepted any more.
    vendor.faults.at(requests, Fault.REVOKED_KEY)
    outcomes = await backend.batch.save_all(thirty(vendor)[:4])
    assert [type(each) for each in outcomes] == [Confirmed, Confirmed, NotSent, NotSent]
    assert (arrays(place), len(noted(vendor))) == ([4, 2, 2], 2)
    await backend.aclose()


async def requests_of_halves(place: Office, vendor: Vendor) -> int:
    """How many requests there are, of which the second half is the last one."""
    backend = place.backend(vendor)
    place.watch.answer("POST", 400, WRONG)
    outcomes = await backend.batch.save_all(thirty(vendor)[:4])
    assert all(isinstance(each, Confirmed) for each in outcomes)
    await backend.aclose()
    return len(vendor.log.all())
