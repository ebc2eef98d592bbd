"""Entries that are only listed in an inbox, as whoever approves them elsewhere looks at them: by week."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from punchcard.core.change_requests import PendingEntry
from punchcard.core.findings import Finding
from punchcard.core.pending_weeks import PendingWeek, pending_weeks
from punchcard.core.people import Person
from punchcard.core.rule_sets import RULE_SETS
from punchcard.services.approvals.inbox_items import InboxItem
from punchcard.services.session import Session


class ListedWeek(NamedTuple):
    """What waits of one person's week."""

    week: PendingWeek
    person: Person
    findings: tuple[Finding, ...]
    """What is wrong or odd on the days of these entries, as far as these alone tell."""


def listed_weeks(session: Session, items: Iterable[InboxItem]) -> list[ListedWeek]:
    """Return the entries among `items` by week and person: the oldest week first, then by name.

    A lead looks at somebody's week as one thing, and a team of fifty has a row for each instead of hundreds.
    """
    found = [(each.item.entry, each.person) for each in items if isinstance(each.item, PendingEntry)]
    people = {person.id: person for _, person in found}
    now, rules = session.now(), RULE_SETS[session.schedule.rules]
    weeks = [
        ListedWeek(
            week, people[week.person], week.findings(session.zone, now, rules, session.config.silenced)
        )
        for week in pending_weeks((entry for entry, _ in found), session.schedule.week_starts)
    ]
    return sorted(weeks, key=lambda each: (each.week.first, each.person.name.casefold(), each.person.id))
