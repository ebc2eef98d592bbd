"""What is read beside the entries of days: targets, the edit lock, work times, and the names of holidays.

Where a vendor keeps work times, a reading takes four calls at most, also the first one of a person: always
for the entries, the work times, and the clock where it is wanted; what hardly ever changes takes turns in the
rest of them, first what was never read, then what was read longest ago.
"""

from __future__ import annotations

from collections.abc import Awaitable, Mapping, Sequence
from enum import Enum
from typing import NamedTuple, TypeVar

from whenever import Date, Instant

from punchcard.backends.errors import NotAllowed
from punchcard.core.days import with_days_around
from punchcard.core.edit_lock import EditLock
from punchcard.core.moments import each_day
from punchcard.core.targets import UNNAMED_HOLIDAY, DayTarget
from punchcard.core.text import one_line
from punchcard.core.work_times import WorkTimeDay
from punchcard.services.session import Session
from punchcard.services.timesheet.edit_locks import edit_lock_read_at, keep_edit_lock
from punchcard.services.timesheet.targets import FRESH_SECONDS, keep_targets, read_targets, tells_targets
from punchcard.store.store import Transaction

ToldT = TypeVar("ToldT")

MOST_CALLS = 4
"""How many calls a reading may take."""

_NAME_LENGTH = 80
_NEVER = Instant.from_timestamp(0)


class Rare(Enum):
    """What hardly ever changes."""

    TARGETS = "targets"
    LOCK = "lock"
    HOLIDAYS = "holidays"


class Beside(NamedTuple):
    """What was read, before it is kept; None or empty where it was not its turn."""

    person: str
    first: Date
    last: Date
    targets: Sequence[DayTarget] = ()
    lock: EditLock | None = None
    holidays: Mapping[Date, str] | None = None
    work_times: Sequence[WorkTimeDay] | None = None


async def read_beside(
    session: Session, person: str, first: Date, last: Date, *, with_clock: bool, anew: bool = False
) -> Beside:
    """Ask the backend for what stands beside the entries of the days from `first` to `last`; keep nothing.

    Args:
        session: The account in use.
        person: Whose days.
        first: The first day.
        last: The last day, included.
        with_clock: Whether the clock is read as well.
        anew: Whether to ask for the targets although that was done a moment ago.

    Raises:
        BackendError: The backend cannot be read.
    """
    found = Beside(person, first, last)
    if session.backend.days is None:
        return found._replace(targets=await read_targets(session, person, first, last, anew=anew))
    found = await _with_work_times(session, found)
    calls_left = MOST_CALLS - 2 - with_clock
    for rare in due(session, found, anew=anew)[:calls_left]:
        found = await _with_rare(session, found, rare, anew=anew)
    return found


async def refresh_targets(session: Session) -> bool:
    """Ask what is expected of the person this week, unless that was done a moment ago.

    Returns:
        Whether the backend was asked and has told something.

    Raises:
        BackendError: The backend cannot be read; what was told before is kept.
    """
    week, person = session.week(), session.person.id
    told = await read_targets(session, person, week[0], week[-1])
    if told:
        with session.change() as transaction:
            keep_beside(session, transaction, Beside(person, week[0], week[-1], told))
    return bool(told)


async def refresh_one_beside(session: Session) -> bool:
    """Make the one call that is due beside the entries of this week.

    Returns:
        Whether there was one.

    Raises:
        BackendError: The backend cannot be read; what was told before is kept.
    """
    found = await _read_one(session, *with_days_around(session.week()))
    if found is not None:
        with session.change() as transaction:
            keep_beside(session, transaction, found)
    return found is not None


