"""What is known of an outbox item that needs the person, and what they can do about it, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from punchcard.core.changes import (
    DeleteEntry,
    EntryChange,
    SaveEntry,
    SubmitWeeks,
    WeeksChange,
    WithdrawWeeks,
    is_approval,
)
from punchcard.core.entries import Entry
from punchcard.core.moments import spoken
from punchcard.core.punches import Adjust, Restore, Resume, Start, TakeBreak, Update
from punchcard.core.same_entry import the_same_among
from punchcard.core.text import one_line
from punchcard.core.week_words import week_in_words
from punchcard.core.zoned_time import entry_in_zone, state_in_zone
from punchcard.core.zones import in_zone
from punchcard.services.outbox.items import entry_of
from punchcard.services.sentences import entry_in_words, new_values, state_in_words
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxRow, OutboxState
from punchcard.store.store import Transaction

if TYPE_CHECKING:
    from whenever import Instant

    from punchcard.core.approval_changes import ApprovalChange


class _Again(NamedTuple):
    """What sending again does where nobody can tell whether something has happened, in words."""

    choice: str
    why_hard: str


_TWICE = _Again(
    "send it again; if it has happened, it is there twice then",
    "Nobody can tell whether it has happened: sent again, it may be there twice.",
)
_OVER = _Again(
    "send it again; it overwrites what is there now",
    "Nobody can tell whether it has happened: sent again, it overwrites what is there now.",
)
_ONCE = _Again(
    "send it again; if it has happened, it is refused at worst",
    "Nobody can tell whether it has happened: sent again, it is refused at worst.",
)
_READ = _Again(
    "send it again; the clock is read first, and a break that has changed is not changed again",
    "Nobody can tell whether it still arrives: wait a minute, and send it again where it is not there then.",
)


class Choices(NamedTuple):
    """The three things that a person can do about an item, in words."""

    send_again: str
    it_happened: str
    drop: str


def is_unsure(row: OutboxRow) -> bool:
    """Whether nobody can tell if an item that needs the person has happened."""
    return row.state is OutboxState.NEEDS_YOU and row.attempts > 0


def why_hard(row: OutboxRow) -> str:
    """Return what makes the choice about an item hard, in a sentence; empty where nothing does."""
    return _again(row).why_hard if is_unsure(row) else ""


def _again(row: OutboxRow) -> _Again:
    match row.change:
        case SaveEntry(before=Entry()) | Update() | Adjust():
            return _OVER
        case SaveEntry() | Start() | Restore():
            return _TWICE
        case TakeBreak() | Resume():
            return _READ
        case _:
            return _TWICE if row.change.kind == "request_change" else _ONCE


def choices_in_words(row: OutboxRow) -> Choices:
    """Return what each choice about an item does."""
    if row.attempts == 0:
        return Choices("send it", "settle it as done, without sending it", "you do not want it any more")
    again = "send it again; it is read back first" if row.state is OutboxState.UNKNOWN else "send it again"
    if is_unsure(row):
        again = _again(row).choice
    return Choices(
        again, "it happened; nothing more is sent", "you do not want it; if it has happened, it stays there"
    )


def asked_in_full(row: OutboxRow) -> str:
    """Return the values that were asked for and that its sentence leaves out; may be empty."""
    match row.change:
        case SaveEntry(entry=entry, before=None):
            values = _values(entry)
        case SaveEntry(entry=entry, before=Entry() as before):
            values = new_values(before, entry)
        case Start() as start:
            values = [f"booked on {start.assignment.label}"] if start.assignment else []
            values += [f"note “{one_line(start.note, 60)}”"] if start.note else []
        case Update() as update:
            values = [f"booked on {update.assignment.label}"] if update.assignment else []
            values += [f"type {one_line(update.time_type.name)}"] if update.time_type else []
            values += [f"note “{one_line(update.note, 60)}”"] if update.note else []
        case _:
            values = []
    return ", ".join(values)


def there_now(session: Session, row: OutboxRow) -> str:
    """Say in a sentence what the backend had of an item's thing when it was last read."""
    title, change = session.backend.info.title, row.change
    with session.store.read() as transaction:
        if is_approval(change):
            return _approval(session, transaction, row, change)
        if isinstance(change, SubmitWeeks | WithdrawWeeks):
            return _weeks(session, transaction, change, title)
        if isinstance(change, SaveEntry | DeleteEntry):
            return _entry(session, transaction, change, title)
        return _clock(session, transaction, row, title)


def _clock(session: Session, transaction: Transaction, row: OutboxRow, title: str) -> str:
    cache, now = transaction.cache(session.account.name), session.now()
    read_at = cache.clock_read_at(row.person)
    if read_at is None:
        return f"What {title} has was not read yet."
    state = state_in_words(state_in_zone(cache.clock(row.person), session.zone), now)
    return f"At {title} you are {state}, as read at {_spoken(session, read_at)}."


def _spoken(session: Session, moment: Instant) -> str:
    return spoken(in_zone(moment, session.zone), session.today())


def _entry(session: Session, transaction: Transaction, change: EntryChange, title: str) -> str:
    account, before = session.account.name, entry_of(change)
    cache, wanted = transaction.cache(account), before or change.entry
    found = cache.entry(transaction.given_ids(account).of(wanted.id))
    if found is None:
        frame = session.days_frame(wanted.day, wanted.last_day)
        found = the_same_among(wanted, cache.entries(wanted.person, frame))
    if found is None:
        read_at = cache.day_read_at(wanted.person, wanted.day)
        if read_at is None:
            return f"What {title} has on that day was not read since."
        return f"{title} has no such entry, as read at {_spoken(session, read_at)}."
    values = _values(found)
    on = f": {', '.join(values)}" if values else ""
    return f"{title} has {entry_in_words(entry_in_zone(found, session.zone), session.now())}{on}."


def _weeks(session: Session, transaction: Transaction, change: WeeksChange, title: str) -> str:
    from punchcard.services.approvals.words import status_in_words

    cache, today = transaction.cache(session.account.name), session.today()
    known = {
        week.first: week for week in cache.weeks(change.person, change.weeks[0].first, change.weeks[-1].last)
    }
    said = [
        f"{week_in_words(week, today)} "
        + (status_in_words(known[week.first], today) if week.first in known else "is not handed in")
        for week in change.weeks
    ]
    return f"At {title} {', '.join(said)}."


def _approval(session: Session, transaction: Transaction, row: OutboxRow, change: ApprovalChange) -> str:
    from punchcard.core.approval_changes import Decide
    from punchcard.core.approval_items import item_key
    from punchcard.services.approvals.delivery import find_request
    from punchcard.services.approvals.words import status_in_words, thing_in_words

    title, today = session.backend.info.title, session.today()
    if isinstance(change, Decide):
        thing = change.item
        found = transaction.approvals(session.account.name).find(row.person, item_key(thing))
    else:
        thing = change.request
        found = find_request(transaction, session.account.name, thing)
    words = thing_in_words(thing, today)
    if found is None:
        return f"{title} has no {words} that you see."
    return f"At {title} the {words} {status_in_words(found, today)}."


def _values(entry: Entry) -> list[str]:
    values = [f"type {one_line(entry.time_type.name)}"] if entry.time_type else []
    values += [f"booked on {entry.assignment.label}"] if entry.assignment else []
    return values + ([f"note “{one_line(entry.note, 60)}”"] if entry.note else [])
