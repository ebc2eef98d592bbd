"""Sentences for what argparse does not understand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from punchcard.core.key_shapes import looks_like_key, never_an_argument
from punchcard.core.refusals import UsageError
from punchcard.core.text import one_line

_ARGUMENT = re.compile(r"argument (?P<name>[^:]+): (?P<problem>.*)", re.DOTALL)
_CHOICE = re.compile(r"invalid choice: (?P<typed>.*) \(choose from (?P<choices>.*)\)", re.DOTALL)
_QUOTES = "'\" "
_OPTION = re.compile(r"--[a-z][a-z-]{1,30}")
_LONGEST_WORD = 11
"""Where a secret is the next thing that people type, whatever is longer is taken for one."""


class UnknownCommand(UsageError):
    """The first word is no command."""

    code = "unknown_command"


def unknown_command(typed: str, commands: Sequence[str]) -> UsageError:
    """Return the sentence for a command that does not exist, with what was probably meant."""
    if looks_like_key(typed):
        return never_an_argument()
    guess = nearest(typed, commands)
    meant = f" Did you mean `{guess}`?" if guess else ""
    return UnknownCommand(
        f"There is no command `{one_line(typed, 40)}`.{meant}", "`punch --help` lists all commands."
    )


def unknown_arguments(prog: str, extras: Sequence[str], known: Iterable[str]) -> UsageError:
    """Return the sentence for arguments that a command has no use for."""
    if any(map(looks_like_key, extras)):
        return never_an_argument()
    typed = one_line(" ".join(extras), 60)
    options = set(known)
    guess = nearest(extras[0].partition("=")[0], options) if extras[0].startswith("--") else None
    if "--at" in options and extras[0][:1].isdigit():
        guess = f"--at {one_line(extras[0], 40)}"
    meant = f" Did you mean `{guess}`?" if guess else ""
    return UsageError(f"`{prog}` does not know “{typed}”.{meant}", _see(prog))


def unknown_words(prog: str, extras: Sequence[str], known: Iterable[str]) -> UsageError:
    """Return the sentence for arguments beside which people type secrets: none is said again but options."""
    option = extras[0].partition("=")[0]
    if any(map(looks_like_key, extras)) or any(
        len(word) > _LONGEST_WORD and not word.startswith("-") for word in extras
    ):
        return never_an_argument()
    if _OPTION.fullmatch(option):
        return unknown_arguments(prog, [option], known)
    return UsageError(f"`{prog}` is followed by more than it takes. Nothing was done.", _see(prog))


def misused(prog: str, message: str) -> UsageError:
    """Turn what argparse says about the arguments of `prog` into a sentence."""
    if looks_like_key(message) or message.startswith("argument --secret-stdin: ignored explicit"):
        return never_an_argument()
    if message.startswith("the following arguments are required: "):
        missing = message.partition(": ")[2].replace(", ", " and ")
        return UsageError(f"`{prog}` needs {missing}.", _see(prog))
    found = _ARGUMENT.fullmatch(message)
    if found is None:
        return UsageError(f"`{prog}`: {one_line(message, 200)}.", _see(prog))
    name, problem = found["name"], found["problem"]
    if choice := _CHOICE.fullmatch(problem):
        return _not_a_choice(prog, choice["typed"].strip(_QUOTES), choice["choices"])
    if problem.startswith("ignored explicit argument"):
        return UsageError(f"`{name}` takes no value.", _see(prog))
    if problem.startswith("expected "):
        return UsageError(f"`{name}` needs a value.", _see(prog))
    if problem.startswith("“"):
        return UsageError(f"{name}: {one_line(problem, 200)}", _see(prog))
    return UsageError(f"{name}: {one_line(problem, 200)}.", _see(prog))


def nearest(typed: str, known: Iterable[str]) -> str | None:
    """Return the one of `known` that looks most like `typed`, if any looks like it at all."""
    from difflib import get_close_matches

    found = get_close_matches(typed.casefold(), list(known), n=1, cutoff=0.6)
    return found[0] if found else None


def _not_a_choice(prog: str, typed: str, choices: str) -> UsageError:
    names = [choice.strip(_QUOTES) for choice in choices.split(",")]
    guess = nearest(typed, names)
    meant = f" Did you mean `{guess}`?" if guess else ""
    known = ", ".join(names)
    return UsageError(f"“{one_line(typed, 40)}” is none of {known}.{meant}", _see(prog))


def _see(prog: str) -> str:
    return f"`{prog} --help` shows what can be said."
