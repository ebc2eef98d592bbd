"""`groups`: the time of a period as a tree of sums, and bulk changes of what a node holds."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace

from punchcard.cli.context import Context, Result
from punchcard.cli.delivery.patience import Patience
from punchcard.cli.delivery.sessions import in_session
from punchcard.cli.groups.turns import in_turn
from punchcard.cli.options import WAIT_SECONDS, add_wait
from punchcard.cli.periods import add_period, chosen_period
from punchcard.core.filters import parse_terms
from punchcard.core.grouping import GroupOrder, sorted_groups
from punchcard.core.grouping_keys import parse_grouping
from punchcard.core.groups import Group, GroupPath
from punchcard.core.refusals import NotFound, UsageError
from punchcard.core.text import one_line
from punchcard.services.groups.bulk_plan import amount_of_money
from punchcard.services.groups.entry_filters import resolve_filters
from punchcard.services.groups.grouping import GroupedReport, grouped
from punchcard.services.groups.vendor_groups import filter_names, key_names, offer_of, switches_named
from punchcard.services.session import Session

_ACTIONS = ("show", "edit", "delete")
_SETS = ("set_type", "set_on", "set_note", "set_billable", "set_billed", "set_rate", "set_person")
_NODES_SHOWN = 12

_EPILOG = """\
keys to group by, in any order and nesting:
  the levels that time is booked on (client, project, task; organization at
  McTime), assignment (the whole branch), person, type, category, status,
  billable, note, day, week, month, year, weekday

filters: client=… project=… type=… status=… person=… text=… billable=yes|no.
  Several values of one key are "or", different keys are "and". Names may be
  shortened. At McTime organization=… takes a name, a path A/B or an id; what is
  listed there no more, or the name of several, is looked up by McTime itself.

a service that sums up itself may offer more. Clockodo:
  keys      customers, projects, subprojects, services, lumpsum_services,
            is_lumpsum
  filters   team=… lumpsum_services=… note=PART whole_note=… billed=yes|no
            budget=hard|soft|none|"not hard"|"hard, completed" …
  options   customer_names=yes|no  hard_budget_revenue=yes|no
  It takes ten calls a minute; the next one waits, and says until when.

what counts: what was worked inside the period; entries over midnight are cut
  there. Vacation and other leave count with --absences, or with a filter by
  type. The running clock does not count yet.

rounding: every innermost group is rounded for itself to the nearest multiple,
  half of one up; all groups above and the total are sums of what was rounded.
  The exact sum stands beside it.

edit and delete go in two steps: the first says how many entries it is about,
  and how much time. In a terminal it asks then; elsewhere the second step is
  the same command with --expect COUNT. Where the count has changed, it is
  shown again and nothing is done. `punch undo` takes all of it back at once.

