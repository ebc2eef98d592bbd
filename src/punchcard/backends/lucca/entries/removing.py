"""Entries that are deleted: looked at before, so that nothing goes that is not what was meant."""

from __future__ import annotations

from punchcard.backends.http import Answer
from punchcard.backends.lucca.client import LuccaClient
from punchcard.backends.lucca.complaints import refused
from punchcard.backends.lucca.entries.alike import agrees
from punchcard.backends.lucca.entries.reading import LIST, row_of
from punchcard.backends.lucca.entries.shapes import IN_A_TIMESHEET, LuccaShapes
from punchcard.backends.lucca.entries.words import day_of, span
from punchcard.backends.lucca.signing_in import TITLE
from punchcard.backends.outcomes import Confirmed, Outcome, Refused
from punchcard.core.entries import Entry


async def remove(client: LuccaClient, shapes: LuccaShapes, entry: Entry) -> Outcome[None]:
    """Delete an entry that is still as it is known; one that is gone already counts as removed.

    Args:
        client: The connection.
        shapes: What makes an entry of a row.
        entry: As it is known here.

    Raises:
        BackendError: Nothing was done.
    """
    there = await row_of(client, entry.id)
    if there is None:
        return Confirmed(None)
    if there.timesheet_id is not None:
        return Refused(IN_A_TIMESHEET)
    fresh = await shapes.entry(there)
    times = ("start", "end", "day", "duration", "halves")
    if fresh.person != entry.person or not agrees(fresh, entry, times):
        when = f"{span(there.starts_at, there.duration)} on {day_of(there.starts_at, client.today())}"
        return Refused(
            f"The entry was changed at {TITLE} meanwhile: it is from {when} now. It was not deleted; look at "
            "it again."
        )
    answer = await client.send("DELETE", f"api/v3/{LIST}/{there.id}")
    if not isinstance(answer, Answer):
        return answer
    return Confirmed(None) if answer.is_good or answer.status == 404 else refused(answer)
