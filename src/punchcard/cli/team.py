"""`team`: the people of the team that is kept on this machine."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from punchcard.cli.asking import confirm
from punchcard.cli.context import Context, Result
from punchcard.cli.delivery.delivering import deliver_rest
from punchcard.cli.delivery.sessions import in_session
from punchcard.cli.tables import table
from punchcard.core.people import Person, Role
from punchcard.core.refusals import UsageError
from punchcard.core.text import one_line
from punchcard.services.session import Session
from punchcard.services.team import add_member, give_role, person_named, remove_member, team_of

_ACTIONS = ("list", "add", "role", "remove")
_ROLES = tuple(role.value for role in Role)
_TAKES = {
    "list": "no name",
    "add": "one name",
    "role": "a name, and worker or lead",
    "remove": "one name",
}


def configure(name: str, parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `team`."""
    parser.epilog = (
        f"examples:\n"
        f"  punch {name} add 'Ben Okafor'\n"
        f"  punch {name} add 'Lea Brandt' --role lead\n"
        f"  punch {name} role Ben lead\n"
        f"  punch {name} remove Ben --yes\n"
        f"  punch in --as Ben\n\n"
        f"A lead decides the change requests and submitted weeks of others, never their own."
    )
    parser.add_argument("action", nargs="?", default="list", choices=_ACTIONS, metavar="ACTION",
                        help=f"one of {', '.join(_ACTIONS)} (default: list)")  # fmt: skip
    parser.add_argument("name", nargs="?", metavar="NAME", help="who: a name, or the beginning of one")
    parser.add_argument(
        "new_role", nargs="?", choices=_ROLES, metavar="ROLE", help="worker or lead, for role"
    )
    parser.add_argument("--role", choices=_ROLES, metavar="ROLE", help="for add: worker or lead")
    parser.add_argument("--yes", action="store_true", help="remove without asking")


def run(arguments: argparse.Namespace, context: Context) -> Result:
    """Show the team, or change it."""
    action = arguments.action
    given = [value for value in (arguments.name, arguments.new_role) if value is not None]
    if len(given) != {"list": 0, "role": 2}.get(action, 1):
        raise UsageError(
            f"`punch team {action}` takes {_TAKES[action]}.", "`punch team --help` has examples."
        )
    if arguments.role and action != "add":
        raise UsageError(f"`punch team {action}` takes no --role.", "`punch team role NAME lead` changes it.")

    async def work(session: Session) -> Result:
        warnings = await deliver_rest(session)
        said = await _change(session, arguments, context)
        people = await session.backend.directory.people()
        data = {"people": [_shape(person, session) for person in people]}
        if said is None:
            return Result(_table(people, session), data, warnings=warnings)
        return Result(said, {"message": said, **data}, warnings=warnings)

    return in_session(context, work)


async def _change(session: Session, arguments: argparse.Namespace, context: Context) -> str | None:
    """Make the change that is asked for and return what is said of it; None where none is."""
    match arguments.action:
        case "add":
            return await add_member(session, arguments.name, Role(arguments.role or Role.WORKER))
        case "role":
            return await give_role(session, arguments.name, Role(arguments.new_role))
        case "remove":
            team_of(session)
            person = person_named(arguments.name, await session.backend.directory.people())
            question = f"Remove {one_line(person.name, 60)} from the team? What they booked stays."
            confirm(context, question, yes=arguments.yes)
            return await remove_member(session, person)
        case _:
            return None


def _table(people: Sequence[Person], session: Session) -> str:
    rows = [(one_line(person.name, 60), person.role.value, _mark(person, session)) for person in people]
    return "\n".join(table(rows))


def _mark(person: Person, session: Session) -> str:
    own = session.own_person or session.person
    return "this home" if person.id == own.id else ""


def _shape(person: Person, session: Session) -> dict[str, Any]:
    own = session.own_person or session.person
    return {
        "id": person.id,
        "name": person.name,
        "role": person.role.value,
        "is_own": person.id == own.id,
    }
