"""`approvals`: what a lead decides."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from punchcard.backends.abilities import Ability, unavailable
from punchcard.backends.errors import BackendError
from punchcard.cli.approvals.filters import add_filters, filtered, refuse_filters
from punchcard.cli.context import Context, Result
from punchcard.cli.delivery.patience import Patience
from punchcard.cli.delivery.sessions import in_session
from punchcard.cli.options import add_wait, identifier
from punchcard.core.refusals import Refusal, UsageError
from punchcard.services.session import Session

if TYPE_CHECKING:
    from punchcard.backends.contract import Scope
    from punchcard.core.change_requests import ApprovalItem, PendingEntry
    from punchcard.services.approvals.inbox import Inbox, InboxItem

_ACTIONS = ("list", "show", "approve", "decline", "reopen")
_DECIDED_STATUSES = ("approved", "declined", "withdrawn", "replaced", "rejected", "unknown")
_DECIDES = ("approve", "decline", "reopen")

_EPILOG = """\
examples:
  punch approvals                                    what waits for you
  punch approvals show 3fa9c1                        the day before and after
  punch approvals approve 3fa9c1 81d0aa
  punch approvals --team product --from 1.3. --to 31.3.
  punch approvals list --status declined
  punch approvals approve 3fa9c1 --accept-violations   although a rule is broken
  punch approvals decline 3fa9c1 --reason "The office was closed."
  punch approvals reopen 81d0aa --yes                an approved week, open again
  punch approvals reopen 81d0aa --reason "Wrong project"   where the vendor needs one
  punch approvals list --json | jq -c '.data.items[] | select(.seconds <= 3600)' |
    punch approvals approve -

Where every entry is approved for itself and no call decides (McTime), what waits is listed
by person and week, with where it is decided:
  punch approvals --person ben --status under-approval

Ids may be shortened to their end; `-` reads them from standard input, one a line or as JSON
objects with an `id`. What reaches several weeks is named and asked about first; --yes does not
ask. Nothing is held here: what is decided goes out at once.

The amount in a list, and `requested_seconds`, is what a request asks for by itself; `show` has
what it does to the day as it is (`difference_seconds`).

exit codes: 0 all done, 1 at least one was refused or is unknown, 3 at least one is not confirmed
yet, 5 no id names anything, and nothing was decided"""


class NoApprovals(Refusal):
    """Nothing is decided with this account."""

    code = "not_available"


def configure(name: str, parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `approvals`."""
    del name
    parser.epilog = _EPILOG
    parser.set_defaults(gathers="ids")
    parser.add_argument("action", nargs="?", default="list", choices=_ACTIONS, metavar="ACTION",
                        help="list, show, approve, decline or reopen (default: list)")  # fmt: skip
    parser.add_argument("ids", nargs="*", metavar="ID", type=identifier,
                        help="requests and weeks, by the end of their ids; - for standard input")  # fmt: skip
    parser.add_argument("--decided", action="store_true", help="list what is decided, the newest first")
    parser.add_argument("--reason", metavar="R", help="why; declining needs it where it is kept")
    parser.add_argument(
        "--accept-violations", action="store_true", help="approve although a rule on working time is broken"
    )
    parser.add_argument("--yes", action="store_true", help="do not ask")
    add_filters(parser, of_others=True)
    add_wait(parser)


def run(arguments: argparse.Namespace, context: Context) -> Result:
    """List, show, or decide."""
    _check(arguments)

    async def work(session: Session) -> Result:
        if session.backend.approvals is None:
            reason = unavailable(session.abilities, Ability.APPROVE) or ""
            raise NoApprovals(f"Nothing can be decided with this account. {reason}".strip())
        patience = Patience(session, arguments.wait)
        warnings = await patience.get_fresh()
        warnings += await _read_again(session, patience)
        if arguments.action == "list":
            return await _list(session, arguments, warnings)
        if arguments.action == "show":
            return await _show(session, arguments, warnings)
        from punchcard.cli.approvals.deciding import decide_items

        return await decide_items(session, arguments, context, warnings)

    return in_session(context, work, arguments)