def keep_beside(session: Session, transaction: Transaction, beside: Beside) -> None:
    """Keep what was read, inside a transaction that is already open."""
    account, person, now = session.account.name, beside.person, session.instant()
    keep_targets(session, transaction, person, beside.targets)
    if beside.lock is not None:
        keep_edit_lock(session, transaction, person, beside.lock)
    if beside.holidays is not None:
        body = {day.format_iso(): one_line(name, _NAME_LENGTH) for day, name in beside.holidays.items()}
        transaction.cache(account).keep_directory(_name(person, beside.first.year), body, now)
    if beside.work_times is not None:
        days = each_day(beside.first, beside.last)
        transaction.work_times(account).keep(person, days, beside.work_times, now)
    if session.backend.days is not None:
        for year in {beside.first.year, beside.last.year}:
            kept: Mapping[str, str] = transaction.cache(account).directory(_name(person, year)) or {}
            names = {Date.parse_iso(day): name for day, name in kept.items()}
            transaction.targets(account).name_holidays(person, names)


def known_work_times(
    session: Session, transaction: Transaction, person: str, first: Date, last: Date
) -> Mapping[Date, WorkTimeDay]:
    """Return the work times of the days from `first` to `last` as they are known, by day."""
    if session.backend.days is None:
        return {}
    return transaction.work_times(session.account.name).of(person, first, last)


def due(session: Session, days: Beside, *, anew: bool = False) -> list[Rare]:
    """Return what is old, the oldest first."""
    account, person, first, last = session.account.name, days.person, days.first, days.last
    with session.store.read() as transaction:
        told = transaction.targets(account).of(person, first, last).values()
        targets_at = transaction.targets(account).read_at(person, first, last)
        lock_at = edit_lock_read_at(session, transaction, person)
        holidays_at = transaction.cache(account).directory_read_at(_name(person, first.year))
    moments = {Rare.LOCK: lock_at}
    if tells_targets(session):
        moments = {Rare.TARGETS: None if anew else targets_at, **moments}
    if any(each.holiday == UNNAMED_HOLIDAY and each.day.year == first.year for each in told):
        moments[Rare.HOLIDAYS] = holidays_at
    old = [rare for rare, moment in moments.items() if _is_old(session, moment)]
    return sorted(old, key=lambda rare: moments[rare] or _NEVER)


async def _read_one(session: Session, first: Date, last: Date) -> Beside | None:
    if session.backend.days is None:
        return None
    found = Beside(session.person.id, first, last)
    rare = [each for each in due(session, found) if each is not Rare.TARGETS]
    if rare:
        return await _with_rare(session, found, rare[0])
    with session.store.read() as transaction:
        moment = transaction.work_times(session.account.name).read_at(found.person, first, last)
    return await _with_work_times(session, found) if _is_old(session, moment) else None


async def _with_work_times(session: Session, found: Beside) -> Beside:
    from punchcard.core.groups import Period

    port = session.backend.days
    if port is None:
        return found
    told = await _seen(port.work_times(found.person, Period(found.first, found.last)), ())
    return found._replace(work_times=told)


async def _with_rare(session: Session, found: Beside, rare: Rare, *, anew: bool = False) -> Beside:
    directory, port = session.backend.directory, session.backend.days
    match rare:
        case Rare.TARGETS:
            told = await read_targets(session, found.person, found.first, found.last, anew=anew)
            return found._replace(targets=told)
        case Rare.LOCK:
            return found._replace(lock=await _seen(directory.edit_lock(found.person), EditLock()))
        case Rare.HOLIDAYS:
            names = await _seen(port.holidays(found.person, found.first.year), {}) if port else None
            return found._replace(holidays=names)


async def _seen(asked: Awaitable[ToldT], nothing: ToldT) -> ToldT:
    """Return what is told, or `nothing` where it may not be seen: then it is not asked for every minute."""
    try:
        return await asked
    except NotAllowed:
        return nothing


def _is_old(session: Session, moment: Instant | None) -> bool:
    if moment is None:
        return True
    return not 0 <= session.instant().timestamp() - moment.timestamp() < FRESH_SECONDS


def _name(person: str, year: int) -> str:
    return f"holidays:{person}:{year}"
