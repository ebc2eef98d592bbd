"""What an import would do, line by line: what is new, what is there already, and what is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from whenever import Date

from punchcard.backends.outcomes import Refused
from punchcard.core.assignments import Dimension
from punchcard.core.changes import SaveEntry
from punchcard.core.editing.cutting import cut_entry, is_over_midnight
from punchcard.core.editing.room import neighbours_of
from punchcard.core.entries import Entry
from punchcard.core.groups import Period
from punchcard.core.overlaps import span_in_words
from punchcard.core.people import Person
from punchcard.core.refusals import Refusal
from punchcard.services.acting import acting_as
from punchcard.services.allowed import refuse_unless_allowed, refuse_unless_booked
from punchcard.services.entries.midnight import over_midnight
from punchcard.services.imports.identity import mark_of, standing
from punchcard.services.imports.names import Names
from punchcard.services.imports.reading import entry_of
from punchcard.services.imports.table import Line, read_table
from punchcard.services.reading.period_entries import period_entries
from punchcard.services.session import Session
from punchcard.services.team import read_people
from punchcard.services.timesheet.weeks import refuse_if_locked
from punchcard.store.outbox import OutboxRow
from punchcard.store.store import Transaction


class Planned(NamedTuple):
    """What becomes of one line."""

    line: int
    """Its number in the file."""
    person: Person | None
    """Whose time it is; None where nobody can tell."""
    entry: Entry | None
    """What the line says; None where that cannot be read."""
    changes: tuple[SaveEntry, ...] = ()
    """What would be asked for: several entries where the line is cut; none where nothing is to be done."""
    rows: tuple[OutboxRow, ...] = ()
    """What asked for it before."""
    problem: str = ""
    """Why it is refused, in sentences; empty where it is not."""


class Wishes(NamedTuple):
    """How a file is brought in."""

    cuts_at_midnight: bool = False
    """Whether an entry over midnight becomes one for each day."""
    again: bool = False
    """Whether what was saved before is saved once more."""


async def plan(session: Session, body: bytes, wishes: Wishes) -> list[Planned]:
    """Return what bringing in a file would do; nothing is changed.

    Raises:
        NotATable: The file is no table.
        BackendError: The names, or what is there already, cannot be read.
    """
    people = await read_people(session)
    bookers, levels = await _who_books(session, people)
    lines = read_table(body, [level.name.casefold() for level in levels])
    names = Names(session, people, levels, bookers)
    read = [await _read(session, names, line) for line in lines]
    found = _checked(session, _named(session, read, wishes))
    found = await _beside_others(session, found)
    return await _by_the_rules(session, found)


async def _who_books(session: Session, people: Sequence[Person]) -> tuple[Session, Sequence[Dimension]]:
    """Return the account as somebody whose time is booked on something, oneself first, and on what it is."""
    directory = session.backend.directory
    if own := await directory.dimensions():
        return session, own
    for person in people if session.backend.batch is not None else ():
        if person.id != session.person.id and (levels := await directory.dimensions(person.id)):
            return acting_as(session, person), levels
    return session, ()


async def _read(session: Session, names: Names, line: Line) -> Planned:
    person = None
    try:
        person = names.person(line.cells.get("person", ""))
        entry = await entry_of(acting_as(session, person), names, line, person)
    except Refusal as refusal:
        return Planned(line.number, person, None, problem=_said(refusal))
    return Planned(line.number, person, entry)


def _named(session: Session, read: Sequence[Planned], wishes: Wishes) -> list[Planned]:
    """Give every entry its id, and find those that were brought in before."""
    seen = Counter[str]()
    found: list[Planned] = []
    with session.store.read() as transaction:
        for planned in read:
            if planned.entry is None:
                found.append(planned)
                continue
            plain = mark_of(session.account.name, planned.entry, 0)
            mark = mark_of(session.account.name, planned.entry, seen[plain])
            seen[plain] += 1
            found.append(_with_changes(session, transaction, planned, planned.entry, mark, wishes))
    return found


def _with_changes(
    session: Session, transaction: Transaction, planned: Planned, entry: Entry, mark: str, wishes: Wishes
) -> Planned:
    pieces = cut_entry(entry, at_breaks=session.parts_breaks) if _is_cut(session, entry, wishes) else [entry]
    changes: list[SaveEntry] = []
    rows: list[OutboxRow] = []
    for number, piece in enumerate(pieces):
        known = standing(transaction, f"{mark} {number}", piece, again=wishes.again)
        if known.row is None:
            changes.append(SaveEntry(known.id, replace(piece, id=known.id)))
        else:
            rows.append(known.row)
    return planned._replace(changes=tuple(changes), rows=tuple(rows))


def _is_cut(session: Session, entry: Entry, wishes: Wishes) -> bool:
    if is_over_midnight(entry) and session.backend.info.is_floating and not wishes.cuts_at_midnight:
        return False
    has_gaps = session.parts_breaks and bool(entry.breaks)
    return has_gaps or (wishes.cuts_at_midnight and is_over_midnight(entry))


def _checked(session: Session, found: Iterable[Planned]) -> list[Planned]:
    """Refuse what the account may not ask for, and what lies in a week that was handed in."""
    with session.store.read() as transaction:
        return [_checked_line(session, transaction, planned) for planned in found]


def _checked_line(session: Session, transaction: Transaction, planned: Planned) -> Planned:
    try:
        for change in planned.changes:
            refuse_unless_allowed(session, change)
            refuse_unless_booked(session, change)
            over_midnight(session, change.entry)
            days = (change.entry.day, change.entry.last_day)
            refuse_if_locked(session, transaction, change.entry.person, days)
    except Refusal as refusal:
        return _refused(planned, _said(refusal))
    return planned


async def _beside_others(session: Session, found: Sequence[Planned]) -> list[Planned]:
    """Refuse what would lie over time that is there, or over a line before it."""
    changes = [change for planned in found for change in planned.changes if change.entry.interval]
    if not changes:
        return list(found)
    people = list(dict.fromkeys(change.entry.person for change in changes))
    days = [day for change in changes for day in (change.entry.day, change.entry.last_day)]
    taken = _Taken()
    for item in await period_entries(session, people, Period(min(days), max(days))):
        taken.add(item.entry)
    kept: list[Planned] = []
    for planned in found:
        problem = taken.in_the_way(planned, session.today())
        if not problem:
            for change in planned.changes:
                taken.add(change.entry)
        kept.append(_refused(planned, problem) if problem else planned)
    return kept


class _Taken:
    """Time that is taken, by people and days."""

    def __init__(self) -> None:
        self._entries: dict[tuple[str, Date], list[Entry]] = {}

    def add(self, entry: Entry) -> None:
        for day in {entry.day, entry.last_day}:
            self._entries.setdefault((entry.person, day), []).append(entry)

    def in_the_way(self, planned: Planned, today: Date) -> str:
        for change in planned.changes:
            entry = change.entry
            near = [
                e for day in (entry.day, entry.last_day) for e in self._entries.get((entry.person, day), ())
            ]
            spans = [other.interval for other in neighbours_of(entry, near) if other.interval]
            if spans and entry.interval:
                return f"It would overlap the time that is there already, {span_in_words(spans[0], today)}."
        return ""


async def _by_the_rules(session: Session, found: Sequence[Planned]) -> list[Planned]:
    """Refuse what the service would refuse, as far as that is known."""
    checks = session.backend.checks
    changes = [change for planned in found for change in planned.changes]
    if checks is None or not changes:
        return list(found)
    told = await checks.objections(changes)
    against = {change.id: why for change, why in zip(changes, told, strict=True) if why is not None}
    return [_refused(planned, why) if (why := _first(planned, against)) else planned for planned in found]


def _first(planned: Planned, against: dict[str, Refused]) -> str:
    return next((against[change.id].reason for change in planned.changes if change.id in against), "")


def _refused(planned: Planned, problem: str) -> Planned:
    return planned._replace(changes=(), problem=problem)


def _said(refusal: Refusal) -> str:
    """A refusal of one line; that nothing was changed goes for the whole file."""
    words = f"{refusal.message} {refusal.hint}".strip()
    for phrase in (" Nothing was changed.", "; nothing was changed", "; nothing was added"):
        words = words.replace(phrase, "")
    return words
