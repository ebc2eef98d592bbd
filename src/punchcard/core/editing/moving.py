"""Moving a time entry to another day, or repeating it there, at the same times on the clock."""

from __future__ import annotations

from dataclasses import replace

from whenever import Date, ZonedDateTime

from punchcard.core.entries import Break, Entry, EntryStatus, Source
from punchcard.core.moments import checked_day, checked_moment
from punchcard.core.refusals import Refusal
from punchcard.core.when import UnclearTime, on_the_wall


class NoTime(Refusal):
    """A sum that was taken for time."""

    code = "no_time"


def moved_entry(entry: Entry, day: Date) -> Entry:
    """Return `entry` as it begins on `day`: the same wall-clock times, breaks included.

    Over a change of the clocks it may get longer or shorter in real time.

    Raises:
        SkippedTime: One of its times does not exist on that day.
        AmbiguousTime: One of its times happens twice on that day.
        UnlikelyMoment: The day lies outside the years that time is kept for.
    """
    checked_day(day)
    if entry.start is None or entry.end is None:
        return replace(entry, day=day)
    shift = int(day.since(entry.start.date(), total="days"))

    def there(moment: ZonedDateTime) -> ZonedDateTime:
        if shift == 0:
            return moment
        plain = moment.to_plain()
        try:
            return checked_moment(on_the_wall(plain.replace_date(plain.date().add(days=shift)), moment))
        except UnclearTime as unclear:
            raise unclear.while_moving() from None

    breaks = tuple(Break(there(pause.start), there(pause.end), pause.automatic) for pause in entry.breaks)
    return replace(entry, day=day, start=there(entry.start), end=there(entry.end), breaks=breaks)


def duplicated_entry(entry: Entry, day: Date, new_id: str) -> Entry:
    """Return a new, open entry on `day` with everything else like `entry`.

    Raises:
        NoTime: It is a sum and no time.
        Refusal: As `moved_entry` does.
    """
    if entry.lump_sum is not None:
        raise NoTime(f"This is a {entry.lump_sum} and no time; nothing was added.")
    copy = moved_entry(entry, day)
    return replace(copy, id=new_id, source=Source.TYPED, status=EntryStatus.OPEN, locked=None)
