"""Everything the clock screen and `punch today` show, as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from whenever import Date, ZonedDateTime

from punchcard.backends.abilities import Ability
from punchcard.core.assignments import NOTHING, Assignment, Dimension
from punchcard.core.breaks_due import (
    BreakDue,
    finish_at_target,
    latest_finish,
    missing_break,
    next_break_due,
    required_break,
)
from punchcard.core.clock import ClockState, Idle, OnBreak, Running
from punchcard.core.days import DaySheet, WeekSheet
from punchcard.core.entries import Entry
from punchcard.core.intervals import Interval
from punchcard.core.people import Person, Role
from punchcard.core.rule_sets import RULE_SETS, Limit, RuleSet
from punchcard.core.schedule import Schedule
from punchcard.core.targets import DayTarget
from punchcard.core.time_types import TimeType
from punchcard.services.allowed import reasons_against
from punchcard.services.fold import KnownEntry
from punchcard.services.session import Session
from punchcard.services.timesheet.targets import day_targets
from punchcard.store.outbox import OutboxState

if TYPE_CHECKING:
    from punchcard.core.balance_words import AnyBalance

REST_SECONDS = 8 * 3600
"""A gap this long parts two shifts where the rules name no shortest rest."""


LEAST_OFFSET_SECONDS = 2.0
"""Clocks that differ by less agree: a service tells its own in whole seconds."""


@dataclass(frozen=True, slots=True)
class Overview:
    """One person's day and week as they are known at `as_of`. Later moments are worked out from it."""

    account: str
    backend: str
    person: Person
    schedule: Schedule
    as_of: ZonedDateTime
    state: ClockState
    clock_pending: OutboxState | None
    entries: tuple[KnownEntry, ...]
    """Entries that touch today."""
    week_entries: tuple[KnownEntry, ...]
    """Entries that touch this week, or the day before it: on its first day the rules look back that far."""
    week: tuple[Date, ...]
    pending: int
    attention: int
    last_used: LastUsed
    targets: tuple[DayTarget, ...]
    """Those of this week and of the day after it."""
    balance: AnyBalance | None = None
    """The running balance; None where there is none, or where it is not known yet."""
    acting: bool = False
    """Whether `person` is somebody else than the account's own."""
    waiting: int = 0
    """How many requests and weeks wait for the person's decision."""
    unable: Mapping[Ability, str] = field(default_factory=dict[Ability, str])
    """Why not, for each thing that this account cannot do."""
    parts_breaks: bool = False
    """Whether breaks are kept as gaps between entries instead of inside of them."""
    booked_on: tuple[Dimension, ...] = ()
    """Levels that all time has to be booked on."""
    is_kept_here: bool = False
    """Whether the clock is kept on this machine, as the backend has none."""
    has_to_be_booked: bool = False
    """Whether the clock that runs is worked on nothing yet, and cannot be booked so."""
    clock_offset_seconds: float = 0.0
    """How far the backend's clock is ahead of this machine's, negative where behind; 0 where that is not
    known, or less than `LEAST_OFFSET_SECONDS`. Only for the elapsed time of a running clock: moments are the
    person's."""

    @property
    def state_name(self) -> Literal["idle", "working", "break"]:
        """The state in one word, as JSON and status bars have it."""
        if isinstance(self.state, OnBreak):
            return "break"
        return "working" if isinstance(self.state, Running) else "idle"

    def day(self, now: ZonedDateTime) -> DaySheet:
        """Today's sheet at `now`."""
        return self._sheet(now.date(), now)

    def week_sheet(self, now: ZonedDateTime) -> WeekSheet:
        """This week's sheet at `now`."""
        return WeekSheet(tuple(self._sheet(day, now) for day in self.week))

    def outlook(self, now: ZonedDateTime) -> Outlook:
        """What is left, and what is due, at `now`."""
        return outlook(self.day(now), RULE_SETS[self.schedule.rules], self.state, now)

    def _sheet(self, day: Date, now: ZonedDateTime) -> DaySheet:
        entries = tuple(known.entry for known in self.week_entries)
        target = self._target(day)
        return sheet_of(target, self.schedule.zone, entries, self.state, now, parts_breaks=self.parts_breaks)

    def _target(self, day: Date) -> DayTarget:
        known = (target for target in self.targets if target.day == day)
        # The app may still show this when the days that it knows are over, for a moment.
        return next(known, DayTarget(day, self.schedule.target_seconds(day)))


