"""The team that is kept on this machine: its people, and their roles."""

from __future__ import annotations

from collections.abc import Sequence

from punchcard.backends.contract import Backend, TeamPort
from punchcard.backends.errors import NotAllowed
from punchcard.core.codec import person_to_json
from punchcard.core.people import Person, Role
from punchcard.core.refusals import NotFound
from punchcard.core.text import one_line
from punchcard.services.allowed import refuse_unless_full
from punchcard.services.session import Session

NAMES_SHOWN = 12
"""How many names a sentence lists."""


class Ambiguous(NotFound):
    """A name that fits several people."""


def person_named(name: str, people: Sequence[Person], where: str = "in the team") -> Person:
    """Return the one of `people` with this name or id, or else whose name begins with it.

    Raises:
        NotFound: It fits nobody, or several; the hint names them.
    """
    key, shown = one_line(name).casefold(), one_line(name, 60)
    exact = [person for person in people if key in (person.id.casefold(), one_line(person.name).casefold())]
    begun = [person for person in people if key and one_line(person.name).casefold().startswith(key)]
    found = exact or begun
    if len(found) == 1:
        return found[0]
    names = [one_line(person.name, 60) for person in found or people]
    listed = ", ".join(names[:NAMES_SHOWN]) + (" …" if len(names) > NAMES_SHOWN else "")
    if found:
        raise Ambiguous(f"“{shown}” fits several people {where}.", f"Say which: {listed}.")
    raise NotFound(f"“{shown}” is nobody {where}.", f"There are: {listed}.")


async def everybody(backend: Backend) -> tuple[Person, ...]:
    """Return the people of an account, and behind them those who went: their time can still be looked at.

    Raises:
        BackendError: The directory cannot be read.
    """
    people = tuple(await backend.directory.people())
    return people if backend.team is None else (*people, *await backend.team.former())


async def read_people(session: Session) -> tuple[Person, ...]:
    """Return `everybody`, and let what is known of the people follow, for whoever does not ask the backend.

    Raises:
        BackendError: The directory cannot be read.
    """
    people = await everybody(session.backend)
    known = [person_to_json(person) for person in people]
    with session.store.write() as transaction:
        transaction.cache(session.account.name).keep_directory("people", known, session.instant())
    return people


def team_of(session: Session) -> TeamPort:
    """Return the team of the account in use, for changing it.

    Raises:
        NotAllowed: Its people are not kept on this machine, or the account may not change them.
    """
    if session.backend.team is None:
        raise NotAllowed(
            f"The people of the account “{session.account.name}” are kept by {session.backend.info.title}; "
            "they cannot be changed here.",
        )
    refuse_unless_full(session)
    return session.backend.team


async def add_member(session: Session, name: str, role: Role) -> str:
    """Add somebody to the team, and say so.

    Raises:
        Refusal: The name cannot be used, or somebody has it already.
    """
    team = team_of(session)
    await _refuse_unless_lead(session, "adds people")
    known = {person.id for person in await team.former()}
    person = await team.add(name, role)
    await read_people(session)
    shown = one_line(person.name, 60)
    if person.id in known:
        return f"{shown} is back in the team as a {role}, with the time from before."
    return f"{shown} is in the team as a {role}. Act as them with --as “{shown}”."


async def give_role(session: Session, name: str, role: Role) -> str:
    """Let somebody be a worker or a lead, and say so.

    Raises:
        Refusal: There is nobody of that name, or nobody would be left to decide.
    """
    team = team_of(session)
    await _refuse_unless_lead(session, "gives roles")
    person = person_named(name, await session.backend.directory.people())
    changed = await team.give_role(person, role)
    await read_people(session)
    already = " already" if person.role is role else ""
    return f"{one_line(changed.name, 60)} is {'now ' if not already else ''}a {role}{already}."


async def remove_member(session: Session, person: Person) -> str:
    """Take somebody out of the team, and say so; their time stays.

    Raises:
        Refusal: It is their home, their clock runs, or nobody would be left to decide.
    """
    team = team_of(session)
    await _refuse_unless_lead(session, "removes people")
    await team.remove(person)
    await read_people(session)
    return f"{one_line(person.name, 60)} is not in the team any more; what they booked and asked for stays."


async def _refuse_unless_lead(session: Session, does: str) -> None:
    """A home without any lead is anybody's to set up; where there is one, a worker changes nothing."""
    people = await session.backend.directory.people()
    leads = [person for person in people if person.role is Role.LEAD]
    if leads and all(person.id != session.person.id for person in leads):
        names = ", ".join(one_line(person.name, 60) for person in leads[:NAMES_SHOWN])
        raise NotAllowed(
            f"Only a lead {does}, and {one_line(session.person.name, 60)} is a worker. Nothing was changed.",
            f"A lead does it: {names}.",
        )
