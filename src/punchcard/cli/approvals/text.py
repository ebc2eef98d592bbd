"""Requests, weeks and decisions as people read them in a terminal, from 60 columns on."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from rich.cells import cell_len
from whenever import Date

from punchcard.cli.approvals.named_items import id_of
from punchcard.cli.approvals.shapes import age_days, net_seconds
from punchcard.cli.tables import table
from punchcard.core.change_requests import ApprovalItem, ChangeRequest, IntervalChange, PendingEntry
from punchcard.core.change_scale import ChangeScale
from punchcard.core.durations import format_duration
from punchcard.core.findings import Finding
from punchcard.core.interval_sets import seconds_of
from punchcard.core.moments import clock_time, day_in_words, weekday_name
from punchcard.core.requested_days import DayPreview
from punchcard.core.requested_stretches import SIGNS as _CHANGE_SIGNS
from punchcard.core.requested_stretches import request_in_words, stretch_in_words
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.core.text import capitalized, one_line
from punchcard.core.week_words import week_in_words
from punchcard.core.weeks import Week
from punchcard.services.timesheet.week_view import SIGNS

LEAST_REST = 12
"""Cells; with less room the last column is left out."""

LONGEST_BAR = 60
NAME_CELLS = (14, 24)
"""The longest name below and from 80 columns on."""


def cut(text: str, cells: int) -> str:
    """Return somebody's text on one line, cut with an ellipsis to `cells` columns of a terminal."""
    line = one_line(text, 1000)
    if cell_len(line) <= cells:
        return line
    while line and cell_len(line) > cells - 1:
        line = line[:-1]
    return f"{line.rstrip()}…"


def rows(cells: Sequence[Sequence[str]], width: int, *, right: frozenset[int]) -> list[str]:
    """Return aligned rows of `width` columns; the last cell of each takes what room there is."""
    lines = table([row[:-1] for row in cells], right=right)
    taken = max((cell_len(line) for line in lines), default=0) + 2
    if width - taken < LEAST_REST:
        return lines
    return [
        f"{line}{' ' * (taken - cell_len(line))}{cut(row[-1], width - taken)}".rstrip()
        for line, row in zip(lines, cells, strict=True)
    ]


def name_in(width: int, name: str) -> str:
    """A person's name as a column takes it."""
    return cut(name, NAME_CELLS[width >= 80])


def when_in_words(item: ApprovalItem, today: Date) -> str:
    """The day or the week: "Tue 3 Mar", "Week 10"."""
    if isinstance(item, ChangeRequest):
        return day_in_words(item.day, short=True, today=today)
    if isinstance(item, PendingEntry):
        return day_in_words(item.entry.day, short=True, today=today)
    return capitalized(week_in_words(Week(item.first, item.last), today))


def amount(item: ApprovalItem, seconds: int | None) -> str:
    """How much: the difference that a request makes, or the work of a week or an entry."""
    if isinstance(item, ChangeRequest):
        return format_duration(net_seconds(item), sign=True)
    return "" if seconds is None else format_duration(seconds)


def age_in_words(item: ApprovalItem, today: Date) -> str:
    """How long ago it was asked for: "today", "1 day", "5 days"."""
    days = age_days(item, today)
    if days is None:
        return ""
    return "today" if days == 0 else "1 day" if days == 1 else f"{days} days"


def about(item: ApprovalItem) -> str:
    """What it is about, in the last column of a list."""
    if isinstance(item, ChangeRequest):
        note = one_line(item.note, 200)
        return f"{request_in_words(item)} · {note}" if note else request_in_words(item)
    if isinstance(item, PendingEntry):
        return "entry, decided elsewhere"
    return "week handed in" if Week(item.first, item.last).is_week else "month handed in"


def status_in_words(item: ApprovalItem) -> str:
    """Where it stands: "waits", "declined by Lea Mon 9 Mar: reason"."""
    if isinstance(item, SubmittedWeek) and item.status is RequestStatus.PENDING and item.next_actor:
        return f"waits for {one_line(item.next_actor, 60)}"
    if isinstance(item, PendingEntry) or item.status is RequestStatus.PENDING:
        return "waits"
    at = f" {day_in_words(item.decided_at.date(), short=True)}" if item.decided_at else ""
    if item.status is RequestStatus.APPROVED and item.decided_by is None and isinstance(item, ChangeRequest):
        return f"approved at once{at}"
    by = f" by {one_line(item.decided_by, 60)}" if item.decided_by else ""
    why = f": {one_line(item.reason)}" if item.reason else ""
    status = "declined or taken back" if item.status is RequestStatus.REJECTED else item.status.value
    return f"{status}{by}{at}{why}"


def item_title(item: ApprovalItem, name: str, today: Date) -> str:
    """What an item is, on one line: "Ben Okafor, Tue 3 Mar, +1:00"."""
    parts = [one_line(name, 40), when_in_words(item, today), amount(item, None)]
    return ", ".join(part for part in parts if part)


