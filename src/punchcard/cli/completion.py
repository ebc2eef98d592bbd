"""`completion`: what a shell needs to complete commands and options."""

from __future__ import annotations

import argparse
import re

from punchcard.cli.context import Context, Result
from punchcard.cli.parsing import PROGRAM, build
from punchcard.cli.registry import COMMANDS

OTHER_NAME = "punchcard"
"""The program's second name."""

SHELLS = ("bash", "zsh", "fish")


def configure(name: str, parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `completion`."""
    parser.epilog = (
        f"examples:\n"
        f'  bash: eval "$(punch {name} bash)"      in ~/.bashrc\n'
        f'  zsh:  eval "$(punch {name} zsh)"       in ~/.zshrc, after compinit\n'
        f"  fish: punch {name} fish | source       in ~/.config/fish/config.fish"
    )
    parser.add_argument("shell", choices=SHELLS, metavar="SHELL", help="bash, zsh or fish")


def run(arguments: argparse.Namespace, context: Context) -> Result:
    """Print the script."""
    del context
    import shtab

    parser, _ = build(COMMANDS)
    script = _for_both_names(shtab.complete(parser, shell=arguments.shell), arguments.shell)
    return Result(script, {"shell": arguments.shell, "script": script})


def _for_both_names(script: str, shell: str) -> str:
    """Register what was made for `punch` for `punchcard` too: it is the same program."""
    if shell == "fish":
        return f"{script.rstrip()}\n\ncomplete -c {OTHER_NAME} -w {PROGRAM}\n"
    registers = {
        "bash": rf"(?m)^(complete .* {PROGRAM})$",
        "zsh": rf"(?m)^(#compdef {PROGRAM}|  compdef .* {PROGRAM})$",
    }
    return re.sub(registers[shell], rf"\1 {OTHER_NAME}", script).rstrip()
