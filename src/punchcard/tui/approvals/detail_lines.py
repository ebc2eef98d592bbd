"""One item in full, as lines: what it is about, who has asked, and what has become of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual.content import Content

from punchcard.core.change_requests import ChangeRequest, Decidable
from punchcard.core.moments import clock_time, day_in_words
from punchcard.core.pending_weeks import PendingWeek, ReviewItem
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.core.text import one_line
from punchcard.core.week_words import weeks_in_words
from punchcard.core.weeks import Week
from punchcard.tui.approvals import words
from punchcard.tui.approvals.day_lines import day_lines, labelled
from punchcard.tui.approvals.detail_view import DetailView
from punchcard.tui.approvals.week_lines import finding_lines, week_lines
from punchcard.tui.timesheet.heading import span_in_words, week_number

NOTE_LIMIT = 1000
"""Characters of a note that are shown; no longer one can be written."""


def lines_of(view: DetailView, width: int, problem: str = "") -> list[Content]:
    """Return the lines for `width` cells; `problem` is why deciding it did not work."""
    lines = list(_top(view, width))
    if problem:
        lines += [line.stylize("$error") for line in labelled("", f"! {problem}", width, indent=0)]
    lines += _decided(view.item, width)
    match view.item:
        case ChangeRequest():
            lines += day_lines(view, width)
            lines += _reaches(view.affected, view, width)
            lines += [Content(""), *week_lines(view, width)]
        case SubmittedWeek():
            lines += week_lines(view, width)
            lines += _reaches(view.affected, view, width)
            lines += finding_lines(view.week.counted, width)
        case PendingWeek():
            lines += week_lines(view, width)
            lines += finding_lines(view.week.counted, width)
    return lines


def title(item: ReviewItem) -> str:
    """What the item is about, in full: "Tuesday 3 March 2026", "Week 10, 2 – 8 March 2026"."""
    first, last = words.days_of(item)
    if not isinstance(item, ChangeRequest):
        week = Week(first, last)
        return f"{week_number(week)}, {span_in_words(week)}" if week.is_week else week_number(week)
    return day_in_words(first)


def _top(view: DetailView, width: int) -> Iterator[Content]:
    """Whose it is and what it is about; since when it waits stands at the right where there is room."""
    about = Content.styled(title(view.item), "bold")
    since = Content.styled(_since(view), "$foreground-muted")
    name = Content.styled(one_line(view.person.name, 300), "bold").truncate(width, ellipsis=True)
    head = Content.assemble(name, "   ", about)
    if head.cell_length > width:
        yield name
        head = about
    gap = width - head.cell_length - since.cell_length
    if gap >= 3:
        yield Content.assemble(head, " " * gap, since)
    else:
        yield head.truncate(width, ellipsis=True)
        yield since.truncate(width, ellipsis=True)


def _since(view: DetailView) -> str:
    at = words.asked_at(view.item)
    if at is None or at.date() > view.today:
        return ""
    verb = "handed in" if isinstance(view.item, SubmittedWeek) else "asked"
    if isinstance(view.item, PendingWeek):
        verb = "waits since"
    if at.date() == view.today:
        return f"{verb} today {clock_time(at)}"
    return f"{verb} {day_in_words(at.date(), short=True)}"


def _decided(item: ReviewItem, width: int) -> Iterator[Content]:
    """What has become of it: who, when and why."""
    if isinstance(item, PendingWeek) or item.status is RequestStatus.PENDING:
        return
    sign, word, style = words.STATUS_SIGNS[item.status]
    by = f" by {one_line(item.decided_by, 80)}" if item.decided_by else ""
    at = item.decided_at
    on = f" on {day_in_words(at.date(), short=True)}, {clock_time(at)}" if at else ""
    yield Content.styled(f"{sign} {word.capitalize()}{by}{on}", style).truncate(width, ellipsis=True)
    if item.reason:
        reason = one_line(item.reason, NOTE_LIMIT)
        is_said = item.status is not RequestStatus.UNKNOWN
        yield from labelled("Why", f"“{reason}”" if is_said else reason, width)


def _reaches(affected: Iterable[Decidable], view: DetailView, width: int) -> Iterator[Content]:
    """What a decision would reach besides the item, said before it is made."""
    if sentence := reach_in_words(affected, view):
        yield from (line.stylize("$warning") for line in labelled("Reaches", sentence, width))


def reach_in_words(affected: Iterable[Decidable], view: DetailView) -> str:
    """What else a decision reaches: "Week 11 and 12 of Ben Okafor too."; empty where nothing."""
    found = list(affected)
    weeks = [Week(item.first, item.last) for item in found if isinstance(item, SubmittedWeek)]
    requests = [item for item in found if isinstance(item, ChangeRequest)]
    parts = [weeks_in_words(weeks, view.today)] if weeks else []
    if requests:
        parts.append(words.counted(requests))
    return f"also {' and '.join(parts)} of the same person" if parts else ""
