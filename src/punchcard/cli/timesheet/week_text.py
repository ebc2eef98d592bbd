"""A week as people read it in a terminal, from 60 columns on."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Sequence
from math import ceil

from whenever import Date, ZonedDateTime

from punchcard.cli.tables import table
from punchcard.cli.timesheet.week import ShownWeek
from punchcard.core.balance_words import balance_text, vacation_text
from punchcard.core.durations import format_duration
from punchcard.core.findings import Finding
from punchcard.core.hours_scale import HoursScale
from punchcard.core.moments import day_in_words, weekday_name
from punchcard.core.text import capitalized, one_line
from punchcard.core.week_words import week_in_words
from punchcard.core.work_times import work_times_in_words
from punchcard.services.timesheet.week_sentences import standing_in_words
from punchcard.services.timesheet.week_view import SIGNS, WORDS, DayView, WeekView

USUAL_COLUMNS, LEAST_COLUMNS = 80, 40
SHORTEST_BAR, LONGEST_BAR = 10, 40
"""Cells; without room for the shortest one there is none."""

FIRST_HOUR, LAST_HOUR = 7, 19
"""The bars show at least these hours, and more where a day is longer."""

_HEADER = ["", "Worked", "Target", "+/−", "Breaks", ""]


def week_text(shown: ShownWeek) -> str:
    """Return the week: a row a day, the totals, how far it has come, and what was found."""
    view, width = shown.view, columns()
    lines = [_title(view), "", *_days(view, width), "", *_facts(shown, width)]
    lines += [*_lump_sums(view, width), *_work_times(view, width)]
    if view.findings:
        lines += ["", *findings_text(view.findings, width)]
    return "\n".join(lines)


def check_text(view: WeekView) -> str:
    """Return only what was found: "Week 11 is fine." where nothing was."""
    name = capitalized(week_in_words(view.sheet.week, view.sheet.as_of.date()))
    if not view.counted:
        silenced = len(view.findings)
        left_out = f" ({silenced} silenced)" if silenced else ""
        return f"{name} is fine{left_out}."
    return "\n".join([f"{name}:", *findings_text(view.counted, columns())])


def columns() -> int:
    """The width of the terminal; 80 where nobody says."""
    return max(LEAST_COLUMNS, shutil.get_terminal_size((USUAL_COLUMNS, 24)).columns)


def _title(view: WeekView) -> str:
    sheet = view.sheet
    first, last = day_in_words(sheet.week.first, short=True), day_in_words(sheet.week.last, short=True)
    name = capitalized(week_in_words(sheet.week, sheet.week.last))
    person = "" if sheet.is_own else f" · {one_line(sheet.person.name, 40)}"
    return f"{name} · {first} – {last} {sheet.week.last.year}{person}"


def _days(view: WeekView, width: int) -> list[str]:
    cells = [_HEADER, *(_numbers(day) for day in view.days), _totals(view)]
    notes = ["", *(_notes(day) for day in view.days), ""]
    right = frozenset({1, 2, 3, 4})
    numbers = table([row[:5] for row in cells], right=right)
    taken = max(len(line) for line in numbers) + 2
    room = width - taken - max(len(note) for note in notes) - 2
    bars = ["", *_bars(view, min(room, LONGEST_BAR)), ""] if room >= SHORTEST_BAR else [""] * len(cells)
    rows = [[*row[:5], bar, note] for row, bar, note in zip(cells, bars, notes, strict=True)]
    lines = [one_line(line, width) if len(line) > width else line for line in table(rows, right=right)]
    return [*lines[:-1], "─" * min(width, max(len(line) for line in lines)), lines[-1]]


def _numbers(day: DayView) -> list[str]:
    worked = format_duration(day.worked_seconds) if day.worked_seconds or day.is_running else "–"
    target = format_duration(day.target_seconds) if day.target_seconds else ""
    breaks = format_duration(day.break_seconds) if day.break_seconds else ""
    return [_name(day.day), worked, target, _difference(day.difference_seconds), breaks]


def _name(day: Date) -> str:
    return f"{weekday_name(day, short=True)} {day.day:>2}"


def _totals(view: WeekView) -> list[str]:
    target, breaks = view.target_seconds, sum(day.break_seconds for day in view.days)
    return [
        "Total",
        format_duration(view.worked_seconds),
        "" if target is None else format_duration(target),
        _difference(view.difference_seconds),
        format_duration(breaks) if breaks else "",
    ]


def _difference(seconds: int | None) -> str:
    return "" if seconds is None else format_duration(seconds, sign=True)


def _notes(day: DayView) -> str:
    """The holiday or absence, and the worst finding with its sign."""
    marks = ""
    if day.findings:
        worst = day.findings[0]
        more = f" +{len(day.findings) - 1}" if len(day.findings) > 1 else ""
        marks = f"{SIGNS[worst.severity]} {WORDS[worst.rule]}{more}"
    now = "running" if day.is_running else ""
    return "  ".join(part for part in (one_line(day.words, 40), marks, now) if part)


def _bars(view: WeekView, width: int) -> list[str]:
    noons = [_noon(day.day, view.sheet.schedule.zone) for day in view.days]
    first, last = FIRST_HOUR, LAST_HOUR
    for day, noon in zip(view.days, noons, strict=True):
        for piece in (*day.work, *day.breaks):
            first = min(first, (piece.start.timestamp() - noon) // 3600 + 12)
            last = max(last, ceil((piece.end.timestamp() - noon) / 3600) + 12)
    first, last = max(0, first), min(24, last)
    return [
        _bar(day, HoursScale(noon + (first - 12) * 3600, (last - first) * 3600, width))
        for day, noon in zip(view.days, noons, strict=True)
    ]


def _bar(day: DayView, scale: HoursScale) -> str:
    if not day.work and not day.breaks:
        return ""
    return "".join(glyph for _, glyph in scale.cells(day.work, day.breaks))


def _noon(day: Date, zone: str) -> int:
    """Where the clocks change in the night, the hours of work stand below each other all the same."""
    return ZonedDateTime(day.year, day.month, day.day, 12, tz=zone, disambiguation="compatible").timestamp()


def _facts(shown: ShownWeek, width: int) -> list[str]:
    standing = shown.view.sheet.standing
    facts = [f"Status: {standing_in_words(standing)}."] if standing.is_kept else []
    kept = ("Balance", balance_text(shown.balance)), ("Vacation", vacation_text(shown.balance))
    facts += [f"{label}: {text}." for label, text in kept if text]
    return [line for fact in facts for line in textwrap.wrap(fact, width)]


def _lump_sums(view: WeekView, width: int) -> list[str]:
    """What is booked as a sum and no time."""
    sums = [(day.day, item.entry) for day in view.days for item in view.sheet.entries_of(day.day)]
    words = [
        (day, " · ".join(filter(None, (entry.lump_sum, entry.assignment.label, entry.note))))
        for day, entry in sums
        if entry.lump_sum is not None
    ]
    lines = [line for day, text in words for line in _of_day(day, text, width)]
    return ["", "Lump sums", *lines] if lines else []


def _of_day(day: Date, text: str, width: int) -> list[str]:
    return textwrap.wrap(
        one_line(text), width, initial_indent=f"  {_name(day)}  ", subsequent_indent=" " * 10
    )


def _work_times(view: WeekView, width: int) -> list[str]:
    """When the person was at work, where that is kept beside the entries."""
    told = view.sheet.work_times
    lines = [
        line
        for day in view.days
        if day.day in told
        for line in _of_day(day.day, work_times_in_words(told[day.day].at(view.sheet.as_of)), width)
    ]
    return ["", "Work times", *lines] if lines else []


def findings_text(findings: Sequence[Finding], width: int) -> list[str]:
    """Return the findings in words with their paragraphs, wrapped at `width` columns."""
    lines: list[str] = []
    for finding in findings:
        day = _name(finding.day)
        sign = "○" if finding.silenced is not None else SIGNS[finding.severity]
        source = f" ({one_line(finding.source)})" if finding.source else ""
        silenced = f" Silenced: {one_line(finding.silenced)}" if finding.silenced is not None else ""
        text = one_line(finding.message) + source + silenced
        lines += textwrap.wrap(text, width, initial_indent=f"  {sign} {day}  ", subsequent_indent=" " * 12)
    return lines
