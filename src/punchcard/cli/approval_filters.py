"""Options that leave only some of what is listed: of a person, a team, a period, or where it stands."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from punchcard.core.refusals import NotFound, UsageError
from punchcard.core.text import one_line
from punchcard.services.session import Session

if TYPE_CHECKING:
    from whenever import Date

    from punchcard.core.change_requests import ApprovalItem
    from punchcard.core.people import Person

ListedT = TypeVar("ListedT")

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
    chosen.add_argument(
        "--status", choices=STATUS_NAMES, metavar="STATUS", help=f"only what is {_one_of([*STATUS_NAMES])}"
    )


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
    from punchcard.core.approval_items import item_days, item_status
    from punchcard.services.approvals.words import STATUS_NAMES

    first, last = _day(session, arguments.first), _day(session, arguments.last_day)
    if first is not None and last is not None and last < first:
        raise UsageError(
            f"--to {last.format_iso()} comes before --from {first.format_iso()}.", "Turn the two days around."
        )
    status = STATUS_NAMES.get(arguments.status)
    people = await _people(session, arguments)

    def is_left_in(item: ApprovalItem) -> bool:
        begins, ends = item_days(item)
        return (
            (people is None or item.person in people)
            and (status is None or item_status(item) is status)
            and (first is None or ends >= first)
            and (last is None or begins <= last)
        )

    return [each for each in listed if is_left_in(item_of(each))]


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
