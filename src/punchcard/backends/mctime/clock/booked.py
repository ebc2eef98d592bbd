"""What a clock that ran has become: an entry, or one that could not be saved."""

from __future__ import annotations

from punchcard.backends.mctime.client import McTimeClient
from punchcard.backends.mctime.entries.reading import entries_touching
from punchcard.core.clock import OnBreak, Working
from punchcard.core.entries import Entry, EntryStatus
from punchcard.core.groups import Filters, Period
from punchcard.core.same_clock import is_near

_INVALID = Filters(statuses=(EntryStatus.INVALID,))


async def entries_of(client: McTimeClient, person: str, clock: Working | OnBreak) -> list[Entry]:
    """Return the entries that began as a clock did, the one that bears its id alone where there is one.

    Raises:
        BackendError: They cannot be read.
    """
    return _of(clock, await entries_touching(client, [person], _days(clock), Filters()))


async def invalid_of(client: McTimeClient, person: str, clock: Working | OnBreak) -> Entry | None:
    """Return what a clock has become that could not be saved; None for nothing.

    Raises:
        BackendError: They cannot be read.
    """
    found = _of(clock, await entries_touching(client, [person], _days(clock), _INVALID))
    return found[0] if found else None


def _of(clock: Working | OnBreak, entries: list[Entry]) -> list[Entry]:
    named = [entry for entry in entries if entry.id == clock.entry_id]
    return named or [entry for entry in entries if _may_be(entry, clock)]


def _may_be(entry: Entry, clock: Working | OnBreak) -> bool:
    """Whether an entry began as a clock did; what had ended by then is an earlier one's."""
    if entry.start is None or entry.end is None:
        return False
    return is_near(entry.start, clock.since) and entry.end > clock.since


def _days(clock: Working | OnBreak) -> Period:
    """It began on the first, or was rounded into the day beside it."""
    day = clock.since.date()
    return Period(day.subtract(days=1), day.add(days=1))
