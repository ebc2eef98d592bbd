"""Entries that are approved elsewhere, on the command line: listed by person and week, and one in full."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from whenever import Date

from punchcard.cli.approvals.text import name_in, rows
from punchcard.cli.shapes import entry_shape
from punchcard.cli.timesheet.week_shape import finding_shape
from punchcard.core.durations import format_duration
from punchcard.core.entries import Entry
from punchcard.core.entry_words import APPROVAL_STATUSES, SOURCES
from punchcard.core.findings import Finding
from punchcard.core.moments import clock_time, day_in_words
from punchcard.core.text import one_line
from punchcard.core.week_words import week_in_words
from punchcard.core.weeks import Week
from punchcard.services.approvals.inbox import Elsewhere
from punchcard.services.approvals.listed_weeks import ListedWeek
from punchcard.services.fold import KnownEntry
from punchcard.services.timesheet.week_view import SIGNS, WORDS

_INDENT = "  "


def count_in_words(weeks: Sequence[ListedWeek], today: Date, *, is_own: bool = False) -> str:
    """How many entries of how many people wait, and for how long; `is_own` where they are one's own."""
    entries = [entry for each in weeks for entry in each.week.entries]
    people = len({each.person.id for each in weeks})
    number, whom = len(entries), " of yours" if is_own else ""
    counted = f"1 entry{whom} waits" if number == 1 else f"{number:,} entries{whom} wait"
    whose = "" if people == 1 else f", of {people:,} people"
    oldest = max((age_days(entry, today) for entry in entries), default=0)
    since = f", the oldest for {_days(oldest)}" if oldest else ""
    return f"{counted}{whose}{since}."


def entries_text(weeks: Sequence[ListedWeek], today: Date, width: int) -> list[str]:
    """Return a line for each person and week, with the entries below it, a row each."""
    cells = [
        [
            entry.id[-6:],
            day_in_words(entry.day, short=True, today=today),
            times_in_words(entry),
            format_duration(entry.worked_seconds),
            APPROVAL_STATUSES[entry.status],
            _about(entry, _of_day(each.findings, entry.day)),
        ]
        for each in weeks
        for entry in each.week.entries
    ]
    aligned = iter(rows(cells, width - len(_INDENT), right=frozenset({3})))
    lines: list[str] = []
    for each in weeks:
        week = each.week
        oldest = min(entry.day for entry in week.entries)
        parts = (
            name_in(width, each.person.name),
            week_in_words(week.week, today).capitalize(),
            format_duration(week.seconds),
            "ahead" if oldest > today else _days(int(today.since(oldest, total="days"))),
        )
        lines += ["", " · ".join(parts)]
        lines += [f"{_INDENT}{next(aligned)}" for _ in week.entries]
    return lines


def listed_data(
    entry: Entry, week: Week, findings: Sequence[Finding], elsewhere: Elsewhere | None, today: Date
) -> dict[str, Any]:
    """What a listed entry has beyond the keys of every item; `findings` are those of its day."""
    return {
        "week": week.name,
        "status": entry.status.value,
        "age_days": age_days(entry, today),
        "note": entry.note or None,
        "entry": entry_shape(KnownEntry(entry, None)),
        "findings": [finding_shape(each) for each in _of_day(findings, entry.day)],
        "link": elsewhere.link if elsewhere else None,
    }


def entry_text(entry: Entry) -> list[str]:
    """Return an entry in full, with where it stands and how it came to be."""
    pauses = [
        f"{clock_time(pause.start)} – {clock_time(pause.end)}{', by itself' if pause.automatic else ''}"
        for pause in entry.breaks
    ]
    kind = entry.time_type.name if entry.time_type else ""
    lines = [
        " · ".join(part for part in (APPROVAL_STATUSES[entry.status], SOURCES[entry.source]) if part),
        " · ".join(
            one_line(part, 200) for part in (times_in_words(entry), kind, entry.assignment.label) if part
        ),
        f"Breaks: {'; '.join(pauses)}" if pauses else "",
        f"“{one_line(entry.note)}”" if entry.note.strip() else "",
    ]
    return [line for line in lines if line]


def times_in_words(entry: Entry) -> str:
    """From when to when: "08:00 – 17:30"; empty without clock times."""
    if entry.start is None or entry.end is None:
        return ""
    return f"{clock_time(entry.start)} – {clock_time(entry.end)}"


def age_days(entry: Entry, today: Date) -> int:
    """For how many days it has been waiting: since the day that it is about."""
    return max(0, int(today.since(entry.day, total="days")))


def _of_day(findings: Sequence[Finding], day: Date) -> list[Finding]:
    return [finding for finding in findings if finding.day == day]


def _about(entry: Entry, findings: Sequence[Finding]) -> str:
    """What was found on its day, what it is booked on, and the note."""
    signs = [f"{SIGNS[each.severity]} {WORDS[each.rule]}" for each in findings]
    return " · ".join(
        one_line(part, 200) for part in (" ".join(signs), entry.assignment.label, entry.note) if part.strip()
    )


def _days(days: int) -> str:
    return "today" if days == 0 else "1 day" if days == 1 else f"{days} days"
