"""The line behind the filter key: only the items of a person, a kind or some days."""

from __future__ import annotations

import re
from dataclasses import dataclass

from whenever import Date, Weekday

from punchcard.core.change_requests import ChangeRequest
from punchcard.core.filters import statuses_begun
from punchcard.core.groups import Period
from punchcard.core.pending_weeks import PendingWeek
from punchcard.core.periods import parse_period
from punchcard.core.refusals import UsageError
from punchcard.core.submitted_weeks import SubmittedWeek
from punchcard.core.text import one_line
from punchcard.services.approvals.words import STATUS_NAMES
from punchcard.tui.approvals.rows import Row

QUERY_HINT = "name, kind:week, date:march …"
"""What can be typed, for an empty line."""

_TOKEN = re.compile(r'(?:"[^"]*"?|[^\s"])+')
_TERM = re.compile(r"(person|team|kind|status|date|who|day|week):(.*)", re.DOTALL | re.IGNORECASE)
_KEYS = {"who": "person", "day": "date", "week": "date"}
_KINDS = {
    "request": ChangeRequest, "change": ChangeRequest, "week": SubmittedWeek, "month": SubmittedWeek,
    "entry": PendingWeek,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class InboxQuery:
    """What was typed, ready to be held against thousands of rows. Values of one key are "or"."""

    words: tuple[str, ...] = ()
    """Each stands somewhere in the row; casefolded."""
    people: tuple[str, ...] = ()
    """One of them is in the person's name; casefolded."""
    teams: tuple[str, ...] = ()
    """One of them is in the name of the person's team; casefolded."""
    kinds: tuple[type, ...] = ()
    statuses: frozenset[str] = frozenset()
    """One is that of the row, or of an entry in it."""
    periods: tuple[Period, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.people or self.teams or self.kinds or self.statuses or self.periods)

    def matches(self, row: Row) -> bool:
        """Whether the query leaves `row` in; an empty one leaves in everything."""
        return (
            all(word in row.text for word in self.words)
            and (not self.people or any(name in row.name.casefold() for name in self.people))
            and (not self.teams or any(name in row.person.team.casefold() for name in self.teams))
            and (not self.kinds or isinstance(row.item, self.kinds))
            and (not self.statuses or not self.statuses.isdisjoint(_statuses_of(row)))
            and (not self.periods or any(row.first <= p.last and p.first <= row.last for p in self.periods))
        )


def parse_inbox_query(text: str, today: Date, week_starts: Weekday) -> InboxQuery:
    """Read what was typed: names and words, `person:ben`, `team:product`, `status:declined`, `date:march`.

    Raises:
        UsageError: A kind, a status or a date cannot be read.
    """
    words, people, teams = list[str](), list[str](), list[str]()
    kinds, statuses, periods = list[type](), set[str](), list[Period]()
    for token in _TOKEN.findall(text):
        plain = token.replace('"', "").strip()
        term = None if token.startswith('"') else _TERM.fullmatch(plain)
        if term is None:
            words += [plain.casefold()] * bool(plain)
            continue
        key, value = term[1].casefold(), term[2].strip()
        if not value:
            continue
        match _KEYS.get(key, key):
            case "person":
                people.append(value.casefold())
            case "team":
                teams.append(value.casefold())
            case "status":
                statuses |= _statuses(value)
            case "kind":
                kinds.append(_kind(value))
            case _:
                week = f"W{value}" if key == "week" and value.isdigit() else value
                periods.append(parse_period(week, today, week_starts))
    return InboxQuery(
        tuple(words), tuple(people), tuple(teams), tuple(kinds), frozenset(statuses), tuple(periods)
    )


def _statuses(value: str) -> set[str]:
    """Those of requests and weeks, and those of entries."""
    found = [status.value for name, status in STATUS_NAMES.items() if name.startswith(value.casefold())]
    of_entries = {status.value for status in statuses_begun(value)}
    if not found and not of_entries:
        names = ", ".join(f"status:{name}" for name in STATUS_NAMES)
        raise UsageError(f"“{one_line(value, 20)}” is no status.", f"Say one of {names}.")
    return {*found[:1], *of_entries}


def _statuses_of(row: Row) -> set[str]:
    of_entries = row.item.statuses if isinstance(row.item, PendingWeek) else ()
    return {row.status.value, *(status.value for status in of_entries)}


def _kind(value: str) -> type:
    found = [kind for name, kind in _KINDS.items() if name.startswith(value.casefold())]
    if not found:
        raise UsageError(f"“{one_line(value, 20)}” is no kind.", "Say kind:request, kind:week or kind:entry.")
    return found[0]
