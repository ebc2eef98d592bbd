"""Options that leave only some of what is listed: of a person, a team, a period, or where it stands."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from punchcard.core.entries import EntryStatus
from punchcard.core.refusals import NotFound, UsageError
from punchcard.core.text import one_line
from punchcard.services.session import Session

if TYPE_CHECKING:
    from whenever import Date

    from punchcard.core.change_requests import ApprovalItem
    from punchcard.core.people import Person

ListedT = TypeVar("ListedT")

ENTRY_STATUSES = {
    "under-approval": EntryStatus.SUBMITTED,
    "not-approved-yet": EntryStatus.OPEN,
    "disapproved": EntryStatus.DECLINED,
}
"""Where an entry stands that is approved elsewhere, as people say it who look for some."""

_OPTIONS = {"person": "person", "team": "team", "first": "from", "last_day": "to", "status": "status"}


def add_filters(parser: argparse.ArgumentParser, *, of_others: bool) -> None:
    """Add the options.

    Args:
        parser: Gets them.
        of_others: Whether what several people have asked for is listed.
    """
    from punchcard.services.approvals.words import STATUS_NAMES

    chosen = parser.add_argument_group("list")
    if of_others:
        chosen.add_argument("--person", metavar="P", help="only one person: a name, or its beginning")
        chosen.add_argument("--team", metavar="T", help="only one team: its name, or the beginning")
    chosen.add_argument("--from", dest="first", metavar="DAY", help="only what is about this day or later")
    chosen.add_argument("--to", dest="last_day", metavar="DAY", help="only what is about this day or earlier")
    names = [*STATUS_NAMES, *ENTRY_STATUSES] if of_others else [*STATUS_NAMES]
    chosen.add_argument("--status", choices=names, metavar="STATUS", help=f"only what is {_one_of(names)}")


def refuse_filters(arguments: argparse.Namespace, command: str) -> None:
    """Let pass what is no list without a filter.

    Raises:
        UsageError: There is one.
    """
    given = [f"--{name}" for key, name in _OPTIONS.items() if getattr(arguments, key, None) is not None]
    if given:
        raise UsageError(f"{given[0]} goes with `punch {command} list`.", "Nothing was changed.")


async def filtered(
    session: Session,
    arguments: argparse.Namespace,
    listed: Sequence[ListedT],
    item_of: Callable[[ListedT], ApprovalItem],
) -> Sequence[ListedT]:
    """Return what the options leave in; `item_of` tells what each is about.

    Raises:
        NotFound: Nobody, or no team, is called like that.
        UsageError: The days are none, or the last comes before the first.
    """
    from punchcard.core.approval_items import item_days

    first, last = _day(session, arguments.first), _day(session, arguments.last_day)
    if first is not None and last is not None and last < first:
        raise UsageError(
            f"--to {last.format_iso()} comes before --from {first.format_iso()}.", "Turn the two days around."
        )
    people = await _people(session, arguments)

    def is_left_in(item: ApprovalItem) -> bool:
        begins, ends = item_days(item)
        return (
            (people is None or item.person in people)
            and _stands(item, arguments.status)
            and (first is None or ends >= first)
            and (last is None or begins <= last)
        )

    return [each for each in listed if is_left_in(item_of(each))]


def _stands(item: ApprovalItem, wanted: str | None) -> bool:
    """Whether an item stands where `wanted` says; None leaves in everything."""
    from punchcard.core.approval_items import item_status
    from punchcard.core.change_requests import PendingEntry
    from punchcard.services.approvals.words import STATUS_NAMES

    if wanted is None:
        return True
    if isinstance(item, PendingEntry):
        return wanted in ("waiting", item.entry.status) or ENTRY_STATUSES.get(wanted) is item.entry.status
    return item_status(item) is STATUS_NAMES.get(wanted)


def _day(session: Session, text: str | None) -> Date | None:
    from punchcard.core.moments import checked_day
    from punchcard.core.when import parse_day

    return None if text is None else checked_day(parse_day(text, session.today()))


async def _people(session: Session, arguments: argparse.Namespace) -> frozenset[str] | None:
    """Return the ids of those who are left in; None for everybody."""
    person, team = getattr(arguments, "person", None), getattr(arguments, "team", None)
    named = None if person is None else await _named(session, person)
    if team is None:
        return named
    people = await session.backend.directory.people()
    members = frozenset(each.id for each in people if each.team == _team_named(team, people))
    return members if named is None else named & members


async def _named(session: Session, name: str) -> frozenset[str]:
    from punchcard.services.groups.entry_filters import people_named
    from punchcard.services.team import Ambiguous, person_named

    try:
        return frozenset({person_named(name, await session.backend.directory.people()).id})
    except Ambiguous:
        raise
    except NotFound:
        return frozenset(person.id for person in await people_named(session, [name]))


def _team_named(name: str, people: Sequence[Person]) -> str:
    """Return the one team with this name, or else the one whose name begins with it."""
    teams = sorted({person.team for person in people if person.team})
    key, shown = one_line(name).casefold(), one_line(name, 60)
    exact = [team for team in teams if team.casefold() == key]
    found = exact or [team for team in teams if key and team.casefold().startswith(key)]
    if len(found) == 1:
        return found[0]
    if not teams:
        raise NotFound(f"There is no team “{shown}”: this account tells of none.", "Leave --team out.")
    hint = f"There are: {', '.join(one_line(team, 60) for team in found or teams)}."
    raise NotFound(f"“{shown}” fits {'several teams' if found else 'no team'}.", hint)


def _one_of(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"
