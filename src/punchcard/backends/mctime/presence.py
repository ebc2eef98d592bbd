"""Who is clocked in (section 2.1)."""

from __future__ import annotations

from collections.abc import Sequence

from punchcard.backends.http import Params
from punchcard.backends.http.moments import local
from punchcard.backends.http.wire import endless
from punchcard.backends.mctime.client import MOST_PAGES, McTimeClient
from punchcard.backends.mctime.clock.booking import booked_on
from punchcard.backends.mctime.directory.organizations import ORGANIZATION, McTimeOrganizations
from punchcard.backends.mctime.signing_in import TITLE
from punchcard.backends.mctime.time_types import time_type_of
from punchcard.backends.mctime.verdict import Item
from punchcard.backends.mctime.wire.clock import Clock
from punchcard.backends.mctime.wire.people import PEOPLE_ON_A_PAGE
from punchcard.backends.mctime.wire.values import parsed, words_of
from punchcard.core.assignments import NOTHING, Reference
from punchcard.core.groups import Filters
from punchcard.core.people import Person
from punchcard.core.presence import Attendance, Presence
from punchcard.core.text import one_line


class McTimePresence:
    """Reads the clocks that run; whoever is not told about may be at work all the same."""

    def __init__(self, client: McTimeClient) -> None:
        self._client = client

    async def clocked_in(self, people: Sequence[str], filters: Filters) -> Attendance:
        """Return everybody whose clock runs, of `people` or, where that is empty, of all one may see.

        An organization means whatever lies below it too.

        Raises:
            BackendError: It cannot be read.
        """
        asked, nodes = _params(filters), _nodes(filters)
        attendance = self._attendance(await self._items(people, asked))
        if not nodes or not attendance.present:
            return attendance
        return await self._booked_on(nodes, attendance, people, asked)

    async def _booked_on(
        self, nodes: Sequence[str], attendance: Attendance, people: Sequence[str], asked: Params
    ) -> Attendance:
        """Leave in whose clock is booked on a node or below it; the service looks at the node alone."""
        booked = {each.person.id: _organization(each) for each in attendance.present}
        organizations = McTimeOrganizations(self._client)
        inside = await organizations.below(nodes, {each for each in booked.values() if each})
        wanted = {person for person, node in booked.items() if node and node.id in inside}
        untold = [each for each in attendance.present if booked[each.person.id] is None]
        if untold:
            on_these = (*asked, *(("organizationIds", node) for node in nodes))
            exact = self._attendance(await self._items(people, on_these))
            wanted |= {each.person.id for each in exact.present}
        return Attendance(
            tuple(each for each in attendance.present if each.person.id in wanted),
            (*attendance.unseen, *(_untold(each) for each in untold if each.person.id not in wanted)),
        )

    async def _items(self, people: Sequence[str], asked: Params) -> list[Item]:
        if not people:
            return await self._all_pages(asked)
        wanted, items = list(dict.fromkeys(people)), list[Item]()
        for at in range(0, len(wanted), PEOPLE_ON_A_PAGE):
            some = (("userIds", person) for person in wanted[at : at + PEOPLE_ON_A_PAGE])
            items += await self._page((*some, *asked), 1)
        return items

    async def _all_pages(self, asked: Params) -> list[Item]:
        items: list[Item] = []
        for number in range(1, MOST_PAGES + 1):
            page = await self._page(asked, number)
            is_new = any(each not in items for each in page)
            items += page
            if not is_new or sum(_is_told(each) for each in page) < PEOPLE_ON_A_PAGE:
                return items
        raise endless(TITLE, "a list of who is clocked in")

    async def _page(self, asked: Params, number: int) -> Sequence[Item]:
        verdict = await self._client.ask(
            "clock", (*asked, ("page", str(number))), what="who is clocked in", in_part=True
        )
        return verdict.items

    def _attendance(self, items: Sequence[Item]) -> Attendance:
        clocks = [parsed(Clock, each.data) for each in items if each.data is not None and _is_told(each)]
        present = {clock.user_id: self._presence(clock) for clock in clocks if clock.clocked_in}
        unseen = dict.fromkeys(_why_unseen(each) for each in items if not _is_told(each))
        by_name = sorted(present.values(), key=lambda each: (each.person.name.casefold(), each.person.id))
        return Attendance(tuple(by_name), tuple(unseen))

    def _presence(self, clock: Clock) -> Presence:
        name = words_of(clock.first_name, clock.last_name) or words_of(clock.user_id)
        return Presence(
            Person(clock.user_id, name),
            clock.on_break,
            local(clock.start, self._client.zone) if clock.start else None,
            booked_on(clock, NOTHING),
            time_type_of(clock.type, clock.category),
            one_line(clock.comment),
        )


def _params(filters: Filters) -> Params:
    names = [name for level, name in filters.names if level == ORGANIZATION.id]
    return (
        *(("timeTypes", kind) for kind in filters.types),
        *(("organizationNames", name) for name in names),
    )


def _nodes(filters: Filters) -> Sequence[str]:
    return [number for level, number in filters.references if level == ORGANIZATION.id]


def _organization(presence: Presence) -> Reference | None:
    """Return what a clock is booked on; None where that, or which one of a name it is, is not told."""
    return next((each for each in presence.assignment.references if each.id not in ("", each.name)), None)


def _untold(presence: Presence) -> str:
    who = one_line(presence.person.name, 60)
    return f"{TITLE} does not tell what {who} works on: it may be something below what you asked for."


def _is_told(item: Item) -> bool:
    """Whether an item is about somebody's clock; anything else in its place says why not (section 4)."""
    data = item.data or {}
    return item.is_good and data.get("userId") is not None and data.get("clockedIn") is not None


def _why_unseen(item: Item) -> str:
    data = item.data or {}
    said = item.message or next(
        (one_line(text, 200) for each in ("message", "error") if isinstance(text := data.get(each), str)), ""
    )
    who = data.get("userId")
    about = f" of {one_line(who, 60)}" if isinstance(who, str) else " of somebody who was asked about"
    words = f": “{said.rstrip('.')}”." if said else "."
    return f"{TITLE} does not tell the clock{about}{words}"
