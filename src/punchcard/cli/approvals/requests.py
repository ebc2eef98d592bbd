"""`requests`: asking for changes of days that one may not change oneself."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from whenever import Date

from punchcard.backends.abilities import Ability, unavailable
from punchcard.backends.errors import BackendError
from punchcard.cli.approvals.filters import add_filters, filtered, refuse_filters
from punchcard.cli.asking import confirm
from punchcard.cli.context import Context, Result
from punchcard.cli.delivery.delivering import deliver_asked
from punchcard.cli.delivery.patience import Patience
from punchcard.cli.delivery.sessions import in_session
from punchcard.cli.options import WAIT_SECONDS, add_wait, identifier, note_warnings
from punchcard.core.refusals import Refusal, UsageError
from punchcard.services.session import Session

if TYPE_CHECKING:
    from punchcard.core.change_requests import ChangeRequest, RequestedChange
    from punchcard.core.requested_days import DayPreview

_ACTIONS = ("list", "create", "withdraw")

_EPILOG = """\
examples:
  punch requests                                    what waits of yours
  punch requests list --status declined --from 1.3.
  punch requests create mon --add 17:00-18:00
  punch requests create 2026-03-03 --remove 12:00-12:30 --note "worked through"
  punch requests create mon --as-day 08:00-12:00,12:30-17:00
  punch requests withdraw 3fa9c1 81d0aa

`create` shows the day before and after, and asks; --yes does not ask. There is one request a
day: a newer one takes the place of one that nobody has decided. Where you may change the day
anyway, it is done at once."""


class NothingToAskFor(Refusal):
    """The day is already as it was asked for."""

    code = "nothing_to_change"


class NoRequests(Refusal):
    """This account takes no requests."""

    code = "not_available"


def configure(name: str, parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `requests`."""
    del name
    parser.epilog = _EPILOG
    parser.set_defaults(gathers="targets")
    parser.add_argument("action", nargs="?", default="list", choices=_ACTIONS, metavar="ACTION",
                        help="list, create or withdraw (default: list)")  # fmt: skip
    parser.add_argument("targets", nargs="*", metavar="DAY|ID", type=identifier,
                        help="the day to change, or the ends of the ids to take back")  # fmt: skip
    parser.add_argument("--all", action="store_true", help="list the decided ones too")
    add_filters(parser, of_others=False)
    change = parser.add_argument_group("create")
    for option in ("--add", "--remove"):
        change.add_argument(option, action="extend", nargs="+", default=[], metavar="A-B",
                            help=f"a stretch of work to {option[2:]}: 17:00-18:00")  # fmt: skip
    change.add_argument("--as-day", metavar="A-B,C-D", help="the whole day as it should be; none for no work")
    change.add_argument("--note", metavar="TEXT", help="what to tell whoever decides")
    change.add_argument("--yes", action="store_true", help="do not ask")
    add_wait(parser)


def run(arguments: argparse.Namespace, context: Context) -> Result:
    """List, ask, or take back."""
    _check(arguments)
    does = {"list": _list, "create": _create, "withdraw": _withdraw}[arguments.action]

    async def work(session: Session) -> Result:
        if reason := unavailable(session.abilities, Ability.REQUEST_CHANGE):
            raise NoRequests(f"Changes cannot be asked for with this account. {reason}")
        patience = Patience(session, arguments.wait)
        warnings = await patience.get_fresh()
        return await does(session, arguments, context, warnings, patience)

    return in_session(context, work, arguments)


def _check(arguments: argparse.Namespace) -> None:
    asks = arguments.add or arguments.remove or arguments.as_day is not None or arguments.note is not None
    if asks and arguments.action != "create":
        raise UsageError(
            "--add, --remove, --as-day and --note go with `punch requests create`.", "Nothing was changed."
        )
    if arguments.action != "list":
        refuse_filters(arguments, "requests")
    else:
        if arguments.targets:
            raise UsageError(
                f"`punch requests list` takes no “{arguments.targets[0]}”.",
                "`punch requests --all` lists all.",
            )
        return
    if not any(arguments.targets):
        what = "a DAY" if arguments.action == "create" else "an ID"
        raise UsageError(
            f"`punch requests {arguments.action}` needs {what}.", "`punch requests --help` shows examples."
        )
    if arguments.action == "create" and len(arguments.targets) > 1:
        raise UsageError("`punch requests create` is about one day.", "Ask for the other one by itself.")
    if arguments.action == "create" and not (
        arguments.add or arguments.remove or arguments.as_day is not None
    ):
        raise UsageError("There is nothing to ask for.", "Give --add, --remove or --as-day.")
    if arguments.as_day is not None and (arguments.add or arguments.remove):
        raise UsageError(
            "--as-day says the whole day; --add and --remove go without it.", "Give the one or the others."
        )


async def _mine(session: Session, patience: Patience) -> tuple[tuple[ChangeRequest, ...], tuple[str, ...]]:
    """Return the person's own requests, oldest first, and a warning where they cannot be read now."""
    from punchcard.core.change_requests import ChangeRequest
    from punchcard.services.approvals.inbox import inbox, known_inbox, refresh_approvals

    warnings: tuple[str, ...] = ()
    try:
        await patience.read(refresh_approvals(session))
        found = await patience.read(inbox(session, "mine"))
    except BackendError as error:
        found = known_inbox(session, "mine")
        warnings = patience.as_of(found.fetched_at, error)
    requests = tuple(each.item for each in found.items if isinstance(each.item, ChangeRequest))
    return requests, warnings


