"""Completion scripts of the shells, and the help that they and people read."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from tests.cli.program import Program

from punchcard.cli.registry import COMMANDS


def script(punch: Program, shell: str) -> str:
    said = punch("completion", shell)
    assert said.code == 0
    return said.out


@pytest.mark.parametrize("name", ["punch", "punchcard"])
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["br"], {"break"}),
        (["co"], {"completion"}),
        (["in", "--no"], {"--note", "--no-wait"}),
        (["completion", "f"], {"fish"}),
        (["outbox", "re"], {"retry"}),
    ],
)
def test_bash_completes(punch: Program, name: str, words: list[str], expected: set[str]) -> None:
    line = [name, *words]
    ask = "\n".join(
        [
            script(punch, "bash"),
            f"COMP_WORDS=({' '.join(line)}); COMP_CWORD={len(line) - 1}",
            f"entry=$(complete -p {name}); f=${{entry##*-F }}; f=${{f%% *}}",
            f"$f {name} {line[-1]} {line[-2]}",
            'printf "%s\\n" "${COMPREPLY[@]}"',
        ]
    )
    done = subprocess.run(["bash", "--norc", "-c", ask], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) == expected, done.stderr


def test_the_scripts_are_for_both_names(punch: Program) -> None:
    zsh, fish = script(punch, "zsh"), script(punch, "fish")
    assert zsh.startswith("#compdef punch punchcard")
    for name in ("punch", "punchcard"):
        assert f"complete -c {name} " in fish
    for command in COMMANDS:
        assert command in zsh
        assert command in fish


@pytest.mark.parametrize("shell", [shell for shell in ("bash", "zsh", "fish") if shutil.which(shell)])
def test_the_shells_accept_their_scripts(punch: Program, shell: str) -> None:
    done = subprocess.run(
        [shell, "-n"], input=script(punch, shell), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example(punch: Program, command: str) -> None:
    said = punch(command, "--help")
    assert said.code == 0
    assert f"usage: punch {command}" in said.out
    assert "example" in said.out


def test_the_help_names_every_command_and_the_exit_codes(punch: Program) -> None:
    said = punch("--help")
    assert said.code == 0
    for command, about in COMMANDS.items():
        assert f"\n    {command} " in said.out
        assert about.help in said.out.replace("\n" + " " * 18, " ")
    assert "exit codes: 0 done" in said.out


def test_the_version(punch: Program) -> None:
    assert punch("--version").out.startswith("punchcard ")
