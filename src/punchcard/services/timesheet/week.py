"""Everything the timesheet screen and `punch week` show of one week, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from whenever import Date, ZonedDateTime

from punchcard.backends.abilities import Ability
from punchcard.core.clock import IDLE, ClockState
from punchcard.core.days import LOOK_AROUND_DAYS, DaySheet, WeekSheet
from punchcard.core.edit_lock import EditLock
from punchcard.core.entries import Unit
from punchcard.core.findings import Finding, FindingsInput, find_all
from punchcard.core.people import Person
from punchcard.core.rule_sets import RULE_SETS
from punchcard.core.schedule import Schedule
from punchcard.core.targets import DayTarget
from punchcard.core.weeks import Week
from punchcard.core.work_times import WorkTimeDay
from punchcard.services.allowed import reasons_against
from punchcard.services.fold import KnownEntry, known
from punchcard.services.reading.person_terms import PersonTerms, known_terms, person_terms
from punchcard.services.reading.refresh import ensure_days
from punchcard.services.session import Session
from punchcard.services.timesheet.beside import known_work_times
from punchcard.services.timesheet.edit_locks import known_edit_lock
from punchcard.services.timesheet.targets import day_targets
from punchcard.services.timesheet.weeks import WeekStanding, week_standing
from punchcard.store.outbox import OutboxState

NO_LOCK = EditLock()
"""Every day may be changed."""


@dataclass(frozen=True, slots=True)
class Timesheet:
    """One person's week as it is known at `as_of`. Later moments are worked out from it."""

    account: str
    backend: str
    person: Person
    is_own: bool
    """Whether it is the account's own person, who alone may change it."""
    schedule: Schedule
    as_of: ZonedDateTime
    week: Week
    standing: WeekStanding
    """How far the week has come, and why it is locked."""
    state: ClockState
    clock_pending: OutboxState | None
    entries: tuple[KnownEntry, ...]
    """Entries that touch the week or the two days on either side of it, in order of time."""
    targets: tuple[DayTarget, ...]
    """The targets of the seven days."""
    told: Mapping[Date, DayTarget]
    """What the backend has told of them, by day."""
    units: tuple[Unit, ...]
    """What entries may be written down in, the usual one first."""
    silenced: Mapping[str, str]
    """Rules that the configuration silences, with the reasons."""
    pending: int
    attention: int
    begins: Date | None = None
    """The first day that is expected to be filled in; None where every one is."""
    lock: EditLock = NO_LOCK
    """For how long back the person may change days without asking; the entries are marked by it."""
    work_times: Mapping[Date, WorkTimeDay] = field(default_factory=dict[Date, WorkTimeDay])
    """When the person was at work, by day, where that is kept beside the entries; it is no further work."""
    unable: Mapping[Ability, str] = field(default_factory=dict[Ability, str])
    """Why not, for each thing that this account cannot do."""
    parts_breaks: bool = False
    """Whether breaks are kept as gaps between entries instead of inside of them."""
    approves_entries: bool = False
    """Whether every entry is approved for itself."""
    is_floating: bool = False
    """Whether times have no zone there, and no entry lies over midnight."""
    halves_of_days: bool = False
    """Whether entries without clock times are of the morning or of the afternoon."""
    needs_times: bool = False
    """Whether time off has a start and an end too."""

    def day(self, day: Date, now: ZonedDateTime) -> DaySheet:
        """The sheet of one of the seven days at `now`."""
        target = next(target for target in self.targets if target.day == day)
        entries = tuple(item.entry for item in self.entries)
        return DaySheet(
            day, self.schedule.zone, entries, self.state, now, target.seconds, target.holiday, target.absence,
            self.parts_breaks,
        )  # fmt: skip

    def sheet(self, now: ZonedDateTime) -> WeekSheet:
        """The week at `now`."""
        return WeekSheet(tuple(self.day(day, now) for day in self.week.days))

    def entries_of(self, day: Date) -> list[KnownEntry]:
        """The entries that touch `day`, in order of time."""
        frame = self.day(day, self.as_of).frame
        return [
            item
            for item in self.entries
            if (item.entry.interval.overlaps(frame) if item.entry.interval else item.entry.day == day)
        ]

    def findings_input(self, now: ZonedDateTime) -> FindingsInput:
        """What findings are made from at `now`."""
        return FindingsInput(
            week=self.sheet(now),
            entries=tuple(item.entry for item in self.entries),
            state=self.state,
            now=now,
            rules=RULE_SETS[self.schedule.rules],
            unsynced={item.entry.id: item.pending.value for item in self.entries if item.pending},
            silenced=self.silenced,
            complete_from=self.begins,
        )

    def findings(self, now: ZonedDateTime) -> tuple[Finding, ...]:
        """What is wrong or odd in the week at `now`, in order of days and times."""
        return find_all(self.findings_input(now))


