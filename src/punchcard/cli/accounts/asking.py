"""What an account needs to know: from the options, asked for one by one, and the secret never in sight."""

from __future__ import annotations

import argparse
import sys
import warnings
from typing import TYPE_CHECKING, Any, NoReturn

from punchcard.backends.contract import AccountField, BackendInfo
from punchcard.backends.errors import BadCredentials
from punchcard.cli.asking import NotConfirmed
from punchcard.cli.context import Context
from punchcard.core.key_shapes import never_an_argument
from punchcard.core.refusals import UsageError
from punchcard.core.text import cleaned, one_line
from punchcard.services.accounts.checks import checked_value

if TYPE_CHECKING:
    from pydantic import SecretStr

_HOW = "Leave it out and type it hidden, or pipe it in: `… --secret-stdin < FILE`."
_LONGEST_INPUT = 8192

REFUSED_OPTIONS = ("--secret", "--key", "--api-key", "--apikey", "--token", "--password")
"""The options by which people try to give a secret."""


class RefusesSecret(argparse.Action):
    """An option that people try, and that must not be: everybody on the machine sees the arguments."""

    def __call__(self, *_: object, **__: object) -> NoReturn:
        """Refuse it before anything else is read, and without saying the secret again."""
        raise never_an_argument()


def add_refused_secrets(parser: argparse.ArgumentParser) -> None:
    """Add the options by which people try to give a secret."""
    parser.add_argument(*REFUSED_OPTIONS, action=RefusesSecret, nargs="?", help=argparse.SUPPRESS)


def can_ask(context: Context) -> bool:
    """Whether somebody is there who can be asked."""
    return not context.as_json and sys.stdin.isatty() and sys.stderr.isatty()


def ask(label: str, default: str = "") -> str:
    """Ask for one value.

    Raises:
        NotConfirmed: The person has ended the input.
    """
    offered = f" [{one_line(default, 80)}]" if default else ""
    say(f"{label}{offered}: ", end="")
    line = sys.stdin.readline()
    if not line:
        raise NotConfirmed("Nothing was saved.")
    return line.strip() or default


def ask_field(field: AccountField) -> str:
    """Ask for one value of an account, with its help and where the service shows it, until it can be used."""
    explain(field)
    while True:
        value = ask(one_line(field.label, 60), field.default)
        try:
            return checked_value(field, value) if value else value
        except UsageError as error:
            say(f"{error.message} {error.hint}".strip())


def explain(field: AccountField) -> None:
    """Say what a field means, and where the service shows it."""
    for text in (field.help, field.link):
        if text:
            say(f"  {one_line(text, 300)}")


def secret_for(
    arguments: argparse.Namespace, context: Context, info: BackendInfo, field: AccountField | None
) -> SecretStr | None:
    """Return the secret that is piped in or typed; None where neither is possible or needed.

    Raises:
        UsageError: One is piped in for a backend that needs none.
        BadCredentials: It is empty, or cannot be one.
    """
    if field is None:
        if arguments.secret_stdin:
            raise UsageError(f"{info.title} needs no secret, so none is read. Nothing was done.")
        return None
    label = one_line(field.label, 60)
    if arguments.secret_stdin and not sys.stdin.isatty():
        return _checked(_piped(), label)
    if arguments.secret_stdin or can_ask(context):
        explain(field)
        return _checked(_typed(label), label)
    return None


def _checked(text: str, label: str) -> SecretStr:
    from punchcard.credentials import checked_secret

    try:
        return checked_secret(text)
    except UsageError as error:
        raise BadCredentials(error.message.replace("The secret", f"The {label}", 1), error.hint) from None


def _piped() -> str:
    """The one line of standard input: of several nobody can tell which is meant."""
    try:
        text = sys.stdin.buffer.read(_LONGEST_INPUT).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadCredentials("What was piped in is no text. Nothing was saved.") from None
    line, _, rest = text.partition("\n")
    if rest.strip():
        raise BadCredentials(
            "What was piped in has several lines, and a secret is one. Nothing was saved.",
            "Pipe it in alone.",
        )
    return line


def _typed(label: str) -> str:
    from getpass import GetPassWarning, getpass

    with warnings.catch_warnings():
        warnings.simplefilter("error", GetPassWarning)
        try:
            return getpass(f"{label} (not shown): ", stream=sys.stderr)
        except GetPassWarning:
            raise BadCredentials("This terminal cannot hide what is typed. Nothing was done.", _HOW) from None
        except EOFError:
            raise NotConfirmed("Nothing was saved.") from None


def say(text: str, **options: Any) -> None:
    """Say something beside what is asked; standard output is for what the command returns."""
    print(cleaned(text), file=sys.stderr, flush=True, **options)
