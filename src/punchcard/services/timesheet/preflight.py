"""The preflight: what handing in a week, or taking it back, will do, before it is done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from whenever import Date

from punchcard.backends.abilities import Ability, unavailable
from punchcard.backends.errors import BackendError
from punchcard.core.entries import Entry
from punchcard.core.findings import Finding, Severity
from punchcard.core.moments import day_in_words
from punchcard.core.text import capitalized, one_line
from punchcard.core.week_words import week_in_words, weeks_in_words
from punchcard.core.weeks import Week, WeekStatus
from punchcard.services.entries.seen_entries import content_of
from punchcard.services.outbox.ports import weeks_port
from punchcard.services.session import Session
from punchcard.services.timesheet.handing_in import (
    NotReady,
    WeeksAsked,
    ask_submit,
    ask_withdraw,
    submit_blockers,
    withdraw_blockers,
)
from punchcard.services.timesheet.week import timesheet
from punchcard.services.timesheet.weeks import known_weeks, period_of, refresh_weeks, week_standing
from punchcard.services.timesheet.weeks_along import (
    due_as_known,
    newest_day,
    waiting_from,
    with_what_is_on_its_way,
)
from punchcard.store.store import Transaction

_LAST_KNOWN = "Which weeks go along is taken from what was known before."


class WeekCheck(NamedTuple):
    """One week that goes."""

    week: Week
    worked_seconds: int
    target_seconds: int | None
    """None where no targets are kept."""
    findings: tuple[Finding, ...]
    """What is wrong or odd in it, without what the configuration silences."""
    content: frozenset[tuple[object, ...]] = frozenset()
    """What is booked in it, to be compared with what is booked once it goes."""

    @property
    def serious(self) -> tuple[Finding, ...]:
        """The findings that matter most. They warn, and do not stand in the way."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.SERIOUS)


@dataclass(frozen=True, slots=True)
class Preflight:
    """What will be handed in or taken back, and what stands in the way."""

    withdraws: bool
    """Whether weeks are taken back."""
    checks: tuple[WeekCheck, ...]
    """Every week that goes, oldest first."""
    blockers: tuple[str, ...]
    """Sentences that say why it cannot be done now; empty where it can."""
    warnings: tuple[str, ...] = ()
    """Sentences that the person should know before they agree."""

    @property
    def weeks(self) -> tuple[Week, ...]:
        """Every week that goes, oldest first."""
        return tuple(check.week for check in self.checks)

    def question(self, today: Date) -> str:
        """What the person is asked: "Hand in weeks 10 and 11?"."""
        verb = "Take back" if self.withdraws else "Hand in"
        return f"{verb} {weeks_in_words(self.weeks, today)}?"


async def preflight(session: Session, week: Week) -> Preflight:
    """Say what handing in `week` would do: every week that is due before it goes along.

    Raises:
        BackendError: Days that were never read cannot be read now.
    """
    reason = unavailable(session.abilities, Ability.SUBMIT_WEEK)
    if reason:
        return Preflight(False, (await _check(session, week),), (reason,))
    warnings: tuple[str, ...] = ()
    try:
        due = [
            Week(found.first, found.last)
            for found in await weeks_port(session).due(session.person.id, week.last)
        ]
    except BackendError as error:
        due, warnings = due_as_known(session, week), (f"{error.message} {_LAST_KNOWN}",)
    due = with_what_is_on_its_way(session, due, week)
    is_due = period_of(due, week) is not None
    with session.store.read() as transaction:
        weeks = due if is_due else [_handed_in(session, transaction, week)]
        blockers = submit_blockers(session, transaction, weeks)
    checks = tuple([await _check(session, found) for found in weeks])
    if not is_due and not blockers:
        name = week_in_words(week, session.today())
        nothing = "Nothing is booked"
        if any(check.worked_seconds for check in checks):
            nothing = f"{session.backend.info.title} has nothing that is due"
        blockers = (f"{nothing} up to the end of {name}, so there is nothing to hand in.",)
    return Preflight(False, checks, blockers, (*warnings, *_warnings(session, checks)))


async def withdraw_preflight(session: Session, week: Week) -> Preflight:
    """Say what taking back `week` would do: every later week that waits for a decision goes along.

    Raises:
        BackendError: Days that were never read cannot be read now.
    """
    reason = unavailable(session.abilities, Ability.SUBMIT_WEEK)
    if reason:
        return Preflight(True, (await _check(session, week),), (reason,))
    warnings: tuple[str, ...] = ()
    try:
        await refresh_weeks(session, session.person.id, week.first, newest_day(session, week))
    except BackendError as error:
        warnings = (f"{error.message} {_LAST_KNOWN}",)
    with session.store.read() as transaction:
        waiting_weeks = waiting_from(session, transaction, week)
        is_waiting = period_of(waiting_weeks, week) is not None
        weeks = waiting_weeks if is_waiting else [_handed_in(session, transaction, week)]
        blockers = withdraw_blockers(session, transaction, weeks)
    checks = tuple([await _check(session, found) for found in weeks])
    if len(weeks) > 1:
        others = weeks_in_words(weeks[1:], session.today())
        go = "go" if len(weeks) > 2 else "goes"
        warnings += (f"{capitalized(others)} {go} along: {_kind(weeks)} are taken back from the newest on.",)
    return Preflight(True, checks, blockers, warnings)


