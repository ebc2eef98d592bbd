"""`doctor`: what this installation is, whether it is in order, and mending damaged files."""

from __future__ import annotations

import argparse

from punchcard.cli.context import Context, Result
from punchcard.cli.tables import table
from punchcard.core.refusals import Refusal
from punchcard.core.text import one_line


class NotInOrder(Refusal):
    """Something that the report names is wrong."""

    code = "not_in_order"


def configure(name: str, parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `doctor`."""
    parser.epilog = f"examples:\n  punch {name}\n  punch {name} --restore      after a file was found damaged"
    group = parser.add_mutually_exclusive_group()
    group.add_argument(
        "--restore", action="store_true", help="bring back the newest backup of every damaged file"
    )
    group.add_argument(
        "--start-empty", action="store_true", help="begin a new file in the place of every damaged one"
    )


def run(arguments: argparse.Namespace, context: Context) -> Result:
    """Mend if asked to, then look at everything. Exits with 1 if something is wrong."""
    from punchcard.cli.doctor_checks import every_check
    from punchcard.cli.doctor_mending import bring_back, start_empty

    mended: list[str] = []
    if arguments.restore or arguments.start_empty:
        mended = (bring_back if arguments.restore else start_empty)(context.folders)
        mended = mended or ["No file is damaged; nothing was done."]
    checks = every_check(context)
    problems = [check.problem for check in checks if check.problem]
    rows = [["!" if check.problem else " ", check.name, one_line(check.value)] for check in checks]
    verdict = [f"Wrong: {problem}" for problem in problems] or ["Everything is in order."]
    lines = [*mended, *([""] if mended else []), *table(rows), "", *verdict]
    data = {
        "mended": mended,
        "checks": [{"name": c.name, "value": c.value, "problem": c.problem} for c in checks],
        "problems": len(problems),
    }
    wrong = NotInOrder(" ".join(problems), "`data` of the report says more.") if problems else None
    return Result("\n".join(lines), data, NotInOrder.exit_code if wrong else 0, problem=wrong)
