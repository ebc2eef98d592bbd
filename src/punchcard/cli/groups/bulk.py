"""`groups edit` and `groups delete`: the two steps of a bulk change."""

from __future__ import annotations

import argparse
import sys
from functools import partial

from punchcard.cli.asking import confirm
from punchcard.cli.context import Context, Result
from punchcard.cli.delivery.delivering import Delivered, deliver_all, outcome_of, what_waits
from punchcard.cli.groups.command import node_label
from punchcard.cli.groups.turns import in_turn
from punchcard.core.groups import GroupPath
from punchcard.core.refusals import NotFound, Refusal, UsageError
from punchcard.services.choices import assignment_named, time_type_named
from punchcard.services.groups.bulk import BulkDone, plan, run
from punchcard.services.groups.bulk_plan import BulkPlan, NewValues, Selection, counted
from punchcard.services.groups.entry_filters import people_named
from punchcard.services.groups.grouping import GroupedReport
from punchcard.services.groups.vendor_groups import offer_of
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxState

NOT_CONFIRMED = 3
UNDO = "`punch undo` takes it back as a whole."


class CountNeeded(UsageError):
    """The first step of a bulk change; the second names the count."""

    code = "count_needed"


class CountChanged(Refusal):
    """A bulk change that is about other entries than was said."""

    code = "count_changed"


class NothingToDo(Refusal):
    """A bulk change of no entries."""

    code = "nothing_to_change"


async def change_node(
    session: Session,
    context: Context,
    arguments: argparse.Namespace,
    report: GroupedReport,
    path: GroupPath,
    warnings: tuple[str, ...],
) -> Result:
    """Say what would be done, make sure that it is meant, do it, deliver it, and say what came of it.

    Raises:
        Refusal: It is not meant, or cannot be done; nothing was changed.
    """
    values = await _new_values(session, arguments) if arguments.action == "edit" else None
    selection = Selection(report.period, report.kept, path, node_label(report, path))
    may_wait = arguments.wait > 0
    shown = await in_turn(session, lambda: plan(session, selection, values), may_wait=may_wait)
    while True:
        _make_sure(context, shown, arguments.expect)
        done = await in_turn(session, partial(run, session, shown), may_wait=may_wait)
        if isinstance(done, BulkDone):
            break
        shown, arguments.expect = done, _expected_again(shown, done, arguments.expect)
    context.kept.append(done.message)
    delivered = await deliver_all(session, arguments.wait)
    return _said(session, shown, done, delivered, warnings)


def _make_sure(context: Context, shown: BulkPlan, expected: int | None) -> None:
    if not shown.count:
        raise NothingToDo(f"There is nothing to do. {shown.left_out_words}".strip(), "Nothing was changed.")
    if expected is not None:
        if expected != shown.count:
            raise CountChanged(
                f"{shown.words} That is {counted(shown.count)}, not {expected:,}; nothing was changed.",
                f"Look again, then give --expect {shown.count}.",
            )
        return
    if context.as_json or not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise CountNeeded(f"{shown.words} Nothing was changed yet.", f"Add --expect {shown.count} to do it.")
    confirm(context, f"{shown.words} Go on?", yes=False)


def _expected_again(shown: BulkPlan, now: BulkPlan, expected: int | None) -> int | None:
    """Something has changed between the steps; the same number of other entries is not what was expected."""
    if expected is None:
        return None
    raise CountChanged(
        f"Something has changed since {counted(shown.count)} were counted. {now.words} Nothing was changed.",
        f"Look again, then give --expect {now.count}.",
    )


async def _new_values(session: Session, arguments: argparse.Namespace) -> NewValues:
    billable = None if arguments.set_billable is None else arguments.set_billable == "yes"
    time_type = arguments.set_type and await time_type_named(session, arguments.set_type)
    assignment = None
    if arguments.set_on is not None:
        try:
            assignment = await assignment_named(session, arguments.set_on, in_part=True)
        except NotFound as error:
            # Nothing is created for a change that may never be agreed to.
            raise NotFound(error.message, error.hint.replace("--create", "`punch assignments add`")) from None
    person = None
    if arguments.set_person is not None:
        person, *more = await people_named(session, [arguments.set_person])
        if more:
            raise UsageError("One person gets the entries.", "Nothing was changed. Name one.")
    is_vendors = bool(arguments.set_billed or arguments.set_rate is not None or person)
    if is_vendors and not offer_of(session).sets_person:
        raise UsageError("This account has no rates and no billing, and entries stay whose they are.")
    return NewValues(
        time_type or None, assignment, arguments.set_note, billable,
        bool(arguments.set_billed), arguments.set_rate, person,
    )  # fmt: skip


def _said(
    session: Session, shown: BulkPlan, done: BulkDone, delivered: Delivered, warnings: tuple[str, ...]
) -> Result:
    mine = [row for row in delivered.rows if row.id in done.row_ids]
    refused = [row for row in mine if row.state is OutboxState.REFUSED]
    waiting = [row for row in mine if not row.is_settled]
    is_lost = done.is_unknown and not done.row_ids
    lines = [done.message]
    lines += [shown.left_out_words] if shown.left_out_words else []
    if refused:
        reasons = " ".join(dict.fromkeys(row.answer or "" for row in refused))
        lines.append(f"{counted(len(refused))} could not be changed and stay as they are: {reasons}")
    if waiting:
        lines += what_waits(session, delivered)
    data = {
        "count": shown.count,
        "seconds": shown.seconds,
        "ids": list(shown.entry_ids),
        "refused": [row.id for row in refused],
        "locked": [{"id": entry.id, "reason": reason} for entry, reason in shown.locked],
        "by": "service" if shown.vendor else "entry",
        "message": done.message,
        "outcome": "unknown" if is_lost else outcome_of(waiting[0] if waiting else None),
        "warnings": list(warnings),
    }
    exit_code = 1 if refused else NOT_CONFIRMED if waiting or is_lost else 0
    undo = [UNDO] if done.can_be_undone else []
    return Result("\n".join([*lines, *undo]), data, exit_code, warnings)
