"""Whose clock runs in the local file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from whenever import Instant

from punchcard.backends.local.storage import LocalStorage
from punchcard.backends.local.team_table import TeamTable
from punchcard.core.clock import OnBreak, Working
from punchcard.core.clock_rules import entry_after
from punchcard.core.filters import matches
from punchcard.core.groups import Filters
from punchcard.core.people import Person
from punchcard.core.presence import Attendance, Presence
from punchcard.core.punches import Stop
from punchcard.core.text import one_line
from punchcard.core.zones import in_zone


class LocalPresence:
    """Reads the running clocks of the team."""

    def __init__(self, storage: LocalStorage, zone: str, now: Callable[[], Instant], team: TeamTable) -> None:
        self._storage, self._zone, self._now, self._team = storage, zone, now, team

    async def clocked_in(self, people: Sequence[str], filters: Filters) -> Attendance:
        """Return everybody whose clock runs; an id of nobody in the team is said."""
        with self._storage.look():
            team = {person.id: person for person in self._team.people()}
            running = self._storage.all_running()
        asked = people or list(team)
        unseen = tuple(f"“{one_line(one, 40)}” is nobody in the team." for one in asked if one not in team)
        present: list[Presence] = []
        for one, state in running:
            is_asked_about = one in asked and one in team
            if is_asked_about and isinstance(state, Working | OnBreak) and self._fits(state, one, filters):
                present.append(_presence(team[one], state))
        return Attendance(tuple(sorted(present, key=_by_name)), unseen)

    def _fits(self, state: Working | OnBreak, person: str, filters: Filters) -> bool:
        """Whether the entry is wanted that the clock would become now."""
        now = in_zone(self._now(), self._zone)
        stopped = entry_after(state, Stop("", max(now, state.last_moment())), person)
        return matches(stopped, filters)


def _presence(person: Person, state: Working | OnBreak) -> Presence:
    is_on_break = isinstance(state, OnBreak)
    return Presence(person, is_on_break, state.since, state.assignment, state.time_type, state.note)


def _by_name(presence: Presence) -> tuple[str, str]:
    return presence.person.name.casefold(), presence.person.id
