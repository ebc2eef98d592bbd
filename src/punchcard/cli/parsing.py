"""The arguments: a parser for the one command that was typed, or for all of them."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Iterable, Sequence
from importlib import import_module
from types import ModuleType
from typing import Any, Never

from punchcard.cli.registry import COMMANDS
from punchcard.core.text import one_line

PROGRAM = "punch"

_USUAL_COLUMNS = 80

_OWN_AS = ("export",)
"""Commands whose `--as` is something else; there, whoever is acted as is named before the command."""

_TAKES_VALUE = ("--account", "--as", "--home")
_FREE_TEXT = (
    "--note", "--on", "--type", "--format", "--set-note", "--set-on", "--set-type", "--node", "--filter",
    "--output", "--reason", *_TAKES_VALUE,
)  # fmt: skip
_SHIFT = re.compile(r"-[0-9]")

_DESCRIPTION = "A time clock for the terminal. Without a command the app opens."
_EPILOG = """\
examples:
  punch in --at 08:00     clock in as of eight o'clock
  punch break             take a break; `punch resume` ends it
  punch out               clock out
  punch today             what today looks like

exit codes: 0 done, 1 refused, 2 usage, 3 accepted but not confirmed yet, 4 credentials,
5 not found or ambiguous"""


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """As wide as the terminal. argparse would import shutil to know that, with every argument it is given."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns() - 2)


class Parser(argparse.ArgumentParser):
    """Says what is wrong in a sentence instead of printing its usage and exiting."""

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_abbrev=False, formatter_class=_Formatter, **options)

    def error(self, message: str) -> Never:
        """Raise the sentence for `message`."""
        from punchcard.cli.usage_errors import misused

        raise misused(self.prog, message)


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Read the arguments. `command` is None where none was typed.

    Raises:
        UsageError: They cannot be understood.
        SystemExit: Help was asked for and printed.
    """
    words = _readable(argv)
    command = _command_in(words)
    if command is not None and command not in COMMANDS:
        from punchcard.cli.usage_errors import unknown_command

        raise unknown_command(command, list(COMMANDS))
    parser, parsers = build([command] if command else [], list(COMMANDS) if command is None else [])
    found = argparse.Namespace(
        command=command, json=False, account=None, acting_as=None, home=None, version=False, debug=False
    )
    _, extras = parser.parse_known_args(words, found)
    gathers = getattr(found, "gathers", None)
    if gathers and not any(_is_option(word) for word in extras):
        # argparse takes the last positionals for done once an option follows the first of them.
        getattr(found, gathers).extend(one_line(word, 80) for word in extras)
        extras = []
    if extras:
        from punchcard.cli.usage_errors import unknown_arguments, unknown_words

        page: Parser | None = getattr(found, "page", None)
        chosen = page or (parsers[command] if command else parser)
        refuse = unknown_words if page else unknown_arguments
        raise refuse(chosen.prog, extras, re.findall(r"--[a-z-]+", chosen.format_help()))
    return found


def build(commands: Iterable[str], named: Iterable[str] = ()) -> tuple[Parser, dict[str, Parser]]:
    """Return the parser of the program and those of its commands.

    Args:
        commands: The commands that get their arguments; their modules are imported.
        named: Commands that are only listed with their one-line help.
    """
    parser = Parser(prog=PROGRAM, description=_DESCRIPTION, epilog=_EPILOG)
    add_everywhere(parser)
    parser.add_argument("--version", action="store_true", help="print the version")
    actions = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command")
    parsers: dict[str, Parser] = {}
    for name in named:
        actions.add_parser(name, help=COMMANDS[name].help)
    for name in commands:
        parsers[name] = actions.add_parser(name, help=COMMANDS[name].help, description=_sentence(name))
        add_everywhere(parsers[name], with_as=name not in _OWN_AS)
        module_of(name).configure(name, parsers[name])
    return parser, parsers


def module_of(command: str) -> ModuleType:
    """Import the module of a command."""
    return import_module(f"punchcard.cli.{COMMANDS[command].module}")


def add_everywhere(parser: argparse.ArgumentParser, *, with_as: bool = True) -> None:
    """Add the options that may stand before and after the command: one leaves the other's value alone."""
    unset = argparse.SUPPRESS
    parser.add_argument("--json", action="store_true", default=unset, help="print one JSON object")
    parser.add_argument("--account", metavar="NAME", default=unset, help="use this account")
    if with_as:
        parser.add_argument(
            "--as",
            dest="acting_as",
            metavar="NAME",
            default=unset,
            help="act as this person, where you may",
        )
    parser.add_argument("--home", metavar="DIR", default=unset, help="keep all files below this folder")
    parser.add_argument(
        "--debug", action="store_true", default=unset, help="write a long log, without secrets"
    )


def _columns() -> int:
    try:
        return int(os.environ.get("COLUMNS", "")) or _USUAL_COLUMNS
    except ValueError:
        pass
    try:
        return os.get_terminal_size().columns or _USUAL_COLUMNS
    except (OSError, ValueError):
        return _USUAL_COLUMNS


def _sentence(command: str) -> str:
    text = COMMANDS[command].help
    return f"{text[0].upper()}{text[1:]}."


def _command_in(words: Sequence[str]) -> str | None:
    """The first word that is neither an option nor its value; None where help comes first."""
    rest = iter(words)
    for word in rest:
        if word in ("-h", "--help", "--version"):
            return None
        if word in _TAKES_VALUE:
            next(rest, None)
        elif not word.startswith("-"):
            return word
    return None


def _is_option(word: str) -> bool:
    return word.startswith("-") and word != "-"


def _readable(argv: Sequence[str]) -> list[str]:
    """Keep argparse from taking "-15m" for an option, and the "-" of a note for one too."""
    words: list[str] = []
    for word in argv:
        if _SHIFT.match(word) and words and words[-1] in _FREE_TEXT:
            words[-1] = f"{words[-1]}={word}"
        elif _SHIFT.match(word):
            words.append("\N{MINUS SIGN}" + word[1:])
        else:
            words.append(word)
    return words
