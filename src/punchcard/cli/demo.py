"""`punch demo`: this very program in a home full of made-up data, at a moment of one's choice."""

from __future__ import annotations

import argparse
import os
import shlex
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from punchcard.cli.context import Context, Result
from punchcard.core.refusals import UsageError
from punchcard.paths import HOME_VARIABLE

if TYPE_CHECKING:
    from punchcard.services.demo.home import DemoHome

_EPILOG = """\
examples:
  punch demo                             open the app on a day in progress
  punch demo --at 2026-03-11T12:41       the same, with the clock standing still then
  punch demo --as lead                   as the team's lead, with what waits for a decision
  punch demo today                       run a command there instead
  punch demo --keep in --note "my own"   leave the demo on the disk and say where it is
  punch demo --vendor clockodo           the same team at a simulated vendor, over HTTP

With --home DIR the demo is built in that folder, which has to be new or empty, and stays there."""


def configure(name: str, parser: argparse.ArgumentParser) -> None:
    """Add the options of the demo, and the command to run in it."""
    del name
    parser.epilog = _EPILOG
    parser.add_argument("--at", metavar="WHEN", help="stop the clock there; Berlin time without an offset")
    parser.add_argument("--keep", action="store_true", help="leave the demo on the disk")
    parser.add_argument("--vendor", metavar="V", help="at a simulated vendor; `punch sandbox` lists them")
    parser.add_argument("--generation", metavar="G", help="which generation of the vendor’s API")
    parser.add_argument(
        "words",
        metavar="COMMAND",
        nargs=argparse.REMAINDER,
        help="a command with its options; the app by default",
    )


def run(arguments: argparse.Namespace, context: Context) -> Result:
    """Build the demo, and run the command or the app in it; leads begin with what waits for them."""
    if context.as_json:
        raise UsageError(
            "The demo prints no JSON of its own; nothing was built.",
            "Put --json behind the command: `punch demo today --json`.",
        )
    if arguments.vendor is not None:
        return _at_vendor(arguments, context)
    if arguments.generation is not None:
        raise UsageError(
            "--generation is about a simulated vendor, and none is named. Nothing was built.",
            "Name it: `punch demo --vendor clockodo --generation classic`.",
        )
    from punchcard.services.demo.home import demo_home

    with demo_home(arguments.at, arguments.home, keep=arguments.keep) as home:
        there = _variables(home)
        with _environment(there):
            code = _run_there(home, arguments.words, context)
    kept = arguments.keep or arguments.home is not None
    return Result(exit_code=code, warnings=(_where(home, there),) if kept else ())


def _at_vendor(arguments: argparse.Namespace, context: Context) -> Result:
    """The demo at a vendor that lives as long as this process does."""
    if arguments.keep or arguments.home is not None:
        option = "--keep" if arguments.keep else "--home"
        raise UsageError(
            f"{option} does not go with --vendor: the simulated vendor ends with this command. "
            "Nothing was started.",
            f"`punch sandbox {arguments.vendor}` runs it by itself, for accounts that stay.",
        )
    from punchcard.cli.main import main, open_app
    from punchcard.services.demo.vendor import look_around, vendor_home

    vendor = vendor_home(arguments.vendor, arguments.at, context.acting_as, arguments.generation)
    with vendor as home, _environment(home.variables):
        look_around(home)
        if home.is_lead and not arguments.words:
            there = context._replace(folders=home.folders, account=None, acting_as=None)
            return open_app(there, "approvals")
        return Result(exit_code=main(arguments.words))


def _run_there(home: DemoHome, words: Sequence[str], context: Context) -> int:
    from punchcard.cli.main import main, open_app
    from punchcard.sandbox.company.team import lead_named

    lead = lead_named(context.acting_as) if context.acting_as else None
    acting_as = lead or context.acting_as
    if lead and not words:
        there = context._replace(folders=home.folders, acting_as=lead)
        return open_app(there, "approvals").exit_code
    account = [f"--account={context.account}"] if context.account else []
    person = [f"--as={acting_as}"] if acting_as else []
    return main([*account, *person, *words])


def _variables(home: DemoHome) -> Mapping[str, str]:
    from punchcard.services.clocks import NOW_VARIABLE

    return {HOME_VARIABLE: home.folder} | ({NOW_VARIABLE: home.now} if home.now else {})


@contextmanager
def _environment(variables: Mapping[str, str]) -> Generator[None]:
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _where(home: DemoHome, variables: Mapping[str, str]) -> str:
    assigned = " ".join(f"{name}={shlex.quote(value)}" for name, value in variables.items())
    return f"The demo stays in {home.folder}.\nGo on there with: {assigned} punchcard"
