"""`doctor`: what this installation is, whether it is in order, and mending damaged files."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from punchcard.cli.context import Context, Result
from punchcard.cli.doctor.databases import Check
from punchcard.cli.tables import table
from punchcard.core.refusals import Refusal
from punchcard.core.text import one_line


class NotInOrder(Refusal):
    """Something that the report names is wrong."""

    code = "not_in_order"


def configure(name: str, parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `doctor`."""
    parser.epilog = (
        f"examples:\n  punch {name}\n  punch {name} --restore      after a file was found damaged\n"
        f"  punch {name} --bundle       a report to send along: no secrets, numbers for names"
    )
    group = parser.add_mutually_exclusive_group()
    group.add_argument(
        "--restore", action="store_true", help="bring back the newest backup of every damaged file"
    )
    group.add_argument(
        "--start-empty", action="store_true", help="begin a new file in the place of every damaged one"
    )
    parser.add_argument("--offline", action="store_true", help="ask no service over the network")
    parser.add_argument(
        "--bundle", metavar="FILE", nargs="?", const="",
        help="write a report without secrets, names and notes (default: punchcard-report-….txt here)",
    )  # fmt: skip


def run(arguments: argparse.Namespace, context: Context) -> Result:
    """Mend if asked to, then look at everything. Exits with 1 if something is wrong."""
    from punchcard.cli.doctor.checks import every_check
    from punchcard.cli.doctor.mending import bring_back, start_empty

    mended: list[str] = []
    if arguments.restore or arguments.start_empty:
        mended = (bring_back if arguments.restore else start_empty)(context.folders)
        mended = mended or ["No file is damaged; nothing was done."]
    checks = every_check(context, offline=arguments.offline)
    written = None if arguments.bundle is None else _write_report(arguments.bundle, context, checks)
    problems = [check.problem for check in checks if check.problem]
    rows = [["!" if check.problem else " ", check.name, one_line(check.value)] for check in checks]
    verdict = [f"Wrong: {one_line(problem)}" for problem in problems] or ["Everything is in order."]
    lines = [*mended, *([""] if mended else []), *table(rows), "", *verdict, *_said_of(written)]
    data = {
        "mended": mended,
        "checks": [{"name": c.name, "value": c.value, "problem": c.problem} for c in checks],
        "problems": len(problems),
        "report": written,
    }
    wrong = NotInOrder(" ".join(problems), "`data` of the report says more.") if problems else None
    return Result("\n".join(lines), data, NotInOrder.exit_code if wrong else 0, problem=wrong)


def _write_report(path: str, context: Context, checks: Sequence[Check]) -> str:
    """Write the report, and return where it lies."""
    from punchcard.cli.doctor.report import report
    from punchcard.services.clocks import wall_clock
    from punchcard.services.groups.export_file import FileIsThere, write_new_file

    stamp = wall_clock()().format_iso(unit="second").translate({ord(c): "" for c in "-:Z"}).replace("T", "-")
    name = path or f"punchcard-report-{stamp}.txt"
    try:
        return write_new_file(name, report(context, checks).encode(), replace=False)
    except FileIsThere as error:
        raise FileIsThere(error.message, "Name another file: a report is never written over one.") from None


def _said_of(path: str | None) -> list[str]:
    if path is None:
        return []
    from punchcard.cli.doctor.report import CONTENTS

    return [
        "",
        f"The report is in {path}.",
        f"It holds {CONTENTS}. It is plain text: read it before you send it.",
    ]
