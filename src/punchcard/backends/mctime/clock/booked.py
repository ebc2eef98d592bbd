"""What a clock that ran has become: an entry, or one that could not be saved."""

from __future__ import annotations

from punchcard.backends.mctime.client import McTimeClient
from punchcard.backends.mctime.entries.reading import entries_touching
from punchcard.core.clock import Running
from punchcard.core.entries import Entry, EntryStatus
from punchcard.core.groups import Filters, Period
from punchcard.core.same_clock import is_near

_INVALID = Filters(statuses=(EntryStatus.INVALID,))


async def entries_of(client: McTimeClient, person: str, clock: Running) -> list[Entry]:
    """Return the entries that began as a clock did, the one that bears its id alone where there is one.

    Raises:
        BackendError: They cannot be read.
    """
    return _of(clock, await entries_touching(client, [person], _days(clock), Filters()))


async def invalid_of(client: McTimeClient, person: str, clock: Running) -> Entry | None:
    """Return what a clock has become that could not be saved; None for nothing.

    Raises:
        BackendError: They cannot be read.
    """
    found = _of(clock, await entries_touching(client, [person], _days(clock), _INVALID))
    return found[0] if found else None


def _of(clock: Running, entries: list[Entry]) -> list[Entry]:
    named = [entry for entry in entries if entry.id == clock.entry_id]
    return named or [each for each in entries if each.start is not None and is_near(each.start, clock.since)]


def _days(clock: Running) -> Period:
    """It began on the first, or was rounded into the day beside it."""
    day = clock.since.date()
    return Period(day.subtract(days=1), day.add(days=1))
