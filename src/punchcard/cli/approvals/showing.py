"""One request or week in full: the day before and after, what rules say, and the week around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from whenever import Date, ZonedDateTime

from punchcard.cli.approvals.shapes import item_shape, kind_of, preview_shape
from punchcard.cli.approvals.text import (
    amount,
    asked_in_words,
    preview_text,
    short_id,
    status_in_words,
    when_in_words,
)
from punchcard.cli.timesheet.week import ShownWeek
from punchcard.cli.timesheet.week_shape import week_shape
from punchcard.cli.timesheet.week_text import columns, week_text
from punchcard.core.change_requests import ChangeRequest, Decidable, PendingEntry
from punchcard.core.durations import format_duration
from punchcard.core.moments import day_in_words
from punchcard.core.text import one_line
from punchcard.core.week_words import weeks_in_words
from punchcard.core.weeks import Week
from punchcard.services.timesheet.week_view import week_view

if TYPE_CHECKING:
    from punchcard.core.pending_weeks import PendingWeek
    from punchcard.services.approvals.detail import Detail
    from punchcard.services.approvals.inbox import Elsewhere


def detail_text(found: Detail[Decidable], now: ZonedDateTime, seconds: int | None) -> str:
    """Return everything that there is to see before it is decided."""
    width, today, item = columns(), now.date(), found.item
    lines = [_title(found, today, seconds)]
    asked = asked_in_words(item, today)
    lines.append(" · ".join(part for part in (status_in_words(item), asked) if part))
    if isinstance(item, ChangeRequest):
        if item.note:
            lines.append(f"“{one_line(item.note)}”")
        if found.preview is not None:
            lines += ["", *preview_text(found.preview, item.day, found.sheet.schedule.zone, width)]
    if found.affected:
        lines += ["", f"Deciding it reaches {along_in_words(found.affected, today)} too."]
    return "\n".join([*lines, "", week_text(ShownWeek(week_view(found.sheet, now), None))])


def detail_data(found: Detail[Decidable], now: ZonedDateTime, seconds: int | None) -> dict[str, Any]:
    """The same for programs."""
    today = now.date()
    return {
        **item_shape(found.item, found.person, today, seconds),
        "difference_seconds": found.preview.difference_seconds if found.preview is not None else None,
        "preview": preview_shape(found.preview) if found.preview is not None else None,
        "affected": [
            {"id": other.id, "kind": kind_of(other), "what": when_in_words(other, today)}
            for other in found.affected
        ],
        "sheet": week_shape(ShownWeek(week_view(found.sheet, now), None)),
    }


def listed_entry_text(
    found: Detail[PendingWeek], item: PendingEntry, where: Elsewhere | None, now: ZonedDateTime
) -> str:
    """Return an entry that is approved elsewhere, where that is, and the week around it."""
    from punchcard.cli.approvals.entries import entry_text

    entry = item.entry
    title = (
        one_line(found.person.name, 40), day_in_words(entry.day), format_duration(entry.worked_seconds),
        short_id(item),
    )  # fmt: skip
    lines = [" · ".join(title), *entry_text(entry), f"{where.sentence}. {where.reason}" if where else ""]
    return "\n".join([*lines, "", week_text(ShownWeek(week_view(found.sheet, now), None))])


def listed_entry_data(
    found: Detail[PendingWeek], item: PendingEntry, where: Elsewhere | None, now: ZonedDateTime
) -> dict[str, Any]:
    """The same for programs; `findings` are those of its day, as the whole week tells them."""
    from punchcard.cli.approvals.entries import listed_data

    view, today = week_view(found.sheet, now), now.date()
    return {
        **item_shape(item, found.person, today, item.entry.worked_seconds),
        **listed_data(item.entry, found.item.week, view.counted, where, today),
        "sheet": week_shape(ShownWeek(view, None)),
    }


def along_in_words(items: tuple[Decidable, ...], today: Date) -> str:
    """Name what a decision reaches besides: "weeks 9 and 10"."""
    weeks = [Week(item.first, item.last) for item in items if not isinstance(item, ChangeRequest)]
    days = [
        day_in_words(item.day, short=True, today=today) for item in items if isinstance(item, ChangeRequest)
    ]
    parts = [weeks_in_words(sorted(weeks), today)] if weeks else []
    return " and ".join([*parts, *days])


def _title(found: Detail[Decidable], today: Date, seconds: int | None) -> str:
    item = found.item
    when = day_in_words(item.day) if isinstance(item, ChangeRequest) else when_in_words(item, today)
    parts = [one_line(found.person.name, 40), when, _amount(found, seconds), short_id(item)]
    return " · ".join(part for part in parts if part)


def _amount(found: Detail[Decidable], seconds: int | None) -> str:
    """What a request does to its day, where that is known; what it asks for by itself elsewhere."""
    if found.preview is not None:
        return format_duration(found.preview.difference_seconds, sign=True)
    return amount(found.item, seconds)
