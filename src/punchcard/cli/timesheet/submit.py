"""`submit`: handing in a week with all that is due before it, or taking it back."""

from __future__ import annotations

import argparse
import sys
import textwrap
from collections import Counter
from typing import Any

from whenever import Date

from punchcard.cli.asking import confirm
from punchcard.cli.context import Context, Result
from punchcard.cli.delivery.delivering import deliver_asked
from punchcard.cli.delivery.patience import Patience
from punchcard.cli.delivery.sessions import in_session
from punchcard.cli.options import add_wait
from punchcard.cli.tables import table
from punchcard.cli.timesheet.week import add_week, chosen_week, read_again
from punchcard.core.durations import format_duration
from punchcard.core.findings import Severity
from punchcard.core.moments import day_in_words
from punchcard.core.text import capitalized, cleaned
from punchcard.core.week_words import week_in_words, weeks_in_words
from punchcard.services.session import Session
from punchcard.services.timesheet.handing_in import NotReady
from punchcard.services.timesheet.preflight import (
    Preflight,
    WeekCheck,
    preflight,
    submit,
    withdraw,
    withdraw_preflight,
)

BLOCKED = 1
"""What `--check` exits with where something stands in the way."""

_LOOK_FIRST = "`--check --json` shows which weeks go, and what is wrong in them."


def configure(name: str, parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `submit`."""
    parser.epilog = (
        f"examples:\n  punch {name} --last\n  punch {name} 2026-W11 --yes\n"
        f"  punch {name} 2026-W11 --withdraw\n  punch {name} --last --check --json\n\n"
        "Weeks go in order: what is due before goes along, and is named first. Until it is\n"
        "decided, a week can be taken back with --withdraw, together with the later ones."
    )
    add_week(parser)
    parser.add_argument("--withdraw", action="store_true", help="take the week back instead")
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--yes", action="store_true", help="do not ask")
    group.add_argument(
        "--check", action="store_true", help="only say what would go; exit 1 if something stands in the way"
    )
    add_wait(parser)


def run(arguments: argparse.Namespace, context: Context) -> Result:
    """Say what goes, ask, hand it in, deliver it, and say what came of it."""

    async def work(session: Session) -> Result:
        patience = Patience(session, arguments.wait)
        warnings = await patience.get_fresh()
        week = chosen_week(session, arguments)
        warnings += await read_again(patience, week)
        found = await (withdraw_preflight if arguments.withdraw else preflight)(session, week)
        if arguments.check:
            return _checked(found, session.today(), warnings)
        if found.blockers:
            raise NotReady(" ".join(found.blockers), "Nothing was changed.")
        if arguments.yes:
            warnings += found.warnings
        elif not context.as_json:
            print(cleaned(preflight_text(found, session.today())), file=sys.stderr, flush=True)
        hint = f"Add --yes. {_LOOK_FIRST}" if context.as_json else "Add --yes."
        confirm(context, found.question(session.today()), yes=arguments.yes, hint=hint)
        asked = (withdraw if arguments.withdraw else submit)(session, found)
        result = await deliver_asked(session, context, [asked], arguments.wait, warnings)
        if not context.as_json:
            return result
        return result._replace(data={**result.data, "weeks": [_week_shape(check) for check in found.checks]})

    return in_session(context, work, arguments)


def _checked(found: Preflight, today: Date, warnings: tuple[str, ...]) -> Result:
    """Only say what would be done, and what stands in the way."""
    from punchcard.cli.timesheet.week_shape import finding_shape
    from punchcard.cli.timesheet.week_text import columns

    verb = "taken back" if found.withdraws else "handed in"
    verdict = " ".join(found.blockers) or f"It can be {verb}."
    data = {
        "weeks": [_week_shape(check) for check in found.checks],
        "findings": [finding_shape(finding) for check in found.checks for finding in check.findings],
        "blockers": list(found.blockers),
        "warnings": [*warnings, *found.warnings],
    }
    lines = [preflight_text(found, today), *textwrap.wrap(verdict, columns())]
    return Result("\n".join(lines), data, BLOCKED if found.blockers else 0, warnings)


def preflight_text(found: Preflight, today: Date) -> str:
    """Return every week that goes, what is seriously wrong with it, and what there is to know before."""
    from punchcard.cli.timesheet.week_text import columns, findings_text

    rows = [_row(check, today) for check in found.checks]
    verb = "takes back" if found.withdraws else "hands in"
    lines = [f"This {verb} {weeks_in_words(found.weeks, today)}:"]
    lines += ["", *(f"  {line}" for line in table(rows, right=frozenset({2, 3})))]
    serious = [finding for check in found.checks for finding in check.serious]
    if serious and not found.withdraws:
        lines += ["", *findings_text(serious, columns())]
    for warning in found.warnings:
        lines += ["", *textwrap.wrap(warning, columns())]
    return "\n".join([*lines, ""])


def _row(check: WeekCheck, today: Date) -> list[str]:
    span = f"{_day(check.week.first)} – {_day(check.week.last)}"
    target = "" if check.target_seconds is None else f"of {format_duration(check.target_seconds)}"
    name = capitalized(week_in_words(check.week, today))
    return [name, span, format_duration(check.worked_seconds), target, _counts(check)]


def _day(day: Date) -> str:
    return day_in_words(day, short=True).partition(" ")[2]


def _counts(check: WeekCheck) -> str:
    serious, others = len(check.serious), len(check.findings) - len(check.serious)
    if serious:
        return f"{serious} serious" + (f" +{others}" if others else "")
    return "fine" if not others else "1 finding" if others == 1 else f"{others} findings"


def _counted(check: WeekCheck) -> dict[str, int]:
    counts = Counter(finding.severity for finding in check.findings)
    return {severity.value: counts[severity] for severity in Severity}


def _week_shape(check: WeekCheck) -> dict[str, Any]:
    return {
        "week": check.week.name,
        "from": check.week.first.format_iso(),
        "to": check.week.last.format_iso(),
        "worked_seconds": check.worked_seconds,
        "target_seconds": check.target_seconds,
        "findings": _counted(check),
    }
