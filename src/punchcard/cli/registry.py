"""Which commands there are, and the module that holds each.

Convention: a module of `punchcard.cli` named here has two functions.

    def configure(name: str, parser: argparse.ArgumentParser) -> None
        Adds the arguments, a description and an `epilog` with examples for the command `name`.

    def run(arguments: argparse.Namespace, context: Context) -> Result
        Does it. `arguments.command` is the name. Raises `Refusal` where it will not.

Only the module of the command that was typed is imported, unless help or completion needs all.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Command(NamedTuple):
    """One command."""

    module: str
    """Name of its module below `punchcard.cli`: `clock.punching`."""
    help: str
    """What it does, on one line."""


COMMANDS: Mapping[str, Command] = MappingProxyType(
    {
        "in": Command("clock.punching", "start the clock"),
        "break": Command("clock.punching", "begin a break"),
        "resume": Command("clock.punching", "end the break"),
        "out": Command("clock.punching", "stop the clock"),
        "cancel": Command("clock.punching", "throw the running clock away"),
        "edit": Command("clock.editing", "change the running clock"),
        "status": Command("clock.status", "show the clock on one line, without the network"),
        "today": Command("timesheet.today", "show a day with its entries and totals"),
        "week": Command("timesheet.week", "show a week with totals, targets and what is wrong with it"),
        "balance": Command("timesheet.balance", "show balances of working time and of vacation"),
        "who": Command("clock.who", "show who is clocked in right now"),
        "submit": Command("timesheet.submit", "hand in a week, or take it back"),
        "requests": Command("approvals.requests", "ask for changes of days that you may not change yourself"),
        "approvals": Command("approvals.command", "decide what the team asks for and hands in"),
        "add": Command("entries.command", "add a time entry by hand"),
        "change": Command("entries.command", "change a time entry"),
        "delete": Command("entries.command", "delete a time entry"),
        "repair": Command("entries.repair", "mend a clock that could not be saved, and book what was worked"),
        "split": Command("entries.moves", "cut a time entry in two at a time"),
        "move": Command("entries.moves", "move a time entry to another day"),
        "duplicate": Command("entries.moves", "book a time entry once more on another day"),
        "groups": Command("groups.command", "group the time of a period, and change or delete a whole group"),
        "export": Command("entries.export", "write the entries of a period as CSV or JSON"),
        "import": Command("entries.importing", "save the entries of a CSV file, of several people perhaps"),
        "undo": Command("entries.undoing", "take back the last thing you did"),
        "redo": Command("entries.undoing", "do again what was last taken back"),
        "outbox": Command("delivery.outbox", "show what is on its way and what needs you"),
        "sync": Command("delivery.syncing", "deliver what is on its way and read what is new"),
        "assignments": Command("assignments.command", "show and change what time can be booked on"),
        "team": Command("team", "show and change who is in the team on this machine"),
        "account": Command("accounts.command", "show, add, test and remove accounts, and what each can do"),
        "doctor": Command("doctor.command", "check the installation and mend damaged files"),
        "completion": Command("completion", "print the completion script of a shell"),
        "demo": Command("demo", "try the app with three months of made-up data"),
        "sandbox": Command("sandbox", "run a simulated vendor on this machine, to practise with"),
    }
)
"""Every command by its name, in the order of the help."""
