"""What a form of the timesheet will save, in words; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual.content import Content
from whenever import Date, ZonedDateTime

from punchcard.core.changes import EntryChange, SaveEntry
from punchcard.core.durations import MINUTE, duration_in_words, format_duration
from punchcard.core.editing.checks import check_entry
from punchcard.core.editing.cutting import cut_entry, is_over_midnight, shown_end
from punchcard.core.editing.room import OverlapChoice
from punchcard.core.entries import Entry
from punchcard.core.findings import Finding, Severity
from punchcard.core.moments import clock_time, day_in_words, weekday_name
from punchcard.core.overlaps import span_in_words
from punchcard.core.refusals import Refusal
from punchcard.services.entries.midnight import pieces_in_words
from punchcard.services.timesheet.week import Timesheet
from punchcard.tui.forms.base import shown
from punchcard.tui.forms.entry_outlook import Outlook, news

SIGNS = {
    Severity.SERIOUS: ("!", "$text-error"),
    Severity.WARNING: ("▴", "$text-warning"),
    Severity.NOTE: ("·", ""),
}
MENDED = ("✓", "$text-success")
LONGEST_NEWS = 3
"""Findings that are named; the rest is counted."""


def worked_in_words(seconds: int) -> str:
    """A duration as on the screen, with seconds where minutes do not tell: "8:00", "0:00:30"."""
    return format_duration(seconds, seconds_shown=seconds % MINUTE != 0)


def times_in_words(entry: Entry) -> str:
    """When the entry is, without its day: "08:00 – 16:30", "22:00 – 06:00 on the next day", "half a day"."""
    if entry.interval is not None:
        end = clock_time(entry.interval.end)
        if entry.interval.end.date() != entry.interval.start.date():
            end += " on the next day"
        return f"{clock_time(entry.interval.start)} – {end}"
    part = " in the afternoon" if entry.afternoon else ""
    if entry.half_days is not None:
        return f"half a day{part}" if entry.half_days == 1 else "a whole day"
    return f"{worked_in_words(entry.worked_seconds)}{part}"


def entry_as_a_whole(entry: Entry) -> str:
    """The entry in a sentence without its point: day, times, work, breaks, type, assignment, note."""
    parts = [day_in_words(entry.day, short=True), times_in_words(entry)]
    sentence = ", ".join(parts)
    if entry.interval is not None:
        sentence += f", {worked_in_words(entry.worked_seconds)} {'away' if entry.is_absence else 'worked'}"
    elif entry.half_days is not None:
        sentence += f", which counts for {worked_in_words(entry.worked_seconds)}"
    if entry.breaks:
        sentence += f" with {duration_in_words(entry.break_seconds)} of breaks ({_breaks(entry)})"
    if entry.assignment:
        sentence += f", on {shown(entry.assignment.label, 60)}"
    if entry.time_type:
        sentence += f", as {shown(entry.time_type.name, 30)}"
    return sentence


def problem_with(entry: Entry, outlook: Outlook | None, now: ZonedDateTime) -> str:
    """Return why `entry` cannot be saved as it is; empty where it can, perhaps after a question."""
    try:
        check_entry(entry, day_of_words(entry, [], now.date()))
    except Refusal as refusal:
        return f"{refusal.message} {refusal.hint}".strip()
    if outlook is None:
        return ""
    sheet = outlook.sheet
    if not sheet.is_own:
        return "This is another person's time; you can look at it, and change your own."
    if outlook.covers(entry.day) and sheet.standing.locked:
        return sheet.standing.locked
    running = outlook.clock_in_the_way(entry, now)
    if running is not None and entry.interval is not None:
        since = span_in_words(running, now.date()).partition(" – ")[0]
        return f"The clock runs since {since}; stop it first, or choose times before that."
    neighbours = outlook.neighbours(entry)
    return _locked_neighbour(neighbours, day_of_words(entry, neighbours, now.date()))


def will_save(
    entry: Entry, before: Entry | None, outlook: Outlook | None, now: ZonedDateTime, *, is_brief: bool = False
) -> Content:
    """Return what saving will do: the entry, what becomes of the day, and what is new or gone with it.

    Args:
        entry: The entry as it should be.
        before: The entry as it was; None for a new one.
        outlook: The week of its day; None where that is not known.
        now: The current moment.
        is_brief: Whether to say of the entry itself only when it is and how long.
    """
    worked = worked_in_words(entry.worked_seconds)
    brief = f"{times_in_words(entry)}, {worked}" if entry.interval else times_in_words(entry)
    lines = [Content(f"{brief if is_brief else entry_as_a_whole(entry)}.")]
    if outlook is None:
        return lines[0]
    about = on_the_wall(entry, outlook.sheet, now)
    neighbours = outlook.neighbours(entry)
    if neighbours:
        lines.append(taken(entry, neighbours, now.date()))
    elif outlook.covers(entry.day):
        changes: list[EntryChange] = [SaveEntry("", entry, before)]
        if outlook.sheet.is_floating and before is None:
            pieces = enumerate(outlook.pieces(entry))
            changes = [SaveEntry(str(number), replace(piece, id=str(number))) for number, piece in pieces]
        after = outlook.after(changes)
        lines[0] = Content(f"{lines[0].plain} {day_then(after, entry, now)}")
        about += news_in_words(outlook, after, now)
    lines += about
    return Content("\n").join(lines)


def on_the_wall(entry: Entry, sheet: Timesheet, now: ZonedDateTime) -> list[Content]:
    """Say what becomes of an entry where times have no zone: it is cut at midnight; the clocks may change."""
    if not sheet.is_floating or entry.interval is None:
        return []
    title, pieces = shown(sheet.backend, 30), cut_entry(entry, at_breaks=sheet.parts_breaks)
    lines: list[Content] = []
    if len(pieces) > 1:
        why = "none over midnight" if is_over_midnight(entry) else "no breaks inside of entries"
        lines.append(Content(f"{title} keeps {why}: saved as {pieces_in_words(pieces, now.date())}."))
    for piece in pieces:
        if piece.interval is not None and (end := shown_end(piece.interval)):
            worked = worked_in_words(piece.worked_seconds)
            sentence = f" The clocks are changed then: {title} counts the {worked} and shows it until {end}."
            lines.append(Content.assemble(("▴", "$text-warning"), sentence))
    return lines


def taken(entry: Entry, neighbours: Sequence[Entry], today: Date) -> Content:
    """Say what is in the way of `entry`; saving asks."""
    first = neighbours[0]
    times = span_in_words(first.interval, day_of_words(entry, neighbours, today)) if first.interval else ""
    what = f"{times} {shown(first.assignment.label, 40)}"
    more = f" and {len(neighbours) - 1} more" if len(neighbours) > 1 else ""
    sentence = f" This time is taken: {what.strip()}{more}. Saving asks what becomes of it."
    return Content.assemble(("▴", "$text-warning"), sentence)


def day_then(after: Outlook, entry: Entry, now: ZonedDateTime) -> str:
    """What the day has once `entry` is saved: "The day then has 8:10 of 8:00."; over midnight, each day."""
    last = entry.interval.end.subtract(seconds=1).date() if entry.interval else entry.day
    if last == entry.day:
        return f"The day then has {_total(after, entry.day, now)}."
    sentence = f"{weekday_name(entry.day)} then has {_total(after, entry.day, now)}"
    later = [day for day in after.sheet.week.days if entry.day < day <= last]
    return (
        " and ".join([sentence, *(f"{weekday_name(day)} {_total(after, day, now)}" for day in later)]) + "."
    )


def _total(after: Outlook, day: Date, now: ZonedDateTime) -> str:
    worked, target = after.totals(day, now)
    # In the minutes that the week shows, also while the clock runs.
    so_far = worked_in_words(worked // MINUTE * MINUTE)
    return so_far if target is None else f"{so_far} of {worked_in_words(target)}"


def news_in_words(outlook: Outlook, after: Outlook, now: ZonedDateTime) -> list[Content]:
    """The findings that would be new, and those that would be gone."""
    new, gone = news(outlook.findings(now), after.findings(now))
    lines = [Content.assemble(SIGNS[f.severity], f" {_said(f)}") for f in new]
    lines += [Content.assemble(MENDED, f" Mended: {_said(f)}") for f in gone]
    if len(lines) > LONGEST_NEWS:
        rest = len(lines) - LONGEST_NEWS + 1
        lines[LONGEST_NEWS - 1 :] = [Content.styled(f"  and {rest} more", "dim")]
    return lines


def day_of_words(entry: Entry, neighbours: Sequence[Entry], today: Date) -> Date:
    """Return the day that goes without saying: that of `entry`, unless it makes another one "yesterday"."""
    before = entry.day.subtract(days=1)
    moments = [span.start for span in (entry.interval, *(n.interval for n in neighbours)) if span]
    moments += [pause.start for pause in entry.breaks]
    return today if any(moment.date() <= before for moment in moments) else entry.day


def choice_name(choice: OverlapChoice, count: int, deleted: int = 0) -> str:
    """What an overlap choice is called that concerns `count` entries, of which so many are `deleted`."""
    if deleted and choice is not OverlapChoice.REPLACE:
        return f"{choice.value.capitalize()} and delete {deleted}"
    it = "it" if count == 1 else "them"
    return {
        OverlapChoice.TRIM: f"Trim {it}",
        OverlapChoice.SPLIT: f"Split {it}",
        OverlapChoice.REPLACE: f"Replace {it}",
    }[choice]


def _locked_neighbour(neighbours: Sequence[Entry], today: Date) -> str:
    for neighbour in neighbours:
        if neighbour.locked and neighbour.interval:
            return (
                f"{span_in_words(neighbour.interval, today)} is in the way and cannot be changed. "
                f"{neighbour.locked}"
            )
    return ""


def _breaks(entry: Entry) -> str:
    spans = [f"{clock_time(pause.start)} – {clock_time(pause.end)}" for pause in entry.breaks[:3]]
    return ", ".join(spans) + (" …" if len(entry.breaks) > 3 else "")


def _said(finding: Finding) -> str:
    source = f" ({finding.source})" if finding.source else ""
    return f"{weekday_name(finding.day, short=True)}: {finding.message.removesuffix('.')}{source}."