def short_id(item: ApprovalItem) -> str:
    """The end of the id, as it may be typed."""
    return id_of(item)[-6:]


def preview_text(preview: DayPreview, day: Date, zone: str, width: int) -> list[str]:
    """Return the day before and after on one scale, what changes, and what rules say of it."""
    bar = max(10, min(LONGEST_BAR, width - 18))
    scale = ChangeScale.of(preview, day, zone, bar)
    lines = [
        f"          {scale.hours}".rstrip(),
        _line("before", scale.before, format_duration(seconds_of(preview.before))),
        _line("after", scale.after, format_duration(seconds_of(preview.after))),
    ]
    said = [f"{_CHANGE_SIGNS[IntervalChange.REMOVE]} {stretch_in_words(piece)}" for piece in preview.removed]
    said += [f"{_CHANGE_SIGNS[IntervalChange.ADD]} {stretch_in_words(piece)}" for piece in preview.added]
    difference = format_duration(preview.difference_seconds, sign=True).rjust(8)
    words = textwrap.wrap(", ".join(said), bar) or ["nothing changes"]
    lines.append(f"          {words[0].ljust(bar)}{difference}")
    lines += [f"          {line}" for line in words[1:]]
    return [*lines, *_news(preview, width)]


def _line(label: str, cells: Sequence[tuple[object, str]], total: str) -> str:
    return f"  {label.ljust(8)}{''.join(text for _, text in cells)}{total.rjust(8)}"


def _news(preview: DayPreview, width: int) -> list[str]:
    new = [finding for finding in preview.appearing if finding.silenced is None]
    gone = [finding for finding in preview.vanishing if finding.silenced is None]
    lines = [""] if new or gone else []
    for finding in new:
        lines += _wrapped(SIGNS[finding.severity], "", finding, width)
    for finding in gone:
        lines += _wrapped("✓", "Mended: ", finding, width)
    return lines


def _wrapped(sign: str, lead: str, finding: Finding, width: int) -> list[str]:
    source = f" ({one_line(finding.source)})" if finding.source else ""
    day = f"{weekday_name(finding.day, short=True)} {finding.day.day:>2}"
    text = f"{lead}{one_line(finding.message)}{source}"
    return textwrap.wrap(text, width, initial_indent=f"  {sign} {day}  ", subsequent_indent=" " * 12)


def asked_in_words(item: ApprovalItem, today: Date) -> str:
    """When it was asked for or handed in: "asked Mon 9 Mar 09:12, 5 days ago"."""
    from punchcard.core.approval_items import asked_at

    at, days = asked_at(item), age_in_words(item, today)
    if at is None:
        return ""
    verb = "asked" if isinstance(item, ChangeRequest) else "handed in"
    ago = "today" if days == "today" else f"{days} ago"
    return f"{verb} {day_in_words(at.date(), short=True, today=today)} {clock_time(at)}, {ago}"


def requests_text(requests: Sequence[ChangeRequest], today: Date, width: int) -> list[str]:
    """Return one's own requests, a row each."""
    cells = [
        [
            short_id(request),
            when_in_words(request, today),
            amount(request, None),
            age_in_words(request, today),
            _standing(request),
        ]
        for request in requests
    ]
    return rows(cells, width, right=frozenset({2, 3}))


def _standing(request: ChangeRequest) -> str:
    if request.status is RequestStatus.PENDING:
        return about(request)
    return f"{status_in_words(request)} · {request_in_words(request)}"


def inbox_text(
    items: Sequence[tuple[ApprovalItem, str, int | None, str]], today: Date, width: int, *, decided: bool
) -> list[str]:
    """Return what stands in an inbox, a row each, below how many there are.

    Args:
        items: Each with the name of its person, its seconds, and what is on its way about it.
        today: The viewer's current day.
        width: Columns of the terminal.
        decided: Whether they are decided already.
    """
    cells = [
        [
            short_id(item),
            name_in(width, name),
            when_in_words(item, today),
            amount(item, seconds),
            "" if decided else age_in_words(item, today),
            " ".join(
                part for part in (on_its_way, status_in_words(item) if decided else about(item)) if part
            ),
        ]
        for item, name, seconds, on_its_way in items
    ]
    return rows(cells, width, right=frozenset({3, 4}))


def count_in_words(items: Sequence[ApprovalItem], today: Date) -> str:
    """How many wait, and for how long: "3 waiting, the oldest 5 days."."""
    ages = [days for item in items if (days := age_days(item, today)) is not None]
    oldest = max(ages, default=0)
    since = "" if not oldest else f", the oldest {oldest} {'day' if oldest == 1 else 'days'}"
    return f"{len(items):,} waiting{since}."