def _check(arguments: argparse.Namespace) -> None:
    action = arguments.action
    if action == "list" and arguments.ids:
        raise UsageError(
            f"`punch approvals list` takes no “{arguments.ids[0]}”.",
            f"Say `punch approvals show {arguments.ids[0]}`.",
        )
    if action != "list":
        refuse_filters(arguments, "approvals")
        if arguments.decided:
            raise UsageError(
                f"--decided goes with `punch approvals list`, not with {action}.", "Nothing was changed."
            )
    if arguments.reason is not None and action not in _DECIDES:
        raise UsageError(f"--reason goes with a decision, not with {action}.", "Nothing was changed.")
    if arguments.accept_violations and action != "approve":
        raise UsageError(
            f"--accept-violations goes with `punch approvals approve`, not with {action}.",
            "Nothing was changed.",
        )
    if action != "list" and not arguments.ids:
        raise UsageError(f"`punch approvals {action}` needs an ID.", "`punch approvals` lists them.")
    if action == "show" and len(arguments.ids) > 1:
        raise UsageError("`punch approvals show` shows one.", "Give one ID.")


async def _read_again(session: Session, patience: Patience) -> tuple[str, ...]:
    from punchcard.services.approvals.inbox import known_inbox, refresh_approvals

    try:
        await patience.read(refresh_approvals(session))
    except BackendError as error:
        return patience.as_of(known_inbox(session, "waiting").fetched_at, error)
    return ()


async def read_inbox(session: Session, scope: Scope) -> Inbox:
    """Return a scope as it is known now; `_read_again` has said what could not be read."""
    from punchcard.services.approvals.inbox import inbox, known_inbox

    try:
        return await inbox(session, scope)
    except BackendError:
        return known_inbox(session, scope)


async def _list(session: Session, arguments: argparse.Namespace, warnings: tuple[str, ...]) -> Result:
    from punchcard.cli.approvals.text import count_in_words, inbox_text
    from punchcard.cli.timesheet.week_text import columns

    is_elsewhere = session.backend.info.approves_entries
    is_decided = arguments.decided or (not is_elsewhere and arguments.status in _DECIDED_STATUSES)
    if arguments.decided and arguments.status == "waiting":
        raise UsageError("What waits is not decided.", "Give --decided or --status waiting.")
    found = await read_inbox(session, "decided" if is_decided else "waiting")
    if not found.may_look and is_elsewhere and not is_decided:
        found = await read_inbox(session, "mine")
    items = await filtered(session, arguments, found.items, lambda each: each.item)
    if found.elsewhere is not None and not is_decided:
        has_period = arguments.first is not None or arguments.last_day is not None
        return _listed(session, found, items, warnings, has_period=has_period)
    seconds = [await _seconds(session, each.item) for each in items]
    shapes = [_shape(session, each, of) for each, of in zip(items, seconds, strict=True)]
    listed = [
        (each.item, each.person.name, of, _on_its_way(each)) for each, of in zip(items, seconds, strict=True)
    ]
    lines = inbox_text(listed, session.today(), columns(), decided=is_decided)
    if lines and not is_decided:
        lines = [count_in_words([each.item for each in items], session.today()), "", *lines]
    nothing = _nothing(found, decided=is_decided)
    data = {"items": shapes, "why_not": found.why_not, "warnings": list(warnings)}
    return Result("\n".join(lines) or nothing, data, warnings=warnings)


def _listed(
    session: Session, found: Inbox, items: Sequence[InboxItem], warnings: tuple[str, ...], *, has_period: bool
) -> Result:
    """List entries that are approved elsewhere: by person and week, and one by one for programs."""
    from punchcard.cli.approvals.entries import count_in_words, entries_text, listed_data
    from punchcard.cli.timesheet.week_text import columns
    from punchcard.core.change_requests import PendingEntry
    from punchcard.services.approvals.listed_weeks import listed_weeks

    weeks, today = listed_weeks(session, items), session.today()
    around = {entry.id: (each.week.week, each.findings) for each in weeks for entry in each.week.entries}
    shapes = [
        {
            **_shape(session, each, each.item.entry.worked_seconds),
            **listed_data(each.item.entry, *around[each.item.id], found.elsewhere, today),
        }
        for each in items
        if isinstance(each.item, PendingEntry)
    ]
    is_own = found.scope == "mine"
    where = f"{found.elsewhere.sentence}." if found.elsewhere else ""
    # Whoever asks for a period is to know that the list does not reach everywhere.
    reach = [found.elsewhere.reason] if found.elsewhere and not is_own and (has_period or not weeks) else []
    lines = [f"{count_in_words(weeks, today, is_own=is_own)} {where}", *entries_text(weeks, today, columns())]
    lines += ["", *reach] if reach else []
    none = "No entry waits for an approval."
    if is_own:
        none = "None of your entries is under approval, or was disapproved."
    nothing = "\n".join(["Nothing fits that." if found.items else f"{none} {where}", *reach])
    data = {"items": shapes, "why_not": found.why_not, "warnings": list(warnings)}
    return Result("\n".join(lines) if weeks else nothing, data, warnings=warnings)


