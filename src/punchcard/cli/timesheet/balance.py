"""`balance`: what people have saved up of working time and of vacation."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any, NamedTuple

from whenever import Date

from punchcard.backends.errors import BackendError
from punchcard.cli.context import Context, Result
from punchcard.cli.delivery.patience import Patience
from punchcard.cli.delivery.sessions import in_session
from punchcard.cli.options import add_wait
from punchcard.cli.tables import table
from punchcard.core.balance_words import AnyBalance, balance_shape, balance_text, vacation_text
from punchcard.core.moments import checked_day
from punchcard.core.people import Person
from punchcard.core.refusals import NotFound, UsageError
from punchcard.core.text import one_line
from punchcard.core.when import parse_day
from punchcard.services.groups.entry_filters import EVERYBODY, people_named
from punchcard.services.kept_balances import asked_balances, keeps_balances, known_balance
from punchcard.services.session import Session
from punchcard.services.timesheet.balance import balance
from punchcard.services.timesheet.targets import has_targets, tells_targets


class Wanted(NamedTuple):
    """Whose balances are asked for, and until when."""

    people: tuple[Person, ...]
    is_everybody: bool
    time_until: Date | None
    vacation_until: Date | None

    @property
    def ids(self) -> list[str]:
        """Who is asked about by name; nobody where everybody is."""
        return [] if self.is_everybody else [person.id for person in self.people]


def configure(name: str, parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `balance`."""
    parser.epilog = (
        f"examples:\n"
        f"  punch {name}\n"
        f"  punch {name} --person Ben --time-until yesterday\n"
        f"  punch {name} --all --vacation-until 2026-12-31 --json\n\n"
        f"Where the service keeps balances itself, it says up to which day each counts. Where it does\n"
        f"not, the balance of working time is worked out here from entries and targets."
    )
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--person", dest="people", action="append", default=[], metavar="NAME",
                       help="whose balance; may be repeated (default: yours)")  # fmt: skip
    group.add_argument("--all", action="store_true", help="everybody whose time you may see")
    parser.add_argument("--time-until", metavar="DAY", help="the last day whose working time counts")
    parser.add_argument("--vacation-until", metavar="DAY", help="the last day whose vacation counts")
    add_wait(parser)


def run(arguments: argparse.Namespace, context: Context) -> Result:
    """Ask for the balances, and show them."""

    async def work(session: Session) -> Result:
        patience = Patience(session, arguments.wait)
        warnings = await patience.get_fresh()
        wanted = await patience.read(_wanted(session, arguments))
        is_kept = keeps_balances(session)
        if is_kept:
            found, more = await _kept(session, patience, wanted)
            warnings += more
        else:
            found = await _worked_out(session, patience, wanted)
        title = session.backend.info.title
        data = {
            "kept_by": title if is_kept else None,
            "people": [_shape(person, found[person.id]) for person in wanted.people if person.id in found],
            "warnings": list(warnings),
        }
        told = _text(wanted.people, found)
        if is_kept:
            told = f"{told}\n\nKept by {title}." if told else f"{title} tells no balance."
        return Result(told or _why_none(session), data, warnings=warnings)

    return in_session(context, work)


async def _wanted(session: Session, arguments: argparse.Namespace) -> Wanted:
    time_until, vacation_until = (
        _day(session, text) for text in (arguments.time_until, arguments.vacation_until)
    )
    is_everybody = arguments.all or any(name.casefold() == EVERYBODY for name in arguments.people)
    if not keeps_balances(session):
        title = session.backend.info.title
        if vacation_until is not None:
            raise UsageError(f"{title} does not say what is left of vacation.", "Leave --vacation-until out.")
        if is_everybody and not session.backend.info.immediate:
            raise UsageError(
                f"{title} keeps no balances; each is worked out here from all entries of a person.",
                "Say whose with --person.",
            )
    if not is_everybody and not arguments.people:
        return Wanted((session.person,), False, time_until, vacation_until)
    people = await people_named(session, [EVERYBODY] if is_everybody else arguments.people)
    return Wanted(people, is_everybody, time_until, vacation_until)


def _day(session: Session, text: str | None) -> Date | None:
    return None if text is None else checked_day(parse_day(text, session.today()))


async def _kept(
    session: Session, patience: Patience, wanted: Wanted
) -> tuple[dict[str, AnyBalance], tuple[str, ...]]:
    """Return what the service keeps, and warnings: where it cannot be asked, what it last said is shown."""
    try:
        asked = asked_balances(session, wanted.ids, wanted.time_until, wanted.vacation_until)
        told = await patience.read(asked)
    except BackendError as problem:
        is_usual = wanted.time_until is None and wanted.vacation_until is None
        known = {person.id: known_balance(session, person.id) for person in wanted.people}
        found: dict[str, AnyBalance] = {who: each for who, each in known.items() if each is not None}
        if not found or not is_usual:
            raise
        return found, (f"{problem.message} This is what was last read.",)
    found = {each.person: each for each in told}
    missing = [one_line(person.name, 60) for person in wanted.people if person.id not in found]
    title = session.backend.info.title
    if missing and not wanted.is_everybody and not found:
        raise NotFound(f"{title} tells no balance of {', '.join(missing)}.", "A lead sees those of the team.")
    untold = (f"{title} tells no balance of {', '.join(missing)}.",) if missing else ()
    return found, untold


async def _worked_out(session: Session, patience: Patience, wanted: Wanted) -> dict[str, AnyBalance]:
    """Return what is worked out here, of whoever has a balance."""
    until, found = wanted.time_until or session.today(), dict[str, AnyBalance]()
    for person in wanted.people:
        if (one := await patience.read(balance(session, until, person))) is not None:
            found[person.id] = one
    return found


def _text(people: Sequence[Person], found: dict[str, AnyBalance]) -> str:
    told = [(person, found[person.id]) for person in people if person.id in found]
    if not told:
        return ""
    if len(told) == 1 and len(people) == 1:
        rows = [["Balance", balance_text(told[0][1])], ["Vacation", vacation_text(told[0][1])]]
        return "\n".join(table([row for row in rows if row[1]])) or "Nothing is known of it."
    names = [one_line(person.name, 40) for person, _ in told]
    texts = [(balance_text(one) or "–", vacation_text(one)) for _, one in told]
    return "\n".join(table([(name, *text) for name, text in zip(names, texts, strict=True)]))


def _why_none(session: Session) -> str:
    if not has_targets(session):
        return "There is no balance without target hours: `hours` under [schedule] in config.toml sets them."
    if tells_targets(session) and session.config.balance.first is None:
        return (
            "There is no balance before `from` under [schedule.balance] in config.toml names the first day "
            "that counts."
        )
    return "There is no balance yet: no day counts so far."


def _shape(person: Person, found: AnyBalance) -> dict[str, Any]:
    return {"id": person.id, "name": person.name, **balance_shape(found)}
