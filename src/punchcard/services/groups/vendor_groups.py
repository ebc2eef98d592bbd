"""What a vendor's groups offer beyond those that are computed here, and how it is asked for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from whenever import Weekday

from punchcard.backends.groups_contract import GroupsOffer
from punchcard.core.assignments import Dimension
from punchcard.core.groups import NO_EXTRAS, Filters, Group, GroupExtras, Period
from punchcard.core.people import Person
from punchcard.core.refusals import UsageError
from punchcard.core.text import one_line
from punchcard.services.session import Session
from punchcard.services.team import everybody

_NOTHING = GroupsOffer()


class Asked(NamedTuple):
    """What is to be grouped, however that is done."""

    by: tuple[str, ...]
    """Keys, the outermost level first."""
    period: Period
    filters: Filters
    rounding: int
    """In minutes; 0 for none."""
    people: Sequence[Person]
    """Nobody for the account's own person, or for whoever a filter means."""
    extras: GroupExtras = NO_EXTRAS


class Told(NamedTuple):
    """What came of asking the vendor."""

    groups: Sequence[Group] | None
    """None where the groups are to be computed here."""
    remark: str
    """Who has summed up, and why, in a sentence; empty where nobody else could have."""


def offer_of(session: Session) -> GroupsOffer:
    """Return what the account's groups offer; nothing where they are all computed here."""
    return session.backend.groups.offer if session.backend.groups is not None else _NOTHING


def key_names(offer: GroupsOffer, dimensions: Sequence[Dimension]) -> tuple[Dimension, ...]:
    """Return the dimensions, and whatever else can be grouped by as if it were one."""
    return (*dimensions, *(Dimension(key, meaning) for key, meaning in offer.keys.items()))


def filter_names(offer: GroupsOffer, dimensions: Sequence[Dimension]) -> tuple[Dimension, ...]:
    """Return the dimensions, and whatever else can be filtered by as if it were one."""
    return (*dimensions, *(Dimension(each.id, each.name) for each in offer.filters))


def switches_named(session: Session, texts: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    """Read `name=yes` texts as what the vendor does or leaves when it groups.

    Raises:
        UsageError: One is not offered, or says neither yes nor no.
    """
    offered = [switch.id for switch in offer_of(session).switches]
    found: dict[str, bool] = {}
    for text in texts:
        name, _, value = text.partition("=")
        if name not in offered:
            there = f"There are: {', '.join(offered)}." if offered else "This account has none."
            raise UsageError(f"“{one_line(name, 40)}” is no option of groups.", there)
        if value not in ("yes", "no"):
            raise UsageError(
                f"“{one_line(text, 40)}” says neither yes nor no.", f"Say {name}=yes or {name}=no."
            )
        found[name] = value == "yes"
    return tuple(found.items())


def means_a_team(session: Session, extras: GroupExtras) -> bool:
    """Whether it is said by a filter whose time is meant."""
    found = (offer_of(session).filter_named(name) for name, _ in extras.filters)
    return any(each is not None and each.is_team for each in found)


async def ask_vendor(session: Session, asked: Asked, *, is_typed: bool) -> Told:
    """Ask the vendor for the groups, unless they are better computed here.

    A vendor's sums know nothing of what is still on its way, and nothing of what was typed behind `/`.

    Args:
        session: The account in use.
        asked: What is to be grouped.
        is_typed: Whether entries are also looked at for what was typed.

    Raises:
        UsageError: The vendor alone can do a part of it, and cannot do the rest.
        BackendError: It cannot be read.
    """
    vendor, title = session.backend.groups, session.backend.info.title
    if vendor is None:
        return Told(None, "")
    only_there = [*dict(asked.extras.filters), *dict(asked.extras.switches)]
    only_there += [key for key in asked.by if key in vendor.offer.keys]
    with session.store.read() as transaction:
        is_settled = not transaction.outbox.unsettled(session.account.name)
    if only_there and not asked.by:
        # Nothing is to be shown: a change of entries that the vendor selects.
        return Told((), "")
    must_ask = bool(only_there) or session.backend.entries is None
    if not must_ask and (why := _why_here(session, asked, is_typed=is_typed, is_settled=is_settled)):
        return Told(None, f"Computed here{why}")
    groups = None
    if not is_typed:
        groups = await vendor.query(
            asked.by, asked.period, await _filters(session, asked), asked.rounding, asked.extras
        )
    if groups is not None:
        late = "" if is_settled else " What is still on its way is not in it."
        return Told(groups, f"Summed up by {title}.{late}")
    if only_there:
        raise UsageError(
            f"Only {title} knows “{only_there[0]}”, and it cannot do the rest of what was asked.",
            "Leave out one of the two: it, or the other filters, keys and the rounding.",
        )
    return Told(None, f"Computed here: {title} cannot group or filter like that.")


def _why_here(session: Session, asked: Asked, *, is_typed: bool, is_settled: bool) -> str:
    """Return why groups are better computed here, to be said behind that; empty where they are not."""
    title = session.backend.info.title
    if "week" in asked.by and session.schedule.week_starts is not Weekday.MONDAY:
        return f": weeks begin on Mondays at {title}."
    if is_typed:
        return f": {title} cannot look for what was typed."
    return "" if is_settled else ", with what is still on its way."


async def _filters(session: Session, asked: Asked) -> Filters:
    """The filters with whose time it is; everybody is better not listed one by one."""
    if asked.people or not means_a_team(session, asked.extras):
        people = [person.id for person in asked.people or (session.person,)]
    else:
        people = []
    if len(people) > 1 and {person.id for person in await everybody(session.backend)} <= set(people):
        people = []
    return replace(asked.filters, people=tuple(people))