@dataclass(frozen=True, slots=True)
class LastUsed:
    """What a plain start takes over: the assignment and type of the newest entry."""

    assignment: Assignment
    time_type: TimeType | None


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the rest of the day brings. Durations in seconds; None where nothing is due or known."""

    left_seconds: int | None
    """Still to work until the target; negative beyond it."""
    done_at: ZonedDateTime | None
    """When the target is reached, breaks that are still due included."""
    break_due: BreakDue | None
    breaks_needed_seconds: int
    """What the rules ask for when the target is reached, or for the work so far where that is more."""
    latest_finish: ZonedDateTime | None
    """When the longest day that the rules allow is reached."""
    longest_day: Limit | None
    """That longest day, with its paragraph."""


def overview(session: Session, balance: AnyBalance | None = None) -> Overview:
    """Read what is known now; `balance` is what was last worked out, where the backend keeps none."""
    now, week = session.now(), session.week()
    with session.store.read() as transaction:
        known = session.known(transaction, week[0].subtract(days=1), week[-1])
        pending, attention = transaction.outbox.count_unsettled(session.account.name, session.person.id)
        newest = transaction.cache(session.account.name).newest_entries(session.person.id, 1)
    days = (*week, week[-1].add(days=1))
    today = session.days_frame(now.date(), now.date())
    return Overview(
        account=session.account.name,
        backend=session.backend.info.title,
        person=session.person,
        schedule=session.schedule,
        as_of=now,
        state=known.state,
        clock_pending=known.clock_pending,
        entries=tuple(item for item in known.entries if _touches(item, today)),
        week_entries=known.entries,
        week=week,
        pending=pending,
        attention=attention,
        last_used=_last_used([*newest, *known.plain_entries]),
        targets=day_targets(session, days, known.plain_entries),
        balance=balance if session.backend.balances is None else _kept_balance(session),
        acting=session.acting,
        waiting=_waiting(session),
        clock_offset_seconds=clock_offset_seconds(session),
        unable={**reasons_against(session), **_no_clock(session, known.state)},
        parts_breaks=session.parts_breaks,
        is_kept_here=session.backend.info.kept_clock is not None,
        booked_on=session.backend.info.booked_on,
        has_to_be_booked=_has_to_be_booked(session, known.state),
    )


def _no_clock(session: Session, state: ClockState) -> Mapping[Ability, str]:
    """Why no clock is of use to somebody, where it is kept here; one that runs can always be stopped."""
    kept = session.backend.info.kept_clock
    if kept is None or not isinstance(state, Idle):
        return {}
    from punchcard.services.reading.person_terms import known_terms

    terms = known_terms(session, session.person.id)
    reason = kept.why_not(terms.units) if terms else None
    return {} if reason is None else dict.fromkeys((Ability.CLOCK, Ability.BREAK, Ability.CANCEL), reason)


def _has_to_be_booked(session: Session, state: ClockState) -> bool:
    if session.backend.info.kept_clock is None:
        return False
    from punchcard.services.kept_clocks import has_to_be_booked

    return has_to_be_booked(session, state)


def clock_offset_seconds(session: Session) -> float:
    """Return how far the backend's clock is ahead; 0 where it is not known, too little, or does not count."""
    if session.backend.info.kept_clock is not None:
        return 0.0
    offset = session.meter.offset_seconds or 0.0
    return offset if abs(offset) >= LEAST_OFFSET_SECONDS else 0.0


def sheet_of(
    target: DayTarget,
    zone: str,
    entries: tuple[Entry, ...],
    state: ClockState,
    now: ZonedDateTime,
    *,
    parts_breaks: bool = False,
) -> DaySheet:
    """Return the sheet of the day that `target` is about."""
    return DaySheet(
        target.day, zone, entries, state, now, target.seconds, target.holiday, target.absence, parts_breaks
    )


def outlook(sheet: DaySheet, rules: RuleSet, state: ClockState, now: ZonedDateTime) -> Outlook:
    """Work out what the rest of the day brings.

    The target is the day's, from midnight to midnight. The rules look at the shift, which may have begun the
    day before: where `sheet` knows the entries of that day, they count.
    """
    target, worked = sheet.target_seconds, sheet.worked_seconds
    shift = sheet.shift(rules.shortest_rest.seconds if rules.shortest_rest else REST_SECONDS)
    left = None if target is None else target - worked
    # Entries without clock times are no pieces, but work of the day all the same.
    untimed = worked - sum(piece.seconds for piece in sheet.worked_pieces())
    so_far = shift.worked_seconds + untimed
    in_the_end = so_far + max(0, left or 0)
    running = isinstance(state, Running)
    done = None
    if running and target is not None and left is not None and left > 0:
        missing = missing_break(rules, in_the_end, shift.finished_breaks, shift.open_break)
        done = finish_at_target(target, worked, missing, now)
    began = shift.pieces[0].start if shift.pieces else now
    return Outlook(
        left_seconds=left,
        done_at=done,
        break_due=next_break_due(rules, shift.pieces, shift.breaks, now) if running else None,
        breaks_needed_seconds=required_break(rules, in_the_end),
        latest_finish=latest_finish(rules, so_far, now, day_began=began) if running else None,
        longest_day=rules.longest_day or rules.longest_span,
    )


def _waiting(session: Session) -> int:
    if session.person.role is not Role.LEAD:
        return 0
    from punchcard.services.approvals.inbox import waiting_count

    return waiting_count(session)


def _kept_balance(session: Session) -> AnyBalance | None:
    # Few services keep such.
    from punchcard.services.kept_balances import known_balance

    return known_balance(session, session.person.id)


def _touches(item: KnownEntry, frame: Interval) -> bool:
    if item.entry.interval is None:
        return item.entry.day == frame.start.date()
    return item.entry.interval.overlaps(frame) or (
        item.entry.interval.seconds == 0 and frame.start <= item.entry.interval.start < frame.end
    )


def _last_used(entries: Sequence[Entry]) -> LastUsed:
    timed = [entry for entry in entries if entry.start is not None]
    if not timed:
        return LastUsed(NOTHING, None)
    newest = max(timed, key=_began)
    return LastUsed(newest.assignment, newest.time_type)


def _began(entry: Entry) -> int:
    return entry.start.timestamp() if entry.start else 0