examples:
  punch groups --by client,project,day --month last --round 15
  punch groups --by type --filter client=Northwind --last 30
  punch groups edit --by client,project --node Northwind/Portal --set-type Travel
  punch groups delete --by note --node test --expect 3"""


def configure(name: str, parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `groups`."""
    del name
    parser.epilog = _EPILOG
    parser.add_argument("action", nargs="?", default="show", choices=_ACTIONS, metavar="ACTION",
                        help="show, edit or delete (default: show)")  # fmt: skip
    parser.add_argument("--by", metavar="KEYS", help="keys, the outermost first: client,project,day")
    add_period(parser, "week")
    add_filters(parser)
    parser.add_argument("--absences", action="store_true", help="count vacation and other leave too")
    parser.add_argument("--node", metavar="A/B", help="only this group: its labels, from the outermost")
    parser.add_argument(
        "--round", type=minutes, default=0, metavar="MINUTES", help="round to 1 to 1440 minutes"
    )
    parser.add_argument("--sort", choices=("time", "name"), metavar="ORDER",
                        help="time (the longest first) or name; otherwise days stay in order")  # fmt: skip
    parser.add_argument("--depth", type=depth, metavar="N", help="show so many levels")
    parser.add_argument("--option", dest="options", action="append", default=[], metavar="K=yes|no",
                        help="how the service sums up; may be repeated")  # fmt: skip
    parser.add_argument("--details", action="store_true", help="numbers, notes, rates and budgets of groups")
    change = parser.add_argument_group("edit and delete")
    change.add_argument("--set-type", metavar="TYPE", help="kind of time, such as Travel")
    change.add_argument("--set-on", metavar="A/B/C", help="what it is booked on; an empty text for nothing")
    change.add_argument("--set-note", metavar="TEXT", help="the note; an empty text for none")
    change.add_argument("--set-billable", choices=("yes", "no"), metavar="yes|no", help="billable or not")
    change.add_argument("--set-billed", action="store_const", const=True, help="billable, and billed already")
    change.add_argument("--set-rate", type=rate, metavar="AMOUNT", help="what an hour costs")
    change.add_argument("--set-person", metavar="NAME", help="whose time it is")
    change.add_argument("--expect", type=depth, metavar="COUNT", help="do it if it is about so many entries")
    add_wait(parser)


def add_filters(parser: argparse.ArgumentParser) -> None:
    """Add `--filter` and `--person`."""
    parser.add_argument("--filter", dest="filters", action="append", default=[], metavar="K=V",
                        help="only client=…, type=…, status=…, text=…; may be repeated")  # fmt: skip
    parser.add_argument("--person", dest="people", action="append", default=[], metavar="NAME",
                        help="whose time: a name, or all; may be repeated (default: yours)")  # fmt: skip


def minutes(text: str) -> int:
    """Read minutes to round to, for argparse."""
    return _number(text, 1440, "minutes")


def depth(text: str) -> int:
    """Read a count from 1 on, for argparse."""
    return _number(text, 10**9, "things")


def rate(text: str) -> float:
    """Read an amount of money, for argparse."""
    try:
        return amount_of_money(text)
    except UsageError as error:
        raise argparse.ArgumentTypeError(error.message) from None


def run(arguments: argparse.Namespace, context: Context) -> Result:
    """Show the tree, or change what a node holds."""
    _refuse_unfitting(arguments)

    async def work(session: Session) -> Result:
        patience = Patience(session, arguments.wait)
        warnings = await patience.get_fresh()
        # Sums are those of the service, so that it has to be asked in any case.
        patience = patience if arguments.wait else Patience(session, WAIT_SECONDS)

        async def read() -> GroupedReport:
            return await Patience(session, patience.seconds).read(read_report(session, arguments))

        may_wait = arguments.wait > 0
        report = await in_turn(session, read, may_wait=may_wait)
        path = node_path(report, arguments.node) if arguments.node is not None else ()
        if arguments.action == "show":
            return _show(report, path, arguments, warnings)
        from punchcard.cli.groups.bulk import change_node

        return await change_node(session, context, arguments, report, path, warnings)

    return in_session(context, work, arguments)


async def read_report(session: Session, arguments: argparse.Namespace) -> GroupedReport:
    """Read what the arguments ask for."""
    dimensions, offer = await session.backend.directory.dimensions(), offer_of(session)
    by = parse_grouping(arguments.by, key_names(offer, dimensions)) if arguments.by is not None else ()
    period = chosen_period(session, arguments, "week")
    terms = parse_terms(arguments.filters, filter_names(offer, dimensions))
    switches = switches_named(session, arguments.options)
    found = await resolve_filters(session, terms, period, arguments.people)
    return await grouped(
        session, by, period, found.filters, arguments.round, found.people,
        absences=arguments.absences, words=found.words, extras=replace(found.extras, switches=switches),
    )  # fmt: skip