def _nothing(found: Inbox, *, decided: bool) -> str:
    """What is said where nothing is listed, and what is never listed with this account."""
    if found.elsewhere is not None:
        return f"Nothing is decided here. {found.elsewhere.sentence}. {found.never_listed}".strip()
    if found.why_not and not decided:
        return found.why_not
    if found.items:
        nothing, never = "Nothing fits that.", found.never_listed if decided else ""
    else:
        nothing, never = (
            "Nothing is decided yet." if decided else "Nothing waits for you.",
            found.never_listed,
        )
    return f"{nothing} {never}".strip()


def _shape(session: Session, found: InboxItem, seconds: int | None) -> dict[str, object]:
    from punchcard.cli.approvals.shapes import item_shape, pending_shape

    shape = item_shape(found.item, found.person, session.today(), seconds)
    return {**shape, "pending": pending_shape(found.pending), "problem": found.problem or None}


def _on_its_way(found: InboxItem) -> str:
    if found.problem:
        return f"! {found.problem}"
    return "↑" if found.pending is not None else ""


async def _seconds(session: Session, item: ApprovalItem) -> int | None:
    """The difference that a request makes; of an entry or a week, what was worked, where that is known."""
    from punchcard.cli.approvals.shapes import net_seconds
    from punchcard.core.change_requests import ChangeRequest, PendingEntry
    from punchcard.core.groups import Period
    from punchcard.services.outbox.ports import entries_port

    if isinstance(item, ChangeRequest):
        return net_seconds(item)
    if isinstance(item, PendingEntry):
        return item.entry.worked_seconds
    if item.worked_seconds is not None:
        return item.worked_seconds
    try:
        totals = await entries_port(session).totals(item.person, Period(item.first, item.last))
    except BackendError:
        return None
    return totals.worked_seconds if totals else None


async def _show(session: Session, arguments: argparse.Namespace, warnings: tuple[str, ...]) -> Result:
    from punchcard.cli.approvals.named_items import ids_from, item_named
    from punchcard.cli.approvals.showing import detail_data, detail_text
    from punchcard.core.change_requests import PendingEntry
    from punchcard.services.approvals.detail import detail

    scopes: tuple[Scope, ...] = ("waiting", "decided", "mine")
    known = [each for scope in scopes for each in (await read_inbox(session, scope)).items]
    (wanted,) = ids_from(arguments.ids)[:1] or ("",)
    item = item_named(wanted, [each.item for each in known], where="punch approvals")
    if isinstance(item, PendingEntry):
        return await _show_entry(session, item, known, warnings)
    found = await detail(session, item)
    seconds = await _seconds(session, item)
    data = {**detail_data(found, session.now(), seconds), "warnings": list(warnings)}
    return Result(detail_text(found, session.now(), seconds), data, warnings=warnings)


async def _show_entry(
    session: Session, item: PendingEntry, known: Sequence[InboxItem], warnings: tuple[str, ...]
) -> Result:
    """Show an entry that is approved elsewhere, and the week around it."""
    from punchcard.cli.approvals.showing import listed_entry_data, listed_entry_text
    from punchcard.services.approvals.detail import detail
    from punchcard.services.approvals.inbox import known_inbox
    from punchcard.services.approvals.listed_weeks import listed_weeks

    week = next(each.week for each in listed_weeks(session, known) if item.entry in each.week.entries)
    found, where = await detail(session, week), known_inbox(session, "waiting").elsewhere
    data = {**listed_entry_data(found, item, where, session.now()), "warnings": list(warnings)}
    return Result(listed_entry_text(found, item, where, session.now()), data, warnings=warnings)
