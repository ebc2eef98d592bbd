"""What the week says in words: titles, counts, and what stands where there is nothing."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from whenever import Date

from punchcard.core.balance_words import AnyBalance, balance_until
from punchcard.core.change_requests import ChangeRequest
from punchcard.core.durations import format_duration
from punchcard.core.findings import Finding
from punchcard.core.intervals import Interval
from punchcard.core.kept_balance import KeptBalance
from punchcard.core.moments import day_in_words, month_name, weekday_name
from punchcard.core.requested_stretches import request_in_words
from punchcard.core.work_times import WorkTimeDay, work_times_in_words
from punchcard.services.timesheet.week_view import SIGNS, WeekView
from punchcard.tui.timesheet.day_rows import SEVERITY_STYLES
from punchcard.tui.timesheet.entry_rows import EntryRow
from punchcard.tui.timesheet.heading import week_number
from punchcard.tui.timesheet.possible import THE_CLOCK_RUNS


def day_title(
    view: WeekView,
    day: Date,
    asked: ChangeRequest | None = None,
    *,
    is_low: bool,
    work_times: WorkTimeDay | None = None,
) -> Content:
    """The line above the entries: the day, and what change of it is `asked` for.

    Where findings have no room of their own, it counts them. `work_times` are those that stand nowhere else.
    """
    shown = view.days[view.index_of(day)]
    parts = [Content.styled(f"{weekday_name(day)} {day.day} {month_name(day)}", "bold")]
    if shown.is_today:
        parts.append(Content.styled("   today", "not bold $foreground-muted"))
    if shown.words:
        parts.append(Content.styled(f"   {shown.words}", "not bold $foreground-muted"))
    if asked is not None:
        parts.append(Content.styled(f"   ? asked for: {request_in_words(asked)}", "not bold $accent"))
    if is_low and view.counted:
        parts.append(_counted(view))
    if work_times is not None:
        words = f"   work times {work_times_in_words(work_times)}"
        parts.append(Content.styled(words, "not bold $foreground-muted"))
    return Content("").join(parts)


def findings_title(view: WeekView, day: Date) -> Content:
    """The line above the findings: how many there are in the week, and how many on the selected day."""
    here = sum(finding.day == day for finding in view.counted)
    if not view.findings:
        return Content.assemble(
            ("Findings", "bold"), ("   ✓ nothing odd in this week", "not bold $foreground-muted")
        )
    parts = [f"{len(view.counted)} this week"]
    if here:
        parts.append(f"{here} on {weekday_name(day)}")
    if silenced := len(view.findings) - len(view.counted):
        parts.append(f"{silenced} silenced")
    return Content.assemble(("Findings", "bold"), (f"   {' · '.join(parts)}", "not bold $foreground-muted"))


def balance_in_words(balance: AnyBalance | None, today: Date) -> str:
    """The balance beside the totals: "balance +2:35"; where the week goes on, that of yesterday.

    One that a service keeps is of a day of its own, which is said.
    """
    if balance is None or balance.seconds is None:
        return ""
    words, until = f"balance {format_duration(balance.seconds, sign=True)}", balance_until(balance)
    if until == today.subtract(days=1):
        return f"{words} up to yesterday"
    if isinstance(balance, KeptBalance) and until is not None:
        return f"{words} up to {day_in_words(until, short=True, today=today)}"
    return words


def count_in_words(rows: Sequence[EntryRow], of: int) -> str:
    """What a filter leaves: "3 of 12 entries · 4:30"."""
    count = len({row.known.entry.id for row in rows if row.known})
    worked = format_duration(sum(row.worked_seconds for row in rows))
    return f"{count} of {of} {'entry' if of == 1 else 'entries'} · {worked}"


def days_without(rows: Sequence[EntryRow], view: WeekView) -> frozenset[Date]:
    """The days that have none of `rows`."""
    return frozenset(view.sheet.week.days) - {row.day for row in rows}


def nothing(view: WeekView, day: Date, *, is_filtered: bool) -> str:
    """What stands in the place of entries; keys as `{timesheet.add}`."""
    if is_filtered:
        return "Nothing in this week fits. Escape shows everything again."
    may_add = view.sheet.is_own and view.sheet.standing.locked is None
    if view.is_empty:
        lines = [f"Nothing booked in {week_number(view.sheet.week).lower()}."]
        if may_add:
            lines.append("{timesheet.add} adds an entry to the selected day.")
        lines.append(
            "{timesheet.previous} and {timesheet.next} turn the weeks, {timesheet.today} shows this one."
        )
        return "\n".join(lines)
    sentence = f"Nothing on {weekday_name(day)}."
    return f"{sentence} {{timesheet.add}} adds an entry." if may_add else sentence


def no_entry(row: EntryRow | None) -> str:
    """What the details say where no entry is selected."""
    if row is None:
        return "No entry on this day."
    return THE_CLOCK_RUNS


def row_of(finding: Finding, rows: Sequence[EntryRow]) -> int:
    """The row that a finding is about: by its id, else the first one that shares its time."""
    for at, row in enumerate(rows):
        if row.known is not None and row.known.entry.id == finding.entry_id:
            return at
    if finding.start is None or finding.end is None:
        return 0
    stretch = Interval(finding.start, finding.end)
    for at, row in enumerate(rows):
        if (
            row.known is not None
            and row.known.entry.interval is not None
            and row.known.entry.interval.overlaps(stretch)
        ):
            return at
    return 0


def _counted(view: WeekView) -> Content:
    """How many findings there are, with the sign of the worst one."""
    worst, count = min((f.severity for f in view.counted), key=list(SIGNS).index), len(view.counted)
    words = f"   {SIGNS[worst]} {count} finding{'s' if count != 1 else ''}"
    return Content.styled(words, f"not bold {SEVERITY_STYLES[worst]}")