async def _list(
    session: Session,
    arguments: argparse.Namespace,
    context: Context,
    warnings: tuple[str, ...],
    patience: Patience,
) -> Result:
    from punchcard.cli.approvals.shapes import item_shape, net_seconds
    from punchcard.cli.approvals.text import requests_text
    from punchcard.cli.timesheet.week_text import columns
    from punchcard.core.submitted_weeks import RequestStatus

    del context
    mine, more = await _mine(session, patience)
    mine = tuple(await filtered(session, arguments, mine, lambda request: request))
    is_filtered = any(value is not None for value in (arguments.first, arguments.last_day, arguments.status))
    if not arguments.all and arguments.status is None:
        mine = tuple(request for request in mine if request.status is RequestStatus.PENDING)
    today = session.today()
    items = [item_shape(request, session.person, today, net_seconds(request)) for request in mine]
    nothing = (
        "You have never asked for a change."
        if arguments.all
        else "No request of yours waits. `punch requests --all` lists the decided ones."
    )
    if is_filtered:
        nothing = "Nothing fits that."
    warnings += more
    text = "\n".join(requests_text(mine, today, columns())) or nothing
    return Result(text, {"items": items, "warnings": list(warnings)}, warnings=warnings)


async def _create(
    session: Session,
    arguments: argparse.Namespace,
    context: Context,
    warnings: tuple[str, ...],
    patience: Patience,
) -> Result:
    from punchcard.cli.approvals.shapes import preview_shape
    from punchcard.cli.timesheet.week import read_again
    from punchcard.core.moments import checked_day, day_in_words
    from punchcard.core.notes import checked_note
    from punchcard.core.weeks import week_at
    from punchcard.core.when import parse_day
    from punchcard.services.approvals.change_requesting import ask_for_change, request_preview

    day = checked_day(parse_day(arguments.targets[0], session.today()))
    note = checked_note(arguments.note or "")
    warnings += note_warnings(arguments.note)
    warnings += await read_again(patience, week_at(day, session.schedule.week_starts))
    changes = await _wanted(session, arguments, day)
    preview = await request_preview(session, day, changes, note)
    if preview.before == preview.after:
        raise NothingToAskFor(
            f"{day_in_words(day)} is like that already; there is nothing to ask for.",
            "`punch week` shows the days.",
        )
    if not arguments.yes and not context.as_json:
        _show(session, day, preview)
    confirm(context, f"Ask for this change of {day_in_words(day)}?", yes=arguments.yes)
    asked = ask_for_change(session, day, changes, note)
    result = await deliver_asked(session, context, [asked], arguments.wait, warnings)
    if not context.as_json:
        return result
    request = await _asked(session, asked.row_id)
    return result._replace(data={**result.data, "request": request, "preview": preview_shape(preview)})


async def _wanted(session: Session, arguments: argparse.Namespace, day: Date) -> tuple[RequestedChange, ...]:
    """Return the changes that the arguments name, in order: what to remove, then what to add."""
    from punchcard.core.change_requests import IntervalChange, RequestedChange
    from punchcard.core.requested_days import changes_between
    from punchcard.core.requested_stretches import read_day, read_stretch
    from punchcard.core.weeks import week_at
    from punchcard.services.approvals.requested_day import worked_before
    from punchcard.services.timesheet.week import timesheet

    now = session.now()
    if arguments.as_day is not None:
        after = read_day(arguments.as_day, day, now)
        sheet = await timesheet(session, week_at(day, session.schedule.week_starts))
        return changes_between(worked_before(sheet, day, now), after)
    given = ((IntervalChange.REMOVE, arguments.remove), (IntervalChange.ADD, arguments.add))
    return tuple(
        RequestedChange(change, read_stretch(text, day, now))
        for change, texts in given
        for text in _split(texts)
    )


def _split(texts: Sequence[str]) -> list[str]:
    return [part for text in texts for part in text.split(",") if part.strip()]


def _show(session: Session, day: Date, preview: DayPreview) -> None:
    from punchcard.cli.approvals.text import preview_text
    from punchcard.cli.timesheet.week_text import columns
    from punchcard.core.moments import day_in_words
    from punchcard.core.text import cleaned

    lines = [f"{day_in_words(day)}:", "", *preview_text(preview, day, session.zone, columns()), ""]
    print(cleaned("\n".join(lines)), file=sys.stderr, flush=True)


async def _asked(session: Session, request_id: str) -> dict[str, Any] | None:
    """Return the request as it is known now; None where it is not delivered yet."""
    from punchcard.cli.approvals.shapes import item_shape, net_seconds

    mine, _ = await _mine(session, Patience(session, WAIT_SECONDS))
    found = next((request for request in mine if request.id == request_id), None)
    return item_shape(found, session.person, session.today(), net_seconds(found)) if found else None


async def _withdraw(
    session: Session,
    arguments: argparse.Namespace,
    context: Context,
    warnings: tuple[str, ...],
    patience: Patience,
) -> Result:
    from punchcard.cli.approvals.named_items import ids_from, item_named
    from punchcard.services.approvals.change_requesting import check_withdrawal, withdraw_request

    mine, more = await _mine(session, patience)
    requests = {
        request.id: request
        for wanted in ids_from(arguments.targets)
        for request in [item_named(wanted, mine, where="punch requests --all")]
    }
    for request in requests.values():
        check_withdrawal(session, request)
    asked = [withdraw_request(session, request) for request in requests.values()]
    if not asked:
        return Result("No id was given; nothing was withdrawn.", {"warnings": list(warnings)})
    return await deliver_asked(session, context, asked, arguments.wait, warnings + more)
