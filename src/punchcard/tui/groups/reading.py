"""What the groups screen asks of the engine. Runs on its thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from punchcard.backends.abilities import Ability, unavailable
from punchcard.core.assignments import Dimension
from punchcard.core.entries import Entry
from punchcard.core.filters import Query, parse_query
from punchcard.core.grouping import GroupOrder, Part, parts_at, sorted_groups
from punchcard.core.grouping_keys import parse_grouping
from punchcard.core.groups import Group, GroupPath
from punchcard.core.people import Person
from punchcard.core.refusals import Refusal, UsageError
from punchcard.core.time_types import TimeType
from punchcard.services.groups import bulk
from punchcard.services.groups.bulk_plan import BulkPlan, NewValues, Selection
from punchcard.services.groups.grouping import GroupedReport, grouped, kept_entries
from punchcard.services.groups.vendor_groups import key_names, means_a_team, offer_of
from punchcard.services.reading.period_entries import period_entries
from punchcard.services.session import Session
from punchcard.services.team import everybody
from punchcard.tui.groups.question import Answer, Question

LEVELS_AT_FIRST = 2
"""How many of the backend's dimensions are grouped by before the person has chosen."""

NOT_YOURS = "Only your own entries can be changed."


class UnreadableFilter(Refusal):
    """What was typed behind `/` cannot be read."""

    code = "unreadable_filter"


async def read_groups(session: Session, asked: Question, known: Answer | None) -> Answer:
    """Group, or sort again what is known where only the order is another one.

    Raises:
        UnreadableFilter: What was typed behind `/` cannot be read.
        BackendError: The backend cannot be read.
    """
    if known is not None and replace(asked, order=known.question.order) == known.question:
        return replace(known, question=asked, total=_sorted(known.report.total, asked.order))
    dimensions = tuple(await session.backend.directory.dimensions())
    by = asked.by or _remembered(session, key_names(offer_of(session), dimensions))
    _remember(session, by)
    query = await _query(session, asked.text, dimensions)
    report = await _report(session, replace(asked, by=by), query)
    is_own = all(person.id == session.person.id for person in report.people)
    return Answer(
        question=replace(asked, by=by),
        report=report,
        total=_sorted(report.total, asked.order),
        dimensions=dimensions,
        person=asked.person or session.person,
        cannot_edit=_why_not(session, Ability.CHANGE_ENTRY) if is_own else NOT_YOURS,
        cannot_delete=_why_not(session, Ability.DELETE_ENTRY) if is_own else NOT_YOURS,
        offer=offer_of(session),
        selects_by=session.backend.info.selects_by,
    )


async def _report(session: Session, asked: Question, query: Query) -> GroupedReport:
    chosen = asked.chosen
    people = (asked.person,) if asked.person else ()
    if chosen is None:
        return await grouped(
            session, asked.by, asked.period, rounding=asked.rounding, people=people, query=query
        )
    # A team says whose time it is.
    is_said = bool(chosen.people) or means_a_team(session, chosen.extras)
    whose = chosen.people if is_said else people
    return await grouped(
        session, asked.by, asked.period, replace(chosen.filters, people=()), asked.rounding, whose,
        query=query, words=chosen.words, extras=chosen.extras,
    )  # fmt: skip


async def read_parts(session: Session, report: GroupedReport, path: GroupPath) -> list[Part]:
    """Return what the group at `path` is made of.

    Raises:
        BackendError: The backend cannot be read.
    """
    if report.kept.extras.filters or not offer_of(session).lists(path):
        title = session.backend.info.title
        raise UsageError(
            f"{title} has chosen these entries and does not list them.", "Group by something else."
        )
    return parts_at(
        await read_kept(session, report), path, period=report.period, zone=session.zone,
        week_starts=session.schedule.week_starts,
    )  # fmt: skip


async def read_kept(session: Session, report: GroupedReport) -> list[Entry]:
    """Return the entries that a report counts.

    Raises:
        BackendError: The backend cannot be read.
    """
    whose = [person.id for person in report.people]
    known = await period_entries(session, whose, report.period, report.kept.filters)
    return [item.entry for item in kept_entries(known, report.kept)]


async def read_plan(
    session: Session, selection: Selection, values: NewValues | None = None, *, only_look: bool = False
) -> tuple[BulkPlan, Sequence[TimeType]]:
    """Return what a bulk change would do, and the time types to choose from.

    Raises:
        Refusal: It cannot be done.
    """
    plan = await bulk.plan(session, selection, values, only_look=only_look)
    return plan, await session.backend.directory.time_types()


async def who_may_get_them(session: Session) -> Sequence[Person]:
    """Return who entries can be given to; nobody where the service cannot do that."""
    return await everybody(session.backend) if offer_of(session).sets_person else ()


def _sorted(total: Group, order: GroupOrder) -> Group:
    if order is GroupOrder.USUAL:
        return total
    return replace(total, children=sorted_groups(total.children, order))


async def _query(session: Session, text: str, dimensions: Sequence[Dimension]) -> Query:
    if not text.strip():
        return Query()
    people = await everybody(session.backend)
    try:
        return parse_query(text, dimensions, people)
    except UsageError as error:
        raise UnreadableFilter(error.message, error.hint) from error


def _why_not(session: Session, ability: Ability) -> str:
    abilities = session.abilities
    reason = unavailable(abilities, Ability.BULK_EDIT) or unavailable(abilities, ability)
    if session.backend.entries is None:
        return reason or "This account keeps no entries."
    return reason or ""


def _memory(session: Session) -> str:
    return f"groups.by.{session.account.name}"


def _remembered(session: Session, dimensions: Sequence[Dimension]) -> tuple[str, ...]:
    with session.store.read() as transaction:
        text = transaction.recall(_memory(session))
    usual = tuple(dimension.id for dimension in dimensions[:LEVELS_AT_FIRST]) or ("type",)
    try:
        return parse_grouping(text, dimensions) if text else usual
    except UsageError:
        # The account's dimensions are others by now.
        return usual


def _remember(session: Session, by: Sequence[str]) -> None:
    text, name = ",".join(by), _memory(session)
    with session.store.read() as transaction:
        if transaction.recall(name) == text:
            return
    with session.store.write() as transaction:
        transaction.remember(name, text)
