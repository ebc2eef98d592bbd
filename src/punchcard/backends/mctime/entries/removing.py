"""Removing an entry: looked at before, and confirmed by reading after (section 2.6)."""

from __future__ import annotations

from punchcard.backends.errors import BackendError
from punchcard.backends.mctime import wire
from punchcard.backends.mctime.client import McTimeClient, quoted
from punchcard.backends.mctime.complaints import NOT_THERE, refused
from punchcard.backends.mctime.entries.alike import same_times
from punchcard.backends.mctime.entries.reading import entries_touching
from punchcard.backends.mctime.entries.shapes import shaped
from punchcard.backends.mctime.entries.words import named, when
from punchcard.backends.mctime.signing_in import TITLE
from punchcard.backends.mctime.verdict import Verdict
from punchcard.backends.outcomes import Confirmed, NotSent, Outcome, Refused, Unanswered
from punchcard.core.entries import Entry
from punchcard.core.groups import Period
from punchcard.core.text import one_line


async def remove(client: McTimeClient, entry: Entry) -> Outcome[None]:
    """Remove an entry if it is still the one that is known; what is gone already counts as removed.

    Args:
        client: The connection.
        entry: As it is known here, one that could not be saved included.

    Raises:
        BackendError: Nothing was done.
    """
    there = await current(client, entry)
    if there is None:
        return Confirmed(None)
    if (why := _why_not(client, there, entry)) is not None:
        return why
    path = f"times/{quoted(entry.id)}"
    verdict = await client.send("DELETE", path, may_be_empty=True)
    outcome = await _judged(client, verdict, entry)
    if outcome is not None:
        return outcome
    # Where the id goes is told nowhere; it was not the path.
    verdict = await client.send("DELETE", "times", params=(("id", entry.id),), may_be_empty=True)
    return await _judged(client, verdict, entry) or Refused(
        f"{TITLE} does not let entries be deleted from here. Delete it at {TITLE} itself."
    )


async def current(client: McTimeClient, entry: Entry) -> Entry | None:
    """Return an entry as it is there now, without what it is booked on; None where it is gone.

    Whatever is not found by its id is looked for on its day as well: only both together say that it is gone,
    and what could not be saved may be told there alone.

    Raises:
        BackendError: It cannot be read.
    """
    found = await _by_id(client, entry)
    if found is not None:
        return found
    listed = await entries_touching(client, [entry.person], Period(entry.day, entry.last_day))
    return next((each for each in listed if each.id == entry.id), None)


async def _by_id(client: McTimeClient, entry: Entry) -> Entry | None:
    found = await client.find(
        wire.Entry, f"times/{quoted(entry.id)}", what=f"the entry {one_line(entry.id, 60)}"
    )
    return None if found is None else shaped(found, entry.person, client.zone, entry.assignment)


async def _judged(
    client: McTimeClient, verdict: Verdict | NotSent | Unanswered, entry: Entry
) -> Outcome[None] | None:
    """Return what came of a deletion; None where the call itself was not there."""
    if not isinstance(verdict, Verdict):
        return verdict
    is_not_there = verdict.status in NOT_THERE
    if not is_not_there and not 200 <= verdict.status < 300:
        return refused(verdict, "delete this entry")
    try:
        is_enough = not is_not_there and not entry.is_invalid
        still_there = await (_by_id if is_enough else current)(client, entry)
    except BackendError as problem:
        return Unanswered(problem.message)
    if still_there is None:
        return Confirmed(None)
    if is_not_there:
        return None
    said = refused(verdict, "delete this entry").reason if verdict.said else ""
    return Refused(f"{TITLE} took the deletion, and still has the entry. {said}".strip())


def _why_not(client: McTimeClient, there: Entry, known: Entry) -> Refused | None:
    if there.person != known.person:
        return Refused(f"{TITLE} has another person’s entry by this id; it was not deleted.")
    if there.is_invalid and known.is_invalid:
        return None
    if there.locked:
        return Refused(there.locked)
    if known.is_invalid:
        return Refused(
            f"{TITLE} has saved this clock meanwhile: it is {named(there, client.today())} now. "
            "It was not deleted."
        )
    if there.end is None or not same_times(there, known):
        return Refused(
            f"The entry was changed at {TITLE} meanwhile: it is from {when(there, client.today())} now. "
            "It was not deleted; look at it again."
        )
    return None