async def timesheet(session: Session, week: Week, person: Person | None = None) -> Timesheet:
    """Read the days of `week` that were never read, and return what is known of them.

    Args:
        session: The account in use.
        week: The week.
        person: Whose week it is; None for the account's own person.

    Raises:
        BackendError: Days that were never read cannot be read now.
    """
    whose = person or session.person
    first, last = week.first.subtract(days=LOOK_AROUND_DAYS), week.last.add(days=LOOK_AROUND_DAYS)
    await ensure_days(session, whose.id, first, last)
    return _timesheet(session, week, whose, await person_terms(session, whose.id))


def timesheet_at_hand(session: Session, week: Week, person: Person | None = None) -> Timesheet | None:
    """Return what is known of a week, without asking anybody; None where its days were never read."""
    whose = person or session.person
    with session.store.read() as transaction:
        missing = transaction.cache(session.account.name).unfetched(whose.id, week.days)
    if missing:
        return None
    return _timesheet(session, week, whose, known_terms(session, whose.id) or PersonTerms())


def _timesheet(session: Session, week: Week, person: Person, terms: PersonTerms) -> Timesheet:
    found = known_timesheet(session, week, person, terms.units)
    if session.config.balance.first or not terms.can_sum:
        return found
    days = [item.entry.day for item in found.entries] + ([terms.first_day] if terms.first_day else [])
    return replace(found, begins=min(days, default=session.today()))


def known_timesheet(session: Session, week: Week, person: Person, units: tuple[Unit, ...]) -> Timesheet:
    """Return what is known of a week, from the store alone."""
    account, now = session.account.name, session.now()
    first, last = week.first.subtract(days=LOOK_AROUND_DAYS), week.last.add(days=LOOK_AROUND_DAYS)
    with session.store.read() as transaction:
        found = known(transaction, account, person.id, session.days_frame(first, last), session.zone)
        standing = week_standing(session, transaction, person.id, week)
        lock = known_edit_lock(session, transaction, person.id)
        told = session.told_targets(transaction, person.id, week.first, week.last)
        work_times = known_work_times(session, transaction, person.id, week.first, week.last)
        pending, attention = transaction.outbox.count_unsettled(account, session.person.id)
    is_own = person.id == session.person.id
    return Timesheet(
        account=account,
        backend=session.backend.info.title,
        person=person,
        is_own=is_own,
        schedule=session.schedule,
        as_of=now,
        week=week,
        standing=standing,
        state=found.state if is_own else IDLE,
        clock_pending=found.clock_pending,
        entries=tuple(_marked(item, lock, now.date()) for item in found.entries),
        targets=day_targets(session, week.days, found.plain_entries, person.id),
        told=told,
        units=units,
        silenced=session.config.silenced,
        pending=pending,
        attention=attention,
        begins=session.config.balance.first,
        lock=lock,
        work_times=work_times,
        unable=reasons_against(session),
        parts_breaks=session.parts_breaks,
        is_floating=session.backend.info.is_floating,
        halves_of_days=session.backend.info.halves_of_days,
        approves_entries=session.backend.info.approves_entries,
        needs_times=session.backend.info.needs_times,
    )


def _marked(item: KnownEntry, lock: EditLock, today: Date) -> KnownEntry:
    """The entry with why it is locked by now: what was read a while ago says how it was then."""
    reason = None if item.entry.locked else lock.why_locked(item.entry.day, today)
    return item._replace(entry=replace(item.entry, locked=reason)) if reason else item
