"""What each action of `account` takes: a page of its own, with what the installed backends want to know."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from punchcard.backends.contract import AccountField, BackendInfo
from punchcard.cli.accounts.asking import REFUSED_OPTIONS, add_refused_secrets
from punchcard.cli.accounts.text import option_of
from punchcard.cli.parsing import add_everywhere
from punchcard.core.text import one_line
from punchcard.paths import ACCOUNT_VARIABLE
from punchcard.services.accounts import installed

SET = "set_"
"""What the value of a backend's field is called behind: `set_email`."""

_POLICIES = ("full", "clock", "read-only")
_FIELD_NAME = re.compile(r"[a-z][a-z0-9_]{0,30}")
_TAKEN = frozenset(
    {
        *REFUSED_OPTIONS, "--backend", "--write", "--secret-stdin", "--use", "--json", "--account", "--as",
        "--home", "--debug", "--help", "--yes",
    }
)  # fmt: skip
"""A field that is called so is asked for in a terminal, and has no option."""


class Page(NamedTuple):
    """What an action does, and how it is called."""

    help: str
    examples: tuple[str, ...]


PAGES: Mapping[str, Page] = MappingProxyType(
    {
        "list": Page("show all accounts, the one that is used marked with *", ("list", "list --json")),
        "add": Page(
            "test a new account, then save it",
            (
                "add practice --backend reference",
                "add acme --backend reference --secret-stdin --use < key.txt",
                "add paris --backend lucca --base-url https://acme.ilucca.net --email ann@acme.example",
            ),
        ),
        "edit": Page("change the settings of an account, after a test", ("edit acme --write read-only",)),
        "secret": Page(
            "replace a key that has expired, after a test",
            ("secret acme", "secret acme --secret-stdin < new-key.txt"),
        ),
        "test": Page("ask the service who you are there", ("test acme",)),
        "use": Page("let commands use an account where no other is named", ("use acme",)),
        "remove": Page("remove an account with its key; its ledger stays", ("remove acme",)),
        "abilities": Page(
            "show what can be done with an account or a backend, what not, and why",
            ("abilities acme", "abilities --backend reference"),
        ),
    }
)
"""The actions in the order of the help."""

_NAME_HELP = {
    "add": "what the account is to be called: letters, digits, - and _",
    "test": "the account (default: the one that commands use)",
    "abilities": "the account (default: the one that commands use)",
    "list": argparse.SUPPRESS,
}


def configure(name: str, parser: argparse.ArgumentParser) -> None:
    """Add the actions of `account`, each with its arguments."""
    parser.epilog = (
        f"examples:\n"
        f"  punch {name}                                   all accounts\n"
        f"  punch {name} add practice --backend reference  asks for what is missing; the key is not shown\n"
        f"  punch {name} add --help                        what each backend wants to know\n\n"
        f"`--account NAME` or {ACCOUNT_VARIABLE} choose an account for one command or one terminal.\n"
        f"A secret is never an argument; it is kept in the keyring of the system, and nowhere else."
    )
    add_refused_secrets(parser)
    pages = parser.add_subparsers(title="actions", metavar="ACTION", dest="action")
    parser.set_defaults(action="list")
    backends = installed()
    for action, about in PAGES.items():
        sentence = f"{about.help[0].upper()}{about.help[1:]}."
        page = pages.add_parser(action, help=about.help, description=sentence, epilog=_examples(name, about))
        add_everywhere(page)
        page.set_defaults(page=page)
        page.add_argument(
            "account_name", nargs="?", metavar="NAME", help=_NAME_HELP.get(action, "the account")
        )
        _add_options(action, page, backends)
        add_refused_secrets(page)


def _examples(name: str, page: Page) -> str:
    return "\n".join(["examples:", *(f"  punch {name} {example}" for example in page.examples)])


def _add_options(action: str, page: argparse.ArgumentParser, backends: Sequence[BackendInfo]) -> None:
    if action in ("add", "abilities"):
        names = ", ".join(one_line(info.name, 40) for info in backends).replace("%", "%%")
        page.add_argument("--backend", metavar="BACKEND", help=f"what is behind it: {names}")
    if action in ("add", "edit"):
        page.add_argument(
            "--write", choices=_POLICIES, metavar="HOW", help="what may be written: full, clock or read-only"
        )
        _add_fields(page, backends, is_new=action == "add")
    if action in ("add", "edit", "secret"):
        page.add_argument("--secret-stdin", action="store_true", help="read the secret from standard input")
    if action == "add":
        page.add_argument("--use", action="store_true", help="let commands use it from now on")
        page.add_argument(
            "--yes", action="store_true", help="whom the service finds by your email is you: do not ask"
        )
    if action == "remove":
        page.add_argument(
            "--yes", action="count", default=0, help="do not ask; twice to give up what is on its way"
        )


def _add_fields(page: argparse.ArgumentParser, backends: Sequence[BackendInfo], *, is_new: bool) -> None:
    """Add an option for each field, with what every backend that has it says of it."""
    texts: dict[str, list[str]] = {}
    for info, field in _plain_fields(backends):
        texts.setdefault(field.name, []).append(_explained(info, field, is_new=is_new))
    group = page.add_argument_group("what a backend wants to know")
    for name, said in texts.items():
        text = " ".join(said).replace("%", "%%")
        group.add_argument(f"--{name.replace('_', '-')}", dest=f"{SET}{name}", metavar="TEXT", help=text)


def _plain_fields(backends: Sequence[BackendInfo]) -> Iterator[tuple[BackendInfo, AccountField]]:
    for info in backends:
        for field in info.fields:
            if not field.secret and _FIELD_NAME.fullmatch(field.name) and option_of(field) not in _TAKEN:
                yield info, field


def _explained(info: BackendInfo, field: AccountField, *, is_new: bool) -> str:
    told = [f"{one_line(info.name, 40)}: {one_line(field.label, 60)}."]
    told += [one_line(field.help, 300)] if field.help else []
    if is_new and field.default:
        told.append(f"By default {one_line(field.default, 200)}.")
    elif is_new and field.required:
        told.append("Needed.")
    return " ".join(told)