def submit(session: Session, found: Preflight) -> WeeksAsked:
    """Hand in exactly the weeks that the preflight has named.

    Raises:
        NotReady: Something stands in the way, or the weeks have changed since; nothing was changed.
    """
    _nothing_in_the_way(found)
    with session.change() as transaction:
        _unchanged(session, transaction, found)
        return ask_submit(session, transaction, found.weeks)


def withdraw(session: Session, found: Preflight) -> WeeksAsked:
    """Take back exactly the weeks that the preflight has named.

    Raises:
        NotReady: Something stands in the way, or other weeks would go along now; nothing was changed.
    """
    _nothing_in_the_way(found)
    with session.change() as transaction:
        now = waiting_from(session, transaction, found.weeks[0])
        asked = ask_withdraw(session, transaction, found.weeks)
        if tuple(now) != found.weeks:
            raise NotReady(
                f"Now {weeks_in_words(now, session.today())} would be taken back.",
                "Nothing was changed. Look at it again.",
            )
        return asked


def _handed_in(session: Session, transaction: Transaction, week: Week) -> Week:
    """The period that `week` was handed in with; itself where that is none."""
    known = known_weeks(session, transaction, session.person.id, week.first, week.last)
    return period_of((Week(item.submitted.first, item.submitted.last) for item in known), week) or week


async def _check(session: Session, week: Week) -> WeekCheck:
    sheet = await timesheet(session, week)
    now = session.now()
    totals = sheet.sheet(now)
    findings = tuple(finding for finding in sheet.findings(now) if finding.silenced is None)
    content = _content(week, [item.entry for day in week.days for item in sheet.entries_of(day)])
    return WeekCheck(week, totals.worked_seconds, totals.target_seconds, findings, content)


def _warnings(session: Session, checks: Sequence[WeekCheck]) -> tuple[str, ...]:
    today, warnings = session.today(), list[str]()
    if len(checks) > 1:
        others = weeks_in_words([check.week for check in checks[:-1]], today)
        go = "go" if len(checks) > 2 else "goes"
        kind = _kind([check.week for check in checks])
        warnings.append(f"{capitalized(others)} {go} along: {kind} are handed in in order.")
    for check in checks:
        name = capitalized(week_in_words(check.week, today))
        if check.week.first <= today <= check.week.last:
            end = day_in_words(check.week.last, short=True)
            warnings.append(
                f"{name} goes on until {end}; nothing more can be booked in it once it is handed in."
            )
        if check.serious:
            what = (
                "a serious finding" if len(check.serious) == 1 else f"{len(check.serious)} serious findings"
            )
            warnings.append(f"{name} has {what}.")
    with session.store.read() as transaction:
        for check in checks:
            standing = week_standing(session, transaction, session.person.id, check.week)
            if standing.status is WeekStatus.REJECTED:
                name = capitalized(week_in_words(check.week, today))
                warnings.append(f"{name} was handed in before, and declined or taken back.")
            if standing.status is WeekStatus.DECLINED:
                by = f" by {standing.decided_by}" if standing.decided_by else ""
                why = f": {one_line(standing.reason).rstrip('.')}" if standing.reason else ""
                name = capitalized(week_in_words(check.week, today))
                warnings.append(f"{name} was declined{by}{why}.")
    return tuple(warnings)


def _kind(periods: Sequence[Week]) -> str:
    return "weeks" if all(each.is_week for each in periods) else "months"


def _nothing_in_the_way(found: Preflight) -> None:
    if found.blockers:
        raise NotReady(" ".join(found.blockers), "Nothing was changed.")


def _unchanged(session: Session, transaction: Transaction, found: Preflight) -> None:
    for check in found.checks:
        known = session.known(transaction, check.week.first, check.week.last).plain_entries
        if _content(check.week, known) != check.content:
            name = capitalized(week_in_words(check.week, session.today()))
            raise NotReady(
                f"{name} has changed since you looked at it.", "Nothing was handed in. Look at it again."
            )


def _content(week: Week, entries: Iterable[Entry]) -> frozenset[tuple[object, ...]]:
    """What the entries that begin in `week` say."""
    return frozenset(
        (entry.id, *content_of(entry)) for entry in entries if week.first <= entry.day <= week.last
    )
