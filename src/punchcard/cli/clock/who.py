"""`who`: everybody who is clocked in right now."""

from __future__ import annotations

import argparse
from typing import Any

from whenever import ZonedDateTime

from punchcard.cli.context import Context, Result
from punchcard.cli.delivery.delivering import deliver_rest
from punchcard.cli.delivery.patience import Patience
from punchcard.cli.delivery.sessions import in_session
from punchcard.cli.options import add_wait
from punchcard.cli.shapes import moment_shape
from punchcard.cli.tables import table
from punchcard.core.durations import format_duration
from punchcard.core.groups import Filters
from punchcard.core.moments import clock_time, spoken
from punchcard.core.presence import Presence
from punchcard.core.refusals import UsageError
from punchcard.core.text import one_line
from punchcard.services.choices import assignment_named, looking_up, time_type_named
from punchcard.services.groups.entry_filters import people_named
from punchcard.services.presence import WhoIsIn, elapsed_seconds, presence_port, who_is_in
from punchcard.services.session import Session

NOTE_WIDTH = 40
"""How much of a note the table shows, in characters."""


def configure(name: str, parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `who`."""
    parser.epilog = (
        f"examples:\n"
        f"  punch {name}\n"
        f"  punch {name} --person Ben --person Carla\n"
        f"  punch {name} --type 'Home office' --on Northwind/Portal\n"
        f"  punch out --as Ben\n\n"
        f"You see yourself, and whoever you lead. Several values of one option are “or”."
    )
    parser.add_argument("--person", dest="people", action="append", default=[], metavar="NAME",
                        help="only this person; may be repeated")  # fmt: skip
    parser.add_argument("--type", dest="types", action="append", default=[], metavar="TYPE",
                        help="only who does this kind of work; may be repeated")  # fmt: skip
    parser.add_argument("--on", dest="booked_on", action="append", default=[], metavar="A/B/C",
                        help="only who works on this, or below it; may be repeated")  # fmt: skip
    add_wait(parser)


def run(arguments: argparse.Namespace, context: Context) -> Result:
    """Ask who is clocked in, and show it."""

    async def work(session: Session) -> Result:
        presence_port(session)
        warnings = await deliver_rest(session)
        with looking_up():
            who = await Patience(session, arguments.wait).read(_read(session, arguments))
        is_filtered = bool(arguments.people or arguments.types or arguments.booked_on)
        warnings += who.unseen
        data = {**_shape(who), "warnings": list(warnings)}
        return Result(_text(who, is_filtered=is_filtered), data, warnings=warnings)

    return in_session(context, work)


async def _read(session: Session, arguments: argparse.Namespace) -> WhoIsIn:
    people = await people_named(session, arguments.people) if arguments.people else ()
    types = [(await time_type_named(session, name)).id for name in arguments.types]
    branches = [await assignment_named(session, path, in_part=True) for path in arguments.booked_on]
    if not all(branches):
        raise UsageError("`--on` names what is worked on, and is empty here.", "Leave it out for everything.")
    nodes = [branch.references[-1] for branch in branches]
    references = tuple(dict.fromkeys((node.dimension, node.id) for node in nodes))
    return await who_is_in(session, [each.id for each in people], Filters((), tuple(types), (), references))


def _text(who: WhoIsIn, *, is_filtered: bool) -> str:
    if not who.present:
        return "Nobody of those is clocked in." if is_filtered else "Nobody is clocked in."
    lines = table([_row(who, each) for each in who.present], right=frozenset({4}))
    on_break = sum(each.on_break for each in who.present)
    besides = f", {on_break} of them on a break" if on_break else ""
    return "\n".join([*lines, "", f"{len(who.present)} clocked in at {clock_time(who.as_of)}{besides}."])


def _row(who: WhoIsIn, presence: Presence) -> list[str]:
    elapsed = elapsed_seconds(presence, who.as_of)
    asked = who.asked.get(presence.person.id)
    return [
        "‖" if presence.on_break else "▶",
        one_line(presence.person.name, 40),
        "on break" if presence.on_break else "working",
        _in_at(presence, who.as_of),
        "" if elapsed is None else f"{format_duration(elapsed)} ago",
        one_line(presence.time_type.name) if presence.time_type else "",
        presence.assignment.label,
        one_line(presence.note, NOTE_WIDTH),
        asked.text if asked else "",
    ]


def _in_at(presence: Presence, now: ZonedDateTime) -> str:
    return "" if presence.since is None else f"in at {spoken(presence.since, now.date())}"


def _shape(who: WhoIsIn) -> dict[str, Any]:
    """`elapsed_seconds` is since the clock was started, breaks included; `pending` is null or a state."""
    return {
        "as_of": moment_shape(who.as_of),
        "people": [
            {
                "id": each.person.id,
                "name": each.person.name,
                "state": "break" if each.on_break else "working",
                "since": moment_shape(each.since),
                "elapsed_seconds": elapsed_seconds(each, who.as_of),
                "type": each.time_type.name if each.time_type else None,
                "assignment": each.assignment.label or None,
                "note": each.note or None,
                "pending": asked.state.value if (asked := who.asked.get(each.person.id)) else None,
            }
            for each in who.present
        ],
        "unseen": list(who.unseen),
    }
