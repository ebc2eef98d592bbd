"""From names that people type to filters: looked up in the directory, and in the entries themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from punchcard.core.assignments import Dimension, Reference
from punchcard.core.entry_words import APPROVAL_STATUSES, PLAIN_STATUSES
from punchcard.core.filters import Terms, billable_named, status_named
from punchcard.core.groups import NO_EXTRAS, Filters, GroupExtras, Period
from punchcard.core.people import Person
from punchcard.core.refusals import NotFound, UsageError
from punchcard.core.text import one_line
from punchcard.services.groups.nested_filters import nodes_named
from punchcard.services.groups.vendor_groups import means_a_team, offer_of
from punchcard.services.reading.period_entries import period_entries
from punchcard.services.session import Session
from punchcard.services.team import everybody

EVERYBODY = "all"
"""Names everybody whose time the account may see."""

CHOICES_SHOWN = 12


class Named(NamedTuple):
    """Something that can be meant, by its id and its name."""

    id: str
    name: str


class _Wanted(NamedTuple):
    """What to filter by on one level."""

    ids: Sequence[str]
    names: Sequence[str]
    """What the service alone knows, by its name."""
    words: str


class ResolvedFilters(NamedTuple):
    """Filters, and the people whose time they are about."""

    filters: Filters
    people: tuple[Person, ...]
    words: str
    """The filters as people say them: "client Northwind or Fabrikam, billable"; empty without any."""
    extras: GroupExtras = NO_EXTRAS
    """What the vendor alone filters by."""


async def resolve_filters(
    session: Session, terms: Terms, period: Period, people: Sequence[str] = ()
) -> ResolvedFilters:
    """Look up what `--filter` and `--person` name.

    A name may be shortened as long as it fits one thing alone. Two things of one full name are both meant.

    Args:
        session: The account in use.
        terms: What was typed, read by `punchcard.core.filters.parse_terms`.
        period: Where to look for what the directory does not list any more.
        people: Names of people, or "all"; with those of the terms. None of either: the account's own person.

    Raises:
        NotFound: A name fits nothing, or several things; the hint lists what there is.
        UsageError: A value is none of its key.
        BackendError: The directory cannot be read.
    """
    given = dict(terms)
    extras, said_first = await _extras(session, given)
    named = (*people, *given.pop("person", ()))
    chosen = () if not named and means_a_team(session, extras) else await people_named(session, named)
    filters, words = Filters(people=tuple(p.id for p in chosen)), list[str]()
    dimensions = {d.id: d for d in await session.backend.directory.dimensions()}
    references: list[tuple[str, str]] = []
    for key, values in given.items():
        if key in dimensions:
            booked = await _booked_on(session, dimensions[key], values, period, filters.people)
            references += [(key, each) for each in booked.ids]
            filters = replace(filters, names=(*filters.names, *((key, name) for name in booked.names)))
            said = f"{one_line(dimensions[key].name).lower()} {booked.words}"
        elif key == "type":
            filters, said = await _types(session, filters, values)
        elif key == "status":
            filters, said = _statuses(session, filters, values)
        else:
            filters, said = _single(filters, key, values)
        words.append(said)
    filters = replace(filters, references=tuple(dict.fromkeys(references)))
    return ResolvedFilters(filters, chosen, ", ".join([*words, *said_first]), extras)


async def _extras(session: Session, given: dict[str, tuple[str, ...]]) -> tuple[GroupExtras, list[str]]:
    """Take what the vendor alone filters by out of `given`."""
    found: list[tuple[str, str]] = []
    words: list[str] = []
    for each in offer_of(session).filters:
        if each.id not in given:
            continue
        value, *more = given.pop(each.id)
        if more:
            raise UsageError(f"“{each.id}” can be given once.", "Leave the other one out.")
        known = each.choices
        if each.is_listed and session.backend.groups is not None:
            known = await session.backend.groups.choices(each.id) or ()
        name = f"“{one_line(value, 40)}”"
        if each.is_listed or known:
            meant = _find(value, [Named(*choice) for choice in known], each.name.lower())
            if len(meant) > 1:
                raise UsageError(f"{name} is the name of several.", "Say which by its id.")
            value, name = meant[0].id, one_line(meant[0].name, 60)
        found.append((each.id, value))
        words.append(f"{each.name.lower()} {name}")
    return GroupExtras(tuple(found)), words


async def people_named(session: Session, names: Sequence[str]) -> tuple[Person, ...]:
    """Return the people of these names, ids or beginnings of names; the account's own person for no names.

    Raises:
        NotFound: A name fits nobody, or several people.
    """
    if not names:
        return (session.person,)
    known = {person.id: person for person in await everybody(session.backend)}
    if any(name.casefold() == EVERYBODY for name in names):
        return tuple(known.values())
    named = [Named(person.id, person.name) for person in known.values()]
    found = (item.id for name in names for item in _find(name, named, "person"))
    return tuple(known[person_id] for person_id in dict.fromkeys(found))


async def _booked_on(
    session: Session, dimension: Dimension, values: Sequence[str], period: Period, people: Sequence[str]
) -> _Wanted:
    if session.backend.nodes is not None and dimension.nests:
        nodes, names = await nodes_named(session, dimension, values)
        called = names or [node.name for node in nodes]
        return _Wanted([node.id for node in nodes], names, _either(called))
    found = await _on_level(session, dimension, values, period, people)
    return _Wanted([item.id for item in found], (), _either(item.name for item in found))


async def _on_level(
    session: Session, dimension: Dimension, values: Sequence[str], period: Period, people: Sequence[str]
) -> list[Named]:
    """Look in the directory, and then among what was booked on: archived nodes are only there."""
    listed = await _level(session, dimension.id)
    try:
        return [item for value in values for item in _find(value, listed, dimension.name.lower())]
    except NotFound:
        entries = await period_entries(session, people, period)
        booked = (r for item in entries for r in item.entry.assignment.references)
        used = [Named(r.id, r.name) for r in booked if r.dimension == dimension.id]
        known = list(dict.fromkeys([*listed, *used]))
        return [item for value in values for item in _find(value, known, dimension.name.lower())]


async def _level(session: Session, dimension: str) -> list[Named]:
    """Everything that can be chosen on one level of the tree, below whatever parents."""
    if (vendor := session.backend.groups) is not None and (listed := await vendor.choices(dimension)):
        return [Named(*choice) for choice in listed]
    directory = session.backend.directory
    branches: list[tuple[Reference, ...]] = [()]
    for level in await directory.dimensions():
        found = [(*b, choice) for b in branches for choice in await directory.choices(level.id, b)]
        if level.id == dimension:
            return [Named(branch[-1].id, branch[-1].name) for branch in found]
        branches = found
    return []


def _find(value: str, known: Sequence[Named], what: str) -> list[Named]:
    key = one_line(value).casefold()
    exact = [item for item in known if key in (item.id.casefold(), one_line(item.name).casefold())]
    if exact:
        return exact
    begun = [item for item in known if one_line(item.name).casefold().startswith(key)]
    names = list(dict.fromkeys(one_line(item.name, 60) for item in begun or known))
    if len(names) == 1 and begun:
        return begun
    shown = ", ".join(names[:CHOICES_SHOWN]) + (" …" if len(names) > CHOICES_SHOWN else "")
    problem = f"fits several of {what}" if begun else f"is no {what}"
    hint = f"There are: {shown}." if shown else f"There is no {what} at all."
    raise NotFound(f"“{one_line(value, 40)}” {problem}.", hint)


async def _types(session: Session, filters: Filters, values: Sequence[str]) -> tuple[Filters, str]:
    known = [Named(each.id, each.name) for each in await session.backend.directory.time_types()]
    found = [item for value in values for item in _find(value, known, "time type")]
    words = f"type {_either(item.name for item in found)}"
    return replace(filters, types=tuple(item.id for item in found)), words


def _statuses(session: Session, filters: Filters, values: Sequence[str]) -> tuple[Filters, str]:
    called = APPROVAL_STATUSES if session.backend.info.approves_entries else PLAIN_STATUSES
    statuses = tuple(dict.fromkeys(status_named(value, called) for value in values))
    words = " or ".join(called[status] for status in statuses)
    return replace(filters, statuses=tuple(status.value for status in statuses)), words


def _single(filters: Filters, key: str, values: Sequence[str]) -> tuple[Filters, str]:
    if len(values) > 1:
        raise UsageError(f"“{key}” can be given once.", "Leave the other one out.")
    if key == "text":
        return replace(filters, text=values[0]), f"text “{one_line(values[0], 40)}”"
    is_billable = billable_named(values[0])
    return replace(filters, billable=is_billable), "billable" if is_billable else "not billable"


def _either(names: Iterable[str]) -> str:
    return " or ".join(dict.fromkeys(one_line(name, 60) for name in names))