def node_path(report: GroupedReport, text: str) -> GroupPath:
    """Return the path of the node that labels such as "Northwind/Portal" name; labels may be shortened.

    Raises:
        NotFound: There is no such node, or several.
    """
    found = _exact(report.groups, text.strip().casefold()) or _begun(report.groups, text.split("/"))
    if len(found) == 1:
        return found[0].path
    problem = "fits several groups" if found else "is no group here"
    choices = found or report.groups
    shown = ", ".join(group.label for group in choices[:_NODES_SHOWN])
    more = " …" if len(choices) > _NODES_SHOWN else ""
    hint = f"There are: {shown}{more}." if shown else "There is nothing in this period."
    raise NotFound(f"“{one_line(text, 60)}” {problem}. Nothing was changed.", hint)


def node_label(report: GroupedReport, path: GroupPath) -> str:
    """What the node is called: "Northwind › Portal"; empty for the total."""
    nodes = (report.total.at(path[: depth + 1]) for depth in range(len(path)))
    return " › ".join(node.label for node in nodes if node)


def _exact(groups: Sequence[Group], text: str) -> list[Group]:
    """Whole labels or keys. They may hold slashes themselves."""
    found: list[Group] = []
    for group in groups:
        for name in {group.label.casefold(), group.key.casefold()} - {""}:
            if text == name:
                found.append(group)
            elif text.startswith(f"{name}/"):
                found += _exact(group.children, text[len(name) + 1 :])
    return found


def _begun(groups: Sequence[Group], parts: Sequence[str]) -> list[Group]:
    """Beginnings of labels."""
    key = one_line(parts[0]).casefold()
    found = [group for group in groups if key and group.label.casefold().startswith(key)]
    exact = [group for group in found if group.label.casefold() == key] or found
    return [node for group in exact for node in _begun(group.children, parts[1:])] if parts[1:] else exact


def _show(
    report: GroupedReport, path: GroupPath, arguments: argparse.Namespace, warnings: tuple[str, ...]
) -> Result:
    from punchcard.cli.groups.text import report_shape, report_text

    order = {"time": GroupOrder.DURATION, "name": GroupOrder.NAME, None: GroupOrder.USUAL}[arguments.sort]
    top = report.total.at(path) or report.total
    tree = sorted_groups([top], order)[0]
    label = node_label(report, path) or top.label
    text = report_text(report, tree, label, arguments.depth, details=arguments.details)
    data = {**report_shape(report, tree, label, arguments.depth), "warnings": list(warnings)}
    return Result(text, data, warnings=warnings)


def _refuse_unfitting(arguments: argparse.Namespace) -> None:
    """Say of options that have no use here that they have none, before anything is read."""
    sets = [name for name in _SETS if getattr(arguments, name) is not None]
    option = f"--{sets[0].replace('_', '-')}" if sets else ""
    if arguments.action != "edit" and sets:
        raise UsageError(f"{option} goes with `punch groups edit`.", "Nothing was changed.")
    if arguments.action == "edit" and not sets:
        raise UsageError(
            "There is nothing to change.", "Give --set-type, --set-on, --set-note, --set-billable …"
        )
    if arguments.action == "show" and arguments.expect is not None:
        raise UsageError(
            "--expect says how many entries a change is about, and nothing is changed here.",
            "It goes with `punch groups edit` and `punch groups delete`, in place of a question.",
        )
    if arguments.by is None and (arguments.action == "show" or arguments.node is not None):
        raise UsageError("`punch groups` needs --by.", "Say what to group by: --by client,project,day.")
    if arguments.action != "show" and arguments.node is None and not arguments.filters:
        raise UsageError(
            "That would be about everything in the period; nothing was changed.",
            "Name a group with --by and --node, or give a --filter.",
        )


def _number(text: str, most: int, what: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 12 and 1 <= int(text) <= most):
        raise argparse.ArgumentTypeError(f"“{one_line(text, 40)}” is no number of {what} from 1 to {most}.")
    return int(text)
