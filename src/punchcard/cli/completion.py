"""`completion`: what a shell needs to complete commands and options."""

from __future__ import annotations

import argparse

from punchcard.cli.context import Context, Result
from punchcard.cli.registry import COMMANDS

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

    from punchcard.cli.parsing import build

    parser, _ = build(COMMANDS)
    script = shtab.complete(parser, shell=arguments.shell)
    return Result(script, {"shell": arguments.shell, "script": script})
