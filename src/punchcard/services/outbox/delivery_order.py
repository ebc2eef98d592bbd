"""Which row goes next: clock punches of one person strictly in order, other things when they can."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from whenever import Date

from punchcard.core.changes import DeleteEntry, SaveEntry, WeeksChange, is_approval
from punchcard.core.intervals import Interval
from punchcard.core.punches import AnyPunch
from punchcard.services.outbox.items import entry_changed_by
from punchcard.services.outbox.ports import touched_days, touched_person
from punchcard.store.outbox import OutboxRow, OutboxState

DAY = 24 * 3600
_CAN_GO = (OutboxState.QUEUED, OutboxState.UNKNOWN)


def can_go_on(rows: Sequence[OutboxRow]) -> bool:
    """Whether anything will ever go without the person's decision."""
    return next_row(rows, sys.maxsize) is not None


def next_row(rows: Sequence[OutboxRow], now: int) -> OutboxRow | None:
    """Return the first unsettled row that can go at `now` (epoch milliseconds).

    A punch waits for every older punch of its person; weeks on their way wait for every older change of their
    days, and every younger one waits for them, and a request waits for older changes of its day; an entry
    waits for older changes of others in its time, which may make room for it; anything else only for what it
    depends on, and for older changes of its entry, decisions about its item, or requests for its day. What is
    held back goes when whoever holds it says so.
    """
    open_ids = {row.id for row in rows}
    waiting_people: set[str] = set()
    waiting_things: set[str | None] = set()
    weeks: list[OutboxRow] = []
    times = _Times()
    for place, row in enumerate(rows):
        is_punch = isinstance(row.change, AnyPunch)
        blocked = (is_punch and row.person in waiting_people) or row.depends_on in open_ids
        # An outbox may hold thousands of changes, and few of them have to look at all the others.
        older = rows[:place] if _is_about_days(row) else weeks
        blocked = blocked or any(_waits_for(row, one) for one in older)
        thing = _thing(row)
        blocked = blocked or (thing in waiting_things and not is_punch) or times.are_needed_by(row)
        if not blocked and row.state in _CAN_GO and row.not_before <= now:
            return row
        if isinstance(row.change, WeeksChange):
            weeks.append(row)
        times.add(row)
        if is_punch:
            waiting_people.add(row.person)
        if thing is not None:
            waiting_things.add(thing)
    return None


class _Times:
    """The stretches of time that changes of entries are about, found by the day."""

    def __init__(self) -> None:
        self._days: dict[tuple[str, int], list[Interval]] = {}

    def add(self, row: OutboxRow) -> None:
        """Note the time that an entry had, and the one that it gets."""
        if not isinstance(row.change, SaveEntry | DeleteEntry):
            return
        before = row.change.before if isinstance(row.change, SaveEntry) else None
        for entry in (row.change.entry, before):
            if entry is not None and entry.interval is not None:
                for day in _days_of(entry.interval):
                    self._days.setdefault((entry.person, day), []).append(entry.interval)

    def are_needed_by(self, row: OutboxRow) -> bool:
        """Whether an entry gets time that is noted."""
        if not isinstance(row.change, SaveEntry) or (wanted := row.change.entry.interval) is None:
            return False
        noted = (self._days.get((row.change.entry.person, day), ()) for day in _days_of(wanted))
        return any(wanted.overlaps(stretch) for stretches in noted for stretch in stretches)


def _days_of(stretch: Interval) -> range:
    """Days since the epoch, so that no zone matters."""
    return range(stretch.start.timestamp() // DAY, stretch.end.timestamp() // DAY + 1)


def _thing(row: OutboxRow) -> str | None:
    """What a row is about, where rows about the same go one after the other."""
    if not is_approval(row.change):
        return entry_changed_by(row)
    from punchcard.core.approval_changes import Decide
    from punchcard.core.approval_items import item_key

    if isinstance(row.change, Decide):
        # Of two people who decide the same, the first stands: nobody waits for what another one holds back.
        return f"{row.person} {item_key(row.change.item)}"
    return f"{row.person} {row.change.request.day.format_iso()}"


def _is_about_days(row: OutboxRow) -> bool:
    return isinstance(row.change, WeeksChange) or row.change.kind == "request_change"


def _waits_for(row: OutboxRow, older: OutboxRow) -> bool:
    """Whether one moves weeks that the other is about, or asks for a change of a day that it changes."""
    if touched_person(row) != touched_person(older):
        return False
    if row.change.kind == "request_change" and entry_changed_by(older) is not None:
        return touches(older, *touched_days(row))
    if isinstance(row.change, WeeksChange) and isinstance(older.change, WeeksChange):
        return True
    if isinstance(row.change, WeeksChange) or isinstance(older.change, WeeksChange):
        return any(touches(row, first, last) for first, last in _stretches(older))
    return False


def touches(row: OutboxRow, first: Date, last: Date) -> bool:
    """Whether a row is about one of the days from `first` to `last`, both included."""
    return any(begins <= last and first <= ends for begins, ends in _stretches(row))


def _stretches(row: OutboxRow) -> list[tuple[Date, Date]]:
    """The days that a row is about: an entry that is moved leaves others."""
    stretches = [touched_days(row)]
    if isinstance(row.change, SaveEntry) and row.change.before is not None:
        stretches.append((row.change.before.day, row.change.before.day))
    return stretches
