"""Reading entries: which calls, and what of their answers belongs to the days that were asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from whenever import Date, Instant

from punchcard.backends.http.moments import window
from punchcard.backends.mctime import wire
from punchcard.backends.mctime.client import McTimeClient, Params
from punchcard.backends.mctime.directory.organizations import ORGANIZATION
from punchcard.backends.mctime.entries.shapes import STATUSES, shaped
from punchcard.backends.mctime.moments import sent
from punchcard.backends.mctime.time_types import CLOCKING, TIME_TYPES
from punchcard.backends.mctime.wire.people import PEOPLE_ON_A_PAGE
from punchcard.core.entries import LONGEST_ENTRY_SECONDS, LONGEST_FOUND_SECONDS, Entry, EntryStatus
from punchcard.core.filters import matches
from punchcard.core.groups import Filters, Period
from punchcard.core.text import one_line

LONGEST_SPAN_SECONDS = 366 * 24 * 3600 - 3 * 3600
"""At most 366 days a call; some hours are left for changes of the clocks, wherever the days are counted."""

_MOST_ORGANIZATIONS = 20
"""More of them may not fit into an address: then they are picked out here."""

_EVERYTHING = Filters()


async def entries_touching(
    client: McTimeClient, people: Sequence[str], period: Period, filters: Filters = _EVERYTHING
) -> list[Entry]:
    """Return the finished entries that touch the days of `period`, the oldest first.

    Args:
        client: The connection.
        people: Whose.
        period: The days, in the person's zone.
        filters: What to leave in: the service is asked for that alone as far as it can be.

    Raises:
        NotAllowed: One of the people or organizations may not be seen.
        BackendError: They cannot be read.
    """
    wanted = [each for each in dict.fromkeys(people) if not filters.people or each in filters.people]
    if not wanted or any(level != ORGANIZATION.id for level, _ in (*filters.references, *filters.names)):
        return []
    found: dict[str, Entry] = {}
    for some in _portions(wanted):
        for since, until in _spans(*window(period.first, period.last, client.zone)):
            params = _params(client, some, since, until, filters)
            pages = await client.pages(wire.TimesPage, "times", params, what=_what(some, filters))
            for group in (group for page in pages for group in page.groups):
                for entry in group.times:
                    found[entry.id] = shaped(entry, group.user_id, client.zone)
    left = _cut_here(filters)
    touching = (each for each in found.values() if _touches(each, period.first, period.last))
    entries = [each for each in touching if each.person in wanted and matches(each, left)]
    return sorted(entries, key=lambda each: (each.start.timestamp() if each.start else 0, each.id))


def _touches(entry: Entry, first: Date, last: Date) -> bool:
    """Whether it is finished, and touches the days."""
    return entry.end is not None and entry.day <= last and entry.last_day >= first


def _params(
    client: McTimeClient, people: Sequence[str], since: Instant, until: Instant, filters: Filters
) -> Params:
    params = [("userIds", each) for each in people]
    params += [("from", sent(since, client.zone)), ("to", sent(until, client.zone))]
    params += [("timeTypes", each) for each in _types(filters)]
    params += [("approvalStatuses", each) for each in _statuses(filters)]
    organizations = _values(filters.references)
    if len(organizations) <= _MOST_ORGANIZATIONS:
        params += [("organizationIds", each) for each in organizations]
    if _are_names_asked(filters):
        params += [("organizationNames", each) for each in _values(filters.names)]
    return params


def _types(filters: Filters) -> Sequence[str]:
    if filters.types:
        return filters.types if all(each in TIME_TYPES for each in filters.types) else ()
    return (CLOCKING,) if set(filters.statuses) == {EntryStatus.INVALID} else ()


def _statuses(filters: Filters) -> list[str]:
    """What cannot be saved has no status there: whoever asks for that too asks for all of them."""
    wanted = set(filters.statuses)
    words = [word for word, status in STATUSES.items() if status in wanted]
    return words if len(words) == len(wanted) else []


def _are_names_asked(filters: Filters) -> bool:
    """Names are ignored there beside ids."""
    return bool(filters.names) and not filters.references and len(filters.names) <= _MOST_ORGANIZATIONS


def _cut_here(filters: Filters) -> Filters:
    """What a name means is known to the service, an old one too: what it finds is left in."""
    return replace(filters, names=()) if _are_names_asked(filters) else filters


def _values(pairs: Sequence[tuple[str, str]]) -> list[str]:
    return list(dict.fromkeys(value for _, value in pairs))


def _portions(people: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(people), PEOPLE_ON_A_PAGE):
        yield people[at : at + PEOPLE_ON_A_PAGE]


def _spans(start: Instant, end: Instant) -> Iterator[tuple[Instant, Instant]]:
    """Yield stretches that together hold the start of whatever may touch the time between two moments.

    Only where an entry begins counts there, so that the time before is asked for too. Whether the bounds
    belong to it is not said: each stretch begins a second early.
    """
    since = start.subtract(seconds=_before(end.timestamp() - start.timestamp()) + 1)
    while True:
        until = min(end, since.add(seconds=LONGEST_SPAN_SECONDS))
        yield since, until
        if until >= end:
            return
        since = until.subtract(seconds=1)


def _before(seconds: int) -> int:
    """How far back the beginnings of what touches a time are looked for: nothing there bounds an entry.

    It is a day, and more as far as that takes no call more.
    """
    needed, more = seconds + LONGEST_ENTRY_SECONDS + 1, LONGEST_SPAN_SECONDS - 1
    free = -(needed - 1) % more
    return min(LONGEST_FOUND_SECONDS, LONGEST_ENTRY_SECONDS + free)


def _what(people: Sequence[str], filters: Filters) -> str:
    whose = (
        f"the time of the person {one_line(people[0], 60)}"
        if len(people) == 1
        else f"the time of these {len(people)} people"
    )
    if filters.names:
        return f"{whose} on {' and '.join(f'“{one_line(name, 60)}”' for _, name in filters.names)}"
    return f"{whose} on these organizations" if filters.references else whose
